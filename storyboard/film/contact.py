"""The contact sheet: one page with a picture of each shot of a film, its number, its time and its words."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec
from PIL import Image, ImageDraw

from storyboard.film import animatic
from storyboard.film.animatic.timeline import close_of, seen_at
from storyboard.film.animatic.typeface import Ink, Typesetter, fitted
from storyboard.film.staging.ending import ending_of
from storyboard.film.staging.look import language_for
from storyboard.film.staging.plan import Card, Reel
from storyboard.film.staging.words import label
from storyboard.film.stills import pictures_at
from storyboard.timing import minutes, seconds

MOST = 200  # shots on a page; more would be too small to read, or too large to send
_CELL, _GAP, _MARGIN, _TOP = 520, 32, 72, 200
_HEAD, _LINE, _LINES = 46, 27, 4  # pixels of a caption's head and lines, and the most lines
_PAPER, _EMPTY = (250, 249, 246), (226, 224, 218)
_INK: Ink = (24, 24, 26, 255)
_QUIET: Ink = (112, 112, 118, 255)


class TooMany(Exception):
    """There are more shots than a page holds; the text says how many."""


class _Cell(msgspec.Struct, frozen=True):
    """A shot on the page: `number` and `start` (milliseconds) count through the film, `title` begins a clip."""

    number: int
    start: int
    card: Card
    title: str
    still: Image.Image | None
    worded: bool  # the picture shows the words already


def drawn(reels: Sequence[Reel]) -> bytes:
    """The sheet of a film that is drawn for it, as a PNG. Raises TooMany."""
    with tempfile.TemporaryDirectory() as folder:

        def clip(reel: Reel) -> Path:
            path = Path(folder) / f"{reel.index}.mp4"
            animatic.make(reel, path, moving=False, speak=False)
            return path

        return _sheet(reels, clip, lambda _: True)


def filmed(reels: Sequence[Reel], films: Mapping[int, Path], animatics: Mapping[int, Path]) -> bytes:
    """The sheet of clips that are there, by their numbers, as a PNG: films of a model, else animatics. Raises TooMany.

    A clip that is not there, or cannot be read, has empty pictures with its words below.
    """
    return _sheet(
        reels, lambda reel: films.get(reel.index) or animatics.get(reel.index), lambda reel: reel.index not in films
    )


def _sheet(reels: Sequence[Reel], clip: Callable[[Reel], Path | None], worded: Callable[[Reel], bool]) -> bytes:
    count = sum(max(1, len(reel.cards)) for reel in reels)
    if count > MOST:
        raise TooMany(f"a contact sheet holds {MOST} shots, and there are {count}")
    types = Typesetter(language_for(reels[0]) if reels else "en")
    cells = list(_cells(reels, clip, worded, types.language))
    tall = bool(reels) and reels[0].height > reels[0].width
    columns = _columns(len(cells), tall)
    wide = _CELL if not tall else _CELL * 2 // 3
    high = round(wide * reels[0].height / reels[0].width) if reels else wide
    width = 2 * _MARGIN + columns * wide + (columns - 1) * _GAP
    rows = [cells[at : at + columns] for at in range(0, len(cells), columns)]
    captions = [[_words(types, cell, wide) for cell in row] for row in rows]
    heights = [high + _HEAD + _LINE * max(map(len, row), default=0) + _GAP for row in captions]
    page = Image.new("RGB", (width, _TOP + sum(heights) + _MARGIN - _GAP), _PAPER)
    pen = ImageDraw.Draw(page)
    length = sum(reel.length if worded(reel) else reel.duration for reel in reels)
    _title(types, pen, reels, count, length, width)
    y = _TOP
    for row, words, height in zip(rows, captions, heights, strict=True):
        for column, (cell, lines) in enumerate(zip(row, words, strict=True)):
            x = _MARGIN + column * (wide + _GAP)
            _picture(page, cell.still, (x, y, wide, high))
            _caption(types, pen, cell, lines, (x, y + high, wide))
        y += height
    out = io.BytesIO()
    page.save(out, "PNG", optimize=True)
    return out.getvalue()


def _columns(count: int, tall: bool) -> int:
    """How many pictures stand side by side: about as many as suit a page, so that the last row is the fullest."""
    about = (4 if count <= 24 else 6 if count <= 84 else 8) + 2 * tall
    return min((about, about - 1, about + 1), key=lambda columns: -count % columns) if count > about else max(count, 3)


def _cells(
    reels: Sequence[Reel], clip: Callable[[Reel], Path | None], worded: Callable[[Reel], bool], language: str
) -> Iterator[_Cell]:
    number = start = 0
    for reel in reels:
        cards = reel.cards or (Card(1, 0, reel.duration, action=reel.overview),)
        path = clip(reel)
        end = _closing(reel, number + len(cards), start)
        times = [seen_at(reel, card, last=card is cards[-1]) for card in cards]
        # The end of the clip is seen best in its last picture.
        stills = pictures_at(path, [*times, *([reel.planned - 1] if end else [])]) if path else []
        for place, card in enumerate(cards):
            number += 1
            still = stills[place] if place < len(stills) else None
            title = (
                (reel.title or label("clip", language, reel.index, reel.count)) if place == 0 and reel.count > 1 else ""
            )
            yield _Cell(number, start + card.start, card, title, still, still is not None and worded(reel))
        if end is not None:
            still = stills[-1] if len(stills) > len(cards) else None
            yield msgspec.structs.replace(end, still=still, worded=still is not None and worded(reel))
        start += reel.length if worded(reel) else reel.duration


def _closing(reel: Reel, number: int, start: int) -> _Cell | None:
    """The end of a clip at which something is to be read; it has the number of the last shot."""
    ending = ending_of(reel.closing)
    close = close_of(ending, reel.fps)
    if close is None or not ending.title or not reel.cards:
        return None
    last = reel.cards[-1]
    begun = max(last.end - close.lasts, (last.start + last.end) // 2)
    return _Cell(number, start + begun, Card(last.number, begun, last.end, action=ending.title), "", None, False)


def _title(
    types: Typesetter, pen: ImageDraw.ImageDraw, reels: Sequence[Reel], count: int, length: int, width: int
) -> None:  # fmt: skip
    shots = label("shots", types.language, count) if count != 1 else label("one_shot", types.language)
    facts = types.clean(f"{shots}  ·  {seconds(length)} s")
    right = types.draw(pen, width - _MARGIN, 118, facts, "text", 26, _QUIET, right=True)
    film = types.clean(reels[0].film if reels else "")
    lines, size = fitted(types, film, "strong", (56, 46, 38, 30), width - 2 * _MARGIN - right - 60, 1, 1)
    types.draw(pen, _MARGIN, 118, _cut(lines, 1)[0] if lines else "", "strong", size, _INK)
    pen.line((_MARGIN, 152, width - _MARGIN, 152), fill=_INK, width=3)


def _words(types: Typesetter, cell: _Cell, wide: int) -> list[str]:
    """The lines below a picture: none where it shows the words itself."""
    if cell.worded:
        return []
    spoken = (f'{line.name}: "{line.text}"' for line in cell.card.dialogue)
    text = types.clean("\n".join(part for part in (cell.card.action, *spoken) if part))
    return _cut(types.wrap(text, "text", 19, wide), _LINES)


def _cut(lines: list[str], most: int) -> list[str]:
    return lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1].rstrip(' .,;:')}…"]


def _picture(page: Image.Image, still: Image.Image | None, place: tuple[int, int, int, int]) -> None:
    x, y, wide, high = place
    page.paste(_EMPTY, (x, y, x + wide, y + high))
    if still is None:
        return
    scale = min(wide / still.width, high / still.height)
    small = still.resize((round(still.width * scale), round(still.height * scale)), Image.Resampling.LANCZOS)
    page.paste(small, (x + (wide - small.width) // 2, y + (high - small.height) // 2))


def _caption(
    types: Typesetter, pen: ImageDraw.ImageDraw, cell: _Cell, lines: list[str], place: tuple[int, int, int]
) -> None:  # fmt: skip
    x, y, wide = place
    used = types.draw(pen, x, y + 32, str(cell.number), "strong", 26, _INK)
    length = (cell.card.end - cell.card.start) / 1000
    time = f"{minutes(cell.start)}  ·  {length:g} s"
    free = wide - used - 40 - types.draw(pen, x + wide, y + 31, time, "text", 19, _QUIET, right=True)
    title = types.wrap(types.clean(cell.title or cell.card.title), "strong", 19, free)
    if title:
        types.draw(pen, x + used + 16, y + 31, _cut(title, 1)[0], "strong", 19, _INK)
    for number, line in enumerate(lines):
        types.draw(pen, x, y + _HEAD + 14 + number * _LINE, line, "text", 19, _INK)
