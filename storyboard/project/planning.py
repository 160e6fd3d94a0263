"""The plan of what is meant: stories compiled, a share taken, each request held against the books."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import AbstractContextManager, contextmanager

import msgspec

from storyboard.compiler.pipeline import Compiled, Options
from storyboard.compiler.request import Request
from storyboard.ledger.records import NOWHERE, Ledger
from storyboard.production import plan
from storyboard.production.plan import ProjectPlan, lockfile
from storyboard.production.plan.lockfile import NO_LOCK, Lock
from storyboard.project.books import addresses_of, reading
from storyboard.project.compiling import CompiledStory, compile_stories
from storyboard.project.records import Gathered, Project
from storyboard.records.plan import Plan, PlanClip
from storyboard.source import DiskFiles


class OpenBooks(msgspec.Struct, frozen=True):
    """Ledger and lock file of a project, as the host of some requests sees them, and whether that is a rehearsal.

    `address` is where the ledger lies or would lie.
    """

    ledger: Ledger | None
    lock: Lock
    rehearsal: bool
    address: str = ""


Books = Callable[[Project, Sequence[Request]], AbstractContextManager[OpenBooks]]


class Candidates(msgspec.Struct, frozen=True):
    """The requests of the stories that clips can be made of, those stories, and the others."""

    requests: tuple[tuple[Project, Request], ...]
    stories: tuple[tuple[Project, Compiled], ...]
    others: tuple[CompiledStory, ...]


class PlannedStories(msgspec.Struct, frozen=True):
    """What a paid build would do, a part for each project, and the stories that it leaves out, `unusable`."""

    parts: tuple[ProjectPlan, ...]
    unusable: tuple[CompiledStory, ...] = ()

    @property
    def record(self) -> Plan:
        """The plan, to be written."""
        return plan.record(self.parts)

    @property
    def clips(self) -> tuple[PlanClip, ...]:
        """Each take of each clip, with its state in the books, its price in dollars and its length in seconds."""
        return self.record.clips

    @property
    def total_usd(self) -> int | float:
        """What is to be paid for all that is new or changed, in dollars with at most four places."""
        return self.record.total_usd


def planned(projects: Sequence[Project], chosen: Options) -> PlannedStories:
    """The plan of the stories of projects; those that do not lie on the disk have no books, and all is new in them.

    Raises LockTrouble, LedgerTrouble, and ProjectError for books in a home that nobody has.
    """
    meant = candidates(Gathered(tuple(projects), missing=False), chosen)
    return PlannedStories(tuple(parts(projects, meant.requests, _books, meant.stories)), meant.others)


@contextmanager
def _books(project: Project, requests: Sequence[Request]) -> Generator[OpenBooks]:
    """The books of what is paid for: whatever was rehearsed is new there."""
    if not isinstance(project.files, DiskFiles):
        yield OpenBooks(None, NO_LOCK, rehearsal=False)
        return
    addresses = addresses_of(project.root, project.config, rehearsal=False)
    with reading(addresses.ledger, NOWHERE) as ledger:
        yield OpenBooks(ledger, lockfile.read(addresses.lock), rehearsal=False, address=str(addresses.ledger))


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


def parts(
    projects: Sequence[Project], requests: Iterable[tuple[Project, Request]], books: Books,
    stories: Sequence[tuple[Project, Compiled]] = (),
) -> list[ProjectPlan]:  # fmt: skip
    """What each project adds to the plan; `books` opens its ledger and its lock file to be read.

    `stories` are those of the requests, whose losses the plan names.
    """
    own: dict[int, list[Request]] = {id(project): [] for project in projects}
    for project, request in requests:
        own[id(project)].append(request)
    added: list[ProjectPlan] = []
    for project in projects:
        lengths = plan.lengths(own[id(project)])
        with books(project, own[id(project)]) as opened:
            rows = plan.rows(
                own[id(project)], lengths, opened.ledger, opened.lock, files=project.files, rehearsal=opened.rehearsal
            )
            losses = plan.by_clip(story for owner, story in stories if owner is project)
            typical = plan.typical(rows, opened.ledger, project.files)
            added.append(ProjectPlan(rows, project.files, typical, opened.rehearsal, opened.address, losses))
    return added
