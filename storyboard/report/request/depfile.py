"""What an output is made from, as Make and Ninja read it: `out.json: a.story cast.yaml`."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from storyboard.diagnostics import UserError
from storyboard.roots import find_root


def depfile(target: str, read: Mapping[Path, Iterable[str]]) -> str:
    """One rule of Make: the target depends on what was read below each root and on the projects' settings.

    Paths are as one would type them in the working folder. Raises UserError for one with a line end in it.
    """
    needed: set[str] = set()
    for root, paths in read.items():
        needed |= {_typed(root / path) for path in paths if (root / path).is_file()}
        settings = find_root(root)[1]
        needed |= {_typed(settings)} if settings is not None else set()
    return " \\\n  ".join([f"{_escaped(target)}:", *map(_escaped, sorted(needed))]) + "\n"


def _typed(path: Path) -> str:
    here = os.getcwd()
    return os.path.relpath(path, here) if path.is_relative_to(here) else str(path)


def _escaped(path: str) -> str:
    r"""A path as GCC writes it: `\ ` and `\#`, with backslashes before them doubled, and `$$`."""
    if "\n" in path or "\r" in path:
        raise UserError(f"{path!a} has a line end in it, which a depfile cannot hold")
    return re.sub(r"(\\*+)([ \t#])", lambda match: match[1] * 2 + "\\" + match[2], path).replace("$", "$$")
