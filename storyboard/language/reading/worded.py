"""Times that are said in words: `First 2 seconds:`, `Final seconds:`, `Zero to three seconds:`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain

from msgspec.structs import replace

from storyboard.language import words
from storyboard.language.syntax.canon import canonical
from storyboard.language.syntax.scan import Token

# What such a time begins: a line behind its ornaments, or a sentence.
_LEAD = r"(?:^|(?<=[.!?;。！？；]))[^\w\n\[(]{0,12}(?:[^\W\d_]{1,3} )?"
_FIRST_WORDS = re.compile(rf"[\W_]{{0,12}}({words.LETTER}{{1,16}}+) ({words.LETTER}{{1,16}}+)(?!{words.LETTER})")
_MARKS = "*_#>-–—•·.,:()[]"
_END = r"[*_ ]{0,4}(?P<closer>[:\-|,])"


@cache
def _seconds() -> str:
    return words.alternation((word for word in words.of("seconds") if len(word) > 2), spaces=" ")


@cache
def _last() -> re.Pattern[str]:
    further = words.alternation(words.of("further", "ends"), spaces=" ")
    return re.compile(rf"{_LEAD}(?P<all>(?:{further}) (?:{_seconds()})){_END}", re.MULTILINE)


@cache
def _spelled() -> re.Pattern[str]:
    numbers = words.alternation(("zero", *words.of("numbers")), spaces=" ")
    to = words.alternation((word for word in words.of("to") if len(word) > 1), spaces=" ")
    return re.compile(
        rf"{_LEAD}(?P<all>(?P<a>{numbers})(?: (?:{_seconds()}))? ?(?:-|~|(?<= )(?:{to})(?= )) ?(?P<b>{numbers}) "
        rf"(?:{_seconds()})){_END}",
        re.MULTILINE,
    )


@cache
def _values() -> dict[str, int]:
    values = {"zero": 0}
    for listed in words.by_language("numbers").values():
        for value, word in enumerate(listed, start=1):
            values.setdefault(word, value)
    return values


@cache
def _openers() -> frozenset[str]:
    listed = words.of("shots", "parts", "ordinals", "ordinals_2", "further", "ends", "numbers", "zero")
    return frozenset(part for word in listed for part in word.split())


def begins_in_words(line: str) -> bool:
    """Whether a line without a number begins with a time or a shot in words: `Final seconds:`, `Shot two. A hand`."""
    for first in line.split(None, 2)[:2]:
        if first.strip(_MARKS).lower() in _openers():
            break
    else:
        return False  # most lines end here
    text = canonical(line)
    return bool(_last().match(text) or _spelled().match(text)) or _names_a_shot(line)


def _names_a_shot(line: str) -> bool:
    match = _FIRST_WORDS.match(line)
    if match is None:
        return False
    first, second = words.fold(match[1]), words.fold(match[2])
    labels = words.known("shots", "parts")
    numbered = first in labels and second in words.known("numbers", "roman")
    return numbered or (second in labels and first in words.known("ordinals", "ordinals_2", "further"))


def worded(text: str, tokens: Iterable[Token]) -> list[Token]:
    """The tokens, with the times that are said in words among them, by place."""
    return sorted([*(lasting(text, token) for token in tokens), *said(text)], key=lambda token: token.at)


def said(text: str) -> Iterator[Token]:
    """The times that are said in words."""
    plain = canonical(text)
    return (_token(plain, match) for match in chain(_last().finditer(plain), _spelled().finditer(plain)))


def lasting(text: str, token: Token) -> Token:
    """A length that begins a line or sentence behind `first`, `next` or `last`, as the mark of a shot."""
    if token.kind != "one" or token.closer not in (":", "-") or token.label is not None:
        return token
    word = token.word.rstrip(".")
    if word not in words.known("further", "ordinals", "ordinals_2", "lasting") or token.place not in (
        "head",
        "mid",
        "sentence",
    ):
        return token
    before = text[max(0, token.begin - 40) : token.begin].rpartition("\n")[2]
    match = re.search(r"(?:^|[.!?;。！？；])[^\w\n\[(]{0,12}(?:[^\W\d_]{1,3} )?(?P<word>[^\W\d_]+)[ *_]*\Z", before)
    if match is None or canonical(match["word"]) != word:
        return token
    begin = token.begin - len(before) + match.start("word")
    place = "line" if match.start() == 0 and not before[: match.start("word")].strip(" *_>-•#") else "sentence"
    return replace(
        token, kind="length", length=token.start, start=None, begin=begin, place=place, key="lasting", flags=0
    )


def _token(text: str, match: re.Match[str]) -> Token:
    named = match.groupdict()
    begin, end = match.span("all")
    stop = match.end()
    while text[stop : stop + 1] in (" ", "*", "_"):
        stop += 1
    start = finish = None
    if named.get("a"):
        start, finish = _values()[named["a"]] * 1000, _values()[named["b"]] * 1000
    at_line = not text[text.rfind("\n", 0, begin) + 1 : begin].strip(" *_>-•#|")
    closer = ":" if match["closer"] in ":|" else "comma" if match["closer"] == "," else "-"
    return Token(
        "range" if start is not None else "open", begin, end, begin, stop, start, finish, None, "s", None, None,
        "line" if at_line else "sentence", "", closer, 0, "worded", 0, "",
    )  # fmt: skip
