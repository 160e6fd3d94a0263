"""The still layer over the plate: every word, the viewfinder, the camera's arrows and the ruler of the shots."""

from __future__ import annotations

from itertools import pairwise

import msgspec
from PIL import Image, ImageDraw

from storyboard.film.animatic.arrows import draw_arrows
from storyboard.film.animatic.paint import column
from storyboard.film.animatic.placeholder import draw_placeholders
from storyboard.film.animatic.sheet import Frame, Sheet, SheetRow, speech_style
from storyboard.film.animatic.typeface import AMBER, INK, QUIET, Ink, Typesetter, canvas, fitted
from storyboard.film.staging.lines import is_rtl
from storyboard.film.staging.look import Look
from storyboard.film.staging.plan import Card, Reel
from storyboard.film.staging.words import label
from storyboard.timing import seconds

GREY: Ink = (98, 98, 100, 255)
# Neutral, so that the timecode is written into the luma plane alone.
SHADE: Ink = (22, 22, 22, 255)


class Clock(msgspec.Struct, frozen=True):
    """Where the timecode's figures stand: the first cell's corner, a cell's size, the height of the figures."""

    x: int
    y: int
    cell: int
    high: int
    size: float


def clock_of(frame: Frame) -> Clock:
    """The place of the timecode; every edge is even."""
    cell, high = 2 * round(9 * frame.u), 2 * round(17 * frame.u)
    return Clock(
        (frame.width - frame.margin - 2 * round(8 * frame.u) - 11 * cell) & ~1,
        (frame.margin + 2 * round(3 * frame.u)) & ~1,
        cell,
        high,
        25 * frame.u,
    )


def clip_clock_of(frame: Frame) -> Clock:
    """The place of the clip's own timecode, small, below that of the film; every edge is even."""
    cell, high = 2 * max(2, round(4 * frame.u)), 2 * max(3, round(9 * frame.u))
    above = clock_of(frame)
    y = above.y + above.high + 2 * round(3 * frame.u) + 2 * round(14 * frame.u)
    return Clock((frame.width - frame.margin - 11 * cell) & ~1, y & ~1, cell, high, 12 * frame.u)


def zone_of(frame: Frame, sheet: Sheet) -> tuple[float, float, float, float]:
    """What the words leave free, in pixels: left, top, right, bottom."""
    if sheet.screen is not None:
        left, top, wide, high = sheet.screen
        return left, top, left + wide, top + high
    top = frame.margin + 92 * frame.u
    return (frame.margin, top, frame.width - frame.margin, max(top + 60 * frame.u, sheet.top - 30 * frame.u))


def segments(reel: Reel) -> list[tuple[int, int]]:
    """The ruler's stretches, first and last column of each, even; the last may be the tail that is not planned."""
    frame = Frame(reel.width, reel.height)
    left, wide = frame.margin, frame.width - 2 * frame.margin
    edges = [card.start for card in reel.cards] + [reel.planned]
    if reel.unused:
        edges.append(reel.duration)
    at = [(left + round(wide * edge / max(1, reel.measure))) & ~1 for edge in edges]
    gap = 2 * max(1, round(2 * frame.u))
    return [(begin, max(begin + 2, stop - (gap if stop < left + (wide & ~1) else 0))) for begin, stop in pairwise(at)]


def draw_shade(reel: Reel, sheet: Sheet) -> Image.Image:
    """The layer of a card that darkens its picture under the words, and has none of them; empty round a screen."""
    frame = Frame(reel.width, reel.height)
    picture = canvas(frame.width, frame.height)
    if sheet.screen is None:
        _scrims(picture, frame, sheet)
    return picture


def draw_page(
    types: Typesetter,
    reel: Reel,
    place: int,
    sheet: Sheet,
    page: int,
    look: Look,
    language: str,
    clock: bool,
    *,
    shaded: bool = True,
) -> Image.Image:
    """The layer of one page of a card; `place` is the card's index, that of the tail is one past the last.

    Without being `shaded` it has the words alone.
    """
    frame = Frame(reel.width, reel.height)
    picture = draw_shade(reel, sheet) if shaded else canvas(frame.width, frame.height)
    pen = ImageDraw.Draw(picture)
    card = reel.cards[place] if place < len(reel.cards) else None
    end = card.end if card else reel.duration
    start = card.start if card else reel.planned
    _header(types, pen, frame, reel, card, (start, end), language, clock)
    zone = zone_of(frame, sheet)
    if sheet.screen is not None:
        # Nothing lies on a picture of the writer's own but a line that parts a dark one from its ground.
        pen.rectangle((zone[0] - 1, zone[1] - 1, zone[2], zone[3]), outline=(255, 255, 255, 50))
    elif zone[3] - zone[1] > 90 * frame.u:
        _viewfinder(pen, frame, zone)
    if card and (sheet.screen is None or not clock):
        draw_arrows(picture, frame, zone, look.motion)
    if card and sheet.screen is None:
        draw_placeholders(types, picture, frame, zone, look)
    if card:
        _block(types, pen, frame, sheet, page)
    else:
        _unplanned(types, pen, frame, zone, language)
    _ruler(types, picture, frame, reel, place)
    return picture


def _scrims(picture: Image.Image, frame: Frame, sheet: Sheet) -> None:
    """Shade under the header and, nearly black, under the block."""
    u, rows = frame.u, list[int]()
    for row in range(frame.height):
        above = max(0.0, 1 - row / (170 * u)) ** 1.1 * 0.72
        share = min(1.0, max(0.0, (row - (sheet.top - 74 * u)) / (84 * u)))
        rows.append(round(255 * max(above, 0.93 * share * share * (3 - 2 * share))))
    picture.paste((9, 9, 11, 255), (0, 0, *picture.size))
    picture.putalpha(column(rows).resize(picture.size))


def _header(
    types: Typesetter,
    pen: ImageDraw.ImageDraw,
    frame: Frame,
    reel: Reel,
    card: Card | None,
    time: tuple[int, int],
    language: str,
    clock: bool,
) -> None:
    u, m = frame.u, frame.margin
    at = clock_of(frame)
    x: float = m
    if card:
        number = str(card.number)
        size = 92 * u if len(number) < 3 else 64 * u
        x += types.draw(pen, m - 4 * u, m + 66 * u, number, "light", size, INK) + 16 * u
        said = label("shot", language, card.number, reel.shots or len(reel.cards)).upper()
    else:
        said = label("unplanned", language).upper()
    types.draw(pen, x, m + 15 * u, said, "strong", 14 * u, AMBER, spread=1.8 * u)
    span = f"{seconds(time[0])}–{seconds(time[1])} s  ·  {seconds(time[1] - time[0])} s"
    types.draw(pen, x, m + 42 * u, span, "text", 20 * u, INK)
    free = at.x - 2 * round(8 * u) - x - 20 * u
    if card and card.title.strip():
        lines, size = fitted(
            types, types.clean(card.title), "strong", (20, 18, 16, 14, 12), free, 1 if frame.tall else 2, u
        )
        for row, line in enumerate(lines):
            types.draw(pen, x, m + (69 * u) + row * size * 1.25, line, "strong", size, INK)
    right = frame.width - m
    low = m
    if clock:
        low = at.y + at.high + 2 * round(3 * u)
        pen.rounded_rectangle((at.x - 2 * round(8 * u), m, right - 1, low), 6 * u, fill=SHADE)
    where = label("clip", language, reel.index, reel.count) if reel.count > 1 else reel.title
    # Two scripts in one line would need an order; two lines do not.
    own = clip_clock_of(frame) if clock and reel.count > 1 else None
    if own is not None:
        pen.rectangle((own.x, own.y, own.x + 11 * own.cell - 1, own.y + own.high - 1), fill=SHADE)
    for row, text in enumerate(name for name in (types.clean(reel.film), types.clean(where)) if name.strip()):
        edge = own.x - 8 * u if row and own is not None else right
        lines, size = fitted(
            types, text.upper(), "strong", (14, 12, 11, 10), max(free, 260 * u) if clock else free, 1, u
        )
        for line in lines[:1]:
            types.draw(pen, edge, low + (20 + row * 18) * u, line, "strong", size, QUIET, right=True, spread=1.2 * u)


def _viewfinder(pen: ImageDraw.ImageDraw, frame: Frame, zone: tuple[float, float, float, float]) -> None:
    long, thick = 30 * frame.u, max(2, round(2 * frame.u))
    colour = (255, 255, 255, 150)
    for x, sx in ((zone[0], 1), (zone[2] - 1, -1)):
        for y, sy in ((zone[1] + 8 * frame.u, 1), (zone[3], -1)):
            pen.line([(x, y), (x + sx * long, y)], fill=colour, width=thick)
            pen.line([(x, y), (x, y + sy * long)], fill=colour, width=thick)


def _block(types: Typesetter, pen: ImageDraw.ImageDraw, frame: Frame, sheet: Sheet, page: int) -> None:
    """The main column's page and the side column."""
    u, y = frame.u, sheet.top
    bar: tuple[float, float] | None = None

    def close_bar() -> None:
        if bar:
            x = sheet.right - 4 * u if sheet.mirrored else sheet.left
            pen.rectangle((x, bar[0], x + 4 * u, bar[1]), fill=AMBER)

    for place, row in enumerate(sheet.pages[page]):
        y += row.gap if place else 0
        if row.kind in ("name", "speech"):
            if row.kind == "name" and bar and row.gap:
                close_bar()
                bar = None
            bar = (bar[0] if bar else y + row.height * 0.1, y + row.height)
        elif bar:
            close_bar()
            bar = None
        _row(types, pen, row, y, sheet.left, sheet.right, sheet.mirrored)
        y += row.height
    close_bar()
    y = sheet.top
    for place, row in enumerate(sheet.side_rows):
        y += row.gap if place else 0
        _row(types, pen, row, y, sheet.side[0], sheet.side[1], sheet.mirrored)
        y += row.height
    if len(sheet.pages) > 1:
        said = f"{page + 1} / {len(sheet.pages)}"
        x = frame.width - frame.margin
        y = sheet.top - 7 * u if sheet.screen is None else frame.bottom + 6 * u
        types.draw(pen, x, y, said, "strong", 15 * u, AMBER, right=True, spread=1.4 * u)


def _row(
    types: Typesetter, pen: ImageDraw.ImageDraw, row: SheetRow, y: float, left: float, right: float, mirrored: bool
) -> None:
    base = y + row.height * 0.5 + row.size * 0.36
    style = "strong" if row.kind in ("name", "key") else speech_style(row.text) if row.kind == "speech" else "text"
    colour = AMBER if row.kind in ("name", "key") else INK if row.kind != "value" else QUIET
    indent = row.indent
    spread = row.size * 0.12 if row.kind in ("name", "key") else 0.0
    if mirrored or is_rtl(row.text):
        types.draw(pen, right - indent, base, row.text, style, row.size, colour, right=True, spread=spread)
    else:
        types.draw(pen, left + indent, base, row.text, style, row.size, colour, spread=spread)


def _unplanned(
    types: Typesetter, pen: ImageDraw.ImageDraw, frame: Frame, zone: tuple[float, ...], language: str
) -> None:
    said, u = types.clean(label("unplanned", language)), frame.u
    lines, size = fitted(types, said, "light", (54, 46, 40, 34, 28), zone[2] - zone[0], 1, u)
    wide = types.width(lines[0], "light", size)
    types.draw(pen, (zone[0] + zone[2] - wide) / 2, (zone[1] + zone[3]) / 2 + size / 3, lines[0], "light", size, INK)


def _ruler(types: Typesetter, picture: Image.Image, frame: Frame, reel: Reel, place: int) -> None:
    """The shots in true proportion: what is over in amber, what comes in grey, what is not planned hatched."""
    pen, u = ImageDraw.Draw(picture), frame.u
    top, high = frame.ruler
    parts = segments(reel)
    for number, (left, right) in enumerate(parts):
        if number >= len(reel.cards):
            _hatched(picture, (left, top, right, top + high), u)
        else:
            pen.rectangle((left, top, right - 1, top + high - 1), fill=AMBER if number < place else GREY)
    times = [card.start for card in reel.cards] + ([reel.planned] if reel.unused else [])
    until = f"{seconds(reel.measure)} s"
    size, y = 14 * u, top - 9 * u
    last = frame.width - frame.margin
    end = last - types.draw(pen, last, y, until, "strong", size, QUIET, right=True)
    # Now stands above all; of the others those that have room.
    here = types.width(seconds(times[min(place, len(times) - 1)]), "strong", size)
    taken = [(parts[place][0] - 6 * u, parts[place][0] + here + 6 * u)] if place < len(parts) else []
    for number, time in enumerate(times):
        x = parts[number][0]
        said = seconds(time) + (" s" if not number else "")
        wide = types.width(said, "strong", size)
        if number == place and x + wide < end - 6 * u:
            types.draw(pen, x, y, said, "strong", size, AMBER)
        elif x + wide < end - 6 * u and all(x + wide < begin or stop < x for begin, stop in taken):
            types.draw(pen, x, y, said, "strong", size, QUIET)
            taken.append((x - 6 * u, x + wide + 6 * u))


def _hatched(picture: Image.Image, box: tuple[int, int, int, int], u: float) -> None:
    left, top, right, bottom = box
    layer = Image.new("RGBA", ((right - left) * 2, (bottom - top) * 2), (58, 58, 60, 255))
    pen = ImageDraw.Draw(layer)
    for x in range(-layer.height, layer.width, round(14 * u)):
        pen.line([(x, layer.height), (x + layer.height, 0)], fill=(150, 150, 152, 255), width=round(4 * u))
    picture.paste(layer.resize((right - left, bottom - top), Image.Resampling.BOX), (left, top))
