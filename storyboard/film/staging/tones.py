"""How warm or cold the light of a shot is, whatever the hour and whatever gives the light."""

from __future__ import annotations

from storyboard.film.staging.outline import Colour, mix
from storyboard.film.staging.words import left_over, meant, ranked, row
from storyboard.patterns import lazy

_CLAUSE = lazy(r"[,.:;!?—–\n，。：；！？、،]+")
_WORD = lazy(r"\w+")
_NEAR = 3  # words between `warm` and `light`
# Red, green and blue of a grey in such a light, and how far all goes there.
_TINTS = {"warm": ((1.22, 0.98, 0.66), 0.55), "cold": ((0.84, 1.0, 1.2), 0.8)}


def tone_of(text: str, language: str, *, directed: bool = False) -> str:
    """`warm` or `cold`, as words say of light; empty where they don't. All of a `directed` text is about light."""
    tones: list[tuple[str, int]] = []
    start = 0
    for clause in _CLAUSE.split(text.casefold()):
        spoken = dict(meant("tones", language, clause))
        lights = spoken.pop("lights", [])
        for name, spots in spoken.items():
            for spot in spots:
                gaps = (clause[min(spot.end(), at.end()) : max(spot.start(), at.start())] for at in lights)
                near = any(len(_WORD.findall(gap)) <= _NEAR for gap in gaps)
                if directed or near or not left_over(clause, [spot, *row("common", language).finditer(clause)]):
                    tones.append((name, start + spot.start()))
        start += len(clause) + 1
    return next(iter(ranked(tones)), "")


def tinted(colour: Colour, tone: str) -> Colour:
    """A colour, as light as it was, in a warm or a cold light."""
    tint, share = _TINTS[tone]
    red, green, blue = colour
    grey = 0.3 * red + 0.59 * green + 0.11 * blue
    lit = (min(255, round(grey * tint[0])), min(255, round(grey * tint[1])), min(255, round(grey * tint[2])))
    return mix(colour, lit, share)
