"""What the parts of a run share: a film on its way, what is made of it, and how that gets to its place."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec

from storyboard.compiler.request import Request
from storyboard.production.files import paths
from storyboard.production.files.hashes import Hashes
from storyboard.production.files.manifest import (
    FileConflict,
    Manifest,
    discard,
    fsync_file,
    sha256,
    temp_beside,
    write_part,
)
from storyboard.production.records import BuildSettings, FilmOrder, State
from storyboard.production.run.log import StepLog
from storyboard.production.work import Work
from storyboard.production.worker import Task
from storyboard.providers import LocalClip


class FilmRun(msgspec.Struct):
    """A film on its way: its works, and by a clip's number its first request, its animatic's SHA-256, what is paid.

    `locals` has the clips as the local maker gets them. `conflict` says why the film itself must not be written, if so.
    """

    film: FilmOrder
    works: tuple[Work, ...]
    base: Path
    firsts: dict[int, Request]
    locals: dict[int, LocalClip] = {}
    conflict: str = ""
    digests: dict[int, str] = {}
    paid: dict[int, tuple[Path, str]] = {}


class VideoJob(msgspec.Struct):
    """A video that is being made: where it goes, and the key that its sidecar will carry."""

    run: FilmRun
    work: Work | None
    video: Path
    beside: Path
    key: str
    part: Path
    since: float = 0.0
    clips: list[tuple[str, str]] = []
    reason: str = ""
    take: int = 0

    @property
    def clip(self) -> int:
        """The number of the clip, 0 for a film."""
        return self.work.clip.index if self.work is not None else 0


class Workshop:
    """What is made in this run, on the way from a task to a video in its place."""

    def __init__(self, settings: BuildSettings, hashes: Hashes, manifest: Manifest, log: StepLog) -> None:
        self.settings, self.hashes, self.manifest, self.log = settings, hashes, manifest, log
        self.tasks: deque[Task] = deque()
        self.jobs: dict[int, VideoJob] = {}

    def begin(
        self, run: FilmRun, work: Work | None, video: Path, beside: Path, key: str, *, conflict: str = "",
        take: int = 0,
    ) -> tuple[int, VideoJob] | None:  # fmt: skip
        """A new job with its number; None where its files must not be written, which is told."""
        clip = work.clip.index if work is not None else 0
        why = conflict or self.manifest.conflict(video) or self.manifest.conflict(beside)
        if why:
            self.log.say_of(run.film, "refused", clip, take=take, reason=why)
            return None
        try:
            part = temp_beside(video)
        except OSError as error:
            self.log.say_of(run.film, "failed", clip, take=take, reason=disk_fault(self.settings.root, error))
            return None
        number, job = len(self.jobs) + 1, VideoJob(run, work, video, beside, key, part, take=take)
        self.jobs[number] = job
        return number, job

    def finish(self, job: VideoJob, beside: Callable[[str], bytes], *, ms: int, warnings: tuple[str, ...] = ()) -> None:
        """Put a finished video and its sidecar, which is made of its SHA-256, in place."""
        film = job.run.film
        try:
            fsync_file(job.part)
            digest = sha256(job.part)
        except OSError as error:
            reason = disk_fault(self.settings.root, error)
            self.log.say_of(film, "failed", job.clip, take=job.take, reason=reason)
            return
        texts = [(job.beside, beside(digest))]
        state, why = put_in_place(self.settings.root, self.manifest, texts, (job.part, job.video))
        if not why:
            job.run.digests[job.clip] = digest
        took = time.monotonic() - job.since if job.since else 0.0
        self.log.say_of(
            film, state, job.clip, take=job.take, path=None if why else job.video, reason=why or job.reason, ms=ms,
            took=took, warnings=warnings,
        )  # fmt: skip

    def close(self) -> None:
        """Remove what was not finished."""
        discard(job.part for job in self.jobs.values())


def put_in_place(
    root: Path, manifest: Manifest, texts: Iterable[tuple[Path, bytes]], *parts: tuple[Path, Path]
) -> tuple[State, str]:
    """Put texts and finished parts in place; what became of it, and why where it failed."""
    pairs = list(parts)
    try:
        for path, data in texts:  # a signal that ends the run may come between two of them
            pairs.append((write_part(path, data), path))
        if pairs:
            manifest.replace(pairs)
    except FileConflict as conflict:
        return "refused", str(conflict)
    except OSError as error:
        return "failed", disk_fault(root, error)
    finally:
        discard(part for part, _ in pairs)
    return "done", ""


def disk_fault(root: Path, error: OSError) -> str:
    """Why a file cannot be written, in words."""
    place = error.filename2 or error.filename
    named = f"`{paths.from_root(root, Path(place))}`" if isinstance(place, str) else "a file"
    return f"{named} cannot be written: {error.strerror or error}"
