"""Places of a card that people have built: a city, streets, a square, a platform, and a room."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from storyboard.board.canvas import Canvas, glow, gradient, path, rect
from storyboard.board.svg import Markup, colour, element
from storyboard.film.staging.look import NIGHT, shows_night
from storyboard.film.staging.outline import Colour, Point, mix

_WARM: Colour = (255, 206, 130)


def city(scene: Canvas) -> Iterator[Markup]:
    """Blocks in three depths, with windows lit where it is dark."""
    unit, chance, colours = scene.unit, scene.chance, scene.look.palette
    dark = sum(colours.top) < 200
    for near, tall, step in ((0.2, 50, 9), (0.5, 40, 13), (0.86, 24, 19)):
        blocks: list[list[Point]] = []
        windows: list[list[Point]] = []
        x = -step * unit
        while x < scene.width:
            wide, high = step * unit * chance.uniform(0.6, 1.5), tall * unit * chance.uniform(0.4, 1.1)
            top = scene.horizon + (14 if near > 0.8 else 6) * unit - high
            blocks.append(_box(x, top, wide, scene.height - top))
            for row in range(1, 8):
                for column in range(1, int(wide / (3.4 * unit))):
                    if dark and chance.random() < 0.16:
                        left, up = x + column * 3.4 * unit, top + row * 4.6 * unit
                        side = (0.7 + near) * unit
                        windows.append(_box(left, up, side, side))
            x += wide + chance.uniform(0, 0.5) * unit
        yield path(scene.tone(near), *blocks)
        if windows:
            lit = mix(_WARM, colours.light, 0.5 if scene.look.mood == "neon" else 0.1)
            yield path(lit, *windows, fill_opacity=0.3 + near * 0.5)


def _ground(scene: Canvas) -> Markup:
    return rect(scene, colour(scene.tone(0.5)), scene.horizon)


def street(scene: Canvas, aside: float = 84.0) -> Iterator[Markup]:
    """Fronts on both sides of a way to the horizon, the far ones first."""
    unit, colours = scene.unit, scene.look.palette
    eye, dark = scene.width / 2, sum(colours.top) < 200
    edges = (0.22, 0.3, 0.42, 0.6, 0.85, 1.25, 2.1, 5.0)
    yield _ground(scene)
    yield from glow(scene, "e", (eye, scene.horizon), 40 * unit, colours.light, 0.4)

    for far, near in pairwise(edges):
        for side in (-1, 1):
            yield from _front(scene, (eye, side * aside), (far, near), dark)


def _front(scene: Canvas, aside: tuple[float, float], depth: tuple[float, float], dark: bool) -> Iterator[Markup]:
    """The front of a house between two depths of a street, with windows and a door."""
    unit, chance, colours = scene.unit, scene.chance, scene.look.palette
    (eye, right), (far, close) = aside, depth
    eaves = 46 - (4 - chance.choice((0, 0, 1))) * 30 - chance.uniform(4, 14)

    def spot(share: float, down: float) -> Point:
        near = far + (close - far) * share
        return eye + right * near * unit, scene.horizon + down * near * unit

    def pane(start: float, stop: float, top: float, low: float) -> list[Point]:
        return [spot(start, top), spot(stop, top), spot(stop, low), spot(start, low)]

    wall = mix(scene.tone(0.1), colours.near, 0.2 + 0.5 * min(1.0, close) + chance.uniform(-0.1, 0.1))
    yield path(wall, pane(0, 1, eaves, 46))
    lit: list[list[Point]] = []
    unlit = [pane(0.42, 0.58, 26, 46)]
    for storey in (1, 2, 3):
        sill = 46 - storey * 30 - 6
        for column in (1, 3, 5):
            window = pane(column / 6 - 0.08, column / 6 + 0.08, sill - 16, sill)
            (lit if dark and chance.random() < 0.35 else unlit).append(window)
    yield path(mix(wall, colours.near, 0.6), *unlit, fill_opacity=0.7)
    if lit:
        yield path(mix(_WARM, colours.light, 0.2), *lit, fill_opacity=0.8)


def square(scene: Canvas) -> Iterator[Markup]:
    """A street so wide that its houses stand round a square."""
    return street(scene, 190.0)


def station(scene: Canvas) -> Iterator[Markup]:
    """A platform on the figures' side, its roof on columns, and rails on the other."""
    unit, colours = scene.unit, scene.look.palette
    side = -1 if scene.lamp[0] > scene.width / 2 else 1
    eye = scene.width / 2 - side * 16 * unit

    def spot(right: float, down: float, near: float) -> Point:
        return eye + side * right * near * unit, scene.horizon + down * near * unit

    def stripe(left: float, right: float, top: float, low: float) -> list[Point]:
        return [spot(0, 0, 0), spot(left, top, 4), spot(right, low, 4)]

    dark = mix(colours.near, (0, 0, 0), 0.15)
    yield rect(scene, colour(mix(colours.middle, colours.near, 0.7)), scene.horizon)
    rails = [stripe(at - 0.9, at + 0.9, 58, 58) for at in (-22, -50, -104, -132)]
    yield path(mix(colours.horizon, colours.light, 0.5), *rails, fill_opacity=0.6)
    yield path(dark, stripe(4, 4, 58, 46))
    yield path(mix(colours.middle, colours.near, 0.45), stripe(4, 900, 46, 46))
    yield path(mix(colours.horizon, colours.light, 0.4), stripe(4, 9, 46, 46), fill_opacity=0.7)
    yield path(mix(colours.near, colours.middle, 0.4), stripe(26, 150, -40, -40))
    yield path(dark, stripe(26, 26, -40, -45))
    for near in (0.09, 0.13, 0.19, 0.29, 0.45, 0.7):
        post = [spot(88 + by * 1.7, down, near) for by, down in ((-1, -40), (1, -40), (1, 46), (-1, 46))]
        yield path(mix(colours.middle, dark, 0.5 + 0.6 * near), post)
        x, y = spot(52, -34, near)
        yield element("circle", cx=x, cy=y, r=3.2 * near * unit, fill=colour(colours.light))


def room(scene: Canvas) -> Iterator[Markup]:
    """A wall with a window, its light on the floor, and a lamp."""
    unit, colours = scene.unit, scene.look.palette
    floor, (x, _) = scene.horizon + 16 * unit, scene.lamp
    y, wide, tall = 34 * unit, 16 * unit, 25 * unit
    defined, paint = gradient(scene, "r", [(0, colours.top), (0.6, mix(colours.top, colours.middle, 0.8))])
    yield from (defined, rect(scene, paint))
    dark = shows_night(scene.look)
    if not dark:
        yield from glow(scene, "g", (x, y), 90 * unit, mix(colours.middle, colours.horizon, 0.6), 0.7)
    panes = [
        _box(left + 0.8 * unit, top + 0.8 * unit, wide - 1.6 * unit, tall - 1.6 * unit)
        for left in (x - wide, x)
        for top in (y - tall, y)
    ]
    yield path(NIGHT if dark else mix(colours.horizon, colours.light, 0.55), *panes)
    yield rect(scene, colour(mix(colours.middle, colours.near, 0.72)), floor)
    slant = (scene.width / 2 - x) * 0.9
    pool = [
        (x - wide, floor + 3 * unit),
        (x + wide, floor + 3 * unit),
        (x + wide + slant + 20 * unit, scene.height),
        (x - wide + slant - 8 * unit, scene.height),
    ]
    if not dark:
        yield path(colours.horizon, pool, fill_opacity=0.3)
        yield path(colours.light, [(x - wide, y - tall), (x + wide, y - tall), pool[2], pool[3]], fill_opacity=0.07)
    other = scene.width - x
    things: list[list[Point]] = []
    for _ in range(7):
        left, half = other + scene.chance.uniform(-34, 34) * unit, scene.chance.uniform(1.2, 4) * unit
        up = scene.chance.uniform(5, 17) * unit
        things.append(_box(left - half, floor - up, 2 * half, up))
    yield path(mix(colours.near, colours.middle, 0.25), *things)
    yield from glow(scene, "p", (other, 18 * unit), 40 * unit, colours.light, 0.6)
    yield element("circle", cx=float(other), cy=18 * unit, r=2.6 * unit, fill=colour(colours.light))


def chamber(scene: Canvas) -> Iterator[Markup]:
    """A room without a window: three walls and a floor, in the light of a lamp below the ceiling."""
    unit, colours, middle = scene.unit, scene.look.palette, scene.width / 2
    floor, ceiling, deep = scene.horizon + 12 * unit, 8 * unit, min(0.34 * scene.width, 74 * unit)
    defined, paint = gradient(scene, "r", [(0, colours.near), (0.5, mix(colours.top, colours.middle, 0.55))])
    yield from (defined, rect(scene, paint))
    yield path(mix(colours.middle, colours.top, 0.35), _box(middle - deep, ceiling, 2 * deep, floor - ceiling))
    ground = [(middle - deep, floor), (middle + deep, floor), (scene.width + 30 * unit, scene.height)]
    yield path(mix(colours.middle, colours.near, 0.7), [*ground, (-30 * unit, scene.height)])
    seams = (_box(middle + place * deep / 3, ceiling, 0.6 * unit, floor - ceiling) for place in (-2, -1, 0, 1, 2))
    yield path(colours.near, *seams, fill_opacity=0.45)
    yield from glow(scene, "g", (middle, ceiling + 20 * unit), 90 * unit, colours.horizon, 0.6)
    cone = [(middle - 9 * unit, ceiling), (middle + 9 * unit, ceiling), (middle + deep, scene.height)]
    yield path(colours.light, [*cone, (middle - deep, scene.height)], fill_opacity=0.1)
    yield from glow(scene, "p", (middle, ceiling + 2 * unit), 36 * unit, colours.light, 0.7)
    yield path(colours.light, _box(middle - 9 * unit, ceiling, 18 * unit, 2.6 * unit))


def _box(left: float, top: float, wide: float, high: float) -> list[Point]:
    return [(left, top), (left + wide, top), (left + wide, top + high), (left, top + high)]
