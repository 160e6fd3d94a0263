"""The plans of the fleet as a table for people."""

from __future__ import annotations

from storyboard.records.fleet import FleetPlan, FleetState, FleetStatus
from storyboard.report.drawing.cells import shown
from storyboard.report.drawing.table import Column, table
from storyboard.report.drawing.words import count

_WORDS: dict[FleetState, str] = {
    "waiting": "waiting",
    "sending": "being sent",
    "host": "at the host",
    "here": "here",
    "unknown": "unknown",
    "charged": "failed and charged",
    "over": "over",
}
_SHOWN = 12  # characters of a digest, by which a plan is cancelled
_HEADS = (
    Column("plan"),
    Column("submitted (UTC)"),
    Column("by", cut=True),
    Column("clips"),
    Column("held", number=True),
    Column("spent", number=True),
)


def render(status: FleetStatus, *, color: bool, wide: int) -> str:
    """A line a plan, money in dollars; why clips are over stands below it."""
    rows = [
        (
            plan.plan[:_SHOWN], plan.submitted[:16].replace("T", " "), f"{plan.who}@{plan.machine}", _clips(plan),
            f"{plan.held_usd}", f"{plan.spent_usd}",
        )
        for plan in status.plans
    ]  # fmt: skip
    why = [
        f"{plan.plan[:_SHOWN]}: {count(number, 'clip')} over: {shown(note)}\n"
        for plan in status.plans
        for note, number in plan.over.items()
    ]
    return table(_HEADS, rows, color=color, wide=wide) + "".join(why)


def _clips(plan: FleetPlan) -> str:
    return ", ".join(f"{plan.clips[state]} {word}" for state, word in _WORDS.items() if state in plan.clips)
