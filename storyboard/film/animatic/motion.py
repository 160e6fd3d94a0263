"""The move over a plate: a box of fractions of pixels for every picture, and the planes cut out by it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import msgspec
from av.video.frame import VideoFrame
from av.video.plane import VideoPlane
from PIL import Image, ImageChops, ImageStat

from storyboard.film.staging.camera import Motion

# How much larger a plate is than what is seen of it.
ROOM = 1.16
# The mean error (of 255) of a picture mixed from two, and the most pixels of a plate that pass between the two.
_ERROR, _FARTHEST = 1.1, 2.0
_UNHURRIED = 0.2  # the share by which a camera that travels may be faster or slower than it is meant
_MARGIN = 0.01  # the share of a plate that a camera which travels leaves at its edges
_STRAY = 0.05  # pixels by which a move may be off an even one
Box = tuple[float, float, float, float]


class Planes(msgspec.Struct, frozen=True):
    """A plate as luma and the two chroma planes, at half the film's size and a little larger.

    `width` and `height` are those of what is seen of it: it is doubled and fills the film's picture, or stands `at` a
    place of it as it is. `reach` is how many pixels it may move between two pictures whose mixtures are as good as
    pictures of their own.
    """

    luma: Image.Image
    blue: Image.Image
    red: Image.Image
    width: int
    height: int
    reach: float
    at: tuple[int, int] | None = None


def half(width: int, height: int) -> tuple[int, int]:
    """The size in which a film's plates are seen: half of it, even."""
    return max(2, width // 4 * 2), max(2, height // 4 * 2)


def plate_size(width: int, height: int) -> tuple[int, int]:
    """The size of the whole plate for a film, even."""
    seen = half(width, height)
    return round(seen[0] * ROOM / 2) * 2, round(seen[1] * ROOM / 2) * 2


def planes_of(plate: Image.Image, width: int, height: int) -> Planes:
    """The planes of a plate that was painted for a film of this size."""
    colours = VideoFrame(plate.width, plate.height, "rgb24")
    fill(colours.planes[0], plate.tobytes())
    frame = colours.reformat(format="yuv420p", src_colorspace="ITU709", dst_colorspace="ITU709", dst_color_range="MPEG")
    seen = half(width, height)
    luma, blue, red = (picture_of(plane) for plane in frame.planes)
    return Planes(luma, blue, red, *seen, _reach(luma))


def _reach(luma: Image.Image) -> float:
    """How far a plate may move while it is mixed: the softer it is, the further."""
    errors: list[float] = []
    for right, down in ((1, 0), (0, 1)):
        sides = (ImageChops.offset(luma, right * by, down * by) for by in (-1, 1))
        errors.append(ImageStat.Stat(ImageChops.difference(luma, ImageChops.add(*sides, scale=2))).rms[0])
    # The error of a mixture grows with the square of the way between its two pictures, which is two pixels here.
    return min(_FARTHEST, 2 * math.sqrt(_ERROR / max(*errors, 0.01)))


def picture_of(plane: VideoPlane) -> Image.Image:
    """A copy of a plane as a grey picture."""
    return Image.frombytes("L", (plane.width, plane.height), memoryview(plane), "raw", "L", plane.line_size)


def box_at(motion: Motion, time: float, planes: Planes, aim: tuple[float, float], lasts: float, steps: int = 0) -> Box:
    """What is seen of the plate at a time from 0 to 1 of its shot, in the plate's pixels: left, top, right, bottom.

    Speed is constant, as for a move that is cut into and out of; `aim` (fractions) is what a move in goes towards and
    `lasts` the shot's seconds: a short shot moves less far, so that it is not hurried. A camera that pans or tilts goes
    by whole halves of the film's pixels in each of `steps`, if that is about its speed.
    """
    width, height = planes.luma.size
    reach = (0.14 if motion.fast else 0.12 * min(1.0, 0.4 + lasts / 5)) if motion.named else 0.045 * min(1.0, lasts / 4)
    if motion.fast:
        time = time * time * (3 - 2 * time)
    scale, dx, dy = 0.94, 0.0, 0.0
    if motion.move in ("in", "drift"):
        scale = 1 - reach * time
    elif motion.move == "follow":
        # Room on every side for the hand that holds the camera.
        scale = 0.97 - reach * time
    elif motion.move == "out":
        scale = 1 - reach * (1 - time)
    elif motion.move in ("left", "right", "up", "down"):
        reach = _even(reach, planes.width if motion.move in ("left", "right") else planes.height, steps)
        scale = 1 - reach - _MARGIN
        by = (time - 0.5) * reach
        dx = {"left": -by, "right": by}.get(motion.move, 0.0)
        dy = {"up": -by, "down": by}.get(motion.move, 0.0)
    elif motion.move == "around":
        scale = 0.9 - 0.03 * math.sin(time * math.pi)
        dx = (time - 0.5) * 0.09
    if motion.move in ("shake", "follow"):
        # Slow waves that never fall together: a hand, not a tremor.
        at = time * lasts
        dx += 0.004 * math.sin(at * 5.1) + 0.003 * math.sin(at * 8.7 + 1)
        dy += 0.004 * math.sin(at * 6.3 + 2) + 0.002 * math.sin(at * 11.1)
    wide, tall = width * scale, height * scale
    lean = (aim[0] - 0.5, aim[1] - 0.5) if motion.move in ("in", "out", "drift", "follow") else (0.0, 0.0)
    left = (width - wide) * (0.5 + lean[0]) + dx * width
    top = (height - tall) * (0.5 + lean[1]) + dy * height
    left, top = min(max(0.0, left), width - wide), min(max(0.0, top), height - tall)
    return left, top, left + wide, top + tall


def _even(reach: float, seen: int, steps: int) -> float:
    """The share of a plate over which a camera travels, so that each step is a whole number of halves of a pixel."""
    halves = 4 * seen * reach / (1 - reach - _MARGIN) / max(1, steps)
    if not steps or abs(round(halves) - halves) > halves * _UNHURRIED:
        return reach
    way = round(halves) * steps / 4
    return way * (1 - _MARGIN) / (seen + way)


def stops(boxes: Sequence[Box], reach: float) -> Iterator[int]:
    """The places of the boxes that are cut out of a plate, the first and the last among them.

    Between two of them no side of a box moves further than the plate's reach, and all move evenly.
    """
    start, last = 0, len(boxes) - 1
    yield start
    for end in range(2, len(boxes)):
        if not _mixable(boxes[start], boxes[(start + end) // 2], boxes[end], (end - start) // 2 / (end - start), reach):
            start = end - 1
            yield start
    if last > start:
        yield last


def _mixable(first: Box, middle: Box, last: Box, share: float, reach: float) -> bool:
    """Whether what is seen in the middle, a share of the way from first to last, may be mixed from both."""
    return all(
        abs(end - start) <= reach and abs(start + (end - start) * share - side) <= _STRAY
        for start, side, end in zip(first, middle, last, strict=True)
    )


def levelled(planes: Planes, boxes: Sequence[Box]) -> tuple[Planes, Sequence[Box]]:
    """The planes with rows as they are seen where no picture moves up or down, so that each need only be cut across."""
    top, bottom = boxes[0][1], boxes[0][3]
    if len(boxes) == 1 or any((box[1], box[3]) != (top, bottom) for box in boxes):
        return planes, boxes

    def rows(plane: Image.Image, high: int, finer: int) -> Image.Image:
        part = (0, top / finer, plane.width, min(bottom / finer, plane.height))
        return plane.resize((plane.width, high), Image.Resampling.BILINEAR, box=part)

    blue, red = (rows(plane, planes.height // 2, 2) for plane in (planes.blue, planes.red))
    level = msgspec.structs.replace(planes, luma=rows(planes.luma, planes.height, 1), blue=blue, red=red)
    return level, [(left, 0, right, planes.height) for left, _, right, _ in boxes]


def seen(planes: Planes, box: Box) -> VideoFrame:
    """The part of a plate inside a box as a picture of half the film's size, sampled between pixels."""
    return part_of(planes, box, (planes.width, planes.height))


def part_of(planes: Planes, box: Box, size: tuple[int, int]) -> VideoFrame:
    """The part of a plate inside a box as a picture of an even size."""
    frame = VideoFrame(*size, "yuv420p")
    smaller = (box[0] / 2, box[1] / 2, box[2] / 2, box[3] / 2)
    quarter = size[0] // 2, size[1] // 2
    for plane, source, shape, part in zip(
        frame.planes,
        (planes.luma, planes.blue, planes.red),
        (size, quarter, quarter),
        (box, smaller, smaller),
        strict=True,
    ):
        inside = (part[0], part[1], min(part[2], source.width), min(part[3], source.height))
        fill(plane, source.resize(shape, Image.Resampling.BILINEAR, box=inside).tobytes())
    return frame


def fill(plane: VideoPlane, data: bytes) -> None:
    """Write rows without padding into a plane that may have some."""
    step, wide = plane.line_size, len(data) // plane.height
    if step == wide:
        plane.update(data)
        return
    rows = memoryview(plane).cast("B")
    for row in range(plane.height):
        rows[row * step : row * step + wide] = data[row * wide : (row + 1) * wide]
