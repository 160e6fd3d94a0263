"""A plan as Markdown, for a comment under a pull request."""

from __future__ import annotations

from collections.abc import Sequence

from storyboard.production.plan import BOUGHT, ProjectPlan
from storyboard.report.drawing.markdown import escaped, row
from storyboard.report.plan.text import by_model, summary
from storyboard.timing import money


def render(parts: Sequence[ProjectPlan]) -> str:
    """A table for a comment under a pull request, under its sum."""
    rows = [(part, planned) for part in parts for planned in part.rows]
    lines = [f"**storyc plan:** {summary(parts)}"]
    if rows:
        lines += ["", "| story | clip | take | state | s | USD |", "| --- | --- | ---: | --- | ---: | ---: |"]
    for part, planned in rows:
        request = planned.request
        story = part.called(request.story) + (f" ({request.variant})" if request.variant else "")
        clip = f"{request.clip.index} {request.clip.title}".rstrip()
        price = money(request.price) if planned.state in BOUGHT else "-"
        lines.append(row(escaped(story), escaped(clip), str(request.take), planned.state, str(planned.seconds), price))
    lines += _losses(parts)
    return "".join(f"{line}\n" for line in lines)


def _losses(parts: Sequence[ProjectPlan]) -> list[str]:
    """What each model cannot do of the clips, as a list below a blank line; nothing where that is nothing."""
    models = by_model(parts)
    if not models:
        return []
    from storyboard.report.compare.lines import plain, where  # most stories lose nothing

    rows = [(model, loss) for model, losses in models.items() for loss in losses]
    return ["", *(f"- {escaped(model)}, {escaped(where(loss, 0))}: {plain(loss)}" for model, loss in rows)]
