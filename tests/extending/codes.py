"""Only the codes, one a line, as often as they were reported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from storyboard.diagnostics import Diagnostic
from storyboard.source import Source


def render(
    diagnostics: Sequence[Diagnostic], sources: Mapping[str, Source], *, color: bool = False, width: int = 120
) -> str:
    """The codes in the order of the diagnostics."""
    return "".join(f"{diagnostic.code}\n" for diagnostic in diagnostics)
