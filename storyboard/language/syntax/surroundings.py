"""What stands round an expression of a text: its place on the line, its bracket, what closes it, the words near it."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache
from typing import Literal

from storyboard.language import words
from storyboard.patterns import lazy

Place = Literal["line", "cell", "head", "sentence", "colon", "comma", "mid"]
Closer = Literal[":", "-", "line", "word", "comma", "other"]
RATE, TOTAL, LASTING, DAY, REFERENCE = 1, 2, 4, 8, 16
_ORNAMENT = lazy(r"(?:[\s>*_#•·\-~|+=\\\u2190-\u2bff\U0001f000-\U0001faff]|\[[ x]\]|\d{1,3}[.)、](?=[\s*_\[(]|\Z))*")
_CLOSERS = {"[": "]", "(": ")"}
_SENTENCE = frozenset('.!?。！？;…"”」』»।؟۔')
_EMPHASIS = "*_`"
_LEADING = " *_>-·•|#=\"“„«»「『'"
_LONG_DASH = "—"
_RUN = lazy(r"\*+|_+|`")
_REACH = 80
# What stands on both sides of a mark, and is none of its words.
_OPENING = lazy(r"(?P<run>[\"'`“„«»「『<]|([/=<>~^])\2{1,5}+) *\Z")
_MIRRORED = {"“": "”", "„": "“", "«": "»", "»": "«", "「": "」", "『": "』", "<": ">", "<<": ">>"}
_WRAPPING = 10
_BRACKET = lazy(r"[\[\]()\n]")
_BEFORE, _BEHIND = 40, 60
_LETTERS = lazy(words.LETTERS)
_LAST_WORD = lazy(rf"({words.LETTERS}(?:[.']{words.LETTERS})*\.?)\Z")


class Surroundings:
    """The surroundings of the expressions of one canonical text, and of that text as typed; each look is bounded."""

    def __init__(self, text: str, typed: str) -> None:
        self.text, self.typed = text, typed
        self._line = -1
        self._runs: list[tuple[int, str]] = []

    def _emphasis(self, line_start: int, end: int) -> str:
        """The emphasis that is open at an offset of a line, or none; the runs of each line are found once."""
        if line_start != self._line:
            stop = self.text.find("\n", line_start)
            runs = _RUN.finditer(self.text, line_start, stop if stop >= 0 else len(self.text))
            # A star before a blank is a bullet.
            self._line = line_start
            self._runs = [
                (run.start(), run[0])
                for run in runs
                if run.start() > line_start or self.text[run.end() : run.end() + 1] != " "
            ]
        at = bisect_left(self._runs, (end, ""))
        return self._runs[at - 1][1] if at % 2 else ""

    def bracket(self, at: int, end: int) -> tuple[str, int, int]:
        """The bracket round an expression, where it opens, and where it has closed; no bracket is ``."""
        text, begin = self.text, max(0, at - _BEFORE)
        opened = max(text.rfind("[", begin, at), text.rfind("(", begin, at))
        if opened < 0 or _BRACKET.search(text, opened + 1, at) is not None:
            return "", at, end
        closed = _BRACKET.search(text, end, end + _BEHIND + 1)
        if closed is None or closed[0] != _CLOSERS[text[opened]]:
            return "", at, end
        return text[opened], opened, closed.end()

    def wrapped(self, at: int, end: int) -> tuple[int, int]:
        """A stretch from `at` to `end` with what stands on both sides of it: `"0-3s"`, `>>> 0-3s >>>`, `// 0-3s //`."""
        opening = _OPENING.search(self.text, max(0, at - _WRAPPING), at)
        if opening is None:
            return at, end
        behind = _blank(self.text, end)
        closing = _MIRRORED.get(opening["run"], opening["run"])
        return (opening.start(), behind + len(closing)) if self.text.startswith(closing, behind) else (at, end)

    def place(self, begin: int, line_start: int) -> tuple[Place, str, str]:
        """Where a mark that begins at an offset stands, the word before it, and the role of a key before it."""
        text = self.text
        seg_start = max(line_start, begin - _REACH)
        left = text[seg_start:begin]
        ornament = _ORNAMENT.match(left)
        rest = left[ornament.end() :] if ornament is not None else left
        rest = rest.rstrip(" *_`(")
        if seg_start == line_start and not rest.strip(_LEADING):
            cell = "|" in left
            return ("cell" if cell else "line"), "", ""
        word = _LAST_WORD.search(left.rstrip(" *_(:[").rpartition(" ")[2])
        name = word[1] if word is not None else ""
        stripped = left.rstrip(" *_`")
        last = stripped[-1:]
        if last == "|":
            return "cell", name, ""
        key = ""
        whole = rest.strip(" *_:-[]`") if seg_start == line_start else ""
        if whole and last in ":-":
            key = next((role for role in ("lengths", "times", "totals") if whole in words.known(role)), "")
        if last in _SENTENCE or last == "\\":
            return "sentence", name, key
        short = seg_start == line_start and len(rest) <= 40 and len(rest.split()) <= 6
        if short and not any(sign in rest for sign in '.!?。！？;,，、"“()[]') and last != ":":
            return "head", name, key
        if last == ":":
            return "colon", name, key
        if last in ",，、":
            return "comma", name, key
        return "mid", name, key

    def after(self, end: int, line_start: int) -> tuple[Closer, int]:
        """What closes a mark that ends at an offset, and where its words begin."""
        text = self.text
        # The emphasis that was opened before the mark is closed behind it; what opens there is of the words.
        at, opened = self._closed(end, self._emphasis(line_start, end))
        if at >= len(text) or text[at] == "\n":
            return "line", at
        sign = text[at]
        if sign in ":|":
            return ":", self._closed(at + 1, opened)[0]
        if sign in "-~→" and not text[at + 1 : at + 2].isdigit():
            if self._joins(at):
                return "other", at
            at += 1
            while at < len(text) and text[at] == "-":
                at += 1
            return "-", self._closed(at, opened)[0]
        if sign in ",，、":
            return "comma", at + 1
        if sign == ")":
            return "-", self._closed(at + 1, opened)[0]  # Shot a) A lamp
        if sign == "." and text[at + 1 : at + 2] in (" ", "\n", ""):
            return "-", self._closed(at + 1, opened)[0]
        return ("word" if sign.isalpha() or sign in _EMPHASIS else "other"), at

    def _joins(self, at: int) -> bool:
        """Whether a hyphen makes one word of what stands before and behind it: `2-person`; a long dash parts them."""
        text = self.text
        before, behind = text[at - 1 : at], text[at + 1 : at + 2]
        return before.isalnum() and behind.isalpha() and not words.unspaced(behind) and self.typed[at] != _LONG_DASH

    def _closed(self, at: int, opened: str) -> tuple[int, str]:
        """Behind the blanks at an offset, and behind the emphasis that closes what was opened."""
        text = self.text
        at = _blank(text, at)
        if opened and text.startswith(opened, at):
            return _blank(text, at + len(opened)), ""
        return at, opened

    def flags(self, kind: str, expression: int, begin: int, end: int, line_start: int, word: str) -> int:
        """What the words near a token make of it; `expression` is where the label or time itself ends."""
        text, flags = self.text, 0
        after = _LETTERS.match(text, _skip(text, expression))
        following = after[0] if after is not None else ""
        word = word.rstrip(".") if word.count(".") <= 1 else word
        if kind == "label":
            if _said(word, "references"):
                flags |= REFERENCE
            return flags
        if _said(word, "rates") or following in words.known("rates_after"):
            flags |= RATE
        if _said(word, "lasting"):
            flags |= LASTING
        if word in words.known("day") or following in words.known("day"):
            flags |= DAY
        near = _LETTERS.findall(text, max(line_start, begin - 28), begin)
        if not words.known("totals").isdisjoint(near) or any(_ends(name, "totals") for name in near):
            flags |= TOTAL
        elif kind == "one":
            beside = _LETTERS.findall(text[end : end + 30].partition("\n")[0])[:3]
            if not words.known("films").isdisjoint(beside) or any(_starts(name, "films") for name in beside):
                flags |= TOTAL
        return flags


def _blank(text: str, at: int) -> int:
    while at < len(text) and text[at] == " ":
        at += 1
    return at


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in " -":
        at += 1
    return at


@cache
def _han(role: str) -> frozenset[str]:
    return frozenset(word for word in words.of(role) if words.unspaced(word[-1]))


def _said(letters: str, role: str) -> bool:
    return letters in words.known(role) or _ends(letters, role)


def _ends(letters: str, role: str) -> bool:
    """Whether letters of a script without spaces end with a word of a role."""
    if letters.isascii():
        return False
    listed = _han(role)
    return any(letters[-length:] in listed for length in range(1, min(5, len(letters) + 1)))


def _starts(letters: str, role: str) -> bool:
    """Whether letters of a script without spaces start with a word of a role."""
    if letters.isascii():
        return False
    listed = _han(role)
    return any(letters[:length] in listed for length in range(1, min(5, len(letters) + 1)))
