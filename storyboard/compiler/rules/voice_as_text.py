"""A line such as `VO: …` is a part of the picture's description, and nobody says it.

Words are spoken where a name stands before them in capitals and they are in quotation marks, or where the name is in
the cast: `NARRATOR (V.O.): "…"`. A voice without a body is drawn nowhere, is heard in the free film, has a place in
the subtitles, and its length is held against the shot's. The fix writes the line so.

Bad:

    Shot 1 [0-5s] A street before sunrise.
      VO: The city never sleeps.

Good:

    Shot 1 [0-5s] A street before sunrise.
      NARRATOR (VO): "The city never sleeps."
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from storyboard.compiler.rules import Facts
from storyboard.diagnostics import Edit, Finding, Fix, Level, Safety
from storyboard.language import words
from storyboard.language.story import Row
from storyboard.patterns import lazy
from storyboard.source import Source

CODE = "SB132"
LEVEL = Level.WARNING
SINCE = "0.2.0"
IGNORABLE = True
SIGNS = (":",)
_LINE = lazy(
    r"[ \t]*+(?:[-*•][ \t]++)?+(?P<bold>[*_]*+)(?P<key>[^\W\d_][^\W\d_. -]*+(?:[. -]{1,2}[^\W\d_]++){0,3}+\.?)"
    r"[*_]*+[ \t]*+[:：][*_]*+[ \t]*+(?P<said>\S[^\n]*)"
)
_QUOTES = '"“”„«»「」『』＂'


def check_story(facts: Facts) -> Iterator[Finding]:
    """The lines of shots that begin with the name of a voice and are no dialogue."""
    source = facts.sources[facts.story.path]
    for scene, clip in zip(facts.story.scenes, facts.story.script.clips, strict=True):
        spoken = {speech.span.start for shot in scene.shots for speech in shot.dialogue}
        end = scene.closing.pieces[0].span.start if scene.closing.pieces else len(source.text)
        for shot in clip.shots:
            for row in shot.rows:
                start = row.start + len(row.text) - len(row.text.lstrip())
                if row.kind in ("TEXT", "PAIR") and start not in spoken and row.start < end:
                    yield from _line(source, row)


def _line(source: Source, row: Row) -> Iterator[Finding]:
    match = _LINE.fullmatch(row.text.rstrip())
    speech = _LINE.fullmatch(match["said"]) if match and words.fold(match["key"]) in words.lookup("dialogue") else None
    if match is not None and speech is not None:
        yield _keyed(source, row, match, speech)
        return
    # What is quoted is spoken already, by nobody who has a name.
    if match is None or words.fold(match["key"]) not in words.lookup("unseen") or set(match["said"]) & set(_QUOTES):
        return
    key, said = match["key"], match["said"]
    name = f"NARRATOR ({key})" if words.fold(key) in words.lookup("cues") else key.upper()
    at, end = row.start + match.start("bold"), row.start + match.end("said")
    write = f'{name}: "{said}"'
    yield Finding(
        f"`{key}:` begins a part of the picture's description, and nobody says it",
        source.span(row.start + match.start("key"), row.start + match.end("key")),
        f"write `{write if len(write) <= 60 else f'{write[:59]}…'}`",
        label="no speech",
        fix=Fix(Safety.UNSAFE, "make speech of it", (Edit(source.span(at, end), write),)),
    )


def _keyed(source: Source, row: Row, match: re.Match[str], speech: re.Match[str]) -> Finding:
    """The finding for `dialogue: ANNA: Hello`: a line of speech begins with who speaks."""
    said = speech["said"].strip()
    quoted = said if set(said) & set(_QUOTES) else f'"{said}"'
    write = f"{speech['key'].upper()}: {quoted}"
    start = row.start + match.start("bold")
    return Finding(
        f"`{match['key']}:` begins a part of the picture's description, and nobody says it",
        source.span(row.start + match.start("key"), row.start + match.end("key")),
        f"write `{write if len(write) <= 60 else f'{write[:59]}…'}`",
        label="no speech",
        fix=Fix(Safety.UNSAFE, "make speech of it", (Edit(source.span(start, row.start + match.end("said")), write),)),
    )
