"""Small clips made on the spot, and a film read back picture by picture and sample by sample."""

from __future__ import annotations

import array
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import av
import av.logging
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.video.frame import VideoFrame

from storyboard.film.encoder import RATE, Encoding
from storyboard.film.mux import Writer

SIZE = (160, 90)
TICK = 48  # samples, a millisecond


def grey(value: int, size: tuple[int, int] = SIZE) -> VideoFrame:
    """A picture of one brightness."""
    frame = VideoFrame(*size, "yuv420p")
    for plane, level in zip(frame.planes, (value, 128, 128), strict=True):
        plane.update(bytes([level]) * plane.buffer_size)
    return frame


def ticking(length: Fraction, ticks: Sequence[Fraction], rate: int = RATE, channels: int = 1) -> array.array[int]:
    """Silence with a pulse of a millisecond centred on each of the given seconds."""
    samples = array.array("h", bytes(2 * round(length * rate) * channels))
    half = rate // 2000
    for tick in ticks:
        for step in range(-half, half + 1):
            for channel in range(channels):
                at = round(tick * rate) + step
                samples[at * channels + channel] = 24_000 * (half + 1 - abs(step)) // (half + 1)
    return samples


def clip(
    path: Path,
    length: Fraction | int,
    *,
    value: int = 100,
    size: tuple[int, int] = SIZE,
    fps: int = 24,
    cuts: Sequence[int] = (),
    still: bool = False,
    ticks: Sequence[Fraction] | None = None,
    sound: str = "mono",
) -> Path:
    """A clip of ours, brighter by 40 after each cut."""
    length = Fraction(length)
    with Writer(path, Encoding(*size, Fraction(fps)), length, cuts=cuts, sound=sound) as film:
        for number in sorted({0, *cuts}) if still else range(film.frames):
            film.picture(grey(value + 40 * sum(cut <= number for cut in cuts), size), number)
        if ticks is not None:
            film.sound(memoryview(ticking(film.length, ticks)).cast("B"))
    return path


def foreign(
    path: Path,
    length: Fraction | int,
    *,
    value: int = 100,
    size: tuple[int, int] = SIZE,
    fps: int = 24,
    codec: str = "libx264",
    options: dict[str, str] | None = None,
    pixels: str = "yuv420p",
    sound: tuple[str, int, str] | None = ("aac", 44_100, "stereo"),
    ticks: Sequence[Fraction] = (),
) -> Path:
    """A clip as another program writes it: pictures that grow brighter, reordered where the codec does that."""
    count = round(length * fps)
    with av.open(str(path), "w") as out:
        video: Any = out.add_stream(codec, rate=fps, options=options or {})
        video.width, video.height, video.pix_fmt = *size, pixels
        audio: Any = None
        if sound is not None:
            audio = out.add_stream(sound[0], rate=sound[1], layout=sound[2])
        for number in range(count):
            frame = grey(value + number % 50, size).reformat(format=pixels)
            frame.pts, frame.time_base = number, Fraction(1, fps)
            out.mux(video.encode(frame))
        out.mux(video.encode(None))
        if audio is not None and sound is not None:
            channels = 2 if sound[2] == "stereo" else 1
            samples = ticking(Fraction(length), ticks, sound[1], channels)
            for start in range(0, len(samples), 1024 * channels):
                part = samples[start : start + 1024 * channels]
                block = AudioFrame("s16", sound[2], len(part) // channels)
                block.planes[0].update(part.tobytes())
                block.sample_rate, block.pts = sound[1], start // channels
                block.time_base = Fraction(1, sound[1])
                out.mux(audio.encode(block))
            out.mux(audio.encode(None))
    return path


class Watched(NamedTuple):
    """A film as it is seen and heard: seconds and brightness of each picture, and its sound."""

    times: list[Fraction]
    lights: list[int]
    samples: array.array[int]
    messages: list[str]

    def shown(self, at: float) -> int:
        """The brightness seen at a time."""
        return [light for time, light in zip(self.times, self.lights, strict=True) if time <= at][-1]

    def tick(self, near: Fraction) -> float:
        """How many milliseconds the loudest sample within 100 ms lies after the given second."""
        middle = round(near * RATE)
        reach = range(max(0, middle - RATE // 10), min(len(self.samples), middle + RATE // 10))
        best = max(reach, key=lambda at: abs(self.samples[at]))
        assert abs(self.samples[best]) > 6000, f"no tick near {float(near)} s"
        return (best - middle) * 1000 / RATE


def watched(path: Path) -> Watched:
    """The film decoded from end to end, with all that the decoders complain of."""
    seen = Watched([], [], array.array("h"), [])
    av.logging.set_level(av.logging.WARNING)
    try:
        with av.logging.Capture(local=False) as logs, av.open(str(path)) as film:
            resampler = AudioResampler("s16", "mono", RATE)
            for packet in film.demux():
                for frame in packet.decode():
                    if isinstance(frame, VideoFrame):
                        assert frame.pts is not None
                        assert frame.time_base is not None
                        seen.times.append(frame.pts * frame.time_base)
                        plane = frame.planes[0]
                        middle = plane.line_size * (frame.height // 2) + frame.width // 2
                        seen.lights.append(memoryview(plane).cast("B")[middle])
                    elif isinstance(frame, AudioFrame):
                        for block in resampler.resample(frame):
                            seen.samples.frombytes(bytes(block.planes[0])[: 2 * block.samples])
        seen.messages.extend(text for _, _, text in logs)
    finally:
        av.logging.set_level(None)
    return seen


def decode_times(path: Path) -> list[int]:
    """When each packet of pictures is decoded, in the order of the file."""
    with av.open(str(path)) as film:
        return [packet.dts for packet in film.demux(video=0) if packet.size and packet.dts is not None]
