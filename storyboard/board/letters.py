"""How wide words are about, where no font is at hand: each reader's own font draws them."""

from __future__ import annotations

import unicodedata

from storyboard.film.staging.lines import IDEOGRAPH, wrapped

# Thousandths of the size, as common fonts without serifs have them, from the blank to the tilde.
_ASCII = (
    *(278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278),
    *(556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556),
    *(1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778),
    *(667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556),
    *(333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556),
    *(556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584),
)
# Some fonts are wider than that.
_ROOM, _STRONG = 1.12, 1.07
_SPREAD = 0.12  # between letters that are set apart, in sizes


def width(text: str, size: float, *, strong: bool = False, spread: bool = False) -> float:
    """How wide a line is at most, in the unit of its size."""
    widest = sum(map(_letter, text)) / 1000 * size * _ROOM * (_STRONG if strong else 1)
    return widest + (len(text) * size * _SPREAD if spread else 0)


def set_in(text: str, size: float, room: float, *, strong: bool = False, spread: bool = False) -> list[str]:
    """The lines of a text in a column of a width."""
    return wrapped(text, room, lambda chunk: width(chunk, size, strong=strong, spread=spread))


def _letter(character: str) -> int:
    code = ord(character)
    if 0x20 <= code < 0x7F:
        return _ASCII[code - 0x20]
    if IDEOGRAPH.match(character) or unicodedata.east_asian_width(character) in "WF":
        return 1000
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 720 if character.isupper() else 600
