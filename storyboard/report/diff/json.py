"""The comparison for programs: `storyc.diff/1`."""

from __future__ import annotations

from collections.abc import Sequence

from storyboard.project.diff import Change, record
from storyboard.report.data.values import dumped


def render(changes: Sequence[Change]) -> str:
    """The whole object; a clip of a variant says which."""
    return dumped(record(changes))
