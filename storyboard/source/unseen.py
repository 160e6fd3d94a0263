"""The characters that no text of a writer holds, and those that nobody sees."""

from __future__ import annotations

import re

_PLANES = "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
# Behind the control characters stand halves of pairs and what Unicode keeps from being characters at all.
CONTROL = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_PLANES}]")
# They switch the direction of writing.
DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_BREAKING = re.compile("[\x0b-\x0d\x85\u2028\u2029]")

_ALWAYS = "[\u2028\u2029\u206a-\u206f\ufff9-\ufffb\U000e0000-\U000e007f]"
_IN_RUNS = (
    "[\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2060-\u2065\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\U000e0080-\U000e0fff]"
)
_FLAG = "\U0001f3f4[\U000e0030-\U000e007a]{1,6}\U000e007f"
# What may carry words that no review sees; the tags in the flag of a region are skipped, and are no `hidden`.
HIDDEN = re.compile(f"{_FLAG}|(?P<hidden>(?:{_ALWAYS}|{_IN_RUNS}){{4,}}+|{_ALWAYS}++)")


def unfit(text: str) -> str | None:
    """The name of the first character that no text may hold, `U+001B`, however it came into it; None without one."""
    if text.isascii() and text.isprintable():
        return None
    match = CONTROL.search(text) or DIRECTION.search(text)
    return f"U+{ord(match[0]):04X}" if match else None


def without(text: str) -> str:
    """The text without such characters, a blank in place of those that end a line elsewhere."""
    return DIRECTION.sub("", CONTROL.sub("", _BREAKING.sub(" ", text)))
