"""Blocks by their indentation: settings, lists, and values that run to the end of their line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from storyboard.diagnostics import Edit, Fix, Safety
from storyboard.language.yamltext.events import read_events
from storyboard.language.yamltext.nodes import Mapping, Node, Scalar, Sequence
from storyboard.language.yamltext.scan import CLOSERS, INDENT, YamlLine, bracket_end, quote_end, split_lines
from storyboard.patterns import lazy

if TYPE_CHECKING:
    from storyboard.language.yamltext.reading import YamlReading
    from storyboard.source import Span

_COLON = lazy(r":(?=\s|\Z)|：")
_NAME = lazy(r"[^\W\d_][\w -]{0,29}+[ \t]*+\Z")
_GLUED = lazy(r"([\w-]++)[ \t]*+(?:=[ \t]*+|:)")
_BLOCK = lazy(r"[|>][+-]?\s*+\Z")
_ANCHOR = lazy(r"[&!][^\s]*+\Z")
_DASH = lazy(r"-(?=\s|\Z)")


class Blocks:
    """The lines of one stretch of a source, and the nodes that they make."""

    def __init__(self, reading: YamlReading, start: int, end: int, comment: str) -> None:
        self.reading = reading
        self.source, self.text = reading.source, reading.text
        self.start, self.end = start, min(end, len(reading.text))
        self.indent_told = False
        self.lines = split_lines(self.text, self.start, self.end, comment)

    def _check_indent(self, line: YamlLine) -> None:
        """One finding for the stretch's first indentation that is not made of plain spaces."""
        white = self.text[line.start : line.at]
        if self.indent_told or not white.strip(" "):
            return
        self.indent_told = True
        what = "a tab" if "\t" in white else "a space that is not the plain one"
        fix = Fix(Safety.UNSAFE, "indent with two spaces for each tab", tuple(self._plain_indents()))
        help = "indent it with plain spaces"
        self.reading.wrong(f"this line is indented with {what}", line.start, line.at, help, fix)

    def _plain_indents(self) -> Iterator[Edit]:
        """The edits that indent the lines of the stretch with plain spaces alone."""
        for line in self.lines:
            white = self.text[line.start : line.at]
            if white.strip(" ") and not line.skip:
                plain = "".join("  " if letter == "\t" else " " for letter in white)
                yield Edit(self.source.span(line.start, line.at), plain)

    # ---- blocks -----------------------------------------------------------------------------------------------------

    def _next(self, i: int) -> int:
        while i < len(self.lines) and self.lines[i].skip:
            i += 1
        return i

    def _after_deeper(self, i: int, indent: int) -> int:
        """The index of the first line from `i` on that has text and is indented by no more than `indent`."""
        while i < len(self.lines) and (self.lines[i].skip or self.lines[i].indent > indent):
            i += 1
        return i

    def _empty(self, at: int) -> Scalar:
        return Scalar("", self.source.span(at, at))

    def document(self) -> Mapping:
        """All settings of the stretch."""
        first = self._next(0)
        if first < len(self.lines) and self._line_text(first) == "---":
            first = self._next(first + 1)
        used = [i for i in range(first, len(self.lines)) if not self.lines[i].skip]
        if used and self._line_text(used[-1]) in ("---", "..."):
            del self.lines[used.pop() :]
        if not used:
            return Mapping((), self.source.span(self.start, self.start))
        span = self.source.span(self.lines[first].at, self.lines[used[-1]].end)
        opener = self.text[span.start]
        if opener == "{" and not self.text.startswith("{{", span.start):
            node = read_events(self.reading, span.start, span.end)
            return node if isinstance(node, Mapping) else Mapping((), span)
        entries: dict[str, tuple[Scalar, Node]] = {}
        i, indent = self._mapping_lines(first, self.lines[first].indent, 1, entries), self.lines[first].indent
        while i < len(self.lines) and not self.reading.full:
            line = self.lines[i]
            message = (
                f"{self.reading.shown(line.at, line.end)} is indented by {line.indent}, the settings above by {indent}"
            )
            self.reading.wrong(message, line.at, line.end, "start all settings in the same column")
            i = self._mapping_lines(i, line.indent, 1, entries)
        return Mapping(tuple(entries.values()), span)

    def _line_text(self, i: int) -> str:
        return self.text[self.lines[i].at : self.lines[i].end]

    def lone_value(self) -> Node:
        """The one value of the stretch, which starts in the middle of its line."""
        if not self.lines:
            return self._empty(self.start)
        # The setting's own line counts as indented by -1: all that the caller handed over belongs to the value.
        line = self.lines[0]
        self.lines[0] = YamlLine(line.start, line.at, line.end, skip=False)
        return self._value(0, line.at, -1, 1)[0] or self._empty(self.start)

    def _key(self, at: int, end: int) -> tuple[Scalar, int] | None:
        """The key at the start of a line's text and the offset behind its colon, or None where there is none."""
        close = quote_end(self.text, at, end)
        if close > 0:
            behind = INDENT.match(self.text, close, end)
            colon = _COLON.match(self.text, behind.end() if behind else close, end)
            key = self._quoted(at, close) if colon else None
        else:
            colon = _COLON.search(self.text, at, end)
            words = self.text[at : colon.start()].rstrip() if colon else ""
            key = Scalar(words, self.source.span(at, at + len(words)))
        return (key, colon.end()) if key and colon else None

    def _mapping_lines(self, i: int, indent: int, depth: int, entries: dict[str, tuple[Scalar, Node]]) -> int:
        """The index of the first line that is no longer the mapping's, whose keys and values are put into `entries`."""
        if i < len(self.lines) and self.reading.deep(depth, self.lines[i].at):
            return len(self.lines)
        while not self.reading.full and (i := self._next(i)) < len(self.lines) and self.lines[i].indent >= indent:
            line = self.lines[i]
            self._check_indent(line)
            if line.indent > indent:
                message = (
                    f"{self.reading.shown(line.at, line.end)} is indented by {line.indent}, its neighbours by {indent}"
                )
                self.reading.wrong(message, line.at, line.end, "line it up with its neighbours")
                i += 1
                continue
            dash = _DASH.match(self.text, line.at, line.end)
            pair = None if dash else self._key(line.at, line.end)
            if pair is None or not (pair[0].text or pair[0].quoted) or pair[0].text == "<<":
                after = self._after_deeper(i + 1, indent)
                self._no_key(line, pair is not None, heads=after > self._next(i + 1))
                i = after
                continue
            key, behind = pair
            self.reading.count(key.span.start)
            value, i = self._value(i, behind, indent, depth)
            self.reading.put(entries, key, value)
        return i

    def _no_key(self, line: YamlLine, colon: bool, *, heads: bool) -> None:
        """Say what keeps a line from being `key: value`, or, where lines are indented below it, from having a block."""
        shown = self.reading.shown(line.at, line.end)
        glued = _GLUED.match(self.text, line.at, line.end)
        if colon and self.text.startswith("<<", line.at):
            self.reading.wrong(
                "`<<` would merge settings, which are never merged here", line.at, line.end, "write them out"
            )
        elif colon:
            self.reading.wrong("there is no name before the colon", line.at, line.end, "write `key: value`")
        elif self.text.startswith("//", line.at):
            self.reading.wrong(
                "`//` stands where a comment starts with `#`", line.at, line.end, "start the comment with `#`"
            )
        elif _DASH.match(self.text, line.at, line.end):
            self.reading.wrong(f"{shown} is a list's item among settings", line.at, line.end, "write `key: value`")
        elif glued:
            help = f"write `{glued[1]}: {self.text[glued.end() : line.end][:40].strip()}`"
            sign = Edit(self.source.span(line.at, glued.end()), f"{glued[1]}: ")
            fix = Fix(Safety.UNSAFE, f"write `{glued[1]}: `", (sign,))
            parted = self.text[glued.end(1)] in " \t"
            why = "is neither `key: value` nor a comment" if parted else "has no colon with a space behind it"
            self.reading.wrong(f"{shown} {why}", line.at, line.end, help, fix)
        elif heads and _NAME.match(self.text, line.at, line.end):
            name = self.text[line.at : line.end].strip()
            self.reading.wrong(
                f"{shown} has no colon, and lines indented below it", line.at, line.end, f"write `{name}:`"
            )
        else:
            help = "write `key: value`, or start the line with `#` to make it a comment"
            self.reading.wrong(f"{shown} is neither `key: value` nor a comment", line.at, line.end, help)

    def _value(self, i: int, at: int, indent: int, depth: int) -> tuple[Node | None, int]:
        """The value that starts at `at` in line `i`, whose key or dash is indented by `indent`, and the next line."""
        line = self.lines[i]
        blank = INDENT.match(self.text, at, line.end)
        first = blank.end() if blank else at
        if first < line.end:
            return self._leaf(i, first, indent, depth)
        below = self._next(i + 1)
        if below == len(self.lines):
            return self._empty(min(at, line.end)), below
        under = self.lines[below]
        dash = _DASH.match(self.text, under.at, under.end) is not None
        # A list may stand as deep as the key that it belongs to.
        level = dash and under.indent == indent and not _DASH.match(self.text, line.at, line.end)
        if under.indent <= indent and not level:
            return self._empty(min(at, line.end)), below
        self._check_indent(under)
        if dash:
            return self._sequence(below, under.indent, depth + 1)
        flow = self.text[under.at] in CLOSERS and not self.text.startswith("{{", under.at)
        if flow or self._key(under.at, under.end) is None:
            return self._leaf(below, under.at, indent, depth)
        self.reading.count(under.at)
        entries: dict[str, tuple[Scalar, Node]] = {}
        i = self._mapping_lines(below, under.indent, depth + 1, entries)
        return Mapping(tuple(entries.values()), self._span(below, i)), i

    def _span(self, first: int, after: int) -> Span:
        last = next((i for i in range(after - 1, first, -1) if not self.lines[i].skip), first)
        return self.source.span(self.lines[first].at, self.lines[last].end)

    def _sequence(self, i: int, indent: int, depth: int) -> tuple[Node | None, int]:
        """The list whose dashes are indented by `indent`, and the next line."""
        start, items = i, list[Node]()
        self.reading.count(self.lines[i].at)
        if self.reading.deep(depth, self.lines[i].at):
            return None, len(self.lines)
        while not self.reading.full and (i := self._next(i)) < len(self.lines):
            line = self.lines[i]
            if line.indent != indent or not _DASH.match(self.text, line.at, line.end):
                break
            value, i = self._value(i, line.at + 1, indent, depth)
            if value is not None:
                items.append(value)
        return Sequence(tuple(items), self._span(start, i)), i

    # ---- leaves -----------------------------------------------------------------------------------------------------

    def _leaf(self, i: int, at: int, indent: int, depth: int) -> tuple[Node | None, int]:
        """The text, quoted text, block or bracketed collection at `at` in line `i`, and the next line."""
        text, line = self.text, self.lines[i]
        after = self._after_deeper(i + 1, indent)
        if text[at] in "|>" and _BLOCK.match(text, at, line.end):
            return self._block(i, at, indent)
        self.reading.count(at)
        if text[at] in CLOSERS and not text.startswith("{{", at):
            return self._bracketed(i, at, indent, depth, after)
        span = self.source.span(at, self._span(i, after).end)
        if text[at] in "\"'" and quote_end(self.text, at, span.end) == span.end:
            return self._quoted(at, span.end), after
        if span.end > line.end and _ANCHOR.match(text, at, line.end):
            shown = self.reading.shown(at, line.end)
            self.reading.wrong(
                f"{shown} is an anchor or a tag, which settings do not have", at, line.end, f"delete {shown}"
            )
            return None, after
        rows = [text[at : line.end]] + [text[row.at : row.end] for row in self.lines[i + 1 : after] if not row.skip]
        return Scalar(" ".join(rows), span), after

    def _bracketed(self, i: int, at: int, indent: int, depth: int, after: int) -> tuple[Node | None, int]:
        """The list or mapping in brackets that starts at `at`, or text where the brackets do not hold all of it."""
        line, end = self.lines[i], self._span(i, after).end
        # A closing bracket may stand as deep as its key, as in JSON.
        if after < len(self.lines) and self.lines[after].indent == indent and self._line_text(after)[0] in "]}":
            after, end = after + 1, self.lines[after].end
        close, deepest = bracket_end(self.text, at, end)
        if close == end:
            if self.reading.deep(depth + deepest, at):
                return None, len(self.lines)
            self.reading.nodes -= 1
            return read_events(self.reading, at, end), after
        if close < 0 and end > line.end:
            closer = CLOSERS[self.text[at]]
            self.reading.wrong(
                f"`{self.text[at]}` is opened and never closed", at, at + 1, f"add the `{closer}`, or use quotes"
            )
            return None, after
        rows = [self.text[at : line.end]]
        rows += [self.text[row.at : row.end] for row in self.lines[i + 1 : after] if not row.skip]
        return Scalar(" ".join(rows), self.source.span(at, end)), after

    def _block(self, i: int, at: int, indent: int) -> tuple[Node | None, int]:
        """The text of a `|` or `>` block without the line end that YAML leaves behind it, and the next line."""
        after = i + 1
        while after < len(self.lines) and (self.lines[after].blank or self.lines[after].indent > indent):
            after += 1
        filled = [row for row in self.lines[i + 1 : after] if not row.blank]
        if not filled:
            self.reading.count(at)
            return Scalar("", self.source.span(at, self.lines[i].end)), after
        for row in filled:
            self._check_indent(row)
        node = read_events(self.reading, at, filled[-1].end)
        if isinstance(node, Scalar) and self.text[at + 1] != "+":
            node = Scalar(node.text.rstrip("\n"), node.span)
        return node, after

    def _quoted(self, start: int, end: int) -> Scalar | None:
        """The text of a quotation; PyYAML is asked only where it has escapes or several lines."""
        words = self.text[start + 1 : end - 1]
        if "\n" in words or (self.text[start] == '"' and "\\" in words):
            node = read_events(self.reading, start, end)
            return node if isinstance(node, Scalar) else None
        words = words.replace("''", "'") if self.text[start] == "'" else words
        return Scalar(words, self.source.span(start, end), quoted=True)
