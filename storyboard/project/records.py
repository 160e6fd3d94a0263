"""A project: a root, its settings, and the stories that are meant in it."""

from __future__ import annotations

from pathlib import Path

import msgspec

from storyboard.config import Config
from storyboard.diagnostics import UserError
from storyboard.source import Files


class ProjectError(UserError):
    """The paths, the settings or the selection cannot be used as they stand."""


class Project(msgspec.Struct, frozen=True):
    """One root with its configuration, and the stories meant in it by their paths from the root.

    `piped` says that there is one story, and that its text comes from stdin.
    """

    root: Path
    files: Files
    config: Config
    stories: tuple[str, ...]
    piped: bool = False


class Gathered(msgspec.Struct, frozen=True):
    """The projects that the PATHs lie in, in the order they were named, and whether a PATH led nowhere."""

    projects: tuple[Project, ...]
    missing: bool
