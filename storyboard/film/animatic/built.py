"""Sets that are built of parts, painted into a plate."""

from __future__ import annotations

from collections.abc import Callable

from storyboard.film.animatic.paint import glow, lay, mask_of, spots
from storyboard.film.animatic.place import Backdrop
from storyboard.film.staging.building import colour_of, ground_of
from storyboard.film.staging.outline import Point
from storyboard.film.staging.sets import Ground, Parts, SetLamp


def built(scene: Backdrop, parts: Callable[[Ground], Parts]) -> None:
    """Paint the parts of a set, each over those before it."""
    picture, unit, look = scene.picture, scene.unit, scene.look
    middle = (scene.zone[0] + scene.zone[2]) / 2

    def placed(point: Point) -> Point:
        return middle + point[0] * unit, scene.horizon + point[1] * unit

    for part in parts(ground_of(look, picture.width, scene.zone, scene.horizon, scene.chance)):
        if isinstance(part, SetLamp):
            at = placed(part.at)
            glow(picture, at, part.reach * unit, look.palette.light, 0.4)
            spots(picture, [(*at, part.size * unit, 0.95)], look.palette.light, part.size * 0.3 * unit)
            continue
        mask = mask_of(picture.size, [[placed(point) for point in shape] for shape in part.shapes], part.soft * unit)
        lay(picture, colour_of(look, part), mask, part.strength)
