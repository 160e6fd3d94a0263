"""How a shot becomes the next one, where its words name something else than a cut: dissolve, fade, wipe, iris."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Literal, NamedTuple

import msgspec
from av.video.frame import VideoFrame
from PIL import Image, ImageDraw

from storyboard.film.animatic.motion import fill, picture_of
from storyboard.film.animatic.paint import column
from storyboard.film.animatic.plan import Card, Reel
from storyboard.film.animatic.sheet import Frame
from storyboard.film.animatic.words import meant

Kind = Literal["dissolve", "fade", "wipe", "iris"]
_KINDS: tuple[Kind, ...] = ("dissolve", "fade", "wipe", "iris")
_BLACK = (16, 128, 128)
_STEP = 4  # frames for which a still card's transition stays as it is


class Transition(msgspec.Struct, frozen=True):
    """A way into a shot and the frames that it takes."""

    kind: Kind
    frames: int


def transition_of(card: Card, language: str) -> Kind | None:
    """How a shot comes out of the one before; None for a cut, and for words that only tell how the shot ends."""
    named = _named(card, language)
    return None if "fade_out" in named else next((kind for kind in _KINDS if kind in named), None)


def fades_out(card: Card, language: str) -> bool:
    """Whether a shot ends in black."""
    return "fade_out" in _named(card, language)


def _named(card: Card, language: str) -> set[str]:
    if not card.transition:
        return set()
    folded = card.transition.casefold()
    return {name for tag in dict.fromkeys((language, "en")) for name, _ in meant("changes", tag, folded)}


def planes_of(frame: VideoFrame) -> list[Image.Image]:
    """The planes of a picture as pictures of their own, which stay as they are."""
    return [picture_of(plane) for plane in frame.planes]


class Area(NamedTuple):
    """The part of a film's picture that changes, in even pixels; `soft` rows at its top and bottom change less."""

    left: int
    top: int
    right: int
    bottom: int
    soft: int = 0

    def within(self, other: Area) -> Area:
        """The part of both, where neither has words."""
        left, top = max(self.left, other.left), max(self.top, other.top)
        right, bottom = min(self.right, other.right), min(self.bottom, other.bottom)
        return Area(left, top, max(left + 2, right), max(top + 2, bottom), max(self.soft, other.soft))


class LastPicture(NamedTuple):
    """A picture that goes while the next shot comes: its planes, none for black, and the part that is no words."""

    planes: list[Image.Image]
    area: Area | None = None


def area_of(frame: Frame, zone: tuple[float, float, float, float], *, screened: bool) -> Area:
    """What changes of a card with a zone for its picture: the whole screen, or the rows of a plate behind no words."""
    left, top, right, bottom = (round(edge / 2) * 2 for edge in zone)
    if screened:
        return Area(left, top, right, bottom)
    return Area(0, top, frame.width, bottom, 2 * round(15 * frame.u))


def changed(kind: Kind, old: list[Image.Image], new: VideoFrame | None, share: float, area: Area) -> VideoFrame:
    """The picture at a share of a change, from 0 to 1, in an area; beside that it is the new one already.

    Without an `old` one it comes out of black; without a `new` one the old goes into black.
    """
    size = (new.width, new.height) if new is not None else old[0].size
    frame = VideoFrame(*size, "yuv420p")
    fresh = planes_of(new) if new is not None else []
    # Of a change through black only the half is seen that has a picture.
    share = share / 2 if not fresh else (1 + share) / 2 if not old else share
    if new is not None:
        frame.colorspace, frame.color_range = new.colorspace, new.color_range
    for place, (plane, value) in enumerate(zip(frame.planes, _BLACK, strict=True)):
        finer = 2 if place else 1
        box = (area.left // finer, area.top // finer, area.right // finer, area.bottom // finer)
        whole = (fresh or old)[place]
        black = Image.new("L", (box[2] - box[0], box[3] - box[1]), value)
        before, after = (planes[place].crop(box) if planes else black for planes in (old, fresh))
        whole.paste(_mixed(kind, before, after, black, share), box, _soft(black.size, area.soft // finer))
        fill(plane, whole.tobytes())
    return frame


@lru_cache(8)
def _soft(size: tuple[int, int], rows: int) -> Image.Image | None:
    """A mask that comes and goes within some rows; None where all of it changes alike."""
    if not rows:
        return None
    shares = (min(1.0, (row + 1) / rows, (size[1] - row) / rows) for row in range(size[1]))
    return column([round(255 * share) for share in shares]).resize(size)


def _mixed(kind: Kind, old: Image.Image, new: Image.Image, black: Image.Image, share: float) -> Image.Image:
    if kind == "dissolve":
        return Image.blend(old, new, share)
    if kind == "fade":
        return Image.blend(old, black, share * 2) if share < 0.5 else Image.blend(black, new, share * 2 - 1)
    width, height = old.size
    mask = Image.new("L", old.size)
    pen = ImageDraw.Draw(mask)
    if kind == "wipe":
        pen.rectangle((0, 0, round(width * share) - 1, height), fill=255)
        return Image.composite(new, old, mask)
    radius = math.hypot(width, height) / 2 * abs(1 - 2 * share)
    pen.ellipse((width / 2 - radius, height / 2 - radius, width / 2 + radius, height / 2 + radius), fill=255)
    return Image.composite(old if share < 0.5 else new, black, mask)


class Transitions:
    """The changes of a clip while its pictures are made in their order; the last of a shot is kept for the next.

    `before` is the picture out of which the clip comes. A clip without motion has few pictures.
    """

    def __init__(
        self, reel: Reel, language: str, edges: list[int], *, before: LastPicture, moving: bool = True
    ) -> None:
        self._edges, self._kept, self._moving = edges, before, moving
        self._begins: dict[int, Transition] = {}
        self._ends: dict[int, int] = {}
        for place, card in enumerate(reel.cards):
            frames = min(reel.fps * 2 // 3, (edges[place + 1] - edges[place]) // 2)
            kind = transition_of(card, language)
            if place == 0 and not before.planes and kind in ("dissolve", "wipe"):
                kind = None  # there is nothing out of which it could come
            if kind is not None and frames > 1:
                self._begins[place] = Transition(kind, frames)
            if fades_out(card, language):
                self._ends[place] = frames

    def steps(self, card: int, first: int, end: int) -> list[int]:
        """The frames of a stretch on which a still card changes: its first, and some of its transitions."""
        begin, stop = self._edges[card], self._edges[card + 1]
        frames = {first, *range(stop - self._ends.get(card, 0), stop, _STEP)}
        if card in self._begins:
            gone = begin + self._begins[card].frames
            frames |= {gone, *range(begin, gone, _STEP)}
        return sorted(frame for frame in frames if first <= frame < end)

    def shown(self, card: int, number: int, picture: VideoFrame, area: Area) -> VideoFrame:
        """What is shown instead of a card's picture, which stays as it is."""
        first, end = self._edges[card], self._edges[card + 1]
        begin, out = self._begins.get(card), self._ends.get(card, 0)
        if begin is not None and number - first < begin.frames:
            both = area if self._kept.area is None else area.within(self._kept.area)
            share = (number - first + 1) / (begin.frames + 1)
            picture = changed(begin.kind, self._kept.planes, picture, share, both)
        if end - number <= out:
            picture = changed("fade", planes_of(picture), None, (out - (end - number) + 1) / out, area)
        if card + 1 in self._begins and (number == end - 1 or not self._moving):
            self._kept = LastPicture(planes_of(picture), area)
        return picture
