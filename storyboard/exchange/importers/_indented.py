"""YAML as people and chat models write it, read tolerantly: a value is the rest of its line, whatever it holds.

Real YAML would refuse `text: A lamp: lit`, and there is nobody to mend it. Indentation makes the structure; quotations,
`[…]` and `{…}` are read as literals, and `|` and `>` begin blocks. One pass over the lines.
"""

from __future__ import annotations

import re
from functools import lru_cache

from storyboard.exchange.importers._literal import Many, Table, TooDeep, Value, literals
from storyboard.language import words
from storyboard.patterns import lazy

DEPTH = 50
_KEY = lazy(r"(?:\"([^\"\n]{1,200})\"|'([^'\n]{1,200})'|([^\s\[\]{}\"'#&*!|>%@`,-][^\n]{0,199}?)):(?:[ \t]++|\Z)")
_ITEM = lazy(r"-(?:[ \t]++|\Z)")
# A piece of `[…]` or `{…}`: a quotation, a sign, or words up to the next sign.
_PIECE = lazy(
    r"\s*+(?:(?P<double>\"(?:[^\"\\]|\\[\s\S])*+\")|'(?P<single>(?:[^']|'')*+)'|(?P<sign>[\[\]{},]|:(?=[\s,\[\]{}\"']|\Z))|"
    r"(?P<words>(?:[^\s\[\]{},:]|:(?![\s,\[\]{}]|\Z)|[ \t](?![\s\[\]{},]))++))"
)
_BLOCK = lazy(r"([|>])[+-]?[0-9]?[ \t]*+(?:#[^\n]*)?")
_REMARK = lazy(r"[ \t]#[ \t]")
_WHOLE = lazy(r"-?(?:0|[1-9][0-9]{0,15})")


@lru_cache(maxsize=1)  # `suits` asks, and then `read`
def indented(text: str) -> Value:
    """The value that a text's indentation makes: an object, a list, or words. Raises TooDeep."""
    lines = _Lines(text)
    value = lines.value(0, 0)
    here = lines.peek()
    if not isinstance(value, Table) or here is None or not _ITEM.match(here[1]):
        return value
    # Settings above a list that no key names.
    return Table((*value.pairs, (words.of("lists")[0], lines.items(here[0], 0))))


class _Lines:
    """The lines of a text with their indentation, and the one that is read next."""

    def __init__(self, text: str) -> None:
        self.lines = [line.expandtabs(2).rstrip() for line in text.split("\n")]
        self.at = 0

    def peek(self) -> tuple[int, str] | None:
        """The indentation and words of the next line that holds any, or None at the end."""
        while self.at < len(self.lines):
            line = self.lines[self.at]
            body = line.lstrip()
            if body and not body.startswith(("# ", "#!")) and body not in ("#", "---", "..."):
                return len(line) - len(body), body
            self.at += 1
        return None

    def value(self, least: int, depth: int) -> Value:
        """The block that begins at the next line, where that is indented by `least` or more."""
        if depth > DEPTH:
            raise TooDeep
        here = self.peek()
        if here is None or here[0] < least:
            return None
        if _ITEM.match(here[1]):
            return self.items(here[0], depth)
        if _KEY.match(here[1]):
            return self.pairs(here[0], depth)
        self.at += 1
        return _scalar(" ".join([here[1], *self.deeper(least)]))

    def items(self, indent: int, depth: int) -> Many:
        """The items of a list whose dashes stand at an indentation."""
        values: list[Value] = []
        while (here := self.peek()) is not None and here[0] == indent and (dash := _ITEM.match(here[1])):
            rest = here[1][dash.end() :]
            if rest:  # the item's first line is one that stands where its words begin
                self.lines[self.at] = " " * (indent + dash.end()) + rest
            else:
                self.at += 1
            values.append(self.value(indent + 1, depth + 1))
        return Many(tuple(values))

    def pairs(self, indent: int, depth: int) -> Table:
        """The keys at an indentation, each with its value; a line without a key there goes on with the value above."""
        pairs: list[tuple[str, Value]] = []
        further: dict[int, list[str]] = {}
        while (here := self.peek()) is not None and here[0] >= indent:
            match = _KEY.match(here[1]) if here[0] == indent else None
            if match is None:
                if here[0] == indent and _ITEM.match(here[1]):
                    break
                self.at += 1
                further.setdefault(max(len(pairs) - 1, 0), []).append(here[1])
                continue
            self.at += 1
            key = match[1] or match[2] or match[3].strip()
            pairs.append((key, self.behind(here[1][match.end() :], indent, depth)))
        return Table(tuple((key, _joined(value, further.get(at))) for at, (key, value) in enumerate(pairs)))

    def behind(self, rest: str, indent: int, depth: int) -> Value:
        """What stands behind a key's colon: the rest of its line, a block of text, or the deeper lines."""
        block = _BLOCK.fullmatch(rest)
        if block is not None:
            return self.block(indent, folded=block[1] == ">")
        if rest and not rest.startswith("# "):
            return _scalar(" ".join([rest, *self.deeper(indent + 1)]))
        below = self.peek()
        listed = below is not None and below[0] == indent and _ITEM.match(below[1]) is not None
        return self.value(indent if listed else indent + 1, depth + 1)

    def deeper(self, least: int) -> list[str]:
        """The lines that are indented by `least` or more, which go on with a value in words."""
        deeper: list[str] = []
        while least and (here := self.peek()) is not None and here[0] >= least:
            deeper.append(here[1])
            self.at += 1
        return deeper

    def block(self, indent: int, *, folded: bool) -> str:
        """The text of a block, whose lines are deeper than its key or blank."""
        inside: list[str] = []
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if line and len(line) - len(line.lstrip()) <= indent:
                break
            inside.append(line)
            self.at += 1
        least = min((len(line) - len(line.lstrip()) for line in inside if line), default=0)
        text = "\n".join(line[least:] for line in inside).strip("\n")
        return re.sub(r"(?<!\n)\n(?!\n)", " ", text) if folded else text


def _joined(value: Value, further: list[str] | None) -> Value:
    """A value with the lines that go on with it; beside an object or a list they are a value of their own."""
    if further is None:
        return value
    if isinstance(value, Table | Many):
        return Many((value, *further))
    return " ".join([*([str(value)] if value is not None else []), *further])


def _scalar(text: str) -> Value:
    text = text.strip()
    if text[:1] in ("[", "{") and text[-1:] in ("]", "}"):
        return _flow(text)
    if text[:1] in ("'", '"') and len(text) > 1 and text[-1] == text[0]:
        inner = text[1:-1]
        return inner.replace("''", "'") if text[0] == "'" else literals(text).get("(0)") or inner
    remark = _REMARK.search(text)
    text = text[: remark.start()].rstrip() if remark is not None else text
    if _WHOLE.fullmatch(text):
        return int(text)
    return None if text in ("~", "null") else text


def _flow(text: str) -> Value:
    """The value of a bracketed collection, whose words need no quotes; the text where its brackets do not pair."""
    open_: list[tuple[str, list[Value], list[tuple[str, Value]], list[str]]] = [("", [], [], [])]
    value: Value = None
    pending = False
    at = 0
    while at < len(text) and (piece := _PIECE.match(text, at)) is not None:
        at = piece.end()
        sign = piece["sign"]
        opener, items, pairs, keys = open_[-1]
        if sign is None:
            value, pending = _piece(piece), True
        elif sign in "[{":
            if len(open_) > DEPTH:
                raise TooDeep
            open_.append((sign, [], [], []))
        elif sign == ":":
            keys.append(str(value))
            value, pending = None, False
        else:
            if keys:
                pairs.append((keys.pop(), value))
            elif pending:
                items.append(value)
            value, pending = None, False
            if sign in "]}":
                open_.pop()
                if not open_ or {"[": "]", "{": "}"}.get(opener) != sign:
                    return text
                whole = opener == "{" and not items
                value, pending = Table(tuple(pairs)) if whole else Many((*items, *_tables(pairs))), True
    return value if pending and len(open_) == 1 and not text[at:].strip() else text


def _tables(pairs: list[tuple[str, Value]]) -> tuple[Value, ...]:
    return tuple(Table((pair,)) for pair in pairs)


def _piece(piece: re.Match[str]) -> Value:
    if piece["double"] is not None:
        return literals(piece["double"]).get("(0)")
    return piece["single"].replace("''", "'") if piece["single"] is not None else _scalar(piece["words"])
