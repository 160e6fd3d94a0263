"""A plan as JSON: to be read, or to be saved with what is meant by it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from storyboard.production import plan
from storyboard.production.plan import ProjectPlan
from storyboard.records import as_text
from storyboard.records.plan import Saved, Selection


def render(parts: Sequence[ProjectPlan]) -> str:
    """A `storyc.plan/1`."""
    return as_text(plan.record((part.rows, part.files) for part in parts))


def to_save(parts: Sequence[ProjectPlan], selection: Selection) -> str:
    """A `storyc.plan/1` that says what is meant, so that a build can do it later."""
    planned = plan.record((part.rows, part.files) for part in parts)
    return as_text(
        Saved(**msgspec.structs.asdict(planned), selection=selection, rehearsal=any(part.rehearsal for part in parts))
    )
