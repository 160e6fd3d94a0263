"""The comparison as a comment on a pull request: a table of models a story, and the losses folded away."""

from __future__ import annotations

from collections.abc import Sequence

from storyboard.project.models import Comparison, ModelStory
from storyboard.report.compare.lines import cells, losing, name, plain, where
from storyboard.report.drawing.markdown import escaped, in_html, row

# GitHub takes no comment above 65,536 characters.
MOST = 60_000


def render(comparison: Comparison) -> str:
    """The tables, then the losses as far as a comment has room; what is left out is said."""
    stories = comparison.by_story
    parts = [_table(rows) for rows in stories]
    room, left = MOST - sum(map(len, parts)), 0
    for rows in stories:
        for model in losing(rows):
            block = _losses(model)
            if len(block) > room:
                left += 1
                continue
            room -= len(block)
            parts.append(block)
    if left:
        parts.append(f"\nThe losses of {left} more are left out, as they would make this comment too long.\n")
    return "".join(parts)


def _table(rows: Sequence[ModelStory]) -> str:
    head = [row("model", "clips", "s", "USD", "shots", "losses"), row("---", "--:", "--:", "--:", "--:", "---")]
    lines = [row(*map(escaped, cells(model))) for model in rows]
    return f"### {escaped(name(rows[0]))}\n\n" + "".join(f"{line}\n" for line in [*head, *lines]) + "\n"


def _losses(model: ModelStory) -> str:
    lines = [f"- {escaped(where(loss, len(model.clips)))}: {plain(loss)}\n" for loss in model.losses]
    title = f"{in_html(name(model))} on {in_html(model.profile.id)}"
    return f"<details><summary>{title}</summary>\n\n{''.join(lines)}\n</details>\n"
