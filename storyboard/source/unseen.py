"""The characters that no text of a writer holds, and those that nobody sees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from storyboard.patterns import lazy

# Each expression is compiled for the first text that needs it: one of plain ASCII needs the first alone.
_ASCII = lazy("[\x00-\x08\x0b-\x1f\x7f]")
_ALWAYS = "[\u2028\u2029\u206a-\u206f\ufff9-\ufffb\U000e0000-\U000e007f]"
_IN_RUNS = (
    "[\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2060-\u2065\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\U000e0080-\U000e0fff]"
)
_FLAG = "\U0001f3f4[\U000e0030-\U000e007a]{1,6}\U000e007f"


@cache
def _control() -> re.Pattern[str]:
    """Control characters, halves of pairs, and what Unicode keeps from being characters at all."""
    planes = "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
    return re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{planes}]")


@cache
def _direction() -> re.Pattern[str]:
    return re.compile("[\u202a-\u202e\u2066-\u2069]")


@cache
def _hidden() -> re.Pattern[str]:
    # The tags in the flag of a region are skipped.
    return re.compile(f"{_FLAG}|(?P<hidden>(?:{_ALWAYS}|{_IN_RUNS}){{4,}}+|{_ALWAYS}++)")


def controls(text: str) -> Iterator[re.Match[str]]:
    """The control characters of a text, and what is no character at all, but for tabs and line ends."""
    if text.isascii() and text.replace("\n", "").replace("\t", "").isprintable():
        return iter(())
    return (_ASCII if text.isascii() else _control()).finditer(text)


def directions(text: str) -> Iterator[re.Match[str]]:
    """The marks that switch the direction of writing."""
    return iter(()) if text.isascii() else _direction().finditer(text)


def hidden(text: str) -> Iterator[re.Match[str]]:
    """The rows of characters in which words may stand that no review sees."""
    matches = iter(()) if text.isascii() else _hidden().finditer(text)
    return (match for match in matches if match["hidden"])


def unfit(text: str) -> str | None:
    """The name of the first character that no text may hold, `U+001B`, however it came into it; None without one."""
    match = next(controls(text), None) or next(directions(text), None)
    return f"U+{ord(match[0]):04X}" if match else None


def without(text: str) -> str:
    """The text without such characters, a blank in place of those that end a line elsewhere."""
    text = re.sub("[\x0b-\x0d\x85\u2028\u2029]", " ", text)
    return _direction().sub("", _control().sub("", text))
