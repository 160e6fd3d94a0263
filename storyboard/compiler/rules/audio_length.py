"""The audio is longer or shorter than its clip.

A file that is longer is cut at the end of the clip; one that is shorter leaves the rest of the clip silent, since no
sound is made beside a file that is given. Cut the file to the clip's length, or plan the clip to the file's.

Bad: `audio: song.wav` beside shots of 5 seconds, where the file lasts 8.

Good:

    Shot 1 [0-3s] A lamp is lit.
    Shot 2 [3-5s] A hand reaches in.
"""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.compiler.rules import Facts
from storyboard.diagnostics import Finding, Level
from storyboard.film.audio import probe
from storyboard.language.story import Clip, Setting
from storyboard.source import read_or_why
from storyboard.source.paths import project_path
from storyboard.timing import seconds

CODE = "SB305"
LEVEL = Level.WARNING
SINCE = "0.1.0"
IGNORABLE = True
SETTINGS = ("audio",)
# Files are seldom cut to the millisecond, and a tenth of a second is not heard.
_NEAR = 100


def check_story(facts: Facts) -> Iterator[Finding]:
    """The clips whose local audio file has another length than they have; each file is read once."""
    known: dict[str, int | None] = {}
    for clip in facts.clips:
        setting = clip.settings.get("audio")
        if setting is None or "://" in setting.value or clip.duration is None or not clip.sound:
            continue
        path = project_path(setting.span.path, setting.value)
        if path is None:
            continue
        if path not in known:
            known[path] = _length(path, facts)
        length = known[path]
        if length is not None and abs(length - clip.duration) > _NEAR:
            yield _finding(clip, setting, length, clip.duration)


def _length(path: str, facts: Facts) -> int | None:
    audio = facts.profile.audio
    if audio is None or not facts.files.exists(path):
        return None
    data = read_or_why(facts.files, path, audio.max_bytes + 1)
    measured = probe(data, len(data)) if isinstance(data, bytes) and len(data) <= audio.max_bytes else None
    # Beyond these lengths the file is refused, which is another rule's finding.
    if measured is None or measured.milliseconds is None or not audio.min_ms <= measured.milliseconds <= audio.max_ms:
        return None
    return measured.milliseconds


def _finding(clip: Clip, setting: Setting, length: int, duration: int) -> Finding:
    shown = seconds((length + 50) // 100 * 100)
    longer = length > duration
    what = "its end is cut off" if longer else "the rest is silent"
    return Finding(
        f"`{setting.value[:60]}` lasts {shown}s but clip {clip.index} is {seconds(duration)}s long: {what}",
        setting.span,
        f"{'cut the file to' if longer else 'give the file'} {seconds(duration)}s, or make the clip "
        + ("longer" if longer else "shorter"),
        clip=clip.index,
    )
