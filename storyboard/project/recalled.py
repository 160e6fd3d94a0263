"""The stories of a project to be reported: of those that were sound and have not changed, only what they come to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import cast

import msgspec

from storyboard.compiler.pipeline import Compiled, Options
from storyboard.project.compiling import CompiledStory, Sums, compile_stories, compiled_story
from storyboard.project.records import Project
from storyboard.recall import signs, witness


def checked_stories(project: Project, chosen: Options) -> Iterator[CompiledStory]:
    """Each story of a project, compiled where it may have mistakes.

    A story without any has no text, clips and requests here where an earlier run has compiled it; `sums` are there.
    """
    present = witness.present()
    if present is None:
        yield from compile_stories(project, chosen)
        return
    from storyboard.recall.parts import Portion

    root, settings = str(project.root), _digest(project)
    recalled = cast("Callable[[str], tuple[int, int, int, int] | None]", present.memory(root, settings))
    for path in project.stories:
        sums = recalled(path)
        if sums is not None:
            yield CompiledStory(project, Compiled(path, "", {}, (), (), ()), (), Sums(*sums))
            continue
        with present.apart() as looked_at:
            story = compiled_story(project, path, chosen)
        if story.usable and not story.compiled.diagnostics:
            present.parts[root, path, settings] = Portion(msgspec.structs.astuple(story.sums), tuple(sorted(looked_at)))
        yield story


def _digest(project: Project) -> bytes:
    """What tells two states of the settings apart, wherever they are from."""
    settings = msgspec.structs.replace(project.config, origins={}, outside=frozenset[str]())
    return signs.digest(msgspec.msgpack.encode(settings))
