"""A timeline of OpenTimelineIO, read as JSON: all its tracks of pictures, whichever version its objects have."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, cast
from urllib.parse import unquote

import msgspec

from storyboard.diagnostics import UserError
from storyboard.exchange.cuts.records import CutEvent, CutMark, EditorCut, blended, half_up, ordered
from storyboard.exchange.timelines.rates import FrameRate, nearest
from storyboard.exchange.timelines.records import shot_name

_Json = dict[str, Any]
_DEEP = 60
_HUGE = 1 << 40


def suits(text: str) -> bool:
    """Whether the text is JSON of OpenTimelineIO."""
    return text.lstrip().startswith("{") and '"OTIO_SCHEMA"' in text


def read(text: str, rate: FrameRate) -> EditorCut:
    """The clips on all tracks of pictures that are not switched off. Raises UserError."""
    try:
        whole: object = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError) as error:
        raise UserError(f"it is no JSON: {error}") from error
    timeline = next(_of_kind(whole, "Timeline"), None)
    if timeline is None:
        raise UserError("it holds no timeline")
    clips = list(_clips(timeline))
    rate = _rate_of(timeline, clips) or rate
    events = [_event(clip, start, length, rate) for clip, start, length in clips]
    known = _part(_part(timeline, "metadata"), "storyc").get("story")
    names = [list(map(_named, _objects(track.get("children")))) for track in _tracks(timeline)]
    transitions = tuple(name for row in names for name in blended(row))
    return EditorCut(rate, ordered(events), known if isinstance(known, str) else "", transitions=transitions)


def _of_kind(value: object, kind: str, deep: int = 0) -> Iterator[_Json]:
    """The objects of a kind, those within others too."""
    if deep > _DEEP:
        raise UserError(f"it is nested deeper than {_DEEP}")
    if isinstance(value, dict):
        known = cast(_Json, value)
        if _kind(known) == kind:
            yield known
        for inner in known.values():
            yield from _of_kind(inner, kind, deep + 1)
    elif isinstance(value, list):
        for inner in cast(list[object], value):
            yield from _of_kind(inner, kind, deep + 1)


def _tracks(timeline: _Json) -> Iterator[_Json]:
    """The tracks of pictures."""
    for track in _objects(_part(timeline, "tracks").get("children")):
        if _kind(track) == "Track" and track.get("kind") == "Video" and track.get("enabled") is not False:
            yield track


def _named(item: _Json) -> str | None:
    """What an item of a track is called, None for a transition."""
    if _kind(item) == "Transition":
        return None
    return "" if _kind(item) == "Gap" else str(item.get("name") or "")


def _clips(timeline: _Json) -> Iterator[tuple[_Json, Fraction, Fraction]]:
    """The items of the tracks of pictures, each with its start and length in seconds."""
    for track in _tracks(timeline):
        at = Fraction(0)
        for item in _objects(track.get("children")):
            if _kind(item) == "Transition":
                continue  # it lies over the cut, and moves nothing
            length = _length(item)
            if _kind(item) != "Gap" and item.get("enabled") is not False and length > 0:
                yield item, at, length
            at += length


def _event(clip: _Json, start: Fraction, length: Fraction, rate: FrameRate) -> CutEvent:
    first, last = half_up(start * rate.value), half_up((start + length) * rate.value)
    source = _seconds(_part(clip, "source_range").get("start_time"))
    medium = _medium(clip)
    file = unquote(str(medium.get("target_url") or medium.get("name") or "")).rpartition("/")[2]
    known = _part(_part(clip, "metadata"), "storyc")
    marks = [
        CutMark(_seconds(_part(mark, "marked_range").get("start_time")) or Fraction(0), str(mark.get("name", "")))
        for mark in _objects(clip.get("markers"))
    ]
    if not marks and source is not None and isinstance(known.get("clip"), int):
        shots = known.get("shots")
        numbers = (
            [number for number in cast(list[object], shots) if isinstance(number, int)]
            if isinstance(shots, list)
            else []
        )
        marks = [CutMark(source, shot_name(known["clip"], number)) for number in numbers[:1] if len(numbers) == 1]
    return CutEvent(
        str(clip.get("name") or ""), first, last - first, source, str(known.get("reel") or ""), file, tuple(marks),
        any(_warps(effect) for effect in _objects(clip.get("effects"))),
    )  # fmt: skip


def _warps(effect: _Json) -> bool:
    return _kind(effect) in ("FreezeFrame", "TimeEffect") or (
        _kind(effect) == "LinearTimeWarp" and effect.get("time_scalar") != 1
    )


def _medium(clip: _Json) -> _Json:
    media = _part(clip, "media_references")
    active = media.get(str(clip.get("active_media_reference_key") or "DEFAULT_MEDIA"))
    return cast(_Json, active) if isinstance(active, dict) else _part(clip, "media_reference")


def _length(item: _Json) -> Fraction:
    """The seconds that an item lasts: its own range, else the whole of its file, or of what is nested in it."""
    own = _part(item, "source_range") or _part(_medium(item), "available_range")
    if own:
        return max(_seconds(own.get("duration")) or Fraction(0), Fraction(0))
    inner = [_length(child) for child in _objects(item.get("children"))]
    return sum(inner, Fraction(0)) if _kind(item) == "Track" else max(inner, default=Fraction(0))


def _seconds(time: object) -> Fraction | None:
    if not isinstance(time, dict):
        return None
    value, rate = cast(_Json, time).get("value"), cast(_Json, time).get("rate")
    if not isinstance(value, int | float) or not isinstance(rate, int | float):
        return None
    if not abs(value) < _HUGE or not 0 < rate < _HUGE:
        raise UserError("it has a time that is no time")
    known = nearest(rate)
    return Fraction(value) / (known.value if known is not None else Fraction(rate))


def _rate_of(timeline: _Json, clips: list[tuple[_Json, Fraction, Fraction]]) -> FrameRate | None:
    """The rate that most clips are cut at, else that of the timeline's start."""
    times = [_part(_part(clip, "source_range"), "duration").get("rate") for clip, _, _ in clips]
    rates = [rate for rate in times if isinstance(rate, int | float)]
    start = _part(timeline, "global_start_time").get("rate")
    rate = max(rates, key=rates.count) if rates else start
    return nearest(rate) if isinstance(rate, int | float) else None


def _kind(value: _Json) -> str:
    return str(value.get("OTIO_SCHEMA", "")).partition(".")[0]


def _part(value: _Json, key: str) -> _Json:
    inner = value.get(key)
    return cast(_Json, inner) if isinstance(inner, dict) else {}


def _objects(value: object) -> list[_Json]:
    inner = cast(list[object], value) if isinstance(value, list) else []
    return [cast(_Json, item) for item in inner if isinstance(item, dict)]
