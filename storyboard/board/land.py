"""Places of a card without houses: hills, desert, sea, forest, cave, space."""

from __future__ import annotations

import math
from collections.abc import Iterator

from storyboard.board.canvas import Canvas, cloud, dots, glow, gradient, path, rect
from storyboard.board.svg import Markup, colour, element, shape
from storyboard.film.staging.outline import Point, mix


def _ridge(scene: Canvas, base: float, height: float, waves: float, steps: int = 26) -> list[Point]:
    """The outline of land up to a row, as high as `height` above it."""
    parts = [(scene.chance.uniform(0.6, 1.7) * waves, scene.chance.uniform(0, 7), 1 / n) for n in (1, 2, 4)]
    outline: list[Point] = []
    for step in range(steps + 1):
        at = step / steps
        rise = sum(math.sin(at * 6.28 * often * n + shift) * part for n, (often, shift, part) in enumerate(parts, 1))
        outline.append((at * scene.width, base - height * (0.5 + 0.3 * rise)))
    return [*outline, (scene.width, scene.height), (0, scene.height)]


def hills(scene: Canvas) -> Iterator[Markup]:
    """Three ridges, each nearer and darker."""
    unit = scene.unit
    for near, base, height in ((0.22, 0, 24), (0.52, 12, 20), (0.85, 30, 18)):
        yield path(scene.tone(near), _ridge(scene, scene.horizon + base * unit, height * unit, 0.7))
    yield from cloud(scene, "k", scene.horizon + 2 * unit, 0.22)


def desert(scene: Canvas) -> Iterator[Markup]:
    """Long dunes."""
    unit = scene.unit
    for near, base, height in ((0.14, 0, 12), (0.36, 12, 22), (0.74, 34, 26)):
        yield path(scene.tone(near), _ridge(scene, scene.horizon + base * unit, height * unit, 0.32))


def sea(scene: Canvas) -> Iterator[Markup]:
    """Water to the horizon, a far shore, and the light's path on it."""
    unit, colours, chance = scene.unit, scene.look.palette, scene.chance
    yield path(scene.tone(0.35), _ridge(scene, scene.horizon + 3 * unit, 14 * unit, 0.9))
    defined, paint = gradient(
        scene, "w", [(0, mix(colours.horizon, colours.middle, 0.35)), (0.4, scene.tone(0.45)), (1, colours.near)]
    )
    yield from (defined, rect(scene, paint, scene.horizon))
    glints: list[list[Point]] = []
    for step in range(34):
        depth = (step / 34) ** 1.4
        y = scene.horizon + (1.2 + depth * 40) * unit
        wide, thick = (1.2 + depth * 13) * unit * chance.uniform(0.3, 1), (0.2 + depth * 0.7) * unit
        x = scene.lamp[0] + chance.gauss(0, (1.5 + depth * 9) * unit)
        glints.append([(x - wide, y), (x, y - thick), (x + wide, y), (x, y + thick)])
    yield path(colours.light, *glints, fill_opacity=0.55)


def forest(scene: Canvas) -> Iterator[Markup]:
    """Trunks in three depths, with light between them."""
    unit, chance = scene.unit, scene.chance
    for near, count, thick, ground in ((0.25, 18, 1.4, 4), (0.55, 9, 2.6, 14), (0.9, 4, 5.5, 30)):
        shapes = [_ridge(scene, scene.horizon + ground * unit, 6 * unit, 0.8)]
        for place in range(count):
            x = (place + chance.uniform(0.1, 0.9)) / count * scene.width
            half, lean = thick * unit * chance.uniform(0.6, 1.3), chance.uniform(-3, 3) * unit
            foot = scene.horizon + (ground + 12) * unit
            shapes.append([(x - half * 0.6 + lean, 0), (x + half * 0.6 + lean, 0), (x + half, foot), (x - half, foot)])
            for _ in range(2):
                y, side = chance.uniform(0.02, 0.4) * scene.height, chance.choice((-1, 1))
                reach = half * chance.uniform(5, 11) * side
                shapes.append([(x, y), (x, y + half), (x + reach, y - abs(reach) * 0.35)])
        yield path(scene.tone(near), *shapes)
        if near < 0.5:
            yield from glow(scene, "f", (scene.lamp[0], scene.horizon), 60 * unit, scene.look.palette.light, 0.35)


def cave(scene: Canvas) -> Iterator[Markup]:
    """Rock around an opening from which the light comes."""
    unit, colours = scene.unit, scene.look.palette
    yield from hills(scene)
    x, y = scene.lamp[0], scene.horizon - 12 * unit
    rim: list[Point] = []
    for step in range(36):
        angle = step / 36 * 6.283
        reach = 1 + 0.13 * math.sin(angle * 3 + scene.look.seed % 7) + scene.chance.uniform(-0.06, 0.06)
        rim.append((x + math.cos(angle) * 62 * unit * reach, y + math.sin(angle) * 46 * unit * reach))
    frame: list[Point] = [(0, 0), (scene.width, 0), (scene.width, scene.height), (0, scene.height)]
    rock = mix(mix(colours.near, (0, 0, 0), 0.35), colours.middle, 0.12)
    yield element("path", d=shape(frame) + shape(rim), fill=colour(rock), fill_rule="evenodd")
    yield from glow(scene, "c", (x, y), 80 * unit, colours.light, 0.4)


def space(scene: Canvas) -> Iterator[Markup]:
    """Stars, and a planet lit from one side."""
    unit, colours = scene.unit, scene.look.palette
    defined, paint = gradient(scene, "s", [(0, colours.top), (0.6, colours.middle), (1, colours.near)])
    yield from (defined, rect(scene, paint))
    yield dots(scene, 120, (226, 234, 255), (0, scene.width), (0, scene.height), 0.35)
    x, y, radius = scene.lamp[0], 56 * unit, 36 * unit
    defined, paint = gradient(
        scene, "b", [(0, colours.light), (0.5, mix(colours.horizon, colours.middle, 0.3)), (1, colours.near)]
    )
    yield from glow(scene, "g", (x, y), radius * 1.7, colours.horizon, 0.5)
    yield defined
    yield element(
        "circle", cx=float(x), cy=y, r=radius, fill=paint, transform=f"rotate({45 if x > scene.width / 2 else -45} {round(x)} {round(y)})"  # noqa: E501
    )  # fmt: skip
