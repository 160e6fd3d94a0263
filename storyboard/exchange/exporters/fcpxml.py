"""The story as FCPXML 1.8, which Final Cut Pro and DaVinci Resolve open.

One spine of whole frames without transforms. Each file is an asset with a format of its own rate and size, since
Resolve ignores a file without a format. Takes lie above their clip, disabled, and the writer's own sound below it. Of
an element's parts the order is the DTD's: note, clips above and below, markers.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from urllib.parse import quote

from storyboard.compiler.pipeline import Compiled
from storyboard.exchange.timelines.elements import Lines, document, element, rational
from storyboard.exchange.timelines.laying import laid
from storyboard.exchange.timelines.rates import FrameRate
from storyboard.exchange.timelines.records import EventMark, Medium, OwnSound, Timeline, TimelineEvent, events, reel

TIMELINE = True
LOSES: tuple[str, ...] = ()
VERSION = "1.8"
# The rates by which Final Cut Pro conforms a clip to another.
_CONFORMED = ("23.976", "24", "25", "29.97", "30", "50", "59.94", "60")


def render(compiled: Compiled) -> str:
    """The timeline of a story of which nothing is built yet."""
    return write(laid(compiled))


def write(timeline: Timeline) -> str:
    """The timeline as FCPXML."""
    rows = events(timeline)
    store = _Resources(timeline)
    spine = list(_spine(timeline, rows, store))
    end = max((event.end for event in rows), default=0)
    sequence = element(
        "sequence", element("spine", spine), format=store.sequence, duration=_seconds(timeline.rate, end),
        tcStart="0s", tcFormat="NDF", audioLayout="stereo", audioRate="48k",
    )  # fmt: skip
    project = element("project", sequence, name=timeline.title)
    library = element("library", element("event", project, name=timeline.title))
    return document("fcpxml", element("fcpxml", [*element("resources", store.lines()), *library], version=VERSION))


class _Resources:
    """The formats and assets that the spine refers to, each once."""

    def __init__(self, timeline: Timeline) -> None:
        self._formats: dict[tuple[FrameRate, int, int], str] = {}
        self._assets: dict[str, tuple[str, Lines]] = {}
        self._timeline = timeline
        self.sequence = self._format(timeline.rate, timeline.width, timeline.height)

    def lines(self) -> Lines:
        """All of them, formats first, since assets refer to them."""
        formats = [
            line
            for (rate, width, height), name in self._formats.items()
            for line in element("format", id=name, frameDuration=_seconds(rate, 1), width=width, height=height)
        ]
        return [*formats, *(line for _, lines in self._assets.values() for line in lines)]

    def medium(self, medium: Medium, name: str) -> str:
        """The id of a take's asset."""
        form = self._format(medium.rate, medium.width, medium.height)
        sound = {"hasAudio": 1, "audioSources": 1, "audioChannels": 2, "audioRate": 48000} if medium.sound else {}
        length = _seconds(medium.rate, medium.rate.frames(medium.length))
        return self._asset(medium.path, name, format=form, duration=length, hasVideo=1, **sound)

    def sound(self, sound: OwnSound) -> str:
        """The id of a sound's asset."""
        length = rational(Fraction(sound.length, 1000))
        return self._asset(
            sound.path, sound.path.rpartition("/")[2], duration=length, hasAudio=1, audioSources=1, audioChannels=2,
            audioRate=48000,
        )  # fmt: skip

    def _format(self, rate: FrameRate, width: int, height: int) -> str:
        return self._formats.setdefault((rate, width, height), f"r{len(self._formats) + 1}")

    def _asset(self, path: str, name: str, **facts: object) -> str:
        if path not in self._assets:
            number = f"a{len(self._assets) + 1}"
            # Relative to the document itself, as the reference allows.
            lines = element(
                "asset",
                id=number,
                name=name,
                src=quote(path) if path.startswith("../") else f"./{quote(path)}",
                start="0s",
                **facts,
            )
            self._assets[path] = (number, lines)
        return self._assets[path][0]


def _spine(timeline: Timeline, rows: list[TimelineEvent], store: _Resources) -> Iterator[str]:
    rate, at = timeline.rate, 0
    sounded: set[int] = set()
    for event in rows:
        if event.start > at:
            yield from element(
                "gap", name="Gap", offset=_seconds(rate, at), start="0s", duration=_seconds(rate, event.start - at)
            )
        clip = event.clip
        inside: Lines = element("note", event.name)
        inside += _conform(rate, clip.media[0])
        for lane, medium in enumerate(clip.media[1:], start=1):
            inside += _connected(rate, event, medium, lane, store)
        if clip.sound is not None and clip.index not in sounded:
            sounded.add(clip.index)
            inside += _under(timeline, event, clip.sound, store)
        inside += [line for mark in event.marks for line in _marker(rate, mark)]
        shown = clip.media[0]
        yield from element(
            "asset-clip", inside, ref=store.medium(shown, reel(clip.index, shown.take)), name=event.name,
            offset=_seconds(rate, event.start), start=_seconds(rate, event.source),
            duration=_seconds(rate, event.length), srcEnable="video" if clip.sound is not None else None,
            tcFormat="NDF", audioRole="dialogue" if shown.sound else None,
        )  # fmt: skip
        at = event.end


def _conform(rate: FrameRate, medium: Medium) -> Lines:
    if medium.rate == rate or medium.rate.name not in _CONFORMED:
        return []
    name = "23.98" if medium.rate.name == "23.976" else medium.rate.name
    return element("conform-rate", scaleEnabled=0, srcFrameRate=name)


def _connected(rate: FrameRate, event: TimelineEvent, medium: Medium, lane: int, store: _Resources) -> Lines:
    """Another take above its clip: its place is told in the time of the clip that it hangs on."""
    start = _seconds(rate, event.source)
    name = reel(event.clip.index, medium.take)
    return element(
        "asset-clip", _conform(rate, medium) or None, ref=store.medium(medium, name), name=f"{event.name} ({name})",
        lane=lane, offset=start, start=start, duration=_seconds(rate, event.length), enabled=0, tcFormat="NDF",
    )  # fmt: skip


def _under(timeline: Timeline, event: TimelineEvent, sound: OwnSound, store: _Resources) -> Lines:
    """The writer's sound below the first event of its clip."""
    rate = timeline.rate
    begin = rate.frames(event.clip.at)
    length = rate.frames(event.clip.at + sound.length) - begin
    offset = event.source - (event.start - begin)
    return element(
        "asset-clip", ref=store.sound(sound), name=sound.path.rpartition("/")[2], lane=-1,
        offset=_seconds(rate, offset), start="0s", duration=_seconds(rate, length), audioRole="music",
    )  # fmt: skip


def _marker(rate: FrameRate, mark: EventMark) -> Lines:
    return element("marker", start=_seconds(rate, mark.frame), duration=_seconds(rate, 1), value=mark.line)


def _seconds(rate: FrameRate, frames: int) -> str:
    return rational(rate.seconds(frames))
