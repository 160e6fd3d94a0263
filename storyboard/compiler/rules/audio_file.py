"""The model does not accept this sound file.

The model takes certain kinds of sound (Wan: WAV and MP3, 3 to 30 seconds, up to 15 MB) and refuses the request, or cuts
the sound, for any other. The kind is read from the file's first bytes, not from its name. Whether the sound fits the
clip it belongs to is another question: that is `audio-length`.

Bad:

    audio: example.story
    Shot 1 [0-5s] Rain on a tin roof.

Good:

    audio: https://example.com/rain.mp3
    Shot 1 [0-5s] Rain on a tin roof.
"""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.compiler.rules import Facts
from storyboard.compiler.rules._audio import paths
from storyboard.diagnostics import Finding, Level, LostPart
from storyboard.film.audio import probe
from storyboard.profiles import Profile
from storyboard.source import read_or_why
from storyboard.timing import seconds

CODE = "SB410"
LEVEL = Level.ERROR
SINCE = "0.1.0"
SETTINGS = ("audio",)

_MB = 1_000_000


def check_story(facts: Facts) -> Iterator[Finding]:
    """The sound files of the wrong kind, length or size."""
    limits = facts.profile.audio
    if limits is None:
        return
    for setting, path in paths(facts):
        if path is None or not facts.files.exists(path):
            continue
        # Of a file that is too large one byte too many is read, and no more.
        data = read_or_why(facts.files, path, limits.max_bytes + 1)
        # What cannot be read is SB405's to report.
        wrong = None if isinstance(data, str) else _wrong(path, data, facts.profile)
        if wrong is not None:
            yield Finding(wrong[0], setting.span, wrong[1], lost=LostPart("audio", path))


def _wrong(path: str, data: bytes, profile: Profile) -> tuple[str, str] | None:
    limits = profile.audio
    assert limits is not None
    kinds = " and ".join(kind.upper() for kind in limits.formats)
    sound = probe(data, len(data))
    if sound is None or sound.kind not in limits.formats:
        is_what = "no sound that can be read" if sound is None else sound.kind.upper()
        return (
            f"`{path}` is {is_what}, `{profile.id}` takes {kinds}",
            f"save the sound as {kinds.replace(' and ', ' or ')}",
        )
    if len(data) > limits.max_bytes:
        most = f"{limits.max_bytes / _MB:g} MB"
        return f"`{path}` is larger than {most}, the most that `{profile.id}` takes", f"save it smaller than {most}"
    if sound.milliseconds is None:
        return None
    if not limits.min_ms <= sound.milliseconds <= limits.max_ms:
        least, most = seconds(limits.min_ms), seconds(limits.max_ms)
        return (
            f"`{path}` is {seconds(sound.milliseconds)}s long, `{profile.id}` takes {least} to {most}s of sound",
            f"cut the sound to {most}s or less"
            if sound.milliseconds > limits.max_ms
            else f"make it {least}s or longer",
        )
    return None
