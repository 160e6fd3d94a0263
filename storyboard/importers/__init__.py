"""Imports into `.story`: one module a format, which is its name, with `suits(text)` and `read(text)`.

`RANK` says in which order `auto` tries them; the last one takes any text.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol, cast

from storyboard.importers._draft import Draft, Refused
from storyboard.importers._written import written

__all__ = ["Draft", "Importer", "Refused", "formats", "guess", "load", "written"]


class Importer(Protocol):
    """What each format's module offers."""

    RANK: int

    def suits(self, text: str) -> bool:
        """Whether the text looks like this format."""
        ...

    def read(self, text: str) -> Draft | Refused:
        """The text as clips and shots, or why it cannot be read."""
        ...


@cache
def formats() -> tuple[str, ...]:
    """The names of all formats, in the order in which `auto` tries them."""
    names = [module.name for module in iter_modules(__path__) if module.name[0] != "_"]
    return tuple(sorted(names, key=lambda name: _module(name).RANK))


def load(name: str) -> Importer:
    """The format of that name, imported now. Raises LookupError for a name that is not in `formats()`."""
    if name not in formats():
        raise LookupError(name)
    return _module(name)


def _module(name: str) -> Importer:
    return cast(Importer, import_module(f"{__name__}.{name}"))


def guess(text: str) -> str:
    """The name of the first format that the text suits."""
    return next(name for name in formats() if load(name).suits(text))
