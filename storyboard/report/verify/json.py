"""The verdicts for programs: `storyc.verify/1`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from storyboard.production.verify.records import Verdict
from storyboard.production.verify.rows import row
from storyboard.records.verify import Verify
from storyboard.report.data.values import dumped


def render(verdicts: Sequence[tuple[Path, Verdict]]) -> str:
    """The whole object, a row for each clip and take that was looked at."""
    return dumped(Verify(clips=tuple(row(verdict, root) for root, verdict in verdicts)))
