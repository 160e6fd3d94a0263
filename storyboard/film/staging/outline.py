"""Points, colours and smooth lines: what every drawing of a shot is made of, whatever draws it."""

from __future__ import annotations

from collections.abc import Sequence

Point = tuple[float, float]
Colour = tuple[int, int, int]


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
