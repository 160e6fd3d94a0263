"""A compiled story as the editor sees it: places of the compiler's are ranges of the editor's, and the other way."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from lsprotocol.types import Location, Position, Range

from storyboard.compiler.edited import Edited
from storyboard.compiler.pipeline import Compiled
from storyboard.config import Config
from storyboard.diagnostics import Diagnostic
from storyboard.language.story import Clip, Shot
from storyboard.lsp.lines import TextLines
from storyboard.source import Source, Span

if TYPE_CHECKING:
    from storyboard.lsp.desk import Desk

# The lines of a buffer, or the stamp of a file on disk, None where nothing is.
State: TypeAlias = "TextLines | tuple[int, ...] | None"


class StorySheet:
    """A story as it was checked last, with the state of all that it asked for, by path from the root.

    After an edit that was checked alone `compiled` is worked out when it is first asked for.
    """

    def __init__(
        self,
        desk: Desk,
        uri: str,
        root: Path,
        config: Config,
        states: dict[str, State],
        compiled: Compiled | None = None,
        edited: Edited | None = None,
    ) -> None:
        self.desk, self.uri, self.root, self.config = desk, uri, root, config
        self.states, self.edited = states, edited
        self.is_whole = compiled is not None
        self.path: str
        self.sources: dict[str, Source]
        self.diagnostics: tuple[Diagnostic, ...]
        if compiled is not None:
            self.compiled = compiled
            self.path, self.sources, self.diagnostics = compiled.path, compiled.sources, compiled.diagnostics
        elif edited is not None:
            self.path, self.sources, self.diagnostics = edited.source.path, edited.sources, edited.diagnostics
        self._lines: dict[str, TextLines] = {}

    @cached_property
    def compiled(self) -> Compiled:
        """All that the compiler knows of the story."""
        return self.desk.compiling(self)()

    @property
    def is_compiled(self) -> bool:
        """Whether `compiled` is there without any work."""
        return "compiled" in self.__dict__

    def settles(self) -> bool:
        """Whether the diagnostics are those of the whole story, as far as its edits tell."""
        return self.is_whole or self.edited is None or self.edited.settles()

    def agrees(self) -> bool:
        """Whether the whole story has the diagnostics that were worked out without it."""
        return self.compiled.diagnostics == self.diagnostics

    @cached_property
    def source(self) -> Source:
        """The story's own text."""
        return self.sources[self.path]

    def lines(self, path: str) -> TextLines:
        """The lines of a text that was read; no lines of one that was not."""
        if path not in self._lines:
            source = self.sources.get(path)
            self._lines[path] = self.desk.lines(self.root, path, source.text if source is not None else "")
        return self._lines[path]

    def range(self, span: Span) -> Range:
        """The range of a place, the start of a file whose text was not read."""
        if span.path not in self.sources:
            return Range(Position(0, 0), Position(0, 0))
        where = self.lines(span.path).range(span.start, span.end)
        source = self.sources[span.path]
        if source.bom:  # the editor counts the mark, the compiler does not
            return Range(_shifted(where.start), _shifted(where.end))
        return where

    def location(self, span: Span) -> Location:
        """The range of a place with its file's address."""
        return Location(self.desk.uri(self.root, span.path), self.range(span))

    def offset(self, position: Position) -> int:
        """The offset in the story's text of a position of the editor's."""
        if self.source.bom and position.line == 0:
            position = Position(0, max(position.character - 1, 0))
        return self.lines(self.path).offset(position)

    def clip_at(self, offset: int) -> Clip | None:
        """The clip whose lines hold an offset; a piece of a clip that was cut where its shots are."""
        within: Clip | None = None
        for clip in self.compiled.clips:
            start = clip.shots[0].span.start if clip.part > 1 and clip.shots else clip.span.start
            if within is None or start <= offset:
                within = clip
        return within

    @staticmethod
    def shot_at(clip: Clip, offset: int) -> Shot | None:
        """The shot of a clip whose lines hold an offset; None above the first one."""
        within: Shot | None = None
        for shot in clip.shots:
            if shot.span.start <= offset:
                within = shot
        return within


def _shifted(position: Position) -> Position:
    return Position(0, position.character + 1) if position.line == 0 else position
