"""Exports of one story: one module a format, which is its name, with `render(compiled) -> str`."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Protocol, cast

from storyboard.compiler.pipeline import Compiled
from storyboard.system.modules import modules


class Exporter(Protocol):
    """What each format's module offers."""

    def render(self, compiled: Compiled) -> str:
        """The story in this format, ending with a line end."""
        ...


@cache
def formats() -> tuple[str, ...]:
    """The names of all formats, sorted."""
    return tuple(sorted(name for name in modules(__path__) if name[0] != "_"))


def load(name: str) -> Exporter:
    """The format of that name, imported now. Raises LookupError for a name that is not in `formats()`."""
    if name not in formats():
        raise LookupError(name)
    return cast(Exporter, import_module(f"{__name__}.{name}"))
