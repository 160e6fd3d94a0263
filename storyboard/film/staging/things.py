"""Things that stand on a table, drawn where a shot is about one of them: each is one function that yields its parts.

A new thing is one row here, with the words for it in the block `things` of grammars/words.yaml. Points are in
hundredths of the height that a thing has room for: right of its middle, and up from the table.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Sequence
from types import MappingProxyType

import msgspec

from storyboard.film.staging.outline import Colour, Point, curve, mix
from storyboard.film.staging.sets import Ground, Parts, SetLamp, SetPart

_BLACK: Colour = (0, 0, 0)
_WHITE: Colour = (255, 255, 255)
_TABLE, _FOOT = -9.0, 3.0  # where the table begins, in units below the horizon, and where things stand on it
_NEAR, _FAR = 1.45, 0.95  # how large things are
_PALM = 24  # how high the middle of a hand is
_SOFT = 0.35

Shape = Sequence[Point]
Pieces = Iterator[tuple[Sequence[Shape], Colour, float]]


class ThingFacts(msgspec.Struct, frozen=True):
    """A thing: its drawing, its colour where none is told, how wide it is, and how many units high at most.

    `held` comes into the picture from the side, `hung` is on the wall behind the table; `burns` gives light.
    """

    drawn: Callable[[Colour], Pieces]
    pigment: Colour
    wide: float = 80.0
    high: float = 40.0
    held: bool = False
    hung: bool = False
    burns: float = 0.0


class SeenThing(msgspec.Struct, frozen=True):
    """A thing in a shot, and the pigment that its words tell."""

    name: str
    pigment: Colour | None = None


def _box(left: float, top: float, right: float, bottom: float) -> list[Point]:
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def _oval(x: float, y: float, wide: float, tall: float) -> list[Point]:
    return [(x + math.cos(a) * wide, y + math.sin(a) * tall) for a in (step / 28 * math.tau for step in range(28))]


def _ring(x: float, y: float, wide: float, tall: float, thick: float) -> list[Point]:
    """An open handle, as one line out and back."""
    turns = [step / 20 * math.pi - math.pi / 2 for step in range(21)]
    outer = [(x + math.cos(a) * wide, y + math.sin(a) * tall) for a in turns]
    inner = [(x + math.cos(a) * (wide - thick), y + math.sin(a) * (tall - thick)) for a in reversed(turns)]
    return [*outer, *inner]


def _teapot(colour: Colour) -> Pieces:
    dark = mix(colour, _BLACK, 0.28)
    spout = curve([(-26, 26), (-38, 34), (-44, 52), (-56, 66), (-49, 69), (-36, 62), (-26, 50)])
    yield [spout, _ring(30, 40, 26, 26, 8)], dark, 0
    yield [curve([(-30, 0), (30, 0), (40, 28), (32, 56), (0, 66), (-32, 56), (-40, 28)])], colour, 0
    yield [_oval(0, 65, 20, 5), _oval(0, 74, 5, 6)], dark, 0
    yield [curve([(-26, 20), (-21, 20), (-17, 48), (-23, 48)])], mix(colour, _WHITE, 0.45), 0.2


def _cup(colour: Colour) -> Pieces:
    dark = mix(colour, _BLACK, 0.25)
    yield [_oval(0, 3, 50, 6)], dark, 0
    yield [_ring(28, 36, 20, 19, 7)], dark, 0
    yield [curve([(-20, 4), (20, 4), (32, 30), (35, 62), (-35, 62), (-32, 30)])], colour, 0
    yield [_oval(0, 61, 35, 6)], mix(colour, _BLACK, 0.45), 0
    yield [_box(-27, 20, -23, 52)], mix(colour, _WHITE, 0.5), 0.2


def _bottle(colour: Colour) -> Pieces:
    neck = [(-9, 96), (9, 96), (9, 70), (22, 58), (24, 0), (-24, 0), (-22, 58), (-9, 70)]
    yield [neck], colour, 0
    yield [_box(-24, 16, 24, 42)], mix(colour, _WHITE, 0.6), 0
    yield [_box(-10, 92, 10, 100)], mix(colour, _BLACK, 0.5), 0
    yield [_box(-18, 46, -15, 60), _box(-18, 4, -15, 14)], mix(colour, _WHITE, 0.6), 0.2


def _bowl(colour: Colour) -> Pieces:
    yield [curve([(-18, 0), (18, 0), (44, 22), (50, 42), (-50, 42), (-44, 22)])], colour, 0
    yield [_oval(0, 42, 50, 8)], mix(colour, _BLACK, 0.4), 0


def _letter(colour: Colour) -> Pieces:
    sheet = [(-58, 2), (44, -6), (62, 26), (-40, 36)]
    yield [[(x + 2, y - 4) for x, y in sheet]], mix(colour, _BLACK, 0.65), 0
    yield [sheet], colour, 0.1
    lines = [[(-34 + by, 29 - by * 0.56), (44 + by, 21.5 - by * 0.56)] for by in (4, 12, 20, 28)]
    yield [[a, b, (b[0], b[1] - 1.4), (a[0], a[1] - 1.4)] for a, b in lines], mix(colour, _BLACK, 0.55), 0


def _book(colour: Colour) -> Pieces:
    yield [[(-62, 4), (0, -2), (62, 4), (58, 12), (0, 4), (-58, 12)]], mix(colour, _BLACK, 0.2), 0
    page: Colour = (226, 216, 194)
    yield [[(0, 4), (-58, 12), (-48, 34), (0, 28)], [(0, 4), (58, 12), (48, 34), (0, 28)]], page, 0.08
    yield [[(-1, 4), (1, 4), (1, 28), (-1, 28)]], mix(page, _BLACK, 0.5), 0
    rows = [[(side * 10, 9 + by), (side * 46, 14 + by)] for side in (-1, 1) for by in (3, 8, 13)]
    yield [[a, b, (b[0], b[1] + 1), (a[0], a[1] + 1)] for a, b in rows], mix(page, _BLACK, 0.55), 0


def _candle(colour: Colour) -> Pieces:
    yield [_oval(0, 2, 26, 5)], mix(colour, _BLACK, 0.55), 0
    yield [_box(-9, 2, 9, 62)], colour, 0.1
    yield [_box(-0.8, 60, 0.8, 68)], _BLACK, 0


def _match(colour: Colour) -> Pieces:
    yield [[(-2, 10), (1, 10), (6, 62), (3, 63)]], colour, 0
    yield [curve([(4, 60), (9, 68), (6, 84), (1, 68)])], (255, 190, 92), 0.6


def _lamp(colour: Colour) -> Pieces:
    yield [_oval(0, 3, 24, 5), _box(-3, 3, 3, 48)], mix(colour, _BLACK, 0.4), 0
    yield [[(-20, 88), (20, 88), (36, 46), (-36, 46)]], colour, 0.55


def _lantern(colour: Colour) -> Pieces:
    dark = mix(colour, _BLACK, 0.4)
    yield [_box(-24, 0, 24, 9), _box(-24, 60, 24, 68), [(-24, 68), (24, 68), (8, 82), (-8, 82)]], dark, 0
    yield [_box(-20, 9, 20, 60)], (255, 196, 104), 0.6
    yield [_box(at - 1.6, 9, at + 1.6, 60) for at in (-21, -7, 7, 21)], dark, 0


def _clock(colour: Colour) -> Pieces:
    yield [_oval(0, 48, 46, 46)], mix(colour, _BLACK, 0.55), 0
    yield [_oval(0, 48, 40, 40)], colour, 0.12
    marks = [(math.sin(a) * 35, math.cos(a) * 35) for a in (hour / 12 * math.tau for hour in range(12))]
    yield [_oval(x, 48 + y, 2, 2) for x, y in marks], mix(colour, _BLACK, 0.75), 0
    hands = [[(-1.6, 46), (1.6, 46), (15, 62), (13, 64)], [(-1.2, 46), (1.2, 46), (-20, 70), (-22, 68)]]
    yield hands, mix(colour, _BLACK, 0.85), 0


def _bread(colour: Colour) -> Pieces:
    yield [curve([(-58, 0), (58, 0), (62, 22), (36, 42), (0, 48), (-36, 42), (-62, 22)])], colour, 0
    cuts = [[(at - 4, 40), (at + 2, 41), (at + 12, 22), (at + 6, 22)] for at in (-34, -10, 14)]
    yield cuts, mix(colour, _WHITE, 0.4), 0.1


def _phone(colour: Colour) -> Pieces:
    yield [_box(-24, 0, 24, 92)], colour, 0
    yield [_box(-20.5, 8, 20.5, 84)], (150, 190, 222), 0.5
    yield [_box(-14, 60, 14, 72), _box(-14, 44, 6, 52), _box(-14, 30, 10, 38)], (240, 246, 250), 0.5


def _laptop(colour: Colour) -> Pieces:
    yield [_box(-50, 8, 50, 74)], colour, 0
    yield [_box(-46, 12, 46, 70)], (150, 190, 222), 0.45
    yield [[(-52, 8), (52, 8), (66, 0), (-66, 0)]], mix(colour, _WHITE, 0.25), 0


def _parcel(colour: Colour) -> Pieces:
    yield [_box(-44, 0, 30, 52)], colour, 0
    yield [[(30, 0), (48, 10), (48, 60), (30, 52)]], mix(colour, _BLACK, 0.3), 0
    yield [[(-44, 52), (30, 52), (48, 60), (-24, 60)]], mix(colour, _WHITE, 0.25), 0
    yield [_box(-11, 0, -4, 52), [(-11, 52), (-4, 52), (14, 60), (7, 60)]], mix(colour, _BLACK, 0.45), 0


def _flower(colour: Colour) -> Pieces:
    green: Colour = (74, 118, 58)
    yield [_box(-1.4, 8, 1.4, 66), curve([(0, 30), (18, 40), (26, 54), (8, 46)])], green, 0
    yield [curve([(-14, 0), (14, 0), (17, 22), (9, 34), (-9, 34), (-17, 22)])], (178, 186, 190), 0
    petals = [_oval(math.cos(a) * 13, 78 + math.sin(a) * 12, 10, 9) for a in (at / 6 * math.tau for at in range(6))]
    yield petals, colour, 0.1
    yield [_oval(0, 78, 6, 6)], mix(colour, (216, 172, 62), 0.7), 0.1


def _key(colour: Colour) -> Pieces:
    turns = [step / 24 * math.tau for step in range(25)]
    bow = [(-36 + math.cos(a) * 16, 18 + math.sin(a) * 12) for a in turns]
    hole = [(-36 + math.cos(a) * 8, 18 + math.sin(a) * 6) for a in reversed(turns)]
    yield [[*bow, *hole]], colour, 0.1
    yield [_box(-21, 16, 48, 21), _box(32, 8, 37, 17), _box(42, 6, 48, 17)], colour, 0.1


def _boat(colour: Colour) -> Pieces:
    yield [[(-58, 30), (58, 30), (34, 0), (-34, 0)]], colour, 0.08
    yield [[(-24, 30), (0, 66), (24, 30)]], mix(colour, _BLACK, 0.18), 0.05
    yield [[(0, 30), (0, 66), (24, 30)]], mix(colour, _BLACK, 0.3), 0


def _hand(colour: Colour) -> Pieces:
    """A forearm from the right, its sleeve, and a hand that closes on something at the origin."""
    sleeve = [(64, 34), (900, -96), (900, -300), (62, 4)]
    yield [curve([(28, 36), (66, 33), (66, 6), (30, 4), (18, 10), (16, 28)])], colour, 0
    fingers = [
        curve([(24, at + 6), (6, at + 9), (-11, at + 6), (-13, at + 1), (6, at + 2), (26, at)])
        for at in (27, 19, 11, 3)
    ]
    yield fingers, mix(colour, _WHITE, 0.1), 0
    yield [curve([(32, 36), (20, 46), (5, 50), (1, 45), (14, 36), (24, 27)])], mix(colour, _WHITE, 0.14), 0
    yield (
        [[(-10, at), (22, at - 1), (22, at - 1.8), (-10, at - 0.8)] for at in (27.5, 19.5, 11.5)],
        mix(colour, _BLACK, 0.4),
        0,
    )
    yield [sleeve], (66, 68, 76), 0


def _egg(colour: Colour) -> Pieces:
    yield [_oval(0, 5, 17, 6), _box(-6, 0, 6, 6)], mix(colour, _BLACK, 0.5), 0
    yield [curve([(-19, 6), (0, 2), (19, 6), (24, 28), (14, 54), (0, 61), (-14, 54), (-24, 28)])], colour, 0.05
    yield [_oval(-9, 38, 4, 8)], mix(colour, _WHITE, 0.6), 0.2


def _spoon(colour: Colour) -> Pieces:
    yield [[(-14, 12), (62, 46), (64, 42), (-12, 8)]], colour, 0.1
    yield [[(x * 0.9 - y * 0.3 - 26, x * 0.4 + y * 0.9 + 6) for x, y in _oval(0, 0, 18, 8)]], colour, 0.12


def _glass(colour: Colour) -> Pieces:
    dark = mix(colour, _BLACK, 0.3)
    yield [_oval(0, 3, 24, 4), _box(-2.4, 3, 2.4, 40)], dark, 0.1
    yield [curve([(-26, 92), (26, 92), (30, 66), (18, 44), (0, 38), (-18, 44), (-30, 66)])], dark, 0.25
    yield [curve([(-29, 68), (29, 68), (18, 46), (0, 41), (-18, 46)])], colour, 0


def _window(colour: Colour) -> Pieces:
    yield [_box(-50, 0, 50, 112), _box(-56, -5, 56, 2)], colour, 0.1
    panes = [_box(x, y, x + 42, y + 48) for x in (-45, 3) for y in (6, 59)]
    yield panes, (196, 214, 226), 0.5


_CREAM: Colour = (224, 214, 190)
_STEEL: Colour = (128, 132, 138)
THINGS = MappingProxyType(
    {
        "teapot": ThingFacts(_teapot, (150, 142, 130), 112),
        "cup": ThingFacts(_cup, (206, 202, 194), 100, 27),
        "bottle": ThingFacts(_bottle, (86, 112, 104), 52, 46),
        "bowl": ThingFacts(_bowl, (186, 176, 160), 104, 32),
        "letter": ThingFacts(_letter, _CREAM, 124, 44),
        "book": ThingFacts(_book, (108, 52, 44), 128, 46),
        "candle": ThingFacts(_candle, _CREAM, 54, 40, burns=70),
        "match": ThingFacts(_match, (196, 166, 120), 16, 40, burns=70),
        "lamp": ThingFacts(_lamp, (214, 186, 132), 76, 46, burns=76),
        "lantern": ThingFacts(_lantern, _STEEL, 54, 40, burns=40),
        "clock": ThingFacts(_clock, _CREAM, 94, 46),
        "bread": ThingFacts(_bread, (170, 118, 64), 126, 34),
        "phone": ThingFacts(_phone, (30, 32, 38), 52, 40),
        "laptop": ThingFacts(_laptop, (92, 96, 104), 134, 42),
        "parcel": ThingFacts(_parcel, (166, 128, 88), 98, 40),
        "flower": ThingFacts(_flower, (196, 76, 84), 48, 46),
        "key": ThingFacts(_key, (186, 156, 92), 104, 40),
        "boat": ThingFacts(_boat, _CREAM, 118, 36),
        "window": ThingFacts(_window, (150, 142, 130), 112, 36, hung=True),
        "egg": ThingFacts(_egg, (226, 206, 180), 50, 36),
        "spoon": ThingFacts(_spoon, (190, 192, 196), 110, 34),
        "glass": ThingFacts(_glass, (122, 40, 52), 62, 44),
        "hand": ThingFacts(_hand, (172, 134, 110), 60, 38, held=True),
    }
)


def still_life(things: Sequence[SeenThing], *, near: bool, steams: bool) -> Callable[[Ground], Parts]:
    """A table with some things on it, and hands that come from its sides."""
    known = [(thing, THINGS[thing.name]) for thing in things]
    standing = [pair for pair in known if not pair[1].held and not pair[1].hung]
    hands = [pair for pair in known if pair[1].held]

    def parts(ground: Ground) -> Parts:
        scale = _NEAR if near else _FAR
        for place, (thing, facts) in enumerate(pair for pair in known if pair[1].hung):
            wide = facts.wide * facts.high * scale / 100
            yield from _set(thing, (ground.side * place * wide * 1.3, _FOOT - 8), scale, 1)
        yield SetPart([_box(-900, _TABLE, 900, 900)], 0.74, shine=0.05, soft=0.6)
        yield SetPart([_box(-900, _TABLE, 900, _TABLE + 1.2)], 0.2, shine=0.3, strength=0.5, soft=0.4)
        widths = [facts.wide * facts.high / 100 * scale for _, facts in standing]
        x = -sum(widths) / 2 - 4 * scale * (len(widths) - 1)
        for (thing, _), wide in zip(standing, widths, strict=True):
            yield from _set(thing, (x + wide / 2, _FOOT), scale, 1)
            x += wide + 8 * scale
        top = max((facts.high for _, facts in standing), default=20.0) * scale
        if steams and standing:
            yield SetPart(list(_steam(-top * 0.3, _FOOT - top * 0.74, scale, ground.chance)), 0, 0.9, None, 0.28, 2.2)
        for (thing, facts), side in zip(hands, (ground.side, -ground.side), strict=False):
            edge = sum(widths) / 2 if standing else 6.0
            by = facts.high * scale / 100
            yield from _set(thing, (side * edge * 0.86, _FOOT - top * 0.5 + _PALM * by), scale, side)

    return parts


def _set(thing: SeenThing, foot: Point, scale: float, side: int) -> Parts:
    """A thing in its place; `side` is 1, or -1 where it is turned round."""
    known = THINGS[thing.name]
    by = known.high * scale / 100
    shadow = known.wide * by * 0.56
    if not known.held and not known.hung:
        yield SetPart([_oval(foot[0] + 2, foot[1], shadow, shadow * 0.12)], 1.0, strength=0.45, soft=0.9)
    for shapes, pigment, shine in known.drawn(thing.pigment or known.pigment):
        placed = [[(foot[0] + side * x * by, foot[1] - y * by) for x, y in shape] for shape in shapes]
        yield SetPart(placed, 0.55, shine=shine, pigment=pigment, soft=_SOFT)
    if known.burns:
        wick = (foot[0], foot[1] - known.burns * by)
        yield SetLamp((wick[0], wick[1]), 2.2 * scale, 44)


def _steam(x: float, y: float, scale: float, chance: random.Random) -> Iterator[list[Point]]:
    """Wisps that rise and widen."""
    for start in (x - 4 * scale, x + 3 * scale):
        turn, tall = chance.uniform(0, 6), 34 * scale
        spine = [(start + math.sin(turn + at * 0.5) * at * 0.42 * scale, y - tall * at / 12) for at in range(13)]
        yield [
            *((a - (0.6 + at * 0.16) * scale, b) for at, (a, b) in enumerate(spine)),
            *((a + (0.6 + at * 0.16) * scale, b) for at, (a, b) in reversed(list(enumerate(spine)))),
        ]
