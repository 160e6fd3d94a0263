"""Sets that are built of parts, drawn on a card."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from storyboard.board.canvas import Canvas, glow, path
from storyboard.board.svg import Markup, colour, element
from storyboard.film.staging.building import colour_of, ground_of
from storyboard.film.staging.outline import Point
from storyboard.film.staging.sets import Ground, Parts, SetLamp


def built(scene: Canvas, parts: Callable[[Ground], Parts]) -> Iterator[Markup]:
    """The parts of a set, each over those before it."""
    unit, look, zone = scene.unit, scene.look, (0.0, 0.0, scene.width, scene.height)

    def placed(point: Point) -> Point:
        return scene.width / 2 + point[0] * unit, scene.horizon + point[1] * unit

    for number, part in enumerate(parts(ground_of(look, scene.width, zone, scene.horizon, scene.chance))):
        if isinstance(part, SetLamp):
            x, y = placed(part.at)
            yield from glow(scene, f"u{number}", (x, y), part.reach * unit, look.palette.light, 0.45)
            yield element("circle", cx=float(x), cy=float(y), r=part.size * unit, fill=colour(look.palette.light))
            continue
        shapes = ([placed(point) for point in shape] for shape in part.shapes)
        strength = None if part.strength == 1 else part.strength
        yield path(colour_of(look, part), *shapes, fill_opacity=strength)
