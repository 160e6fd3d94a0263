"""The plan of what is meant: stories compiled, a share taken, each request held against the books."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager

import msgspec

from storyboard.compiler.pipeline import Compiled, Options
from storyboard.compiler.request import Request
from storyboard.ledger.records import Ledger
from storyboard.production import plan
from storyboard.production.plan import Part, lockfile
from storyboard.production.plan.lockfile import Lock
from storyboard.project.compiling import CompiledStory, compile_stories
from storyboard.project.records import Gathered, Project

Books = Callable[[Project], AbstractContextManager[Ledger | None]]


class Candidates(msgspec.Struct, frozen=True):
    """The requests of the stories that clips can be made of, those stories, and the others."""

    requests: tuple[tuple[Project, Request], ...]
    stories: tuple[tuple[Project, Compiled], ...]
    others: tuple[CompiledStory, ...]


def candidates(gathered: Gathered, chosen: Options) -> Candidates:
    """The requests that are meant, in the order of their stories."""
    requests: list[tuple[Project, Request]] = []
    stories: list[tuple[Project, Compiled]] = []
    others: list[CompiledStory] = []
    for project in gathered.projects:
        for story in compile_stories(project, chosen):
            if story.usable:
                requests += [(project, request) for request in story.compiled.requests]
                stories.append((project, story.compiled))
            else:
                others.append(story)
    return Candidates(tuple(requests), tuple(stories), tuple(others))


def locks(projects: Iterable[Project]) -> list[Lock]:
    """The lock file of each project. Raises LockTrouble."""
    return [lockfile.read(project.root) for project in projects]


def parts(
    projects: Sequence[Project], locked: Sequence[Lock], requests: Iterable[tuple[Project, Request]], books: Books, *,
    rehearsal: bool,
) -> list[Part]:  # fmt: skip
    """What each project adds to the plan; `books` opens its ledger to be read."""
    own: dict[int, list[Request]] = {id(project): [] for project in projects}
    for project, request in requests:
        own[id(project)].append(request)
    added: list[Part] = []
    for project, lock in zip(projects, locked, strict=True):
        lengths = plan.lengths(own[id(project)], project.files)
        with books(project) as ledger:
            rows = plan.rows(own[id(project)], lengths, ledger, lock, rehearsal=rehearsal)
            added.append(Part(rows, project.files, plan.typical(rows, ledger, project.files)))
    return added
