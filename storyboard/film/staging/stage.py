"""Where a shot's light and people are in its picture, in whatever units the picture is measured."""

from __future__ import annotations

import random
from collections.abc import Iterator

import msgspec

from storyboard.film.staging import facial, silhouette
from storyboard.film.staging.look import Look
from storyboard.film.staging.outline import PIGMENTS, Colour, Point, mix
from storyboard.film.staging.plan import Figure
from storyboard.film.staging.silhouette import Outline, Physique

Box = tuple[float, float, float, float]
Shapes = tuple[list[Point], ...]

# Heads in hundredths of the zone's height, by the size of the shot.
_HEADS = {"macro": 86, "close": 66, "wide": 11}
_MEDIUM = 34
_LOWER = {"sit": 10, "kneel": 20}  # hundredths by which who does not stand is lower in a picture of half a figure
_LONG = 15  # the least of a head of who lies
_APART = 64  # hundredths of the zone's height between the heads of two
_OVER = 64  # of who stands before the camera
# A middle tone, so that a face in blue light is one; words of skin are not read.
SKIN: Colour = (172, 134, 110)
_LIPS: Colour = (182, 124, 108)
# Of clothes whose colour no words tell: none that one would name, and in three shades, to tell people apart.
_UNTOLD: tuple[Colour, ...] = (
    *((78, 84, 94), (98, 90, 80), (84, 92, 84), (94, 84, 92)),
    *((106, 100, 90), (72, 86, 92), (100, 96, 102)),
)
_SHADES = (0.0, 0.14, 0.28)
_OF_HAIR = PIGMENTS | {"red": (146, 70, 38), "orange": (168, 88, 42), "yellow": (206, 174, 104)}


class FaceMark(msgspec.Struct, frozen=True):
    """Glasses or a moustache: its shapes, and its pigment where one is told."""

    shapes: Shapes
    pigment: Colour | None = None


class Stand(msgspec.Struct, frozen=True):
    """A figure in its place: the middle of its head, the top of it, a head's height, and how near from 0 to 1.

    `beside` are the shapes of what it stands in; `face` is what hair and beard leave free, empty where there is none;
    `eyes` shine; what is `worn` lies over the face.
    """

    x: float
    top: float
    head: float
    near: float
    build: Physique
    outline: Outline
    beside: Shapes
    face: list[Point]
    eyes: tuple[Point, ...] = ()
    worn: tuple[FaceMark, ...] = ()

    @property
    def shapes(self) -> Shapes:
        """All of its outlines."""
        return (*self.outline.shapes, *self.beside)


class Dyed(msgspec.Struct, frozen=True):
    """A part of a figure that has a colour, by its pigment: its shapes, and those that lie over them."""

    pigment: Colour
    shapes: Shapes
    above: Shapes


class Overhead(msgspec.Struct, frozen=True):
    """A figure from above: its middle, its size, the turn of its shoulders in radians, and the pigments it is told."""

    x: float
    y: float
    size: float
    turn: float
    clothes: Colour | None = None
    hair: Colour | None = None


def unit_of(zone: Box) -> float:
    """What a zone is measured in: a hundredth of its height, less where it is narrow."""
    left, top, right, bottom = zone
    return min(bottom - top, (right - left) * 0.85) / 100


def lit(look: Look, zone: Box, chance: random.Random) -> tuple[float, Point]:
    """The row of the horizon and the place of the light, which stands on a third of the zone."""
    tall, third = zone[3] - zone[1], (zone[2] - zone[0]) / 3
    horizon = zone[1] + tall * (0.84 if look.size == "low" else 0.66)
    across = zone[0] + third * (1 if look.side > 0 else 2) * chance.uniform(0.9, 1.12)
    return horizon, (across, horizon - tall * chance.uniform(0.12, 0.3))


def centre_of(look: Look, zone: Box) -> float:
    """The column in which the figure stands whom the shot is about: on the other third than the light."""
    return (zone[0] + zone[2]) / 2 + look.side * min((zone[2] - zone[0]) * 0.14, 60 * unit_of(zone))


def beside_of(look: Look, zone: Box) -> Box:
    """The frame of the name that stands beside what is drawn: on the side that one figure leaves free, else below."""
    left, top, right, bottom = zone
    wide, tall = right - left, bottom - top
    alone = len(look.figures) == 1 and not look.crowd and look.size != "top"
    half, high = (0.17 if alone else 0.24) * wide, 0.1 * tall
    x = (left + right) / 2 - (0.28 * wide * look.side if alone else 0)
    y = top + (0.6 if alone else 0.84) * tall
    return x - half, y - high, x + half, y + high


def stands(look: Look, zone: Box) -> Iterator[Stand]:
    """The figures of a shot that is not seen from above, the nearest last: it is whom the shot is about."""
    unit, side, centre, width = unit_of(zone), look.side, centre_of(look, zone), zone[2] - zone[0]
    close, wide = look.size in ("macro", "close"), look.size == "wide"
    nearest = [person for person in look.figures if person.facing == "over"]
    seen = [person for person in look.figures if person.facing != "over"]
    if nearest:
        # Over a shoulder, whoever is seen stands a little farther off than in a medium shot, on the other side.
        close = wide = False
    head = (_MEDIUM if nearest else _HEADS.get(look.size, _MEDIUM)) * unit * (1.12 if look.size == "low" else 1)
    head *= 0.82 if close and width < 150 * unit else 1
    # The one whom the shot is about stands nearest; the others stand from the far side on.
    behind = sorted(seen[1:], key=lambda figure: figure.side * side)
    offsets = ((), (0.0,), (-1.0, 0.0), (-1.2, 1.25, 0.0))[len(seen)]
    apart = min(_APART * unit * (0.6 if wide else 1.5 if close else 1.0), width * 0.42)
    if len(seen) == 2 and not nearest:
        # Two share the picture.
        centre = (zone[0] + zone[2]) / 2 + side * apart * 0.5
    grown = any("child" not in person.traits for person in look.figures)
    for place, (offset, person) in enumerate(zip(offsets, (*behind, *seen[:1]), strict=True)):
        last = place == len(offsets) - 1
        size = head * (1.0 if last else 0.96 if wide else 0.84)
        build = _build(person)
        size *= 0.86 if build.child else 1.0
        x = centre + side * offset * (apart if len(seen) == 2 else size * (2.2 if wide else 1.6))
        if person.pose == "lie" and not close:
            long = min(max(size if wide else 0.0, _LONG * unit), 0.8 * width / silhouette.heads(build))
            yield _lying(person, build, (x, zone[3] - (8 if last else 14) * unit, long), 1.0 if last else 0.72)
            continue
        # Measured from the zone's lower edge, so that a tall picture has its free room above.
        tall = silhouette.tall(build, person.pose) * size
        top = zone[3] - 6 * unit - tall if wide else zone[3] - (94 if close else 92) * unit
        top += 0 if last else -2 * unit if wide else size * 0.12
        top += 0 if close or wide else _LOWER.get(person.pose, 0) * unit
        if build.child and grown and not wide:
            top += (10 if close else 22) * unit
        elif build.child and not close and not wide:
            top += 12 * unit
        if not wide:
            outline = silhouette.bust(x, top, size, build)
        elif person.pose in ("sit", "kneel"):
            outline = (silhouette.sitting if person.pose == "sit" else silhouette.kneeling)(x, top, size, build)
        else:
            outline = silhouette.standing(x, top, size, build, random.Random(look.seed + place))  # noqa: S311
        afloat = wide and last and look.afloat
        eyes = ((x - size * 0.17, top + size * 0.44), (x + size * 0.17, top + size * 0.44))
        yield Stand(
            x,
            top,
            size,
            1.0 if last else 0.72,
            build,
            outline,
            (silhouette.boat(x, zone[3] - 6 * unit, size),) if afloat else (),
            [] if build.robot else silhouette.face(x, top, size, build),
            eyes if build.robot and not wide else (),
            tuple(_on_face(x, top, size, build)),
        )
    yield from (_from_behind(person, zone) for person in nearest)


def _on_face(x: float, top: float, size: float, build: Physique) -> Iterator[FaceMark]:
    """What lies over a face."""
    if shapes := facial.moustache(x, top, size, build):
        yield FaceMark(tuple(shapes), _OF_HAIR.get(build.colours.get("beard", "")))
    if shapes := facial.lips(x, top, size, build):
        yield FaceMark(tuple(shapes), _LIPS)
    if shapes := facial.glasses(x, top, size, build):
        yield FaceMark(tuple(shapes))


def _lying(person: Figure, build: Physique, place: tuple[float, float, float], near: float) -> Stand:
    """Somebody on the ground, the head on the picture's own side; `place` has the middle, the ground and a head."""
    x, ground, size = place
    chance, by = random.Random(person.face), person.side or 1  # noqa: S311
    half, middle = silhouette.heads(build) * size / 2, ground - 0.75 * size

    def laid(shape: list[Point]) -> list[Point]:
        # The figure stood at the origin: what was up is at the side now.
        return [(x + by * (half - down), middle + across * 0.8) for across, down in shape]

    upright = silhouette.standing(0, 0, size, build, chance)
    parts = (
        [laid(shape) for shape in shapes]
        for shapes in (upright.body, upright.clothes, upright.head, upright.hair, upright.beard, upright.headgear)
    )
    face = laid([] if build.robot else silhouette.face(0, 0, size, build))
    worn = tuple(
        FaceMark(tuple(laid(shape) for shape in mark.shapes), mark.pigment) for mark in _on_face(0, 0, size, build)
    )
    head = x + by * (half - size / 2)
    return Stand(head, middle - size / 2, size, near, build, Outline(*parts), (), face, (), worn)


def _from_behind(person: Figure, zone: Box) -> Stand:
    """Somebody over whose shoulder a shot looks, large at the edge of its picture."""
    unit, build, width = unit_of(zone), _build(person), zone[2] - zone[0]
    size, top = _OVER * unit, zone[3] - (62 if build.child else 76) * unit
    x = (zone[0] + zone[2]) / 2 + (person.side or 1) * (width / 2 - min(0.18 * width, 0.55 * size))
    return Stand(x, top, size, 1.0, build, silhouette.bust(x, top, size, build), (), [])


def _build(person: Figure) -> Physique:
    """How somebody looks in a shot; a profile looks into the picture."""
    build = silhouette.build_of(person.traits, person.face)
    return msgspec.structs.replace(build, facing=person.facing, ahead=-person.side or 1)


def paleness(stand: Stand) -> float:
    """How far a face is set off from its head: beside coloured hair one that is darker would look like a mask."""
    return stand.near * (1.6 if {"hair", "beard"} & stand.build.colours.keys() else 1)


def dyed(stand: Stand) -> Iterator[Dyed]:
    """Clothes, hair, beard and headgear of a figure whose colours the words tell, the uppermost last."""
    drawn, faces = stand.outline, [stand.face] if stand.face else []
    parts = {
        "clothes": (drawn.clothes, [*drawn.head, *drawn.hair, *drawn.beard, *drawn.headgear]),
        "hair": (drawn.hair, [*faces, *drawn.beard, *drawn.headgear]),
        "beard": (drawn.beard, faces),
        "headgear": (drawn.headgear, faces),
    }
    if "clothes" not in stand.build.colours and not stand.build.robot:
        shapes, above = parts.pop("clothes")
        shade, hue = divmod(stand.build.seed, len(_UNTOLD))
        pigment = mix(_UNTOLD[hue], (0, 0, 0), _SHADES[shade % len(_SHADES)])
        yield Dyed(pigment, tuple(shapes), tuple(above))
    for part, (shapes, above) in parts.items():
        pigments = _OF_HAIR if part in ("hair", "beard") else PIGMENTS
        if pigment := pigments.get(stand.build.colours.get(part, "")):
            yield Dyed(pigment, tuple(shapes), tuple(above))


def in_light(look: Look, pigment: Colour, shade: Colour, share: float) -> Colour:
    """A pigment in the light of a shot, `share` of it over the shade that all figures have."""
    horizon = look.palette.horizon
    light = 0.34 + 0.6 * max(horizon) / 255
    red, green, blue = pigment
    return mix(shade, mix((round(red * light), round(green * light), round(blue * light)), horizon, 0.1), share)


def worn(look: Look, pigment: Colour | None, shade: Colour) -> Colour:
    """What somebody from above wears in the light of a shot, the shade that all have where no pigment is told."""
    return shade if pigment is None else in_light(look, pigment, shade, 0.85)


def shadow(person: Overhead, lamp: Point, width: float) -> list[Point]:
    """The long shadow of somebody from above, away from the light of a picture so wide."""
    x, y, size = person.x, person.y, person.size
    lean = (x - lamp[0]) / max(1.0, width) * 4 * size
    return [
        (x - size * 0.8, y),
        (x + size * 0.8, y),
        (x + size * 0.6 + lean, y + size * 3.4),
        (x - size * 0.3 + lean, y + size * 3.7),
    ]


def from_above(look: Look, zone: Box, chance: random.Random) -> Iterator[Overhead]:
    """The figures of a shot from overhead."""
    unit, side, centre = unit_of(zone), look.side, centre_of(look, zone)
    many = look.crowd
    for place in range(9 if many else len(look.figures)):
        x = centre + (chance.uniform(-80, 80) if many else place * 40 * -side) * unit
        y = zone[1] + (14 + place * 8.5 if many else 52 + 14 * place) * unit
        size, turn = (8.5 if many else 13) * unit, chance.uniform(-0.6, 0.6)
        if many:
            yield Overhead(x, y, size, turn)
            continue
        colours = silhouette.build_of(look.figures[place].traits, look.figures[place].face).colours
        yield Overhead(
            x, y, size, turn, PIGMENTS.get(colours.get("clothes", "")), _OF_HAIR.get(colours.get("hair", ""))
        )
