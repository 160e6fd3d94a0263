"""Brushes of a plate: gradients, glows, soft masks, all the same on every run."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from storyboard.film.staging.outline import Colour, Point, mix

_ROWS = 256  # colours in a gradient
_GRAIN = 1.5  # levels by which its grain is off at most: less shows bands, more costs bits


def gradient(width: int, height: int, stops: Sequence[tuple[float, Colour]], seed: int) -> Image.Image:
    """A vertical gradient through stops (0 top, 1 bottom), with a grain that keeps it free of bands."""
    rows: list[Colour] = []
    for row in range(_ROWS):
        at = row / (_ROWS - 1)
        below = next((stop for stop in stops if stop[0] >= at), stops[-1])
        above = next((stop for stop in reversed(stops) if stop[0] <= at), stops[0])
        span = below[0] - above[0]
        share = (at - above[0]) / span if span else 0.0
        # Eased, so that no stop shows as an edge.
        rows.append(mix(above[1], below[1], share * share * (3 - 2 * share)))
    strip = Image.frombytes("RGB", (1, _ROWS), bytes([value for colour in rows for value in colour]))
    return _grained(strip.resize((width, height), Image.Resampling.BICUBIC), seed)


def column(values: Iterable[int]) -> Image.Image:
    """A mask one pixel wide of values from the top down, to be made as wide as is needed."""
    rows = bytes(values)
    return Image.frombytes("L", (1, len(rows)), rows)


def _grained(picture: Image.Image, seed: int) -> Image.Image:
    """The picture under a fine noise that is the same for a seed."""
    noise = random.Random(seed).randbytes(picture.width * picture.height)  # noqa: S311
    layer = levels(Image.frombytes("L", picture.size, noise), lambda value: 128 + (value - 127.5) / 127.5 * _GRAIN)
    return ImageChops.add(picture, Image.merge("RGB", (layer,) * 3), 1, -128)


def glow(picture: Image.Image, centre: Point, radius: float, colour: Colour, strength: float) -> None:
    """Light added around a point, falling off to nothing at the radius."""
    size = max(2, round(radius * 2))
    # Pillow's radial gradient reaches 181 at the middle of an edge: what is beyond is cut, so that no square shows.
    fall = levels(Image.radial_gradient("L"), lambda value: (max(0, 181 - value) / 181) ** 2 * 255 * strength)
    fall = fall.resize((size, size), Image.Resampling.BICUBIC)
    left, top = round(centre[0] - radius), round(centre[1] - radius)
    layer = Image.new("RGB", fall.size)
    layer.paste(colour, (0, 0), fall)
    part = picture.crop((left, top, left + size, top + size))
    picture.paste(ImageChops.screen(part, layer), (left, top))


def mask_of(size: tuple[int, int], shapes: Sequence[Sequence[Point]], blur: float = 0.0) -> Image.Image:
    """A soft mask of polygons, smooth at their edges."""
    mask = Image.new("L", size)
    points = [point for shape in shapes for point in shape]
    left, top, right, bottom = _around(size, points, blur)
    if left >= right or top >= bottom:
        return mask
    # Only where there is something: most shapes are small.
    twice = Image.new("L", ((right - left) * 2, (bottom - top) * 2))
    pen = ImageDraw.Draw(twice)
    for shape in shapes:
        pen.polygon([((x - left) * 2, (y - top) * 2) for x, y in shape], fill=255)
    mask.paste(soft(twice.reduce(2), blur), (left, top))
    return mask


def _around(size: tuple[int, int], points: Sequence[Point], blur: float) -> tuple[int, int, int, int]:
    """The part of a picture that points and their blur lie in: left, top, right, bottom."""
    if not points:
        return 0, 0, 0, 0
    reach = round(blur * 3) + 3
    across, down = [x for x, _ in points], [y for _, y in points]
    left, top = max(0, int(min(across)) - reach), max(0, int(min(down)) - reach)
    return left, top, min(size[0], int(max(across)) + reach), min(size[1], int(max(down)) + reach)


def levels(picture: Image.Image, change: Callable[[int], float]) -> Image.Image:
    """The picture with each of its 256 values changed."""
    table = [max(0, min(255, round(change(value)))) for value in range(256)]
    return picture.point(table * len(picture.getbands()))


def dimmed(mask: Image.Image, share: float) -> Image.Image:
    """The mask at a share of its strength."""
    return levels(mask, lambda value: value * share)


def lay(picture: Image.Image, colour: Colour, mask: Image.Image, strength: float = 1.0) -> None:
    """Lay a colour over a picture where a mask of its size shows anything: most shapes are small."""
    box = mask.getbbox()
    if box is not None:
        part = mask.crop(box)
        picture.paste(colour, box[:2], part if strength == 1 else dimmed(part, strength))


def soft(mask: Image.Image, blur: float) -> Image.Image:
    """The mask out of focus by a radius in pixels."""
    return mask.filter(ImageFilter.GaussianBlur(blur)) if blur > 0 else mask


def faded(mask: Image.Image, top: float, bottom: float, start: float, end: float) -> Image.Image:
    """The mask multiplied by a ramp from strength `start` at row `top` to `end` at row `bottom`."""
    shares = (min(1.0, max(0.0, (row - top) / max(1.0, bottom - top))) for row in range(mask.height))
    rows = column([round(255 * (start + (end - start) * share)) for share in shares])
    return ImageChops.multiply(mask, rows.resize(mask.size))


def spots(
    picture: Image.Image, points: Sequence[tuple[float, float, float, float]], colour: Colour, blur: float
) -> None:
    """Dots of light: x, y, radius, strength from 0 to 1."""
    ends = [(x + by * radius, y + by * radius) for x, y, radius, _ in points for by in (-1, 1)]
    left, top, right, bottom = _around(picture.size, ends, blur)
    if left >= right or top >= bottom:
        return
    twice = Image.new("L", ((right - left) * 2, (bottom - top) * 2))
    pen = ImageDraw.Draw(twice)
    for x, y, radius, strength in points:
        box = [2 * (coordinate - by) for coordinate, by in zip((x, y, x, y), (left, top, left, top), strict=True)]
        pen.ellipse(
            (box[0] - 2 * radius, box[1] - 2 * radius, box[2] + 2 * radius, box[3] + 2 * radius), round(255 * strength)
        )
    mask = soft(twice.reduce(2), blur)
    layer = Image.new("RGB", mask.size)
    layer.paste(colour, (0, 0), mask)
    part = picture.crop((left, top, right, bottom))
    picture.paste(ImageChops.screen(part, layer), (left, top))
