"""Holds what an import reads against what `check` reads of the same text: where they differ, somebody is told."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from msgspec.structs import replace

from storyboard.compiler.pipeline import clips_of_story, compile_story
from storyboard.config import Config
from storyboard.diagnostics import Diagnostic, Level
from storyboard.exchange.importers._draft import Draft
from storyboard.exchange.importers._writer import written
from storyboard.language.story import Clip
from storyboard.source import MemoryFiles
from storyboard.timing import seconds

_Marks: TypeAlias = "list[tuple[int | None, int | None]]"

_NAME = "text.story"
_SHOWN = 4
_IGNORING = "storyc:"  # begins the comment that silences a finding
# What speaks of text and marks; SB216 names a mark that was taken for text or for a title.
_OF_MARKS = ("SB1", "SB216")
_UNTIMED = "SB209"  # says that marks were read, and that none has a time


def agreed(text: str, draft: Draft) -> Draft:
    """The draft, with a question where the text as it stands is a story with other shots, and `check` says nothing."""
    if _asks(draft) or draft.returns:
        return draft
    # Near misses and limits are what `check` says, unless the text silences it.
    clips = _clips(text, faulty=_IGNORING in text)
    if clips is None:
        return draft
    here = _marks(clips)
    if _drafted(draft) == here:
        return draft if here or len(clips) <= max(1, len(draft.clips)) else _headed(draft, len(clips))
    typed = compile_story(MemoryFiles({_NAME: text}), _NAME, Config())
    if any(map(_of_marks, typed.diagnostics)):
        return draft
    # What the compiler makes of lengths and open ends, which takes longer.
    drafted = _marks(_clips(written(draft), faulty=True) or ())
    if drafted == here:
        return draft
    asked = f"read as {_said(drafted)}; as it stands, the text is a story with {_said(here)}. Which is right?"
    return replace(draft, doubts=(asked, *draft.doubts))


def _headed(draft: Draft, clips: int) -> Draft:
    """The draft of a text without marks, asked whether its headings begin clips."""
    asked = f"its headings are words here; as it stands, the text is a story with {clips} clips. Which is right?"
    return replace(draft, doubts=(asked, *draft.doubts))


def _of_marks(finding: Diagnostic) -> bool:
    """Whether a finding tells a writer to look at the marks or at their times."""
    timed = finding.level is Level.ERROR and finding.code.startswith("SB2") and finding.code != _UNTIMED
    return timed or finding.code.startswith(_OF_MARKS)


def _asks(draft: Draft) -> bool:
    clips = any(clip.doubts or any(shot.doubts for shot in clip.shots) for clip in draft.clips)
    return clips or bool(draft.doubts)


def _drafted(draft: Draft) -> _Marks | None:
    """The times of a draft's shots; None where a length leaves them to the compiler."""
    shots = [shot for clip in draft.clips for shot in clip.shots]
    return None if any(shot.length is not None for shot in shots) else [(shot.start, shot.end) for shot in shots]


def _clips(text: str, *, faulty: bool) -> tuple[Clip, ...] | None:
    return clips_of_story(MemoryFiles({_NAME: text}), _NAME, Config(), faulty=faulty)


def _marks(clips: Iterable[Clip]) -> _Marks:
    """The times of the shots that have a mark, None where the mark names none."""
    marked = [(shot, shot.mark) for clip in clips for shot in clip.shots if shot.mark is not None]
    return [(None, None) if mark.form == "untimed" else (shot.start, shot.end) for shot, mark in marked]


def _said(marks: _Marks) -> str:
    """How many marks there are, and their times: `2 marks (0-3, 3-5 s)`."""
    times = [f"{seconds(start)}-{seconds(end)}" for start, end in marks if start is not None and end is not None]
    more = ", …" if len(times) > _SHOWN else ""
    timed = f" ({', '.join(times[:_SHOWN])}{more} s)" if times else ""
    return f"{len(marks) or 'no'} {'mark' if len(marks) == 1 else 'marks'}{timed}"
