"""What the bytes of a picture's file say: its format and size by content, and whether its end is there."""

from __future__ import annotations

import io
import struct
from typing import Any

import pytest
from PIL import Image

from storyboard.film import picture
from storyboard.film.picture import PictureProbe, described, probe

KINDS: dict[str, dict[str, Any]] = {
    "png": {"format": "PNG"},
    "jpeg": {"format": "JPEG"},
    "progressive": {"format": "JPEG", "progressive": True},
    "lossy webp": {"format": "WEBP"},
    "lossless webp": {"format": "WEBP", "lossless": True},
    "extended webp": {"format": "WEBP", "exif": b"Exif\0\0MM\0*\0\0\0\x08\0\0"},
}


def saved(width: int = 37, height: int = 21, mode: str = "RGB", **how: Any) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((width, height), 60).convert(mode).save(out, **how)
    return out.getvalue()


@pytest.mark.parametrize("how", KINDS.values(), ids=KINDS)
def test_a_picture_is_known_by_its_bytes(how: dict[str, Any]) -> None:
    own = probe(saved(**how))
    assert own is not None
    assert own == PictureProbe(own.format, 37, 21, True)
    assert own.format.upper() == how["format"]


@pytest.mark.parametrize("how", KINDS.values(), ids=KINDS)
def test_a_picture_without_its_end_is_not_whole(how: dict[str, Any]) -> None:
    data = saved(**how)
    for kept in (len(data) - 2, len(data) // 2):
        own = probe(data[:kept])
        assert own is None or not own.whole
    assert probe(data[:7]) is None


def test_a_preview_inside_a_camera_file_is_not_its_end() -> None:
    preview = saved(8, 8, format="JPEG")
    data = saved(format="JPEG")
    block = b"\xff\xe1" + struct.pack(">H", len(preview) + 2) + preview
    camera = data[:2] + block + data[2:]
    assert probe(camera) == PictureProbe("JPEG", 37, 21, True)
    assert probe(camera[:-2]) == PictureProbe("JPEG", 37, 21, False)


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xd8\xff", b"\xff\xd8" + b"\xff" * 400, b"RIFF\0\0\0\0WEBPVP8 ", b"\x89PNG"]
)
def test_what_only_begins_like_a_picture_is_none(data: bytes) -> None:
    assert probe(data) is None


def test_a_picture_without_a_side_is_none() -> None:
    data = bytearray(saved(format="PNG"))
    data[16:20] = bytes(4)
    assert probe(bytes(data)) is None


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"GIF89a", "a GIF"),
        (b"<svg xmlns='a'/>", "an SVG drawing"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<svg/>", "an SVG drawing"),
        (b"\0\0\0\x18ftypheic", "a HEIC"),
        (b"\0\0\0\x18ftypisom", "a video"),
        (b"version https://git-lfs.github.com/spec/v1\n", "a pointer of Git LFS, whose file was not fetched"),
        (b"hello", "no picture that can be read"),
    ],
)
def test_what_is_no_picture_is_called_what_it_is(data: bytes, words: str) -> None:
    assert probe(data) is None
    assert described(data) == words


def test_the_formats_are_those_that_are_read() -> None:
    kinds = {own.format for how in KINDS.values() if (own := probe(saved(**how))) is not None}
    assert kinds == set(picture.FORMATS)
