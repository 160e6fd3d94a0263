"""A plan as a table for people, and in one line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import get_args

from storyboard.production import plan
from storyboard.production.plan import BOUGHT, PlanRow, ProjectPlan
from storyboard.records.plan import State
from storyboard.report.drawing.cells import wrap
from storyboard.report.drawing.table import Column, table
from storyboard.report.drawing.words import count
from storyboard.timing import money

_COLORS = {
    "new": "green",
    "changed": "yellow",
    "unknown": "red",
    "failed": "red",
    "running": "cyan",
    "elsewhere": "cyan",
}
Parts = Sequence[ProjectPlan]


def render(parts: Parts, *, color: bool = False, wide: int = 120) -> str:
    """A line for each take of each clip, and one for the whole; a price stands where there is something to pay."""
    rows = rows_of(parts)
    if not rows:
        return f"{summary(parts)}\n"
    several = len({row.request.take for row in rows}) > 1
    heads = (
        Column("story", cut=True),
        Column("variant"),
        Column("clip", number=True),
        Column("title", cut=True),
        Column("take", number=True),
        Column("state", colors=_COLORS),
        Column("s", number=True),
        Column("USD", number=True),
    )
    cells = [
        (
            row.request.story,
            row.request.variant,
            str(row.request.clip.index),
            row.request.clip.title,
            str(row.request.take) if several else "",
            row.state,
            str(row.seconds),
            money(row.request.price) if row.state in BOUGHT else "-",
        )
        for row in rows
    ]
    lines = wrap(summary(parts), wide)
    return "\n".join([table(heads, cells, color=color, wide=wide), *lines]) + "\n"


def summary(parts: Parts) -> str:
    """What a plan comes to: `2 clips: 1 new, 1 cached; 0.625 USD for 5 s, about 3 min a clip`."""
    rows = rows_of(parts)
    states = [f"{sum(row.state == state for row in rows)} {state}" for state in _states(rows)]
    head = count(len(rows), "clip") + (f": {', '.join(states)}" if states else "")
    # A request that several rows share is bought once.
    bought = [{row.request.sha256: row.seconds for row in part.rows if row.state in BOUGHT} for part in parts]
    if not any(bought):
        return f"{head}; nothing to pay"
    price = money(sum(plan.total(part.rows) for part in parts))
    times = [part.typical for part in parts if part.typical is not None]
    time = f", about {_time(max(times))} a clip" if times else ""
    return f"{head}; {price} USD for {sum(sum(seconds.values()) for seconds in bought)} s{time}"


def rows_of(parts: Parts) -> list[PlanRow]:
    """All rows of a plan."""
    return [row for part in parts for row in part.rows]


def _states(rows: Iterable[PlanRow]) -> list[str]:
    known = {row.state for row in rows}
    return [state for state in get_args(State) if state in known]


def _time(seconds: float) -> str:
    return f"{seconds / 60:.0f} min" if seconds >= 90 else f"{max(seconds, 1):.0f} s"
