"""A reel in, an MP4 out: cuts on the exact frame, the plate moving under words that stand still."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import av
import msgspec
from av.filter import Graph
from av.video.frame import VideoFrame
from PIL import Image

from storyboard.film.animatic import motion, sound
from storyboard.film.animatic.ahead import ahead
from storyboard.film.animatic.camera import DRIFT
from storyboard.film.animatic.look import Look, language_for, looks
from storyboard.film.animatic.motion import Planes
from storyboard.film.animatic.overlay import clock_of, draw_page, segments, zone_of
from storyboard.film.animatic.paint import dimmed
from storyboard.film.animatic.plan import Card, Reel
from storyboard.film.animatic.plate import draw_plate
from storyboard.film.animatic.poke import Poker
from storyboard.film.animatic.sheet import Frame, Sheet, set_card
from storyboard.film.animatic.slate import draw_slate
from storyboard.film.animatic.typeface import Typesetter
from storyboard.film.encoder import Encoding
from storyboard.film.mux import Writer

SLATE = 1300  # milliseconds of the title, its fade included
FADE = 8  # pictures in which it goes
_AHEAD = 2  # pictures that may wait to be encoded
_BAND, _EDGE = 64, 16  # rows of a veil that are made at once, and those beside them that the conversion looks at
_LEAST = 128  # the shorter side below which no ruler and no type can be drawn


class Stopped(Exception):
    """The caller asked for the end of the work; nothing is left behind."""


class DrawnClip(msgspec.Struct, frozen=True):
    """A clip that was written: its length in frames, the frames on which new shots start, and the warnings about it."""

    frames: int
    cuts: tuple[int, ...]
    warnings: tuple[str, ...]


class Hold(msgspec.Struct, frozen=True):
    """A stretch of frames under one still layer: `card` is the card's index, `page` its page, `slate` 0 to 1."""

    first: int
    last: int
    card: int
    page: int
    slate: float = 0.0


def make(
    reel: Reel,
    out: Path,
    *,
    moving: bool = True,
    speak: bool = True,
    progress: Callable[[int, int], None] | None = None,
    stop: threading.Event | None = None,
) -> DrawnClip:
    """The clip of a reel, written to `out`; `moving=False` gives still cards, one picture a card, at a variable rate.

    `progress` is called with the frames done and their number, `stop` is looked at between frames and raises Stopped.
    """
    encoding = Encoding(reel.width, reel.height, Fraction(reel.fps))
    reel = _large(_whole(reel))
    language = language_for(reel)
    types = Typesetter(language)
    edges = frame_edges(reel)
    sheets = [set_card(types, reel, card, language) for card in reel.cards]
    holds = list(_holds(reel, edges, sheets, moving))
    cuts = tuple(edges[1:-1])
    frames = edges[-1]
    pictures = ahead(_pictures(types, reel, language, edges, sheets, holds, moving), _AHEAD)
    with closing(pictures), Writer(out, encoding, Fraction(reel.duration, 1000), cuts=cuts) as film:
        film.sound(memoryview(sound.track(reel, speak)).cast("B"))
        for number, frame in pictures:
            if stop is not None and stop.is_set():
                raise Stopped
            film.picture(frame.reformat(encoding.width, encoding.height), number)
            if progress is not None:
                progress(number + 1, frames)
    if progress is not None:
        progress(frames, frames)
    return DrawnClip(frames, cuts, _warnings(types))


def frame_edges(reel: Reel) -> list[int]:
    """The frame on which each card starts, that of the tail, and the number of frames; rounded half up."""
    times = [card.start for card in reel.cards] + ([reel.planned] if reel.planned < reel.duration else [])
    frames = max(1, _frame(reel.duration, reel.fps))
    return [min(_frame(time, reel.fps), frames - 1) if time else 0 for time in times] + [frames]


def _frame(time: int, fps: int) -> int:
    return (time * fps * 2 + 1000) // 2000


def _whole(reel: Reel) -> Reel:
    """The reel itself, or with one empty card where it has none."""
    if reel.cards:
        return reel
    return msgspec.structs.replace(
        reel, cards=(Card(1, 0, reel.duration, action=reel.overview),), planned=reel.duration
    )


def _large(reel: Reel) -> Reel:
    """The reel itself, or several times as large where it is too small to draw in; its pictures are then shrunk."""
    times = -(-_LEAST // min(reel.width, reel.height))
    return msgspec.structs.replace(reel, width=reel.width * times, height=reel.height * times) if times > 1 else reel


def _holds(reel: Reel, edges: list[int], sheets: list[Sheet], moving: bool) -> Iterator[Hold]:
    """The film cut into stretches whose still layer is the same: pages of cards, and the title's fade."""
    # Half of a short first shot is its own; a title that would only flash is left out.
    title = min(SLATE * reel.fps // 1000, edges[1] // 2)
    title = title if title >= reel.fps // 2 else 0
    for card, (first, end) in enumerate(pairwise(edges)):
        count = len(sheets[card].pages) if card < len(sheets) else 1
        turns = [first + (end - first) * page // count for page in range(count + 1)]
        for page, (begin, stop) in enumerate(pairwise(turns)):
            shown = [(at, _slate(at, title, moving)) for at in range(begin, min(stop, title))] if card == 0 else []
            at = begin
            for place, (number, alpha) in enumerate(shown):
                if place and alpha != shown[place - 1][1]:
                    yield Hold(at, number, card, page, shown[place - 1][1])
                    at = number
            if shown:
                until = min(stop, title)
                yield Hold(at, until, card, page, shown[-1][1])
                at = until
            if at < stop:
                yield Hold(at, stop, card, page)


def _slate(frame: int, title: int, moving: bool) -> float:
    fade = FADE if moving and title > 2 * FADE else 1
    return 1.0 if not moving else min(1.0, (title - frame) / fade)


def _pictures(
    types: Typesetter, reel: Reel, language: str, edges: list[int], sheets: list[Sheet], holds: list[Hold], moving: bool
) -> Iterator[tuple[int, VideoFrame]]:
    """Each picture of the film with its frame number, ready to be encoded."""
    frame, seen = Frame(reel.width, reel.height), looks(reel)
    clock = clock_of(frame)
    poker = Poker(types, clock, frame.ruler, reel.fps)
    ruler = segments(reel)
    planes, drawn, still = None, -1, None
    slate: _Slate | None = None
    key: tuple[int, int] | None = None
    for hold in holds:
        sheet = sheets[min(hold.card, len(sheets) - 1)]
        zone = zone_of(frame, sheet)
        if hold.card != drawn:
            planes = still = None  # two of each would be the most that a film needs of memory
            planes, drawn = _planes(reel, seen, hold.card, zone), hold.card
        if key != (hold.card, hold.page):
            key = (hold.card, hold.page)
            look = seen[min(hold.card, len(seen) - 1)]
            still = draw_page(types, reel, hold.card, sheet, hold.page, look.motion, language, moving)
        assert planes is not None
        assert still is not None
        slate = (slate or _cut(draw_slate(types, reel, zone, language))) if hold.slate else None
        move = seen[hold.card].motion if hold.card < len(seen) else DRIFT
        first, end = edges[hold.card], edges[hold.card + 1]
        aim = (0.5, (zone[1] + zone[3]) / 2 / reel.height)
        graph = _Compositor(planes, _under(still, slate, hold.slate) if slate is not None else still)
        for number in range(hold.first, hold.last if moving else hold.first + 1):
            time = (number - first) / max(1, end - first - 1) if moving else 0.5
            picture = graph.compose(
                motion.seen(planes, motion.box_at(move, time, planes, aim, (end - first) / reel.fps))
            )
            left, right = ruler[hold.card]
            if hold.card < len(reel.cards):
                done = left + round((right - left) * (number + 1 - first) / max(1, end - first)) if moving else right
                poker.progress(picture, left, done)
            if moving:
                poker.timecode(picture, number)
            yield number, picture
            del picture
        del graph


def _planes(reel: Reel, seen: list[Look], card: int, zone: tuple[float, float, float, float]) -> Planes:
    """The plate of a card; that of the tail is the last card's, drained of colour."""
    width, height = motion.plate_size(reel.width, reel.height)
    # Where the zone lies in the middle of a move.
    scale, middle = width / reel.width * 0.95, width * 0.025
    down = height * 0.025
    part = (zone[0] * scale + middle, zone[1] * scale + down, zone[2] * scale + middle, zone[3] * scale + down)
    plate = draw_plate(width, height, seen[min(card, len(seen) - 1)], part)
    if card >= len(seen):
        grey = dimmed(plate.convert("L"), 0.55)
        plate = Image.merge("RGB", (grey, grey, grey))
    return motion.planes_of(plate, reel.width, reel.height)


def _under(still: Image.Image, slate: _Slate, alpha: float) -> Image.Image:
    layer = still.copy()
    for top in range(0, slate.band.height, _BAND):
        part = slate.band.crop((0, top, layer.width, min(top + _BAND, slate.band.height)))
        if alpha < 1:
            part.putalpha(dimmed(part.getchannel("A"), alpha))
        layer.alpha_composite(part, (0, slate.top + top))
    return layer


class _Slate(NamedTuple):
    """The rows of a title's layer that hold anything, and the first of them."""

    band: Image.Image
    top: int


def _cut(layer: Image.Image) -> _Slate:
    box = layer.getchannel("A").getbbox() or (0, 0, 1, 1)
    return _Slate(layer.crop((0, box[1], layer.width, box[3])), box[1])


class _Compositor:
    """A filter graph that doubles a plate's picture and lays the still layer over it."""

    def __init__(self, planes: Planes, layer: Image.Image) -> None:
        self._number = 0
        self._graph = graph = Graph()
        self._below = graph.add_buffer(
            width=planes.width, height=planes.height, format=av.VideoFormat("yuv420p"), time_base=Fraction(1, 24)
        )
        double = graph.add("scale", f"{layer.width}:{layer.height}:flags=bicubic")
        above = graph.add_buffer(
            width=layer.width, height=layer.height, format=av.VideoFormat("yuva420p"), time_base=Fraction(1, 24)
        )
        over = graph.add("overlay", "0:0:eof_action=repeat:format=yuv420")
        self._out = graph.add("buffersink")
        self._below.link_to(double)
        double.link_to(over, 0, 0)
        above.link_to(over, 0, 1)
        over.link_to(self._out)
        graph.configure()
        frame = veil(layer)
        frame.pts = 0
        above.push(frame)
        above.push(None)

    def compose(self, frame: VideoFrame) -> VideoFrame:
        """The finished picture."""
        frame.pts, frame.time_base = self._number, Fraction(1, 24)
        self._number += 1
        self._below.push(frame)
        picture = self._out.pull()
        assert isinstance(picture, VideoFrame)
        return picture


def veil(layer: Image.Image) -> VideoFrame:
    """The still layer as a frame with its alpha, which `from_image` would drop.

    It is made in bands, which match without a seam: whole, its copies would be the most that a film needs of memory.
    """
    width, height = layer.size
    frame = VideoFrame(width, height, "yuva420p")
    for top in range(0, height, _BAND):
        above = min(top, _EDGE)
        band = layer.crop((0, top - above, width, min(height, top + _BAND + _EDGE)))
        colours = VideoFrame(width, band.height, "rgba")
        motion.fill(colours.planes[0], band.tobytes())
        part = colours.reformat(
            format="yuva420p", src_colorspace="ITU709", dst_colorspace="ITU709", dst_color_range="MPEG"
        )
        for source, plane, finer in zip(part.planes, frame.planes, (1, 2, 2, 1), strict=True):
            step, first, rows = plane.line_size, top // finer, min(_BAND // finer, plane.height - top // finer)
            begin = above // finer * step
            memoryview(plane).cast("B")[first * step : (first + rows) * step] = memoryview(source).cast("B")[
                begin : begin + rows * step
            ]
        frame.colorspace, frame.color_range = part.colorspace, part.color_range
    return frame


def _warnings(types: Typesetter) -> tuple[str, ...]:
    if not types.missing:
        return ()
    shown = sorted(types.missing)
    more = f" and {len(shown) - 12} more" if len(shown) > 12 else ""
    return (
        f"no font here draws {' '.join(f'`{letter}` (U+{ord(letter):04X})' for letter in shown[:12])}{more}: "
        "install a font for them, for Chinese, Japanese and Korean the extra `cjk`",
    )
