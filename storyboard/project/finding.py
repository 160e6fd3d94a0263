"""Which stories PATHs mean: the root of each, its settings, and the stories by their paths from there."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import cast

import msgspec

from storyboard.recall import witness
from storyboard.roots import find_root, is_repository
from storyboard.source import DiskFiles

SUFFIX = ".story"
STDIN = "-"
_NOT_UTF8 = "the path of {!a} is not UTF-8, and requests name a story by its path"


class Located(msgspec.Struct, frozen=True):
    """Stories of one root, and the file of its settings, None where there is none."""

    root: Path
    settings: Path | None
    stories: tuple[str, ...]


class Search(msgspec.Struct, frozen=True):
    """The stories that were looked for, a phrase for each PATH that leads nowhere, and whether stdin is one of them."""

    located: tuple[Located, ...]
    mistakes: tuple[str, ...]
    piped: bool


def search(paths: Iterable[str]) -> Search:
    """All stories that the PATHs name, each once, in the order they were named."""
    stories: dict[tuple[Path, Path | None], dict[str, None]] = {}
    mistakes: list[str] = []
    piped = False
    for path in dict.fromkeys(paths):
        if path == STDIN:
            piped = True
            continue
        wrong = _unfit(path)
        if wrong:
            mistakes.append(wrong)
            continue
        denied: list[OSError] = []
        empty = True
        for project, names in groupby(_stories(Path(path), denied.append), itemgetter(0)):
            empty = False
            named = [story for _, story in names]
            usable = dict.fromkeys(filter(_encodes, named))
            mistakes += [_NOT_UTF8.format(story) for story in named if story not in usable]
            if usable:
                stories.setdefault(project, {}).update(usable)
        mistakes += [_without(path, denied)] if empty else [_unread(error) for error in denied]
    located = (Located(root, settings, tuple(names)) for (root, settings), names in stories.items())
    return Search(tuple(located), tuple(mistakes), piped)


def _meant(place: Path) -> str:
    """The story or folder beside a path without one whose name is nearest to its, as a question; "" where none is."""
    from storyboard.diagnostics import nearest

    witness.listing(str(place.parent))
    try:
        beside = [entry.name for entry in os.scandir(place.parent) if entry.name.endswith(SUFFIX) or entry.is_dir()]
    except OSError:
        return ""
    near = nearest(place.name, beside) or next((name for name in beside if name == f"{place.stem}{SUFFIX}"), None)
    return f"; did you mean `{place.with_name(near)}`?" if near else ""


def trouble(path: str) -> str:
    """Why no story is found at a PATH, as a phrase, empty where one is."""
    wrong = _unfit(path)
    place = Path(path)
    if wrong or not place.is_dir():
        return wrong
    denied: list[OSError] = []
    return "" if any(_below(place, denied.append)) else _without(path, denied)


def _unfit(path: str) -> str:
    """Why no story can be at a PATH, as a phrase, empty where one is or may lie in a folder."""
    if not path:
        return "a PATH is empty: name a story or a folder"
    if not _encodes(path):
        return _NOT_UTF8.format(path)
    place = Path(path)
    witness.look(place)
    try:
        if place.is_dir():
            return ""
        if not place.exists():
            return f"there is no file or folder `{path}`{_meant(place)}"
        if not place.is_file():
            return f"`{path}` is neither a file nor a folder"
    except (OSError, ValueError) as error:
        return f"`{path}` cannot be looked at: {error}"
    return "" if os.access(place, os.R_OK) else f"`{path}` cannot be read: permission denied"


def _without(path: str, denied: Sequence[OSError]) -> str:
    """Why there is no story in a folder, as a phrase."""
    return _unread(denied[0]) if denied else f"there is no {SUFFIX} file below `{path}`"


def _encodes(path: str) -> bool:
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _below(folder: Path, denied: Callable[[OSError], object]) -> Iterator[str]:
    """The stories below a folder; one of which nothing has changed since an earlier run is not walked through."""
    files = DiskFiles(folder)
    present = witness.present()
    if present is None:
        return iter(files.list("", denied, SUFFIX))
    from storyboard.recall.parts import Portion

    name = str(files.root), "", b""  # no story has an empty path
    names = cast("tuple[str, ...] | None", present.recalled(name))
    if names is None:
        from storyboard.recall.folders import unchanged

        errors: list[OSError] = []
        with present.apart() as looked_at:
            names = tuple(files.list("", errors.append, SUFFIX, unchanged(present, name)))
        if not errors:
            present.parts[name] = Portion(names, tuple(sorted(looked_at)))
        for error in errors:
            denied(error)
    return iter(names)


def _unread(error: OSError) -> str:
    """Why nobody knows which stories a folder holds, as a phrase."""
    return f"the folder `{error.filename}` cannot be read: {error.strerror}"


def _stories(path: Path, denied: Callable[[OSError], object]) -> Iterator[tuple[tuple[Path, Path | None], str]]:
    """Root and configuration file, and the path from the root, of each story that a PATH means.

    A link is followed to its folder but not beyond: the story's own name is kept.
    """
    witness.look(path)
    if path.is_file():
        folder = path.parent.resolve()
        root, settings = find_root(folder)
        yield (root, settings), (folder / path.name).relative_to(root).as_posix()
        return
    top = path.resolve()
    roots: dict[str, tuple[tuple[Path, Path | None], str]] = {}
    projects: dict[tuple[Path, Path | None], tuple[Path, Path | None]] = {}  # to compare one with itself is quick
    for story in _below(top, denied):
        inside, _, name = story.rpartition("/")
        if inside not in roots:
            folder = top / inside
            root, settings = find_root(folder)
            # Where nothing marks a project, the folder that was named is one, not each folder in it.
            root, settings = (root, settings) if settings is not None or is_repository(root) else (top, None)
            before = folder.relative_to(root).as_posix()
            project = projects.setdefault((root, settings), (root, settings))
            roots[inside] = project, "" if before == "." else f"{before}/"
        project, before = roots[inside]
        yield project, before + name
