"""What stands behind the people of a card, and the air before them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from storyboard.board import land, town
from storyboard.board.built import built
from storyboard.board.canvas import Canvas, cloud, dots, glow, gradient, rect
from storyboard.board.svg import Markup, colour, element, joined
from storyboard.film.staging.look import indoors, is_paved, is_veiled, outside_of, surroundings
from storyboard.film.staging.outline import mix
from storyboard.film.staging.places import PLACES, SKYLESS


def behind(scene: Canvas) -> Markup:
    """The sky and the place."""
    place = surroundings(scene.look)
    sky = () if place in SKYLESS else _sky(_outside(scene))
    return joined([*sky, *_place(scene, place)])


def before(scene: Canvas) -> Markup:
    """The air before the people: rain, snow, sparks, fog."""
    look, chance, unit = scene.look, scene.chance, scene.unit
    parts: list[Markup] = []
    if "fog" in look.air:
        for bank in range(5):
            parts += cloud(scene, f"k{bank}", scene.horizon + chance.uniform(-18, 30) * unit, 0.34)
    if "rain" in look.air and not indoors(look):
        drops: list[str] = []
        for _ in range(70):
            x, y, long = chance.uniform(-0.1, 1.1), chance.uniform(-0.1, 0.95), chance.uniform(5, 13) * unit
            start = round(x * scene.width), round(y * scene.height)
            drops.append(f"M{start[0]} {start[1]}l{round(-long * 0.22)} {round(long)}")
        ink = colour(mix(look.palette.horizon, (255, 255, 255), 0.5))
        parts.append(element("path", d="".join(drops), stroke=ink, stroke_opacity=0.45, stroke_width=0.9, fill="none"))
    if "snow" in look.air and not indoors(look):
        parts.append(dots(scene, 70, (244, 248, 255), (0, scene.width), (0, scene.height), 0.75))
    if "sparks" in look.air:
        middle, wide = scene.lamp[0], scene.width * 0.34
        rows = (scene.horizon - 60 * unit, scene.horizon + 26 * unit)
        parts.append(dots(scene, 46, (255, 186, 84), (middle - wide, middle + wide), rows, 0.6))
    return joined(parts)


def _outside(scene: Canvas) -> Canvas:
    return msgspec.structs.replace(scene, look=outside_of(scene.look))


def _place(scene: Canvas, name: str) -> Iterator[Markup]:
    """A place: as its set is built, over the place behind that, or as it is drawn here."""
    known = PLACES.get(name)
    if known is None or known.built is None:
        yield from DRAWN[name](scene)
        return
    if known.behind:
        yield from _place(_outside(scene), known.behind)
    yield from built(scene, known.built)


def _sky(scene: Canvas) -> Iterator[Markup]:
    look, unit, colours = scene.look, scene.unit, scene.look.palette
    line = scene.horizon / scene.height
    stops = [(0.0, colours.top), (line * 0.55, colours.middle), (line, colours.horizon), (1.0, colours.near)]
    defined, paint = gradient(scene, "s", stops)
    yield from (defined, rect(scene, paint))
    strong = 0.35 if look.mood in ("grey", "snow", "clean") else 0.75
    yield from glow(scene, "h", (scene.lamp[0], scene.horizon - 6 * unit), 110 * unit, colours.horizon, strong)
    if is_veiled(look):
        return
    if look.mood == "night" or "stars" in look.air:
        yield dots(scene, 90, (226, 234, 255), (0, scene.width), (0, scene.horizon * 0.9), 0.35)
    if look.mood not in ("grey", "snow", "fire", "blue") and look.place != "cave":
        radius = {"day": 5.0, "night": 5.5, "golden": 8.5, "dawn": 7.0}.get(look.mood, 7.0) * unit
        yield from glow(scene, "l", scene.lamp, radius * 5, colours.light, 0.5)
        x, y = scene.lamp
        yield element("circle", cx=float(x), cy=float(y), r=float(radius), fill=colour(colours.light))


def _backdrop(scene: Canvas) -> Iterator[Markup]:
    """A studio's paper roll in a pool of light, for words that name no place."""
    colours = scene.look.palette
    stops = [
        (0.0, mix(colours.top, colours.near, 0.35)),
        (0.45, colours.middle),
        (0.62, mix(colours.middle, colours.near, 0.45)),
        (1.0, colours.near),
    ]
    defined, paint = gradient(scene, "s", stops)
    yield from (defined, rect(scene, paint))
    yield from glow(scene, "g", (scene.width / 2, scene.height / 2), 100 * scene.unit, colours.horizon, 0.7)


def _above(scene: Canvas) -> Iterator[Markup]:
    """The ground from overhead: tiles in a pool of light, and only the light where nothing is paved."""
    colours, width, height = scene.look.palette, scene.width, scene.height
    stops = [(0.0, mix(colours.middle, colours.near, 0.55)), (0.4, colours.middle), (1.0, colours.near)]
    defined, paint = gradient(scene, "s", stops)
    yield from (defined, rect(scene, paint))
    yield from glow(scene, "g", (width / 2, height / 2), 110 * scene.unit, colours.horizon, 0.7)
    if not is_paved(scene.look):
        return
    lean = 30 * scene.unit
    lines = [f"M{round(step / 8 * width)} 0l{round(lean)} {round(height)}" for step in range(-3, 12)]
    lines += [f"M0 {round(step / 7 * height)}l{round(width)} {round(-lean / 2)}" for step in range(12)]
    yield element("path", d="".join(lines), stroke=colour(colours.near), stroke_opacity=0.3, fill="none")


DRAWN: dict[str, Callable[[Canvas], Iterator[Markup]]] = {
    "hills": land.hills,
    "desert": land.desert,
    "sea": land.sea,
    "forest": land.forest,
    "city": town.city,
    "street": town.street,
    "square": town.square,
    "station": town.station,
    "room": town.room,
    "chamber": town.chamber,
    "cave": land.cave,
    "space": land.space,
    "backdrop": _backdrop,
    "above": _above,
}
