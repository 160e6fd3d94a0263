"""A railway platform, drawn in perspective: rails, a roof on columns with lamps under it, and a clock."""

from __future__ import annotations

from storyboard.film.animatic.paint import dimmed, glow, mask_of, spots
from storyboard.film.animatic.place import Backdrop
from storyboard.film.staging.outline import Colour, Point, mix
from storyboard.film.staging.silhouette import oval

# In units at the near plane, from the eye down: the ground of the rails, the platform, its roof, a lamp, a clock.
_BED, _FLOOR, _ROOF, _LAMPS, _CLOCK = 58.0, 46.0, -40.0, -34.0, -27.0
# To the side: where the platform begins, its roof from edge to edge, its columns, and what hangs there.
_EDGE, _EAVES, _COLUMNS, _HUNG = 4.0, (26.0, 150.0), 88.0, 52.0
_NEAREST = 4.0  # before the near plane, so that no edge ends inside the picture
_WIDEST = 900.0


def station(scene: Backdrop) -> None:
    """A platform that runs towards the horizon on the side of the figures, and two tracks on the other."""
    colours, unit = scene.look.palette, scene.unit
    middle = (scene.zone[0] + scene.zone[2]) / 2
    side = -1 if scene.lamp[0] > middle else 1
    eye = middle - side * 16 * unit

    def spot(right: float, down: float, near: float) -> Point:
        return eye + side * right * near * unit, scene.horizon + down * near * unit

    def paint(shapes: list[list[Point]], colour: Colour, share: float = 1.0, blur: float = 0.4) -> None:
        scene.picture.paste(colour, (0, 0), dimmed(mask_of(scene.picture.size, shapes, blur * unit), share))

    def stripe(left: float, right: float, top: float, bottom: float) -> list[Point]:
        """From the horizon to before the near plane."""
        return [spot(0, 0, 0), spot(left, top, _NEAREST), spot(right, bottom, _NEAREST)]

    width, height = scene.picture.size
    dark, ground = mix(colours.near, (0, 0, 0), 0.15), mix(colours.middle, colours.near, 0.7)
    paint([[(0, scene.horizon), (width, scene.horizon), (width, height), (0, height)]], ground, 1, 1.2)
    rails = [stripe(at - 0.9, at + 0.9, _BED, _BED) for at in (-22, -50, -104, -132)]
    paint(rails, mix(colours.horizon, colours.light, 0.5), 0.6, 0.25)
    paint([stripe(_EDGE, _EDGE, _BED, _FLOOR)], dark)
    paint([stripe(_EDGE, _WIDEST, _FLOOR, _FLOOR)], mix(colours.middle, colours.near, 0.45), 1, 0.3)
    paint([stripe(_EDGE, _EDGE + 5, _FLOOR, _FLOOR)], mix(colours.horizon, colours.light, 0.4), 0.7, 0.3)
    inner, outer = _EAVES
    paint([stripe(inner, outer, _ROOF, _ROOF)], mix(colours.near, colours.middle, 0.4), 1, 0.5)
    paint([stripe(inner, inner, _ROOF, _ROOF - 5), stripe(outer, outer, _ROOF, _ROOF + 3)], dark, 1, 0.5)
    for near in (0.09, 0.13, 0.19, 0.29, 0.45, 0.7):
        column = [
            spot(_COLUMNS + by * 1.7, down, near) for by, down in ((-1, _ROOF), (1, _ROOF), (1, _FLOOR), (-1, _FLOOR))
        ]
        brace = [spot(_COLUMNS + by, down, near) for by, down in ((-14, _ROOF), (14, _ROOF), (0, _ROOF + 16))]
        paint([column, brace], mix(colours.middle, dark, 0.5 + 0.6 * near), 1, 0.2 + near * 0.5)
        lamp = spot(_HUNG, _LAMPS, near)
        glow(scene.picture, lamp, 60 * near * unit, colours.light, 0.4)
        pool = oval(*spot(_HUNG, _FLOOR, near), 26 * near * unit, 5 * near * unit)
        paint([pool], colours.light, 0.22, 4 * near)
        spots(scene.picture, [(*lamp, 3.2 * near * unit, 0.95)], colours.light, 0.8 * near * unit)
    _clock(scene, spot(inner + 14, _CLOCK, 0.6), 5 * unit, spot(inner + 14, _ROOF, 0.6), dark)


def _clock(scene: Backdrop, middle: Point, radius: float, hung: Point, dark: Colour) -> None:
    """A round clock that hangs from the roof."""
    x, y = middle
    thin = radius * 0.09
    rod = [(x - thin, hung[1]), (x + thin, hung[1]), (x + thin, y), (x - thin, y)]
    hands = [
        [(x - thin, y), (x + thin, y), (x + thin, y - radius * 0.75), (x - thin, y - radius * 0.75)],
        [(x, y - thin), (x, y + thin), (x - radius * 0.5, y + radius * 0.3), (x - radius * 0.5, y + radius * 0.2)],
    ]
    rim, face = (oval(x, y, radius * share, radius * share) for share in (1.0, 0.84))
    blur = 0.06 * radius
    light = mix(scene.look.palette.horizon, scene.look.palette.light, 0.8)
    for shapes, colour in (([rod, rim], dark), ([face], light), (hands, dark)):
        scene.picture.paste(colour, (0, 0), mask_of(scene.picture.size, shapes, blur))
