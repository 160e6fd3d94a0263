"""The shafts of the storyboard artist's arrows, which show at a glance how the camera moves."""

from __future__ import annotations

import math

from storyboard.film.staging.camera import Motion
from storyboard.film.staging.outline import Point
from storyboard.film.staging.stage import Box


def shafts(motion: Motion, box: Box, u: float) -> list[list[Point]]:
    """The shafts in a box, each from its start to its tip; none for a camera whose move no words name.

    A move in or out has one in each corner, any other move one that points the way; `u` is their unit.
    """
    if not motion.named or motion.move in ("still", "drift"):
        return []
    left, top, right, bottom = box
    middle, centre, move = (top + bottom) / 2, (left + right) / 2, motion.move
    if move in ("left", "right"):
        ends = [(right - 100 * u, middle), (right - 12 * u, middle)]
        return [ends if move == "right" else [(left + 100 * u, middle), (left + 12 * u, middle)]]
    if move in ("up", "down"):
        half = min(44 * u, (bottom - top) * 0.36)
        pair = [(right - 30 * u, middle + half), (right - 30 * u, middle - half)]
        return [pair if move == "up" else pair[::-1]]
    if move == "follow":
        # What is followed goes where it will: the arrow lies on the ground and leads into the picture.
        low, reach = bottom - 22 * u, min(90 * u, (right - left) * 0.16)
        steps = [step / 16 for step in range(17)]
        bends = [
            (centre - reach + 2 * reach * at, low - 30 * u * at * at + 9 * u * math.sin(at * 6.28)) for at in steps
        ]
        return [bends]
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
