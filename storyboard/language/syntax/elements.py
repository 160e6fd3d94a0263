"""Shots as elements of XML, `<shot start="0" end="3">…</shot>`, and as lines of pairs, `start=0 end=3 text="…"`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from storyboard.language import words
from storyboard.language.words.keys import key
from storyboard.patterns import lazy

TIMES = frozenset({"times", "starts", "finishes", "lengths"})
_VALUE = r"(?:\"[^\"\n<]{0,2000}+\"|'[^'\n<]{0,2000}+'|[^\s\"'=<>`]{1,200}+)"
_PAIR = lazy(rf"([A-Za-z][\w:.-]{{0,40}}+)\s{{0,4}}+=\s{{0,4}}+({_VALUE})")
_TAG = lazy(
    rf"<(?P<shut>/)?(?P<name>[A-Za-z][\w:.-]{{0,40}}+)(?P<pairs>(?:\s{{1,40}}+[A-Za-z][\w:.-]{{0,40}}+\s{{0,4}}+=\s{{0,4}}+"
    rf"{_VALUE}){{0,40}}+)\s{{0,40}}+(?P<alone>/)?>"
)
_REMARK = lazy(r"<!--|<\?")
# A pair of a line; a value without quotes goes on to the next key.
_FIELD = lazy(
    r"(?:^|\s)([A-Za-z_][\w.-]{0,40}+)=(\"(?:[^\"\\]|\\.)*+\"|'[^']*+'|(?:[^\s]|[ \t](?![A-Za-z_][\w.-]{0,40}+=))*+)"
)
_LONGEST = 4000
_DATA = "data-"


class Tag(msgspec.Struct, frozen=True):
    """A tag from `start` to `end`: its name, whether it opens, shuts, or does both, and its pairs."""

    start: int
    end: int
    name: str
    opens: bool
    shuts: bool
    pairs: tuple[tuple[str, str], ...]

    @property
    def timed(self) -> bool:
        """Whether a pair tells a time."""
        return any(tells_a_time(name) for name, _ in self.pairs)


def tags(text: str) -> Iterator[Tag]:
    """The tags of a text, in order."""
    for match in _TAG.finditer(text) if "<" in text else ():
        pairs = tuple((name.removeprefix(_DATA), value.strip("\"'")) for name, value in _PAIR.findall(match["pairs"]))
        shut = match["shut"] is not None
        yield Tag(match.start(), match.end(), match["name"], not shut, shut or match["alone"] is not None, pairs)


def without_remarks(text: str) -> str:
    """The text without comments and instructions of XML."""
    parts: list[str] = []
    at = 0
    while (match := _REMARK.search(text, at)) is not None:
        closer = "-->" if match[0] == "<!--" else "?>"
        end = text.find(closer, match.end())
        if end < 0:
            break
        parts.append(text[at : match.start()])
        at = end + len(closer)
    return "".join((*parts, text[at:]))


def tells_a_time(name: str) -> bool:
    """Whether the name of an element or of a pair tells a shot's time."""
    return bool(TIMES & set(key(name).roles))


def names_a_shot(name: str) -> bool:
    """Whether an element's name is the label of a shot."""
    return words.fold(name) in words.known("shots", "parts")


def first_shot(text: str) -> Tag | None:
    """The first tag of a text whose elements are shots, two or more: with times in them or below; else None."""
    timed: list[Tag] = []
    named: list[Tag] = []
    for tag in tags(text):
        if tag.opens and tag.timed:
            timed.append(tag)
        elif tag.opens and (names_a_shot(tag.name) or _holds_a_time(tag, text)):
            named.append(tag)
        if len(timed) > 1 or len(named) > 1:
            return min((*timed[:1], *named[:1]), key=lambda first: first.start)
    return None


def _holds_a_time(tag: Tag, text: str) -> bool:
    return tells_a_time(tag.name) and text[tag.end : tag.end + 1].isdigit()


def fields(line: str) -> tuple[tuple[str, str], ...]:
    """The pairs of a line that is nothing but pairs, `start=0 end=3 text=A lamp`; none for any other line."""
    line = line.strip(" \t-*•")
    if "=" not in line or len(line) > _LONGEST:
        return ()
    pairs: list[tuple[str, str]] = []
    at = 0
    for match in _FIELD.finditer(line):
        if line[at : match.start()].strip():
            return ()
        pairs.append((match[1], match[2].strip("\"'")))
        at = match.end()
    return tuple(pairs) if len(pairs) > 1 and not line[at:].strip() else ()


def timed_fields(lines: Sequence[str]) -> int:
    """How many lines are pairs with a time and words."""
    read = (fields(line) for line in lines)
    return sum(any(tells_a_time(name) for name, _ in pairs) and _worded(pairs) for pairs in read)


def _worded(pairs: Sequence[tuple[str, str]]) -> bool:
    return any(len(value) > 3 and any(map(str.isalpha, value)) for name, value in pairs if not tells_a_time(name))
