"""What the rules about the prompt share: which words and shots lie beyond a number of characters."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

import msgspec

from storyboard.compiler.render import Prompt
from storyboard.compiler.rules import RenderedClip
from storyboard.compiler.rules._time import listed
from storyboard.source import Span

_NAMED = 4


def place_at(prompt: Prompt, limit: int, fallback: Span) -> Span:
    """The words in the source of which the prompt's character `limit` is the first."""
    for stretch in prompt.map:
        if stretch.end > limit:
            cut = max(limit - stretch.start, 0)
            span = stretch.span
            if stretch.end - stretch.start == span.end - span.start:
                return Span(span.path, span.start + cut, span.end)
            return span
    return fallback


class PromptCut(msgspec.Struct, frozen=True):
    """What a cut does to the shots, as the end of a message, empty where it hits none, and the numbers of those hit."""

    phrase: str
    shots: tuple[int, ...]


def cut_by(rendered: RenderedClip, limit: int) -> PromptCut:
    """What a cut after `limit` characters does to the shots."""
    # A cast member's description stands elsewhere in the file, so a shot is known by the stretches inside its own span.
    shots = rendered.clip.shots
    starts = [shot.span.start for shot in shots]
    begun: set[int] = set()
    cut: set[int] = set()
    for stretch in rendered.prompt.map:
        index = bisect_right(starts, stretch.span.start) - 1
        if index < 0 or shots[index].span.path != stretch.span.path or stretch.span.start >= shots[index].span.end:
            continue
        if stretch.start < limit:
            begun.add(index)
        if stretch.end > limit:
            cut.add(index)
    short = _words([str(shots[index].number) for index in sorted(cut & begun)])
    gone = _words([str(shots[index].number) for index in sorted(cut - begun)])
    if short and gone:
        phrase = f": {short} would be cut short and {gone} lost"
    else:
        phrase = f": {short} would be cut short" if short else f": {gone} would be lost" if gone else ""
    return PromptCut(phrase, tuple(shots[index].number for index in sorted(cut)))


def _words(numbers: Sequence[str]) -> str:
    if len(numbers) < 2:
        return f"shot {numbers[0]}" if numbers else ""
    return f"shots {listed(numbers) if len(numbers) <= _NAMED else f'{numbers[0]} to {numbers[-1]}'}"
