"""A picture being drawn, and its brushes: shapes, gradients, light round a point, dots, banks of air."""

from __future__ import annotations

import random

import msgspec

from storyboard.board.svg import Markup, colour, element, joined, shape
from storyboard.film.staging.look import Look
from storyboard.film.staging.outline import Colour, Point, mix
from storyboard.film.staging.stage import unit_of


class Canvas(msgspec.Struct, frozen=True):
    """A picture that is drawn: its size, what it shows, the row of its horizon and the place of its light.

    `key` begins the names of its gradients, which are the page's; `chance` is the same for the same shot.
    """

    look: Look
    width: float
    height: float
    horizon: float
    lamp: Point
    key: str
    chance: random.Random

    @property
    def unit(self) -> float:
        """A hundredth of the height, less where the picture is narrow."""
        return unit_of((0, 0, self.width, self.height))

    def tone(self, near: float) -> Colour:
        """The colour of what stands between the horizon (0) and the nearest (1)."""
        colours = self.look.palette
        return mix(mix(colours.middle, colours.horizon, 0.28), colours.near, near)


def rect(scene: Canvas, fill: str, top: float = 0, **more: object) -> Markup:
    """The whole picture from a row down."""
    return element("rect", x=0, y=top, width=scene.width, height=scene.height - top, fill=fill, **more)


def path(fill: Colour, *shapes: list[Point], **more: object) -> Markup:
    """Shapes of one colour."""
    return element("path", d=shape(*shapes), fill=colour(fill), **more)


def gradient(scene: Canvas, name: str, stops: list[tuple[float, Colour]]) -> tuple[Markup, str]:
    """A gradient from the top down, and the paint that names it."""
    key = f"{scene.key}{name}"
    inner = (element("stop", offset=f"{at:.3f}", stop_color=colour(value)) for at, value in stops)
    return element("linearGradient", *inner, id=key, x1=0, y1=0, x2=0, y2=1), f"url(#{key})"


def glow(
    scene: Canvas, name: str, at: Point, radius: float, value: Colour, strength: float, up: float | None = None
) -> list[Markup]:
    """Light round a point that fades to nothing at the radius, or at `up` above and below."""
    key = f"{scene.key}{name}"
    stops = [
        element("stop", offset=offset, stop_color=colour(value), stop_opacity=f"{strength * share:.3f}")
        for offset, share in ((0, 1), (0.35, 0.45), (0.7, 0.1), (1, 0))
    ]
    return [
        element("radialGradient", *stops, id=key),
        element(
            "ellipse", cx=float(at[0]), cy=float(at[1]), rx=float(radius), ry=float(up or radius), fill=f"url(#{key})"
        ),
    ]


def dots(
    scene: Canvas, count: int, value: Colour, across: tuple[float, float], down: tuple[float, float], size: float
) -> Markup:
    """Dots of three sizes: strokes of no length with round ends, which say the least."""
    parts: list[Markup] = []
    for share, thick in ((0.6, 1.0), (0.3, 1.9), (0.1, 3.4)):
        points = (
            f"M{round(scene.chance.uniform(*across))} {round(scene.chance.uniform(*down))}h0"
            for _ in range(max(1, round(count * share)))
        )
        parts.append(
            element(
                "path",
                d="".join(points),
                stroke=colour(value),
                stroke_width=float(thick * size * scene.unit * 0.5),
                stroke_linecap="round",
                stroke_opacity=0.8,
            )
        )
    return joined(parts)


def cloud(scene: Canvas, name: str, y: float, strength: float) -> list[Markup]:
    """A bank of air, long and thin, that ends nowhere."""
    chance, colours = scene.chance, scene.look.palette
    at = chance.uniform(0.05, 0.95) * scene.width, y
    across, up = chance.uniform(0.3, 0.6) * scene.width, chance.uniform(6, 12) * scene.unit
    return glow(scene, name, at, across, mix(colours.horizon, colours.light, 0.3), strength, up)
