"""The text as the scan sees it: one spelling for each digit, dash, bracket, blank and letter, at the same offsets."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache

from storyboard.language import words
from storyboard.patterns import lazy

# The zero of each script whose digits people write times with.
_ZEROS = "\u0660\u06f0\u0966\u09e6\u0e50\uff10"
# The first of the letters of each alphabet that looks like Latin: full-width, and bold or slanted as on social media.
_LETTERS = (0xFF21, 0xFF41, *range(0x1D400, 0x1D6A4, 26))
_SAME = {
    "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d\u2043\u2796\ufe58",
    "~": "\u301c\uff5e\u223c\u2053\u02dc\uff5e",
    "→": "➔➜➝⇒⟶➡➞➤➢➣►▶▸",
    "(": "（〔﹙{｛〈《",
    ")": "）〕﹚}｝〉》",
    "[": "【［〖",
    "]": "】］〗",
    ":": "：﹕︰",
    "|": "｜│┃¦￨",
    ";": "；",
    ".": "．",
    "+": "＋",
    "=": "＝",
    "#": "＃",
    "*": "＊",
    "/": "／",
    "'": "′’",
    '"': "″＂",
    " ": "\t\v\f\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200c\u200d"
    "\u202f\u205f\u2060\u3000\ufeff\ufe0f",
}

# Of those signs the ones of ASCII: a text of it alone does not wait for the others to be listed.
_IN_ASCII = str.maketrans("{}\t\v\f", "()   ")
_LINE = 1000  # letters; what is longer is a text
_PORTION = 1 << 14
# Blanks for all that is no letter and no digit, to part the words of a text of ASCII.
_PARTED = "".join(sign if (sign := chr(code)).isalnum() else " " for code in range(128))
# A line end that a program wrote as two letters; at a line's start the backslash is the writer's own.
_ESCAPED = lazy(r"(?<=[^\s\\])\\n")
# A timecode as spreadsheets write it, 00.03.00; no day of a month is 00.
_POINTED = lazy(r"(?<![\d.])00\.\d{2}\.\d{2}(?!\d)")


@cache
def _map() -> dict[int, str]:
    signs = {ord(zero) + value: str(value) for zero in _ZEROS for value in range(10)}
    signs[0x130] = "i"  # the dotted capital of Turkish, whose small letter would be two
    signs.update({0x2460 + value: str(value + 1) for value in range(9)})  # ① to ⑨
    for first in _LETTERS:
        signs.update({first + value: chr(ord("a") + value) for value in range(26)})
    for sign, others in _SAME.items():
        signs.update({ord(other): sign for other in others})
    return signs


def canonical(text: str) -> str:
    """The text in lower case, with each sign in its plainest spelling; as long as the text itself.

    A `\\n` inside a line counts as its end, and `00.03.00` is a clock. The ideographic comma and full stop stay, since
    neither is a decimal point.
    """
    return _of_text(text) if len(text) > _LINE else _plain(text)


@lru_cache(maxsize=2)  # each step of a reading asks for the whole text
def _of_text(text: str) -> str:
    return _plain(text)


def _plain(text: str) -> str:
    plain = words.fold(text)
    plain = plain.translate(_IN_ASCII if plain.isascii() else _map())
    if "00." in plain:
        plain = _POINTED.sub(lambda code: code[0].replace(".", ":"), plain)
    return _ESCAPED.sub(" \n", plain) if "\\n" in plain else plain


def portions(text: str) -> Iterator[str]:
    """The text in stretches of whole lines: all words of a long one at once would take most of a check's memory."""
    start = 0
    while start < len(text):
        end = text.find("\n", start + _PORTION) + 1 or len(text)
        yield text[start:end]
        start = end


@lru_cache(maxsize=1)  # those who look for words ask for the same text
def parted(text: str) -> list[str]:
    """The words and numbers of a text of ASCII, without the signs between them."""
    return text.translate(_PARTED).split()
