"""People as a storyboard artist blocks them in: silhouettes with hair, hat and stance, lit from the scene's light."""

from __future__ import annotations

import random

import msgspec
from PIL import Image, ImageChops

from storyboard.film.animatic import silhouette
from storyboard.film.animatic.look import Colour
from storyboard.film.animatic.paint import Point, dimmed, faded, mask_of, mix, soft, spots
from storyboard.film.animatic.place import Backdrop
from storyboard.film.animatic.silhouette import Outline, Physique

# Heads in hundredths of the zone's height, by the size of the shot.
_HEADS = {"macro": 86, "close": 66, "wide": 11}
_MEDIUM = 34
# What cloth and hair of a colour look like in full light.
_PIGMENTS: dict[str, Colour] = {
    "red": (182, 36, 36),
    "orange": (204, 106, 34),
    "yellow": (216, 172, 62),
    "green": (54, 118, 70),
    "blue": (48, 86, 164),
    "purple": (112, 66, 144),
    "pink": (216, 128, 158),
    "brown": (106, 70, 44),
    "beige": (190, 166, 130),
    "black": (20, 20, 24),
    "white": (230, 230, 226),
    "grey": (126, 130, 136),
}
_OF_HAIR = _PIGMENTS | {"red": (146, 70, 38), "orange": (168, 88, 42), "yellow": (206, 174, 104)}


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
    behind = sorted(look.figures[1:], key=lambda figure: figure.side * side)
    offsets = {1: (0.0,), 2: (-1.15, 0.0), 3: (-1.2, 1.25, 0.0)}[len(look.figures)]
    for place, offset in enumerate(offsets):
        last = place == len(offsets) - 1
        size = head * (1.0 if last else 0.96 if wide else 0.84)
        # The one whom the shot is about stands nearest, and is drawn last; the others stand from the far side on.
        person = look.figures[0] if last else behind[place]
        build = silhouette.build_of(person.traits, person.face)
        # Measured from the zone's lower edge, so that a tall picture has its free room above.
        tall = silhouette.heads(build) * size
        top = zone[3] - 6 * unit - tall if wide else zone[3] - (94 if close else 92) * unit
        top += 0 if last else -2 * unit if wide else size * 0.12
        stand = Stand(centre + side * offset * size * (2.2 if wide else 1.6), top, size, 1.0 if last else 0.72)
        outline = _outline(scene, stand, build, wide, look.seed + place)
        boat = [silhouette.boat(stand.x, zone[3] - 6 * unit, size)] if wide and last and look.place == "sea" else []
        _paint(scene, stand, outline, build, boat, close, side)
        if not build.robot:
            _lighten(scene, stand, silhouette.face(stand.x, top, size, build), build)
        if build.robot and not wide:
            eyes = [(stand.x + by * size * 0.17, top + size * 0.44, size * 0.045, 1.0) for by in (-1, 1)]
            spots(scene.picture, eyes, look.palette.light, size * 0.02)


def _outline(scene: Backdrop, stand: Stand, build: Physique, wide: bool, seed: int) -> Outline:
    if not wide:
        return silhouette.bust(stand.x, stand.top, stand.head, build)
    return silhouette.standing(stand.x, stand.top, stand.head, build, random.Random(seed))  # noqa: S311


def _paint(
    scene: Backdrop,
    stand: Stand,
    outline: Outline,
    build: Physique,
    boat: list[list[Point]],
    close: bool,
    side: int,
) -> None:
    picture, colours, size, near = scene.picture, scene.look.palette, stand.head, stand.near
    blur = (0.014 if close else 0.012) * size + 0.35 * scene.unit + (1 - near) * 3 * scene.unit
    mask = mask_of(picture.size, [*outline.shapes, *boat], blur)
    body = mix(mix(colours.middle, colours.horizon, 0.3), colours.near, 0.55 + 0.43 * near)
    picture.paste(body, (0, 0), mask)
    _dye(scene, stand, outline, build, body)
    # A soft turn towards the light, then the edge that it catches.
    reach = max(1, round(size * 0.16))
    inner = ImageChops.subtract(mask, soft(_moved(mask, side * reach, round(reach * 0.6)), size * 0.1))
    picture.paste(mix(colours.middle, colours.horizon, 0.5), (0, 0), dimmed(inner, 0.2))
    edge = max(1, round(size * 0.03))
    rim = ImageChops.subtract(mask, soft(_moved(mask, side * edge, edge), blur * 0.7))
    # It goes out before the words begin.
    rim = faded(rim, scene.zone[3] - 34 * scene.unit, scene.zone[3], 0.62 * near, 0)
    picture.paste(mix(colours.horizon, colours.light, 0.6), (0, 0), rim)


def _dye(scene: Backdrop, stand: Stand, outline: Outline, build: Physique, body: Colour) -> None:
    """Give clothes, hair and beard the colours that the words tell, in the scene's light."""
    face = silhouette.face(stand.x, stand.top, stand.head, build)
    parts = {
        "beard": (outline.beard, [face]),
        "hair": (outline.hair, [face, *outline.beard]),
        "clothes": (outline.clothes, [*outline.head, *outline.hair, *outline.beard]),
    }
    for part, colour in build.colours.items():
        shapes, above = parts[part]
        pigments = _PIGMENTS if part == "clothes" else _OF_HAIR
        blur = 0.012 * stand.head + 0.35 * scene.unit + (1 - stand.near) * 3 * scene.unit
        mask = mask_of(scene.picture.size, shapes, blur)
        mask = ImageChops.subtract(mask, mask_of(scene.picture.size, above, blur))
        scene.picture.paste(_lit(scene, pigments[colour], body, 0.45 + 0.4 * stand.near), (0, 0), mask)


def _lit(scene: Backdrop, pigment: Colour, shade: Colour, share: float) -> Colour:
    """A pigment in the scene's light, `share` of it over the shade that all figures have."""
    horizon = scene.look.palette.horizon
    light = 0.34 + 0.6 * max(horizon) / 255
    red, green, blue = pigment
    return mix(shade, mix((round(red * light), round(green * light), round(blue * light)), horizon, 0.1), share)


def _lighten(scene: Backdrop, stand: Stand, face: list[Point], build: Physique) -> None:
    """Set a face off from hair and beard, so that nobody turns their back and a bald head is not a cropped one."""
    colours = scene.look.palette
    mask = mask_of(scene.picture.size, [face], 0.035 * stand.head + 0.2 * scene.unit)
    lit = mix(mix(colours.middle, colours.horizon, 0.5), colours.light, 0.2)
    # Beside coloured hair a face that is darker than it would look like a mask.
    strong = stand.near * (1.6 if {"hair", "beard"} & build.colours.keys() else 1)
    scene.picture.paste(lit, (0, 0), faded(mask, stand.top, stand.top + stand.head, 0.34 * strong, 0.2 * strong))


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
        figures = scene.look.figures
        build = None if many else silhouette.build_of(figures[place].traits, figures[place].face)
        _from_above(scene, x, y, (8.5 if many else 13) * unit, chance.uniform(-0.6, 0.6), build)


def _from_above(scene: Backdrop, x: float, y: float, size: float, turn: float, build: Physique | None) -> None:
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
    worn, grown = (build.colours.get(part, "") if build else "" for part in ("clothes", "hair"))
    shade = mix(colours.near, colours.middle, 0.28)
    picture.paste(_lit(scene, _PIGMENTS[worn], shade, 0.85) if worn else shade, (0, 0), body)
    edge = _moved(body, 1 if scene.lamp[0] < x else -1, round(size * 0.1))
    rim = dimmed(ImageChops.subtract(body, soft(edge, size * 0.05)), 0.5)
    picture.paste(mix(colours.horizon, colours.light, 0.5), (0, 0), rim)
    dark = mix(colours.near, (0, 0, 0), 0.25)
    picture.paste(
        _lit(scene, _OF_HAIR[grown], dark, 0.85) if grown else dark, (0, 0), mask_of(picture.size, [head], size * 0.04)
    )
    picture.paste(colours.horizon, (0, 0), dimmed(mask_of(picture.size, [shine], size * 0.1), 0.3))
