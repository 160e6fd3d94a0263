"""People as a storyboard artist blocks them in: silhouettes with hair, hat and stance, lit from the scene's light."""

from __future__ import annotations

from PIL import Image, ImageChops

from storyboard.film.animatic.paint import dimmed, faded, mask_of, soft, spots
from storyboard.film.animatic.place import Backdrop
from storyboard.film.staging import silhouette
from storyboard.film.staging.outline import mix
from storyboard.film.staging.stage import Overhead, Stand, from_above, side_of, stands


def people(scene: Backdrop) -> None:
    """The scene's figures, drawn into its picture, the nearest last."""
    look = scene.look
    if look.size == "top":
        for person in from_above(look, scene.zone, scene.lamp, scene.chance):
            _from_above(scene, person)
        return
    side = side_of(scene.zone, scene.lamp)
    for stand in stands(look, scene.zone, scene.lamp):
        _paint(scene, stand, side)
        if stand.face:
            _lighten(scene, stand)
        eyes = [(x, y, stand.head * 0.045, 1.0) for x, y in stand.eyes]
        spots(scene.picture, eyes, look.palette.light, stand.head * 0.02)


def _paint(scene: Backdrop, stand: Stand, side: int) -> None:
    picture, colours, size, near = scene.picture, scene.look.palette, stand.head, stand.near
    focus = 0.014 if scene.look.size in ("macro", "close") else 0.012
    blur = focus * size + 0.35 * scene.unit + (1 - near) * 3 * scene.unit
    mask = mask_of(picture.size, stand.shapes, blur)
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


def _lighten(scene: Backdrop, stand: Stand) -> None:
    """Set a face off from hair and beard, so that nobody turns their back and a bald head is not a cropped one."""
    colours = scene.look.palette
    mask = mask_of(scene.picture.size, [stand.face], 0.035 * stand.head + 0.2 * scene.unit)
    lit = mix(mix(colours.middle, colours.horizon, 0.5), colours.light, 0.2)
    scene.picture.paste(
        lit, (0, 0), faded(mask, stand.top, stand.top + stand.head, 0.34 * stand.near, 0.2 * stand.near)
    )


def _moved(mask: Image.Image, right: int, down: int) -> Image.Image:
    moved = Image.new("L", mask.size)
    moved.paste(mask, (right, down))
    return moved


def _from_above(scene: Backdrop, person: Overhead) -> None:
    """A person from overhead with a long shadow: shoulders, arms, and the head before them."""
    colours, picture = scene.look.palette, scene.picture
    x, y, size = person.x, person.y, person.size
    lean = (x - scene.lamp[0]) / max(1.0, picture.width) * 4 * size
    shadow = [
        (x - size * 0.8, y),
        (x + size * 0.8, y),
        (x + size * 0.6 + lean, y + size * 3.4),
        (x - size * 0.3 + lean, y + size * 3.7),
    ]
    mask = faded(mask_of(picture.size, [shadow], size * 0.14), y, y + size * 3.7, 0.6, 0.05)
    picture.paste(colours.near, (0, 0), mask)
    shapes, head, shine = silhouette.overhead(x, y, size, person.turn)
    body = mask_of(picture.size, shapes, size * 0.04)
    picture.paste(mix(colours.near, colours.middle, 0.28), (0, 0), body)
    edge = _moved(body, 1 if scene.lamp[0] < x else -1, round(size * 0.1))
    rim = dimmed(ImageChops.subtract(body, soft(edge, size * 0.05)), 0.5)
    picture.paste(mix(colours.horizon, colours.light, 0.5), (0, 0), rim)
    picture.paste(mix(colours.near, (0, 0, 0), 0.25), (0, 0), mask_of(picture.size, [head], size * 0.04))
    picture.paste(colours.horizon, (0, 0), dimmed(mask_of(picture.size, [shine], size * 0.1), 0.3))
