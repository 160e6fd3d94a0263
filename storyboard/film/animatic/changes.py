"""How a shot becomes the next one, where its words name something else than a cut: dissolve, fade, wipe, iris."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from typing import NamedTuple

import msgspec
from av.video.frame import VideoFrame
from av.video.plane import VideoPlane
from PIL import Image, ImageDraw

from storyboard.film.animatic.compose import Veil
from storyboard.film.animatic.motion import picture_of
from storyboard.film.animatic.paint import column, dimmed
from storyboard.film.animatic.sheet import Frame
from storyboard.film.staging.plan import Reel
from storyboard.film.staging.transition import Kind, fades_out, is_cut_to_black, transition_of

Box = tuple[int, int, int, int]
_BLACK = (16, 128, 128)
SUDDEN = 3  # frames of a cut to black: in fewer it would be a cut that nobody planned


class Transition(msgspec.Struct, frozen=True):
    """A way into a shot and the frames that it takes."""

    kind: Kind
    frames: int


class Area(NamedTuple):
    """The part of a film's picture that changes, in even pixels; the last `soft` rows change less and less."""

    left: int
    top: int
    right: int
    bottom: int
    soft: int = 0

    def box(self, place: int) -> Box:
        """The area in a plane: that of light is twice as fine as those of colour."""
        finer = 2 if place else 1
        return self.left // finer, self.top // finer, self.right // finer, self.bottom // finer

    def within(self, other: Area) -> Area:
        """The part of both."""
        left, top = max(self.left, other.left), max(self.top, other.top)
        right, bottom = min(self.right, other.right), min(self.bottom, other.bottom)
        return Area(left, top, max(left + 2, right), max(top + 2, bottom), max(self.soft, other.soft))


class LastPicture(NamedTuple):
    """A picture that goes while the next shot comes: its planes, none where it is black, its screen, and its words."""

    planes: tuple[Image.Image, ...] = ()
    screen: Area | None = None
    words: Veil | None = None


def last_picture(plain: VideoFrame, screen: Area | None, words: Veil | None) -> LastPicture:
    """A copy of a picture without its words, and these."""
    return LastPicture(tuple(picture_of(plane).copy() for plane in plain.planes), screen, words)


def laid(picture: VideoFrame, veil: Veil, share: float = 1.0) -> None:
    """Lay a veil at a share of its strength over a picture."""
    alpha = picture_of(veil.frame.planes[3])
    if share != 1:
        alpha = dimmed(alpha, share)
    for plane, source, finer in zip(picture.planes, veil.frame.planes, (1, 2, 2), strict=False):
        box = (0, veil.top // finer, plane.width, veil.top // finer + source.height)
        mask = alpha if finer == 1 else alpha.resize((source.width, source.height), Image.Resampling.BOX)
        _put(plane, box, Image.composite(picture_of(source), _part(plane, box), mask))


def area_of(frame: Frame, zone: tuple[float, float, float, float], *, screened: bool) -> Area:
    """What changes of a card with a zone for its picture: the whole screen, or a plate down to its shot's words."""
    left, top, right, bottom = (round(edge / 2) * 2 for edge in zone)
    if screened:
        return Area(left, top, right, bottom)
    return Area(0, 0, frame.width, bottom + 2 * round(12 * frame.u), 2 * round(24 * frame.u))


def changed(kind: Kind, old: LastPicture | None, picture: VideoFrame, share: float, area: Area) -> VideoFrame:
    """A picture at a share of its change, from 0 to 1, in an area: out of the old one, or without that into black."""
    frame = VideoFrame(picture.width, picture.height, "yuv420p")
    frame.colorspace, frame.color_range = picture.colorspace, picture.color_range
    # Of a change through black only the half is seen that has a picture.
    share = share / 2 if old is None else share if old.planes else (1 + share) / 2
    for place, (plane, source, value) in enumerate(zip(frame.planes, picture.planes, _BLACK, strict=True)):
        box = area.box(place)
        here = _part(source, box)
        black = partial(Image.new, "L", here.size, value)  # when it is asked for: here a film needs most of its memory
        before, after = (
            (here, black()) if old is None else (_cut(old.planes[place], box), here) if old.planes else (black(), here)
        )
        mixed = _mixed(kind, before, after, black, share)
        soft = _soft(here.size, area.soft // (2 if place else 1))
        if plane.line_size == source.line_size and plane.buffer_size == source.buffer_size:
            plane.update(source)  # pyright: ignore[reportArgumentType]  # any buffer will do
        else:
            whole = (0, 0, plane.width, plane.height)
            _put(plane, whole, _part(source, whole))
        _put(plane, box, mixed if soft is None else Image.composite(mixed, here, soft))
    return frame


def _cut(picture: Image.Image, box: Box) -> Image.Image:
    """A part of a picture, or the picture itself where that is all of it."""
    return picture if box == (0, 0, *picture.size) else picture.crop(box)


def _part(plane: VideoPlane, box: Box) -> Image.Image:
    """A copy of a part of a plane."""
    left, top, right, bottom = box
    rows = memoryview(plane).cast("B")[top * plane.line_size : bottom * plane.line_size]
    whole = Image.frombytes("L", (plane.width, bottom - top), rows, "raw", "L", plane.line_size)
    return whole if right - left == plane.width else whole.crop((left, 0, right, bottom - top))


def _put(plane: VideoPlane, box: Box, part: Image.Image) -> None:
    """Write a part of a plane."""
    left, top, right, bottom = box
    data, rows, step, wide = part.tobytes(), memoryview(plane).cast("B"), plane.line_size, right - left
    for row in range(bottom - top):
        at = (top + row) * step + left
        rows[at : at + wide] = data[row * wide : (row + 1) * wide]


@lru_cache(8)
def _soft(size: tuple[int, int], rows: int) -> Image.Image | None:
    """A mask that goes within some rows; None where all of it changes alike."""
    if not rows:
        return None
    shares = (min(1.0, (size[1] - row) / rows) for row in range(size[1]))
    return column([round(255 * share) for share in shares]).resize(size)


def _mixed(
    kind: Kind, old: Image.Image, new: Image.Image, black: Callable[[], Image.Image], share: float
) -> Image.Image:
    if kind == "dissolve":
        return Image.blend(old, new, share)
    if kind == "fade":
        return Image.blend(old, black(), share * 2) if share < 0.5 else Image.blend(black(), new, share * 2 - 1)
    width, height = old.size
    mask = Image.new("L", old.size)
    pen = ImageDraw.Draw(mask)
    if kind == "wipe":
        pen.rectangle((0, 0, round(width * share) - 1, height), fill=255)
        return Image.composite(new, old, mask)
    radius = math.hypot(width, height) / 2 * abs(1 - 2 * share)
    pen.ellipse((width / 2 - radius, height / 2 - radius, width / 2 + radius, height / 2 + radius), fill=255)
    return Image.composite(old if share < 0.5 else new, black(), mask)


class Transitions:
    """The changes of a clip while its pictures are made in their order; the last of a shot is kept for the next.

    `before` is the picture out of which the clip comes.
    """

    def __init__(self, reel: Reel, edges: list[int], *, before: LastPicture) -> None:
        self._edges, self._kept = edges, before
        self._begins: dict[int, Transition] = {}
        self._ends: dict[int, int] = {}
        for place, card in enumerate(reel.cards):
            frames = min(reel.fps * 2 // 3, (edges[place + 1] - edges[place]) // 2)
            kind = transition_of(card)
            if place == 0 and not before.planes and kind in ("dissolve", "wipe"):
                kind = None  # there is nothing out of which it could come
            if kind is not None and frames > 1:
                self._begins[place] = Transition(kind, frames)
            if fades_out(card):
                self._ends[place] = frames
            elif is_cut_to_black(card):
                self._ends[place] = min(frames, SUDDEN)

    def steps(self, card: int, first: int, end: int) -> list[int]:
        """The frames of a stretch on which a still card changes: its first, and those of its transitions."""
        begin, stop = self._edges[card], self._edges[card + 1]
        frames = {first, *range(stop - self._ends.get(card, 0), stop)}
        if card in self._begins:
            frames.update(range(begin, begin + self._begins[card].frames + 1))
        return sorted(frame for frame in frames if first <= frame < end)

    def opening(self, card: int, numbers: Iterable[int]) -> int:
        """How many of a stretch's frames come out of the shot before; they are the first of a card."""
        begin = self._begins.get(card)
        return 0 if begin is None else sum(number - self._edges[card] < begin.frames for number in numbers)

    def mixed(
        self, card: int, number: int, plain: VideoFrame, screen: Area | None, veils: list[tuple[Veil, float]]
    ) -> VideoFrame:
        """A frame of a card's opening, out of its picture without words, which stays as it is, and its veils.

        All of it changes, or the screen alone where there is one before and after. The words of the shot before go
        before these come, so that two labels are never mixed, and slowly, so that nothing takes them for a cut.
        """
        begin = self._begins[card]
        share = (number - self._edges[card] + 1) / (begin.frames + 1)
        whole = Area(0, 0, plain.width, plain.height)
        area = whole if screen is None or self._kept.screen is None else screen.within(self._kept.screen)
        picture = changed(begin.kind, self._kept, plain, share, area)
        if share < 0.5 and self._kept.words is not None:
            veils = [(self._kept.words, 1 - 2 * share)]
        elif share < 0.5:
            veils = []
        else:
            veils = [(veil, strong * (2 * share - 1)) for veil, strong in veils]
        for veil, strong in veils:
            laid(picture, veil, strong)
        return picture

    def darkened(self, card: int, number: int, picture: VideoFrame, area: Area) -> VideoFrame:
        """A card's picture, where it ends in black as far as it has come there."""
        light = self.light(card, number)
        return picture if light == 1 else changed("fade", None, picture, 1 - light, area)

    def is_left(self, card: int) -> bool:
        """Whether the next shot comes out of the last picture of a card."""
        return card + 1 in self._begins

    def keep(self, plain: VideoFrame, screen: Area | None, words: Veil) -> None:
        """Keep a card's picture without its words, and these, out of which the next shot comes."""
        self._kept = last_picture(plain, screen, words)

    def light(self, card: int, number: int) -> float:
        """How much is seen of a card that ends in black, from 1 down to 0 in its last picture."""
        left, out = self._edges[card + 1] - number, self._ends.get(card, 0)
        return 1.0 if left > out else (left - 1) / out
