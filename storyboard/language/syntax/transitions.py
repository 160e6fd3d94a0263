"""Transitions that are a slip of one that the drawn film shows: `transition: disolve`."""

from __future__ import annotations

from storyboard.diagnostics import Edit, Finding, Fix, Safety, nearest
from storyboard.language import words
from storyboard.language.story import Text
from storyboard.patterns import lazy
from storyboard.source import Span

_LEAST = 5  # letters of a name that is looked for: `wide` is no slip of `wipe`
_WORD = lazy(r"[^\W\d_]{5,20}")


def transition_slip(text: Text) -> Finding | None:
    """The finding for the first word of a transition that is a slip, where the transition has no known name."""
    for piece in text.pieces:
        if piece.kind != "words" or len(piece.text) != piece.span.end - piece.span.start:
            continue
        known, folded = _known(), piece.text.casefold()
        if any(name in folded for name in known):
            return None
        for word in _WORD.finditer(piece.text[:200]):
            name = nearest(word[0], (name for name in known if len(name) >= _LEAST), 0.8)
            if name is not None:
                at = piece.span.start
                return _slip(word[0], name, Span(piece.span.path, at + word.start(), at + word.end()))
    return None


def _slip(word: str, name: str, place: Span) -> Finding:
    return Finding(
        f"`{word}` names no transition, it would be drawn as a cut",
        place,
        f"write `{name}`",
        code="SB134",
        fix=Fix(Safety.UNSAFE, f"write `{name}`", (Edit(place, name),)),
    )


def _known() -> tuple[str, ...]:
    """What transitions are called in any language, without the endings that may vary."""
    meanings = words.block("changes").values()
    return tuple(word.strip("*") for listed in meanings for words in listed.values() for word in words)
