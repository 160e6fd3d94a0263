"""A path leaves the project, or is hidden.

A story may name files below the project's root only, with `/` between folders: no `..` above it, no `~`, no drive
letter, and no name that begins with a dot. Everybody who checks the project out must get the same film, and a story
from a stranger must not be able to send the files of the machine that builds it, or the keys that it keeps in `.env`.

Bad:

    audio: ../../music/theme.mp3
    Shot 1 [0-5s] A lamp is lit.

Good:

    audio: https://example.com/theme.mp3
    Shot 1 [0-5s] A lamp is lit.
"""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.compiler.layout.astray import left
from storyboard.compiler.rules import Facts
from storyboard.compiler.rules._audio import paths
from storyboard.diagnostics import Finding, Level

CODE = "SB406"
LEVEL = Level.ERROR
SINCE = "0.1.0"
SETTINGS = ("audio",)


def check_story(facts: Facts) -> Iterator[Finding]:
    """The sound files whose path leaves the project; includes are judged where they are read."""
    for setting, path in paths(facts):
        if path is None:
            yield left("audio", setting.value, setting.span)
