"""Timelines that come back from an editor: one module a format, with `suits(text)` and `read(text, rate)`."""

from __future__ import annotations

from storyboard.diagnostics import UserError
from storyboard.exchange.cuts import edl, fcpxml, otio, xmeml
from storyboard.exchange.cuts.records import EditorCut
from storyboard.exchange.timelines.rates import FrameRate

MOST = 64 << 20  # bytes
MOST_EVENTS = 100_000
_FORMATS = (otio, fcpxml, xmeml, edl)


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
    suiting = next((module for module in _FORMATS if module.suits(text)), None)
    if suiting is None:
        raise UserError("it is no timeline: `otio`, `edl`, `fcpxml` and `xmeml` are read")
    cut = suiting.read(text, rate)
    if len(cut.events) > MOST_EVENTS:
        raise UserError(f"it has more than {MOST_EVENTS} events")
    return cut
