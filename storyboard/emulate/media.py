"""Clips that play, each size and length made once, and a body that unpacks to far more than its length."""

from __future__ import annotations

import tempfile
import threading
import zlib
from fractions import Fraction
from pathlib import Path

FPS = 30
_MEGABYTE = 1_000_000


class Clips:
    """The clips and the uploaded files of one host, in a temporary folder."""

    def __init__(self, megabytes: float = 0.0) -> None:
        """Begin without clips; each will have at least `megabytes`."""
        self._least = round(megabytes * _MEGABYTE)
        self._folder = tempfile.TemporaryDirectory(prefix="storyc-emulate-")
        self._lock = threading.Lock()
        self._videos: dict[tuple[str, int], bytes] = {}
        self._closed = False

    @property
    def folder(self) -> Path:
        """The temporary folder, which exists until `close`."""
        return Path(self._folder.name)

    def clip(self, size: str, duration: int, name: str) -> bytes:
        """An MP4 of a size (`W*H`) and a duration in seconds; `name` makes its bytes differ from every other job's.

        Raises ConnectionAbortedError when the host has closed.
        """
        with self._lock:
            if self._closed:
                raise ConnectionAbortedError("the host has closed")
            video = self._videos.get((size, duration))
            if video is None:
                video = _make(self.folder / f"{len(self._videos)}.mp4", size, duration)
                video = self._videos[size, duration] = video + _free(bytes(max(0, self._least - len(video))))
        return video + _free(name.encode())

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


def _free(filling: bytes) -> bytes:
    """A box that every player skips."""
    return (8 + len(filling)).to_bytes(4, "big") + b"free" + filling


def _make(out: Path, size: str, duration: int) -> bytes:
    """A still, grey, silent film; 15 s at full size take a fraction of a second."""
    from av.video.frame import VideoFrame

    from storyboard.film.encoder import Encoding
    from storyboard.film.mux import Writer

    width, height = (int(part) for part in size.split("*"))
    frame = VideoFrame(width, height, "yuv420p")
    for plane, level in zip(frame.planes, (60 + duration * 5 % 120, 120, 136), strict=True):
        plane.update(bytes([level]) * plane.buffer_size)
    with Writer(out, Encoding(width, height, Fraction(FPS), preset="ultrafast"), Fraction(duration)) as film:
        film.picture(frame, 0)
    data = out.read_bytes()
    out.unlink()
    return data


def bomb(megabytes: float) -> bytes:
    """A gzip body that unpacks to so many megabytes of zeros."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = bytes(_MEGABYTE)
    parts = [packer.compress(block) for _ in range(max(1, int(megabytes)))]
    return b"".join([*parts, packer.flush()])
