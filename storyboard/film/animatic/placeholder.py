"""What stands for a thing that cannot be drawn: its name on a crossed frame, as on an artist's board."""

from __future__ import annotations

from PIL import Image, ImageDraw

from storyboard.film.animatic.sheet import Frame
from storyboard.film.animatic.typeface import INK, Ink, Typesetter, canvas, fitted
from storyboard.film.staging.look import Look
from storyboard.film.staging.stage import Box, beside_of

_LINE: Ink = (255, 255, 255, 96)
_CROSS: Ink = (255, 255, 255, 34)


def draw_placeholders(types: Typesetter, picture: Image.Image, frame: Frame, zone: Box, look: Look) -> None:
    """Draw the names of a shot into a zone of a layer: of what it shows in the middle, of what is there beside that."""
    u = frame.u
    if look.subject:
        half, tall = min((zone[2] - zone[0]) * 0.36, 420 * u), min((zone[3] - zone[1]) * 0.36, 300 * u)
        x, y = (zone[0] + zone[2]) / 2, (zone[1] + zone[3]) / 2 + 4 * u
        _draw(types, picture, u, (x - half, y - tall, x + half, y + tall), look.subject, (44, 38, 32, 27, 23, 20))
    if look.beside:
        _draw(types, picture, u, beside_of(look, zone), look.beside, (36, 31, 27, 23, 20, 18))


def _draw(types: Typesetter, picture: Image.Image, u: float, place: Box, subject: str, sizes: tuple[int, ...]) -> None:
    # Only as large as the frame: a layer of the whole picture would be the most that a film needs of memory.
    half, tall = (place[2] - place[0]) / 2, (place[3] - place[1]) / 2
    corner = int(place[0]), int(place[1])
    x, y = place[0] + half - corner[0], place[1] + tall - corner[1]
    box, thick = (x - half, y - tall, x + half, y + tall), max(1, round(1.5 * u))
    layer = canvas(int(box[2]) + 2, int(box[3]) + 2)
    pen = ImageDraw.Draw(layer)
    pen.rectangle(box, fill=(9, 9, 11, 120), outline=_LINE, width=thick)
    lines, size = _lines(types, types.clean(subject), sizes, (half * 1.8, tall * 1.8), u)
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


def _lines(
    types: Typesetter, name: str, sizes: tuple[int, ...], room: tuple[float, float], u: float
) -> tuple[list[str], float]:
    """The lines of a name at the first size at which all have room; at the last as many as have, with an ellipsis."""
    lines, size, rows = [name], sizes[-1] * u, 1
    for base in sizes:
        lines, size = fitted(types, name, "light", (base,), room[0], 3, u)
        rows = max(1, min(3, int(room[1] / (size * 1.3))))
        if len(lines) <= rows:
            return lines, size
    return [*lines[: rows - 1], f"{lines[rows - 1].rstrip('…')}…"], size
