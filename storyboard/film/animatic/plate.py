"""The moving picture under the words: sky, light, place, figures and air, painted once a shot."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import lru_cache

import msgspec
from PIL import Image, ImageChops

from storyboard.film.animatic import place
from storyboard.film.animatic.built import built
from storyboard.film.animatic.chamber import chamber
from storyboard.film.animatic.figure import people
from storyboard.film.animatic.paint import dimmed, faded, glow, gradient, levels, mask_of, spots
from storyboard.film.animatic.place import Backdrop, stars
from storyboard.film.animatic.station import station
from storyboard.film.animatic.street import square, street
from storyboard.film.staging.look import Look, indoors, is_veiled, outside_of, surroundings
from storyboard.film.staging.outline import mix
from storyboard.film.staging.places import PLACES, SKYLESS
from storyboard.film.staging.stage import Box, lit
from storyboard.film.staging.things import still_life

PAINTED: dict[str, Callable[[Backdrop], None]] = {
    "hills": place.hills,
    "desert": place.desert,
    "sea": place.sea,
    "forest": place.forest,
    "city": place.city,
    "street": street,
    "square": square,
    "station": station,
    "room": place.room,
    "chamber": chamber,
    "cave": place.cave,
    "space": place.space,
    "backdrop": place.backdrop,
    "above": place.above,
}


def draw_place(scene: Backdrop, name: str) -> None:
    """Draw a place: as its set is built, over the place behind that, or as it is painted here."""
    known = PLACES.get(name)
    if known is None or known.built is None:
        PAINTED[name](scene)
        return
    if known.behind:
        draw_place(msgspec.structs.replace(scene, look=outside_of(scene.look)), known.behind)
    built(scene, known.built)


def draw_plate(width: int, height: int, look: Look, zone: Box) -> Image.Image:
    """The plate of a shot; `zone` is the part that no words cover, in the plate's own pixels."""
    chance = random.Random(look.seed)  # noqa: S311
    place_seen = surroundings(look)
    horizon, lamp = lit(look, zone, chance)
    scene = Backdrop(Image.new("RGB", (width, height)), look, zone, horizon, lamp, chance)
    if place_seen not in SKYLESS:
        outside = msgspec.structs.replace(scene, look=outside_of(look))
        colours = outside.look.palette
        stops = [
            (0.0, colours.top),
            (horizon / height * 0.55, colours.middle),
            (horizon / height, colours.horizon),
            (1.0, colours.near),
        ]
        scene.picture.paste(gradient(width, height, stops, look.seed))
        _sky(outside)
    draw_place(scene, place_seen)
    _haze(scene)
    if look.things:
        built(scene, still_life(look.things, near=look.size in ("macro", "close"), steams="fog" in look.air))
    if look.figures:
        people(scene)
    _air(scene)
    _vignette(scene)
    return scene.picture


def _sky(scene: Backdrop) -> None:
    look, unit, lamp = scene.look, scene.unit, scene.lamp
    strong = 0.35 if look.mood in ("grey", "snow", "clean") else 0.8
    glow(scene.picture, (lamp[0], scene.horizon - 6 * unit), 130 * unit, look.palette.horizon, strong * 0.8)
    if is_veiled(look):
        return
    if look.mood == "night" or "stars" in look.air:
        stars(scene, scene.horizon)
    if look.mood not in ("grey", "snow", "fire", "blue") and look.place != "cave":
        radius = {"day": 5.0, "night": 5.5, "golden": 8.5, "dawn": 7.0}.get(look.mood, 7.0) * unit
        glow(scene.picture, lamp, radius * 6, look.palette.light, 0.5)
        spots(scene.picture, [(*lamp, radius, 0.96)], look.palette.light, unit * 0.7)


def _haze(scene: Backdrop) -> None:
    """Air that lightens what is far; thicker where words name fog or smoke."""
    look, unit = scene.look, scene.unit
    if surroundings(look) in ("above", "space"):
        return
    thick = 0.5 if "fog" in look.air else 0.16
    width = scene.picture.width
    bands: list[list[tuple[float, float]]] = []
    for _ in range(7 if "fog" in look.air else 3):
        x, y = scene.chance.uniform(-0.2, 0.9) * width, scene.horizon + scene.chance.uniform(-16, 20) * unit
        wide, tall = scene.chance.uniform(0.35, 0.8) * width, scene.chance.uniform(3, 9) * unit
        bands.append([(x, y), (x + wide / 2, y - tall), (x + wide, y), (x + wide / 2, y + tall)])
    mask = dimmed(mask_of(scene.picture.size, bands, 6 * unit), thick)
    scene.picture.paste(mix(scene.look.palette.horizon, scene.look.palette.light, 0.3), (0, 0), mask)


def _air(scene: Backdrop) -> None:
    look, unit, chance, picture = scene.look, scene.unit, scene.chance, scene.picture
    width, height = picture.size
    if "rain" in look.air and not indoors(look):
        streaks: list[list[tuple[float, float]]] = []
        for _ in range(170):
            x, y, long = (
                chance.uniform(-0.1, 1.05) * width,
                chance.uniform(-0.1, 0.8) * height,
                chance.uniform(6, 15) * unit,
            )
            thin = chance.uniform(0.12, 0.3) * unit
            streaks.append([(x, y), (x + thin, y), (x + thin - long * 0.22, y + long), (x - long * 0.22, y + long)])
        mask = dimmed(mask_of(picture.size, streaks, 0.3 * unit), 0.42)
        picture.paste(mix(look.palette.horizon, (255, 255, 255), 0.5), (0, 0), mask)
    if "snow" in look.air and not indoors(look):
        for count, size, blur in ((120, 0.5, 0.25), (36, 1.1, 0.7), (10, 2.4, 1.4)):
            flakes = [
                (
                    chance.uniform(0, width),
                    chance.uniform(0, height * 0.8),
                    size * unit * chance.uniform(0.6, 1.3),
                    chance.uniform(0.35, 0.9),
                )
                for _ in range(count)
            ]
            spots(picture, flakes, (244, 248, 255), blur * unit)
    if "sparks" in look.air:
        for count, size, blur in ((60, 0.4, 0.2), (14, 0.9, 0.6)):
            flying = [
                (
                    scene.lamp[0] + chance.gauss(0, 0.3) * width,
                    scene.horizon + chance.uniform(-62, 26) * unit,
                    size * unit * chance.uniform(0.5, 1.4),
                    chance.uniform(0.4, 1.0),
                )
                for _ in range(count)
            ]
            spots(picture, flying, (255, 186, 84), blur * unit)
    if indoors(look):
        dust = [
            (
                scene.lamp[0] + chance.gauss(0, 0.2) * width,
                chance.uniform(0, scene.horizon),
                0.28 * unit,
                chance.uniform(0.08, 0.4),
            )
            for _ in range(36)
        ]
        spots(picture, dust, look.palette.light, 0.2 * unit)


def _vignette(scene: Backdrop) -> None:
    width, height = scene.picture.size
    scene.picture.paste(ImageChops.multiply(scene.picture, _fall(width, height)))
    dark = faded(
        Image.new("L", (width, height), 255), scene.zone[3] - 12 * scene.unit, scene.zone[3] + 10 * scene.unit, 0, 0.55
    )
    scene.picture.paste(mix(scene.look.palette.near, (0, 0, 0), 0.4), (0, 0), dark)


@lru_cache(1)
def _fall(width: int, height: int) -> Image.Image:
    """Light that falls off towards the corners, the same for each plate of a film."""
    fall = Image.radial_gradient("L").resize((width, height), Image.Resampling.BICUBIC)
    return Image.merge("RGB", (levels(fall, lambda value: 255 - max(0, value - 110) / 145 * 120),) * 3)
