"""What stands for a thing that cannot be drawn: its name on a crossed frame, as on an artist's board."""

from __future__ import annotations

from PIL import Image, ImageDraw

from storyboard.film.animatic.sheet import Frame
from storyboard.film.animatic.typeface import INK, Ink, Typesetter, canvas, fitted

_LINE: Ink = (255, 255, 255, 96)
_CROSS: Ink = (255, 255, 255, 34)


def draw_placeholder(
    types: Typesetter, picture: Image.Image, frame: Frame, zone: tuple[float, float, float, float], subject: str
) -> None:
    """Draw the frame, its cross and the name in the middle of a zone of a layer."""
    u, wide, high = frame.u, zone[2] - zone[0], zone[3] - zone[1]
    half, tall = min(wide * 0.36, 420 * u), min(high * 0.36, 300 * u)
    left, top = (zone[0] + zone[2]) / 2 - half, (zone[1] + zone[3]) / 2 + 4 * u - tall
    # Only as large as the frame: a layer of the whole picture would be the most that a film needs of memory.
    corner = int(left), int(top)
    x, y = left + half - corner[0], top + tall - corner[1]
    box, thick = (x - half, y - tall, x + half, y + tall), max(1, round(1.5 * u))
    layer = canvas(int(box[2]) + 2, int(box[3]) + 2)
    pen = ImageDraw.Draw(layer)
    pen.rectangle(box, fill=(9, 9, 11, 120), outline=_LINE, width=thick)
    lines, size = fitted(types, types.clean(subject), "light", (44, 38, 32, 27, 23, 20), half * 1.8, 3, u)
    lines = lines[: max(1, int(tall * 1.8 / (size * 1.3)))]
    block = len(lines) * size * 1.3
    widest = max((types.width(line, "light", size) for line in lines), default=0.0)
    for start, stop in (((box[0], box[1]), (box[2], box[3])), ((box[0], box[3]), (box[2], box[1]))):
        pen.line([start, stop], fill=_CROSS, width=thick)
    pad = 12 * u
    pen.rectangle(
        (x - widest / 2 - pad, y - block / 2 - pad / 2, x + widest / 2 + pad, y + block / 2 + pad / 2),
        fill=(9, 9, 11, 200),
    )
    for row, line in enumerate(lines):
        base = y - block / 2 + row * size * 1.3 + size * 0.98
        types.draw(pen, x - types.width(line, "light", size) / 2, base, line, "light", size, INK)
    picture.alpha_composite(layer, corner)
