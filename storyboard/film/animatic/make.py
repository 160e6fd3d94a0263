"""A reel in, an MP4 out: cuts on the exact frame, the plate moving under words that stand still."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from fractions import Fraction
from functools import partial
from itertools import chain
from pathlib import Path

import msgspec
from av.video.frame import VideoFrame
from PIL import Image

from storyboard.film.animatic import motion, screen, sound
from storyboard.film.animatic.ahead import ahead
from storyboard.film.animatic.changes import LastPicture, Transitions, area_of, last_picture
from storyboard.film.animatic.compose import Veil, composed, veil
from storyboard.film.animatic.motion import Box, Planes
from storyboard.film.animatic.overlay import clip_clock_of, clock_of, draw_page, draw_shade, segments, zone_of
from storyboard.film.animatic.paint import dimmed
from storyboard.film.animatic.placeholder import draw_placeholders
from storyboard.film.animatic.plate import draw_plate
from storyboard.film.animatic.poke import Timecode, progress
from storyboard.film.animatic.screen import no_picture
from storyboard.film.animatic.sheet import Frame, set_card
from storyboard.film.animatic.slate import draw_closing, draw_slate, is_headed
from storyboard.film.animatic.timeline import close_of, frame_at, frame_edges, seen_at, stretches
from storyboard.film.animatic.typeface import Typesetter, canvas
from storyboard.film.encoder import Encoding
from storyboard.film.mux import Writer
from storyboard.film.staging.camera import DRIFT, Motion
from storyboard.film.staging.ending import ended, ending_of
from storyboard.film.staging.look import Look, language_for, looks
from storyboard.film.staging.plan import Card, Reel
from storyboard.system import extras

_AHEAD = 1  # picture that may wait to be encoded
_LEAST = 128  # the shorter side below which no ruler and no type can be drawn


class Stopped(Exception):
    """The caller asked for the end of the work; nothing is left behind."""


class DrawnClip(msgspec.Struct, frozen=True):
    """A clip that was written: its length in frames, the frames on which new shots start, and the warnings about it."""

    frames: int
    cuts: tuple[int, ...]
    warnings: tuple[str, ...]


def make(
    reel: Reel,
    out: Path,
    *,
    moving: bool = True,
    speak: bool = True,
    progress: Callable[[int, int], None] | None = None,
    stop: threading.Event | None = None,
    files: Callable[[str], bytes] = no_picture,
) -> DrawnClip:
    """The clip of a reel, written to `out`; `moving=False` gives still cards, one picture a card, at a variable rate.

    `files` gives the bytes of the shots' own pictures and of the clip's own sound by their SHA-256; a PictureFault or a
    SoundFault says why one cannot be shown or played.
    `progress` is called with the frames done and their number, `stop` is looked at between frames and raises Stopped.
    """
    encoding = Encoding(reel.width, reel.height, Fraction(reel.fps))
    reel = _large(_whole(reel))
    language = language_for(reel)
    types = Typesetter(language)
    edges = frame_edges(reel)
    cuts = tuple(edges[1:-1])
    frames = edges[-1]
    pictures = ahead(_pictures(types, reel, language, edges, moving, files), _AHEAD)
    with closing(pictures), Writer(out, encoding, Fraction(reel.length, 1000), cuts=cuts) as film:
        heard = sound.track(reel, speak, files)
        film.sound(memoryview(heard.samples).cast("B"))
        for number, frame in pictures:
            if stop is not None and stop.is_set():
                raise Stopped
            film.picture(frame.reformat(encoding.width, encoding.height), number)
            if progress is not None:
                progress(number + 1, frames)
    if progress is not None:
        progress(frames, frames)
    return DrawnClip(frames, cuts, heard.warnings + _warnings(types))


def stills(reel: Reel, *, files: Callable[[str], bytes] = no_picture) -> Iterator[Image.Image]:
    """The picture of each shot of a reel as a still card, at the moment when it is seen best.

    `files` is as in `make`.
    """
    size = reel.width, reel.height
    reel = _large(_whole(reel))
    language, edges = language_for(reel), frame_edges(reel)
    moments = [frame_at(seen_at(reel, card, last=card is reel.cards[-1]), reel.fps) for card in reel.cards]
    pictures = _pictures(Typesetter(language), reel, language, edges, False, files)
    last: VideoFrame | None = None
    for number, frame in chain(pictures, [(edges[-1], None)]):
        while moments and moments[0] < number and last is not None:
            image = _image(last)
            yield image if image.size == size else image.resize(size, Image.Resampling.LANCZOS)
            del moments[0]
        last = frame


def _image(frame: VideoFrame) -> Image.Image:
    return frame.to_image()  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]


def _whole(reel: Reel) -> Reel:
    """The reel itself, or with one empty card where it has none."""
    if reel.cards:
        return reel
    card = Card(1, 0, reel.duration, action=reel.overview)
    return msgspec.structs.replace(reel, cards=(card,), planned=reel.duration, unused=0)


def _large(reel: Reel) -> Reel:
    """The reel itself, or several times as large where it is too small to draw in; its pictures are then shrunk."""
    times = -(-_LEAST // min(reel.width, reel.height))
    return msgspec.structs.replace(reel, width=reel.width * times, height=reel.height * times) if times > 1 else reel


def _pictures(
    types: Typesetter,
    reel: Reel,
    language: str,
    edges: list[int],
    moving: bool,
    files: Callable[[str], bytes],
    since: int = 0,
    *,
    plain: bool = False,
) -> Iterator[tuple[int, VideoFrame]]:
    """Each picture of the film, from the frame number `since` on, with its own, ready to be encoded.

    A `plain` one is without words, clocks and ruler.
    """
    frame, seen = Frame(reel.width, reel.height), looks(reel)
    ending = ending_of(reel.closing)
    sheets = [set_card(types, reel, card, language) for card in ended(reel, ending)]
    clocks = [Timecode(types, clock_of(frame), reel.fps, frame_at(reel.begun, reel.fps))]
    if reel.count > 1:
        clocks.append(Timecode(types, clip_clock_of(frame), reel.fps))
    ruler = segments(reel)
    planes, page, title, last = None, None, None, (-1, -1, False)
    before = _last(types, reel.before, moving, files) if reel.before is not None else LastPicture()
    changes = Transitions(reel, edges, before=before)
    pages = [len(sheet.pages) for sheet in sheets]
    close = close_of(ending, reel.fps)
    named = bool(ending.title and seen[-1].is_named and not reel.cards[-1].picture)
    for stretch in stretches(edges, pages, reel.fps, moving, titled=is_headed(reel), close=close, named=named):
        if stretch.end <= since:
            continue
        card, begin = stretch.card, max(since, stretch.first)
        shares = stretch.title[begin - stretch.first :]
        # In a draft too the closing text comes slowly: at once it would be taken for a cut.
        flowing = moving or (stretch.closing and shares[0] < 1)
        numbers = range(begin, stretch.end) if flowing else changes.steps(card, begin, stretch.end)
        sheet, look = sheets[min(card, len(sheets) - 1)], seen[min(card, len(seen) - 1)]
        zone = zone_of(frame, sheet)
        # A still card shows all of a picture, and its arrows say how the camera moves.
        stands = card >= len(seen) or (sheet.screen is not None and not moving)
        move = DRIFT if stands else look.motion
        if card != last[0]:
            planes = page = None  # two of each would be the most that a film needs of memory
            if sheet.screen is None:
                planes = _planes(reel, look, zone, grey=card >= len(seen))
            else:
                own = files(reel.cards[min(card, len(seen) - 1)].picture)
                planes = screen.planes_on(sheet.screen, own, move, grey=card >= len(seen))
        if stretch.closing and named:
            look = look.unnamed
        if page is None or (card, stretch.page, stretch.closing) != last:
            page = veil(draw_page(types, reel, card, sheet, stretch.page, look, language, moving))
        last = (card, stretch.page, stretch.closing)
        if not shares:
            title = None
        elif stretch.leaving:
            slates = canvas(reel.width, reel.height)
            draw_placeholders(types, slates, frame, zone, seen[card])
            title = veil(slates)
        elif stretch.closing:
            title = veil(draw_closing(types, reel, ending, zone, screened=sheet.screen is not None))
        elif title is None:
            title = veil(draw_slate(types, reel, zone, language, screened=sheet.screen is not None))
        assert planes is not None
        first, end = edges[card], edges[card + 1]
        times = [(at - first) / max(1, end - first - 1) if moving else 0.5 for at in numbers]
        aim = (0.5, (zone[1] + zone[3]) / 2 / reel.height)
        boxes = [_box(move, time, planes, aim, end - first, reel.fps) for time in times]
        area, (left, right) = area_of(frame, zone, screened=sheet.screen is not None), ruler[card]
        own_screen = area if sheet.screen is not None else None
        is_going = bool(stretch.closing and not stretch.leaving and ending.into)
        if plain:
            gone = [title] if title is not None and is_going else []
            bare = _composed(reel, planes, [veil(draw_shade(reel, sheet)), *gone], boxes, shares if gone else ())
            yield from ((at, changes.darkened(card, at, image, area)) for at, image in zip(numbers, bare, strict=True))
            continue
        veils = [page] if title is None else [page, title]
        opening = changes.opening(card, numbers)
        shade, ink = (
            (
                veil(draw_shade(reel, sheet)),
                veil(_inked(types, reel, card, sheet, stretch.page, look, language, moving)),
            )
            if opening or changes.is_left(card)
            else (page, page)
        )
        over = [ink] if title is None else [ink, title]
        strong = (shares or (1.0,) * len(numbers))[:opening]
        mixed = (
            changes.mixed(card, at, image, own_screen, [(ink, 1.0), (over[-1], share)][2 - len(over) :])
            for at, image, share in zip(
                numbers, _composed(reel, planes, [shade], boxes[:opening]), strong, strict=False
            )
        )
        rest = _composed(reel, planes, veils, boxes[opening:], shares[opening:])
        for number, whole in zip(numbers, chain(mixed, rest), strict=True):
            picture = changes.darkened(card, number, whole, area)
            if card < len(reel.cards):
                done = left + round((right - left) * (number + 1 - first) / max(1, end - first)) if moving else right
                progress(picture, frame.ruler, left, done)
            # Beside a screen the words stay lit when it goes, and the clock with them.
            light = changes.light(card, number) if sheet.screen is None else 1.0
            if is_going and sheet.screen is None:
                light *= 1 - shares[number - begin]
            for clock in clocks if moving else ():
                clock.write(picture, number, light, white=ending.into == "white")
            yield number, picture
            del whole, picture
        if changes.is_left(card):
            (last_plain,) = _composed(reel, planes, [shade], boxes[-1:])
            changes.keep(changes.darkened(card, numbers[-1], last_plain, area), own_screen, ink)


def _last(types: Typesetter, reel: Reel, moving: bool, files: Callable[[str], bytes]) -> LastPicture:
    """The last picture of a clip, and its words apart."""
    reel = _large(_whole(reel))
    language, edges = language_for(reel), frame_edges(reel)
    ((_, picture),) = _pictures(types, reel, language, edges, moving, files, since=edges[-1] - 1, plain=True)
    card = ended(reel, ending_of(reel.closing))[-1]
    frame, sheet = Frame(reel.width, reel.height), set_card(types, reel, card, language)
    screen_area = area_of(frame, zone_of(frame, sheet), screened=True) if sheet.screen else None
    if ending_of(reel.closing).into:
        return last_picture(picture, screen_area, None)
    place = len(reel.cards) - 1
    look = looks(reel)[-1].unnamed if ending_of(reel.closing).title else looks(reel)[-1]
    ink = _inked(types, reel, place, sheet, len(sheet.pages) - 1, look, language, moving)
    return last_picture(picture, screen_area, veil(ink))


def _composed(
    reel: Reel, planes: Planes, veils: list[Veil], boxes: list[Box], shares: tuple[float, ...] = ()
) -> Iterator[VideoFrame]:
    """A picture for each box, in which the last veil has the share that belongs to it."""
    if boxes:
        yield from composed(
            planes, (reel.width, reel.height), veils, boxes, shares if min(shares, default=1) < 1 else ()
        )


_inked = partial(draw_page, shaded=False)


def _box(move: Motion, time: float, planes: Planes, aim: tuple[float, float], frames: int, fps: int) -> Box:
    if planes.at is not None:
        return screen.box_at(move, time, planes, frames / fps)
    return motion.box_at(move, time, planes, aim, frames / fps, frames - 1)


def _planes(reel: Reel, look: Look, zone: tuple[float, float, float, float], *, grey: bool) -> Planes:
    """The plate of a card; that of the tail is the last card's in `grey`."""
    width, height = motion.plate_size(reel.width, reel.height)
    # Where the zone lies in the middle of a move.
    scale, middle = width / reel.width * 0.95, width * 0.025
    down = height * 0.025
    part = (zone[0] * scale + middle, zone[1] * scale + down, zone[2] * scale + middle, zone[3] * scale + down)
    plate = draw_plate(width, height, look, part)
    if grey:
        plate = Image.merge("RGB", (dimmed(plate.convert("L"), 0.55),) * 3)
    return motion.planes_of(plate, reel.width, reel.height)


def _warnings(types: Typesetter) -> tuple[str, ...]:
    if not types.missing:
        return ()
    return (extras.undrawn(sorted(types.missing)),)
