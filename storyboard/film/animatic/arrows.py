"""The storyboard artist's arrows: how the camera moves, at a glance."""

from __future__ import annotations

import math

from PIL import Image, ImageChops, ImageDraw

from storyboard.film.animatic.paint import dimmed
from storyboard.film.animatic.sheet import Frame
from storyboard.film.animatic.typeface import AMBER
from storyboard.film.staging.camera import Motion
from storyboard.film.staging.outline import Point
from storyboard.film.staging.shafts import shafts


def draw_arrows(picture: Image.Image, frame: Frame, zone: tuple[float, float, float, float], motion: Motion) -> None:
    """Draw arrows into a zone: from the corners for a move in or out, else one that points the way."""
    u = frame.u
    for line in shafts(motion, (zone[0], zone[1] + 8 * u, zone[2], zone[3]), u):
        across, down, room = [x for x, _ in line], [y for _, y in line], 24 * u
        left, top = int(min(across) - room), int(min(down) - room)
        size = int(max(across) + room) - left, int(max(down) + room) - top
        layer = Image.new("L", (size[0] * 2, size[1] * 2))
        pen = ImageDraw.Draw(layer)
        points = [((x - left) * 2, (y - top) * 2) for x, y in line]
        pen.line(points, fill=255, width=round(5 * u), joint="curve")
        if motion.move != "shake":
            _head(pen, points[-2], points[-1], 34 * u)
        mask = layer.reduce(2)
        # A thin shade keeps the arrow readable on a bright sky.
        shade = dimmed(ImageChops.offset(mask, 0, max(1, round(1.5 * u))), 0.5)
        for colour, alpha in (((0, 0, 0), shade), (AMBER[:3], mask)):
            ink = Image.new("RGBA", mask.size, (*colour, 0))
            ink.putalpha(alpha)
            picture.alpha_composite(ink, (max(0, left), max(0, top)), (max(0, -left), max(0, -top)))


def _head(pen: ImageDraw.ImageDraw, before: Point, tip: Point, long: float) -> None:
    angle = math.atan2(tip[1] - before[1], tip[0] - before[0])
    ahead = (tip[0] + math.cos(angle) * long * 0.25, tip[1] + math.sin(angle) * long * 0.25)
    wings = [(ahead[0] - math.cos(angle + by) * long, ahead[1] - math.sin(angle + by) * long) for by in (-0.42, 0.42)]
    pen.polygon([ahead, *wings], fill=255)
