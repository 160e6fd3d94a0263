"""What lies over a face that is seen from the front: a moustache, the lips in a beard, glasses."""

from __future__ import annotations

from storyboard.film.staging.outline import Point, curve
from storyboard.film.staging.silhouette import BEARDS, Physique, both, oval

_MOUSTACHE = ((0, 0.645), (0.1, 0.64), (0.24, 0.73), (0.2, 0.745), (0.06, 0.72), (0, 0.7))


def moustache(x: float, top: float, size: float, build: Physique) -> list[list[Point]]:
    """A moustache, on a face that is seen from the front."""
    if build.beard != "moustache" or build.facing or build.robot:
        return []
    return [curve(both(x + build.turn * 0.5 * size, top, size, _MOUSTACHE), 4)]


def lips(x: float, top: float, size: float, build: Physique) -> list[list[Point]]:
    """The lips in a beard, without which it would look like a cloth over the mouth."""
    if build.beard not in BEARDS or build.facing or build.robot:
        return []
    return [oval(x + build.turn * 0.55 * size, top + 0.835 * size, 0.1 * size, 0.028 * size)]


def glasses(x: float, top: float, size: float, build: Physique) -> list[list[Point]]:
    """Two lenses and the bridge between them, on a face that is seen from the front."""
    if not build.glasses or build.facing or build.robot:
        return []
    middle, y = x + build.turn * 0.5 * size, top + 0.47 * size
    shapes = [
        [(middle + by * size, y + down * size) for by, down in ((-0.06, -0.04), (0.06, -0.04), (0.06, 0), (-0.06, 0))]
    ]
    for by in (-1, 1):
        rim = oval(middle + by * 0.165 * size, y, 0.125 * size, 0.1 * size)
        hole = oval(middle + by * 0.165 * size, y, 0.1 * size, 0.075 * size)
        shapes.append(rim if build.glasses == "dark" else [*rim, rim[0], hole[0], *reversed(hole)])
    return shapes
