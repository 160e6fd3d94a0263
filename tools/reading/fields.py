"""How a time can be written: one field a spelling, for the templates of notations and respellings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

_FIELD = re.compile(r"\{(\w+)\}")
_FULL = str.maketrans("0123456789:.", "０１２３４５６７８９：．")
_ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_HINDI = str.maketrans("0123456789", "०१२३४५६७८९")


def filled(template: str, fields: Mapping[str, str]) -> str:
    """The template with each `{name}` replaced that is a field. Raises KeyError for a name that is none."""
    return _FIELD.sub(lambda field: fields[field[1]], template)


def wanted(template: str) -> set[str]:
    """The names of the fields that a template has."""
    return set(_FIELD.findall(template))


def number(seconds: float) -> str:
    """Seconds with no more decimals than they have: `3`, `2.5`."""
    return f"{seconds:.3f}".rstrip("0").rstrip(".")


def time_fields(prefix: str, seconds: float) -> dict[str, str]:
    """All spellings of one end of a range, their names beginning with the prefix (`a`, `b`)."""
    plain = number(seconds)
    one = plain if "." in plain else f"{plain}.0"
    minutes, rest = divmod(round(seconds * 1000), 60_000)
    whole, ms = divmod(rest, 1000)
    tail = f".{ms:03}".rstrip("0") if ms else ""
    short = f"{minutes}:{whole:02}{tail}"
    long = f"{minutes:02}:{whole:02}{tail}"
    made = {
        "": plain,
        "1": one,
        "c": one.replace(".", ","),
        "m": short,
        "mm": long,
        "sp": f"{minutes} :{whole:02}{tail}",
        "hh": f"00:{long}",
        "ms": f"{minutes:02}:{whole:02}.{ms:03}",
        "ms3": f"00:{minutes:02}:{whole:02}.{ms:03}",
        "sr": f"00:{minutes:02}:{whole:02},{ms:03}",
        "f": plain.translate(_FULL),
        "fm": long.translate(_FULL),
        "fw": short.replace(":", "："),
        "ar": plain.translate(_ARABIC),
        "hi": plain.translate(_HINDI),
    }
    return {prefix + name: value for name, value in made.items()}


@cache
def range_fields(start: float, end: float) -> Mapping[str, str]:
    """All spellings of both ends of a range, and its length as `d`."""
    return {**time_fields("a", start), **time_fields("b", end), "d": number(end - start)}
