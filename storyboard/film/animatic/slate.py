"""The title over a clip's first second."""

from __future__ import annotations

from PIL import Image, ImageDraw

from storyboard.film.animatic.paint import column
from storyboard.film.animatic.sheet import Frame
from storyboard.film.animatic.typeface import AMBER, INK, QUIET, Ink, Typesetter, canvas, fitted
from storyboard.film.staging.ending import ClipEnding
from storyboard.film.staging.lines import is_rtl
from storyboard.film.staging.plan import Reel, Whole
from storyboard.film.staging.words import label
from storyboard.timing import seconds

WHITE: Ink = (238, 238, 236, 255)  # what a picture that fades to white goes into


def is_headed(reel: Reel) -> bool:
    """Whether a title stands over a clip's first second: the film's over its first clip, then the clips' own.

    A piece of a clip that was split, but for the first, has none.
    """
    return reel.index == 1 or (bool(reel.title.strip()) and reel.part <= 1)


def draw_slate(
    types: Typesetter, reel: Reel, zone: tuple[float, float, float, float], language: str, *, screened: bool = False
) -> Image.Image:
    """The title over the first second: that of the film and what it holds, over later clips their own alone.

    It stands on a band across the film's picture, or, where that is `screened`, on the screen of a picture.
    """
    frame = Frame(reel.width, reel.height)
    u = frame.u
    whole = reel.whole or Whole(len(reel.cards), reel.length)
    facts = label("shots", language, whole.shots) if whole.shots != 1 else label("one_shot", language)
    measures = f"{seconds(whole.length)} s  ·  {reel.width} × {reel.height}"
    summary = [facts, measures] if is_rtl(facts) else [f"{facts}  ·  {measures}"]
    first = reel.index == 1
    titles: list[tuple[str, tuple[int, ...], str]] = [(reel.title, (27, 24, 21, 18), "text")]
    if first:
        titles.insert(0, (reel.film, (58, 50, 42, 36, 30, 24), "light"))
    lines: list[tuple[str, str, float, Ink]] = []
    if reel.count > 1 and not first:
        lines.append((label("clip", language, reel.index, reel.count).upper(), "strong", 15 * u, AMBER))
    for text, sizes, style in titles:
        if text.strip():
            wrapped, size = fitted(types, types.clean(text), style, sizes, zone[2] - zone[0], 2, u)
            lines += [(line, style, size, INK) for line in wrapped]
    lines += [(text, "text", 20 * u, QUIET) for text in summary if first]
    return _over(types, frame, zone, lines, screened)


def draw_closing(
    types: Typesetter,
    reel: Reel,
    ending: ClipEnding,
    zone: tuple[float, float, float, float],
    *,
    screened: bool = False,
) -> Image.Image:
    """The end of a clip over its last shot: what is to be read, on a band or on the colour that all else goes into."""
    frame = Frame(reel.width, reel.height)
    ink: Ink = (20, 20, 22, 255) if ending.into == "white" else INK
    lines: list[tuple[str, str, float, Ink]] = []
    for text in ending.title.splitlines():
        wrapped, size = fitted(
            types, types.clean(text), "light", (40, 34, 29, 25, 22, 19), zone[2] - zone[0], 3, frame.u
        )
        lines += [(line, "light", size, ink) for line in wrapped]
    return _over(types, frame, zone, lines, screened, ending.into)


def _over(
    types: Typesetter,
    frame: Frame,
    zone: tuple[float, float, float, float],
    lines: list[tuple[str, str, float, Ink]],
    screened: bool,
    into: str = "",
) -> Image.Image:
    """Lines in the middle of a zone, on a band across the picture or on the screen of the shot's own.

    Where all of the picture goes `into` a colour, they stand on that.
    """
    u = frame.u
    left, top, right, bottom = zone[0], zone[1] - 6 * u, zone[2], zone[3] + 18 * u
    room = bottom - top - 40 * u
    heights = [size * 1.4 for _, _, size, _ in lines]
    while len(lines) > 1 and sum(heights) > room:
        lines, heights = lines[:-1], heights[:-1]
    y = (top + bottom - sum(heights)) / 2
    ground: Ink = WHITE if into == "white" else (0, 0, 0, 255)
    if into and not screened:
        picture = _gone(frame, zone[3], ground)
    elif screened:
        picture = canvas(frame.width, frame.height)
        box = (round(zone[0]), round(zone[1]), round(zone[2]), round(zone[3]))
        picture.paste(ground if into else (9, 9, 11, 212), box)
    else:
        # A tall picture is not darkened more than its title needs.
        picture = _band(frame, max(top, y - 110 * u), min(bottom, y + sum(heights) + 110 * u))
    pen = ImageDraw.Draw(picture)
    for (text, style, size, colour), high in zip(lines, heights, strict=True):
        spread = size * 0.12 if style == "strong" else 0.0
        length = types.width(text, style, size) + spread * (len(text) - 1)
        types.draw(pen, (left + right - length) / 2, y + high * 0.72, text, style, size, colour, spread=spread)
        y += high
    return picture


def _gone(frame: Frame, bottom: float, ground: Ink) -> Image.Image:
    """A colour instead of the picture, down to where the words of the shot begin."""
    picture, soft = canvas(frame.width, frame.height), 36 * frame.u
    shares = (min(1.0, max(0.0, (bottom + soft - row) / soft)) for row in range(frame.height))
    rows = column([round(255 * share) for share in shares])
    picture.paste(ground, (0, 0, *picture.size))
    picture.putalpha(rows.resize(picture.size))
    return picture


def _band(frame: Frame, top: float, bottom: float) -> Image.Image:
    """A dark band across the picture, soft at its edges."""
    picture, soft = canvas(frame.width, frame.height), 40 * frame.u
    shares = (min(1.0, max(0.0, min(row - top, bottom - row) / soft)) for row in range(frame.height))
    rows = column([round(240 * share * share * (3 - 2 * share)) for share in shares])
    picture.paste((9, 9, 11, 255), (0, 0, *picture.size))
    picture.putalpha(rows.resize(picture.size))
    return picture
