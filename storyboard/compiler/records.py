"""Diagnostics, clips and shots as the records that are written as JSON: seconds, not ms; lines, not spans."""

from __future__ import annotations

from collections.abc import Mapping

from storyboard.diagnostics import Diagnostic, Edit, Fix, Note, rule_page
from storyboard.language.story import Clip, Shot, plain
from storyboard.records import check, story
from storyboard.source import Source, places
from storyboard.system.secrets import clean
from storyboard.timing import number


def diagnostic_record(diagnostic: Diagnostic, sources: Mapping[str, Source]) -> check.Diagnostic:
    """One diagnostic as it is written; `sources` holds each file's text by its path."""
    finding = diagnostic.finding
    start, end = places(finding.span, sources)
    return check.Diagnostic(
        code=diagnostic.code,
        name=diagnostic.name,
        level=diagnostic.level,
        message=clean(finding.message),
        path=clean(finding.span.path),
        line=start.line,
        column=start.column,
        end_line=end.line,
        end_column=end.column,
        help=clean(finding.help),
        related=tuple(_related(note, sources) for note in finding.related),
        fix=None if finding.fix is None else _fix(finding.fix, sources),
        url=rule_page(diagnostic.code),
    )


def _related(note: Note, sources: Mapping[str, Source]) -> check.Related:
    start, _ = places(note.span, sources)
    return check.Related(clean(note.message), clean(note.span.path), start.line, start.column)


def _fix(fix: Fix, sources: Mapping[str, Source]) -> check.FixRecord:
    return check.FixRecord(fix.safety, clean(fix.title), tuple(_edit(edit, sources) for edit in fix.edits))


def _edit(edit: Edit, sources: Mapping[str, Source]) -> check.EditRecord:
    start, end = places(edit.span, sources)
    path, text = clean(edit.span.path), clean(edit.text)
    return check.EditRecord(path, start.line, start.column, end.line, end.column, text)


def clip_record(clip: Clip) -> story.StoryClip:
    """One clip as it is written, with those of its shots that could be read."""
    return story.StoryClip(
        index=clip.index,
        title=clip.title,
        overview=plain(clip.overview),
        closing=plain(clip.closing),
        duration=_seconds(clip.duration),
        # A near miss keeps its shot's place in the compiler; it is no shot that could be read.
        shots=tuple(_shot(shot) for shot in clip.shots if shot.mark is None or shot.mark.form != "broken"),
    )


def _seconds(ms: int | None) -> int | float | None:
    return None if ms is None else number(ms)


def _shot(shot: Shot) -> story.StoryShot:
    return story.StoryShot(
        number=shot.number,
        start=_seconds(shot.start),
        end=_seconds(shot.end),
        title=shot.title,
        text=plain(shot.action),
        camera=_field(shot, "camera"),
        light=_field(shot, "light"),
        sound=_field(shot, "sound"),
        music=_field(shot, "music"),
        transition=_field(shot, "transition"),
        dialogue=tuple(
            story.SpeechRecord(speech.name, speech.state, speech.manner, plain(speech.words))
            for speech in shot.dialogue
        ),
        picture=(shot.picture.path or "") if shot.picture is not None else "",
    )


def _field(shot: Shot, key: str) -> str:
    return "\n".join(plain(field.text) for field in shot.fields if field.key == key)
