"""A room without a window: a lift, an engine room, a cellar, the space below a deck."""

from __future__ import annotations

from storyboard.film.animatic.paint import dimmed, faded, glow, gradient, mask_of, spots
from storyboard.film.animatic.place import Backdrop
from storyboard.film.staging.outline import mix


def chamber(scene: Backdrop) -> None:
    """Three walls and a floor, in the light of a lamp below the ceiling."""
    picture, unit, colours = scene.picture, scene.unit, scene.look.palette
    width, height = picture.size
    wall = mix(colours.top, colours.middle, 0.55)
    picture.paste(gradient(width, height, [(0, colours.near), (0.45, wall), (1, colours.near)], scene.look.seed))
    left, top, right, _ = scene.zone
    middle, floor = (left + right) / 2, scene.horizon + 14 * unit
    ceiling, deep = top + 10 * unit, min(0.34 * (right - left), 74 * unit)
    # The wall opposite; the others lead to it, and so do floor and ceiling.
    back = [
        (middle - deep, ceiling),
        (middle + deep, ceiling),
        (middle + deep, floor),
        (middle - deep, floor),
    ]
    picture.paste(mix(colours.middle, colours.top, 0.35), (0, 0), mask_of(picture.size, [back], 1.6 * unit))
    ground = [(middle - deep, floor), (middle + deep, floor), (width + 40 * unit, height), (-40 * unit, height)]
    picture.paste(mix(colours.middle, colours.near, 0.7), (0, 0), mask_of(picture.size, [ground], 1.4 * unit))
    step = deep / 3
    seams = [
        [(x - 0.3 * unit, ceiling), (x + 0.3 * unit, ceiling), (x + 0.3 * unit, floor), (x - 0.3 * unit, floor)]
        for x in (middle + place * step for place in (-2, -1, 0, 1, 2))
    ]
    picture.paste(colours.near, (0, 0), dimmed(mask_of(picture.size, seams, 0.5 * unit), 0.45))
    lamp = (middle, ceiling + 2 * unit)
    glow(picture, (middle, ceiling + 26 * unit), 96 * unit, colours.horizon, 0.6)
    cone = [
        (middle - 9 * unit, lamp[1]),
        (middle + 9 * unit, lamp[1]),
        (middle + deep, height),
        (middle - deep, height),
    ]
    light = faded(mask_of(picture.size, [cone], 6 * unit), lamp[1], height, 0.26, 0.03)
    picture.paste(colours.light, (0, 0), light)
    glow(picture, lamp, 34 * unit, colours.light, 0.6)
    spots(
        picture, [(lamp[0] + by * unit, lamp[1], 2.2 * unit, 0.95) for by in (-7, -3.5, 0, 3.5, 7)], colours.light, unit
    )
