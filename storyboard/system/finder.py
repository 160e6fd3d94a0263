"""Finds the modules of this package by one look at each folder, and reads what Python has compiled of them.

Python asks two other finders first, looks at the folder again for each module, tries each ending that a module's file
may have, and reads the compiled file by twice the system calls. What is not found here it looks for as it always does.
"""

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, SourceFileLoader
from types import CodeType, ModuleType

_PACKAGE = __name__.partition(".")[0]
_WITHIN = f"{_PACKAGE}."
_FIRST = "__init__.py"
# How a compiled file begins that is to be held against the time and the size of its source: see PEP 552. Python tells
# its own number in `importlib.util` too, which takes as long to import as ten modules.
_TIMED = getattr(sys.modules.get("_frozen_importlib_external"), "MAGIC_NUMBER", b"") + bytes(4)
# What stands before and behind a module's name in that of its compiled file, empty where Python itself must say it.
_ENDING = (
    (f"{os.sep}__pycache__{os.sep}", f".{sys.implementation.cache_tag}.pyc")
    if sys.implementation.cache_tag and not sys.flags.optimize and sys.pycache_prefix is None
    else ()
)
_HEAD, _MASK = 16, 0xFFFFFFFF
_PORTION = 1 << 16  # bytes; as long as the longest compiled file, and short enough to lie in memory that is at hand


class _Loader(SourceFileLoader):
    """A loader as Python's, which leaves to that all but a compiled file that is as new as its source."""

    def __init__(self, name: str, file: str) -> None:
        super().__init__(name, file)
        self.compiled: str | None = None

    def get_code(self, fullname: str) -> CodeType | None:
        """The code of the module."""
        try:
            source = os.stat(self.path)
            data = _content(self.compiled) if self.compiled is not None else b""
            state = (source.st_size & _MASK) << 32 | int(source.st_mtime) & _MASK
            if data[:_HEAD] == _TIMED + state.to_bytes(8, "little"):
                code = marshal.loads(memoryview(data)[_HEAD:])  # noqa: S302 - as Python itself does
                # Python names the source anew in what was compiled at another place, and tracebacks show that.
                if isinstance(code, CodeType) and code.co_filename == self.path:
                    return code
        except (OSError, EOFError, ValueError, TypeError):
            pass
        return super().get_code(fullname)


def _content(path: str) -> bytes:
    """What a file holds. Raises OSError."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        data = portion = os.read(handle, _PORTION)
        while len(portion) == _PORTION:
            portion = os.read(handle, _PORTION)
            data += portion
        return data
    finally:
        os.close(handle)


class _Finder:
    """A finder as `sys.meta_path` holds them."""

    def __init__(self) -> None:
        self._names: dict[str, frozenset[str]] = {}

    def find_spec(self, name: str, path: Sequence[str] | None, _target: ModuleType | None = None) -> ModuleSpec | None:
        """How a module of the package is loaded: as Python would say it, or None where Python shall look itself."""
        if not name.startswith(_WITHIN) or path is None or len(path) != 1:
            return None
        (folder,) = path
        last = name.rpartition(".")[2]
        names = self._listed(folder)
        inside = f"{folder}{os.sep}{last}"
        is_package = last in names and _FIRST in self._listed(inside)
        if not is_package and f"{last}.py" not in names:
            return None
        file = f"{inside}{os.sep}{_FIRST}" if is_package else f"{inside}.py"
        loader = _Loader(name, file)
        spec = ModuleSpec(name, loader, origin=file, is_package=is_package)
        spec.has_location = True
        if _ENDING:
            at, stem = (inside, "__init__") if is_package else (folder, last)
            spec.cached = at + _ENDING[0] + stem + _ENDING[1]
        loader.compiled = spec.cached
        if spec.submodule_search_locations is not None:
            spec.submodule_search_locations.append(inside)
        return spec

    def _listed(self, folder: str) -> frozenset[str]:
        if folder not in self._names:
            try:
                self._names[folder] = frozenset(os.listdir(folder))
            except OSError:  # in a zipped wheel, or no folder
                self._names[folder] = frozenset()
        return self._names[folder]


def install() -> None:
    """Have the program's modules found so from now on, in this process."""
    sys.meta_path.insert(0, _Finder())
