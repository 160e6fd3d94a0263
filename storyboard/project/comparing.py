"""The two sides of a comparison: which words name a revision, and which stories stand on either side."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

import msgspec

from storyboard.compiler.pipeline import Options
from storyboard.project import gathering
from storyboard.project.compiling import CompiledStory
from storyboard.project.diff import Change, Side, Version, compare, record, selected, side
from storyboard.project.finding import STDIN, SUFFIX, Search, search
from storyboard.project.records import Project, ProjectError
from storyboard.records.diff import Diff, DiffClip
from storyboard.roots import find_root
from storyboard.source import DiskFiles
from storyboard.source.git import GitFiles, lacking, resolves

HEAD = "HEAD"
Progress = Callable[[int, int, str], None]


class Meant(msgspec.Struct, frozen=True):
    """A revision and the PATHs that are compared with it; `present` are those that lead to something here.

    A folder that is not among them may have stories in the revision.
    """

    revision: str
    paths: tuple[str, ...]
    present: tuple[str, ...]


class Sides(msgspec.Struct):
    """All clips on both sides, the stories that cannot be compared, and what is to be said: notes and mistakes.

    `missing` is whether a PATH led nowhere, which has been said.
    """

    old: list[Version] = []
    new: list[Version] = []
    faulty: list[CompiledStory] = []
    notes: list[str] = []
    mistakes: list[str] = []
    missing: bool = False


class ComparedStories(msgspec.Struct, frozen=True):
    """What became of each clip, the stories with errors, which are `unusable` for it, and phrases for people.

    A note is about what stands in the old stories, a mistake is what could not be opened or is named in vain.
    """

    changes: tuple[Change, ...]
    unusable: tuple[CompiledStory, ...] = ()
    notes: tuple[str, ...] = ()
    mistakes: tuple[str, ...] = ()

    @property
    def record(self) -> Diff:
        """The changes, to be written."""
        return record(self.changes)

    @property
    def clips(self) -> tuple[DiffClip, ...]:
        """What became of each clip: `same`, `changed`, `new` or `gone`, with both sides and its price in dollars."""
        return self.record.clips

    @property
    def total_usd(self) -> int | float:
        """What all that is new or changed would cost with an empty store, in dollars with at most four places."""
        return self.record.total_usd


def compared(sides: Sides, chosen: Options) -> ComparedStories:
    """What became of the clips that are selected. The files of both sides must still be open."""
    changes = compare(sides.old, sides.new)
    changes, lacking = selected(changes, chosen.only, chosen.takes, faulty=bool(sides.faulty))
    return ComparedStories(changes, tuple(sides.faulty), tuple(sides.notes), (*sides.mistakes, *lacking))


def meant(words: Sequence[str], after: int | None) -> Meant:
    """The revision and the PATHs of a command's words, of which so many stood `after` a `--`, None without one.

    Raises ProjectError where the first word may be either, or no PATH is left.
    """
    if after is not None:
        before, paths = words[: len(words) - after], tuple(words[len(words) - after :])
        if len(before) > 1:
            raise ProjectError(f"`{before[1]}` stands before `--`, where there is one revision")
        revision = before[0] if before else HEAD
    else:
        revision, paths = HEAD, tuple(words)
        if words and resolves(Path.cwd(), words[0]):
            if os.path.lexists(words[0]):
                raise ProjectError(
                    f"`{words[0]}` is a path and a revision: write `{words[0]} -- PATH` or `-- {words[0]}`"
                )
            revision, paths = words[0], tuple(words[1:])
    if not paths:
        said = f"`{revision}` is a revision, and no PATH stands after it: `.` is all below here"
        raise ProjectError(said if words else "PATH is missing: a story, or a folder of stories")
    if STDIN in paths:
        raise ProjectError("diff takes files and folders, since stdin has no revision")
    return since(revision, paths)


def since(revision: str, paths: Sequence[str]) -> Meant:
    """What stands under PATHs, in a revision and here."""
    return Meant(revision, tuple(paths), tuple(path for path in paths if _holds_stories(Path(path))))


def of_revision(
    meant: Meant, here: Search, flags: Mapping[str, object], options: Options, open_files: ExitStack, progress: Progress
) -> Sides:
    """The working tree against a revision, whose files are read until `open_files` is closed.

    `here` are the stories of the PATHs that are present. Raises ProjectError and MissingRevision.
    """
    sides = Sides(missing=bool(here.mistakes))
    for before, now, mistakes in at_revision(meant, here, flags, open_files):
        sides.mistakes += mistakes
        _compile(sides, before, now, options, f"`{meant.revision}`", progress)
    return sides


def at_revision(
    meant: Meant, here: Search, flags: Mapping[str, object], open_files: ExitStack
) -> Iterator[tuple[Project, Project, list[str]]]:
    """Each project as it was in a revision and as it is, and a phrase for each PATH that leads nowhere in both.

    The files of the revision are read until `open_files` is closed. Raises ProjectError and MissingRevision.
    """
    projects = {project.root: project for project in gathering.projects(here, flags)}
    wanted = _wanted(meant.paths, projects, flags)
    revision = meant.revision
    for root, now in projects.items():
        files = open_files.enter_context(GitFiles(root, revision))
        inner = [other.relative_to(root).as_posix() for other in projects if other != root and root in other.parents]
        stories = [path for path in files.list("") if path.endswith(SUFFIX)]
        stories = [path for path in stories if not any(_inside(path, folder) for folder in inner)]
        then: set[str] = set()
        mistakes: list[str] = []
        # A root that was met below a folder is meant as a whole.
        for folder, typed in wanted.get(root, [("", "")]):
            below = [path for path in stories if _inside(path, folder)]
            then.update(below)
            if typed and not below and typed not in meant.present:
                said = f"there is no story at `{typed}`, neither here nor in `{revision}`"
                if typed == meant.paths[0] and not os.path.lexists(typed):
                    raise ProjectError(lacking(root, f"{said}, and git knows no revision of that name"))
                mistakes.append(said)
        config = gathering.settings_at(files, os.environ, flags, f"{revision}:.")
        yield Project(root, files, config, tuple(sorted(then))), now, mistakes


def _wanted(
    paths: Sequence[str], projects: dict[Path, Project], flags: Mapping[str, object]
) -> dict[Path, list[tuple[str, str]]]:
    """The folders that PATHs name, from the root of each, with the PATHs; `projects` get those without a story here."""
    wanted: dict[Path, list[tuple[str, str]]] = {}
    for path in paths:
        top = _absolute(Path(path))
        root, settings = find_root(top)
        if root not in projects:
            files = DiskFiles(root)
            projects[root] = Project(root, files, gathering.configuration(settings, flags, files), ())
        inside = top.relative_to(root).as_posix()
        wanted.setdefault(root, []).append(("" if inside == "." else inside, path))
    return wanted


def _compile(sides: Sides, before: Project, now: Project, options: Options, then_at: str, progress: Progress) -> None:
    """Put both versions of each story of a project into the sides; `then_at` is where the old ones stand, for notes."""
    then = set(before.stories)
    here = set(now.stories)
    stories = [*now.stories, *(path for path in before.stories if path not in here)]
    for number, path in enumerate(stories):
        progress(number, len(stories), path)
        old = side(before.files, path, before.config, options) if path in then else None
        new = side(now.files, path, now.config, options) if path in here else None
        if new is not None and new.compiled.has_errors:
            sides.faulty.append(CompiledStory(now, new.compiled))
            continue
        if old is not None and old.compiled.has_errors:
            sides.notes.append(f"`{path}` has errors in {then_at}: its clips there cannot be compared")
        _put(sides, old, new)
    progress(len(stories), len(stories), "")


def _put(sides: Sides, old: Side | None, new: Side | None) -> None:
    """Put a story's clips into the sides; what is selected must be on one of them."""
    compiled = [version.compiled for version in (old, new) if version is not None]
    sides.old += old.versions if old is not None else ()
    sides.new += new.versions if new is not None else ()
    if all(version.missing for version in compiled):
        sides.mistakes.append(f"`{compiled[-1].path}`: {compiled[-1].missing[0]}")


def of_projects(pairs: Iterable[tuple[Project, Project]], options: Options, then_at: str) -> Sides:
    """Projects as they were and as they are; `then_at` is where the old ones stand, for notes."""
    sides = Sides()
    for before, now in pairs:
        _compile(sides, before, now, options, then_at, _silent)
    return sides


def _silent(number: int, of: int, path: str) -> None:
    """Tell nobody how far it is."""


def of_files(pair: tuple[str, str], flags: Mapping[str, object], options: Options) -> Sides:
    """Two stories on the disk, the first being the old one; each is compiled as its own project has it.

    Raises ProjectError.
    """
    projects: list[Project] = []
    for path in pair:
        if path == STDIN or Path(path).is_dir():
            raise ProjectError(f"`--files` compares two stories, and `{path}` is none")
        located = search((path,))
        if located.mistakes:
            return Sides(mistakes=list(located.mistakes))
        projects += gathering.projects(located, flags)
    old, new = (side(project.files, project.stories[0], project.config, options) for project in projects)
    stories = [CompiledStory(project, version.compiled) for project, version in zip(projects, (old, new), strict=True)]
    faulty = [story for story in stories if story.compiled.has_errors]
    if faulty:
        return Sides(faulty=faulty)
    sides = Sides()
    # Two files that are compared are one story at two times.
    name = projects[1].stories[0]
    versions = tuple(msgspec.structs.replace(version, story=name) for version in old.versions)
    _put(sides, msgspec.structs.replace(old, versions=versions), new)
    return sides


def _holds_stories(place: Path) -> bool:
    """Whether a PATH leads to something here, other than a folder that the revision alone may have stories in."""
    if place.is_dir():
        return any(name.endswith(SUFFIX) for name in DiskFiles(place).list(""))
    return os.path.lexists(place)


def _absolute(place: Path) -> Path:
    """The whole path, links followed in its folder, and beyond only where it is a folder itself."""
    return place.resolve() if place.is_dir() else place.parent.resolve() / place.name


def _inside(path: str, folder: str) -> bool:
    return not folder or path == folder or path.startswith(folder + "/")
