"""The comparison for programs: `storyc.diff/1`."""

from __future__ import annotations

from storyboard.records.diff import Diff
from storyboard.report.data.values import dumped


def render(diff: Diff) -> str:
    """The whole object; a clip of a variant says which."""
    return dumped(diff)
