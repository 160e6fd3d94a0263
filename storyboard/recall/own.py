"""The program's own files: which of them a run has loaded, and so which a record of it rests on."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from storyboard.recall import signs, witness

if TYPE_CHECKING:
    from storyboard.recall.records import Program

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_ROOT = os.path.dirname(_PACKAGE)
# What begins the names of its modules; other modules are not touched, since some import more when they are.
_OURS = (__name__.partition(".")[0], "__main__")


def loaded(opened: Iterable[str], began: int) -> Program | None:
    """The modules that are imported, the files `opened` beside them, and their signs; None where a record could lie.

    That is where one was changed after it was loaded, or so shortly before the program `began` that none can tell.
    """
    package, root = os.path.join(_PACKAGE, ""), os.path.join(_ROOT, "")
    ours = [module for name, module in [*sys.modules.items()] if name.startswith(_OURS)]
    origins = (getattr(module, "__file__", None) for module in ours)
    modules = {origin for origin in origins if origin is not None and origin.startswith(package)}
    files = sorted(path.removeprefix(root) for path in modules.union(opened))
    signed = signs.program_signs(_ROOT, files)
    # Of the two times of change the second is the system's, and nobody sets it.
    if any(isinstance(sign, int) or sign[1] > began - witness.YOUNG for sign in signed):
        return None
    return tuple(files), signs.packed(signed)
