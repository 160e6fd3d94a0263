"""Folding: the front matter, each clip, each shot of several lines, and comments that stand below each other."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol.types import FoldingRange, FoldingRangeKind, FoldingRangeParams

from storyboard.language.story import Script
from storyboard.lsp.desk import Desk
from storyboard.lsp.sheet import StorySheet


def folding_range(desk: Desk, params: FoldingRangeParams) -> list[FoldingRange]:
    """What can be folded, by lines, the outer before the inner."""
    sheet = desk.sheet(params.text_document.uri)
    story = sheet.compiled.story if sheet is not None else None
    if sheet is None or story is None:
        return []
    return [*_blocks(sheet, story.script), *_comments(sheet, story.script)]


def _blocks(sheet: StorySheet, script: Script) -> Iterator[FoldingRange]:
    source = sheet.source
    if script.front is not None:
        yield FoldingRange(0, source.place(len(script.front.text)).line - 1, kind=FoldingRangeKind.Region)
    starts = [clip.heading.start for clip in script.clips if clip.heading is not None]
    ends = dict(zip(starts, [*starts[1:], len(source.text)], strict=True))
    for clip in script.clips:
        clip_end = ends[clip.heading.start] if clip.heading is not None else min([*starts, len(source.text)])
        if clip.heading is not None:
            yield from _fold(sheet, clip.heading.start, clip_end)
        marks = [shot.row.start for shot in clip.shots]
        for start, end in zip(marks, [*marks[1:], clip_end], strict=True):
            yield from _fold(sheet, start, end)


def _fold(sheet: StorySheet, start: int, end: int) -> Iterator[FoldingRange]:
    """The fold of a stretch, without the blank lines at its end; none of one line."""
    source = sheet.source
    last = start + len(source.text[start:end].rstrip())
    first, until = source.place(start).line - 1, source.place(last).line - 1
    if until > first:
        yield FoldingRange(first, until)


def _comments(sheet: StorySheet, script: Script) -> Iterator[FoldingRange]:
    numbers = sorted(sheet.source.place(row.start).line - 1 for row in script.comments)
    first = last = -2
    for number in [*numbers, -1]:
        if number != last + 1:
            if last > first >= 0:
                yield FoldingRange(first, last, kind=FoldingRangeKind.Comment)
            first = number
        last = number
