"""What the bytes of a picture's file say, without decoding it: its format, its size, and whether it is whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

Format = Literal["PNG", "JPEG", "WebP"]

FORMATS: tuple[Format, ...] = ("PNG", "JPEG", "WebP")
PIXELS = 24 << 20  # 24 megapixels, of which cameras make a few more than 24 million
BYTES = 32 << 20

# Other files that are taken for pictures, by their first bytes; in words, as what they are.
_OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"GIF8", "a GIF"),
    (b"BM", "a BMP"),
    (b"II*\0", "a TIFF or a camera's raw file"),
    (b"MM\0*", "a TIFF or a camera's raw file"),
    (b"8BPS", "a Photoshop file"),
    (b"%PDF", "a PDF"),
    (b"%!PS", "a PostScript file"),
    (b"PK\3\4", "a zip file"),
)
_BRANDS = {b"heic": "a HEIC", b"heix": "a HEIC", b"mif1": "a HEIC", b"avif": "an AVIF", b"avis": "an AVIF"}
# The markers of JPEG that stand before the size of the picture; 0xC4, 0xC8 and 0xCC are none.
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})  # markers without a length behind them


class PictureProbe(NamedTuple):
    """A picture as its file describes it: `whole` is False where the file's end is missing."""

    format: Format
    width: int
    height: int
    whole: bool


def probe(data: bytes) -> PictureProbe | None:
    """What the bytes of a whole file say; None where they are no picture of `FORMATS`."""
    for read in _READERS:
        picture = read(data)
        if picture is not None:
            return picture if picture.width > 0 and picture.height > 0 else None
    return None


def described(data: bytes) -> str:
    """What a file is that `probe` does not know, in words: `a GIF`, `an SVG drawing`, `empty`."""
    if not data:
        return "empty"
    for head, words in _OTHERS:
        if data.startswith(head):
            return words
    if data[4:8] == b"ftyp":
        return _BRANDS.get(data[8:12], "a video")
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"<svg") or (start.startswith((b"<?xml", b"<!doctype svg")) and b"<svg" in start):
        return "an SVG drawing"
    if start.startswith((b"<!doctype html", b"<html")):
        return "a web page"
    if start.startswith(b"version https://git-lfs"):
        return "a pointer of Git LFS, whose file was not fetched"
    return "no picture that can be read"


def _png(data: bytes) -> PictureProbe | None:
    if not data.startswith(b"\x89PNG\r\n\x1a\n") or data[12:16] != b"IHDR" or len(data) < 33:
        return None
    at, kind = 8, b""
    while kind != b"IEND" and at + 12 <= len(data):
        kind, at = data[at + 4 : at + 8], at + 12 + int.from_bytes(data[at : at + 4])
    whole = kind == b"IEND" and at <= len(data)
    return PictureProbe("PNG", int.from_bytes(data[16:20]), int.from_bytes(data[20:24]), whole)


def _jpeg(data: bytes) -> PictureProbe | None:
    if not data.startswith(b"\xff\xd8\xff"):
        return None
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:  # filling
            at += 1
        elif marker in _ALONE:
            at += 2
        elif marker in _FRAMES:
            height, width = int.from_bytes(data[at + 5 : at + 7]), int.from_bytes(data[at + 7 : at + 9])
            # Cameras put more behind the picture's end, and a preview of its own before it.
            whole = data.rfind(b"\xff\xd9") > at
            return PictureProbe("JPEG", width, height, whole)
        elif marker == 0xDA:
            return None
        else:
            at += 2 + max(2, int.from_bytes(data[at + 2 : at + 4]))
    return None


def _webp(data: bytes) -> PictureProbe | None:
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP" or len(data) < 30:
        return None
    whole = int.from_bytes(data[4:8], "little") + 8 <= len(data)
    kind, body = data[12:16], data[20:30]
    if kind == b"VP8X":
        width, height = int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1
    elif kind == b"VP8L" and body[0] == 0x2F:
        bits = int.from_bytes(body[1:5], "little")
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    elif kind == b"VP8 " and body[3:6] == b"\x9d\x01\x2a":
        width, height = (int.from_bytes(body[at : at + 2], "little") & 0x3FFF for at in (6, 8))
    else:
        return None
    return PictureProbe("WebP", width, height, whole)


_READERS: tuple[Callable[[bytes], PictureProbe | None], ...] = (_png, _jpeg, _webp)
