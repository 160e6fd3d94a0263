"""Reports of diagnostics: one module a format, which is its name, with one function.

`render(diagnostics, sources, *, color, width) -> str` returns the whole report, "" or an empty list where nothing was
found. `sources` holds each file's text by its path; a place in a file that is not there is named without its line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from typing import Protocol, cast

from storyboard.diagnostics import Diagnostic
from storyboard.source import Source
from storyboard.system.modules import modules

WIDTH = 120


class Report(Protocol):
    """What each format's module offers."""

    def render(
        self, diagnostics: Sequence[Diagnostic], sources: Mapping[str, Source], *, color: bool = False, width: int = 120
    ) -> str:
        """The report as text that ends with a line end, or "" where there is nothing to say."""
        ...


@cache
def formats() -> tuple[str, ...]:
    """The names of all formats, sorted, `text` first."""
    names = [name for name in modules(__path__) if name[0] != "_"]
    return tuple(sorted(names, key=lambda name: (name != "text", name)))


def load(name: str) -> Report:
    """The format of that name, imported now. Raises LookupError for a name that is not in `formats()`."""
    if name not in formats():
        raise LookupError(name)
    return cast(Report, import_module(f"{__name__}.{name}"))
