"""Draw the boards of two samples as a hand would with pencil and wash: `samples/boards/*.png`, `samples/teapot/*.png`.

`--check` only says whether what lies there is what would be drawn, by its size and its greys.
"""

from __future__ import annotations

import io
import math
import random
import sys
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageStat

FOLDER = Path(__file__).resolve().parent.parent / "samples"
HIGH, GREYS = 720, 16
Point = tuple[float, float]


class Sheet:
    """A sheet of paper: `wash` lays a soft grey on it, `line` a pencil stroke, `light` takes grey away again."""

    def __init__(self, wide: int, seed: int) -> None:
        self.paper = Image.new("L", (wide * 2, HIGH * 2), 244)
        self.chance = random.Random(seed)

    def _shape(self, points: Sequence[Point], soft: float) -> Image.Image:
        mask = Image.new("L", self.paper.size)
        ImageDraw.Draw(mask).polygon([(x * 2, y * 2) for x, y in points], fill=255)
        return mask.filter(ImageFilter.GaussianBlur(soft * 2)) if soft else mask

    def wash(self, points: Sequence[Point], grey: int, soft: float = 3) -> None:
        """A brush full of grey, darker where it lay on grey already."""
        mask = self._shape(points, soft)
        self.paper.paste(ImageChops.multiply(self.paper, Image.new("L", self.paper.size, grey)), (0, 0), mask)

    def light(self, points: Sequence[Point], grey: int = 250, soft: float = 6) -> None:
        """A part that stays as bright as the paper."""
        self.paper.paste(grey, (0, 0), self._shape(points, soft))

    def spots(self, spots: Sequence[tuple[float, float, float]]) -> None:
        """Round spots as bright as the paper: where they are, and how large."""
        pen = ImageDraw.Draw(self.paper)
        for x, y, wide in spots:
            pen.ellipse([(at + by) * 2 for by in (-wide, wide) for at in (x, y)], fill=252)

    def line(self, points: Sequence[Point], width: float = 2.6, grey: int = 40, shake: float = 1.2) -> None:
        """A stroke drawn twice, as a hand that looks for its line does."""
        pen = ImageDraw.Draw(self.paper)
        for _ in range(2):
            drawn: list[Point] = []
            for (x, y), (to_x, to_y) in pairwise(points):
                steps = max(2, round(math.dist((x, y), (to_x, to_y)) / 18))
                drawn += [
                    (
                        (x + (to_x - x) * at / steps + self.chance.gauss(0, shake)) * 2,
                        (y + (to_y - y) * at / steps + self.chance.gauss(0, shake)) * 2,
                    )
                    for at in range(steps + 1)
                ]
            pen.line(drawn, fill=grey, width=round(width * 2), joint="curve")

    def round(self, x: float, y: float, wide: float, high: float, start: float = 0, end: float = 360) -> list[Point]:
        """The points of an arc, its angles in degrees from the right and clockwise."""
        count = max(8, round(abs(end - start) / 8))
        angles = [math.radians(start + (end - start) * at / count) for at in range(count + 1)]
        return [(x + wide * math.cos(angle), y + high * math.sin(angle)) for angle in angles]

    def waves(self, top: float, count: int, grey: int = 70) -> None:
        """Rows of short strokes that grow wider towards the front."""
        wide = self.paper.width // 2
        for row in range(count):
            y = top + (HIGH - top) * (row / count) ** 1.6
            for _ in range(wide // 120):
                x, long = self.chance.uniform(0, wide), self.chance.uniform(20, 60) * (0.5 + row / count)
                self.line([(x, y), (x + long / 2, y - 3), (x + long, y)], 1.6, grey, 0.6)

    def finished(self) -> Image.Image:
        """The sheet at its own size."""
        return self.paper.reduce(2)


def tower(sheet: Sheet, x: float, foot: float, high: float) -> None:
    """A lighthouse that stands at a place."""
    wide, top = high * 0.13, foot - high
    walls = [(x - wide, foot), (x - wide * 0.62, top), (x + wide * 0.62, top), (x + wide, foot)]
    sheet.light(walls, 246, 1)
    sheet.wash([(x + wide * 0.1, top), (x + wide * 0.62, top), (x + wide, foot), (x + wide * 0.2, foot)], 178, 4)
    for band in (0.18, 0.5, 0.8):
        y, tall = top + high * band, high * 0.11
        half = wide * (0.62 + 0.38 * band)
        sheet.wash([(x - half, y), (x + half, y), (x + half * 1.05, y + tall), (x - half * 1.05, y + tall)], 96, 1)
    sheet.line([*walls, walls[0]])
    room = high * 0.12
    sheet.light(
        [(x - wide * 0.5, top), (x + wide * 0.5, top), (x + wide * 0.5, top - room), (x - wide * 0.5, top - room)],
        252,
        2,
    )
    for side in (-0.5, -0.15, 0.15, 0.5):
        sheet.line([(x + wide * side, top), (x + wide * side, top - room)], 2)
    sheet.line([(x - wide * 0.8, top), (x + wide * 0.8, top)], 4)
    roof = [(x - wide * 0.66, top - room), (x, top - room * 1.8), (x + wide * 0.66, top - room)]
    sheet.wash(roof, 70, 1)
    sheet.line([*roof, roof[0]])


def cliff() -> Image.Image:
    """Shot 1: the lighthouse on its cliff at dusk."""
    sheet = Sheet(1280, 1)
    sheet.wash([(0, 0), (1280, 0), (1280, 250), (0, 320)], 190, 60)
    sheet.wash([(0, 0), (1280, 0), (1280, 90), (0, 150)], 170, 50)
    sheet.wash([(0, 470), (1280, 470), (1280, 720), (0, 720)], 176, 2)
    sheet.line([(0, 470), (1280, 468)], 2)
    sheet.waves(480, 16)
    rock = [
        (700, 720),
        (724, 610),
        (770, 560),
        (792, 500),
        (860, 452),
        (960, 440),
        (1060, 456),
        (1280, 440),
        (1280, 720),
    ]
    sheet.light(rock, 230, 1)
    sheet.wash(rock, 120, 3)
    sheet.line(rock[:-1], 3.4)
    for x, y in ((770, 590), (840, 520), (905, 560), (980, 500), (1060, 580), (1150, 520)):
        sheet.line([(x, y), (x + 34, y + 70), (x + 18, y + 130)], 2, 30)
    tower(sheet, 960, 446, 300)
    for x, y in ((250, 170), (300, 150), (388, 196)):
        sheet.line([(x - 18, y - 6), (x, y + 4), (x + 18, y - 8)], 2)
    return sheet.finished()


def match() -> Image.Image:
    """Shot 2: a match before the rings of the great lens."""
    sheet = Sheet(1280, 2)
    sheet.wash([(0, 0), (1280, 0), (1280, 720), (0, 720)], 120, 0)
    for ring in range(7):
        wide = 330 - ring * 44
        sheet.light(sheet.round(820, 350, wide, wide), 130 + ring * 16, 10)
    for ring in range(7):
        wide = 330 - ring * 44
        sheet.line(sheet.round(820, 350, wide, wide), 3, 50, 0.8)
    for angle in range(0, 360, 30):
        sheet.line(
            [sheet.round(820, 350, 68, 68, angle, angle)[0], sheet.round(820, 350, 330, 330, angle, angle)[0]], 1.6, 70
        )
    sheet.light(sheet.round(448, 300, 150, 170), 200, 50)
    flame = [(448, 200), (478, 270), (470, 322), (446, 340), (422, 318), (420, 268)]
    sheet.light(flame, 255, 3)
    sheet.line([*flame, flame[0]], 2.6, 60)
    sheet.line([(446, 330), (340, 560)], 9, 40)
    thumb = [(0, 720), (0, 600), (150, 560), (280, 520), (352, 510), (372, 545), (330, 590), (250, 640), (230, 720)]
    sheet.light(thumb, 196, 2)
    sheet.wash([(0, 720), (0, 650), (180, 610), (320, 590), (250, 640), (230, 720)], 150, 10)
    sheet.line(thumb[1:], 3.4)
    sheet.line([(318, 520), (350, 524), (356, 545)], 2)
    finger = [(0, 520), (160, 470), (300, 456), (372, 470), (378, 504), (300, 520), (150, 556), (0, 600)]
    sheet.light(finger, 214, 2)
    sheet.line(finger, 3.4)
    return sheet.finished()


def beam() -> Image.Image:
    """Shot 3, more than two screens wide: the beam over the sea, and at its end a boat."""
    sheet = Sheet(2880, 3)
    sheet.wash([(0, 0), (2880, 0), (2880, 720), (0, 720)], 92, 0)
    sheet.wash([(0, 440), (2880, 440), (2880, 720), (0, 720)], 140, 2)
    sheet.light([(330, 214), (2880, 300), (2880, 600), (330, 230)], 176, 26)
    sheet.light([(330, 218), (2700, 400), (2700, 500), (330, 226)], 214, 30)
    sheet.waves(452, 18, 30)
    rock = [(0, 720), (0, 470), (120, 452), (280, 450), (420, 480), (500, 560), (560, 640), (600, 720)]
    sheet.wash(rock, 60, 2)
    sheet.line(rock[1:], 3.4, 20)
    tower(sheet, 330, 452, 220)
    sheet.light(sheet.round(330, 222, 26, 22), 255, 8)
    hull = [(2250, 470), (2290, 520), (2450, 522), (2500, 462)]
    sheet.wash(hull, 70, 1)
    sheet.line([*hull, hull[0]], 3.2, 20)
    sheet.line([(2376, 466), (2380, 280)], 3.6, 20)
    sail = [(2384, 292), (2470, 440), (2386, 446)]
    sheet.light(sail, 250, 1)
    sheet.line([*sail, sail[0]], 2.6, 20)
    sheet.line([(2372, 310), (2290, 446), (2372, 448)], 2.6, 20)
    sheet.waves(520, 8, 20)
    return sheet.finished()


def keeper() -> Image.Image:
    """Shot 4: the keeper behind his window, in the light of the lamp."""
    sheet = Sheet(1280, 4)
    sheet.wash([(0, 0), (1280, 0), (1280, 720), (0, 720)], 96, 0)
    sheet.light([(360, 60), (960, 60), (960, 680), (360, 680)], 222, 2)
    coat = [(420, 680), (452, 560), (560, 500), (720, 500), (850, 560), (890, 680)]
    sheet.wash(coat, 70, 3)
    sheet.line(coat, 3.4, 20)
    face = sheet.round(640, 350, 108, 140)
    sheet.light(face, 236, 2)
    sheet.wash([(650, 220), (760, 260), (760, 430), (690, 480), (640, 480)], 190, 12)
    sheet.line(sheet.round(640, 350, 108, 140, 40, 140), 2, 60)
    sheet.line(sheet.round(640, 350, 108, 140, 150, 390), 3)
    beard = [
        (536, 370),
        (552, 450),
        (590, 510),
        (640, 530),
        (694, 508),
        (730, 446),
        (744, 370),
        (706, 420),
        (640, 400),
        (576, 420),
    ]
    sheet.wash(beard, 150, 4)
    for at in range(26):
        x = 548 + at * 7.4
        sheet.line([(x, 420 + abs(at - 13) * -2.6), (x + sheet.chance.uniform(-8, 8), 496 - abs(at - 13) * 4)], 1.8, 60)
    cap = [(520, 270), (534, 206), (600, 178), (690, 180), (742, 210), (760, 268), (640, 250)]
    sheet.light(cap, 250, 1)
    sheet.wash(cap, 60, 2)
    sheet.line([*cap, cap[0]], 3.2, 20)
    sheet.line([(508, 282), (640, 258), (772, 280)], 6, 20)
    for x in (598, 688):
        sheet.line(sheet.round(x, 330, 17, 8, 180, 360), 2.6, 30, 0.5)
        sheet.line(sheet.round(x, 334, 5, 5), 4, 20, 0.3)
        sheet.line([(x - 24, 308), (x, 300), (x + 24, 306)], 3, 60)
    sheet.line([(646, 326), (664, 384), (640, 390)], 2.4, 50)
    sheet.line(sheet.round(640, 404, 40, 22, 20, 160), 2.8, 30, 0.5)
    for frame in (
        [(360, 60), (960, 60), (960, 680), (360, 680), (360, 60)],
        [(660, 60), (662, 176)],
        [(360, 300), (524, 300)],
        [(770, 300), (960, 300)],
    ):
        sheet.line(frame, 9, 24)
    return sheet.finished()


def teapot(sheet: Sheet, x: float, foot: float, size: float) -> None:
    """A round teapot that stands at a place, its spout to the left."""
    spout = [(-0.9, -0.7), (-1.5, -1.25), (-1.62, -1.2), (-1.25, -0.7), (-0.8, -0.4)]
    body = sheet.round(x, foot - 0.72 * size, size, 0.72 * size)
    handle = sheet.round(x + 1.0 * size, foot - 0.8 * size, 0.45 * size, 0.42 * size, -110, 110)
    for shape in ([(x + across * size, foot + up * size) for across, up in spout], body):
        sheet.light(shape, 236, 1)
        sheet.wash(shape, 118, 2)
        sheet.line([*shape, shape[0]], 3.2)
    sheet.wash(sheet.round(x + 0.3 * size, foot - 0.5 * size, 0.68 * size, 0.48 * size), 150, 0.2 * size)
    sheet.light(sheet.round(x - 0.42 * size, foot - 1.0 * size, 0.2 * size, 0.14 * size), 250, 0.06 * size)
    sheet.line(handle, 9, 50)
    sheet.line(sheet.round(x, foot - 1.34 * size, 0.46 * size, 0.1 * size), 3)
    sheet.wash(sheet.round(x, foot - 1.46 * size, 0.1 * size, 0.1 * size), 60, 1)


def cup(sheet: Sheet, x: float, foot: float, size: float) -> None:
    """A white cup with a handle on its right."""
    walls = [
        (x - size, foot - 1.1 * size),
        (x - 0.6 * size, foot),
        (x + 0.6 * size, foot),
        (x + size, foot - 1.1 * size),
    ]
    sheet.light(walls, 252, 1)
    sheet.wash([(x + 0.1 * size, foot - 1.1 * size), (x + 0.2 * size, foot), *walls[2:]], 196, 0.1 * size)
    sheet.line(walls, 3.2)
    sheet.line(sheet.round(x + 0.95 * size, foot - 0.66 * size, 0.32 * size, 0.28 * size, -100, 110), 5, 50)
    rim = sheet.round(x, foot - 1.1 * size, size, 0.2 * size)
    sheet.wash(rim, 150, 2)
    sheet.line(rim, 2.6)


def steam(sheet: Sheet, x: float, foot: float, size: float) -> None:
    """Steam that curls up from a place."""
    for at in range(5):
        way = [(x - 10 * at + 14 * math.sin(step / 2 + at), foot - step * size / 14) for step in range(15)]
        sheet.light([*way, *((across + 12, up) for across, up in reversed(way))], 252, 7)


def kitchen(sheet: Sheet) -> None:
    """A wall in the morning, and a table before it."""
    sheet.wash([(0, 0), (1280, 0), (1280, 500), (0, 500)], 186, 0)
    sheet.light([(120, 0), (560, 0), (860, 500), (300, 500)], 232, 40)
    sheet.wash([(0, 500), (1280, 500), (1280, 720), (0, 720)], 156, 2)
    sheet.line([(0, 500), (1280, 498)], 2.4)


def kettle() -> Image.Image:
    """Shot 1 of the teapot: steam from its spout."""
    sheet = Sheet(1280, 5)
    kitchen(sheet)
    sheet.wash(sheet.round(820, 612, 420, 46), 110, 16)
    teapot(sheet, 780, 620, 260)
    steam(sheet, 352, 300, 250)
    return sheet.finished()


def pour() -> Image.Image:
    """Shot 2: tea falls into a cup."""
    sheet = Sheet(1280, 6)
    kitchen(sheet)
    sheet.wash(sheet.round(640, 650, 380, 40), 110, 16)
    stream = [(604, 0), (646, 0), (652, 380), (630, 380)]
    sheet.wash(stream, 96, 1)
    sheet.light([(612, 0), (622, 0), (640, 380), (634, 380)], 240, 3)
    sheet.line([(604, 0), (630, 380)], 2.4)
    sheet.line([(646, 0), (652, 380)], 2.4)
    cup(sheet, 640, 650, 250)
    sheet.wash(sheet.round(640, 378, 214, 34), 92, 3)
    steam(sheet, 780, 340, 260)
    return sheet.finished()


def sill() -> Image.Image:
    """Shot 3, two screens wide: two cups on a window sill, and snow behind the panes."""
    sheet = Sheet(2400, 7)
    sheet.wash([(0, 0), (2400, 0), (2400, 720), (0, 720)], 178, 0)
    for left in (90, 660, 1230, 1800):
        pane = [(left, 40), (left + 510, 40), (left + 510, 520), (left, 520)]
        sheet.wash(pane, 150, 2)
        hill = [(left, 470), (left + 180, 400), (left + 400, 430), (left + 510, 380), (left + 510, 520), (left, 520)]
        sheet.light(hill, 236, 4)
        places = [(left + sheet.chance.uniform(8, 502), 40 + sheet.chance.uniform(8, 470)) for _ in range(46)]
        sheet.spots([(x, y, sheet.chance.uniform(3, 9)) for x, y in places])
        sheet.line([*pane, pane[0]], 6, 40)
    sheet.light([(0, 540), (2400, 540), (2400, 620), (0, 620)], 244, 2)
    sheet.wash([(0, 620), (2400, 620), (2400, 720), (0, 720)], 130, 2)
    sheet.line([(0, 540), (2400, 540)], 3)
    sheet.line([(0, 620), (2400, 620)], 3)
    for x in (500, 1880):
        sheet.wash(sheet.round(x, 596, 150, 16), 130, 8)
        cup(sheet, x, 596, 100)
        steam(sheet, x + 24, 470, 200)
    return sheet.finished()


def pack() -> Image.Image:
    """Shot 4: the teapot alone on its cloth."""
    sheet = Sheet(1280, 8)
    kitchen(sheet)
    cloth = [(180, 560), (1100, 560), (1230, 720), (60, 720)]
    sheet.light(cloth, 240, 2)
    sheet.line([*cloth, cloth[0]], 2.6)
    sheet.wash(sheet.round(680, 628, 330, 34), 120, 14)
    teapot(sheet, 670, 636, 220)
    return sheet.finished()


BOARDS: dict[str, Callable[[], Image.Image]] = {
    "boards/1-1.png": cliff,
    "boards/1-2.png": match,
    "boards/beam.png": beam,
    "boards/1-4.png": keeper,
    "teapot/1-1.png": kettle,
    "teapot/1-2.png": pour,
    "teapot/1-3.png": sill,
    "teapot/1-4.png": pack,
}


def written(image: Image.Image) -> bytes:
    """The bytes of a small PNG: a drawing of a few greys."""
    step = 255 / (GREYS - 1)
    few = image.point([round(value / step) for value in range(256)]).convert("P")
    few.putpalette([round(grey * step) for grey in range(GREYS) for _ in range(3)])
    out = io.BytesIO()
    few.save(out, "PNG", bits=4, optimize=True)
    return out.getvalue()


def alike(one: Image.Image, other: Image.Image) -> bool:
    """Whether two drawings are the same but for what another version of Pillow rounds differently."""
    if one.size != other.size:
        return False
    return ImageStat.Stat(ImageChops.difference(one.convert("L"), other.convert("L"))).mean[0] < 3


def main() -> int:
    """Write the drawings, or say which are not what would be drawn."""
    stale = 0
    for name, draw in BOARDS.items():
        path, data = FOLDER / name, written(draw())
        if "--check" not in sys.argv[1:]:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)
        elif not path.is_file() or not alike(Image.open(path), Image.open(io.BytesIO(data))):
            print(f"{path.name} is not what tools/draw_boards.py draws")
            stale = 1
    return stale


if __name__ == "__main__":
    sys.exit(main())
