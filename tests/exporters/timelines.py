"""Timelines as OpenTimelineIO and its adapters read them: the oracle of what storyc writes."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from fractions import Fraction
from typing import Any, NamedTuple

import pytest

otio: Any = pytest.importorskip(
    "opentimelineio", reason="opentimelineio has no wheel for this Python", exc_type=ImportError
)
ADAPTERS = {"edl": "cmx_3600", "fcpxml": "fcpx_xml", "otio": "otio_json", "xmeml": "fcp_xml"}
RATES = {"24": Fraction(24), "25": Fraction(25), "30": Fraction(30), "29.97": Fraction(30000, 1001)}


class Read(NamedTuple):
    """An event as the oracle reads it, in frames."""

    name: str
    start: int
    length: int
    source: int


def timeline(form: str, text: str, rate: str = "24") -> Any:
    """The timeline that the oracle reads in a text."""
    options = {"rate": float(RATES[rate])} if form == "edl" else {}
    result = otio.adapters.read_from_string(text, ADAPTERS[form], **options)
    if isinstance(result, otio.schema.Timeline):
        return result
    return next(iter(result.find_children(descended_from_type=otio.schema.Timeline)))


def written(form: str, changed: Any, rate: str = "24") -> str:
    """A timeline as the oracle writes it."""
    options = {"rate": float(RATES[rate])} if form == "edl" else {}
    return otio.adapters.write_to_string(changed, ADAPTERS[form], **options)


def pictures(form: str, text: str, rate: str = "24") -> list[Read]:
    """The events of the first track of pictures."""
    if form == "fcpxml" and RATES[rate].denominator > 1:
        return _spine(text, RATES[rate])  # the adapter takes 29.97 for 29
    track = timeline(form, text, rate).video_tracks()[0]
    return [_event(item) for item in track if isinstance(item, otio.schema.Clip)]


def _spine(text: str, rate: Fraction) -> list[Read]:
    """The events of a document as its reference counts them: rational seconds, whole frames of the sequence."""
    events: list[Read] = []
    for clip in ET.fromstring(text).iterfind(".//spine/asset-clip"):
        times = [Fraction(str(clip.get(key))[:-1]) * rate for key in ("offset", "duration", "start")]
        assert all(time.denominator == 1 for time in times), times
        events.append(Read(str(clip.get("name")), *map(int, times)))
    return events


def _event(item: Any) -> Read:
    inside, source = item.range_in_parent(), item.source_range
    values = (inside.start_time.value, inside.duration.value, source.start_time.value)
    assert all(abs(value - round(value)) < 0.01 for value in values), values  # a frame is whole
    return Read(item.name, *(round(value) for value in values))
