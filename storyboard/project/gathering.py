"""From stories that were found to projects, whose settings are read."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from storyboard.config import Config, ConfigError, load
from storyboard.profiles import ProfileError
from storyboard.profiles import load as load_profile
from storyboard.project.finding import STDIN, Search
from storyboard.project.records import Project, ProjectError
from storyboard.project.ruleset import objection
from storyboard.roots import FILE, PYPROJECT, find_root, speaks_of_storyc
from storyboard.source import DiskFiles, Files, MemoryFiles


def projects(search: Search, flags: Mapping[str, object]) -> tuple[Project, ...]:
    """The projects of the stories that were found. Raises ProjectError for settings that cannot be used."""
    opened: list[Project] = []
    for located in search.located:
        files = DiskFiles(located.root)
        config = configuration(located.settings, flags, files)
        opened.append(Project(located.root, files, config, located.stories))
    return tuple(opened)


def piped(flags: Mapping[str, object], named: str | None, read: Callable[[int], bytes]) -> Project:
    """The project of the one story that `read` gives, which takes the most bytes that are wanted.

    The story is the one `named`, in that file's project, else `-` in the working folder. Raises ProjectError.
    """
    folder, settings, path = Path.cwd(), find_root(Path.cwd())[1], STDIN
    if named is not None:
        place = Path(named).parent.resolve() / Path(named).name
        folder, settings = find_root(place.parent)
        path = place.relative_to(folder).as_posix()
    disk = DiskFiles(folder)
    config = configuration(settings, flags, disk)
    # One byte more than is allowed is enough to see that it is too much.
    data = read(config.limits.file_bytes + 1)
    return Project(folder, MemoryFiles({path: data}, disk), config, (path,), piped=True)


def configuration(settings: Path | None, flags: Mapping[str, object], files: Files) -> Config:
    """The configuration of one project, whose rules and model are known. Raises ProjectError where they are not."""
    try:
        config = load(settings, os.environ, flags)
    except ConfigError as error:
        raise ProjectError(str(error)) from error
    return checked(config, files)


def checked(config: Config, files: Files) -> Config:
    """The same configuration, whose rules and model are known. Raises ProjectError where they are not."""
    try:
        if config.model is not None:
            load_profile(config.model, files)
    except ProfileError as error:
        raise ProjectError(str(error)) from error
    wrong = objection(config)
    if wrong:
        raise ProjectError(wrong)
    return config


def settings_at(files: Files, environ: Mapping[str, str], flags: Mapping[str, object], name: str = "") -> Config:
    """The configuration that files themselves hold at their root; `name` is what they are, as `HEAD:.`, for messages.

    Raises ProjectError where it cannot be used.
    """
    here = next((path for path in (FILE, PYPROJECT) if files.exists(path)), None)
    if here == PYPROJECT and not speaks_of_storyc(files.read(PYPROJECT)):
        here = None
    try:
        if here is None:
            return load(None, environ, flags)
        return load(Path(name) / here, environ, flags, files.read(here))
    except ConfigError as error:
        raise ProjectError(str(error)) from error


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
