"""TOML that anybody may have written, read within limits that keep the time in proportion to the text."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from storyboard.patterns import lazy

_MOST_PARTS = 32
# tomllib takes time and memory by the square of a name's parts. The tokens of TOML, so that no text hides such a name:
# a text that is not closed is one too, since each start would else be tried to the end.
_TOKENS = lazy(
    r'"""(?:[^"\\]|\\.|"(?!""))*+(?:""")?'
    r"|'''(?:[^']|'(?!''))*+(?:''')?"
    rf'|(?P<long>(?:(?:[A-Za-z0-9_-]++|"(?:[^"\\\n]|\\.)*+"|\'[^\'\n]*+\')[ \t]*+\.[ \t]*+){{{_MOST_PARTS}}})'
    r'|"(?:[^"\\\n]|\\.)*+"?'
    r"|'[^'\n]*+'?"
    r"|#[^\n]*+"
    r"|[A-Za-z0-9_-]++"
    r"|[^\"'#A-Za-z0-9_-]++",
    re.DOTALL,
)


class TomlError(Exception):
    """This is not TOML, or more of it than is read; the text says which."""


def read_toml(data: bytes, limit: int) -> dict[str, Any]:
    """The table that a file holds, its fractions as decimals. Raises TomlError, also for more bytes than `limit`."""
    if len(data) > limit:
        raise TomlError(f"the file is larger than {limit:,} bytes")
    if _says_nothing(data):
        return {}
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TomlError(f"byte {error.start} is not UTF-8: save the file as UTF-8") from error
    for token in _TOKENS.finditer(text):
        if token["long"]:
            line = text.count("\n", 0, token.start()) + 1
            raise TomlError(f"line {line} has a name of more than {_MOST_PARTS} parts")
    import tomllib

    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise TomlError(f"this is not TOML: {error}") from error
    except RecursionError as error:
        raise TomlError("this is not TOML: its lists and tables are nested too deeply") from error
    except (ValueError, ArithmeticError) as error:
        raise TomlError("this is not TOML: a number in it is too long to be read") from error


def _says_nothing(data: bytes) -> bool:
    """Whether a file has comments at most, as the one of a new project has: reading it would say so more slowly."""
    plain = data.isascii() and data.replace(b"\n", b"").decode("ascii").isprintable()
    return plain and all(line[:1] in (b"", b"#") for line in data.split(b"\n"))
