"""A story's file gets its new text, unless somebody has changed it meanwhile."""

from __future__ import annotations

import os
from pathlib import Path

from storyboard.system.replacing import replace


def write(root: Path, path: str, before: str, after: str) -> str:
    """Why a story's file was left as it is, as a phrase; empty where it has its new text.

    The file must still hold the text that was read, and be one that its owner lets be written.
    """
    target = root / path
    try:
        if target.read_bytes() != before.encode("utf-8"):
            return "it was changed while it was read"
        if not os.access(target, os.W_OK):
            return "permission denied"
        replace(target, after)
    except OSError as error:
        return str(error.strerror)
    return ""
