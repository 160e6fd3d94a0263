"""Modules that a package imports for what a run hardly ever does: each is imported when something of it is asked for.

msgspec and pathlib import for themselves what makes schemas, takes apart types and addresses, and knows machines. That
takes twice as long as Python takes to start.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from types import ModuleType
from typing import Any


class _Deferred(ModuleType):
    """Stands for a module in the package that has imported it so, and for nobody else."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # which the import system asks each module for
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(importlib.import_module(self.__name__), name)


def _system() -> str:
    """What `platform.system` says, which uuid asks when it is imported."""
    return os.uname().sysname


def _quoted(*arguments: Any) -> str:
    from urllib.parse import quote_from_bytes

    return quote_from_bytes(*arguments)


# What is deferred, with what is asked of it at once.
_LATER: dict[str, dict[str, Any]] = {
    "msgspec.inspect": {},
    "platform": {"system": _system},
    "textwrap": {},
    "urllib.parse": {"quote_from_bytes": _quoted},
}
# What is looked for, and has nothing that a type of ours uses; it imports `inspect`, `ast` and `tokenize`.
_NEVER = "typing_extensions"


def import_all(names: Iterable[str]) -> None:
    """Import modules, and of what these import for themselves only what they cannot do without."""
    standing: dict[str, ModuleType | None] = {}
    for name, known in _LATER.items():
        standing[name] = module = _Deferred(name)
        vars(module).update(known)
    standing[_NEVER] = None  # by which the import system knows what is not to be found
    standing = {name: module for name, module in standing.items() if name not in sys.modules}
    sys.modules.update(standing)  # type: ignore[arg-type] # None is no module, and is meant to be there
    try:
        for name in names:
            importlib.import_module(name)
    finally:
        for name, module in standing.items():
            if sys.modules.get(name, module) is module:
                with suppress(KeyError):
                    del sys.modules[name]
