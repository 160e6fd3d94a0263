"""How a shot follows the one before, read from the words of its transition."""

from __future__ import annotations

from typing import Literal

from storyboard.film.staging.plan import Card
from storyboard.film.staging.words import meant
from storyboard.language.words import block

Kind = Literal["dissolve", "fade", "wipe", "iris"]
_KINDS: tuple[Kind, ...] = ("dissolve", "fade", "wipe", "iris")


def transition_of(card: Card) -> Kind | None:
    """How a shot comes out of the one before; None for a cut, and for words that only tell how the shot ends."""
    named = _named(card)
    return None if "fade_out" in named else next((kind for kind in _KINDS if kind in named), None)


def fades_out(card: Card) -> bool:
    """Whether a shot ends in black."""
    return "fade_out" in _named(card)


def is_cut_to_black(card: Card) -> bool:
    """Whether a shot ends in black at once."""
    return "black" in _named(card) and not fades_out(card)


def _named(card: Card) -> set[str]:
    """What a transition is called, in any language: editors write one in theirs, whatever is spoken."""
    if not card.transition:
        return set()
    folded = card.transition.casefold()
    return {name for language in block("changes") for name, _ in meant("changes", language, folded)}
