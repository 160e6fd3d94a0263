"""What a build is given, what it tells while it runs, and what it leaves to report."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal

import msgspec

from storyboard.request import Request
from storyboard.story import Clip

State = Literal[
    "waiting",  # another build has the root
    "drawing",
    "progress",  # also without anything new, every second, so that a heartbeat can be shown
    "done",  # drawn, or joined
    "kept",  # nothing changed
    "failed",
    "refused",  # somebody's file is in the way
    "lacking",  # clips of the film are missing
    "written",  # prompts and requests, where the extra for pictures is missing
]
FINAL: tuple[State, ...] = ("done", "kept", "failed", "refused", "lacking", "written")


class Settings(msgspec.Struct, frozen=True):
    """How a project is built: `root` and `out` are whole paths, `jobs` how many clips are drawn at once."""

    root: Path
    out: Path
    jobs: int
    draft: bool = False


class Film(msgspec.Struct, frozen=True):
    """One story, or one of its variants: all its clips, and the requests of those that are meant."""

    story: str
    variant: str
    title: str
    clips: tuple[Clip, ...]
    requests: tuple[Request, ...]


class Step(msgspec.Struct, frozen=True):
    """Something that a build tells: `clip` is a clip's number, 0 for the whole film.

    `path` is the animatic, `reason` a phrase where the state has one, `ms` the length of what was made, `done` of
    `total` its pictures so far, `took` the seconds it needed. `warnings` concern the pictures.
    """

    state: State
    story: str = ""
    variant: str = ""
    clip: int = 0
    path: Path | None = None
    reason: str = ""
    ms: int = 0
    done: int = 0
    total: int = 0
    took: float = 0.0
    warnings: tuple[str, ...] = ()


Tell = Callable[[Step], None]
