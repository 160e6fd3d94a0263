"""The story as data, `storyc.story/1`: its clips and shots with their times in seconds, null where not known."""

from __future__ import annotations

import msgspec

from storyboard.compiler.pipeline import Compiled
from storyboard.language.story import Clip, Shot, plain
from storyboard.timing import number

SCHEMA = "storyc.story/1"
FIELDS = ("camera", "light", "sound", "music", "transition")


def render(compiled: Compiled) -> str:
    """The story's JSON object, whatever else is wrong with it."""
    story = {"schema": SCHEMA, "title": compiled.title, "clips": [_clip(clip) for clip in compiled.clips]}
    return msgspec.json.format(msgspec.json.encode(story), indent=2).decode("utf-8") + "\n"


def _seconds(ms: int | None) -> int | float | None:
    return None if ms is None else number(ms)


def _clip(clip: Clip) -> dict[str, object]:
    return {
        "index": clip.index,
        "title": clip.title,
        "overview": plain(clip.overview),
        "closing": plain(clip.closing),
        "duration": _seconds(clip.duration),
        # A near miss keeps its shot's place in the compiler; it is no shot that could be read.
        "shots": [_shot(shot) for shot in clip.shots if shot.mark is None or shot.mark.form != "broken"],
    }


def _shot(shot: Shot) -> dict[str, object]:
    named = {key: "\n".join(plain(field.text) for field in shot.fields if field.key == key) for key in FIELDS}
    speeches = [
        {"name": speech.name, "state": speech.state, "manner": speech.manner, "text": plain(speech.words)}
        for speech in shot.dialogue
    ]
    return {
        "number": shot.number,
        "start": _seconds(shot.start),
        "end": _seconds(shot.end),
        "title": shot.title,
        "text": plain(shot.action),
        **named,
        "dialogue": speeches,
    }
