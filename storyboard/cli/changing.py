"""How commands that change stories write and show what they change."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from storyboard.cli import terminal
from storyboard.cli.terminal import colored, say
from storyboard.report.drawing.paint import painter

_COLORS = {"+": "green", "-": "red", "@": "cyan"}


def write(root: Path, path: str, before: str, after: str) -> bool:
    """Whether a story's file was given its new text; what is in the way is said on stderr.

    The file must still hold the text that was read, and be one that its owner lets be written.
    """
    target = root / path
    shown = terminal.shown(target)
    try:
        if target.read_bytes() != before.encode("utf-8"):
            say(f"error: `{shown}` is left as it is: it was changed while it was read")
            return False
        if not os.access(target, os.W_OK):
            say(f"error: `{shown}` is left as it is: permission denied")
            return False
        terminal.replace(target, after)
    except OSError as error:
        say(f"error: `{shown}` is left as it is: {error.strerror}")
        return False
    return True


def put_diff(diff: str, color: str, target: str | None = None) -> None:
    """Print a unified diff, in colour where that is asked for or stdout is a terminal."""
    paint = painter(colored(color, sys.stdout) if target is None else color == "always")
    lines = diff.split("\n")
    painted = [
        paint(line, bold=True) if line.startswith(("--- ", "+++ ")) else paint(line, fg=_COLORS.get(line[:1]))
        for line in lines[:-1]
    ]
    terminal.put("".join(f"{line}\n" for line in painted), target)
