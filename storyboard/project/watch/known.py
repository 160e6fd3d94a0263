"""A compiled story that knows what it was made from, so that it can tell when it is out of date."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from storyboard.compiler.pipeline import Compiled, Options, compile_story
from storyboard.config import Config
from storyboard.project.records import Project
from storyboard.source import DiskFiles, NotingFiles

Key = tuple[Path, str]  # a story: its project's root, and its path from there
Stamp = tuple[int, ...] | None  # None where nothing is


class Known(msgspec.Struct, frozen=True):
    """A story as it was compiled last, and by path the stamps of all that it asked for, also of what is not there.

    Included files, templates, profiles, sounds and pictures are among them, and folders that were looked into.
    """

    root: Path
    config: Config
    compiled: Compiled
    stamps: dict[Path, Stamp]

    @property
    def key(self) -> Key:
        """What the story is known by."""
        return self.root, self.compiled.path

    @property
    def project(self) -> Project:
        """Its project, as if this were the only story."""
        return Project(self.root, DiskFiles(self.root), self.config, (self.compiled.path,))

    @property
    def has_errors(self) -> bool:
        """Whether the story cannot be compiled as it is."""
        return self.compiled.has_errors


def look(root: Path, path: str, config: Config, options: Options) -> Known:
    """The story as it is now."""
    stamps: dict[Path, Stamp] = {}

    def note(asked: str) -> None:
        # Taken before the file is read: what is written meanwhile makes a stamp that is too old, never too new.
        place = root / asked
        if place not in stamps:
            stamps[place] = stamp(place)

    files = NotingFiles(DiskFiles(root), note)
    return Known(root, config, compile_story(files, path, config, options), stamps)


def is_stale(known: Known) -> bool:
    """Whether something that the story was made from is another file by now, or holds something else."""
    return any(stamp(place) != before for place, before in known.stamps.items())


def differs(known: Known, other: Known) -> bool:
    """Whether there is anything to tell of a story that was compiled again."""
    before, after = known.compiled, other.compiled
    if known.config != other.config or before.diagnostics != after.diagnostics or before.missing != after.missing:
        return True
    if before.requests != after.requests or _texts(before) != _texts(after):
        return True
    return _pictures(known) != _pictures(other)  # which no request and no text shows


def stamp(place: Path | str) -> Stamp:
    """What tells two states of a file apart without reading it."""
    try:
        status = os.stat(place)
    except (OSError, ValueError):
        return None
    return status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino, status.st_dev


def _pictures(known: Known) -> list[tuple[str, Stamp]]:
    """The pictures of the shots, with the stamps of their files."""
    shots = (shot.picture for clip in known.compiled.clips for shot in clip.shots if shot.picture is not None)
    paths = [picture.path for picture in shots if picture.path is not None]
    return [(path, known.stamps.get(known.root / path)) for path in paths]


def _texts(compiled: Compiled) -> dict[str, str]:
    return {path: source.text for path, source in compiled.sources.items()}
