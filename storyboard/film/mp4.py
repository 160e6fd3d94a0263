"""What the boxes of an MP4 file tell without decoding; nothing but bytes is needed, as for `audio`."""

from __future__ import annotations

from pathlib import Path

_MOST_BOXES = 1000  # a file of more is nothing that a film tool wrote


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
