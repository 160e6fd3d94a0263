"""What stories come to: their clips, seconds and price, and how many of their mistakes can be fixed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from storyboard.diagnostics import fixable
from storyboard.project.compiling import CompiledStory
from storyboard.report.drawing.words import count
from storyboard.timing import money, seconds


def totals(stories: Sequence[CompiledStory]) -> str:
    """What stories without errors come to: `1 story, 2 clips, 15 s, 1.875 USD`."""
    sums = [story.sums for story in stories]
    clips, requests = sum(own.clips for own in sums), sum(own.requests for own in sums)
    words = [
        count(len(stories), "story", "stories"),
        count(clips, "clip"),
        f"{seconds(sum(own.ms for own in sums))} s",
    ]
    if requests > clips:
        words.append(count(requests, "request"))
    return ", ".join([*words, f"{money(sum(own.price for own in sums))} USD"])


def hint(stories: Iterable[CompiledStory]) -> str:
    """How many of the mistakes can be fixed, as a last line of the report: `2 fixable with --fix`; "" for none."""
    diagnostics = {diagnostic: None for story in stories for diagnostic in story.compiled.diagnostics}
    safe, unsafe = fixable(tuple(diagnostics))
    if not safe:
        return f"{unsafe} fixable with --unsafe-fixes\n" if unsafe else ""
    return f"{safe} fixable with --fix{f', {unsafe} more with --unsafe-fixes' if unsafe else ''}\n"
