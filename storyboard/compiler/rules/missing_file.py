"""A file that the story names is not there, or cannot be read.

Paths are counted from the folder of the file that names them, or from the project's root after a `/`. A clip without
its sound, or a story without its shared cast, is another clip: nothing is made until the file is found.

Bad:

    audio: sounds/rain.mp3
    Shot 1 [0-5s] Rain on a tin roof.

Good:

    Shot 1 [0-5s] Rain on a tin roof.
      sound: rain
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from storyboard.compiler.rules import Facts
from storyboard.compiler.rules._audio import paths
from storyboard.diagnostics import Finding, Level, nearest
from storyboard.source import NO_FILE, read_or_why

CODE = "SB405"
LEVEL = Level.ERROR
SINCE = "0.1.0"
SETTINGS = ("audio",)


def check_story(facts: Facts) -> Iterator[Finding]:
    """The sound files that are not there or cannot be read; includes are looked for where they are read."""
    for setting, path in paths(facts):
        if path is None:
            continue
        if facts.files.exists(path):
            why = read_or_why(facts.files, path, 1)
            if isinstance(why, str):
                said = f"`audio` names `{path}`, which cannot be read: {why}"
                yield Finding(said, setting.span, "look at the file's permissions")
            continue
        folder = str(PurePosixPath(path).parent)
        near = nearest(path, facts.files.list("" if folder == "." else folder), 0.8)
        message = f"`audio` names `{path}`, there is no such file" + (f" but there is `{near}`" if near else "")
        yield Finding(
            f"`audio` names `{path}`, which {NO_FILE}" if near == path else message,
            setting.span,
            "write the path from the folder of this file, or from the project's root after a `/`",
        )
