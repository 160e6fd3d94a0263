"""What stories come to: their clips, seconds and price, and how many of their mistakes can be fixed."""

from __future__ import annotations

from collections.abc import Iterable

from storyboard.compiler.pipeline import Compiled
from storyboard.diagnostics import fixable
from storyboard.project.compiling import CompiledStory
from storyboard.report.drawing.words import count
from storyboard.timing import money, seconds


def totals(compiled: Iterable[Compiled]) -> str:
    """What stories without errors come to: `1 story, 2 clips, 15 s, 1.875 USD`."""
    stories = tuple(compiled)
    clips = [clip for story in stories for clip in story.clips]
    requests = [request for story in stories for request in story.requests]
    words = [
        count(len(stories), "story", "stories"),
        count(len(clips), "clip"),
        f"{seconds(sum(clip.duration or 0 for clip in clips))} s",
    ]
    if len(requests) > len(clips):
        words.append(count(len(requests), "request"))
    return ", ".join([*words, f"{money(sum(request.price for request in requests))} USD"])


def hint(stories: Iterable[CompiledStory]) -> str:
    """How many of the mistakes can be fixed, as a last line of the report: `2 fixable with --fix`; "" for none."""
    diagnostics = {diagnostic: None for story in stories for diagnostic in story.compiled.diagnostics}
    safe, unsafe = fixable(tuple(diagnostics))
    if not safe:
        return f"{unsafe} fixable with --unsafe-fixes\n" if unsafe else ""
    return f"{safe} fixable with --fix{f', {unsafe} more with --unsafe-fixes' if unsafe else ''}\n"
