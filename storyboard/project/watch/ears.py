"""Hearing of changes: the folders in which something may happen, and a thread that waits for it."""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Iterable
from pathlib import Path

import msgspec

from storyboard.project.watch.known import Known
from storyboard.project.watch.records import Watched

_STEP = 40  # ms of silence that end a burst
_BURST = 400  # ms after which a burst is over, however long it goes on
_TURN = 250  # ms


class Stirred(msgspec.Struct, frozen=True):
    """Something has happened in the folders, or they are being watched from now on; `lost` says that one is gone."""

    lost: bool = False


class Deaf(msgspec.Struct, frozen=True):
    """The folders cannot be watched, and why."""

    why: str


class Ears:
    """A thread that puts `Stirred` into a queue whenever something happens in the folders."""

    def __init__(self, heard: queue.SimpleQueue[object]) -> None:
        self.heard = heard
        self.folders: dict[Path, int] = {}
        self.stop = threading.Event()
        self.thread: threading.Thread | None = None

    def turn(self, folders: Iterable[Path]) -> None:
        """Listen to these folders from now on; where they are the same ones as before, nothing is done."""
        # A folder that was deleted and made again has another number.
        numbers = {folder: number for folder in folders if (number := _number(folder)) is not None}
        if numbers == self.folders and self.thread is not None:
            return
        self.close()
        self.folders, self.stop = numbers, threading.Event()
        thread = threading.Thread(target=_listen, args=(tuple(numbers), self.heard, self.stop), daemon=True)
        thread.start()
        # Not before: a signal may come in between, and what was never started cannot be waited for.
        self.thread = thread

    def close(self) -> None:
        """Listen no more."""
        self.stop.set()
        if self.thread is not None:
            self.thread.join()
            self.thread = None


def _listen(folders: tuple[Path, ...], heard: queue.SimpleQueue[object], stop: threading.Event) -> None:
    try:
        from watchfiles import Change, watch
    except ImportError:
        heard.put(Deaf("the extra `watch` is not installed"))
        return
    opened, ends = False, {(Change.deleted, str(folder)) for folder in folders}
    try:
        for changes in watch(
            *folders, watch_filter=None, debounce=_BURST, step=_STEP, stop_event=stop, rust_timeout=_TURN,
            yield_on_timeout=True, recursive=False, ignore_permission_denied=True,
        ):  # fmt: skip
            # The first turn shows that the folders are watched: what happened before is not missed.
            if changes or not opened:
                heard.put(Stirred(lost=not ends.isdisjoint(changes)))
            opened = True
    except FileNotFoundError:
        heard.put(Stirred())  # a folder has gone just now, and whoever hears it counts them again
    except OSError as error:
        heard.put(Deaf(str(error)))


def folders_of(tops: Iterable[Path], projects: Iterable[Watched], known: Iterable[Known]) -> set[Path]:
    """The folders in which a save may concern the stories: of the PATHs, of all that was read, and of the settings.

    Each is watched for itself, since a root may hold a hundred thousand files that are none of storyc's.
    """
    folders: set[Path] = set()
    for top in tops:
        if top.is_dir():
            for base, names, _ in os.walk(top):
                names[:] = [name for name in names if not name.startswith(".")]
                folders.add(Path(base))
        else:
            folders.add(_nearest(top.parent))
    for project in projects:
        for path in project.stories:
            place = (project.root / path).parent
            folders |= {folder for folder in (place, *place.parents) if folder.is_relative_to(project.root)}
    # What was read of a folder are the names in it.
    read = {place if place.is_dir() else place.parent for story in known for place in story.stamps}
    return folders | {_nearest(folder) for folder in read}


def _nearest(folder: Path) -> Path:
    """The folder itself, or the nearest one above it that is there."""
    return next((place for place in (folder, *folder.parents) if place.is_dir()), folder)


def _number(folder: Path) -> int | None:
    try:
        return folder.stat().st_ino
    except OSError:
        return None
