"""What stands behind the figures: one function a place, each drawing from the far to the near."""

from __future__ import annotations

import math
import random

import msgspec
from PIL import Image, ImageFilter

from storyboard.film.animatic.paint import dimmed, faded, glow, gradient, mask_of, spots
from storyboard.film.staging.look import NIGHT, Look, is_paved, shows_night
from storyboard.film.staging.outline import Point, mix
from storyboard.film.staging.stage import Box, unit_of


class Backdrop(msgspec.Struct, frozen=True):
    """A plate being painted: `zone` is what the words leave free, `horizon` a row, `lamp` where the light is."""

    picture: Image.Image
    look: Look
    zone: Box
    horizon: float
    lamp: Point
    chance: random.Random

    @property
    def unit(self) -> float:
        """What everything is measured in: a hundredth of the zone's height, less where the zone is narrow."""
        return unit_of(self.zone)


def _layer(scene: Backdrop, shape: list[Point], near: float, blur: float) -> None:
    """A dark shape; `near` from 0 (the horizon's colour) to 1 (the nearest)."""
    colours = scene.look.palette
    far = mix(colours.middle, colours.horizon, 0.25)
    mask = mask_of(scene.picture.size, [shape], blur * scene.unit)
    scene.picture.paste(mix(far, colours.near, near), (0, 0), mask)


def _ridge(scene: Backdrop, base: float, height: float, waves: float) -> list[Point]:
    width, bottom = scene.picture.size
    parts = [(scene.chance.uniform(0.6, 1.7) * waves, scene.chance.uniform(0, 7), 1 / n) for n in (1, 2, 4)]
    line: list[Point] = []
    for step in range(81):
        at = step / 80
        rise = sum(math.sin(at * 6.28 * often * n + shift) * part for n, (often, shift, part) in enumerate(parts, 1))
        line.append((at * width, base - height * (0.5 + 0.3 * rise)))
    return [*line, (width, bottom), (0, bottom)]


def hills(scene: Backdrop) -> None:
    """Three ridges, each nearer and darker."""
    for near, base, height, blur in ((0.28, 0, 24, 1.6), (0.55, 12, 20, 1.2), (0.86, 30, 18, 1.0)):
        _layer(scene, _ridge(scene, scene.horizon + base * scene.unit, height * scene.unit, 0.7), near, blur)


def desert(scene: Backdrop) -> None:
    """Long dunes with a lit side."""
    for near, base, height in ((0.2, 0, 12), (0.42, 12, 22), (0.8, 34, 26)):
        shape = _ridge(scene, scene.horizon + base * scene.unit, height * scene.unit, 0.32)
        _layer(scene, shape, near, 0.8)
        lit = mask_of(scene.picture.size, [shape], 0.8 * scene.unit)
        top = min(y for _, y in shape)
        lit = faded(lit, top, top + 26 * scene.unit, 0.42 * (1 - near * 0.6), 0)
        scene.picture.paste(scene.look.palette.horizon, (0, 0), lit)


def sea(scene: Backdrop) -> None:
    """Water to the horizon, a far shore, and the light's path on it."""
    picture, colours, unit = scene.picture, scene.look.palette, scene.unit
    width, height = picture.size
    _layer(scene, _ridge(scene, scene.horizon + 3 * unit, 14 * unit, 0.9), 0.35, 1.2)
    water = gradient(
        width,
        max(2, height - round(scene.horizon)),
        [
            (0, mix(colours.horizon, colours.middle, 0.35)),
            (0.35, mix(colours.middle, colours.near, 0.45)),
            (1, colours.near),
        ],
        scene.look.seed,
    )
    edge = mask_of(
        picture.size, [[(0, scene.horizon), (width, scene.horizon), (width, height), (0, height)]], unit * 0.5
    )
    whole = picture.copy()
    whole.paste(water, (0, round(scene.horizon)))
    picture.paste(whole, (0, 0), edge)
    glints: list[list[Point]] = []
    for step in range(70):
        depth = (step / 70) ** 1.4
        y = scene.horizon + 1.2 * unit + depth * 70 * unit
        wide = (1.2 + depth * 13) * unit * scene.chance.uniform(0.3, 1)
        x = scene.lamp[0] + scene.chance.gauss(0, (1.5 + depth * 9) * unit)
        thick = (0.18 + depth * 0.7) * unit
        glints.append([(x - wide, y), (x, y - thick), (x + wide, y), (x, y + thick)])
    mask = dimmed(mask_of(picture.size, glints, 0.5 * unit), 0.6)
    picture.paste(colours.light, (0, 0), mask)


def forest(scene: Backdrop) -> None:
    """Trunks in three depths, with light between them."""
    picture, unit, chance = scene.picture, scene.unit, scene.chance
    width, height = picture.size
    for near, count, thick, blur, ground in ((0.3, 26, 1.6, 1.8, 4), (0.58, 13, 3.0, 1.2, 14), (0.9, 5, 6.5, 1.6, 30)):
        shapes: list[list[Point]] = [_ridge(scene, scene.horizon + ground * unit, 6 * unit, 0.8)]
        for place in range(count):
            x = (place + chance.uniform(0.1, 0.9)) / count * width
            half, lean = thick * unit * chance.uniform(0.6, 1.3), chance.uniform(-3, 3) * unit
            shapes.append(
                [(x - half * 0.6 + lean, 0), (x + half * 0.6 + lean, 0), (x + half, height), (x - half, height)]
            )
            for _ in range(2):
                y, side = chance.uniform(0.02, 0.4) * height, chance.choice((-1, 1))
                reach = half * chance.uniform(5, 11) * side
                shapes.append([(x, y), (x, y + half), (x + reach, y - abs(reach) * 0.35)])
        mask = mask_of(picture.size, shapes, blur * unit)
        colours = scene.look.palette
        picture.paste(mix(mix(colours.middle, colours.horizon, 0.3), colours.near, near), (0, 0), mask)
        if near < 0.6:
            glow(picture, (scene.lamp[0], scene.horizon - 8 * unit), 70 * unit, colours.light, 0.28)


def city(scene: Backdrop) -> None:
    """Blocks in three depths, with windows lit where it is dark."""
    picture, unit, chance, colours = scene.picture, scene.unit, scene.chance, scene.look.palette
    width, height = picture.size
    dark = sum(colours.top) < 200
    for near, tall, blur, step in ((0.25, 50, 1.5, 9), (0.55, 40, 1.0, 13), (0.88, 24, 0.9, 19)):
        shapes: list[list[Point]] = []
        windows: list[tuple[float, float, float, float]] = []
        x = -step * unit
        while x < width:
            wide = step * unit * chance.uniform(0.6, 1.5)
            top = scene.horizon + near * 22 * unit - tall * unit * chance.uniform(0.25, 1)
            shapes.append([(x, top), (x + wide, top), (x + wide, height), (x, height)])
            if chance.random() < 0.3:
                mast = x + wide * chance.uniform(0.3, 0.7)
                shapes.append(
                    [
                        (mast - 0.35 * unit, top - 8 * unit),
                        (mast + 0.35 * unit, top - 8 * unit),
                        (mast + 0.35 * unit, top),
                        (mast - 0.35 * unit, top),
                    ]
                )
            for row in range(1, 9):
                for column in range(1, int(wide / (3.4 * unit))):
                    if dark and chance.random() < 0.17:
                        spot = (x + column * 3.4 * unit, top + row * 4.6 * unit)
                        windows.append(
                            (*spot, (0.35 + near * 0.5) * unit, chance.uniform(0.15, 0.85) * (0.3 + near * 0.6))
                        )
            x += wide + chance.uniform(0, 0.5) * unit
        mask = mask_of(picture.size, shapes, blur * unit)
        picture.paste(mix(mix(colours.middle, colours.horizon, 0.3), colours.near, near), (0, 0), mask)
        if dark:
            warm = mix((255, 206, 130), colours.light, 0.5 if scene.look.mood == "neon" else 0.1)
            spots(picture, windows, warm, blur * unit * 0.45)
        if near < 0.8:
            # Haze between the blocks.
            haze = mask_of(picture.size, [[(0, 0), (width, 0), (width, height), (0, height)]])
            picture.paste(
                colours.horizon, (0, 0), faded(haze, scene.horizon - 30 * unit, scene.horizon + 24 * unit, 0, 0.22)
            )


def room(scene: Backdrop) -> None:
    """A wall with a window whose light falls on the floor, and a lamp."""
    picture, unit, colours, chance = scene.picture, scene.unit, scene.look.palette, scene.chance
    width, height = picture.size
    wall = gradient(
        width,
        height,
        [(0, colours.top), (0.5, mix(colours.top, colours.middle, 0.75)), (1, colours.near)],
        scene.look.seed,
    )
    picture.paste(wall)
    floor = scene.horizon + 20 * unit
    x, y = scene.lamp[0], scene.zone[1] + 34 * unit
    if not shows_night(scene.look):
        glow(picture, (x, y), 110 * unit, mix(colours.middle, colours.horizon, 0.6), 0.6)
    wide, tall = 17 * unit, 27 * unit
    panes: list[list[Point]] = []
    for column in (-1, 0):
        for row in (-1, 0):
            left, top = x + column * wide + unit * 0.8, y + row * tall + unit * 0.8
            panes.append(
                [
                    (left, top),
                    (left + wide - 1.6 * unit, top),
                    (left + wide - 1.6 * unit, top + tall - 1.6 * unit),
                    (left, top + tall - 1.6 * unit),
                ]
            )
    mask = mask_of(picture.size, panes, 1.4 * unit)
    picture.paste(NIGHT if shows_night(scene.look) else mix(colours.horizon, colours.light, 0.55), (0, 0), mask)
    shelf = [[(0, floor), (width, floor), (width, height), (0, height)]]
    picture.paste(mix(colours.middle, colours.near, 0.72), (0, 0), mask_of(picture.size, shelf, 1.2 * unit))
    slant = (scene.zone[0] + scene.zone[2]) / 2 - x
    pool = [
        (x - wide, floor + 3 * unit),
        (x + wide, floor + 3 * unit),
        (x + wide + slant * 0.9 + 20 * unit, floor + 44 * unit),
        (x - wide + slant * 0.9 - 8 * unit, floor + 44 * unit),
    ]
    if not shows_night(scene.look):
        lit = faded(mask_of(picture.size, [pool], 3 * unit), floor, floor + 44 * unit, 0.55, 0.1)
        picture.paste(colours.horizon, (0, 0), lit)
        beam = [(x - wide, y - tall), (x + wide, y - tall), pool[2], pool[3]]
        haze = faded(mask_of(picture.size, [beam], 5 * unit), y - tall, floor + 44 * unit, 0.16, 0.02)
        picture.paste(colours.light, (0, 0), haze)
    # Things on a shelf and a lamp, so far out of focus that they could be anything.
    other = width - x
    things: list[list[Point]] = []
    for _ in range(7):
        left, half, up = (
            other + chance.uniform(-34, 34) * unit,
            chance.uniform(1.2, 4) * unit,
            chance.uniform(5, 17) * unit,
        )
        things.append(
            [(left - half, floor - up), (left + half, floor - up), (left + half, floor), (left - half, floor)]
        )
    picture.paste(mix(colours.near, colours.middle, 0.25), (0, 0), mask_of(picture.size, things, 1.6 * unit))
    hang = (other, scene.zone[1] + 18 * unit)
    glow(picture, hang, 46 * unit, colours.light, 0.5)
    spots(picture, [(*hang, 2.6 * unit, 0.95)], colours.light, 0.8 * unit)


def cave(scene: Backdrop) -> None:
    """Rock around an opening from which the light comes."""
    picture, unit, colours, chance = scene.picture, scene.unit, scene.look.palette, scene.chance
    width, height = picture.size
    hills(scene)
    x, y = scene.lamp[0], scene.horizon - 12 * unit
    rim: list[Point] = []
    for step in range(40):
        angle = step / 40 * 6.283
        reach = 1 + 0.13 * math.sin(angle * 3 + scene.look.seed % 7) + chance.uniform(-0.07, 0.07)
        rim.append((x + math.cos(angle) * 62 * unit * reach, y + math.sin(angle) * 46 * unit * reach))
    opening = mask_of(picture.size, [rim], 2.2 * unit)
    rock = gradient(
        width,
        height,
        [(0, mix(colours.near, (0, 0, 0), 0.5)), (0.55, mix(colours.near, colours.middle, 0.3)), (1, colours.near)],
        scene.look.seed,
    )
    glow(rock, (x, y + 30 * unit), 120 * unit, colours.horizon, 0.5)
    picture.paste(Image.composite(picture, rock, opening))
    glow(picture, (x, y), 80 * unit, colours.light, 0.4)


def space(scene: Backdrop) -> None:
    """Stars, and a planet lit from one side."""
    picture, unit, colours, chance = scene.picture, scene.unit, scene.look.palette, scene.chance
    width, height = picture.size
    picture.paste(
        gradient(width, height, [(0, colours.top), (0.6, colours.middle), (1, colours.near)], scene.look.seed)
    )
    glow(picture, (width * 0.3, height * 0.3), 120 * unit, colours.horizon, 0.35)
    stars(scene, height)
    x, y, radius = scene.lamp[0], scene.zone[1] + 62 * unit, 40 * unit
    disc = [(x + math.cos(step / 60 * 6.283) * radius, y + math.sin(step / 60 * 6.283) * radius) for step in range(60)]
    mask = mask_of(picture.size, [disc], 0.8 * unit)
    globe = gradient(
        width,
        height,
        [(0, colours.light), (0.5, mix(colours.horizon, colours.middle, 0.3)), (1, colours.near)],
        scene.look.seed,
    )
    ball = globe.resize((round(radius * 2), round(radius * 2))).rotate(
        50 + chance.uniform(-15, 15), Image.Resampling.BICUBIC
    )
    holder = picture.copy()
    holder.paste(ball, (round(x - radius), round(y - radius)))
    picture.paste(holder.filter(ImageFilter.GaussianBlur(unit)), (0, 0), mask)
    glow(picture, (x, y - radius * 0.5), radius * 1.7, colours.horizon, 0.4)


def backdrop(scene: Backdrop) -> None:
    """A studio's paper roll with a pool of light, for words that name no place."""
    picture, unit, colours = scene.picture, scene.unit, scene.look.palette
    width, height = picture.size
    back = [
        (0.0, mix(colours.top, colours.near, 0.35)),
        (0.45, colours.middle),
        (0.62, mix(colours.middle, colours.near, 0.45)),
        (1.0, colours.near),
    ]
    picture.paste(gradient(width, height, back, scene.look.seed))
    centre = ((scene.zone[0] + scene.zone[2]) / 2, scene.zone[1] + 50 * unit)
    glow(picture, centre, 120 * unit, colours.horizon, 0.75)
    points = [
        (
            scene.chance.uniform(0, width),
            scene.zone[1] + scene.chance.uniform(0, 80) * unit,
            scene.chance.uniform(1.5, 6.5) * unit,
            scene.chance.uniform(0.05, 0.24),
        )
        for _ in range(20)
    ]
    spots(picture, points, colours.light, 0.5 * unit)


def above(scene: Backdrop) -> None:
    """The ground from overhead: a floor in a pool of light."""
    picture, unit, colours = scene.picture, scene.unit, scene.look.palette
    width, height = picture.size
    picture.paste(
        gradient(
            width,
            height,
            [(0, mix(colours.middle, colours.near, 0.55)), (0.4, colours.middle), (1, colours.near)],
            scene.look.seed,
        )
    )
    glow(picture, ((scene.zone[0] + scene.zone[2]) / 2, scene.zone[1] + 50 * unit), 130 * unit, colours.horizon, 0.8)
    if not is_paved(scene.look):
        return
    lines: list[list[Point]] = []
    for step in range(-3, 12):
        x = step / 8 * width
        lines.append([(x, 0), (x + 0.5 * unit, 0), (x + 30 * unit, height), (x + 29.5 * unit, height)])
        y = step / 7 * height
        lines.append([(0, y), (width, y - 12 * unit), (width, y - 11.5 * unit), (0, y + 0.5 * unit)])
    mask = dimmed(mask_of(picture.size, lines, 0.5 * unit), 0.3)
    picture.paste(colours.near, (0, 0), mask)


def stars(scene: Backdrop, until: float) -> None:
    """Stars from the top down to a row."""
    chance, unit = scene.chance, scene.unit
    points = [
        (
            chance.uniform(0, scene.picture.width),
            chance.uniform(0, until),
            chance.uniform(0.2, 0.55) * unit,
            chance.uniform(0.2, 0.95),
        )
        for _ in range(150)
    ]
    spots(scene.picture, points, (226, 234, 255), 0.16 * unit)
