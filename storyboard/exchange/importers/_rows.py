"""A reading of a raw prompt as a script: its rows as they stand, cut where a mark begins, and nothing rewritten."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from storyboard.language import words
from storyboard.language.reading.behind import behind, words_of
from storyboard.language.reading.records import Reading
from storyboard.language.story import Mark, Row, Script, ScriptClip, ScriptShot
from storyboard.language.syntax.marks import GROUPS, SPACES
from storyboard.language.syntax.numbers import HAN
from storyboard.language.syntax.parser import rows
from storyboard.language.syntax.scan import Token
from storyboard.patterns import lazy
from storyboard.source import Source

_NTH = words.of("nth")[0]
_SECOND = words.by_language("seconds")["zh"][0]
_NUMBERED = lazy(rf"(?:\d{{1,3}}|{HAN}[、.)）])[^\w\n]*\Z")  # the number of a list's item
_OPENERS = "[(（【{｛〈《"
_SIGNS = " \t*_:：|｜–—-,，.·~#()[]（）【】{}\u3000"
_STOPS = "。；;、"
_SHOTS = frozenset({*GROUPS, "NEAR_MISS"})


class Rows(NamedTuple):
    """The script of a reading, where its clips begin anew, and what was left out of its words."""

    script: Script
    anew: frozenset[int]
    left_out: tuple[str, ...]


def rows_of(source: Source, reading: Reading) -> Rows:
    """The rows of a text with the marks that a reading found in it."""
    return _Cutter(source, reading).rows()


class _Cutter:
    """Cuts the rows of a text where marks begin."""

    def __init__(self, source: Source, reading: Reading) -> None:
        self.source, self.text = source, source.text
        self.left_out: list[str] = []
        headed = {mark.at for clip in reading.clips if _headed(self.text, clip) for mark in clip}
        # Where the words begin that stand before their times.
        self.behind = {
            mark.at: words_of(self.text, clip, at)
            for clip in reading.clips
            if behind(self.text, clip)
            for at, mark in enumerate(clip)
        }
        self.marks = [(self._begin(mark, mark.at in headed), mark) for mark in reading.marks]
        starts = {clip[0].at for clip in reading.clips[1:]}
        self.anew = frozenset(begin for begin, mark in self.marks if mark.at in starts)
        self.sections = {section.begin: section for section in reading.sections}
        self.cuts = {mark.cut[0] for mark in reading.marks if mark.cut is not None}
        self.over = sorted(self.sections)
        self.heads = self._heads()

    def _before(self, mark: Token) -> str:
        """The words of a shot whose time stands behind them on the line; none where they are its title."""
        if not mark.bracket or (mark.closer != "line" and mark.at not in self.behind):
            return ""
        start = self.text.rfind("\n", 0, mark.begin) + 1
        if self.text[start : mark.at].lstrip(" *_>-").startswith("#"):
            return ""
        opened = max(self.text.rfind(sign, start, mark.at) for sign in _OPENERS)
        if mark.label is not None:
            said = self.text[mark.label.end : opened]
            return (
                said.strip(_SIGNS) if said.lstrip(" *_])】").startswith((":", "：")) or mark.at in self.behind else ""
            )
        return _said(self.text[self.behind[mark.at] : mark.begin]) if mark.at in self.behind else ""

    def _begin(self, mark: Token, headed: bool) -> int:
        """Where a mark begins with the words or the title before it: `HOOK (0-3s):`."""
        follows = mark.at in self.behind and mark.label is None
        if not follows and (mark.place != "head" or not headed):
            return mark.begin
        start = self.behind[mark.at] if follows else self.text.rfind("\n", 0, mark.begin) + 1
        return start + len(self.text[start : mark.begin]) - len(self.text[start : mark.begin].lstrip(_SIGNS + "•■✦→>"))

    def _heads(self) -> dict[int, str]:
        """The lines of the sections that stand right above a mark that begins a clip, by where the section begins."""
        heads: dict[int, str] = {}
        begins = [begin for begin, _ in self.marks]
        first = {*self.anew, *begins[:1]} if self.anew else set[int]()
        for section in sorted(self.sections.values(), key=lambda token: token.begin):
            at = bisect_right(begins, section.begin)
            if at < len(begins) and begins[at] in first:
                start = self.text.rfind("\n", 0, section.begin) + 1
                end = self.text.find("\n", section.begin)
                line = self.text[start : end if end >= 0 else len(self.text)]
                heads[section.begin] = line
        return heads

    def rows(self) -> Rows:
        """The script."""
        head: list[Row] = []
        clips: list[ScriptClip] = [ScriptClip(None, (), ())]
        shots: list[tuple[Mark, Row, Row, list[Row]]] = []

        def close() -> None:
            closed = tuple(ScriptShot(mark, first, tuple(rows), row) for mark, row, first, rows in shots)
            last = clips[-1]
            clips[-1] = ScriptClip(last.heading, last.head, closed)
            shots.clear()

        pending: list[Row] = []
        for item in self._items():
            if isinstance(item, Row) and item.kind == "HEADING":
                if shots or clips[-1].heading is not None or head or pending:
                    close()
                    clips[-1] = ScriptClip(clips[-1].heading, (*clips[-1].head, *pending), clips[-1].shots)
                    pending = []
                clips.append(ScriptClip(item, (), ()))
            elif isinstance(item, Row):
                if shots:
                    shots[-1][3].append(item)
                else:
                    pending.append(item)
            else:
                if not shots:
                    clips[-1] = ScriptClip(clips[-1].heading, (*clips[-1].head, *pending), ())
                    pending = []
                mark, row, first = item
                shots.append((mark, row, first, []))
        if shots:
            close()
        clips[-1] = ScriptClip(clips[-1].heading, (*clips[-1].head, *pending), clips[-1].shots)
        first_head, clips[0] = clips[0].head, ScriptClip(None, (), clips[0].shots)
        script = Script(self.source.path, None, first_head, tuple(clips), (), ())
        return Rows(script, self.anew, tuple(self.left_out))

    def _items(self) -> Iterator[Row | tuple[Mark, Row, Row]]:
        at = 0
        for row in rows(self.text):
            end = row.start + len(row.text)
            if row.start in self.cuts:
                continue
            inside: list[tuple[int, Token]] = []
            while at < len(self.marks) and self.marks[at][0] <= end:
                inside.append(self.marks[at])
                at += 1
            if row.kind == "FRONT" or (not _marks(row.kind) and not inside and not self._section_in(row.start, end)):
                yield row
                continue
            yield from self._cut(row, end, inside)

    def _section_in(self, start: int, end: int) -> bool:
        at = bisect_left(self.over, start)
        return at < len(self.over) and self.over[at] <= end

    def _cut(self, row: Row, end: int, inside: list[tuple[int, Token]]) -> Iterator[Row | tuple[Mark, Row, Row]]:
        stop = inside[0][0] if inside else end
        yield from self._words(row, row.start, stop, lead=True)
        for place, (begin, mark) in enumerate(inside):
            stop = inside[place + 1][0] if place + 1 < len(inside) else end
            ornament = self.text[row.start : begin]
            first_at, first = self._first(mark, ornament, min(mark.stop, stop), stop)
            said, rest = self._before(mark), ""
            if mark.at in self.behind:
                first, rest = said, first.lstrip(_SIGNS + _STOPS)
            first = first or said
            typed = Row("SHOT", begin, self.text[begin:stop])
            yield self._mark(begin, mark, first_at), typed, Row("TEXT", first_at, first)
            if rest:
                yield Row("TEXT", first_at, rest)

    def _words(self, row: Row, start: int, stop: int, *, lead: bool) -> Iterator[Row]:
        """The words of a line before its first mark, or of a line that only looks like a mark."""
        first, last = bisect_left(self.over, start), bisect_left(self.over, max(stop, start + 1))
        for begin in self.over[first:last]:
            section = self.sections[begin]
            if begin in self.heads:
                yield Row("HEADING", start, f"# {_without(self.heads[begin], start, section)}")
                return
            self.left_out.append(self.text[section.begin : section.stop].strip(" \t\n*_>#"))
            if not self.text[start : section.begin].strip(_SIGNS):
                start = min(section.stop, stop)
        words_of = self.text[start:stop]
        if stop < row.start + len(row.text):
            words_of = words_of.rstrip(SPACES + "*_-•|>#")
        if stop < row.start + len(row.text) and not any(map(str.isalnum, _NUMBERED.sub("", words_of))):
            return  # what adorns the mark
        if words_of.strip():
            kind = "TEXT" if row.kind in _SHOTS or (lead and stop < row.start + len(row.text)) else row.kind
            yield Row(kind, start, words_of)

    def _first(self, mark: Token, ornament: str, start: int, stop: int) -> tuple[int, str]:
        """Where the words behind a mark begin on its line, and the words; emphasis that runs into them is theirs."""
        text = self.text[start:stop]
        begin = start + len(text) - len(text.lstrip(SPACES))
        first = self.text[begin:stop].rstrip(SPACES)
        if "|" in ornament and first.endswith("|"):
            first = first[:-1].rstrip(SPACES)
        opened = ornament[len(ornament.rstrip("*_")) :]
        if opened and first.count(opened) % 2:
            first = first[: -len(opened)].rstrip(SPACES) if first.endswith(opened) else opened + first
        return begin, first

    def _mark(self, begin: int, mark: Token, stop: int) -> Mark:
        source = self.source
        title = ""
        if self._before(mark):
            begin = mark.begin
        elif mark.title is not None:
            title = self.text[mark.title[0] : mark.title[1]].strip(_SIGNS)
        if begin < mark.begin:
            title = " ".join(filter(None, (self.text[begin : mark.begin].strip(_SIGNS), title)))
        fields: dict[str, object] = {"form": "untimed"}
        if mark.start is not None and mark.finish is not None:
            fields = {"form": "range", "start": mark.start, "end": mark.finish}
        elif mark.kind == "open" and mark.start is not None:
            fields = {"form": "open", "start": mark.start}
        elif mark.length is not None:
            fields = {"form": "length", "length": mark.length}
        if mark.length is not None and mark.finish is not None:
            fields["stated"] = mark.length
        label, number = "", None
        if mark.label is not None:
            number = mark.label.number or None
            label = self._label(mark)
        return Mark(
            span=source.span(begin, max(begin, stop)),
            label=label,
            label_span=source.span(mark.label.at, mark.label.at + len(label)) if mark.label is not None else None,
            number=number,
            title=title,
            language="cjk" if mark.unit == "s" and _SECOND in self.text[mark.at : mark.end] else "",
            **fields,  # pyright: ignore[reportArgumentType]
        )

    def _label(self, mark: Token) -> str:
        label = mark.label
        assert label is not None
        if label.word in words.lookup("counted", "counted_parts") and label.word not in words.lookup("shots", "parts"):
            return _NTH
        typed = self.text[label.at : label.end]
        at = words.fold(typed).find(label.word)
        return _NTH if typed.startswith(_NTH) else typed[at : at + len(label.word)] if at >= 0 else typed.split()[0]


def _marks(kind: str) -> bool:
    """Whether a row of a kind is a mark to the grammar."""
    return kind.startswith("SHOT") or kind == "NEAR_MISS"


def _said(text: str) -> str:
    """The words before a time, with the signs that end their sentence."""
    return text.lstrip(_SIGNS + _STOPS).rstrip(" \t*_([（【-–—|")


def _headed(text: str, clip: tuple[Token, ...]) -> bool:
    """Whether the words before the times of a clip's marks are their titles."""
    heads = [mark for mark in clip if mark.place == "head"]
    if len(heads) == 1 and len(clip) > 1 and all(mark.place in ("line", "cell", "head") for mark in clip):
        return True  # End card 6-10s, behind marks that lead their lines
    closed = [mark for mark in heads if _closed(text, mark)]
    return bool(closed) and 2 * len(closed) >= len(heads) and 2 * len(heads) >= len(clip) - 1


def _closed(text: str, mark: Token) -> bool:
    """Whether a sign parts a mark from its words, or emphasis that holds its title: `**HOOK (0-3s)** A lamp`."""
    if mark.closer in (":", "-", "line"):
        return True
    title = text[text.rfind("\n", 0, mark.begin) + 1 : mark.begin].strip(SPACES + ">•-")
    ends = title, text[mark.end : mark.stop].rstrip(SPACES)
    return title.startswith(("*", "_")) and any(end.endswith(("*", "_")) for end in ends)


def _without(line: str, start: int, section: Token) -> str:
    """A heading's words without the time in it."""
    begin, end = section.at - start, section.end - start
    if section.bracket:
        begin, end = max(line.rfind(sign, 0, begin) for sign in _OPENERS), end + len(line[end:].partition(")")[0])
        end = min(
            (at + 1 for at in (line.find(sign, section.end - start) for sign in "])）】}｝〉》") if at >= 0),
            default=end,
        )
    words_of = f"{line[: max(0, begin)].rstrip()} {line[end:].lstrip()}"
    return words_of.strip("#>*_ \t:：-–—|") or "Clip"
