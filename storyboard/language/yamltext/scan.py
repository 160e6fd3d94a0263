"""Lines, quotations and brackets of YAML text; every function is linear in what it looks at."""

from __future__ import annotations

import re

import msgspec

from storyboard.patterns import lazy

INDENT = lazy(r"[^\S\n]*+")
_FLOW = lazy(r"[\[\]{}\"'#,:]")
_SINGLE = lazy(r"'(?:[^']|'')*+'")
_DOUBLE = lazy(r'"(?:[^"\\]|\\.)*+"', re.DOTALL)
CLOSERS = {"[": "]", "{": "}"}


class YamlLine(msgspec.Struct, frozen=True):
    """A line's offsets: where it starts, where its text starts and ends; `skip` where it is blank or a comment."""

    start: int
    at: int
    end: int
    skip: bool

    @property
    def indent(self) -> int:
        """How many characters the line is indented by."""
        return self.at - self.start

    @property
    def blank(self) -> bool:
        """Whether the line has no text at all."""
        return self.at >= self.end


def split_lines(text: str, start: int, end: int, comment: str) -> list[YamlLine]:
    """The lines of a stretch; those that start with `comment` after any indentation are skipped."""
    lines: list[YamlLine] = []
    at = start
    while at < end:
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop
        indent = INDENT.match(text, at, stop)
        first = indent.end() if indent else at
        last = first + len(text[first:stop].rstrip())
        lines.append(YamlLine(at, first, last, first >= last or text.startswith(comment, first, last)))
        at = stop + 1
    return lines


def quote_end(text: str, at: int, end: int) -> int:
    """The offset behind the quotation that starts at `at`, or -1 where none starts or none ends."""
    quote = text[at : at + 1]
    match = (_DOUBLE if quote == '"' else _SINGLE).match(text, at, end) if quote in ('"', "'") else None
    return match.end() if match else -1


def bracket_end(text: str, at: int, end: int) -> tuple[int, int]:
    """The offset behind the bracket that closes the one at `at`, or -1, and how deep brackets were nested."""
    closers: list[str] = []
    deepest, before = 0, ","
    while match := _FLOW.search(text, at, end):
        # A quotation starts only where a value does: in `[What's next]` there is none.
        starts = before in "[{,:" and not text[at : match.start()].strip()
        at, sign = match.start(), match[0]
        if sign in CLOSERS:
            closers.append(CLOSERS[sign])
            deepest = max(deepest, len(closers))
        elif sign in "]}":
            if closers.pop() != sign:
                break
            if not closers:
                return at + 1, deepest
        elif sign in "\"'" and starts:
            close = quote_end(text, at, end)
            if close < 0:
                break
            at = close - 1
        elif sign == "#" and text[at - 1].isspace():
            stop = text.find("\n", at, end)
            at = (end if stop < 0 else stop) - 1
            sign = before if starts else sign
        before, at = sign, at + 1
    return -1, deepest
