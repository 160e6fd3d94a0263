"""From the PATHs of a command line to projects: a root, its configuration, and the stories that are meant."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import click
import msgspec

from storyboard.cli.ruleset import validate
from storyboard.cli.terminal import say
from storyboard.config import Config, ConfigError, find_root, load
from storyboard.profiles import ProfileError
from storyboard.profiles import load as load_profile
from storyboard.source import DiskFiles, Files, MemoryFiles

SUFFIX = ".story"
STDIN = "-"
_NOT_UTF8 = "the path of {!a} is not UTF-8, and requests name a story by its path"


class Project(msgspec.Struct, frozen=True):
    """One root with its configuration, and the stories meant in it by their paths from the root.

    `piped` says that there is one, and that its text comes from stdin.
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


def gather(paths: Iterable[str], flags: Mapping[str, object], named: str | None = None) -> Gathered:
    """All stories that the PATHs name, each once; a PATH that leads nowhere is said on stderr, the others go on.

    What comes from stdin is the story `named`, in that file's project, else `-` in the working folder.
    Raises click.UsageError for a configuration that cannot be used.
    """
    found: dict[tuple[Path, Path | None], dict[str, None]] = {}
    missing, piped = False, False
    for path in dict.fromkeys(paths):
        if path == STDIN:
            piped = True
            continue
        wrong = trouble(path)
        if wrong:
            say(f"error: {wrong}")
            missing = True
            continue
        for root, settings, story in _stories(Path(path)):
            if _encodes(story):
                found.setdefault((root, settings), {})[story] = None
            else:
                say(f"error: {_NOT_UTF8.format(story)}")
                missing = True
    projects: list[Project] = []
    for (root, settings), stories in found.items():
        files = DiskFiles(root)
        projects.append(Project(root, files, configuration(settings, flags, files), tuple(stories)))
    if piped:
        projects.append(_piped(flags, named))
    return Gathered(tuple(projects), missing)


def configuration(settings: Path | None, flags: Mapping[str, object], files: Files) -> Config:
    """The configuration of one project, whose rules and model are there. Raises click.UsageError where they are not."""
    try:
        config = load(settings, os.environ, flags)
        if config.model is not None:
            load_profile(config.model, files)
    except (ConfigError, ProfileError) as error:
        raise click.UsageError(str(error)) from error
    validate(config)
    return config


def _piped(flags: Mapping[str, object], named: str | None) -> Project:
    folder, settings, path = Path.cwd(), find_root(Path.cwd())[1], STDIN
    if named is not None:
        place = Path(named).parent.resolve() / Path(named).name
        folder, settings = find_root(place.parent)
        path = place.relative_to(folder).as_posix()
    disk = DiskFiles(folder)
    config = configuration(settings, flags, disk)
    # One byte more than is allowed is enough to see that it is too much.
    data = sys.stdin.buffer.read(config.limits.file_bytes + 1)
    return Project(folder, MemoryFiles({path: data}, disk), config, (path,), piped=True)


def trouble(path: str) -> str:
    """Why no story is found at a PATH, as a phrase, empty where one is."""
    if not _encodes(path):
        return _NOT_UTF8.format(path)
    place = Path(path)
    try:
        if place.is_dir():
            return "" if any(_below(place)) else f"there is no {SUFFIX} file below `{path}`"
        if not place.exists():
            return f"there is no file or folder `{path}`"
        if not place.is_file():
            return f"`{path}` is neither a file nor a folder"
    except (OSError, ValueError) as error:
        return f"`{path}` cannot be looked at: {error}"
    return "" if os.access(place, os.R_OK) else f"`{path}` cannot be read: permission denied"


def _encodes(path: str) -> bool:
    try:
        return bool(path.encode("utf-8"))
    except UnicodeEncodeError:
        return False


def _below(folder: Path) -> Iterator[Path]:
    return (folder / name for name in DiskFiles(folder).list("") if name.endswith(SUFFIX))


def _stories(path: Path) -> Iterator[tuple[Path, Path | None, str]]:
    """Root, configuration file and path from the root of each story that a PATH means.

    A link is followed to its folder but not beyond: the story's own name is kept.
    """
    if path.is_file():
        folder = path.parent.resolve()
        root, settings = find_root(folder)
        yield root, settings, (folder / path.name).relative_to(root).as_posix()
        return
    top = path.resolve()
    roots: dict[Path, tuple[Path, Path | None]] = {}
    for story in _below(top):
        folder = story.parent
        if folder not in roots:
            root, settings = find_root(folder)
            # Where nothing marks a project, the folder that was named is one, not each folder in it.
            roots[folder] = (root, settings) if settings is not None or (root / ".git").exists() else (top, None)
        root, settings = roots[folder]
        yield root, settings, story.relative_to(root).as_posix()


def rule_flags(strict: bool, select: Iterable[str], ignore: Iterable[str]) -> dict[str, object]:
    """What `--strict`, `--select` and `--ignore` set over the configuration, by its keys."""
    flags: dict[str, object] = {}
    if strict:
        flags["rules.strict"] = True
    for key, given in (("rules.select", select), ("rules.ignore", ignore)):
        words = tuple(word.strip() for item in given for word in item.split(",") if word.strip())
        if words:
            flags[key] = words
    return flags


def out_folder(found: Project) -> Path:
    """The folder to build into: a flag's is meant from the working folder, any other from the project's root."""
    return located(found.root, found.config.out, found.config.origins["out"])


def located(root: Path, typed: str, origin: str) -> Path:
    """The path of a setting: a flag's is meant from the working folder, any other from the root.

    Raises click.UsageError for a home that nobody has.
    """
    try:
        path = Path(typed).expanduser()
    except RuntimeError as error:
        raise click.UsageError(f"`{typed[:200]}` ({origin}): there is no such home") from error
    return Path(os.path.abspath((Path.cwd() if origin.startswith("--") else root) / path))
