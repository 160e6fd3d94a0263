"""A story as a screenplay reads it: its headings, shots, action and speech in order, and the lines that it keeps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

import msgspec

from storyboard.compiler.pipeline import Compiled
from storyboard.exchange.screenplay.kept import FileForm, line_of, read_form
from storyboard.exchange.screenplay.reading import OVERVIEW
from storyboard.exchange.screenplay.records import Action, Item, NamedNote, SceneHeading, ShotNote, Spoken
from storyboard.language.story import Field, Piece, Row, Scene, ScriptClip, ScriptShot, Shot, Speech, Story
from storyboard.language.syntax.escapes import SIGN, escapes
from storyboard.language.syntax.parser import pattern
from storyboard.patterns import lazy
from storyboard.source import Source

ASKED = "no lengths are written in this scene"  # begins the question under a scene whose lengths are estimates
ASKED_SHOT = "no length is written for this shot"
_QUESTION = "// import?:"
_SIGN = lazy(SIGN)
_NOTE = lazy(r"\[\[.*?\]\]+")


class KeptLine(msgspec.Struct, frozen=True):
    """A line of the screenplay that stands in the story as it is."""

    line: str


class Gap(msgspec.Struct, frozen=True):
    """A blank line of the story, or what else parts its lines."""


Event: TypeAlias = Item | KeptLine | Gap | FileForm


def events(compiled: Compiled) -> Iterator[Event]:
    """What stands in a story, from its first line to its last one."""
    story = compiled.story
    if story is None:
        return
    reader = _Reader(compiled.sources[story.path], story)
    yield from reader.head(story.script.head, overview=True)
    for scene, clip in zip(story.scenes, story.script.clips, strict=True):
        yield from reader.clip(scene, clip)


class _Reader:
    """Reads the rows of a story with what the compiler made of them."""

    def __init__(self, source: Source, story: Story) -> None:
        self.source = source
        self.replaced = {
            piece.span.start: piece
            for piece in _pieces(story)
            if piece.kind in ("variable", "mention") and piece.span.path == source.path
        }
        self.estimated = False
        self.unwritten = False  # whether the next shot is one that nobody marked

    def clip(self, scene: Scene, clip: ScriptClip) -> Iterator[Event]:
        if clip.heading is not None:
            self.estimated = False
            bare = clip.heading.text.lstrip(" \t").lstrip("#").strip()
            start = clip.heading.start + clip.heading.text.rindex(bare) if bare else clip.heading.start
            yield SceneHeading(self.words(start, bare))
            yield Gap()
        yield from self.head(clip.head, overview=False)
        shots = {shot.mark.span.start: shot for shot in scene.shots if shot.mark is not None}
        for typed in clip.shots:
            yield from self.shot(typed, shots.get(typed.mark.span.start))
            yield Gap()

    def head(self, rows: Sequence[Row], *, overview: bool) -> Iterator[Event]:
        """The rows above the first shot: settings are left out, each paragraph of words is an item."""
        words: list[str] = []
        block = -1
        for row in rows:
            indent = _indent(row)
            if row.kind == "SETTING":
                block = indent
            elif row.kind == "BLANK" or (block >= 0 and indent > block and row.kind != "COMMENT"):
                pass
            else:
                block = -1
            if row.kind in ("TEXT", "PAIR", "FIELD") and block < 0:
                words.append(self.row(row))
                continue
            yield from _paragraph(words, overview=overview)
            words.clear()
            yield from self.aside(row)
        yield from _paragraph(words, overview=overview)

    def aside(self, row: Row) -> Iterator[Event]:
        """What a row says that holds no words of the story."""
        if row.kind == "COMMENT":
            form, line = read_form(row.text), line_of(row.text)
            if form is not None:
                yield form
            elif line is not None:
                yield KeptLine(line)
            else:
                asked = row.text.strip().startswith(_QUESTION)
                self.estimated |= asked and ASKED in row.text
                self.unwritten |= asked and ASKED_SHOT in row.text
                yield Gap()
        elif row.kind in ("BLANK", "BREAK"):
            yield Gap()

    def shot(self, typed: ScriptShot, shot: Shot | None) -> Iterator[Event]:
        words: list[str] = []
        if shot is None and typed.mark.form == "broken":
            words.append(self.row(typed.row))
        else:
            if not self.estimated and not self.unwritten:
                mark = typed.mark
                start, end = (mark.start, mark.end) if mark.form == "range" else (mark.start, None)
                yield ShotNote(
                    start, end, mark.length, mark.form == "open", shot.title if shot is not None else mark.title
                )
            self.unwritten = False
            words += [self.words(typed.first.start, typed.first.text)] if typed.first.text.strip() else []
        speeches = {speech.span.start: speech for speech in shot.dialogue} if shot is not None else {}
        fields = {self.row_of(field): field for field in shot.fields} if shot is not None else {}
        picture = shot.picture if shot is not None else None
        rows = list(typed.rows)
        while rows:
            row = rows.pop(0)
            start = row.start + _indent(row)
            if start in speeches or start in fields or (picture is not None and picture.line.start == start):
                yield from _paragraph(words)
                words.clear()
            if (speech := speeches.get(start)) is not None:
                lines = [row, *_below(rows, row, speech.span.end)]
                yield self.speech(speech, lines)
            elif (field := fields.get(start)) is not None:
                end = max((piece.span.end for piece in field.text.pieces), default=row.start)
                lines = [_value(row), *(self.row(line) for line in _below(rows, row, end))]
                yield from _named(field.key, lines)
            elif picture is not None and picture.line.start == start:
                yield NamedNote("picture", picture.typed)
            elif row.kind in ("BLANK", "BREAK", "COMMENT"):
                yield from _paragraph(words)
                words.clear()
                yield from self.aside(row)
            else:
                words.append(self.row(row))
        yield from _paragraph(words)

    def row_of(self, field: Field) -> int:
        """The offset at which the line of a field begins, behind its blanks."""
        start = self.source.line_start(self.source.place(field.span.start).line)
        line = self.source.line(self.source.place(field.span.start).line)
        return start + len(line) - len(line.lstrip())

    def speech(self, speech: Speech, rows: Sequence[Row]) -> Spoken:
        match = pattern("PAIR").match(rows[0].text)
        assert match is not None
        lines = [self.words(rows[0].start + match.start(4), match[4]), *map(self.row, rows[1:])]
        if speech.words.value != speech.typed.value:
            lines[0], lines[-1] = lines[0][1:], lines[-1] if len(lines) > 1 else lines[0][1:]
            lines[-1] = lines[-1][:-1]
        return Spoken(speech.name, speech.manner, tuple(line.strip() for line in lines))

    def row(self, row: Row) -> str:
        return self.words(row.start, row.text)

    def words(self, start: int, text: str) -> str:
        """The words of a line from an offset on: names and values in place, notes as typed, without `\\`."""
        lead = len(text) - len(text.lstrip())
        start, text = start + lead, text.strip()
        out: list[str] = []
        at = 0
        while at < len(text):
            piece = self.replaced.get(start + at)
            if text.startswith("[[", at) and (end := text.find("]]", at)) > 0:
                out.append(text[at : end + 2])
                at = end + 2
            elif piece is not None:
                out.append(piece.text)
                at += piece.span.end - piece.span.start
            elif text[at] == "\\" and _SIGN.match(text, at) and escapes(text, at):
                width = 3 if text[at + 1 : at + 3] in ("{{", "[[") else 2
                out.append(text[at + 1 : at + width])
                at += width
            else:
                out.append(text[at])
                at += 1
        return "".join(out)


def _pieces(story: Story) -> Iterator[Piece]:
    texts = [story.overview]
    for scene in story.scenes:
        texts += [scene.title, scene.text, scene.closing]
        for shot in scene.shots:
            texts += [shot.action, *(field.text for field in shot.fields), *(line.typed for line in shot.dialogue)]
    return (piece for text in texts for piece in text.pieces)


def _paragraph(words: Sequence[str], *, overview: bool = False) -> Iterator[Item]:
    if words and overview:
        yield from _named(OVERVIEW, words)
    elif words:
        yield Action(tuple(words))


def _named(key: str, lines: Sequence[str]) -> Iterator[Item]:
    """Words that a screenplay has in a note, and the notes in them, which stand behind: a note holds no other."""
    whole = " ".join(lines)
    text = " ".join(_NOTE.sub(" ", whole).split())
    if not text:
        yield Action(tuple(lines))
        return
    yield NamedNote(key, text)
    notes = [note[0] for note in _NOTE.finditer(whole)]
    if notes:
        yield Action((" ".join(notes),))


def _below(rows: list[Row], row: Row, end: int) -> Iterator[Row]:
    """The rows that go on with a field or a speech, taken from those that follow."""
    while rows and rows[0].start < end and rows[0].kind != "BLANK" and _indent(rows[0]) > _indent(row):
        yield rows.pop(0)


def _value(row: Row) -> str:
    return row.text[min(at for at in (row.text.find(":"), row.text.find("："), len(row.text)) if at >= 0) + 1 :].strip()


def _indent(row: Row) -> int:
    return len(row.text) - len(row.text.lstrip())
