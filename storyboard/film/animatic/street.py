"""Houses in perspective: a street between two rows of them, and a square that a third row closes."""

from __future__ import annotations

from itertools import pairwise

from storyboard.film.animatic.paint import dimmed, glow, mask_of
from storyboard.film.animatic.place import Backdrop
from storyboard.film.staging.outline import Colour, Point, mix

# How near the edges of the houses are, from the end of the row to before the near plane.
_ROW = (0.16, 0.22, 0.3, 0.42, 0.6, 0.85, 1.25, 2.1, 5.0)
_GROUND = 46.0  # units below the eye at the near plane
_STOREY = 30.0


def street(scene: Backdrop) -> None:
    """A street that runs towards the horizon."""
    _ground(scene)
    glow(scene.picture, (_eye(scene), scene.horizon), 40 * scene.unit, scene.look.palette.light, 0.35)
    _rows(scene, 84.0, 4)


def square(scene: Backdrop) -> None:
    """A square with houses on three sides."""
    _ground(scene)
    aside, far = 190.0, _ROW[1]
    x, edges = -aside, [-aside]
    while x < aside:
        x += scene.chance.uniform(50, 95)
        edges.append(min(x, aside))
    for left, right in pairwise(edges):
        _house(scene, (left, far), (right, far), scene.chance.choice((3, 4, 4)))
    _rows(scene, aside, 4)


def _eye(scene: Backdrop) -> float:
    return (scene.zone[0] + scene.zone[2]) / 2


def _ground(scene: Backdrop) -> None:
    colours, (width, height) = scene.look.palette, scene.picture.size
    ground = [[(0.0, scene.horizon), (width, scene.horizon), (width, height), (0, height)]]
    mask = mask_of(scene.picture.size, ground, scene.unit)
    scene.picture.paste(mix(mix(colours.middle, colours.horizon, 0.3), colours.near, 0.5), (0, 0), mask)


def _rows(scene: Backdrop, aside: float, most: int) -> None:
    """The houses on both sides, the far ones first."""
    for far, near in pairwise(_ROW[1:]):
        for side in (-1, 1):
            storeys = most - scene.chance.choice((0, 0, 1))
            _house(scene, (side * aside, far), (side * aside, near), storeys)


def _house(scene: Backdrop, start: tuple[float, float], end: tuple[float, float], storeys: int) -> None:
    """A front between two edges, each a way to the side and how near it is, with windows and a door."""
    colours, unit = scene.look.palette, scene.unit

    def spot(share: float, down: float) -> Point:
        right, near = (first + (last - first) * share for first, last in zip(start, end, strict=True))
        return _eye(scene) + right * near * unit, scene.horizon + down * near * unit

    def pane(left: float, right: float, top: float, bottom: float) -> list[Point]:
        return [spot(left, top), spot(right, top), spot(right, bottom), spot(left, bottom)]

    def paint(shapes: list[list[Point]], colour: Colour, share: float = 1.0) -> None:
        mask = mask_of(scene.picture.size, shapes, 0.5 * unit)
        box = mask.getbbox()
        if box is not None:  # most houses are a small part of the picture
            scene.picture.paste(colour, box, dimmed(mask.crop(box), share))

    near = min(1.0, (start[1] + end[1]) / 2)
    wall = mix(
        mix(colours.middle, colours.horizon, 0.35), colours.near, 0.2 + 0.5 * near + scene.chance.uniform(-0.1, 0.1)
    )
    eaves = _GROUND - storeys * _STOREY - scene.chance.uniform(4, 14)
    paint([pane(0, 1, eaves, _GROUND)], wall)
    paint([pane(0, 1, eaves, eaves + 4)], mix(wall, colours.near, 0.45))
    dark = sum(colours.top) < 200
    columns = 3
    lit: list[list[Point]] = []
    unlit: list[list[Point]] = [pane(0.42, 0.58, _GROUND - 20, _GROUND)]
    for storey in range(1, storeys):
        sill = _GROUND - storey * _STOREY - 6
        for column in range(columns):
            middle = (column + 0.5) / columns
            window = pane(middle - 0.24 / columns, middle + 0.24 / columns, sill - 16, sill)
            (lit if dark and scene.chance.random() < 0.35 else unlit).append(window)
    paint(unlit, mix(wall, colours.near, 0.6), 0.7)
    if lit:
        paint(lit, mix((255, 206, 130), colours.light, 0.5 if scene.look.mood == "neon" else 0.1), 0.75)
