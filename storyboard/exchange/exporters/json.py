"""The story as data, `storyc.story/1`: its clips and shots with their times in seconds, null where not known."""

from __future__ import annotations

from storyboard.compiler.pipeline import Compiled
from storyboard.compiler.records import clip_record
from storyboard.records import as_text
from storyboard.records.story import StoryRecord


def render(compiled: Compiled) -> str:
    """The story's JSON object, whatever else is wrong with it."""
    return as_text(StoryRecord(title=compiled.title, clips=tuple(map(clip_record, compiled.clips))))
