"""Which frames of a film show what: the cards' edges, the pages' turns, and the title over the first second."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import msgspec

from storyboard.film.animatic.changes import SUDDEN
from storyboard.film.staging.ending import ClipEnding, ending_of
from storyboard.film.staging.plan import Card, Reel

CLOSING = 2000  # milliseconds of the closing text
SLATE = 1300  # milliseconds of the title, its fade included
DARK = 1000  # milliseconds of a picture that fades away without words, half of which is a cut to black
BEFORE = 100  # milliseconds by which a shot is seen best before the clip's end begins to come
SEEN = 0.6  # the part of a shot after which it is seen best: a title in its first second is gone by then
COMING = 8  # frames in which the closing text comes, so that nothing takes it for a cut
FADE = 8  # frames in which it goes


class Passage(msgspec.Struct, frozen=True):
    """Frames from `first` to before `end` under one page of a card; `title` is the title's share in each, if any.

    A `closing` one has the end of the clip in the title's place, a `leaving` one names on slates, which go before it.
    """

    first: int
    end: int
    card: int
    page: int
    title: tuple[float, ...] = ()
    closing: bool = False
    leaving: bool = False


def frame_edges(reel: Reel) -> list[int]:
    """The frame on which each card starts, that of the tail, and the number of frames; rounded half up."""
    times = [card.start for card in reel.cards] + ([reel.planned] if reel.unused else [])
    frames = max(1, frame_at(reel.length, reel.fps))
    return [min(frame_at(time, reel.fps), frames - 1) if time else 0 for time in times] + [frames]


def frame_at(time: int, fps: int) -> int:
    """The frame of a time in milliseconds, rounded half up."""
    return (time * fps * 2 + 1000) // 2000


class Close(NamedTuple):
    """For how many milliseconds a clip ends, and in how many frames its end comes."""

    lasts: int
    comes: int


def close_of(ending: ClipEnding, fps: int) -> Close | None:
    """How the end of a clip comes; None where nothing lies over its last shot."""
    if ending.title:
        return Close(CLOSING, COMING)
    if not ending.into:
        return None
    return Close(DARK // 2, SUDDEN) if ending.sudden else Close(DARK, fps * 2 // 3)


def seen_at(reel: Reel, card: Card, *, last: bool) -> int:
    """The millisecond at which a shot is seen best: past its middle, and before the clip's end lies over the last."""
    lasts = card.end - card.start
    close = close_of(ending_of(reel.closing), reel.fps) if last else None
    seen = round(lasts * SEEN)
    return card.start + (seen if close is None else min(seen, lasts - min(close.lasts, lasts // 2) - BEFORE))


def stretches(
    edges: list[int],
    pages: list[int],
    fps: int,
    moving: bool,
    *,
    titled: bool = True,
    close: Close | None = None,
    named: bool = False,
) -> Iterator[Passage]:
    """The stretches of a film in their order; `pages` counts those of each card, and the tail has one.

    Where nothing moves, the title does not fade; a clip that is not `titled` has none.
    One with a `close` ends with it over the last shot, which is `named` where words stand on slates there.
    """
    # Half of a short first shot is its own; a title that would only flash is left out.
    gone = min(SLATE * fps // 1000, edges[1] // 2)
    gone = gone if titled and gone >= fps // 2 else 0
    fading = gone - FADE + 1 if moving and gone > 2 * FADE else gone
    last = edges[len(pages)]
    comes = close.comes if close else 0
    leaves = comes // 2 if named else 0
    closing = last - min(close.lasts * fps // 1000, (last - edges[len(pages) - 1]) // 2) if close else edges[-1]
    for card, (first, end) in enumerate(pairwise(edges)):
        count = pages[card] if card < len(pages) else 1
        turns = [first + (end - first) * page // count for page in range(count + 1)]
        for page, (begin, stop) in enumerate(pairwise(turns)):
            steps = fading, gone, closing, closing + leaves, closing + comes
            inside = sorted({at for at in steps if begin < at < stop})
            for at, until in pairwise([begin, *inside, stop]):
                if closing <= at < closing + leaves:
                    left = tuple(1 - (frame + 1 - closing) / leaves for frame in range(at, until))
                    yield Passage(at, until, card, page, left, closing=True, leaving=True)
                    continue
                if closing <= at < last:
                    shown = (min(1.0, (frame + 1 - closing - leaves) / (comes - leaves)) for frame in range(at, until))
                    yield Passage(at, until, card, page, tuple(shown), closing=True)
                    continue
                shares = (1.0 if frame < fading else (gone - frame) / FADE for frame in range(at, min(until, gone)))
                yield Passage(at, until, card, page, tuple(shares))
