"""Points, colours and smooth lines: what every drawing of a shot is made of, whatever draws it."""

from __future__ import annotations

from collections.abc import Sequence

Point = tuple[float, float]
Colour = tuple[int, int, int]
# What cloth and hair of a colour look like in full light.
PIGMENTS: dict[str, Colour] = {
    "red": (182, 36, 36),
    "orange": (204, 106, 34),
    "yellow": (216, 172, 62),
    "green": (54, 118, 70),
    "blue": (48, 86, 164),
    "purple": (112, 66, 144),
    "pink": (216, 128, 158),
    "brown": (106, 70, 44),
    "beige": (190, 166, 130),
    "black": (20, 20, 24),
    "white": (230, 230, 226),
    "grey": (126, 130, 136),
}


def mix(start: Colour, end: Colour, share: float) -> Colour:
    """The colour that lies `share` of the way from `start` to `end`."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(start, end, strict=True))
    return red, green, blue


def curve(points: Sequence[Point], steps: int = 10) -> list[Point]:
    """A smooth closed line through points (Catmull and Rom's)."""
    line: list[Point] = []
    count = len(points)
    for at in range(count):
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = (points[(at + by) % count] for by in (-1, 0, 1, 2))
        for step in range(steps):
            t = step / steps
            line.append((_spline(x0, x1, x2, x3, t), _spline(y0, y1, y2, y3, t)))
    return line


def _spline(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t**3)
