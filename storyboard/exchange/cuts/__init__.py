"""Timelines that come back from an editor: one module a format, with `suits(text)` and `read(text, rate)`.

No text suits two of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Protocol, cast

from storyboard.diagnostics import UserError
from storyboard.exchange.cuts.records import EditorCut
from storyboard.exchange.timelines.rates import FrameRate
from storyboard.system.modules import modules

MOST = 64 << 20  # bytes
MOST_EVENTS = 100_000


class CutReader(Protocol):
    """What the module of a format offers."""

    def suits(self, text: str) -> bool:
        """Whether a text is of this format."""
        ...

    def read(self, text: str, rate: FrameRate) -> EditorCut:
        """The cut that a text is, at a rate where it names none. Raises UserError."""
        ...


def read(data: bytes, rate: FrameRate) -> EditorCut:
    """The cut that a file holds, whichever of the formats it has; `rate` is that of an EDL, which names none.

    Raises UserError for what is no timeline, or cannot be read as one.
    """
    if len(data) > MOST:
        raise UserError(f"it has more than {MOST >> 20} MB, which no timeline of shots has")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "latin-1", "replace")
    suiting = next((reader for reader in _readers() if reader.suits(text)), None)
    if suiting is None:
        raise UserError("it is no timeline: `otio`, `edl`, `fcpxml` and `xmeml` are read")
    cut = suiting.read(text, rate)
    if len(cut.events) > MOST_EVENTS:
        raise UserError(f"it has more than {MOST_EVENTS} events")
    return cut


def _readers() -> Iterator[CutReader]:
    for name in sorted(modules(__path__)):
        module = import_module(f"{__name__}.{name}")
        if hasattr(module, "suits"):
            yield cast(CutReader, module)
