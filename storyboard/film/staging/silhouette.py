"""The outlines of people, in heads: shapes of hair, hats, shoulders, whole figures, and a figure seen from above."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

import msgspec

from storyboard.film.staging import profile
from storyboard.film.staging.outline import Point, curve

Shape = tuple[tuple[float, float], ...]
# Points right of the middle line and below the crown, in heads; the left side mirrors them.
_SKULL: Shape = ((0.0, 0.0), (0.27, 0.07), (0.375, 0.33), (0.34, 0.62), (0.21, 0.9), (0.0, 1.0))
_BOB: Shape = ((0, -0.07), (0.3, 0.02), (0.43, 0.36), (0.5, 0.84), (0.36, 0.94), (0.2, 0.84))
_HELMET: Shape = ((0, -0.2), (0.3, -0.12), (0.43, 0.14), (0.55, 0.4), (0.4, 0.38), (0.2, 0.29), (0, 0.28))
_HOOD: Shape = ((0, -0.3), (0.26, -0.12), (0.47, 0.26), (0.5, 0.72), (0.62, 1.14), (0.95, 1.5), (0, 1.7))
_BEARD: Shape = ((0.36, 0.5), (0.345, 0.86), (0.25, 1.08), (0.1, 1.19), (0, 1.2))
BEARDS = {"full": _BEARD, "plaits": _BEARD, "short": ((0.36, 0.5), (0.33, 0.84), (0.2, 0.99), (0, 1.03))}
# One of two; a knot parts what hangs down from its end.
_PLAIT: Shape = (
    *((0.02, 1.1), (0.22, 1.02), (0.23, 1.3), (0.2, 1.5)),
    *((0.26, 1.74), (0.15, 1.84), (0.06, 1.72), (0.12, 1.5), (0.06, 1.3)),
)
_CROWN: Shape = ((0, -0.19), (0.31, -0.14), (0.36, 0.24))
_NECK: Shape = ((0.19, 0.75), (0.25, 1.3))
# What hair and beard leave free of a head: the brow (under hair, or bald), the cheeks, and the chin.
_BROW: Shape = ((0, 0.29), (0.19, 0.27), (0.29, 0.4))
_BARE_BROW: Shape = ((0, 0.04), (0.24, 0.11), (0.34, 0.34))
_BARE_HEAD: Shape = ((0, 0.04), (0.25, 0.11), (0.34, 0.33), (0.31, 0.6), (0.2, 0.84), (0, 0.9))
_CHEEK: Shape = ((0.29, 0.58),)
_CHIN: Shape = ((0.18, 0.87), (0.0, 0.95))
_BEARDED: Shape = ((0.29, 0.68), (0.24, 0.79), (0.15, 0.78), (0.06, 0.73), (0.0, 0.72))
_THIN_NECK: Shape = ((0.18, 0.8), (0.24, 1.2))
_ROBOT: Shape = ((0.36, 0.1), (0.32, 0.95))
_MAST: Shape = ((0.015, -0.2), (0.015, 0.15))
_BOAT: Shape = ((3.4, 0.7), (5.0, -1.1), (3.0, -0.35))
# One side only.
_LOCK: Shape = ((0.36, 0.2), (0.44, 0.6), (0.47, 1.0), (0.56, 1.5), (0.36, 1.46), (0.27, 1.0), (0.24, 0.6))
_TAIL: Shape = (
    *((0.2, 0.02), (0.5, 0.06), (0.62, 0.4), (0.57, 0.85)),
    *((0.66, 1.2), (0.47, 0.95), (0.43, 0.5), (0.34, 0.24)),
)


# What a trait puts on a head; the first that a person has counts.
_ON_HAIR = {"cap": "cap", "hat": "hat", "beret": "beret", "helmet": "helmet"}
_HAIRS = {"bald": "bald", "tail": "tail", "bun": "bun", "bob": "bob", "curls": "curly", "curly": "curly"} | {
    "short": "short",
    "long": "long",
}
_WORN = _ON_HAIR | {"hood": "hood"} | _HAIRS


class Physique(msgspec.Struct, frozen=True):
    """How a person looks: hair or headgear, a beard, the width of the shoulders, the turn of the head, a long hem.

    `under` is the hair below a cap or a hat. `colours` has those that are told, by `clothes`, `hair`, `beard` and
    `headgear`; `seed` picks what nobody tells. `facing` is the figure's; a profile looks `ahead`, 1 for the right.
    """

    hair: str
    beard: Literal["", "full", "plaits", "short", "moustache"]
    broad: float
    turn: float
    child: bool
    robot: bool
    skirt: bool
    colours: Mapping[str, str] = MappingProxyType({})
    old: bool = False
    under: str = ""
    facing: str = ""
    ahead: int = 1
    glasses: Literal["", "clear", "dark"] = ""
    seed: int = 0

    @property
    def is_turned(self) -> bool:
        """Whether the face is on the other side."""
        return self.facing in ("back", "over")


class Outline(msgspec.Struct, frozen=True):
    """A figure's shapes by what they are; those of a later part lie over those of an earlier one."""

    body: list[list[Point]]
    clothes: list[list[Point]]
    head: list[list[Point]]
    hair: list[list[Point]]
    beard: list[list[Point]]
    headgear: list[list[Point]]

    @property
    def shapes(self) -> list[list[Point]]:
        """All of them."""
        return [*self.body, *self.clothes, *self.head, *self.hair, *self.beard, *self.headgear]


def build_of(traits: frozenset[str], face: int) -> Physique:
    """The build that a shot's words give, and what they leave open as the seed of the person's name has it."""
    chance = random.Random(face)  # noqa: S311
    of_men, of_women = (
        chance.choice(("short", "curly", "parted", "short")),
        chance.choice(("long", "bun", "tail", "bob")),
    )
    hair = of_women if "woman" in traits else of_men
    under = next((grown for trait, grown in _HAIRS.items() if trait in traits), hair)
    hair = next((worn for trait, worn in _WORN.items() if trait in traits), hair)
    under = "bald" if hair == "helmet" else under
    broad = chance.uniform(0.96, 1.12) * (0.86 if "woman" in traits else 1.0)
    turn = chance.choice((-1, 1)) * chance.uniform(0.03, 0.09)
    skirt = "woman" in traits or (hair == "hood" and "man" not in traits)
    full = "short" if "short beard" in traits else "full"
    beard = "plaits" if "plaits" in traits else full if "beard" in traits else ""
    beard = beard or ("moustache" if "moustache" in traits else "")
    glasses = "dark" if "shades" in traits else "clear" if "glasses" in traits else ""
    stated = sorted(trait.split(" ") for trait in traits - {"short beard"} if " " in trait)
    hidden = hair in ("helmet", "hood", "bald")
    # What is dark is as it is drawn anyway; of clothes it is told on, since those of no colour get one.
    colours = {"clothes": "dark"} if "dark clothes" in traits else {}
    colours |= {part: colour for colour, part in stated if colour != "dark" and not (part == "hair" and hidden)}
    # Of one whose beard has no colour of its own it is that of the hair.
    colours |= {"beard": colours["hair"]} if "hair" in colours and "beard" not in colours else {}
    old = "old" in traits
    if old and not hidden:
        colours = {"hair": "grey"} | ({"beard": "grey"} if beard else {}) | colours
    colours |= {"hair": colours["beard"]} if "beard" in colours and "hair" not in colours and not hidden else {}
    return Physique(
        hair, beard, broad, turn, "child" in traits, "robot" in traits, skirt, colours, old, under, glasses=glasses,
        seed=face,
    )  # fmt: skip


def face(x: float, top: float, size: float, build: Physique) -> list[Point]:
    """The part of a head that no hair and no beard covers."""
    if build.is_turned:
        return curve(both(x, top, size, _BARE_HEAD), 8) if build.hair == "bald" else []
    if build.facing == "profile":
        bare = profile.BARE if build.hair == "bald" else profile.FACE
        return curve(_placed(x, top, size, bare, build.ahead), 8)
    brow, chin = _BARE_BROW if build.hair == "bald" else _BROW, _BEARDED if build.beard in BEARDS else _CHIN
    return curve(both(x + build.turn * 0.6 * size, top, size, (*brow, *_CHEEK, *chin)), 8)


def heads(build: Physique) -> float:
    """How many heads high a whole figure is."""
    return 5.4 if build.child else 6.9 if build.old else 7.2


def bust(x: float, top: float, size: float, build: Physique) -> Outline:
    """Head, neck and shoulders, down to below the picture."""
    wide = 1.02 * build.broad * (0.7 if build.child else 1.0) * (0.86 if build.facing == "profile" else 1.0)
    side = ((0.2, 1.1), (0.36, 1.27), (wide * 0.62, 1.4), (wide * 0.88, 1.56), (wide * 1.02, 1.88), (wide * 1.1, 2.6))
    # Who is old holds the head low between the shoulders.
    torso = curve(both(x, top - (0.14 * size if build.old else 0.0), size, (*side, (wide * 1.22, 7.0))), 8)
    return _dressed(x, top, size, build, [both(x, top, size, _NECK)], [torso])


def tall(build: Physique, pose: str) -> float:
    """How many heads high a whole figure is in a pose."""
    high = heads(build)
    return {"sit": high * 0.53 + 2.1, "kneel": high * 0.53 + 0.95, "lie": 1.6}.get(pose, high)


def sitting(x: float, top: float, size: float, build: Physique) -> Outline:
    """A whole figure on a seat, hands on the knees."""
    hip, half = heads(build) * 0.53, (0.78 if build.child else 0.98) * build.broad
    clothes, body = _torso(x, top, size, hip, half)
    body.append(both(x, top, size, ((1.05, hip + 0.05), (1.05, hip + 0.35), (0, hip + 0.35), (0, hip + 0.05))))
    for by in (-1, 1):
        leg = (
            (0.05, hip - 0.2),
            (half * 0.7, hip - 0.2),
            (0.72, hip + 0.4),
            (0.62, hip + 2.1),
            (0.22, hip + 2.1),
            (0.2, hip + 0.5),
        )
        arm = (
            (half, 1.5),
            (half - 0.36, 1.45),
            (half - 0.42, hip - 0.6),
            (0.34, hip + 0.1),
            (0.6, hip + 0.2),
            (half + 0.1, hip - 0.6),
        )
        body.append(_placed(x, top, size, leg, by))
        body.append(
            _placed(x, top, size, ((0.88, hip + 0.3), (1.0, hip + 0.3), (1.0, hip + 2.1), (0.88, hip + 2.1)), by)
        )
        clothes.append(_placed(x, top, size, arm, by))
    if build.skirt:
        clothes.append(both(x, top, size, ((half * 0.7, hip - 0.4), (0.8, hip + 1.2))))
    return _dressed(x, top, size, build, body, clothes)


def kneeling(x: float, top: float, size: float, build: Physique) -> Outline:
    """A whole figure on its knees, hands on the thighs."""
    hip, half = heads(build) * 0.53, (0.78 if build.child else 0.98) * build.broad
    clothes, body = _torso(x, top, size, hip, half)
    for by in (-1, 1):
        thigh = (
            (-0.05, hip - 0.3),
            (half * 0.74, hip - 0.3),
            (0.86, hip + 0.7),
            (0.74, hip + 0.95),
            (0.06, hip + 0.95),
        )
        arm = (
            (half, 1.5),
            (half - 0.36, 1.45),
            (half - 0.4, hip - 0.7),
            (0.3, hip),
            (0.56, hip + 0.15),
            (half + 0.1, hip - 0.7),
        )
        body.append(_placed(x, top, size, thigh, by))
        clothes.append(_placed(x, top, size, arm, by))
    if build.skirt:
        clothes.append(both(x, top, size, ((half * 0.7, hip - 0.4), (0.95, hip + 0.95))))
    return _dressed(x, top, size, build, body, clothes)


def _torso(x: float, top: float, size: float, hip: float, half: float) -> tuple[list[list[Point]], list[list[Point]]]:
    """The clothes of a trunk, and the neck in them."""
    trunk = both(x, top, size, ((0.2, 1.05), (half, 1.5), (half * 0.74, hip)))
    return [trunk], [both(x, top, size, _THIN_NECK)]


def standing(x: float, top: float, size: float, build: Physique, chance: random.Random) -> Outline:
    """A whole figure, standing or on its way."""
    tall = heads(build)
    half = (0.78 if build.child else 0.98) * build.broad
    stride = chance.choice((0.18, 0.5, 0.75))
    hip, swing, waist = tall * 0.53, stride * 0.6, half * 0.74
    clothes = [both(x, top, size, ((0.2, 1.05), (half, 1.5), (waist, hip)))]
    body = [both(x, top, size, _THIN_NECK)]
    for by in (-1, 1):
        foot = stride + (0.1 if by > 0 else 0.0)
        leg = ((-0.05, hip - 0.3), (waist, hip - 0.3), (foot + 0.25, tall), (foot - 0.25, tall))
        arm = (
            (half, 1.5),
            (half - 0.36, 1.45),
            (half - swing * 0.5, hip + 0.5),
            (half + 0.26 - swing * 0.3, hip + 0.5),
        )
        body.append(_placed(x, top, size, leg, by))
        clothes.append(_placed(x, top, size, arm, by))
    if build.skirt:
        clothes.append(both(x, top, size, ((half * 0.7, hip - 0.4), (half * 1.15, tall - 1.1))))
    return _dressed(x, top, size, build, body, clothes)


def boat(x: float, y: float, size: float) -> list[Point]:
    """A skiff under a standing figure whose feet are at a row."""
    return curve(both(x, y, size, _BOAT), 6)


def overhead(x: float, y: float, size: float, turn: float) -> tuple[list[list[Point]], list[Point], list[Point]]:
    """A figure from above: shoulders with arms and a foot, the head, and the shine on it."""

    def spot(right: float, down: float) -> Point:
        along, across = math.cos(turn), math.sin(turn)
        return x + (right * along - down * across) * size, y + (right * across + down * along) * size

    arms = [oval(*spot(by * 0.86, 0.22), 0.16 * size, 0.36 * size, turn - by * 0.2) for by in (-1, 1)]
    foot = oval(*spot(0.25, 0.55), 0.17 * size, 0.3 * size, turn)
    middle = spot(0, 0.2)
    head = oval(*middle, size * 0.4, size * 0.46, turn)
    shine = oval(middle[0], middle[1] - size * 0.16, size * 0.22, size * 0.16, turn)
    return [oval(x, y, size, size * 0.42, turn), *arms, foot], head, shine


def oval(x: float, y: float, half: float, tall: float, tilt: float = 0.0) -> list[Point]:
    """An ellipse as a polygon: its middle, half its width and height, its turn in radians."""
    points: list[Point] = []
    for step in range(48):
        angle = step / 48 * 2 * math.pi
        dx, dy = math.cos(angle) * half, math.sin(angle) * tall
        points.append((x + dx * math.cos(tilt) - dy * math.sin(tilt), y + dx * math.sin(tilt) + dy * math.cos(tilt)))
    return points


def _placed(x: float, top: float, size: float, shape: Shape, by: int = 1) -> list[Point]:
    return [(x + by * right * size, top + down * size) for right, down in shape]


def both(x: float, top: float, size: float, shape: Shape) -> list[Point]:
    """A shape and its mirror image as one; a point on the middle line counts once."""
    other = [point for point in reversed(shape) if point[0]]
    return [*_placed(x, top, size, shape), *_placed(x, top, size, tuple(other), -1)]


def _dressed(
    x: float, top: float, size: float, build: Physique, body: list[list[Point]], clothes: list[list[Point]]
) -> Outline:
    """A figure with a head one `size` high from crown to chin, and what grows or sits on it."""
    if build.robot:
        box, mast = both(x, top, size, _ROBOT), both(x, top, size, _MAST)
        head = [curve(box, 4), box, mast, oval(x, top - 0.2 * size, 0.05 * size, 0.05 * size)]
        return Outline(body, clothes, head, [], [], [])
    if build.facing == "profile":
        return _in_profile(x, top, size, build, body, clothes)
    # A head that is turned leans at the chin.
    turned = [(px + build.turn * size * max(0.0, (py - top) / size - 0.3), py) for px, py in both(x, top, size, _SKULL)]
    ears = [oval(x + by * 0.365 * size, top + 0.54 * size, 0.05 * size, 0.1 * size, by * 0.15) for by in (-1, 1)]
    head, hair, beard = [curve(turned, 8), *ears], _hair(x, top, size, build), list[list[Point]]()
    headgear: list[list[Point]] = []
    if build.hair in _ON_HAIR:
        headgear, hair = hair, _hair(x, top, size, msgspec.structs.replace(build, hair=build.under))
    if build.is_turned and build.hair not in ("bald", "hood"):
        hair = [*hair, oval(x, top + 0.42 * size, 0.385 * size, 0.47 * size)]
    if build.hair == "hood":
        clothes, hair = [*clothes, *hair], []
    chin = x + build.turn * size * 0.5
    if build.is_turned:
        return Outline(body, clothes, head, hair, beard, headgear)
    if build.beard in BEARDS:
        beard.append(curve(both(chin, top, size, BEARDS[build.beard]), 8))
    if build.beard == "plaits":
        beard += [curve(_placed(chin, top, size, _PLAIT, by), 8) for by in (-1, 1)]
    return Outline(body, clothes, head, hair, beard, headgear)


def _in_profile(
    x: float, top: float, size: float, build: Physique, body: list[list[Point]], clothes: list[list[Point]]
) -> Outline:
    """A figure whose head is seen from the side."""

    def placed(*shapes: Shape) -> list[list[Point]]:
        return [curve(_placed(x, top, size, shape, build.ahead), 8) for shape in shapes]

    beard = placed(profile.BEARD) if build.beard in BEARDS else []
    if build.hair == "hood":
        return Outline(body, clothes, placed(profile.SKULL), _hair(x, top, size, build), beard, [])
    headgear: list[list[Point]] = []
    if build.hair in _ON_HAIR:
        headgear = placed(*profile.CAP) if build.hair == "cap" else _hair(x, top, size, build)
    hair = placed(*profile.HAIR.get(build.under, profile.SHORT))
    return Outline(body, clothes, placed(profile.SKULL), hair, beard, headgear)


def _hair(x: float, top: float, h: float, build: Physique) -> list[list[Point]]:
    side = 1 if build.turn > 0 else -1
    if build.hair == "bald":
        return []

    def round_at(right: float, down: float, half: float, tall: float, tilt: float = 0.0) -> list[Point]:
        return oval(x + right * h, top + down * h, half * h, tall * h, tilt)

    if build.hair == "parted":
        return [round_at(0, 0.3, 0.4, 0.4), round_at(0.16, 0.06, 0.26, 0.13, 0.3)]
    if build.hair == "curly":
        angles = [step / 9 * math.pi for step in range(10)]
        return [round_at(math.cos(a) * 0.36, 0.34 - math.sin(a) * 0.34, 0.15, 0.15) for a in angles]
    if build.hair == "bun":
        return [round_at(0, 0.32, 0.4, 0.36), round_at(-build.turn, -0.12, 0.17, 0.16)]
    if build.hair == "long":
        locks = [curve(_placed(x, top, h, _LOCK, by), 8) for by in (-1, 1)]
        return [round_at(0, 0.34, 0.42, 0.4), *locks]
    if build.hair == "bob":
        return [curve(both(x, top, h, _BOB), 8)]
    if build.hair == "tail":
        return [round_at(0, 0.3, 0.4, 0.35), curve(_placed(x, top, h, _TAIL, -side), 8)]
    if build.hair == "cap":
        return [round_at(0, 0.26, 0.4, 0.33), round_at(side * 0.36, 0.34, 0.26, 0.055, 0.1)]
    if build.hair == "beret":
        return [round_at(side * 0.08, 0.08, 0.5, 0.26, side * -0.14)]
    if build.hair == "hat":
        return [both(x, top, h, _CROWN), round_at(0, 0.24, 0.72, 0.1, -0.04)]
    if build.hair in ("helmet", "hood"):
        return [curve(both(x, top, h, _HELMET if build.hair == "helmet" else _HOOD), 8)]
    return [round_at(0, 0.3, 0.4, 0.36)]
