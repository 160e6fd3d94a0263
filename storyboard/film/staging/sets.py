"""Places that are built of parts, for the film and for the cards alike: each is one function that yields its parts.

Points are in units: right of the middle of the picture, and below its horizon.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from storyboard.film.staging.outline import Colour, Point, mix

_GREEN: Colour = (74, 118, 58)
_WATER: Colour = (58, 158, 178)
_CLOTH: Colour = (132, 34, 38)
_FAR = 900.0  # beyond each edge of a picture


class Ground(msgspec.Struct, frozen=True):
    """What a set stands in: how far the picture goes to a side, its top and bottom rows, and on which side people are.

    Where it is `dark`, windows and lamps are lit; `chance` is the same for the same shot.
    """

    reach: float
    top: float
    bottom: float
    side: int
    dark: bool
    chance: random.Random


class SetPart(msgspec.Struct, frozen=True):
    """Shapes of one colour: how near they are from 0 to 1, how far they shine, their own pigment where they have one.

    `strength` is how much of what is behind they cover; `soft` blurs their edges.
    """

    shapes: Sequence[Sequence[Point]]
    near: float
    shine: float = 0.0
    pigment: Colour | None = None
    strength: float = 1.0
    soft: float = 0.5


class SetLamp(msgspec.Struct, frozen=True):
    """A lamp: where it hangs, how large it is, and how far its light goes."""

    at: Point
    size: float
    reach: float


Parts = Iterator[SetPart | SetLamp]


def _box(left: float, top: float, right: float, bottom: float) -> list[Point]:
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def _band(top: float, bottom: float) -> list[Point]:
    return _box(-_FAR, top, _FAR, bottom)


def _away(right: float, down: float, near: float) -> Point:
    """What is so far right and down at the near plane, at a distance."""
    return right * near, down * near


def _strip(left: float, right: float, down: float, far: float = 0.0, near: float = 4.0) -> list[Point]:
    """A strip of the ground that leads away from the eye."""
    return [_away(left, down, far), _away(right, down, far), _away(right, down, near), _away(left, down, near)]


def _crown(x: float, y: float, wide: float, tall: float, chance: random.Random) -> list[Point]:
    """The crown of a tree or a bush."""
    rim = [(step / 24 * math.tau, chance.uniform(0.84, 1.08)) for step in range(24)]
    return [(x + math.cos(angle) * wide * by, y + math.sin(angle) * tall * by) for angle, by in rim]


def _row(start: float, stop: float, step: float) -> Iterable[float]:
    count = max(1, round((stop - start) / step))
    return (start + place * step for place in range(count + 1))


def balcony(ground: Ground) -> Parts:
    """A floor of boards, a railing, a plant, and the wall of the house on one side."""
    edge, reach = 30.0, ground.reach
    yield SetPart([_band(edge, _FAR)], 0.66, shine=0.08)
    yield SetPart([_strip(x - 0.4, x + 0.4, 46, edge / 46) for x in _row(-400, 400, 26)], 1.0, strength=0.35)
    yield SetPart([_box(x - 0.5, 12, x + 0.5, edge) for x in _row(-reach, reach, 6)], 0.95, soft=0.25)
    yield SetPart([_box(x - 1.3, 9, x + 1.3, edge + 1) for x in _row(-reach, reach, 48)], 0.98, soft=0.3)
    yield SetPart([_band(9, 12), _band(edge - 2, edge + 0.6)], 0.98, soft=0.3)
    yield SetPart([_band(8.4, 9.2)], 0.2, shine=0.5, strength=0.7, soft=0.3)
    wall = ground.side * reach * 0.7
    yield SetPart([_box(wall, ground.top - 9, ground.side * _FAR, _FAR)], 0.6)
    door = sorted((wall + ground.side * 8, wall + ground.side * 40))
    yield SetPart([_box(door[0], -42, door[1], edge + 16)], 0.3 if ground.dark else 0.85, shine=0.6 * ground.dark)
    pot = -ground.side * reach * 0.62
    yield SetPart([_crown(pot, 8, 11, 13, ground.chance)], 0.9, pigment=_GREEN)
    yield SetPart([[(pot - 7, 17), (pot + 7, 17), (pot + 5, 32), (pot - 5, 32)]], 0.9, soft=0.3)


def garden(ground: Ground) -> Parts:
    """Trees behind a hedge, a lawn with a path, flowers."""
    chance, reach = ground.chance, ground.reach
    yield SetPart([_crown(x, -8, 19, chance.uniform(14, 24), chance) for x in _row(-reach, reach, 22)], 0.3, soft=1.4)
    yield SetPart([_band(-4, 20)], 0.5, pigment=mix(_GREEN, (0, 0, 0), 0.3), soft=1.0)
    yield SetPart([_band(8, _FAR)], 0.35, pigment=_GREEN, soft=0.8)
    path = [_away(-16, 46, 0.18), _away(10, 46, 0.18), _away(40, 46, 4), _away(-60, 46, 4)]
    yield SetPart([path], 0.1, shine=0.25, strength=0.7, soft=1.0)
    side = -ground.side * reach * 0.66
    yield SetPart([_box(side - 3, -30, side + 3, 22)], 0.9, soft=0.6)
    crowns = ((0, -40, 34), (-20, -30, 22), (21, -32, 23))
    crown = [_crown(side + x, y, wide, wide * 0.7, chance) for x, y, wide in crowns]
    yield SetPart(crown, 0.82, pigment=mix(_GREEN, (0, 0, 0), 0.25), soft=0.9)
    beds = [ground.side * reach * share for share in (0.42, 0.6, 0.8)]
    yield SetPart([_crown(x, 22, 24, 8, chance) for x in beds], 0.8, pigment=_GREEN, soft=0.7)
    blooms = [(x + chance.uniform(-20, 20), 20 + chance.uniform(-6, 5)) for x in beds for _ in range(9)]
    yield SetPart([_crown(x, y, 1.5, 1.3, chance) for x, y in blooms], 0.1, shine=0.55, soft=0.3)


def pool(ground: Ground) -> Parts:
    """A basin with its lanes, a paved edge, and trees behind it."""
    chance, reach = ground.chance, ground.reach
    yield SetPart([_crown(x, -5, 17, chance.uniform(9, 20), chance) for x in _row(-reach, reach, 19)], 0.4, soft=1.2)
    yield SetPart([_band(0, _FAR)], 0.12, shine=0.3, soft=0.6)

    def basin(more: float) -> list[Point]:
        return [_away(by * (110 + more), 46, near) for near, by in ((0.2, -1), (0.2, 1), (4, 1), (4, -1))]

    yield SetPart([basin(9)], 0.0, shine=0.75, soft=0.5)
    yield SetPart([basin(0)], 0.3, pigment=_WATER, soft=0.4)
    lanes = (_strip(x - 0.9, x + 0.9, 46, 0.2) for x in (-66, -22, 22, 66))
    yield SetPart(list(lanes), 0.0, shine=0.7, strength=0.55, soft=0.4)
    glints: list[list[Point]] = []
    for _ in range(60):
        near = chance.uniform(0.24, 0.9)
        x, y = _away(chance.uniform(-100, 100), 46, near)
        glints.append([(x - 6 * near, y), (x, y - 0.7 * near), (x + 6 * near, y), (x, y + 0.7 * near)])
    yield SetPart(glints, 0.0, shine=0.8, strength=0.5, soft=0.4)
    x = -ground.side * min(reach * 0.7, 96)
    rails = [_box(x + by - 0.7, -8, x + by + 0.7, 22) for by in (-5, 5)]
    yield SetPart([*rails, *(_box(x - 5, y, x + 5, y + 1) for y in (0, 7, 14))], 0.0, shine=0.85, soft=0.25)


def lot(ground: Ground) -> Parts:
    """A car park under the sky: a row of cars before bushes, painted bays, and lamps on their masts."""
    chance, reach = ground.chance, ground.reach
    yield SetPart([_crown(x, -1, 16, chance.uniform(5, 12), chance) for x in _row(-reach, reach, 20)], 0.42, soft=1.2)
    yield SetPart([_band(3, _FAR)], 0.5, shine=0.05, soft=0.6)
    bays = [_strip(x - 1, x + 1, 46, 0.24, 0.52) for x in _row(-880, 880, 88)]
    yield SetPart([*bays, _band(10.6, 11.4)], 0.0, shine=0.7, strength=0.5, soft=0.3)
    bodies: list[list[Point]] = []
    panes: list[list[Point]] = []
    for x in _row(-reach, reach, 31):
        if chance.random() < 0.6:
            bodies.append(
                [(x - 12, 9), (x - 12, 2), (x - 8, 1), (x - 5, -5), (x + 5, -5), (x + 9, 1), (x + 12, 3), (x + 12, 9)]
            )
            bodies += [_crown(x + by, 9, 2.4, 2.4, chance) for by in (-7, 7)]
            panes.append([(x - 6, 0), (x - 4, -4), (x + 4, -4), (x + 7, 0)])
    yield SetPart(bodies, 0.86, soft=0.5)
    yield SetPart(panes, 0.3, shine=0.3, strength=0.8, soft=0.4)
    for x in (-ground.side * reach * 0.34, ground.side * reach * 0.78):
        yield SetPart([_box(x - 0.8, -46, x + 0.8, 14), _box(x - 0.8, -46, x + 11, -44.6)], 0.92, soft=0.35)
        yield SetLamp((x + 9, -43), 1.8, 46 if ground.dark else 7)


def stadium(ground: Ground) -> Parts:
    """Stands full of people round a pitch, and the masts of the floodlights."""
    chance, reach = ground.chance, ground.reach
    yield SetPart([_band(-22, 4)], 0.5, soft=0.8)
    for side in (-1, 1):
        tiers = [(side * 0.3 * reach, -22), (side * _FAR, -22 - (_FAR - 0.3 * reach) * 0.42)]
        yield SetPart([[*tiers, (side * _FAR, 200), (side * 0.42 * reach, 4), (side * 0.3 * reach, 4)]], 0.62, soft=0.8)
    yield SetPart([_band(-26, -22)], 0.85, soft=0.6)
    seats: list[list[Point]] = []
    for _ in range(340):
        x = chance.uniform(-reach, reach)
        high = -20 - max(0.0, abs(x) - 0.3 * reach) * 0.4
        y = chance.uniform(high, 3)
        seats.append(_box(x, y, x + 1.3, y + 1.3))
    yield SetPart(seats[::2], 0.1, shine=0.3, strength=0.6, soft=0.35)
    yield SetPart(seats[1::2], 0.9, strength=0.5, soft=0.35)
    yield SetPart([_band(4, _FAR)], 0.3, pigment=_GREEN, soft=0.6)
    mown = (_box(-_FAR, 46 * near, _FAR, 46 * near * 1.28) for near in (0.13, 0.21, 0.35, 0.58, 0.95))
    yield SetPart(list(mown), 0.1, pigment=mix(_GREEN, (255, 255, 255), 0.16), strength=0.5, soft=0.6)
    lines = [_strip(x - 1.2, x + 1.2, 46, 0.09) for x in (-150, 0, 150)]
    yield SetPart([*lines, _band(7, 7.6)], 0.0, shine=0.8, strength=0.75, soft=0.3)
    for x in (-reach * 0.7, reach * 0.7):
        yield SetPart([_box(x - 0.7, -62, x + 0.7, -20), _box(x - 8, -66, x + 8, -58)], 0.9, soft=0.4)
        for at in (-5, 0, 5):
            yield SetLamp((x + at, -62), 1.8, 30 if ground.dark else 8)


def harbour(ground: Ground) -> Parts:
    """A quay with bollards, a ship at it, cranes and sheds across the water."""
    chance, reach, side = ground.chance, ground.reach, -ground.side
    x, sheds = -reach, list[list[Point]]()
    while x < reach:
        wide = chance.uniform(12, 30)
        sheds.append([(x, 1), (x, -5), (x + wide / 2, -5 - chance.uniform(2, 7)), (x + wide, -5), (x + wide, 1)])
        x += wide
    yield SetPart(sheds, 0.32, soft=0.8)
    for place, tall in ((-side * 0.5, 34), (-side * 0.72, 42)):
        foot = place * reach
        legs = [_box(foot + by - 0.7, -tall * 0.7, foot + by + 0.7, 1) for by in (-6, 6)]
        jib = [(foot - 16, -tall * 0.7 - 2), (foot + 30, -tall), (foot + 30, -tall - 1.5), (foot - 16, -tall * 0.7 - 4)]
        yield SetPart([*legs, _box(foot - 7, -tall * 0.72, foot + 7, -tall * 0.62), jib], 0.42, soft=0.5)
    bow = side * reach * 0.2
    hull = [(bow, -14), (bow + side * 7, 16), (side * _FAR, 16), (side * _FAR, -9), (bow + side * 22, -10)]
    yield SetPart([hull], 0.8, soft=0.5)
    yield SetPart(
        [[(bow + side * 5, 9), (bow + side * 7, 16), (side * _FAR, 16), (side * _FAR, 9)]], 0.6, pigment=_CLOTH
    )
    start, stop = sorted((bow + side * 40, bow + side * 96))
    yield SetPart([_box(start, -30, stop, -9), _box(start + 10, -40, stop - 18, -29)], 0.45, soft=0.5)
    ports = [_box(at, -24, at + 4, -20) for at in _row(start + 4, stop - 8, 9)]
    yield SetPart(ports, 0.1 if ground.dark else 0.95, shine=0.7 * ground.dark, soft=0.3)
    yield SetPart([_box(bow + side * 26 - 0.6, -52, bow + side * 26 + 0.6, -8)], 0.85, soft=0.3)
    yield SetPart([_band(18, _FAR)], 0.55, shine=0.06, soft=0.5)
    yield SetPart([_band(18, 20.5)], 0.1, shine=0.25, strength=0.8, soft=0.3)
    yield SetPart([_strip(at - 0.7, at + 0.7, 46, 21 / 46) for at in _row(-400, 400, 52)], 1.0, strength=0.3)
    bollards = (
        (_box(at - 2.4, 13, at + 2.4, 20), _box(at - 3.8, 11.5, at + 3.8, 14)) for at in _row(-reach, reach, 40)
    )
    yield SetPart([shape for pair in bollards for shape in pair], 0.97, soft=0.35)


def _glazed(ground: Ground, wide: float, sill: float) -> Parts:
    """A wall of windows, through which the place behind is seen, and a ceiling."""
    yield SetPart([_band(ground.top - 9, -45), _band(sill, _FAR)], 0.78, soft=0.5)
    posts = list(_row(-ground.reach, ground.reach, wide))
    yield SetPart([_box(x - 2.4, -60, x + 2.4, sill + 2) for x in posts], 0.84, soft=0.5)
    yield SetPart([_box(x + 2.4, -45, x + 3.2, sill) for x in posts], 0.2, shine=0.3, strength=0.5, soft=0.3)
    yield SetPart([_band(sill, sill + 1.4)], 0.2, shine=0.35, strength=0.7, soft=0.4)


def wheelhouse(ground: Ground) -> Parts:
    """The bridge of a ship: windows over the sea, a console, and the wheel."""
    yield from _glazed(ground, 42, 8)
    yield SetPart([_band(22, _FAR)], 0.95, soft=0.6)
    yield SetPart([_band(21, 22.4)], 0.2, shine=0.3, strength=0.6, soft=0.4)
    dials = [x for x in _row(-ground.reach, ground.reach, 17) if ground.chance.random() < 0.7]
    yield SetPart([_crown(x, 15, 3.4, 3.4, ground.chance) for x in dials], 0.98, soft=0.3)
    yield SetPart([_crown(x, 15, 2.4, 2.4, ground.chance) for x in dials], 0.0, shine=0.6, strength=0.75, soft=0.4)
    x, spokes = -ground.side * ground.reach * 0.4, list[list[Point]]()
    for step in range(8):
        along, across = math.cos(step / 8 * math.tau), math.sin(step / 8 * math.tau)
        tip = x + along * 23, 12 + across * 23
        spokes.append([(x - across, 12 + along), (x + across, 12 - along), tip, (tip[0] - across, tip[1] + along)])
    rim = [(math.cos(step / 40 * math.tau), math.sin(step / 40 * math.tau)) for step in range(41)]
    outer, inner = ([(x + a * by, 12 + b * by) for a, b in rim] for by in (18.5, 15))
    yield SetPart([*spokes, [*outer, *reversed(inner)], _crown(x, 12, 4, 4, ground.chance)], 1.0, shine=0.12, soft=0.3)


def carriage(ground: Ground) -> Parts:
    """The inside of a tram, a bus or a train: windows on the town, seats, a rail with straps, and a strip of light."""
    yield from _glazed(ground, 58, 12)
    reach = ground.reach
    yield SetPart([_band(-56, -53)], 0.0, shine=0.8, soft=0.8)
    yield SetLamp((-ground.side * reach * 0.3, -54), 1.2, 44)
    yield SetPart([_band(-40, -38.6)], 0.1, shine=0.5, soft=0.3)
    straps: list[list[Point]] = []
    for x in _row(-reach, reach, 15):
        straps += [_box(x - 0.5, -39, x + 0.5, -31), _box(x - 2.6, -31, x + 2.6, -29.6)]
        straps += [
            _box(x - 2.6, -31, x - 1.6, -24),
            _box(x + 1.6, -31, x + 2.6, -24),
            _box(x - 2.6, -25, x + 2.6, -23.6),
        ]
    yield SetPart(straps, 0.95, soft=0.25)
    rows = list(_row(-reach, reach, 29))
    back = ((-13, 40), (-12, 4), (-8, 0), (8, 0), (12, 4), (13, 40))
    yield SetPart([[(x + right, down) for right, down in back] for x in rows], 0.9, shine=0.04)
    yield SetPart([_box(x - 9, -1, x + 9, 1) for x in rows], 0.3, shine=0.3, strength=0.5)
    yield SetPart([_box(x - 0.8, -60, x + 0.8, 60) for x in (-reach * 0.55, reach * 0.55)], 0.1, shine=0.55, soft=0.3)


def hall(ground: Ground) -> Parts:
    """A factory, a garage, a workshop: a wall without a window, pillars that lead to it, and lamps under the roof."""
    yield SetPart([_band(-_FAR, _FAR)], 0.7)
    yield SetPart([_box(-52, -26, 52, 9)], 0.4, soft=1.0)
    yield SetPart([[(-52, 9), (52, 9), (_FAR, 156), (-_FAR, 156)]], 0.55, shine=0.05, soft=0.8)
    yield SetPart([_strip(x - 1, x + 1, 46, 0.2) for x in (-180, -90, 0, 90, 180)], 0.95, strength=0.3)
    for near in (0.22, 0.32, 0.48, 0.75, 1.15):
        frame = (_box(-220, -118, 220, -110), _box(-223, -118, -209, 46), _box(209, -118, 223, 46))
        beams = [[_away(right, down, near) for right, down in beam] for beam in frame]
        yield SetPart(beams, min(1.0, 0.6 + 0.35 * near), soft=0.3 + near * 0.5)
        at = _away(0, -88, near)
        yield SetPart(
            [[(at[0] - 14 * near, at[1]), (at[0], at[1] - 12 * near), (at[0] + 14 * near, at[1])]], 0.98, soft=0.4
        )
        yield SetLamp((at[0], at[1] + 1.5 * near), 5 * near, 84 * near)
    things = [(ground.chance.uniform(-50, 50), ground.chance.uniform(4, 11)) for _ in range(7)]
    yield SetPart([_box(x - high * 0.6, 10 - high, x + high * 0.6, 10) for x, high in things], 0.9, soft=0.8)


def stage(ground: Ground) -> Parts:
    """A stage between its curtains, in the cone of one light."""
    reach = ground.reach
    yield SetPart([_band(-_FAR, _FAR)], 0.96)
    yield SetPart([[(-reach * 0.7, 12), (reach * 0.7, 12), (_FAR, _FAR), (-_FAR, _FAR)]], 0.5, shine=0.06, soft=0.8)
    yield SetPart([_strip(x - 0.5, x + 0.5, 46, 0.27) for x in _row(-420, 420, 30)], 1.0, strength=0.3)
    x = -ground.side * reach * 0.16
    cone = [(x - 4, ground.top - 9), (x + 4, ground.top - 9), (x + 60, 36), (x - 60, 36)]
    yield SetPart([cone], 0.0, shine=0.8, strength=0.13, soft=4)
    turns = [at / 30 * math.tau for at in range(30)]
    yield SetPart(
        [[(x + math.cos(a) * 60, 36 + math.sin(a) * 15) for a in turns]], 0.0, shine=0.7, strength=0.34, soft=3
    )
    folds: list[list[Point]] = []
    for side in (-1, 1):
        for fold in range(9):
            start, stop = (side * reach * (0.52 + 0.07 * at) for at in (fold, fold + 1))
            foot = [(stop + side * 3, 26.0 + fold), (start + side * 3, 25.0 + fold)]
            folds.append([(start, ground.top - 9), (stop, ground.top - 9), *foot])
    yield SetPart(folds[::2], 0.5, pigment=_CLOTH, soft=1.0)
    yield SetPart(folds[1::2], 0.75, pigment=mix(_CLOTH, (0, 0, 0), 0.35), soft=1.0)
    swags = [_crown(at, ground.top + 2, 30, 15, ground.chance) for at in _row(-reach, reach, 40)]
    yield SetPart(swags, 0.7, pigment=mix(_CLOTH, (0, 0, 0), 0.2), soft=0.9)
