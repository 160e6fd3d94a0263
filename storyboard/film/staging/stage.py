"""Where a shot's light and people are in its picture, in whatever units the picture is measured."""

from __future__ import annotations

import random
from collections.abc import Iterator

import msgspec

from storyboard.film.staging import silhouette
from storyboard.film.staging.look import Look
from storyboard.film.staging.outline import Point

Box = tuple[float, float, float, float]
Shapes = tuple[list[Point], ...]

# Heads in hundredths of the zone's height, by the size of the shot.
_HEADS = {"macro": 86, "close": 66, "wide": 11}
_MEDIUM = 34


class Stand(msgspec.Struct, frozen=True):
    """A figure in its place: the middle of its head, the top of it, a head's height, and how near from 0 to 1.

    `shapes` are its outlines, `face` what hair and beard leave free, empty where there is none; `eyes` shine.
    """

    x: float
    top: float
    head: float
    near: float
    shapes: Shapes
    face: list[Point]
    eyes: tuple[Point, ...] = ()


class Overhead(msgspec.Struct, frozen=True):
    """A figure from above: its middle, its size, and the turn of its shoulders in radians."""

    x: float
    y: float
    size: float
    turn: float


def unit_of(zone: Box) -> float:
    """What a zone is measured in: a hundredth of its height, less where it is narrow."""
    left, top, right, bottom = zone
    return min(bottom - top, (right - left) * 0.85) / 100


def lit(look: Look, zone: Box, chance: random.Random) -> tuple[float, Point]:
    """The row of the horizon and the place of the light, which stands on a third of the zone."""
    tall, third = zone[3] - zone[1], (zone[2] - zone[0]) / 3
    horizon = zone[1] + tall * (0.84 if look.size == "low" else 0.66)
    across = zone[0] + third * (1 if chance.random() < 0.4 else 2) * chance.uniform(0.9, 1.12)
    return horizon, (across, horizon - tall * chance.uniform(0.12, 0.3))


def side_of(zone: Box, lamp: Point) -> int:
    """The side of the figures, which stand on the other third than the light: -1 left, 1 right."""
    return -1 if lamp[0] > (zone[0] + zone[2]) / 2 else 1


def centre_of(zone: Box, lamp: Point) -> float:
    """The column in which the figure stands whom the shot is about."""
    return (zone[0] + zone[2]) / 2 + side_of(zone, lamp) * min((zone[2] - zone[0]) * 0.14, 60 * unit_of(zone))


def stands(look: Look, zone: Box, lamp: Point) -> Iterator[Stand]:
    """The figures of a shot that is not seen from above, the nearest last: it is whom the shot is about."""
    unit, side, centre, width = unit_of(zone), side_of(zone, lamp), centre_of(zone, lamp), zone[2] - zone[0]
    close, wide = look.size in ("macro", "close"), look.size == "wide"
    head = _HEADS.get(look.size, _MEDIUM) * unit * (1.12 if look.size == "low" else 1)
    head *= 0.82 if close and width < 150 * unit else 1
    offsets = {1: (0.0,), 2: (-1.15, 0.0), 3: (-1.2, 1.25, 0.0)}[len(look.figures)]
    for place, offset in enumerate(offsets):
        last = place == len(offsets) - 1
        size = head * (1.0 if last else 0.96 if wide else 0.84)
        person = look.figures[len(offsets) - 1 - place]
        build = silhouette.build_of(person.traits, person.face)
        # Measured from the zone's lower edge, so that a tall picture has its free room above.
        tall = silhouette.heads(build) * size
        top = zone[3] - 6 * unit - tall if wide else zone[3] - (94 if close else 92) * unit
        top += 0 if last else -2 * unit if wide else size * 0.12
        x = centre + side * offset * size * (2.2 if wide else 1.6)
        if wide:
            shapes = silhouette.standing(x, top, size, build, random.Random(look.seed + place))  # noqa: S311
            if look.place == "sea" and last:
                shapes.append(silhouette.boat(x, zone[3] - 6 * unit, size))
        else:
            shapes = silhouette.bust(x, top, size, build)
        eyes = ((x - size * 0.17, top + size * 0.44), (x + size * 0.17, top + size * 0.44))
        yield Stand(
            x,
            top,
            size,
            1.0 if last else 0.72,
            tuple(shapes),
            [] if build.robot else silhouette.face(x, top, size, build),
            eyes if build.robot and not wide else (),
        )


def from_above(look: Look, zone: Box, lamp: Point, chance: random.Random) -> Iterator[Overhead]:
    """The figures of a shot from overhead."""
    unit, side, centre = unit_of(zone), side_of(zone, lamp), centre_of(zone, lamp)
    many = look.crowd
    for place in range(9 if many else len(look.figures)):
        x = centre + (chance.uniform(-80, 80) if many else place * 40 * -side) * unit
        y = zone[1] + (14 + place * 8.5 if many else 52 + 14 * place) * unit
        yield Overhead(x, y, (8.5 if many else 13) * unit, chance.uniform(-0.6, 0.6))
