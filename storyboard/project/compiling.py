"""The stories of a project, compiled one after another."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from storyboard.compiler import request
from storyboard.compiler.pipeline import Compiled, Options, compile_story
from storyboard.project.records import Project
from storyboard.project.selecting import lacking
from storyboard.source import Files
from storyboard.timing import money_number

if TYPE_CHECKING:
    from storyboard.records import api
    from storyboard.records.check import Diagnostic
    from storyboard.records.request import Request
    from storyboard.records.story import StoryClip


class Sums(msgspec.Struct, frozen=True):
    """What a story comes to: its clips and their milliseconds, its requests and their price in micro-dollars."""

    clips: int
    ms: int
    requests: int
    price: int


class CompiledStory(msgspec.Struct, frozen=True, dict=True):
    """A compiled story of a project, and what the selection names that it does not have, a phrase each.

    `compiled` is what the compiler knows of it, in milliseconds, micro-dollars and spans; the properties are its
    records, as they are written: seconds, dollars, lines and columns.
    """

    project: Project
    compiled: Compiled
    lacking: tuple[str, ...] = ()
    recalled: Sums | None = None

    @property
    def sums(self) -> Sums:
        """What it comes to, which is recalled where it was not compiled anew."""
        if self.recalled is not None:
            return self.recalled
        clips, requests = self.compiled.clips, self.compiled.requests
        ms, price = sum(clip.duration or 0 for clip in clips), sum(request.price for request in requests)
        return Sums(len(clips), ms, len(requests), price)

    @property
    def root(self) -> Path:
        """The root of its project."""
        return self.project.root

    @property
    def path(self) -> str:
        """Its path from the root."""
        return self.compiled.path

    @property
    def title(self) -> str:
        """Its title, "" where it has none."""
        return self.compiled.title

    @property
    def usable(self) -> bool:
        """Whether clips can be made of it: it has no errors and all that was selected."""
        return not self.lacking and not self.compiled.has_errors

    @cached_property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All that is wrong with it, by place; lines and columns count from 1."""
        from storyboard.compiler.records import diagnostic_record

        sources = self.compiled.sources
        return tuple(diagnostic_record(diagnostic, sources) for diagnostic in self.compiled.diagnostics)

    @cached_property
    def clips(self) -> tuple[StoryClip, ...]:
        """Its clips with their shots, whatever is wrong with it; times in seconds from the clip's start."""
        from storyboard.compiler.records import clip_record

        return tuple(map(clip_record, self.compiled.clips))

    @cached_property
    def requests(self) -> tuple[Request, ...]:
        """One paid generation each, by variant, clip and take, with its price in dollars; none where it has errors."""
        return tuple(map(request.record, self.compiled.requests))

    @cached_property
    def prompts(self) -> tuple[str, ...]:
        """What the model is told in each of the requests, in their order."""
        return tuple(sent.prompt for sent in self.compiled.requests)

    @property
    def total_usd(self) -> int | float:
        """What the requests cost together with an empty store, in dollars with at most four places."""
        return money_number(sum(sent.price for sent in self.compiled.requests))

    @property
    def record(self) -> api.CompiledRecord:
        """All of this, to be written."""
        from storyboard.records import api

        return api.CompiledRecord(
            path=self.path,
            title=self.title,
            usable=self.usable,
            clips=self.clips,
            requests=self.requests,
            total_usd=self.total_usd,
            diagnostics=self.diagnostics,
            lacking=self.lacking,
        )


def compiled_story(project: Project, path: str, chosen: Options, files: Files | None = None) -> CompiledStory:
    """One story of a project; `files` stand for the project's own where they are given."""
    compiled = compile_story(files or project.files, path, project.config, chosen)
    return CompiledStory(project, compiled, lacking(compiled, chosen))


def compile_stories(project: Project, chosen: Options, files: Files | None = None) -> Iterator[CompiledStory]:
    """Each story of a project as it is compiled; `files` stand for the project's own where they are given."""
    for path in project.stories:
        yield compiled_story(project, path, chosen, files)
