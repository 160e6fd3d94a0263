"""The time that one cell or one value tells: a range, one time, or an open end."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import NamedTuple

from storyboard.language import words
from storyboard.patterns import lazy

_MOST = 100
_KEPT = 4096  # cells that are kept: a table asks for the same one several times
_TIME = r"[0-9]{1,2}+(?:[:;][0-9]{2}){1,3}+(?:[.,][0-9]{1,9}+)?+(?![0-9])|[0-9]{1,9}+(?:[.,][0-9]{1,9}+)?+"
_COLON = lazy(r"[ \t]*+:[ \t]*+")
_SEPARATED = lazy(r"[:;]")


class Cell(NamedTuple):
    """A cell's milliseconds, as far as it tells them.

    `alone` is a time that may be a start or a length, and no start where it is `long`; `open` says that the shot runs
    to the clip's end. `bare` times have no unit and are no clocks; `frames` counts frames, whose rate nobody knows;
    `about` stands beside a word that makes a time doubtful.
    """

    start: int | None = None
    end: int | None = None
    alone: int | None = None
    open: bool = False
    long: bool = False
    bare: bool = False
    clock: bool = False
    frames: bool = False
    about: bool = False


class _Number(NamedTuple):
    """A number or clock of a cell; `scale` is how many milliseconds one of its unit lasts, 0 for frames."""

    text: str
    scale: int | None


_SCALES = {"seconds": 1000, "minutes": 60_000, "thousandths": 1, "frames": 0}


@cache
def _token() -> re.Pattern[str]:
    """The expression of one token; of a word with several meanings the first one named here counts."""
    named = {
        "thousandths": ("thousandths",),
        "seconds": ("seconds",),
        "minutes": ("minutes",),
        "E": ("ends",),
        "S": ("to",),
        "F": ("from",),
        "L": ("further", "ordinals"),
        "A": ("rates", "lasting"),
        "frames": ("frames",),
    }
    slashed = words.alternation(word for word in words.of("to") if "/" in word)  # `s/d` begins like a unit
    parts = [f"(?P<joint>{slashed})", *(f"(?P<{name}>{words.pattern(*roles)})" for name, roles in named.items())]
    # A unit that is a sign, and separators; brackets and commas only part the times of one cell.
    parts += [rf"(?P<N>{_TIME})", "(?P<quote>[\"″]|'')", "(?P<sign>[-‐–—−~〜→>+]++)"]
    parts.append(r"(?P<skip>[\s()\[\]{}【】/|,;:.=·•*_`]++)")
    return re.compile("|".join(parts))


def read_cell(typed: str, unit: str = "") -> Cell | None:
    """What a cell tells, or None where it holds anything else; `unit` is what its column's header names."""
    return _read(typed, unit) if len(typed) <= _MOST else None


@lru_cache(_KEPT)
def _read(typed: str, unit: str) -> Cell | None:
    text = _COLON.sub(":", words.fold(unicodedata.normalize("NFKC", typed)))
    numbers: list[_Number] = []
    shape, joins = "", False
    token = _token()
    at = 0
    while at < len(text):
        match = token.match(text, at)
        if match is None:
            return None
        kind, at = match.lastgroup or "", match.end()
        if kind == "N":
            numbers.append(_Number(match[0], None))
            shape += "SN" if joins and shape.endswith("N") else "N"
            joins = False
        elif kind in _SCALES or kind == "quote":
            if shape.endswith("N") and numbers[-1].scale is None:
                numbers[-1] = numbers[-1]._replace(scale=_SCALES.get(kind, 1000))
                joins = match[0] in words.lookup("to")
            elif joins or match[0] in words.lookup("to"):  # a unit that is the word between the ends too
                shape, joins = f"{shape}S", False
        elif kind in ("sign", "joint"):
            shape += "A" if not shape and match[0] in ("~", "〜") else "S"
        elif kind not in ("skip", "F"):
            shape += kind
    return _cell(shape, numbers, unit) if numbers or "E" in shape else None


def _cell(shape: str, numbers: list[_Number], unit: str) -> Cell | None:
    about, shape = shape.startswith("A"), shape.lstrip("A")
    shape = shape[1:] if shape in ("SNSN", "SNSNS") else shape  # a word that stands before a range and within it: à, do
    clocks = [":" in number.text for number in numbers]
    scale = next((number.scale for number in reversed(numbers) if number.scale is not None), None)
    bare = scale is None and not unit and not any(clocks)
    scale = _SCALES.get(unit, 1000) if scale is None else scale
    read = [_milliseconds(number.text, scale if number.scale is None else number.scale) for number in numbers]
    if any(ms is None for ms in read):  # frames, or a clock with frames
        return Cell(frames=True, bare=bare)
    ms = [value for value in read if value is not None]
    cell = Cell(bare=bare, clock=any(clocks), about=about)
    if shape in ("NSN", "NSNS"):
        return cell._replace(start=ms[0], end=ms[1])
    if shape in ("NSNN", "NNSN", "NSNSN"):  # a range with its length beside it
        start, end, length = (ms[0], ms[1], ms[2]) if shape != "NNSN" else (ms[1], ms[2], ms[0])
        return cell._replace(start=start, end=end) if end - start == length else None
    if shape in ("NS", "NSE", "NE"):
        return cell._replace(start=ms[0], open=True)
    if shape == "E":
        return Cell(open=True)
    if shape in ("LN", "EN"):
        return cell._replace(alone=ms[0], long=True)
    return cell._replace(alone=ms[0]) if shape == "N" else None


def _milliseconds(text: str, scale: int) -> int | None:
    """The milliseconds of a number or clock; None for frames."""
    parts = _SEPARATED.split(text.replace(",", "."))
    if len(parts) == 1:
        return _scaled(parts[0], scale) if scale else None
    if len(parts) == 4 and parts.pop().strip("0"):
        return None
    whole = [int(part) for part in parts[:-1]]
    minutes = whole[0] if len(whole) == 1 else whole[0] * 60 + whole[1]
    return minutes * 60_000 + _scaled(parts[-1], 1000)


def _scaled(text: str, scale: int) -> int:
    whole, _, part = text.partition(".")
    return int(whole) * scale + (int(part[:6].ljust(6, "0")) * scale + 500_000) // 1_000_000
