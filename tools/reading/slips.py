"""One mark of a text mistyped: the writer still means the truth, and a reading that misses it must not be silent."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator

import msgspec

from tools.reading.records import Text
from tools.reading.respelling import fit

_OPENERS, _CLOSERS = "([【（", ")]】）"
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_DASH = re.compile(r"\s*[-–—~〜～→−]\s*")
_UNIT = re.compile(r"(?<=\d)\s*[^\W\d_]+\.?$")

# Text before the range, the range, text behind it: as they become, or None where the slip cannot be made.
Change = Callable[[str, str, str], "tuple[str, str, str] | None"]


def _lost_opener(before: str, mark: str, after: str) -> tuple[str, str, str] | None:
    return (before[:-1], mark, after) if before[-1:] and before[-1] in _OPENERS else None


def _lost_closer(before: str, mark: str, after: str) -> tuple[str, str, str] | None:
    return (before, mark, after[1:]) if after[:1] and after[0] in _CLOSERS else None


def _other_closer(before: str, mark: str, after: str) -> tuple[str, str, str] | None:
    if not (after[:1] and after[0] in ")]"):
        return None
    return before, mark, ("]" if after[0] == ")" else ")") + after[1:]


def _lost_colon(before: str, mark: str, after: str) -> tuple[str, str, str] | None:
    colon = re.match(r"([)\]】）]?\s*)[:：]", after)
    return (before, mark, colon[1] + after[colon.end() :]) if colon else None


def _within(expression: re.Pattern[str], new: str | Callable[[re.Match[str]], str], last: bool = False) -> Change:
    """A slip within the range: the first or last place that fits the expression is replaced."""

    def change(before: str, mark: str, after: str) -> tuple[str, str, str] | None:
        places = list(expression.finditer(mark))
        if not places:
            return None
        place = places[-1 if last else 0]
        put = new if isinstance(new, str) else new(place)
        return before, mark[: place.start()] + put + mark[place.end() :], after

    return change


def _swapped(place: re.Match[str]) -> str:
    """A unit with two of its letters changed over, or one letter for another."""
    unit = place[0]
    return unit[:-2] + unit[-1] + unit[-2] if len(unit.strip()) > 2 else unit[:-1] + "d"


SLIPS: dict[str, Change] = {
    "lost opening bracket": _lost_opener,
    "lost closing bracket": _lost_closer,
    "other closing bracket": _other_closer,
    "O for 0": _within(re.compile("0"), "O", last=True),
    "l for 1": _within(re.compile("1"), "l", last=True),
    "lost dash": _within(_DASH, " "),
    "slash for dash": _within(_DASH, "/"),
    "two dashes": _within(_DASH, "--"),
    "doubled digit": _within(re.compile(r"\d(?=\D*$)"), lambda place: place[0] * 2),
    "lost unit": _within(_UNIT, ""),
    "mistyped unit": _within(_UNIT, _swapped),
    "lost start": _within(_NUMBER, ""),
    "lost end": _within(_NUMBER, "", last=True),
    "lost colon": _lost_colon,
}


def slipped(text: Text, seed: int) -> Iterator[Text]:
    """The text with each sort of slip, in a range that the seed and the text's name choose."""
    if not fit(text):
        return
    chance = random.Random(f"{seed} {text.id}")
    for name, change in SLIPS.items():
        start, end = chance.choice(text.spans)
        made = change(text.text[:start], text.text[start:end], text.text[end:])
        if made is not None and "".join(made) != text.text:
            yield msgspec.structs.replace(
                text, id=f"{text.id} with {name}", group="slip", row=name, text="".join(made), spans=()
            )
