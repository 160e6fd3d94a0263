"""The stories of a project, compiled one after another."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from storyboard.compiler.pipeline import Compiled, Options, compile_story
from storyboard.project.records import Project
from storyboard.project.selecting import lacking
from storyboard.source import Files


class CompiledStory(msgspec.Struct, frozen=True):
    """A compiled story, the root of its project, and what the selection names that it does not have."""

    root: Path
    compiled: Compiled
    lacking: tuple[str, ...] = ()

    @property
    def usable(self) -> bool:
        """Whether clips can be made of it: it has no errors and all that was selected."""
        return not self.lacking and not self.compiled.has_errors


def compile_stories(project: Project, chosen: Options, files: Files | None = None) -> Iterator[CompiledStory]:
    """Each story of a project as it is compiled; `files` stand for the project's own where they are given."""
    for path in project.stories:
        compiled = compile_story(files or project.files, path, project.config, chosen)
        yield CompiledStory(project.root, compiled, lacking(compiled, chosen))
