"""The watch itself: one look after another, and between them the drafts."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable, Generator, Sequence
from pathlib import Path

from storyboard.compiler.pipeline import Options
from storyboard.production.build import Step
from storyboard.project.watch.drafts import Broken, Drafted, Drafting, Drafts
from storyboard.project.watch.ears import Deaf, Ears, Stirred, folders_of
from storyboard.project.watch.known import Key, Known, differs, is_stale, look
from storyboard.project.watch.records import Looked, Mistake, Watched

_TICK = 1.0  # seconds; what no event tells of, as on some network drives, is seen then
_PATIENCE = 0.15  # seconds in which an editor that deletes a file has made it again

Gather = Callable[[], Sequence[Watched]]
News = Looked | Drafting | Step | Drafted


def watching(gather: Gather, tops: Sequence[Path], options: Options, *, draws: bool) -> Generator[News]:
    """A look at all stories, then one after each save that concerns some, and what is drawn meanwhile, without end.

    `gather` finds the projects as they are at the moment, and raises Mistake where it cannot; `tops` are the whole
    paths of what is watched. A story is compiled again when something that it asked for is another file, when its
    settings have changed, or when it is new. Closing the generator ends all threads and processes.
    """
    heard: queue.SimpleQueue[object] = queue.SimpleQueue()
    ears, drafts = Ears(heard), Drafts(heard, options)
    looked, deaf = Looked(mistake="nothing was looked at yet"), False
    projects: Sequence[Watched] = ()
    try:
        while True:
            before = looked.mistake
            try:
                projects, looked = _look(gather, looked.known, options)
            except Mistake as mistake:
                looked = Looked(looked.known, mistake=str(mistake))
            if looked.changed or looked.gone or looked.mistake != before:
                yield looked
            if draws and (looked.changed or looked.gone):
                drafts.want(looked.changed, looked.gone)
            if not deaf:
                ears.turn(folders_of(tops, projects, looked.known))
            while not isinstance(message := _next(heard), Stirred):
                if isinstance(message, Deaf):
                    deaf = True
                    yield Looked(looked.known, note=f"looking every second, since {message.why}")
                elif isinstance(message, Broken):
                    raise message.error
                elif isinstance(message, Drafted):
                    drafts.ended(message)
                    if message.whole:
                        yield message
                elif isinstance(message, Drafting | Step):
                    yield message
                elif deaf or any(map(is_stale, looked.known)):
                    break
            if isinstance(message, Stirred) and message.lost:
                ears.close()  # a folder that is made again may have the number of the one that is gone
    finally:
        ears.close()
        drafts.close()


def _next(heard: queue.SimpleQueue[object]) -> object:
    """What is heard next, None after a while without anything."""
    try:
        return heard.get(timeout=_TICK)
    except queue.Empty:
        return None


def _look(gather: Gather, known: Sequence[Known], options: Options) -> tuple[Sequence[Watched], Looked]:
    """The projects, and what there is to tell of their stories. Raises Mistake."""
    since = time.monotonic()
    before = {story.key: story for story in known}
    projects = gather()
    if not before.keys() <= _keys(projects):
        time.sleep(_PATIENCE)
        projects = gather()
    stories: dict[Key, Known] = {}
    changed: list[Known] = []
    for project in projects:
        for path in project.stories:
            old = before.get((project.root, path))
            if old is not None and old.config == project.config and not is_stale(old):
                stories[old.key] = old
                continue
            new = look(project.root, path, project.config, options)
            stories[new.key] = new
            if old is None or differs(old, new):
                changed.append(new)
    gone = tuple(key for key in before if key not in stories)
    return projects, Looked(tuple(stories.values()), tuple(changed), gone, time.monotonic() - since)


def _keys(projects: Sequence[Watched]) -> set[Key]:
    return {(project.root, path) for project in projects for path in project.stories}
