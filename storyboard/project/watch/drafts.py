"""Drafts of the animatics, drawn in the background; a newer save ends what it makes useless."""

from __future__ import annotations

import os
import queue
import threading
import time
from collections.abc import Iterable
from pathlib import Path

import msgspec

from storyboard.compiler.pipeline import Options
from storyboard.production import build
from storyboard.project.places import draft_folder
from storyboard.project.records import ProjectError
from storyboard.project.watch.known import Key, Known
from storyboard.source import DiskFiles


class Drafting(msgspec.Struct, frozen=True):
    """These films of one project are drawn from now on."""

    films: tuple[build.FilmOrder, ...]


class Drafted(msgspec.Struct, frozen=True):
    """What drafting came to: the last step of each clip and film, the seconds it took, and why where it failed."""

    steps: tuple[build.Step, ...] = ()
    took: float = 0.0
    trouble: str = ""
    whole: bool = True


class Broken(msgspec.Struct, frozen=True):
    """A mistake in storyc itself, met while drawing."""

    error: BaseException


class _Superseded(Exception):
    """Something newer is to be drawn."""


class Drafts:
    """At most one drawing at a time, which puts `Drafting`, `Step`s and a `Drafted` into a queue."""

    def __init__(self, heard: queue.SimpleQueue[object], options: Options) -> None:
        self.heard, self.options = heard, options
        self.wanted: dict[Key, Known] = {}
        self.stop = threading.Event()
        self.thread: threading.Thread | None = None

    def want(self, changed: Iterable[Known], gone: Iterable[Key]) -> None:
        """Draw what has changed, before what is still to be drawn."""
        first: dict[Key, Known] = {}
        for known in changed:
            self.wanted.pop(known.key, None)
            if known.compiled.requests:
                first[known.key] = known
        for key in gone:
            self.wanted.pop(key, None)
        self.wanted = {**first, **self.wanted}
        if self.thread is not None:
            self.stop.set()
        else:
            self._begin()

    def ended(self, drafted: Drafted) -> None:
        """Take note that a drawing has ended, and begin the next one where there is one."""
        if self.thread is not None:
            self.thread.join()
            self.thread = None
        if drafted.whole and not self.stop.is_set():
            self.wanted = {}
        self._begin()

    def close(self) -> None:
        """End what is being drawn."""
        self.stop.set()
        if self.thread is not None:
            self.thread.join()
            self.thread = None

    def _begin(self) -> None:
        if not self.wanted:
            return
        self.stop = threading.Event()
        stories = tuple(self.wanted.values())
        thread = threading.Thread(target=_draw, args=(stories, self.options, self.heard, self.stop), daemon=True)
        thread.start()
        # Not before: a signal may come in between, and what was never started cannot be waited for.
        self.thread = thread


def _draw(
    stories: tuple[Known, ...], options: Options, heard: queue.SimpleQueue[object], stop: threading.Event
) -> None:  # fmt: skip
    def tell(step: build.Step) -> None:
        if stop.is_set():
            raise _Superseded
        heard.put(step)

    since = time.monotonic()
    steps: list[build.Step] = []
    try:
        for root in dict.fromkeys(known.root for known in stories):
            here = [known for known in stories if known.root == root]
            files, folder = DiskFiles(root), _prepared(here[0])
            films = [film for known in here for film in build.films(files, known.compiled, known.config, options)]
            heard.put(Drafting(tuple(films)))
            # A root of its own: a draft neither waits for a build in the same project nor makes it wait.
            settings = build.BuildSettings(folder, folder, min(here[0].config.jobs, _cores()), draft=True)
            steps += build.build(films, settings, files, tell)
    except _Superseded:
        heard.put(Drafted(whole=False))
    except (build.FileConflict, ProjectError) as trouble:
        heard.put(Drafted(tuple(steps), time.monotonic() - since, str(trouble)))
    except BaseException as error:
        heard.put(Broken(error))
    else:
        heard.put(Drafted(tuple(steps), time.monotonic() - since))


def _prepared(known: Known) -> Path:
    """The folder of the drafts of a story's project, made. Raises FileConflict or ProjectError where it cannot be."""
    folder = draft_folder(known.project)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise build.FileConflict(f"`{folder}` cannot be made: {error.strerror or error}") from error
    return folder


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
