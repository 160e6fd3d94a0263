"""Clips that play, each kind of them made once, and a body that unpacks to far more than its length."""

from __future__ import annotations

import math
import tempfile
import threading
import zlib
from array import array
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

import msgspec

_MEGABYTE = 1_000_000


class Footage(msgspec.Struct, frozen=True):
    """What a clip is like: `cuts` in milliseconds, `sound` a `tone`, a track of `silence`, or empty for no track."""

    size: str
    ms: int
    fps: int
    sound: str = "tone"
    cuts: tuple[int, ...] = ()


class Clips:
    """The clips and the uploaded files of one host, in a temporary folder."""

    def __init__(self, megabytes: float = 0.0) -> None:
        """Begin without clips; each will have at least `megabytes`."""
        self._least = round(megabytes * _MEGABYTE)
        self._folder = tempfile.TemporaryDirectory(prefix="storyc-emulate-")
        self._lock = threading.Lock()
        self._closed = False

    @property
    def folder(self) -> Path:
        """The temporary folder, which exists until `close`."""
        return Path(self._folder.name)

    def clip(self, footage: Footage, name: str) -> bytes:
        """An MP4 that is like this; `name` makes its bytes differ from every other job's.

        Raises ConnectionAbortedError when the host has closed.
        """
        with self._lock:
            if self._closed:
                raise ConnectionAbortedError("the host has closed")
            video = _made(footage)
        return video + box(b"free", bytes(max(0, self._least - len(video)))) + box(b"free", name.encode())

    def keep(self, name: str, data: bytes) -> None:
        """Hold an upload. Raises ConnectionAbortedError when the host has closed."""
        with self._lock:
            if self._closed:
                raise ConnectionAbortedError("the host has closed")
            (self.folder / name).write_bytes(data)

    def kept(self, name: str) -> bytes | None:
        """The bytes of an upload, or None."""
        place = self.folder / name
        return place.read_bytes() if place.is_file() else None

    def close(self) -> None:
        """Remove the folder with all that it holds, once no clip is being made in it."""
        with self._lock:
            self._closed = True
            self._folder.cleanup()


def box(name: bytes, filling: bytes) -> bytes:
    """A box of an MP4 file; every player skips one called `free`."""
    return (8 + len(filling)).to_bytes(4, "big") + name + filling


@lru_cache(maxsize=16)
def _made(footage: Footage) -> bytes:
    """A film that is like this, which is made once."""
    with tempfile.TemporaryDirectory(prefix="storyc-emulate-") as folder:
        return _make(Path(folder) / "clip.mp4", footage)


def _make(out: Path, footage: Footage) -> bytes:
    """A film with a still picture for each shot; 15 s at full size take a fraction of a second."""
    from av.video.frame import VideoFrame

    from storyboard.film.encoder import RATE, Encoding
    from storyboard.film.mux import Writer, frame_count

    width, height = (int(side) for side in footage.size.split("x"))
    fps, length = Fraction(footage.fps), Fraction(footage.ms, 1000)
    starts = [frame_count(Fraction(ms, 1000), fps) if ms else 0 for ms in (0, *footage.cuts)]
    samples = _tone(RATE) if footage.sound == "tone" else b""
    with Writer(
        out,
        Encoding(width, height, fps, preset="ultrafast"),
        length,
        cuts=starts,
        sound="mono" if footage.sound else "",
    ) as film:
        for number, start in enumerate(dict.fromkeys(starts)):
            frame = VideoFrame(width, height, "yuv420p")
            for plane, levels in zip(frame.planes, _levels(number, footage.ms // 1000), strict=True):
                plane.update(_bands(plane.line_size, plane.height, number, levels))
            film.picture(frame, start)
        for _ in range(0, footage.ms if samples else 0, 1000):
            film.sound(samples)
    return out.read_bytes()


def _levels(number: int, seconds: int) -> tuple[tuple[int, int], ...]:
    """The two levels of each plane of a shot's picture: brightness, then the two of colour."""
    bright = 60 + seconds * 5 % 120
    if not number:
        return (bright, bright), (120, 120), (136, 136)
    return (40 + 37 * number % 80, 230 - 23 * number % 90), (100 + 31 * number % 60, 128), (128, 150 - 17 * number % 50)


def _bands(wide: int, high: int, number: int, levels: tuple[int, int]) -> bytes:
    """A plane of a picture with bands of two levels, upright and lying by turns, each time of another width.

    A picture that only becomes lighter or darker would be no cut.
    """
    first, second = (bytes([level]) for level in levels)
    if number % 2:
        band = max(2, wide // (3 + number))
        return b"".join(first if at // band % 2 else second for at in range(wide)) * high
    band = max(2, high // (3 + number))
    return b"".join((first if at // band % 2 else second) * wide for at in range(high))


def _tone(rate: int) -> bytes:
    """A second of a soft tone of 200 Hz, signed 16-bit samples."""
    period = rate // 200
    wave = array("h", (round(1500 * math.sin(2 * math.pi * at / period)) for at in range(period)))
    return wave.tobytes() * 200


def bomb(megabytes: float) -> bytes:
    """A gzip body that unpacks to so many megabytes of zeros."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = bytes(_MEGABYTE)
    parts = [packer.compress(block) for _ in range(max(1, int(megabytes)))]
    return b"".join([*parts, packer.flush()])
