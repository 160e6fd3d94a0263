"""What a watch is given, and what it tells."""

from __future__ import annotations

from pathlib import Path

import msgspec

from storyboard.config import Config
from storyboard.project.watch.known import Key, Known


class Mistake(Exception):
    """The stories or the configuration cannot be read as they are now; the text says why."""


class Watched(msgspec.Struct, frozen=True):
    """One project: its root, its settings, and the stories that are meant by their paths from the root."""

    root: Path
    config: Config
    stories: tuple[str, ...]


class Looked(msgspec.Struct, frozen=True):
    """What a look at the stories came to: all of them, which have changed and which are gone, and the seconds it took.

    `mistake` says why nothing could be looked at, `note` what else there is to know.
    """

    known: tuple[Known, ...] = ()
    changed: tuple[Known, ...] = ()
    gone: tuple[Key, ...] = ()
    took: float = 0.0
    mistake: str = ""
    note: str = ""
