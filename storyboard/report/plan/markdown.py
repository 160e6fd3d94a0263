"""A plan as Markdown, for a comment under a pull request."""

from __future__ import annotations

from collections.abc import Sequence

from storyboard.production.plan import BOUGHT, ProjectPlan
from storyboard.report.drawing.cells import shown
from storyboard.report.plan.text import rows_of, summary
from storyboard.timing import money

_ESCAPED = frozenset("\\`*_{}[]<>|~&!")
_CALLS = frozenset("@#")  # they call people and issues; an empty comment keeps them from it


def render(parts: Sequence[ProjectPlan]) -> str:
    """A table for a comment under a pull request, under its sum."""
    rows = rows_of(parts)
    lines = [f"**storyc plan:** {summary(parts)}"]
    if rows:
        lines += ["", "| story | clip | take | state | s | USD |", "| --- | --- | ---: | --- | ---: | ---: |"]
    for row in rows:
        request = row.request
        story = request.story + (f" ({request.variant})" if request.variant else "")
        clip = f"{request.clip.index} {request.clip.title}".rstrip()
        price = money(request.price) if row.state in BOUGHT else "-"
        words = (_escape(story), _escape(clip), str(request.take), row.state, str(row.seconds), price)
        lines.append(f"| {' | '.join(words)} |")
    return "".join(f"{line}\n" for line in lines)


def _escape(text: str) -> str:
    """Text that Markdown shows as it is; what a terminal obeys is spelt out, and no name calls anybody."""
    return "".join(
        f"\\{letter}" if letter in _ESCAPED else f"{letter}<!-- -->" if letter in _CALLS else letter
        for letter in shown(text)
    )
