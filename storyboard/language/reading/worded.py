"""Times that are said in words: `First 2 seconds:`, `Final seconds:`, `Zero to three seconds:`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain

from msgspec.structs import replace

from storyboard.language import words
from storyboard.language.syntax import labels
from storyboard.language.syntax.canon import canonical
from storyboard.language.syntax.scan import Token

# What such a time begins: a line behind its ornaments, or a sentence.
_LEAD = r"(?:^|(?<=[.!?;。！？；]))[^\w\n\[(]{0,12}(?:[^\W\d_]{1,3} )?"
# A line behind its ornaments: its first two words, or the number that it begins with, behind two letters at most.
_HEAD = re.compile(
    r"(?:^|(?<=[.!?;:。！？；：]))[\W_]{0,16}+"
    rf"(?P<rest>(?P<number>(?:{words.LETTER}{{1,2}}[.#-]? ?)?[\d\u2460-\u2468])?"
    rf"(?P<first>{words.LETTER}{{0,16}}+)(?: (?P<second>{words.LETTER}{{1,16}}+))?+)"
)
_LISTED = re.compile(r"\d{1,3}[.):] [*_]*")
_REACH = 48
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
    listed = (*words.of("shots", "parts", "further", "ends", "numbers", "zero"), *labels.ordinals())
    return frozenset(part for word in listed for part in word.split())


@cache
def _glued() -> frozenset[str]:
    """The letters with which a label may begin that has no blank before its number."""
    listed = (*words.of("shots", "parts", "nth"), *labels.ordinals())
    return frozenset(word[0] for word in listed if words.unspaced(word[0]))


def begins_in_words(line: str) -> bool:
    """Whether a line or a sentence in it begins with a time or a shot in words, or the line with a number of shots."""
    return any(_begins(line, head) for head in _HEAD.finditer(line))


def _begins(line: str, head: re.Match[str]) -> bool:
    first, second = (_plain(head[name] or "") for name in ("first", "second"))
    if not (first in _openers() or second in _openers() or head["number"] or first[:1] in _glued()):
        return False  # most lines and sentences end here
    begin, reach = head.start("rest"), head.start("rest") + _REACH
    text = canonical(line[head.start() : reach])
    at = begin - head.start()
    if _last().match(text) or _spelled().match(text) or labels.leading(text[at:]):
        return True
    if not head["number"]:
        return False
    listed = _LISTED.match(text, at)
    if listed is not None and labels.leading(text[listed.end() :]):
        return True
    return not head.start() and any(labels.serial(text, line[:reach], parted=parted) for parted in (True, False))


def _plain(word: str) -> str:
    return word.lower() if word.isascii() else canonical(word)


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
    if word not in words.known("further", "ordinals", "ordinals_2", "ordinals_3", "lasting") or token.place not in (
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
