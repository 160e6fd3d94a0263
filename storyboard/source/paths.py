"""Paths as a writer types them, and as the project knows them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

# The second is what Windows may call the first by.
_GITS = (".git", "git~1")


def is_in_git(parts: Iterable[str]) -> bool:
    """Whether the parts of a path lead into git's own folder, where a pipeline's login may stand."""
    return any(part.rstrip(". ").casefold() in _GITS for part in parts)


def is_hidden(parts: Iterable[str]) -> bool:
    """Whether one of the parts of a path is hidden, as `.env` is and `..` is not, where keys and logins lie."""
    return any(part.startswith(".") and part not in (".", "..") for part in parts)


def project_path(from_path: str, typed: str) -> str | None:
    """The path from the project's root that a path typed in a file means, None where it leaves the project.

    None as well where it names something hidden. Paths are relative to the file's own folder; one that starts with `/`
    is counted from the root.
    """
    if "\\" in typed or "\0" in typed or typed.startswith("~") or (len(typed) > 1 and typed[1] == ":"):
        return None
    base = PurePosixPath() if typed.startswith("/") else PurePosixPath(from_path).parent
    steps = PurePosixPath(typed.lstrip("/")).parts
    if is_hidden(steps):
        return None
    parts: list[str] = []
    for part in (*base.parts, *steps):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)
