"""The list of shots as CSV (RFC 4180, commas, UTF-8): a row a shot, times in seconds of the clip and of the film.

A cell that a spreadsheet would take for a formula gets an apostrophe before it.
"""

from __future__ import annotations

import csv
import io

from storyboard import timing
from storyboard.compiler.pipeline import Compiled
from storyboard.exchange.cues import offsets
from storyboard.language.story import Clip, Shot, plain

_FIELDS = ("camera", "light", "sound", "music", "transition")
COLUMNS = (
    "clip",
    "shot",
    "start",
    "end",
    "length",
    "film_start",
    "clip_title",
    "title",
    "text",
    *_FIELDS,
    "dialogue",
    "picture",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def render(compiled: Compiled) -> str:
    """The header and a row for each shot that could be read."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(COLUMNS)
    for at, clip in offsets(compiled.clips):
        for shot in clip.shots:
            if shot.mark is None or shot.mark.form != "broken":
                rows.writerow(_row(at, clip, shot))
    return out.getvalue()


def _row(at: int, clip: Clip, shot: Shot) -> list[str]:
    start, end = shot.start, shot.end
    length = end - start if start is not None and end is not None else None
    spoken = "\n".join(f"{speech.name}: {plain(speech.typed)}" for speech in shot.dialogue)
    named = ["\n".join(plain(field.text) for field in shot.fields if field.key == key) for key in _FIELDS]
    # From the root, so that an importer finds it from whatever folder the story is put in.
    picture = f"/{shot.picture.path}" if shot.picture is not None and shot.picture.path else ""
    numbers = [
        str(clip.index),
        str(shot.number),
        *(_seconds(ms) for ms in (start, end, length, at + start if start is not None else None)),
    ]
    return [
        *numbers,
        *(_defused(words) for words in (clip.title, shot.title, plain(shot.action), *named, spoken, picture)),
    ]


def _seconds(ms: int | None) -> str:
    return "" if ms is None else timing.seconds(ms)


def _defused(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
