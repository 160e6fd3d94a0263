"""Both sides of the scratch repository, compared without the command line."""

from __future__ import annotations

from pathlib import Path

from storyboard.compiler.pipeline import Options
from storyboard.config import Config
from storyboard.project.diff import Change, compare, side
from storyboard.source import DiskFiles, Files
from storyboard.source.git import GitFiles


def compared(film: Path, paths: tuple[str, ...] = ("acts/03.story",)) -> tuple[Change, ...]:
    with GitFiles(film, "HEAD") as old:
        trees: tuple[Files, Files] = (old, DiskFiles(film))
        before, after = (
            [version for path in paths for version in side(files, path, Config(), Options()).versions]
            for files in trees
        )
        return compare(before, after)
