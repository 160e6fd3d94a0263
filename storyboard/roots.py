"""Where the root of a project is, and the file that says so."""

from __future__ import annotations

import os
from pathlib import Path

from storyboard.recall import witness
from storyboard.source.files import is_taken, read_regular
from storyboard.source.paths import is_in_git

FILE = "storyc.toml"
PYPROJECT = "pyproject.toml"
MOST_BYTES = 1_000_000


def find_root(start: Path) -> tuple[Path, Path | None]:
    """The project's root for a file or folder, and the file with its settings where there is one.

    The root is the nearest folder upward with `storyc.toml` or with `[tool.storyc]` in `pyproject.toml`, else the
    nearest that holds `.git`, else the folder itself. A file of settings that cannot be read is one all the same:
    `load` says so, since what it caps would else be free.
    """
    witness.way(start)
    start = start.resolve()
    folder = start if start.is_dir() else start.parent
    upward = (folder, *folder.parents)
    for place in upward:
        if _is_taken(place / FILE):
            return place, place / FILE
        if _is_taken(place / PYPROJECT) and _has_section(place / PYPROJECT):
            return place, place / PYPROJECT
    return next((place for place in upward if is_repository(place)), folder), None


def link_out(target: Path) -> Path | None:
    """The link in a checkout through which a file would be written outside of it or among git's own, None without one.

    A checkout brings its links along. Through one in the place of a report its author would write into any file.
    """
    from storyboard.system.links import is_link

    place = Path(os.path.abspath(target))
    root: Path | None = None
    for part in (*reversed(place.parents), place):
        if root is not None and is_link(part):
            end, top = place.resolve(), root.resolve()
            stays = end.is_relative_to(top) and not is_in_git(end.relative_to(top).parts)
            return None if stays else part
        if os.path.lexists(part / FILE) or os.path.lexists(part / ".git"):
            root = part
    return None


def is_repository(folder: Path) -> bool:
    """Whether a folder is the top of a git repository, or of a working tree that belongs to one."""
    witness.way(folder / ".git")
    return (folder / ".git").exists()


def _is_taken(path: Path) -> bool:
    witness.way(path)
    witness.look(path)
    return is_taken(path)


def _has_section(file: Path) -> bool:
    """Whether a `pyproject.toml` is this project's settings, which it may be where it cannot be read."""
    try:
        return speaks_of_storyc(read_regular(file, MOST_BYTES + 1))
    except OSError:
        return True


def speaks_of_storyc(data: bytes) -> bool:
    """Whether a `pyproject.toml` is this project's settings; one that cannot be read is, when it names the section."""
    if b"storyc" not in data:
        return False
    from storyboard.language.tomltext import TomlError, read_toml

    try:
        tools = read_toml(data, MOST_BYTES).get("tool")
    except TomlError:
        return b"tool.storyc" in data
    return isinstance(tools, dict) and isinstance(tools.get("storyc"), dict)  # pyright: ignore[reportUnknownMemberType]
