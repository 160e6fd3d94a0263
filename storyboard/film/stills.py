"""Still pictures: what a clip shows at given times, and pictures of any size as JPEGs of a few kilobytes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from av.video.frame import VideoFrame
from PIL import Image

from storyboard.film.animatic.screen import PictureFault, decoded_picture
from storyboard.film.fit import decoded
from storyboard.film.probe import NotMedia, probe

_WIDE, _LEAST = 960, 120  # pixels of the longer side
_QUALITY = 82


def pictures_at(path: Path, times: Sequence[int]) -> list[Image.Image]:
    """The pictures that are seen at these milliseconds of a film, in order; as many as can be had."""
    stills: list[Image.Image] = []
    last: VideoFrame | None = None
    try:
        for time, frame, _ in decoded(path, probe(path)):
            while len(stills) < len(times) and last is not None and times[len(stills)] < time * 1000:
                stills.append(_image(last))
            if len(stills) == len(times):
                break
            last = frame
    except NotMedia:
        pass
    return stills + [_image(last) for _ in times[len(stills) :] if last is not None]


def _image(frame: VideoFrame) -> Image.Image:
    return frame.to_image()  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]


def jpeg(image: Image.Image, most: int) -> bytes:
    """A picture as a JPEG of at most so many bytes: as large as that allows.

    Nothing of its file is left but the picture, neither the place where it was taken nor the camera.
    """
    wide = _WIDE
    while True:
        small = image.convert("RGB")
        small.thumbnail((wide, wide), Image.Resampling.LANCZOS, reducing_gap=3)
        out = io.BytesIO()
        small.save(out, "JPEG", quality=_QUALITY, optimize=True)
        data = out.getvalue()
        if len(data) <= most or wide <= _LEAST:
            return data
        # Its bytes are about as its area is.
        wide = max(_LEAST, round(min(wide, max(small.size)) * min(0.9, (most / len(data)) ** 0.5)))


def own_jpeg(data: bytes, most: int) -> bytes | None:
    """The same of the bytes of a picture's file; None where it cannot be shown."""
    try:
        return jpeg(decoded_picture(data, _WIDE), most)
    except PictureFault:
        return None
