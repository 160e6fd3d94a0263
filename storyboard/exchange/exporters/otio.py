"""The story as an OpenTimelineIO timeline: its JSON is written here, since the package has no wheel for each Python.

A take is a media reference of its clip, and markers hold shots, speech and notes. What storyc knows a clip by stands in
the metadata, under `storyc`.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import msgspec

from storyboard.compiler.pipeline import Compiled
from storyboard.exchange.timelines.laying import laid
from storyboard.exchange.timelines.rates import FrameRate
from storyboard.exchange.timelines.records import EventMark, Medium, Timeline, TimelineEvent, events, reel

TIMELINE = True
LOSES: tuple[str, ...] = ()
_COLOURS = {"shot": "GREEN", "speech": "YELLOW", "note": "PURPLE"}
_Json = dict[str, Any]


def render(compiled: Compiled) -> str:
    """The timeline of a story of which nothing is built yet."""
    return write(laid(compiled))


def write(timeline: Timeline) -> str:
    """The timeline as OTIO JSON."""
    rows = events(timeline)
    tracks = [_track("V1", "Video", _row(timeline, rows))]
    if any(event.sounds for event in rows):
        tracks.append(_track("A1", "Audio", _row(timeline, rows, sound=True)))
    if any(clip.sound for clip in timeline.clips):
        tracks.append(_track("A2", "Audio", _own_sound(timeline)))
    whole = {
        "OTIO_SCHEMA": "Timeline.1",
        "metadata": {"storyc": {"story": timeline.story, "variant": timeline.variant}},
        "name": timeline.title,
        "global_start_time": _time(timeline.rate, 0),
        "tracks": {"OTIO_SCHEMA": "Stack.1", **_item("tracks"), "children": tracks},
    }
    return msgspec.json.format(msgspec.json.encode(whole), indent=2).decode() + "\n"


def _row(timeline: Timeline, rows: list[TimelineEvent], *, sound: bool = False) -> list[_Json]:
    """The events on a track, with gaps between them; of sound those whose clips have some of their own."""
    children: list[_Json] = []
    at = 0
    for event in rows:
        if sound and not event.sounds:
            continue
        if event.start > at:
            children.append(_gap(timeline.rate, event.start - at))
        children.append(_clip(timeline, event, marked=not sound))
        at = event.end
    return children


def _own_sound(timeline: Timeline) -> list[_Json]:
    children: list[_Json] = []
    rate, at = timeline.rate, 0
    for clip in timeline.clips:
        if clip.sound is None:
            continue
        start, end = rate.frames(clip.at), rate.frames(clip.at + clip.sound.length)
        if start > at:
            children.append(_gap(rate, start - at))
        reference = {
            "OTIO_SCHEMA": "ExternalReference.1",
            **_reference(clip.sound.path),
            "available_range": _range(rate, 0, end - start),
        }
        children.append({
            "OTIO_SCHEMA": "Clip.2", **_item(clip.sound.path.rpartition("/")[2], _range(rate, 0, end - start)),
            "media_references": {"DEFAULT_MEDIA": reference}, "active_media_reference_key": "DEFAULT_MEDIA",
        })  # fmt: skip
        at = end
    return children


def _clip(timeline: Timeline, event: TimelineEvent, *, marked: bool) -> _Json:
    clip, rate = event.clip, timeline.rate
    shown = clip.media[0]
    shots = [mark.shot for mark in event.marks if mark.shot]
    known = {
        "story": timeline.story, "variant": timeline.variant, "clip": clip.index, "shots": shots,
        "take": shown.take, "media": shown.kind, "reel": reel(clip.index, shown.take),
    }  # fmt: skip
    # Editors show the first key, and know this one.
    keys = ["DEFAULT_MEDIA", *(f"take {medium.take}" for medium in clip.media[1:])]
    return {
        "OTIO_SCHEMA": "Clip.2",
        **_item(event.name, _range(rate, event.source, event.length), {"storyc": known}),
        "markers": [_marker(rate, mark) for mark in event.marks] if marked else [],
        "media_references": {key: _medium(medium) for key, medium in zip(keys, clip.media, strict=True)},
        "active_media_reference_key": "DEFAULT_MEDIA",
    }


def _medium(medium: Medium) -> _Json:
    frames = medium.rate.frames(medium.length)
    return {
        "OTIO_SCHEMA": "ExternalReference.1",
        **_reference(medium.path),
        "metadata": {"storyc": {"take": medium.take, "media": medium.kind}},
        "available_range": _range(medium.rate, 0, frames),
    }


def _reference(path: str) -> _Json:
    return {
        "metadata": {}, "name": path.rpartition("/")[2], "available_image_bounds": None, "target_url": quote(path)
    }  # fmt: skip


def _marker(rate: FrameRate, mark: EventMark) -> _Json:
    name = f"{mark.name} {mark.text}".rstrip() if mark.kind == "shot" else mark.name or mark.kind
    return {
        "OTIO_SCHEMA": "Marker.2", "metadata": {"storyc": {"kind": mark.kind}}, "name": name,
        "color": _COLOURS[mark.kind], "marked_range": _range(rate, mark.frame, 0), "comment": mark.text,
    }  # fmt: skip


def _track(name: str, kind: str, children: list[_Json]) -> _Json:
    return {"OTIO_SCHEMA": "Track.1", **_item(name), "children": children, "kind": kind}


def _gap(rate: FrameRate, frames: int) -> _Json:
    return {"OTIO_SCHEMA": "Gap.1", **_item("", _range(rate, 0, frames))}


def _item(name: str, source: _Json | None = None, metadata: _Json | None = None) -> _Json:
    return {
        "metadata": metadata or {}, "name": name, "source_range": source, "effects": [], "markers": [], "enabled": True
    }  # fmt: skip


def _range(rate: FrameRate, start: int, length: int) -> _Json:
    return {"OTIO_SCHEMA": "TimeRange.1", "start_time": _time(rate, start), "duration": _time(rate, length)}


def _time(rate: FrameRate, frames: int) -> _Json:
    return {"OTIO_SCHEMA": "RationalTime.1", "rate": float(rate.value), "value": float(frames)}
