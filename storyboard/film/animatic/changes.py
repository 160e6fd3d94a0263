"""How a shot becomes the next one, where its words name something else than a cut: dissolve, fade, wipe, iris."""

from __future__ import annotations

import math
from typing import Literal

import msgspec
from av.video.frame import VideoFrame
from PIL import Image, ImageDraw

from storyboard.film.animatic.motion import fill, picture_of
from storyboard.film.animatic.plan import Reel
from storyboard.film.animatic.words import meant

Kind = Literal["dissolve", "fade", "wipe", "iris"]
_KINDS: tuple[Kind, ...] = ("dissolve", "fade", "wipe", "iris")
_BLACK = (16, 128, 128)


class Transition(msgspec.Struct, frozen=True):
    """A way into the next shot and the frames that it takes; into black, behind the last shot."""

    kind: Kind
    frames: int


def change_of(words: str, language: str, room: int, fps: int) -> Transition | None:
    """The change that a `transition:` names, over two thirds of a second and at most half of `room` frames."""
    folded = words.casefold()
    for tag in dict.fromkeys((language, "en")):
        names = {name for name, _ in meant("changes", tag, folded)}
        for kind in _KINDS:
            if kind in names:
                frames = min(fps * 2 // 3, room // 2)
                return Transition(kind, frames) if frames > 1 else None
    return None


def planes_of(frame: VideoFrame) -> list[Image.Image]:
    """The planes of a picture as pictures of their own, which stay as they are."""
    return [picture_of(plane) for plane in frame.planes]


def changed(kind: Kind, old: list[Image.Image], new: VideoFrame | None, share: float) -> VideoFrame:
    """The picture at a share of a change, from 0 to 1; without a `new` one the old goes into black."""
    width, height = old[0].size
    frame = VideoFrame(width, height, "yuv420p")
    fresh = [None] * 3 if new is None else [picture_of(plane) for plane in new.planes]
    if new is None:
        share /= 2  # the half in which the old one goes
    else:
        frame.colorspace, frame.color_range = new.colorspace, new.color_range
    for plane, before, after, black in zip(frame.planes, old, fresh, _BLACK, strict=True):
        fill(plane, _mixed(kind, before, after, Image.new("L", before.size, black), share).tobytes())
    return frame


def _mixed(kind: Kind, old: Image.Image, new: Image.Image | None, black: Image.Image, share: float) -> Image.Image:
    new = new if new is not None else black
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
    """The changes of a clip while its pictures are made in their order; the last of a shot is kept for the next."""

    def __init__(self, reel: Reel, language: str, edges: list[int]) -> None:
        self._edges, self._cards = edges, len(reel.cards)
        self._begins: dict[int, Transition] = {}
        self._kept: list[Image.Image] = []
        for place, card in enumerate(reel.cards, 1):
            behind = place == self._cards
            room = edges[place] - edges[place - 1] if behind else edges[place + 1] - edges[place]
            change = change_of(card.transition, language, room, reel.fps) if card.transition else None
            # What would be seen behind the last shot is another clip's.
            if change is not None and not (behind and change.kind in ("dissolve", "wipe")):
                self._begins[place] = change

    def shown(self, card: int, number: int, picture: VideoFrame) -> VideoFrame:
        """What is shown instead of a card's picture, which stays as it is."""
        first, end = self._edges[card], self._edges[card + 1]
        before, after = self._begins.get(card), self._begins.get(card + 1)
        if after is not None and card + 1 == self._cards:
            left = end - number
            if left <= after.frames:
                return changed(after.kind, planes_of(picture), None, (after.frames - left + 1) / after.frames)
        old = self._kept
        if after is not None and number == end - 1:
            self._kept = planes_of(picture)
        if before is not None and card < self._cards and number - first < before.frames:
            return changed(before.kind, old, picture, (number - first + 1) / (before.frames + 1))
        return picture
