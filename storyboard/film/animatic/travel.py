"""A plate that a camera passes in even steps is enlarged a few times, and each picture is a part of one of those."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from av.video.frame import VideoFrame
from av.video.reformatter import Interpolation

from storyboard.film.animatic.motion import Box, Planes, part_of

_FEWEST = 12  # pictures for which it is worth while
_STRAY = 0.25  # halves of a pixel by which a camera may miss its end
# A picture may begin at every other pixel, for the sake of the planes of colour: between these lie the halves of two.
_PHASES = 4


class Travel(NamedTuple):
    """Where each picture of a travel begins, in halves of a pixel, and the plates that begin at each rest of those."""

    begins: range
    down: bool
    strips: dict[int, VideoFrame]

    def strip(self, at: int) -> VideoFrame:
        """The plate of which a picture is a part."""
        return self.strips[self.begins[at] % _PHASES]

    @property
    def crop(self) -> str:
        """Which part of its plate a picture is, as the filter `crop` counts pictures: its left and its top."""
        along = f"2*floor(({self.begins.start}+n*({self.begins.step}))/{_PHASES})"
        return f"0:{along}" if self.down else f"{along}:0"


def travel(planes: Planes, boxes: Sequence[Box], size: tuple[int, int]) -> Travel | None:
    """How a camera travels past a plate; None where it does anything else, or not by halves of a film's pixels."""
    if planes.at is not None or len(boxes) < _FEWEST:
        return None
    down = boxes[0][1] != boxes[-1][1]
    side, across = (1, 0) if down else (0, 1)
    first, last = boxes[0], boxes[-1]
    scale = size[side] / (first[side + 2] - first[side])  # from the plate's pixels to the film's
    step = 2 * scale * (last[side] - first[side]) / (len(boxes) - 1)
    by = round(step)
    if not by or abs(step - by) * len(boxes) > _STRAY:
        return None
    for at, box in enumerate(boxes):
        even = abs(2 * scale * (box[side] - first[side]) - step * at) < _STRAY
        if not even or any(abs(box[edge] - first[edge]) > 1e-6 for edge in (across, across + 2)):
            return None
    start = -by * (len(boxes) - 1) if by < 0 else 0
    begins = range(start, start + by * len(boxes), by)
    long = (size[side] + max(begins) // _PHASES * 2 + 3) & ~3
    shape = (size[0], long) if down else (long, size[1])
    strips: dict[int, VideoFrame] = {}
    for phase in {begin % _PHASES for begin in begins}:
        begin = min(first[side], last[side]) + phase / 2 / scale
        end = begin + long / scale
        if end > (planes.luma.width, planes.luma.height)[side]:
            return None
        box = (first[0], begin, first[2], end) if down else (begin, first[1], end, first[3])
        half = part_of(planes, box, (shape[0] // 2, shape[1] // 2))
        strips[phase] = half.reformat(*shape, interpolation=Interpolation.BICUBIC)
    return Travel(begins, down, strips)
