"""Links on the way to a file: nothing is written through one, since a checkout may bring it along."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from storyboard.recall import witness


def first_link(root: Path, path: Path) -> Path | None:
    """The first part of a path below a root that is a link, None where none is or the path lies elsewhere."""
    if not path.is_relative_to(root):
        return None
    place = root
    for part in path.relative_to(root).parts:
        place /= part
        if is_link(place):
            return place
    return None


def links_in(folder: Path) -> list[Path]:
    """What lies in a folder and is a link, sorted; nothing where the folder cannot be read."""
    witness.names(folder)
    try:
        with witness.aside(), os.scandir(folder) as entries:
            return sorted(path for path in (Path(entry.path) for entry in entries) if is_link(path))
    except OSError:
        return []


def is_link(path: Path) -> bool:
    """Whether a path is a link, or a junction as Windows has them; False where nothing is there."""
    try:
        status = path.lstat()
    except OSError:
        return False
    mount_point = getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", None)
    return stat.S_ISLNK(status.st_mode) or (mount_point is not None and _tag(status) == mount_point)


def _tag(status: os.stat_result) -> int:
    return getattr(status, "st_reparse_tag", 0)
