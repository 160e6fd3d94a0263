"""The picture of a card: place, light, people and air, and over them what the camera does."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator

from storyboard.board.built import built
from storyboard.board.canvas import Canvas
from storyboard.board.letters import set_in, width
from storyboard.board.people import people
from storyboard.board.scenery import before, behind
from storyboard.board.svg import Markup, element, joined, line, shape
from storyboard.film.staging.camera import Motion
from storyboard.film.staging.lines import is_rtl
from storyboard.film.staging.look import Look
from storyboard.film.staging.outline import Point
from storyboard.film.staging.shafts import shafts
from storyboard.film.staging.stage import Box, beside_of, lit
from storyboard.film.staging.things import still_life

AMBER = "#f5be50"
_INSET = 14.0


def picture(look: Look, wide: float, high: float, key: str) -> Markup:
    """What is seen in a shot, in a box of its own at the origin; `key` begins the names of its parts."""
    chance = random.Random(look.seed)  # noqa: S311
    horizon, lamp = lit(look, (0, 0, wide, high), chance)
    scene = Canvas(look, wide, high, horizon, lamp, key, chance)
    frame = element("rect", width=wide, height=high)
    parts = [behind(scene), *_still(scene), people(scene), before(scene), _shade(scene), *_finder(wide, high)]
    if look.subject:
        middle = (wide * 0.17, high * 0.2, wide * 0.83, high * 0.8)
        parts += _named(look.subject, middle, min(wide, high) * 0.062)
    if look.beside:
        parts += _named(look.beside, beside_of(look, (0, 0, wide, high)), min(wide, high) * 0.05)
    return joined(
        (
            element("clipPath", frame, id=f"{key}x"),
            element("g", *parts, *_arrows(look.motion, wide, high), clip_path=f"url(#{key}x)"),
        )
    )


def _still(scene: Canvas) -> Iterator[Markup]:
    """What lies on a table in a shot that is about it."""
    look = scene.look
    if look.things:
        near = look.size in ("macro", "close")
        yield from built(scene, still_life(look.things, near=near, steams="fog" in look.air))


def _shade(scene: Canvas) -> Markup:
    """Less light towards the corners."""
    stops = (
        element("stop", offset=offset, stop_color="#000", stop_opacity=share)
        for offset, share in ((0.55, 0), (1, 0.42))
    )
    return joined(
        (
            element("radialGradient", *stops, id=f"{scene.key}v", r="75%"),
            element("rect", width=scene.width, height=scene.height, fill=f"url(#{scene.key}v)"),
        )
    )


def _finder(wide: float, high: float) -> Iterator[Markup]:
    """The corners of a viewfinder."""
    long, i = min(wide, high) * 0.05, _INSET
    corners = (
        f"M{x} {y + sy * long:.0f}V{y}H{x + sx * long:.0f}"
        for x, sx in ((i, 1), (wide - i, -1))
        for y, sy in ((i, 1), (high - i, -1))
    )
    yield element("path", d="".join(corners), fill="none", stroke="#fff", stroke_opacity=0.6, stroke_width=1.5)


def _arrows(motion: Motion, wide: float, high: float) -> Iterator[Markup]:
    u, i = min(wide, high) / 420, _INSET + 4
    for points in shafts(motion, (i, i, wide - i, high - i), u):
        ends = [] if motion.move == "shake" else _head(points[-2], points[-1], 26 * u)
        for ink, opacity, thick in (("#000", 0.45, 7 * u), (AMBER, 1, 4 * u)):
            yield element(
                "path",
                d=line(points) + (shape(ends) if ends else ""),
                fill=ink if ends and motion.move != "around" else "none",
                stroke=ink,
                stroke_opacity=opacity,
                fill_opacity=opacity,
                stroke_width=float(thick),
                stroke_linejoin="round",
                stroke_linecap="round",
            )
            if ends and motion.move == "around":
                yield element("path", d=shape(ends), fill=ink, fill_opacity=opacity)


def _head(start: Point, tip: Point, long: float) -> list[Point]:
    angle = math.atan2(tip[1] - start[1], tip[0] - start[0])
    wings = [(tip[0] - math.cos(angle + by) * long, tip[1] - math.sin(angle + by) * long) for by in (-0.42, 0.42)]
    return [tip, *wings]


def _named(subject: str, box: Box, size: float) -> Iterator[Markup]:
    """What stands for a thing that cannot be drawn: its name on a crossed frame."""
    half, tall = (box[2] - box[0]) / 2, (box[3] - box[1]) / 2
    x, y = box[0] + half, box[1] + tall
    yield element(
        "path",
        d=f"M{x - half:.0f} {y - tall:.0f}h{half * 2:.0f}v{tall * 2:.0f}h{-half * 2:.0f}zl{half * 2:.0f} {tall * 2:.0f}"
        f"m0 {-tall * 2:.0f}l{-half * 2:.0f} {tall * 2:.0f}",
        fill="#09090b",
        fill_opacity=0.42,
        stroke="#fff",
        stroke_opacity=0.32,
    )
    lines = set_in(subject, size, half * 1.8)
    step = size * 1.3
    top, widest = y - len(lines) * step / 2, max((width(text, size) for text in lines), default=0.0)
    yield element(
        "rect",
        x=x - widest / 2 - 10,
        y=top - 5,
        width=widest + 20,
        height=len(lines) * step + 10,
        rx=3,
        fill="#09090b",
        fill_opacity=0.78,
    )
    for row, text in enumerate(lines):
        yield element(
            "text",
            text,
            x=x,
            y=top + row * step + size,
            font_size=size,
            fill="#f8f7f4",
            text_anchor="middle",
            direction="rtl" if is_rtl(text) else None,
        )
