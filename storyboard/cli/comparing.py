"""The two sides of `storyc diff`: which words name a revision, and which stories stand on either side."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

import click
import msgspec

from storyboard.cli import project, reporting, terminal
from storyboard.compiler.pipeline import Options
from storyboard.config import FILE, PYPROJECT, Config, ConfigError, find_root, load, speaks_of_storyc
from storyboard.project.diff import Side, Version, side
from storyboard.source import DiskFiles, GitFiles
from storyboard.source.git import lacking, resolves

HEAD = "HEAD"


class Sides(msgspec.Struct):
    """All clips on both sides, the stories that cannot be compared, and what is to be said: notes and mistakes."""

    old: list[Version] = []
    new: list[Version] = []
    faulty: list[reporting.Read] = []
    notes: list[str] = []
    mistakes: list[str] = []
    missing: bool = False


def meant(words: Sequence[str], after: int | None) -> tuple[str, tuple[str, ...]]:
    """The revision and the PATHs of the command's words, of which so many stood `after` a `--`, None without one.

    Raises click.UsageError where the first word may be either, or no PATH is left.
    """
    if after is not None:
        before, paths = words[: len(words) - after], tuple(words[len(words) - after :])
        if len(before) > 1:
            raise click.UsageError(f"`{before[1]}` stands before `--`, where there is one revision")
        revision = before[0] if before else HEAD
    else:
        revision, paths = HEAD, tuple(words)
        if words and resolves(Path.cwd(), words[0]):
            if os.path.lexists(words[0]):
                raise click.UsageError(
                    f"`{words[0]}` is a path and a revision: write `{words[0]} -- PATH` or `-- {words[0]}`"
                )
            revision, paths = words[0], tuple(words[1:])
    if not paths:
        said = f"`{revision}` is a revision, and no PATH stands after it: `.` is all below here"
        raise click.UsageError(said if words else "PATH is missing: a story, or a folder of stories")
    if project.STDIN in paths:
        raise click.UsageError("diff takes files and folders, since stdin has no revision")
    return revision, paths


def of_revision(
    revision: str, paths: Sequence[str], flags: Mapping[str, object], options: Options, open_files: ExitStack
) -> Sides:
    """The working tree against a revision, whose files are read until `open_files` is closed.

    Raises click.UsageError and MissingRevision.
    """
    there = [path for path in paths if _holds_stories(Path(path))]
    gathered = project.gather(there, flags)
    projects = {found.root: found for found in gathered.projects}
    wanted: dict[Path, list[tuple[str, str]]] = {}
    for path in paths:
        top = _absolute(Path(path))
        root, settings = find_root(top)
        if root not in projects:
            files = DiskFiles(root)
            projects[root] = project.Project(root, files, project.configuration(settings, flags, files), ())
        inside = top.relative_to(root).as_posix()
        wanted.setdefault(root, []).append(("" if inside == "." else inside, path))
    sides = Sides(missing=gathered.missing)
    for root, found in projects.items():
        files = open_files.enter_context(GitFiles(root, revision))
        inner = [other.relative_to(root).as_posix() for other in projects if other != root and root in other.parents]
        held = [path for path in files.list("") if path.endswith(project.SUFFIX)]
        held = [path for path in held if not any(_inside(path, folder) for folder in inner)]
        then: set[str] = set()
        # A root that was met below a folder is meant as a whole.
        for folder, typed in wanted.get(root, [("", "")]):
            here = [path for path in held if _inside(path, folder)]
            then.update(here)
            if typed and not here and typed not in there:
                said = f"there is no story at `{typed}`, neither here nor in `{revision}`"
                if typed == paths[0] and not os.path.lexists(typed):
                    raise click.UsageError(lacking(root, f"{said}, and git knows no revision of that name"))
                sides.mistakes.append(said)
        before = project.Project(root, files, _config(files, revision, flags), tuple(sorted(then)))
        _compile(sides, before, found, options, revision)
    return sides


def _compile(sides: Sides, before: project.Project, now: project.Project, options: Options, revision: str) -> None:
    """Put both versions of each story of a project into the sides."""
    then = set(before.stories)
    here = set(now.stories)
    stories = [*now.stories, *(path for path in before.stories if path not in here)]
    for number, path in enumerate(stories):
        terminal.progress(number, len(stories), path)
        old = side(before.files, path, before.config, options) if path in then else None
        new = side(now.files, path, now.config, options) if path in here else None
        if new is not None and reporting.has_errors(new.compiled):
            sides.faulty.append(reporting.Read(now.root, new.compiled))
            continue
        if old is not None and reporting.has_errors(old.compiled):
            sides.notes.append(f"`{path}` has errors in `{revision}`: its clips there cannot be compared")
        _put(sides, old, new)
    terminal.progress(len(stories), len(stories), "")


def _put(sides: Sides, old: Side | None, new: Side | None) -> None:
    """Put a story's clips into the sides; what the command line selects must be there on one of them."""
    there = [each for each in (old, new) if each is not None]
    sides.old += old.versions if old is not None else ()
    sides.new += new.versions if new is not None else ()
    if all(each.compiled.missing for each in there):
        sides.mistakes.append(f"`{there[-1].compiled.path}`: {there[-1].compiled.missing[0]}")


def of_files(pair: tuple[str, str], flags: Mapping[str, object], options: Options) -> Sides:
    """Two stories on the disk, the first being the old one; each is compiled as its own project has it."""
    found: list[tuple[project.Project, str]] = []
    for path in pair:
        if path == project.STDIN or Path(path).is_dir():
            raise click.UsageError(f"`--files` compares two stories, and `{path}` is none")
        gathered = project.gather((path,), flags)
        if gathered.missing:
            return Sides(missing=True)
        found.append((gathered.projects[0], gathered.projects[0].stories[0]))
    old, new = (side(each.files, path, each.config, options) for each, path in found)
    made = ((found[0][0].root, old.compiled), (found[1][0].root, new.compiled))
    faulty = [reporting.Read(root, compiled) for root, compiled in made if reporting.has_errors(compiled)]
    if faulty:
        return Sides(faulty=faulty)
    sides = Sides()
    # Two files that are compared are one story at two times.
    name = found[1][1]
    versions = tuple(msgspec.structs.replace(version, story=name) for version in old.versions)
    _put(sides, msgspec.structs.replace(old, versions=versions), new)
    return sides


def _config(files: GitFiles, revision: str, flags: Mapping[str, object]) -> Config:
    """The project's configuration at the revision."""
    name = None
    if files.exists(FILE):
        name = FILE
    elif files.exists(PYPROJECT) and speaks_of_storyc(files.read(PYPROJECT)):
        name = PYPROJECT
    try:
        if name is None:
            return load(None, os.environ, flags)
        return load(Path(f"{revision}:.") / name, os.environ, flags, files.read(name))
    except ConfigError as error:
        raise click.UsageError(str(error)) from error


def _holds_stories(place: Path) -> bool:
    """Whether a PATH leads to something here, other than a folder that the revision alone may have stories in."""
    if place.is_dir():
        return any(name.endswith(project.SUFFIX) for name in DiskFiles(place).list(""))
    return os.path.lexists(place)


def _absolute(place: Path) -> Path:
    """The whole path, links followed in its folder, and beyond only where it is a folder itself."""
    return place.resolve() if place.is_dir() else place.parent.resolve() / place.name


def _inside(path: str, folder: str) -> bool:
    return not folder or path == folder or path.startswith(folder + "/")
