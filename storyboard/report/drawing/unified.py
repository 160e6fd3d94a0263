"""A unified diff in colour."""

from __future__ import annotations

from storyboard.report.drawing.paint import painter

_COLORS = {"+": "green", "-": "red", "@": "cyan"}


def painted(diff: str, *, color: bool) -> str:
    """A unified diff, its heads in bold and its lines in the colours that people know."""
    paint = painter(color)
    lines = [
        paint(line, bold=True) if line.startswith(("--- ", "+++ ")) else paint(line, fg=_COLORS.get(line[:1]))
        for line in diff.split("\n")[:-1]
    ]
    return "".join(f"{line}\n" for line in lines)
