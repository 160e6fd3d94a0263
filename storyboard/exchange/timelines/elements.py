"""XML written element by element: what stands in it is escaped, and what XML cannot hold is left out."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from storyboard.patterns import lazy

_INVALID = lazy(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SIGNS = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\t": "&#9;"})
Lines = list[str]


def element(tag: str, inside: Iterable[str] | str | int | None = None, /, **attributes: object) -> Lines:
    """The lines of an element with text or with elements inside; an attribute that is None is left out."""
    signs = "".join(f' {key}="{escaped(value)}"' for key, value in attributes.items() if value is not None)
    if inside is None:
        return [f"<{tag}{signs}/>"]
    if isinstance(inside, str | int):
        return [f"<{tag}{signs}>{escaped(inside)}</{tag}>"]
    lines = [f"  {line}" for line in inside]
    return [f"<{tag}{signs}>", *lines, f"</{tag}>"] if lines else [f"<{tag}{signs}/>"]


def escaped(value: object) -> str:
    """A value as text of an element or of an attribute."""
    return _INVALID.sub("", str(value)).translate(_SIGNS)


def document(kind: str, root: Lines) -> str:
    """A document with the declaration that editors look for; it names no DTD, so that nothing is fetched."""
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', f"<!DOCTYPE {kind}>", "", *root, ""])


def rational(seconds: Fraction) -> str:
    """Seconds as FCPXML writes them: `5s`, `1001/30000s`."""
    return f"{seconds.numerator}s" if seconds.denominator == 1 else f"{seconds.numerator}/{seconds.denominator}s"
