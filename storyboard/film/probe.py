"""What a video file really is: its pictures counted, its lengths measured from the packets and not from the label."""

from __future__ import annotations

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# (the stubs of `av` leave open whose packets a packet is)
import hashlib
import itertools
import math
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

import av
import msgspec
from av import error as av_error
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.packet import Packet
from av.stream import Disposition, Stream
from av.video.stream import VideoStream

from storyboard.film.mp4 import outline
from storyboard.profiles.agreement import MOST_PIXELS

# Play lists are no films: they name other files, or hosts. Pictures are none either.
_FORMATS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,flv,ogg,asf,mxf,ivf"
_OPTIONS = {"protocol_whitelist": "file", "format_whitelist": _FORMATS}
_MOST_FPS = 240
_LONGEST = 4 * 3600  # seconds; a damaged or hostile file may claim years

UNREADABLE = (av_error.FFmpegError, ValueError, OSError, OverflowError)
"""What reading, demuxing or decoding of a damaged file may raise."""


class NotMedia(Exception):
    """A file that cannot be used as a film; the text names the file and says why."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"`{path}` {why}")
        self.path, self.why = path, why


class Probe(msgspec.Struct, frozen=True):
    """A video file measured. Lengths run from the first picture; times are in milliseconds where the name says `ms`.

    `steady` is whether all pictures last equally long, and `fps` their rate; else the rate of the shortest one. `keys`
    are the numbers, in the order of showing, of the pictures that stand alone. `whole` is false where the file ends
    early. `container_ms` and `audio_ms` are None where the file does not say and has no sound.
    """

    frames: int
    fps: Fraction
    steady: bool
    keys: tuple[int, ...]
    length: Fraction  # seconds of picture, exactly
    origin: Fraction  # the time of the first picture in the file, in seconds
    video_ms: float
    audio_ms: float | None
    container_ms: float | None
    width: int
    height: int
    codec: str
    pixels: str
    time_base: Fraction
    headers: bytes  # the decoder's headers, as the container keeps them
    headers_sha256: str
    joinable: bool  # whether it starts with a picture that stands alone and shows all it holds
    index_first: bool
    whole: bool
    sample_rate: int | None
    channels: int | None


@contextmanager
def opened(path: Path) -> Generator[InputContainer, None, None]:
    """The file opened for reading, through no other door than the disk; raises `NotMedia` where it cannot be."""
    if not path.is_file():
        raise NotMedia(path, "is no file")
    try:
        container = av.open(f"file:{path}", "r", options=_OPTIONS, metadata_errors="replace")
    except UNREADABLE as error:
        text = getattr(error, "strerror", None) or str(error)
        raise NotMedia(path, f"cannot be read as a video: {text[:1].lower()}{text[1:]}") from error
    with container:
        for stream in filter(_known, container.streams.video):  # what the head does not claim may still come
            stream.codec_context.options = {"max_pixels": str(MOST_PIXELS)}
        yield container


def video_track(container: InputContainer) -> VideoStream | None:
    """The first track of moving pictures; the cover of a song is none."""
    for stream in container.streams.video:
        if not stream.disposition & Disposition.attached_pic:
            return stream
    return None


def video_of(container: InputContainer) -> VideoStream:
    """The track of moving pictures of a file that was probed before; raises `NotMedia` where it has none any more."""
    video = video_track(container)
    if video is None:
        raise NotMedia(Path(container.name.removeprefix("file:")), "has changed while it was read")
    return video


def sound_track(container: InputContainer) -> AudioStream | None:
    """The first track of sound of a kind that can be decoded."""
    return next((stream for stream in container.streams.audio if _known(stream)), None)


def _known(stream: VideoStream | AudioStream) -> bool:
    """Whether there is a decoder for a track, which the stubs of `av` take for granted."""
    return bool(stream.codec_context)


def probe(path: Path) -> Probe:
    """The measures of a video file, read packet by packet without decoding; raises `NotMedia`."""
    with opened(path) as container:
        video, sound = video_track(container), sound_track(container)
        if video is None or video.time_base is None:
            raise NotMedia(path, "holds no moving picture")
        if not _known(video) or not video.codec_context.width or not video.codec_context.height:
            raise NotMedia(path, "holds pictures of a kind that is not known here")
        if video.codec_context.width * video.codec_context.height > MOST_PIXELS:
            raise NotMedia(path, f"has pictures of more than {MOST_PIXELS / 1e6:g} megapixels")
        times, torn, sound_end = _read(container, video, sound)
        if not times:
            raise NotMedia(path, "holds no whole picture")
        return _measured(path, container, video, sound, times, torn, sound_end)


# A picture's packet: shown at, lasting (ticks), whether both its times are known (0 neither, 1 only that of showing, 2
# both), standing alone, hidden by the edit list.
_Times = list[tuple[int, int, int, bool, bool]]


def _dated(times: _Times) -> bool:
    """Whether every picture has its times; Matroska gives none of decoding to the first few."""
    known = [entry[2] for entry in times]
    return 0 not in known and 1 not in known[next((at for at, kind in enumerate(known) if kind == 2), 0) :]


def _read(
    container: InputContainer, video: VideoStream, sound: AudioStream | None
) -> tuple[_Times, bool, Fraction | None]:
    times: _Times = []
    torn, sound_end = False, None
    tracks = [video] if sound is None else [video, sound]
    packets: Iterator[Packet[Stream]] = container.demux(*tracks)
    while True:
        try:
            packet = next(packets, None)
        except UNREADABLE:
            torn = True
            break
        if packet is None:
            break
        if not packet.size:
            continue
        torn = torn or packet.is_corrupt
        at = packet.pts if packet.pts is not None else packet.dts
        if at is None:
            torn = True
        elif packet.stream_index == video.index:
            known = 0 if packet.pts is None else 1 if packet.dts is None else 2
            times.append((at, packet.duration or 0, known, packet.is_keyframe, packet.is_discard))
        else:
            end = (at + (packet.duration or 0)) * packet.time_base
            sound_end = end if sound_end is None else max(end, sound_end)
    return times, torn, sound_end


def _measured(
    path: Path,
    container: InputContainer,
    video: VideoStream,
    sound: AudioStream | None,
    times: _Times,
    torn: bool,
    sound_end: Fraction | None,
) -> Probe:
    base, codec = video.time_base, video.codec_context
    assert base is not None
    shown = sorted(entry for entry in times if not entry[4])
    if not shown:
        raise NotMedia(path, "shows none of its pictures")
    steps = [after[0] - before[0] for before, after in itertools.pairwise(shown) if after[0] > before[0]]
    last = shown[-1][1] or (min(steps) if steps else round(1 / ((video.average_rate or Fraction(24)) * base)))
    length = (shown[-1][0] + last - shown[0][0]) * base
    if length <= 0:
        raise NotMedia(path, "holds pictures that last no time")
    if length > _LONGEST:
        raise NotMedia(path, f"says that it lasts {round(length / 3600)} hours")
    fps, steady = _rate(shown, steps, last, base, video)
    extradata = bytes(codec.extradata or b"")
    origin = shown[0][0] * base
    boxed = container.format.name.startswith("mov")
    index_first, whole = outline(path)
    return Probe(
        frames=len(shown),
        fps=fps,
        steady=steady,
        keys=tuple(number for number, entry in enumerate(shown) if entry[3]),
        length=length,
        origin=origin,
        video_ms=_ms(length),
        audio_ms=None if sound_end is None else _ms(sound_end - origin),
        container_ms=None if not container.duration else round(container.duration / 1000, 3),
        width=codec.width,
        height=codec.height,
        codec=codec.codec.canonical_name,
        pixels=codec.pix_fmt or "",
        time_base=base,
        headers=extradata,
        headers_sha256=hashlib.sha256(extradata).hexdigest(),
        joinable=len(shown) == len(times) and times[0][3] and times[0][0] == shown[0][0] and _dated(times),
        index_first=boxed and index_first,
        whole=not torn and (whole or not boxed),
        sample_rate=sound.codec_context.sample_rate if sound is not None else None,
        channels=sound.codec_context.channels if sound is not None else None,
    )


def _ms(length: Fraction) -> float:
    return round(float(length * 1000), 3)


def _rate(shown: _Times, steps: list[int], last: int, base: Fraction, video: VideoStream) -> tuple[Fraction, bool]:
    """The rate of the pictures and whether it is kept to, within the coarseness of the file's clock."""
    lasting = [*steps, last]
    low, high = min(lasting), max(lasting)
    if low == high:
        return 1 / (low * base), True
    span = (shown[-1][0] - shown[0][0]) * base
    mean = (len(shown) - 1) / span if span else Fraction(24)
    # A clock of whole milliseconds, as Matroska's, has no equal steps for 24 or 30 pictures a second.
    if high - low <= 1 and video.average_rate:
        near = min((video.average_rate, Fraction(round(mean))), key=lambda rate: abs(rate - mean))
        return (near if near and math.isclose(near, mean, rel_tol=1e-3) else mean), True
    return min(1 / (low * base), Fraction(_MOST_FPS)), False
