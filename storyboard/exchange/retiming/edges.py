"""New times of shots from the frames of a cut, and the edits that put them in the place of the old ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from storyboard.diagnostics import Edit
from storyboard.exchange.timelines.rates import FrameRate
from storyboard.language.story import Mark, Shot
from storyboard.patterns import lazy
from storyboard.source import Source, Span
from storyboard.timing import like, seconds

_STATED = lazy(r"[0-9０-９]+(?:[.．][0-9０-９]+)?")
# A frame that no millisecond rounds to is none; the nearest that does is never farther.
_NUDGES = (0, 1, -1, 2, -2)


class NoPlaceForTime(Exception):
    """A shot's time cannot be written in its place; the text says why, as a phrase."""


class RetimedShot(msgspec.Struct, frozen=True):
    """A shot with its old and new time in milliseconds of its scene."""

    shot: Shot
    old: tuple[int, int]
    new: tuple[int, int]


def moved(
    shots: Sequence[tuple[Shot, int, int]], changes: Sequence[int], rate: FrameRate, at: int, step: int = 0
) -> list[RetimedShot]:
    """The shots, each given with its old start and end, after so many frames more or fewer of each.

    `at` is where the scene begins in the film, which decides the frames that its edges fall on. With a `step` the
    lengths that change are whole steps of so many milliseconds.
    """
    retimed: list[RetimedShot] = []
    frames, shift, start = 0, 0, shots[0][1]
    for (shot, old, end), change in zip(shots, changes, strict=True):
        frames += change
        if step:
            length = end - old
            if change:
                length = max(step, (2 * (length + rate.ms(change)) + step) // (2 * step) * step)
            after = start + length
        elif change or shift:
            after = _on_frame(rate, at, end, frames)
        else:
            after = end
        shift = after - end
        retimed.append(RetimedShot(shot, (old, end), (start, after)))
        start = after
    return retimed


def _on_frame(rate: FrameRate, at: int, edge: int, frames: int) -> int:
    """The millisecond that lies so many frames from an edge, and falls on that very frame of the film."""
    wanted = rate.frames(at + edge) + frames
    near = edge + rate.ms(frames)
    return next((near + nudge for nudge in _NUDGES if rate.frames(at + near + nudge) == wanted), near)


def edits(shots: Sequence[RetimedShot], source: Source) -> Iterator[Edit]:
    """What is to be typed in the places of the old times, in their own form. Raises NoPlaceForTime."""
    for row in shots:
        mark = row.shot.mark
        if mark is None:
            raise NoPlaceForTime("it has no shots with times of their own: give it a `duration`")
        if mark.form in ("range", "open"):
            yield from _range(row, mark, source)
        elif mark.form == "length":
            if _length(row.new) != _length(row.old):
                yield _put(mark.end_span, _length(row.new), source)
        else:
            yield _inserted(row, mark)
        if mark.stated is not None and _length(row.new) != _length(row.old) and mark.time_span is not None:
            stated = _STATED.search(source.text, mark.time_span.end)
            if stated is not None:
                yield _put(source.span(stated.start(), stated.end()), _length(row.new), source)


def _range(row: RetimedShot, mark: Mark, source: Source) -> Iterator[Edit]:
    ends = ((mark.start_span, row.old[0], row.new[0]), (mark.end_span, row.old[1], row.new[1]))
    for span, old, new in ends:
        if old == new:
            continue
        if span is None or (mark.form == "open" and span is mark.end_span):
            raise NoPlaceForTime(f"shot {row.shot.number} has no end of its own: write one")
        yield _put(span, new, source)


def _put(span: Span | None, ms: int, source: Source) -> Edit:
    if span is None:
        raise NoPlaceForTime("a time of it stands in no place of its own")
    return Edit(span, like(source.text[span.start : span.end], ms))


def _inserted(row: RetimedShot, mark: Mark) -> Edit:
    """A length for a shot that had its share of the clip."""
    place = mark.number_span or mark.label_span
    if mark.form != "untimed" or place is None:
        raise NoPlaceForTime(f"shot {row.shot.number} has no time, and no place for one")
    return Edit(msgspec.structs.replace(place, start=place.end), f" [{seconds(_length(row.new))}s]")


def _length(times: tuple[int, int]) -> int:
    return times[1] - times[0]
