"""The modules of a package by their names, as rules and formats are looked for; none of them is imported."""

from __future__ import annotations

import os
from collections.abc import Iterable


def modules(folders: Iterable[str]) -> list[str]:
    """The names of the modules in the folders of a package, sorted, its packages left out.

    `pkgutil.iter_modules` finds them too, and imports `inspect` for it: eight milliseconds of each start.
    """
    names: set[str] = set()
    for folder in folders:
        try:
            names.update(name.removesuffix(".py") for name in os.listdir(folder) if name.endswith(".py"))
        except OSError:  # in a zipped wheel
            from pkgutil import iter_modules

            names.update(module.name for module in iter_modules([folder]) if not module.ispkg)
    return sorted(names - {"__init__"})
