"""From stories to pages: what there is to see of their films is looked up, and the page of it is written."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec

from storyboard.compiler.pipeline import Compiled, Options
from storyboard.production import build
from storyboard.production.files import paths
from storyboard.production.files.lock import locked
from storyboard.production.files.manifest import Manifest
from storyboard.production.panels import FilmPanels, FilmSource, Holding, SmallPictures, panels
from storyboard.production.records import FilmOrder
from storyboard.project.comparing import compared, of_projects
from storyboard.project.compiling import CompiledStory, compiled_story
from storyboard.project.diff import Version
from storyboard.project.records import Project
from storyboard.report.board import comparison, page
from storyboard.report.board.records import Board, Shown


class Workplace(msgspec.Struct, frozen=True):
    """Where a project's clips lie, whether those made here are drawings of their words, what to do while waiting."""

    out: Path
    drawn: bool
    waiting: Callable[[], None]


class BoardPage(msgspec.Struct, frozen=True):
    """A page as text, and phrases about what is not in it."""

    text: str
    notes: tuple[str, ...] = ()


Workplaces = Callable[[Project], Workplace]


def of_stories(
    stories: Sequence[CompiledStory],
    chosen: Options,
    show: Shown,
    places: Workplaces,
    title: str = "",
    small: SmallPictures | None = None,
) -> BoardPage:
    """The page of stories, whatever is wrong with them; `small` is as `panels` has it. Raises TooManyShots."""
    films, owners = looked_up(stories, chosen, places, small=small)
    boards = list(_boards(films, owners))
    notes = tuple(note for film in films for note in film.notes)
    return BoardPage(page.render(boards, show, title), notes)


def looked_up(
    stories: Sequence[CompiledStory],
    chosen: Options,
    places: Workplaces,
    *,
    movies: bool = True,
    pictured: bool = True,
    small: SmallPictures | None = None,
) -> tuple[list[FilmPanels], list[Compiled]]:
    """What there is to see of the films of stories, as `panels` has it, and the story of each. Raises TooManyShots."""
    sources: list[FilmSource] = []
    owners: list[Compiled] = []
    for story in stories:
        work = places(story.project)
        for film in _films(story, chosen):
            sources.append(FilmSource(film, story.root, work.out, story.project.files, work.drawn))
            owners.append(story.compiled)
    holding = _holding({story.root: places(story.project) for story in stories})
    return panels(sources, holding, movies=movies, pictured=pictured, small=small), owners


def _films(story: CompiledStory, chosen: Options) -> Sequence[FilmOrder]:
    """The films of a story; one with errors has its clips as they could be read, without requests."""
    compiled, project = story.compiled, story.project
    if not compiled.has_errors:
        return build.films(project.files, compiled, project.config, chosen)
    title = compiled.title or posixpath.basename(paths.stem(compiled.path))
    cast = compiled.story.cast if compiled.story is not None else {}
    return [FilmOrder(compiled.path, "", title, compiled.clips, (), (), cast)]


def _boards(films: Iterable[FilmPanels], owners: Iterable[Compiled]) -> Iterator[Board]:
    """The films of the page; variants that have as many clips as their story stand beside it."""
    last: Board | None = None
    for film, compiled in zip(films, owners, strict=True):
        if last is not None and last.compiled is compiled and len(last.panels.clips) == len(film.clips):
            last = msgspec.structs.replace(last, beside=(*last.beside, film))
            continue
        if last is not None:
            yield last
        last = Board(film, compiled)
    if last is not None:
        yield last


def _holding(works: dict[Path, Workplace]) -> Callable[[Path], Holding]:
    def of_root(root: Path) -> Holding:
        @contextmanager
        def holding() -> Generator[Manifest]:
            with locked(build.prepare(root), works[root].waiting):
                yield Manifest(root)

        return holding

    return of_root


class ChangesPage(msgspec.Struct, frozen=True):
    """The page of what has changed, the stories that cannot be compared, notes, and mistakes in what was named."""

    text: str
    unusable: tuple[CompiledStory, ...] = ()
    notes: tuple[str, ...] = ()
    mistakes: tuple[str, ...] = ()


def of_changes(
    pairs: Sequence[tuple[Project, Project]],
    chosen: Options,
    show: Shown,
    places: Workplaces,
    revision: str,
    title: str,
) -> ChangesPage:
    """The page of projects as they were and as they are, whose files must both be open. Raises TooManyShots."""
    sides = of_projects(pairs, msgspec.structs.replace(chosen, only=()), f"`{revision}`")
    comparison_of = compared(sides, chosen)
    now = {project.root: project for _, project in pairs}
    works = {root: places(project) for root, project in now.items()}
    before = _sources(sides.old, [project for project, _ in pairs], works)
    after = _sources(sides.new, [project for _, project in pairs], works)
    films = panels([*before, *after], _holding(works), movies=False)
    old, new = (
        {(film.film.story, film.film.variant): film for film in part}
        for part in (films[: len(before)], films[len(before) :])
    )
    text = comparison.render(comparison_of, old, new, show, _title(pairs, chosen) or title, revision)
    notes = (*comparison_of.notes, *(note for film in films for note in film.notes))
    return ChangesPage(text, comparison_of.unusable, notes, comparison_of.mistakes)


def _title(pairs: Sequence[tuple[Project, Project]], chosen: Options) -> str:
    """The title of the only story, empty where there are several, or it is gone."""
    here = [(now, path) for _, now in pairs for path in now.stories]
    return compiled_story(*here[0], chosen).title if len(here) == 1 else ""


def _sources(
    versions: Sequence[Version], projects: Sequence[Project], works: dict[Path, Workplace]
) -> list[FilmSource]:
    """The films of one side, made of the versions of their clips."""
    films: dict[tuple[str, str], list[Version]] = {}
    for version in versions:
        films.setdefault((version.story, version.variant), []).append(version)
    sources: list[FilmSource] = []
    for (story, variant), row in films.items():
        project = next(project for project in projects if story in project.stories)
        requests = tuple(request for version in row for request in version.requests)
        title = posixpath.basename(paths.stem(story))
        film = FilmOrder(
            story, variant, title, tuple(version.clip for version in row), requests, (), dict(row[0].cast())
        )
        work = works[project.root]
        sources.append(FilmSource(film, project.root, work.out, project.files, work.drawn))
    return sources
