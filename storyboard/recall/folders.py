"""Folders that an earlier run has listed and that have not changed since: what lies in them is known without a look."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from storyboard.recall import signs

if TYPE_CHECKING:
    from storyboard.recall.parts import Name
    from storyboard.recall.witness import Witness

# The paths of a folder's own folders, and the names of its files.
Entries = tuple[list[str], list[str]]


def unchanged(present: Witness, name: Name) -> Callable[[str], Entries | None] | None:
    """What tells by its path what a folder holds, None where it must be listed; None where no earlier run is known.

    `name` is that of the part that has the paths of all files below a root.
    """
    known, (root, path, settings) = present.known, name
    row = known.rows.get((root, settings), {}).get(path) if known is not None else None
    if known is None or row is None:
        return None
    files, own = row
    numbers = {known.paths[number]: number for number in own}
    changed = {known.paths[number] for number in known.changed}
    entries_of: dict[str, Entries] = {root: ([], [])}
    for folder, number in numbers.items():
        above, _, last = folder.rpartition("/")
        above = above or "/"
        # A link may lead to a folder that no walk goes into. Once it leads elsewhere, nothing is known: it is a way.
        if signs.is_folder(known.signed[number]) and folder != root and not last.startswith("."):
            entries_of.setdefault(folder, ([], []))
            entries_of.setdefault(above, ([], []))[0].append(folder)
    for file in map(str, files):
        inside, _, last = file.rpartition("/")
        entries_of[os.path.join(root, inside) if inside else root][1].append(last)

    def entries(folder: str) -> Entries | None:
        if folder in changed or folder not in numbers:
            return None
        present.look_as_before(numbers[folder])
        return entries_of[folder]

    return entries
