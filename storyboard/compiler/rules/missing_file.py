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

from storyboard.compiler.layout.astray import as_typed, near
from storyboard.compiler.rules import Facts
from storyboard.compiler.rules._audio import paths
from storyboard.diagnostics import Edit, Finding, Fix, Level, Safety
from storyboard.source import NO_FILE, read_or_why

CODE = "SB405"
LEVEL = Level.ERROR
SINCE = "0.1.0"
SETTINGS = ("audio",)
_SOUNDS = (".wav", ".mp3")
_PATH = "write the path from the folder of this file, or from the project's root after a `/`"
_HEARD = "write what is heard as `sound:` below its shot, or `\\` before the line if it is text; `audio` is a file"


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
        meant = near(path, facts.files.list, _is_sound)
        own = as_typed(meant, setting.span.path) if meant and meant != path else ""
        message = f"`audio` names `{path}`, there is no such file" + (f" but there is `{meant}`" if own else "")
        yield Finding(
            f"`audio` names `{path}`, which {NO_FILE}" if meant == path else message,
            setting.span,
            f"write `{own}`" if own else _PATH if _is_sound(path) else _HEARD,
            fix=Fix(Safety.UNSAFE, f"write `{own}`", (Edit(setting.span, own),)) if own else None,
        )


def _is_sound(path: str) -> bool:
    return path.lower().endswith(_SOUNDS)
