"""Times that are said in words: `First two seconds:`, `Final seconds:`, `Zero to three seconds:`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

from storyboard.language import words
from storyboard.language.syntax import labels
from storyboard.language.syntax.canon import canonical, parted
from storyboard.language.syntax.labels import ShotLabel
from storyboard.patterns import lazy, of_words

if TYPE_CHECKING:
    from storyboard.language.syntax.scan import Token

# What such a time begins: a line behind its ornaments, or a sentence.
_LEAD = r"(?:^|(?<=[.!?;。！？；]))[^\w\n\[(]{0,12}(?:[^\W\d_]{1,3} )?"
# The first two words of a line behind its ornaments, or of a sentence; this is what nearly all lines are judged by.
_WORDS = rf"(?P<first>[\w{words.SIGNS}]*)(?:(?:-\w{{1,3}}|[.):、])?[ *_]{{1,4}}(?P<second>[\w{words.SIGNS}]+))?"
_WITHIN = "".join(
    rf"(?:{words.alternation(listed)}){blank}|"
    for listed, blank in zip(words.parted(words.of("within")), (" ", ""), strict=True)
)
_IN = rf"(?i:(?P<within>{_WITHIN.rstrip('|')})(?:[^\W\d_]{{1,3}}[ '](?=[^\W\d_]))?)?"
_HEAD = lazy(rf"[\W_]{{0,16}}+{_IN}{_WORDS}")
_SENTENCE = lazy(rf"[.!?;:。！？；：](?:[ *_]|(?<=[。！？；：]))[\W_]{{0,8}}+{_IN}{_WORDS}")
_LISTED = lazy(r"\d{1,3}[.):] [*_]*")
_NUMBER = lazy(r"[\d\u2460-\u2468]")
_SIGNED = 24  # characters of a line, within which the number stands that it may begin with
_REACH = 48
_TOGETHER = 64  # lines that are looked at together
_SECOND = 2
_DIGITS = "0123456789０１２３４５６７８９"
_END = r"[*_ ]{0,4}(?P<closer>[:\-|,])"


@cache
def _units() -> tuple[str, ...]:
    return tuple(word for word in words.of("seconds") if len(word) > 2)


@cache
def _seconds() -> str:
    return words.alternation(_units(), spaces=" ")


def _last() -> str:
    further = words.alternation(words.of("further", "ends"), spaces=" ")
    return rf"{_LEAD}(?P<all>(?:{further}) (?:{_seconds()})){_END}"


def _spelled() -> str:
    numbers = words.alternation(("zero", *words.of("numbers")), spaces=" ")
    to = words.alternation((word for word in words.of("to") if len(word) > 1), spaces=" ")
    return (
        rf"{_LEAD}(?P<all>(?P<a>{numbers})(?: (?:{_seconds()}))? ?(?:-|~|(?<= )(?:{to})(?= )) ?(?P<b>{numbers}) "
        rf"(?:{_seconds()})){_END}"
    )


_LAST = of_words(_last, lambda: words.stems(_units()), re.MULTILINE)
_SPELLED = of_words(_spelled, lambda: words.stems(_units()), re.MULTILINE)


@cache
def _values() -> dict[str, int]:
    values = {"zero": 0}
    for listed in words.by_language("numbers").values():
        for value, word in enumerate(listed, start=1):
            values.setdefault(word, value)
    return values


@cache
def _openers() -> frozenset[str]:
    """The words that a time or a label begins with, or has behind one word more, as `_WORDS` sees them."""
    listed = words.of("shots", "parts", "further", "ends", "numbers", "zero", "initials")
    heads = {
        word if word.isalpha() else word.rpartition(" ")[2].strip("-:.").partition("'")[0]
        for word in (*listed, *labels.ordinals())
    } - {""}
    return frozenset((*heads, *("i\u0307" + word[1:] for word in heads if word[:1] == "i")))  # İkinci in small letters


@cache
def _glued() -> frozenset[str]:
    """The first two letters, or the one, of labels that may have no blank before or behind their number."""
    listed = (*words.of("shots", "parts", "nth", "ordered", "numbers"), *labels.ordinals())
    return frozenset(word[:2] for word in listed if words.unspaced(word[0]))


@cache
def _signed() -> re.Pattern[str]:
    """A line that begins with a number of a series: `#1`, ①, `S1`, `Sc. 1`, `1st`."""
    return re.compile(
        rf"[\W_]{{0,12}}(?:(?<=#)\d|[\u2460-\u2468]|(?:{words.alternation(words.of('initials'))})[.#-]? ?\d"
        r"|\d{1,3}[^\W\d])",
        re.IGNORECASE,
    )


def begin_in_words(lines: Sequence[str]) -> bool:
    """Whether one of some lines begins in words."""
    for start in range(0, len(lines), _TOGETHER):
        some = lines[start : start + _TOGETHER]
        may_open = _may_open("\n".join(some))
        if any(begins_in_words(line, may_open=may_open) for line in some):
            return True
    return False


def begins_in_words(line: str, *, may_open: bool = True) -> bool:
    """Whether a line or a sentence in it begins with a time or a shot in words, or the line with a number of shots.

    `may_open` is whether one of the lines that it stands among may.
    """
    opens = may_open and _may_open(line)
    head = _HEAD.match(line) if opens else None
    if head is not None and _opens(head) and _begins(line, 0, head.start("first")):
        return True
    if (
        _NUMBER.search(line, 0, _SIGNED) is not None
        and _signed().match(line) is not None
        and _numbers(line[: _REACH + _REACH])
    ):
        return True
    for head in _SENTENCE.finditer(line) if opens else ():
        if _opens(head) and _begins(line, head.start() + 1, head.start("first")):
            return True
    return False


def _may_open(line: str) -> bool:
    """Whether a line has a word that a time or a label begins with; False for most prose in ASCII."""
    return not line.isascii() or not _openers().isdisjoint(parted(line.lower()))


def _opens(head: re.Match[str]) -> bool:
    """Whether words may begin a time or a label; False for nearly all."""
    first, second = head["first"].lower(), head["second"]
    if first in _openers() or (second is not None and second.lower() in _openers()):
        return True
    letters = first.lstrip(_DIGITS)
    return letters[:2] in _glued() or letters[:1] in _glued()


def _begins(line: str, start: int, at: int) -> bool:
    text = canonical(line[start : at + _REACH])
    if _LAST.match(text) or _SPELLED.match(text) or _counts(labels.leading(text[at - start :])):
        return True
    listed = _LISTED.match(text, at - start)
    return listed is not None and _counts(labels.leading(text[listed.end() :]))


def _numbers(line: str) -> bool:
    plain = canonical(line)
    return any(_counts(label) for parted in (True, False) for label in labels.serial(plain, line, parted=parted))


def _counts(label: ShotLabel | None) -> bool:
    """Whether a label tells that its text is to be read; a series does by its second."""
    return label is not None and (not label.serial or label.number == _SECOND)


def said(text: str) -> Iterator[Token]:
    """The times that are said in words."""
    plain = canonical(text)
    return (_token(plain, match) for match in chain(_LAST.finditer(plain), _SPELLED.finditer(plain)))


def _token(text: str, match: re.Match[str]) -> Token:
    from storyboard.language.syntax.scan import Token

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
