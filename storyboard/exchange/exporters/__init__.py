"""Exports of one story: one module a format, which is its name, with `render(compiled) -> str`.

A format that is no text says `BINARY = True`, and its `render` gives bytes. One for paper says `PRINTED = True` too:
its `write` takes films with their pictures and what is asked for, and its `render` draws them. A timeline says
`TIMELINE = True`: its `write` takes a timeline, and its `render` writes one of which nothing is built. Files of a
format end with its name, or with its `SUFFIX`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Protocol, cast

from storyboard.compiler.pipeline import Compiled
from storyboard.exchange.timelines.records import Timeline
from storyboard.system.modules import modules

if TYPE_CHECKING:
    from storyboard.exchange.printing.records import Print, Printed
    from storyboard.production.panels import FilmPanels


class Exporter(Protocol):
    """What each format's module offers."""

    def render(self, compiled: Compiled) -> str:
        """The story in this format, ending with a line end."""
        ...


class BinaryExporter(Protocol):
    """What the module of a format that is no text offers."""

    BINARY: bool

    def render(self, compiled: Compiled) -> bytes:
        """The story in this format. Raises UserError where it cannot be written."""
        ...


class TimelineExporter(Exporter, Protocol):
    """What the module of a timeline's format offers beside `render`; `LOSES` is what the format has no place for."""

    TIMELINE: bool
    LOSES: tuple[str, ...]

    def write(self, timeline: Timeline) -> str:
        """The timeline in this format."""
        ...


class PrintedExporter(BinaryExporter, Protocol):
    """What the module of a format for paper offers beside `render`."""

    PRINTED: bool

    def write(self, films: Sequence[FilmPanels], compiled: Compiled, wanted: Print) -> Printed:
        """The films in this format. Raises UserError where they cannot be written."""
        ...


@cache
def formats() -> tuple[str, ...]:
    """The names of all formats, sorted."""
    return tuple(sorted(name for name in modules(__path__) if name[0] != "_"))


@cache
def texts() -> tuple[str, ...]:
    """The names of the formats that are texts, sorted."""
    return tuple(name for name in formats() if not _is_binary(name))


def load(name: str) -> Exporter:
    """The text format of that name, imported now. Raises LookupError for a name that is not in `texts()`."""
    if name not in formats() or _is_binary(name):
        raise LookupError(name)
    return cast(Exporter, _module(name))


def load_binary(name: str) -> BinaryExporter | None:
    """The format of that name where it is no text, imported now; None for any other."""
    return cast(BinaryExporter, _module(name)) if name in formats() and _is_binary(name) else None


def load_printed(name: str) -> PrintedExporter | None:
    """The format of that name where it is one for paper, imported now; None for any other."""
    module = load_binary(name)
    return cast(PrintedExporter, module) if getattr(module, "PRINTED", False) else None


@cache
def timelines() -> tuple[str, ...]:
    """The names of the formats that are timelines, sorted."""
    return tuple(name for name in formats() if load_timeline(name) is not None)


def load_timeline(name: str) -> TimelineExporter | None:
    """The format of that name where it is a timeline, imported now; None for any other."""
    module = _module(name) if name in formats() else None
    return cast(TimelineExporter, module) if getattr(module, "TIMELINE", False) else None


def suffix(name: str) -> str:
    """How the names of a format's files end, without the point."""
    return str(getattr(_module(name), "SUFFIX", name))


def _is_binary(name: str) -> bool:
    return bool(getattr(_module(name), "BINARY", False))


def _module(name: str) -> ModuleType:
    return import_module(f"{__name__}.{name}")
