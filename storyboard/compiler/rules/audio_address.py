"""The address of a sound looks like a page, not like a sound.

The host fetches `audio` from an address by itself, while it makes the clip. A page of a video or music service is no
sound: the generation fails, or comes without its music. Where the address does lead to a file of sound, ignore this
rule.

Bad:

    audio: https://example.org/watch?v=lamp
    Shot 1 [0-5s] A lamp is lit.

Good:

    audio: https://example.org/lamp.mp3
    Shot 1 [0-5s] A lamp is lit.
"""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.compiler.rules import Facts
from storyboard.compiler.rules._audio import settings
from storyboard.diagnostics import Finding, Level
from storyboard.patterns import lazy

CODE = "SB130"
LEVEL = Level.WARNING
SINCE = "0.2.0"
IGNORABLE = True
SETTINGS = ("audio",)
_ENDS = lazy(r"[?#].*")


def check_story(facts: Facts) -> Iterator[Finding]:
    """The addresses whose path does not end as one of the sounds that the model takes."""
    audio = facts.profile.audio
    for setting in settings(facts.story) if audio is not None else ():
        ends = tuple(f".{kind}" for kind in audio.formats) if audio is not None else ()
        # Any other address is unsafe-url's to report.
        https = setting.value.lower().startswith("https://")
        if https and not _ENDS.sub("", setting.value).lower().endswith(ends):
            yield Finding(
                f"`{setting.value[:60]}` looks like the address of a page, it does not end in {' or '.join(ends)}",
                setting.span,
                "write the address of the file itself, or save the sound in the project and write its path",
            )
