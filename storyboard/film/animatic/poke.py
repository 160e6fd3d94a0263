"""Timecode and ruler written straight into the planes of a picture: what changes each frame costs next to nothing."""

from __future__ import annotations

from functools import lru_cache

from av.video.frame import VideoFrame
from PIL import Image, ImageDraw

from storyboard.film.animatic.overlay import SHADE, Clock
from storyboard.film.animatic.paint import levels
from storyboard.film.animatic.slate import WHITE
from storyboard.film.animatic.typeface import AMBER, Typesetter

_BLACK = 16


def luma(red: int, green: int, blue: int) -> int:
    """The luma of a colour, BT.709 in limited range."""
    return round(16 + (0.2126 * red + 0.7152 * green + 0.0722 * blue) * 219 / 255)


def chroma(red: int, green: int, blue: int) -> tuple[int, int]:
    """The two chroma values of a colour, BT.709 in limited range."""
    grey = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return round(128 + (blue - grey) / 1.8556 * 224 / 255), round(128 + (red - grey) / 1.5748 * 224 / 255)


class Timecode:
    """The figures of a timecode as luma rows, where they stand, and from which frame on they count."""

    def __init__(self, types: Typesetter, clock: Clock, fps: int, begun: int = 0) -> None:
        self.clock, self.fps, self.begun = clock, fps, begun
        self._cells = {figure: _cell(types, clock, figure) for figure in "0123456789:"}
        self._strip = lru_cache(maxsize=64)(self._rows)

    def _rows(self, text: str) -> list[bytes]:
        """The rows of several figures side by side."""
        return [b"".join(self._cells[figure][row] for figure in text) for row in range(self.clock.high)]

    def write(self, frame: VideoFrame, number: int, light: float = 1.0, *, white: bool = False) -> None:
        """Write a frame's number as hours, minutes, seconds and frames.

        Of a picture that goes to black, or to white, a share is left, `light`.
        """
        whole, rest = divmod(self.begun + number, self.fps)
        head = self._strip(f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}:")
        tail = self._strip(f"{rest:02}")
        if light < 1:
            # The figures go where the picture goes, so that no box stays over it.
            ground = luma(*WHITE[:3]) if white else _BLACK
            weaker = bytes(round(ground + (value - ground) * light) for value in range(256))
            head, tail = ([row.translate(weaker) for row in rows] for rows in (head, tail))
        plane = frame.planes[0]
        rows, step = memoryview(plane).cast("B"), plane.line_size
        at = self.clock.y * step + self.clock.x
        size, more = len(head[0]), len(tail[0])
        for head_row, tail_row in zip(head, tail, strict=True):
            rows[at : at + size] = head_row
            rows[at + size : at + size + more] = tail_row
            at += step


def progress(frame: VideoFrame, ruler: tuple[int, int], left: int, right: int) -> None:
    """Fill the ruler, its first row and its height, in amber from one even column to another column."""
    if right <= left:
        return
    top, high = ruler
    grey, (blue, red) = luma(*AMBER[:3]), chroma(*AMBER[:3])
    fine = (top, high, left, right - left, grey)
    coarse = (top // 2, high // 2, left // 2, (right - left + 1) // 2)
    for plane, (y, tall, x, wide, value) in zip(frame.planes, (fine, (*coarse, blue), (*coarse, red)), strict=False):
        rows, step, stroke = memoryview(plane).cast("B"), plane.line_size, bytes([value]) * wide
        for row in range(y, y + tall):
            rows[row * step + x : row * step + x + wide] = stroke


def _cell(types: Typesetter, clock: Clock, figure: str) -> list[bytes]:
    """A figure's rows, in the middle of its cell."""
    dark, bright = luma(*SHADE[:3]), luma(238, 238, 238)
    picture = Image.new("RGBA", (clock.cell, clock.high), (0, 0, 0, 255))
    pen = ImageDraw.Draw(picture)
    wide = types.width(figure, "strong", clock.size)
    base = clock.high / 2 + clock.size * 0.357
    types.draw(pen, (clock.cell - wide) / 2, base, figure, "strong", clock.size, (255, 255, 255, 255))
    rows = levels(picture.getchannel("R"), lambda value: dark + (bright - dark) * value / 255).tobytes()
    return [rows[row * clock.cell : (row + 1) * clock.cell] for row in range(clock.high)]
