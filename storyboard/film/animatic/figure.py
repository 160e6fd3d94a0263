"""People as a storyboard artist blocks them in: silhouettes with hair, hat and stance, lit from the scene's light."""

from __future__ import annotations

from PIL import Image, ImageChops

from storyboard.film.animatic.paint import dimmed, faded, mask_of, soft, spots
from storyboard.film.animatic.place import Backdrop
from storyboard.film.staging import silhouette
from storyboard.film.staging.outline import Colour, mix
from storyboard.film.staging.stage import (
    SKIN,
    Overhead,
    Stand,
    dyed,
    from_above,
    in_light,
    paleness,
    shadow,
    stands,
    worn,
)


def people(scene: Backdrop) -> None:
    """The scene's figures, drawn into its picture, the nearest last."""
    look = scene.look
    if look.size == "top":
        for person in from_above(look, scene.zone, scene.chance):
            _from_above(scene, person)
        return
    for stand in stands(look, scene.zone):
        _paint(scene, stand)
        if stand.face:
            _lighten(scene, stand)
        for mark in stand.worn:
            mask = mask_of(scene.picture.size, mark.shapes, 0.008 * stand.head + (1 - stand.near) * scene.unit)
            scene.picture.paste(worn(look, mark.pigment, look.palette.near), (0, 0), dimmed(mask, 0.85))
        eyes = [(x, y, stand.head * 0.045, 1.0) for x, y in stand.eyes]
        spots(scene.picture, eyes, look.palette.light, stand.head * 0.02)


def _paint(scene: Backdrop, stand: Stand) -> None:
    picture, look, size, near = scene.picture, scene.look, stand.head, stand.near
    colours = look.palette
    unsharp = 0.35 * scene.unit + (1 - near) * 3 * scene.unit
    blur = (0.014 if look.size in ("macro", "close") else 0.012) * size + unsharp
    mask = mask_of(picture.size, stand.shapes, blur)
    body = mix(mix(colours.middle, colours.horizon, 0.3), colours.near, 0.55 + 0.43 * near)
    picture.paste(body, (0, 0), mask)
    _dye(scene, stand, body, 0.012 * size + unsharp)
    # A soft turn towards the light, then the edge that it catches.
    reach = max(1, round(size * 0.16))
    inner = ImageChops.subtract(mask, soft(_moved(mask, look.side * reach, round(reach * 0.6)), size * 0.1))
    picture.paste(mix(colours.middle, colours.horizon, 0.5), (0, 0), dimmed(inner, 0.2))
    edge = max(1, round(size * 0.03))
    rim = ImageChops.subtract(mask, soft(_moved(mask, look.side * edge, edge), blur * 0.7))
    # It goes out before the words begin.
    rim = faded(rim, scene.zone[3] - 34 * scene.unit, scene.zone[3], 0.62 * near, 0)
    picture.paste(mix(colours.horizon, colours.light, 0.6), (0, 0), rim)


def _dye(scene: Backdrop, stand: Stand, body: Colour, blur: float) -> None:
    """Give clothes, hair and beard the colours that the words tell, in the scene's light."""
    picture = scene.picture
    for part in dyed(stand):
        mask = ImageChops.subtract(mask_of(picture.size, part.shapes, blur), mask_of(picture.size, part.above, blur))
        picture.paste(in_light(scene.look, part.pigment, body, 0.45 + 0.4 * stand.near), (0, 0), mask)


def _lighten(scene: Backdrop, stand: Stand) -> None:
    """Set a face off from hair and beard, so that nobody turns their back and a bald head is not a cropped one."""
    colours = scene.look.palette
    mask = mask_of(scene.picture.size, [stand.face], 0.035 * stand.head + 0.2 * scene.unit)
    lit = mix(mix(mix(colours.middle, colours.horizon, 0.5), colours.light, 0.2), SKIN, 0.45)
    strong = paleness(stand)
    scene.picture.paste(lit, (0, 0), faded(mask, stand.top, stand.top + stand.head, 0.48 * strong, 0.32 * strong))


def _moved(mask: Image.Image, right: int, down: int) -> Image.Image:
    moved = Image.new("L", mask.size)
    moved.paste(mask, (right, down))
    return moved


def _from_above(scene: Backdrop, person: Overhead) -> None:
    """A person from overhead with a long shadow: shoulders, arms, and the head before them."""
    colours, picture = scene.look.palette, scene.picture
    x, y, size = person.x, person.y, person.size
    mask = faded(
        mask_of(picture.size, [shadow(person, scene.lamp, picture.width)], size * 0.14), y, y + size * 3.7, 0.6, 0.05
    )
    picture.paste(colours.near, (0, 0), mask)
    shapes, head, shine = silhouette.overhead(x, y, size, person.turn)
    body = mask_of(picture.size, shapes, size * 0.04)
    picture.paste(worn(scene.look, person.clothes, mix(colours.near, colours.middle, 0.28)), (0, 0), body)
    edge = _moved(body, 1 if scene.lamp[0] < x else -1, round(size * 0.1))
    rim = dimmed(ImageChops.subtract(body, soft(edge, size * 0.05)), 0.5)
    picture.paste(mix(colours.horizon, colours.light, 0.5), (0, 0), rim)
    hair = worn(scene.look, person.hair, mix(colours.near, (0, 0, 0), 0.25))
    picture.paste(hair, (0, 0), mask_of(picture.size, [head], size * 0.04))
    picture.paste(colours.horizon, (0, 0), dimmed(mask_of(picture.size, [shine], size * 0.1), 0.3))
