"""A plan as JSON: to be read, or to be saved with what is meant by it."""

from __future__ import annotations

from collections.abc import Sequence

from storyboard.production import plan
from storyboard.production.plan import ProjectPlan
from storyboard.records import as_text
from storyboard.records.plan import Saved


def render(parts: Sequence[ProjectPlan]) -> str:
    """A `storyc.plan/1`."""
    return as_text(plan.record(parts))


def to_save(saved: Saved) -> str:
    """A `storyc.plan/1` that a build can do later."""
    return as_text(saved)
