"""What a description rules out: who is `without a beard` has none, and a `hat in hand` is on no head."""

from __future__ import annotations

import re
from collections.abc import Iterable

from storyboard.film.staging.words import meant, row
from storyboard.language.words import unspaced
from storyboard.patterns import lazy

_BETWEEN = 2  # words between `without` and what it rules out: `without her usual glasses`
_PARTED = lazy(r"[,.;:!?\n，。；：！？、،]")
_ENDED = lazy(r"\s*(?:[,.;:!?)\n，。；：、）،]|$)")
_WORD = lazy(r"\w+")
_PUT_ON = ("cap", "hat", "beret", "helmet", "hood", "glasses", "shades")
_GROWN = ("hair", "tail", "bun", "bob", "curls", "beard", "bearded", "moustache")

Spot = re.Match[str]
Spots = dict[str, list[Spot]]


def without_lacking(folded: str, language: str, spotted: Spots) -> tuple[Spots, frozenset[str]]:
    """The words for traits but for what others rule out or take off, and the names of what is gone."""
    said = dict(meant("omissions", language, folded))
    denials = [*said.get("lacking", ()), *row("none_of", language).finditer(folded)]
    doffed = [spot for spot in said.get("doffed", ()) if _is_last(folded, spot.end(), language)]
    solid = [spot for name in (*_PUT_ON, *_GROWN, "clothes", "accessory") for spot in spotted.get(name, ())]
    placed = [(spot, name) for name in (*_PUT_ON, *_GROWN) for spot in spotted.get(name, ())]
    gone: dict[str, list[Spot]] = {}
    for spot, name in sorted(placed, key=lambda item: item[0].start()):
        is_off = name in _PUT_ON and any(0 <= off.start() - spot.end() <= 1 for off in doffed)
        if is_off or any(_rules_out(folded, denial, spot, solid, language) for denial in denials):
            gone.setdefault(name, []).append(spot)
            # `No hat or glasses`: what joins the two rules out the second.
            denials += [more for more in said.get("ruled_out", ()) if 0 <= more.start() - spot.end() <= 1]
    kept = {name: [spot for spot in listed if spot not in gone.get(name, ())] for name, listed in spotted.items()}
    return {name: listed for name, listed in kept.items() if listed}, frozenset(gone)


def _rules_out(folded: str, denial: Spot, spot: Spot, solid: Iterable[Spot], language: str) -> bool:
    """Whether a word that rules out is of this thing: few words stand between, and none is another thing or `and`."""
    start, end = denial.end(), spot.start()
    if start > end or _PARTED.search(folded, start, end) or len(_WORD.findall(folded, start, end)) > _BETWEEN:
        return False
    joins = row("and", language).finditer(folded)
    return not any(start <= other.start() and other.end() <= end for other in (*solid, *joins))


def _is_last(folded: str, end: int, language: str) -> bool:
    """Whether a clause ends here: a hood that is `down over her eyes` is worn."""
    joined = row("and", language).match(folded, end + 1)
    return unspaced(folded[end - 1 : end]) or _ENDED.match(folded, end) is not None or joined is not None
