"""The storyboard artist's arrows: how the camera moves, at a glance."""

from __future__ import annotations

import math

from PIL import Image, ImageChops, ImageDraw

from storyboard.film.animatic.camera import Motion
from storyboard.film.animatic.paint import Point, dimmed
from storyboard.film.animatic.sheet import Frame
from storyboard.film.animatic.typeface import AMBER


def draw_arrows(picture: Image.Image, frame: Frame, zone: tuple[float, float, float, float], motion: Motion) -> None:
    """Draw arrows into a zone: from the corners for a move in or out, else one that points the way."""
    if not motion.named or motion.move in ("still", "drift"):
        return
    u = frame.u
    for line in _lines(motion, (zone[0], zone[1] + 8 * u, zone[2], zone[3]), u):
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


def _lines(motion: Motion, box: tuple[float, float, float, float], u: float) -> list[list[Point]]:
    """The shafts, each from its start to its tip."""
    left, top, right, bottom = box
    middle, centre, move = (top + bottom) / 2, (left + right) / 2, motion.move
    if move in ("left", "right"):
        ends = [(right - 100 * u, middle), (right - 12 * u, middle)]
        return [ends if move == "right" else [(left + 100 * u, middle), (left + 12 * u, middle)]]
    if move in ("up", "down"):
        half = min(44 * u, (bottom - top) * 0.36)
        pair = [(right - 30 * u, middle + half), (right - 30 * u, middle - half)]
        return [pair if move == "up" else pair[::-1]]
    if move == "around":
        wide, low = min(150 * u, (right - left) * 0.2), bottom - 34 * u
        angles = [step / 24 * 3.7 - 0.28 for step in range(25)]
        return [[(centre + math.cos(angle) * wide, low + math.sin(angle) * 26 * u) for angle in reversed(angles)]]
    if move == "shake":
        y = top + 20 * u
        return [[(right - (100 - place * 11) * u, y + (9 if place % 2 else -5) * u) for place in range(9)]]
    reach = min(46 * u, (bottom - top) * 0.3)
    lines: list[list[Point]] = []
    for x, sx in ((left, 1), (right, -1)):
        for y, sy in ((top, 1), (bottom, -1)):
            outer = (x + sx * 14 * u, y + sy * 10 * u)
            inner = (x + sx * (14 * u + reach), y + sy * (10 * u + reach * 0.62))
            lines.append([inner, outer] if move == "out" else [outer, inner])
    return lines


def _head(pen: ImageDraw.ImageDraw, before: Point, tip: Point, long: float) -> None:
    angle = math.atan2(tip[1] - before[1], tip[0] - before[0])
    ahead = (tip[0] + math.cos(angle) * long * 0.25, tip[1] + math.sin(angle) * long * 0.25)
    wings = [(ahead[0] - math.cos(angle + by) * long, ahead[1] - math.sin(angle + by) * long) for by in (-0.42, 0.42)]
    pen.polygon([ahead, *wings], fill=255)
