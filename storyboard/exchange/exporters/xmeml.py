"""The story as the XML of Final Cut Pro 7, version 5, which Premiere Pro and DaVinci Resolve import.

Each file is told whole where it comes first and by its id from then on; each picture is linked to its sound. Resolve
shows black without a `format`, Premiere reads too few frames without the sequence's `duration`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import quote

from storyboard.compiler.pipeline import Compiled
from storyboard.exchange.timelines.elements import Lines, document, element
from storyboard.exchange.timelines.laying import laid
from storyboard.exchange.timelines.rates import FrameRate
from storyboard.exchange.timelines.records import EventMark, Medium, OwnSound, Timeline, TimelineEvent, events, reel

TIMELINE = True
SUFFIX = "xml"
LOSES: tuple[str, ...] = ()
_SOUND = ("depth", 16), ("samplerate", 48000)


def render(compiled: Compiled) -> str:
    """The timeline of a story of which nothing is built yet."""
    return write(laid(compiled))


def write(timeline: Timeline) -> str:
    """The timeline as xmeml."""
    rows = events(timeline)
    files = _Files(timeline.rate)
    tracks = [element("track", list(_pictures(timeline, rows, files)))]
    most = max((len(clip.media) for clip in timeline.clips), default=1)
    tracks += [element("track", list(_pictures(timeline, rows, files, place))) for place in range(1, most)]
    sounds = [element("track", list(_clip_sounds(timeline, rows, files)))]
    own = list(_own_sounds(timeline, files))
    sounds += [element("track", own)] if own else []
    rate = _rate(timeline.rate)
    shape = [*rate, *_size(timeline.width, timeline.height)]
    video = [*element("format", element("samplecharacteristics", shape)), *(line for track in tracks for line in track)]
    form = element("format", element("samplecharacteristics", [line for pair in _SOUND for line in element(*pair)]))
    audio = [*element("numOutputChannels", 2), *form, *(line for track in sounds for line in track)]
    code = [*rate, *element("string", "00:00:00:00"), *element("frame", 0), *element("displayformat", "NDF")]
    sequence = [
        *element("name", timeline.title),
        *element("duration", max((event.end for event in rows), default=0)),
        *rate,
        *element("timecode", code),
        *element("media", [*element("video", video), *element("audio", audio)]),
    ]
    return document("xmeml", element("xmeml", element("sequence", sequence, id="sequence-1"), version=5))


class _Files:
    """The files that clips refer to, told whole once."""

    def __init__(self, rate: FrameRate) -> None:
        self._rate = rate
        self._ids: dict[str, str] = {}

    def medium(self, medium: Medium, name: str) -> Lines:
        """A take's file."""

        def inside() -> Lines:
            shape = element("samplecharacteristics", [*_rate(medium.rate), *_size(medium.width, medium.height)])
            media = [*element("video", [*element("duration", medium.rate.frames(medium.length)), *shape])]
            media += element("audio", [*_hearing(), *element("channelcount", 2)]) if medium.sound else []
            code = [*_rate(medium.rate), *element("string", "00:00:00:00"), *element("frame", 0)]
            # The name of the reel, by which a list of edits finds the file too.
            code += [*element("displayformat", "NDF"), *element("reel", element("name", name))]
            length = element("duration", medium.rate.frames(medium.length))
            return [*_rate(medium.rate), *length, *element("timecode", code), *element("media", media)]

        return self._file(medium.path, inside)

    def sound(self, sound: OwnSound) -> Lines:
        """A sound's file, its length in frames of the timeline."""

        def inside() -> Lines:
            media = element("media", element("audio", [*_hearing(), *element("channelcount", 2)]))
            return [*_rate(self._rate), *element("duration", self._rate.frames(sound.length)), *media]

        return self._file(sound.path, inside)

    def _file(self, path: str, inside: Callable[[], Lines]) -> Lines:
        if path in self._ids:
            return element("file", id=self._ids[path])
        self._ids[path] = f"file-{len(self._ids) + 1}"
        head = [*element("name", path.rpartition("/")[2]), *element("pathurl", quote(path))]
        return element("file", [*head, *inside()], id=self._ids[path])


def _pictures(timeline: Timeline, rows: list[TimelineEvent], files: _Files, place: int = 0) -> Iterator[str]:
    """The events as pictures; with a `place` those of the take at that place, disabled, above the shown one."""
    for number, event in enumerate(rows, start=1):
        if place >= len(event.clip.media):
            continue
        medium = event.clip.media[place]
        name = reel(event.clip.index, medium.take)
        marks = [line for mark in event.marks for line in _marker(mark)] if not place else []
        linked = not place and event.sounds
        inside = [
            *_item(timeline, event, files.medium(medium, name), event.name if not place else f"{event.name} ({name})"),
            *element("enabled", "FALSE" if place else "TRUE"),
            *(_links(number) if linked else []),
            *marks,
            *element("logginginfo", element("shotnote", event.name)),
        ]
        yield from element("clipitem", inside, id=f"v{place + 1}-{number}")
    yield from element("enabled", "TRUE")
    yield from element("locked", "FALSE")


def _clip_sounds(timeline: Timeline, rows: list[TimelineEvent], files: _Files) -> Iterator[str]:
    for number, event in enumerate(rows, start=1):
        if event.sounds:
            medium = event.clip.media[0]
            inside = [
                *_item(timeline, event, files.medium(medium, reel(event.clip.index, medium.take)), event.name),
                *element("enabled", "TRUE"),
                *element("sourcetrack", [*element("mediatype", "audio"), *element("trackindex", 1)]),
                *_links(number),
            ]
            yield from element("clipitem", inside, id=f"a1-{number}")


def _own_sounds(timeline: Timeline, files: _Files) -> Iterator[str]:
    rate = timeline.rate
    for clip in timeline.clips:
        if clip.sound is None:
            continue
        start, end = rate.frames(clip.at), rate.frames(clip.at + clip.sound.length)
        event = TimelineEvent(clip.sound.path.rpartition("/")[2], clip, 0, start, end, ())
        inside = [
            *_item(timeline, event, files.sound(clip.sound), event.name),
            *element("enabled", "TRUE"),
            *element("sourcetrack", [*element("mediatype", "audio"), *element("trackindex", 1)]),
        ]
        yield from element("clipitem", inside, id=f"a2-{clip.index}")


def _item(timeline: Timeline, event: TimelineEvent, file: Lines, name: str) -> Lines:
    rate = timeline.rate
    return [
        *element("name", name),
        *element("duration", max(rate.frames(event.clip.length), event.source + event.length)),
        *_rate(rate),
        *element("start", event.start),
        *element("end", event.end),
        *element("in", event.source),
        *element("out", event.source + event.length),
        *file,
    ]


def _links(number: int) -> Lines:
    return [
        line
        for item, kind in ((f"v1-{number}", "video"), (f"a1-{number}", "audio"))
        for line in element(
            "link",
            [*element("linkclipref", item), *element("mediatype", kind), *element("trackindex", 1),
             *element("clipindex", number)],
        )
    ]  # fmt: skip


def _marker(mark: EventMark) -> Lines:
    name = mark.name or mark.kind
    return element(
        "marker",
        [*element("name", name), *element("comment", mark.text), *element("in", mark.frame), *element("out", -1)],
    )


def _hearing() -> Lines:
    return element("samplecharacteristics", [line for pair in _SOUND for line in element(*pair)])


def _rate(rate: FrameRate) -> Lines:
    return element("rate", [*element("timebase", rate.base), *element("ntsc", "TRUE" if rate.ntsc else "FALSE")])


def _size(width: int, height: int) -> Lines:
    return [
        *element("width", width), *element("height", height), *element("pixelaspectratio", "square"),
        *element("anamorphic", "FALSE"),
    ]  # fmt: skip
