"""Literals in JSON, Python, JavaScript or a shell line, read tolerantly and never evaluated.

The reader knows brackets, strings, numbers, names, `key: value` and `key = value`; all else is skipped. One pass, one
stack: a text of any form takes linear time.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TypeAlias

import msgspec

from storyboard.patterns import lazy


class Identifier(msgspec.Struct, frozen=True):
    """A word that is no literal, such as a variable."""

    text: str


class Table(msgspec.Struct, frozen=True):
    """The pairs of an object or of keyword arguments, later ones of one key first served by `get`."""

    pairs: tuple[tuple[str, Value], ...]

    def get(self, key: str) -> Value:
        """The value of a key, the last one where it stands twice, or None."""
        return next((value for name, value in reversed(self.pairs) if name == key), None)


class Many(msgspec.Struct, frozen=True):
    """The values of a list or of brackets round no pairs."""

    items: tuple[Value, ...]


Value: TypeAlias = "str | int | float | bool | Identifier | Table | Many | None"

DEPTH = 200
_QUOTES = "\"'`"
_EMPTY = ('""', "''")
_BLOCK = "/*"


@cache
def token(dead: frozenset[str]) -> re.Pattern[str]:
    """The expression of one token; what is in `dead`, an opener that nothing closes any more, opens nothing.

    Openers are the quotation marks, three of them together, and `/*`.
    """
    strings: list[str] = []
    for mark in _QUOTES:
        if mark != "`" and mark * 3 not in dead:
            strings.append(rf"{mark * 3}(?:[^{mark}\\]|\\[\s\S]|{mark}(?!{mark * 2}))*+{mark * 3}")
        if mark not in dead:
            strings.append(rf"{mark}(?:[^{mark}\\]|\\[\s\S])*+{mark}")
    block = r"|/\*(?:[^*]|\*(?!/))*+\*/" if _BLOCK not in dead else ""
    text = rf"|(?P<text>[rRbBuUfF]{{0,2}}(?:{'|'.join(strings)}))" if strings else ""
    return re.compile(
        r"(?P<space>\s++)"
        rf"|(?P<comment>(?<!:)//[^\n]*+{block}|\#[^\n]*+)"
        + text
        + r"|(?P<number>[-+]?[0-9]{1,18}+(?:\.[0-9]{1,18}+)?(?:[eE][-+]?[0-9]{1,3})?(?![\w.]))"
        r"|(?P<name>[^\W\d][\w$.-]*+)"
        r"|(?P<open>[\[({])|(?P<close>[\])}])|(?P<pair>=>|:(?!:)|=(?!=))|(?P<comma>[,;])|(?P<other>[\s\S])"
    )


_CLOSERS = {"[": "]", "(": ")", "{": "}"}
_WORDS: dict[str, bool | None] = {
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
    "null": None, "None": None, "undefined": None, "nil": None,
}  # fmt: skip
_ESCAPE = lazy(r"\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|\r?\n|[\s\S])")
_PLAIN = {"n": "\n", "t": "\t", "r": "", "b": "", "f": "", "0": ""}
_LONE = lazy("[\ud800-\udfff]")
# A shell's quotes round a JSON body: -d '{ … }', and 'don'\''t' inside it.
_SHELL_OPEN = lazy(r"'(?=\s*+[{\[])")
_SHELL_CLOSE = lazy(r"(?<=[}\]])(\s*+)'")
_NUMBERED = lazy(r"[ \t]*+([0-9]{1,5}+)(?![.)、0-9])[ \t:|]?")


class TooDeep(Exception):
    """Brackets are nested deeper than `DEPTH`."""


class _Bracket:
    """An open bracket with what has been read in it."""

    __slots__ = ("got", "items", "key", "opener", "pairs", "string", "value")

    def __init__(self, opener: str) -> None:
        self.opener = opener
        self.items: list[Value] = []
        self.pairs: list[tuple[str, Value]] = []
        self.key: str | None = None
        self.value: Value = None
        self.got = False
        self.string = False  # the token before was a string, which a further one continues

    def put(self, value: Value) -> None:
        """Take a value; strings next to each other are one."""
        if self.got and self.string and isinstance(value, str) and isinstance(self.value, str):
            self.value += value
            return
        self.commit()
        self.value, self.got, self.string = value, True, isinstance(value, str)

    def name(self) -> None:
        """Make the value before a colon or an equals sign the key of the next one."""
        if self.got and isinstance(self.value, str | Identifier):
            self.key = self.value if isinstance(self.value, str) else self.value.text
        elif self.got and isinstance(self.value, int) and self.opener == "{":  # {0: "A lamp.", 60: "A hand."}
            self.key = str(self.value)
        self.value, self.got, self.string = None, False, False

    def commit(self) -> None:
        """Keep the value, or the pair, that has been read."""
        if self.got and self.key is not None:
            self.pairs.append((self.key, self.value))
            self.key = None
        elif self.got:
            self.items.append(self.value)
        self.value, self.got, self.string = None, False, False

    def end(self) -> Value:
        """The bracket's value; one value in round brackets is that value."""
        self.commit()
        if self.opener == "[":
            return Many(tuple(self.items))
        if self.pairs or self.opener == "{":
            return Table((*self.pairs, *((f"({at})", item) for at, item in enumerate(self.items))))
        return self.items[0] if len(self.items) == 1 else Many(tuple(self.items))


def literals(text: str) -> Table:
    """What a text holds at its top: pairs that were assigned, and other values under keys like `(0)`.

    Raises TooDeep.
    """
    text = _unquoted(_unnumbered(text))
    stack = [_Bracket("{")]
    dead: frozenset[str] = frozenset()
    at = 0
    while at < len(text):
        match = token(dead).match(text, at)
        assert match is not None
        kind, word, at = match.lastgroup, match[0], match.end()
        frame = stack[-1]
        if kind in ("space", "comment"):
            continue
        if kind == "text":
            before = text[match.start() - 1 : match.start()]
            if word[0] == "'" and before.isalnum():  # an apostrophe
                at = match.start() + 1
                continue
            if word in _EMPTY and text[at : at + 1] == word[0]:
                dead |= {word[0] * 3}  # three marks that nothing closes; else the next three would be searched for too
            frame.put(_string(word))
        elif kind == "number":
            frame.put(float(word) if any(sign in word for sign in ".eE") else int(word))
        elif kind == "name":
            frame.put(_WORDS[word] if word in _WORDS else Identifier(word))
        elif kind == "open":
            if len(stack) > DEPTH:
                raise TooDeep
            stack.append(_Bracket(word))
        elif kind == "close":
            if len(stack) > 1 and _CLOSERS[frame.opener] == word:
                stack.pop()
                stack[-1].put(frame.end())
        elif kind == "pair":
            frame.name()
        elif kind == "comma":
            frame.commit()
        elif kind == "other" and word in _QUOTES:
            dead |= {word}  # else the next one would be searched for to the text's end again
        elif kind == "other" and text.startswith(_BLOCK, match.start()):
            dead |= {_BLOCK}
    while len(stack) > 1:
        frame = stack.pop()
        stack[-1].put(frame.end())
    top = stack[0].end()
    assert isinstance(top, Table)
    return top


def _string(token: str) -> str:
    body = token.lstrip("rRbBuUfF")
    raw = "r" in token[: len(token) - len(body)].lower()
    size = 3 if body[:3] in ('"""', "'''") else 1
    inner = body[size:-size]
    if raw or "\\" not in inner:
        return inner
    text = _ESCAPE.sub(_unescaped, inner)
    if _LONE.search(text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _unescaped(match: re.Match[str]) -> str:
    sign = match[1]
    if len(sign) > 1 and sign[0] in "ux":
        return chr(int(sign[1:], 16))
    return "" if sign in ("\n", "\r\n") else _PLAIN.get(sign, sign)


def _unquoted(text: str) -> str:
    """The text of a shell line without the quotes round its body."""
    if "curl" not in text:
        return text
    return _SHELL_CLOSE.sub(r"\1 ", _SHELL_OPEN.sub(" ", text.replace("'\\''", "\u2019")))


def _unnumbered(text: str) -> str:
    """The text without a column of line numbers, which counts from 1 through at least five lines with a bracket."""
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        first = at
        while at < len(lines):
            match = _NUMBERED.match(lines[at])
            if match is None or int(match[1]) != at - first + 1:
                break
            at += 1
        if at - first >= 5 and any("{" in line for line in lines[first:at]):
            lines[first:at] = [_NUMBERED.sub("", line, count=1) for line in lines[first:at]]
        at = max(at, first + 1)
    return "\n".join(lines)
