"""From stories that were found to projects: their settings are read, and where they build to is known."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from storyboard.config import Config, ConfigError, load
from storyboard.production.files.paths import REHEARSED, reserved
from storyboard.profiles import ProfileError
from storyboard.profiles import load as load_profile
from storyboard.project.finding import STDIN, Search
from storyboard.project.records import Project, ProjectError
from storyboard.project.ruleset import objection
from storyboard.recall import witness
from storyboard.roots import FILE, PYPROJECT, find_root, speaks_of_storyc
from storyboard.source import DiskFiles, Files, MemoryFiles
from storyboard.system.addresses import parted
from storyboard.system.links import first_link


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


def out_folder(project: Project, *, rehearsal: bool) -> Path:
    """The folder to build into: a flag's is meant from the working folder, any other from the project's root.

    What is rehearsed has a folder in it.
    """
    out = located(project.root, project.config.out, project.config.origins["out"])
    return unlinked(project.root, out / REHEARSED) if rehearsal else out


def check_names(projects: Iterable[Project]) -> None:
    """Raises ProjectError for a story whose files would lie in a folder of ours."""
    for project in projects:
        for story in project.stories:
            if folder := reserved(story):
                raise ProjectError(
                    f"what is built of `{story}` would lie in `{folder}`, a folder of storyc's own: give the "
                    f"{'folder' if '/' in story else 'story'} another name"
                )


def addressed(root: Path, typed: str, origin: str) -> Path | str:
    """The path of a setting, or the address where it is one of something else than a file. Raises ProjectError."""
    place = parted(typed)[1]
    if isinstance(place, Path):
        return located(root, str(place), origin)
    if not _is_users(origin):
        raise ProjectError(
            f"`{typed[:200]}` ({origin}) is an address, and a project names folders of its own alone: set the "
            "environment's STORYC_STORE or STORYC_LEDGER"
        )
    return place


def located(root: Path, typed: str, origin: str) -> Path:
    """The path of a setting: a flag's is meant from the working folder, any other from the root.

    A project's own files come from many hands: what they name lies in the project. Raises ProjectError for what does
    not, for a link on the way, and for a home that nobody has.
    """
    try:
        path = Path(typed).expanduser()
    except RuntimeError as error:
        raise ProjectError(f"`{typed[:200]}` ({origin}): there is no such home") from error
    place = Path(os.path.abspath((Path.cwd() if origin.startswith("--") else root) / path))
    if not _is_users(origin) and not place.is_relative_to(root):
        raise ProjectError(
            f"`{typed[:200]}` ({origin}) lies outside the project `{root}`: name a folder in it, or another one by a "
            "flag or the environment"
        )
    return unlinked(root, place)


def unlinked(root: Path, place: Path) -> Path:
    """The same path, to which no link leads below the root. Raises ProjectError where one does."""
    witness.way(place)
    link = first_link(root, place)
    if link is not None:
        raise ProjectError(
            f"`{link.relative_to(root).as_posix()}` is a link, and nothing is written through one in a project: delete "
            "it, or name where it leads by a flag or the environment"
        )
    return place


def _is_users(origin: str) -> bool:
    """Whether a setting is the user's own word, and not a file's of the project."""
    return origin.startswith(("--", "STORYC_"))
