"""The pictures of a clip as another film needs them: its size with bars, its rate, its colour."""

from __future__ import annotations

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# (the stubs of `av` leave open whose packets a packet is)
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from av.container import InputContainer
from av.packet import Packet
from av.stream import Stream
from av.video.frame import VideoFrame
from av.video.reformatter import Interpolation, VideoReformatter
from av.video.stream import VideoStream

from storyboard.film.encoder import BT709, Encoding
from storyboard.film.mux import frame_count
from storyboard.film.probe import UNREADABLE, NotMedia, Probe, opened, video_of

_UNSPECIFIED, _BT601 = 2, 5  # AVCOL_SPC_UNSPECIFIED, SWS_CS_ITU601
_BLACK = (16, 128, 128)


def pictures(path: Path, probe: Probe, encoding: Encoding) -> Iterator[VideoFrame]:
    """As many pictures as the clip's length holds at the film's rate, each the one seen at that time.

    A picture that cannot be decoded leaves the one before it standing. Raises `NotMedia` where none can be decoded.
    One frame may be yielded several times.
    """
    count, number = frame_count(probe.length, encoding.fps), 0
    # Clocks of milliseconds put a picture up to half a millisecond late: it still belongs to its place.
    late = 1 / (4 * encoding.fps)
    fitted, raw, pixel = None, None, Fraction(1)
    reformat = VideoReformatter()
    for time, frame, shape in decoded(path, probe):
        while raw is not None and number < count and number / encoding.fps + late < time:
            fitted = fitted or _fit(raw, pixel, encoding, reformat)
            yield fitted
            number += 1
        if number >= count:
            return
        raw, pixel, fitted = frame, shape, None
    if raw is None:
        raise NotMedia(path, "holds no picture that can be decoded")
    fitted = fitted or _fit(raw, pixel, encoding, reformat)
    for _ in range(count - number):
        yield fitted


def decoded(path: Path, probe: Probe) -> Iterator[tuple[Fraction, VideoFrame, Fraction]]:
    """The pictures of a file in the order of showing, each with its seconds after the first and its pixels' shape."""
    with opened(path) as container:
        video = video_of(container)
        for packet in readable(container, video):
            try:
                frames = video.decode(packet)
            except UNREADABLE:
                continue
            for frame in frames:
                if frame.pts is not None and frame.pts * probe.time_base >= probe.origin:
                    yield frame.pts * probe.time_base - probe.origin, frame, _pixel_shape(video)


def readable(container: InputContainer, track: Stream) -> Iterator[Packet[Stream] | None]:
    """The packets of a track up to the first that cannot be read, then None, which empties a decoder."""
    packets = container.demux(track)
    while True:
        try:
            packet = next(packets, None)
        except UNREADABLE:
            packet = None
        if packet is None or not packet.size:
            yield None
            return
        yield packet


def _fit(frame: VideoFrame, pixel: Fraction, encoding: Encoding, reformat: VideoReformatter) -> VideoFrame:
    width, height = encoding.width, encoding.height
    shape = Fraction(frame.width, frame.height) * pixel
    # The larger picture that fits; even, because colour is kept for every second line only.
    wide = min(width, max(2, round(height * shape / 2) * 2))
    high = min(height, max(2, round(width / shape / 2) * 2))
    large = max(frame.width, frame.height) >= 1280 or min(frame.width, frame.height) >= 720
    guess = BT709 if large else _BT601  # what tools do where a file does not say
    scaled = reformat.reformat(
        frame,
        wide,
        high,
        "yuv420p",
        src_colorspace=guess if frame.colorspace == _UNSPECIFIED else frame.colorspace,
        dst_colorspace=BT709,
        dst_color_range=BT709,
        interpolation=Interpolation.BICUBIC,
    )
    return scaled if (wide, high) == (width, height) else _barred(scaled, width, height)


def _pixel_shape(video: VideoStream) -> Fraction:
    """Width to height of a single pixel; square where the file says nothing or nothing sane."""
    shape = video.sample_aspect_ratio
    return shape if shape and Fraction(1, 4) <= shape <= 4 else Fraction(1)


def _barred(frame: VideoFrame, width: int, height: int) -> VideoFrame:
    whole = VideoFrame(width, height, "yuv420p")
    for plane, source, black in zip(whole.planes, frame.planes, _BLACK, strict=True):
        plane.update(bytes([black]) * plane.buffer_size)
        into, given = memoryview(plane).cast("B"), memoryview(source).cast("B")
        left, top = (plane.width - source.width) // 2, (plane.height - source.height) // 2
        for row in range(source.height):
            at, start = (top + row) * plane.line_size + left, row * source.line_size
            into[at : at + source.width] = given[start : start + source.width]
    return whole
