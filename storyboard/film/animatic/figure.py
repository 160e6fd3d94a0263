"""People as a storyboard artist blocks them in: silhouettes with hair, hat and stance, lit from the scene's light."""

from __future__ import annotations

import random

import msgspec
from PIL import Image, ImageChops

from storyboard.film.animatic import silhouette
from storyboard.film.animatic.paint import Point, dimmed, faded, mask_of, mix, soft, spots
from storyboard.film.animatic.place import Backdrop
from storyboard.film.animatic.silhouette import Physique

# Heads in hundredths of the zone's height, by the size of the shot.
_HEADS = {"macro": 86, "close": 66, "wide": 11}
_MEDIUM = 34


class Stand(msgspec.Struct, frozen=True):
    """Where a figure is: the middle of its head, the top of it, a head's height, and how near from 0 to 1."""

    x: float
    top: float
    head: float
    near: float


def people(scene: Backdrop) -> None:
    """The scene's figures, drawn into its picture, the nearest last."""
    look, unit, zone = scene.look, scene.unit, scene.zone
    middle, width = (zone[0] + zone[2]) / 2, zone[2] - zone[0]
    # The main figure stands on the other third than the light.
    side = -1 if scene.lamp[0] > middle else 1
    centre = middle + side * min(width * 0.14, 60 * unit)
    if look.size == "top":
        _crowd_from_above(scene, centre, side)
        return
    close, wide = look.size in ("macro", "close"), look.size == "wide"
    head = _HEADS.get(look.size, _MEDIUM) * unit * (1.12 if look.size == "low" else 1)
    head *= 0.82 if close and width < 150 * unit else 1
    offsets = {1: (0.0,), 2: (-1.15, 0.0), 3: (-1.2, 1.25, 0.0)}[len(look.figures)]
    for place, offset in enumerate(offsets):
        last = place == len(offsets) - 1
        size = head * (1.0 if last else 0.96 if wide else 0.84)
        # The one whom the shot is about stands nearest, and is drawn last.
        person = look.figures[len(offsets) - 1 - place]
        build = silhouette.build_of(person.traits, person.face)
        # Measured from the zone's lower edge, so that a tall picture has its free room above.
        tall = silhouette.heads(build) * size
        top = zone[3] - 6 * unit - tall if wide else zone[3] - (94 if close else 92) * unit
        top += 0 if last else -2 * unit if wide else size * 0.12
        stand = Stand(centre + side * offset * size * (2.2 if wide else 1.6), top, size, 1.0 if last else 0.72)
        shapes = _shapes(scene, stand, build, wide, look.seed + place, last)
        _paint(scene, stand, shapes, close, side)
        if not build.robot:
            _lighten(scene, stand, silhouette.face(stand.x, top, size, build))
        if build.robot and not wide:
            eyes = [(stand.x + by * size * 0.17, top + size * 0.44, size * 0.045, 1.0) for by in (-1, 1)]
            spots(scene.picture, eyes, look.palette.light, size * 0.02)


def _shapes(scene: Backdrop, stand: Stand, build: Physique, wide: bool, seed: int, last: bool) -> list[list[Point]]:
    if not wide:
        return silhouette.bust(stand.x, stand.top, stand.head, build)
    shapes = silhouette.standing(stand.x, stand.top, stand.head, build, random.Random(seed))  # noqa: S311
    if scene.look.place == "sea" and last:
        shapes.append(silhouette.boat(stand.x, scene.zone[3] - 6 * scene.unit, stand.head))
    return shapes


def _paint(scene: Backdrop, stand: Stand, shapes: list[list[Point]], close: bool, side: int) -> None:
    picture, colours, size, near = scene.picture, scene.look.palette, stand.head, stand.near
    blur = (0.014 if close else 0.012) * size + 0.35 * scene.unit + (1 - near) * 3 * scene.unit
    mask = mask_of(picture.size, shapes, blur)
    body = mix(mix(colours.middle, colours.horizon, 0.3), colours.near, 0.55 + 0.43 * near)
    picture.paste(body, (0, 0), mask)
    # A soft turn towards the light, then the edge that it catches.
    reach = max(1, round(size * 0.16))
    inner = ImageChops.subtract(mask, soft(_moved(mask, side * reach, round(reach * 0.6)), size * 0.1))
    picture.paste(mix(colours.middle, colours.horizon, 0.5), (0, 0), dimmed(inner, 0.2))
    edge = max(1, round(size * 0.03))
    rim = ImageChops.subtract(mask, soft(_moved(mask, side * edge, edge), blur * 0.7))
    # It goes out before the words begin.
    rim = faded(rim, scene.zone[3] - 34 * scene.unit, scene.zone[3], 0.62 * near, 0)
    picture.paste(mix(colours.horizon, colours.light, 0.6), (0, 0), rim)


def _lighten(scene: Backdrop, stand: Stand, face: list[Point]) -> None:
    """Set a face off from hair and beard, so that nobody turns their back and a bald head is not a cropped one."""
    colours = scene.look.palette
    mask = mask_of(scene.picture.size, [face], 0.035 * stand.head + 0.2 * scene.unit)
    lit = mix(mix(colours.middle, colours.horizon, 0.5), colours.light, 0.2)
    scene.picture.paste(
        lit, (0, 0), faded(mask, stand.top, stand.top + stand.head, 0.34 * stand.near, 0.2 * stand.near)
    )


def _moved(mask: Image.Image, right: int, down: int) -> Image.Image:
    moved = Image.new("L", mask.size)
    moved.paste(mask, (right, down))
    return moved


def _crowd_from_above(scene: Backdrop, centre: float, side: int) -> None:
    unit, chance = scene.unit, scene.chance
    many = scene.look.crowd
    for place in range(9 if many else len(scene.look.figures)):
        x = centre + (chance.uniform(-80, 80) if many else place * 40 * -side) * unit
        y = scene.zone[1] + (14 + place * 8.5 if many else 52 + 14 * place) * unit
        _from_above(scene, x, y, (8.5 if many else 13) * unit, chance.uniform(-0.6, 0.6))


def _from_above(scene: Backdrop, x: float, y: float, size: float, turn: float) -> None:
    """A person from overhead with a long shadow: shoulders, arms, and the head before them."""
    colours, picture = scene.look.palette, scene.picture
    lean = (x - scene.lamp[0]) / max(1.0, picture.width) * 4 * size
    shadow = [
        (x - size * 0.8, y),
        (x + size * 0.8, y),
        (x + size * 0.6 + lean, y + size * 3.4),
        (x - size * 0.3 + lean, y + size * 3.7),
    ]
    mask = faded(mask_of(picture.size, [shadow], size * 0.14), y, y + size * 3.7, 0.6, 0.05)
    picture.paste(colours.near, (0, 0), mask)
    shapes, head, shine = silhouette.overhead(x, y, size, turn)
    body = mask_of(picture.size, shapes, size * 0.04)
    picture.paste(mix(colours.near, colours.middle, 0.28), (0, 0), body)
    edge = _moved(body, 1 if scene.lamp[0] < x else -1, round(size * 0.1))
    rim = dimmed(ImageChops.subtract(body, soft(edge, size * 0.05)), 0.5)
    picture.paste(mix(colours.horizon, colours.light, 0.5), (0, 0), rim)
    picture.paste(mix(colours.near, (0, 0, 0), 0.25), (0, 0), mask_of(picture.size, [head], size * 0.04))
    picture.paste(colours.horizon, (0, 0), dimmed(mask_of(picture.size, [shine], size * 0.1), 0.3))
