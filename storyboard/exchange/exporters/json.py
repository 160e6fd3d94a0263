"""The story as data, `storyc.story/1`: its clips and shots with their times in seconds, null where not known."""

from __future__ import annotations

from storyboard.compiler.pipeline import Compiled
from storyboard.language.story import Clip, Shot, plain
from storyboard.records import as_text
from storyboard.records.story import Speech, Story, StoryClip, StoryShot
from storyboard.timing import number


def render(compiled: Compiled) -> str:
    """The story's JSON object, whatever else is wrong with it."""
    return as_text(Story(title=compiled.title, clips=tuple(map(_clip, compiled.clips))))


def _seconds(ms: int | None) -> int | float | None:
    return None if ms is None else number(ms)


def _clip(clip: Clip) -> StoryClip:
    return StoryClip(
        index=clip.index,
        title=clip.title,
        overview=plain(clip.overview),
        closing=plain(clip.closing),
        duration=_seconds(clip.duration),
        # A near miss keeps its shot's place in the compiler; it is no shot that could be read.
        shots=tuple(_shot(shot) for shot in clip.shots if shot.mark is None or shot.mark.form != "broken"),
    )


def _shot(shot: Shot) -> StoryShot:
    return StoryShot(
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
            Speech(speech.name, speech.state, speech.manner, plain(speech.words)) for speech in shot.dialogue
        ),
    )


def _field(shot: Shot, key: str) -> str:
    return "\n".join(plain(field.text) for field in shot.fields if field.key == key)
