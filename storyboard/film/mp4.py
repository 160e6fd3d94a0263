"""What the boxes of an MP4 file tell without decoding; nothing but bytes is needed, as for `audio`."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import msgspec

_MOST_BOXES = 1000  # a file of more is nothing that a film tool wrote
_MOST_INDEX = 64 << 20
_MOST_RUNS = 1 << 20  # of pictures that last equally long


def outline(path: Path) -> tuple[bool, bool]:
    """Whether the index (`moov`) stands before the media, so that a player can start early, and whether all is there.

    A file that is cut short has a box that reaches beyond its end.
    """
    names, whole = boxes(path)
    return next((name for name in names if name in (b"moov", b"mdat")), b"") == b"moov", whole


def boxes(path: Path) -> tuple[list[bytes], bool]:
    """The names of the outermost boxes in their order, and whether the last one ends where the file does."""
    names: list[bytes] = []
    with path.open("rb") as stream:
        at, size = 0, path.stat().st_size
        while len(names) < _MOST_BOXES:
            stream.seek(at)
            head = stream.read(16)
            if len(head) < 8:
                return names, at == size
            names.append(head[4:8])
            length = int.from_bytes(head[:4], "big")
            if length == 0:  # a last box that reaches to the end
                return names, True
            if length == 1:
                length = int.from_bytes(head[8:16], "big")
            if length < 8 or at + length > size:
                return names, False
            at += length
    return names, True


class FileFacts(msgspec.Struct, frozen=True):
    """What the index of a file says: the rate of its pictures, its length in seconds, its size, and any sound.

    The rate is that of most pictures, and of the shorter ones where as many last longer, as in a film of stills.
    """

    rate: Fraction
    length: Fraction
    width: int
    height: int
    sound: bool


def facts(path: Path) -> FileFacts | None:
    """What the index of an MP4 file says; None for a file without one that can be read. Raises OSError."""
    index = _index(path)
    try:
        tracks = [_track(body) for name, body in _inner(index) if name == b"trak"]
    except (struct.error, IndexError, ValueError):
        return None  # damaged, or prepared
    picture = next((track for track in tracks if track.kind == b"vide" and any(track.runs)), None)
    if picture is None or not picture.width or not picture.height or not picture.scale:
        return None
    ticks = max((count, -lasts) for lasts, count in picture.runs.items() if lasts)[1]
    length = Fraction(sum(lasts * count for lasts, count in picture.runs.items()), picture.scale)
    sound = any(track.kind == b"soun" for track in tracks)
    return FileFacts(Fraction(picture.scale, -ticks), length, picture.width, picture.height, sound)


class _Track(msgspec.Struct):
    """A track: ticks in a second, the size of its picture, and how many pictures last so many ticks."""

    kind: bytes = b""
    scale: int = 0
    runs: dict[int, int] = {}
    width: int = 0
    height: int = 0


def _index(path: Path) -> bytes:
    """The bytes of the index, empty where the file has none, or one that is larger than an index is."""
    with path.open("rb") as stream:
        at, size = 0, path.stat().st_size
        for _ in range(_MOST_BOXES):
            stream.seek(at)
            head = stream.read(16)
            length = int.from_bytes(head[:4], "big")
            start = at + (16 if length == 1 else 8)
            length = int.from_bytes(head[8:16], "big") if length == 1 else length or size - at
            if len(head) < 8 or length < 8 or at + length > size:
                return b""
            if head[4:8] == b"moov":
                stream.seek(start)
                return stream.read(at + length - start) if length <= _MOST_INDEX else b""
            at += length
    return b""


def _inner(body: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The boxes within a box, with their names."""
    at = 0
    while at + 8 <= len(body):
        length = int.from_bytes(body[at : at + 4], "big")
        if length < 8 or at + length > len(body):
            return
        yield body[at + 4 : at + 8], body[at + 8 : at + length]
        at += length


def _track(body: bytes) -> _Track:
    track = _Track()
    todo = [body]
    while todo:
        for name, inside in _inner(todo.pop()):
            if name in (b"mdia", b"minf", b"stbl"):
                todo.append(inside)
            elif name == b"hdlr":
                # A handler of the data, within `minf`, is of another kind.
                track.kind = track.kind if track.kind in (b"vide", b"soun") else inside[8:12]
            elif name == b"mdhd":
                (track.scale,) = struct.unpack_from(">I", inside, 20 if inside[0] else 12)
            elif name == b"tkhd":
                width, height = struct.unpack_from(">II", inside, len(inside) - 8)
                track.width, track.height = width >> 16, height >> 16
            elif name == b"stts":
                (count,) = struct.unpack_from(">I", inside, 4)
                for place in range(min(count, _MOST_RUNS)):
                    frames, ticks = struct.unpack_from(">II", inside, 8 + 8 * place)
                    if frames:
                        track.runs[ticks] = track.runs.get(ticks, 0) + frames
    return track
