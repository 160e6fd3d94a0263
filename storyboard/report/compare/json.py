"""The comparison for programs: an array of `storyc.compare/1`, and of `storyc.fit/1`."""

from __future__ import annotations

from storyboard.project.models import Comparison, Fits
from storyboard.report.data.values import dumped


def render(comparison: Comparison) -> str:
    """A row a clip and model, those of a story together."""
    return dumped(comparison.clips)


def fits(fitting: Fits) -> str:
    """The models that lose nothing, the cheapest first."""
    return dumped([fit.record for fit in fitting.models])
