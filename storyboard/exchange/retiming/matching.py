"""Which shot each event of a cut is: by storyc's marks, then by its name, then by where it lies in its file."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

import msgspec

from storyboard.exchange.cuts.records import CutEvent, CutMark, EditorCut, half_up
from storyboard.exchange.timelines.rates import FrameRate
from storyboard.exchange.timelines.records import Events, Timeline, TimelineClip, events, reel
from storyboard.patterns import lazy

_MARK = lazy(r"C(\d{2,5})S(\d{2,5})(?!\d)")
_CLIP = lazy(r"C(\d{2,5})(?![\dST])")
_REEL = lazy(r"C(\d{2,5})T(\d{1,3})")
_FILE = lazy(r"(.*?)(?:\.take\d+)?(?:\.animatic)?\.[A-Za-z0-9]+")
_HALF = Fraction(1, 2)


class CutPiece(msgspec.Struct, frozen=True):
    """A shot as it is in a cut: how many frames it lasts there, in an event a shot or an event a clip."""

    clip: int
    shot: int
    length: int
    events: Events


class CutPieces(msgspec.Struct, frozen=True):
    """What the events of a cut are: pieces in their order, what is amiss with a clip, and events of no shot."""

    pieces: tuple[CutPiece, ...]
    amiss: dict[int, tuple[str, ...]]
    strangers: tuple[CutEvent, ...]


def matched(cut: EditorCut, timeline: Timeline) -> CutPieces:
    """What each event of a cut is, in the story whose timeline this is."""
    pieces: list[CutPiece] = []
    amiss: dict[int, list[str]] = {}
    strangers: list[CutEvent] = []
    index = _Index(timeline)
    for event in cut.events:
        marks = index.marks(event)
        clip = marks[0][1] if marks else index.clip_of(event)
        if clip is None:
            strangers.append(event)
            continue
        if event.remapped:
            amiss.setdefault(clip.index, []).append(f"the speed of `{event.shown}` was changed")
        if not marks:
            shots = index.by_source(event, clip)
            if len(shots) != 1:
                what = f"is of shots {shots[0]} to {shots[-1]}" if shots else "is of no shot that it has"
                amiss.setdefault(clip.index, []).append(f"`{event.shown}` {what}")
                continue
            pieces.append(CutPiece(clip.index, shots[0], event.length, "shot"))
        else:
            pieces += _parted(event, marks, cut.rate)
    return CutPieces(tuple(pieces), {clip: tuple(phrases) for clip, phrases in amiss.items()}, tuple(strangers))


def planned(timeline: Timeline) -> dict[tuple[int, int, Events], int]:
    """The frames that each shot lasts in a timeline of either kind, as a cut that nobody changed would have it."""
    lengths: dict[tuple[int, int, Events], int] = {}
    for kind in ("shot", "clip"):
        laid = msgspec.structs.replace(timeline, events=kind)
        for event in events(laid):
            marks = [(laid.rate.seconds(mark.frame), event.clip, mark.shot) for mark in event.marks if mark.shot]
            if not marks:
                continue
            row = CutEvent(event.name, event.start, event.length, laid.rate.seconds(event.source))
            lengths |= {(piece.clip, piece.shot, kind): piece.length for piece in _parted(row, marks, laid.rate)}
    return lengths


_Place = tuple[Fraction, TimelineClip, int]


def _parted(event: CutEvent, marks: list[_Place], rate: FrameRate) -> Iterator[CutPiece]:
    """The shots of an event: each from its mark to the next one, the first from where the event begins."""
    whole = len(marks) > 1 or _CLIP.match(event.name) is not None
    source = event.source or Fraction(0)
    edges = [min(max(half_up((at - source) * rate.value), 0), event.length) for at, _, _ in marks]
    edges = [0, *edges[1:], event.length]
    for (_, clip, shot), (start, end) in zip(marks, pairwise(edges), strict=True):
        if end > start:
            yield CutPiece(clip.index, shot, end - start, "clip" if whole else "shot")


class _Index:
    """The clips and shots of a timeline, by all that an event may say of them."""

    def __init__(self, timeline: Timeline) -> None:
        self._rate = timeline.rate
        self._clips = {clip.index: clip for clip in timeline.clips}
        self._files = {_stem(medium.path): clip for clip in timeline.clips for medium in clip.media}
        self._reels = {reel(clip.index, medium.take): clip for clip in timeline.clips for medium in clip.media}

    def marks(self, event: CutEvent) -> list[_Place]:
        """The shots that an event's markers name, else its name, each with where it begins in the file."""
        places: dict[tuple[int, int], _Place] = {}
        named = sorted(event.marks, key=lambda mark: mark.at)
        for mark in named if any(self._shot(mark) for mark in named) else [CutMark(Fraction(0), event.name)]:
            known = self._shot(mark)
            if known is not None:
                places.setdefault((known[0].index, known[1]), (mark.at, *known))
        return list(places.values())

    def clip_of(self, event: CutEvent) -> TimelineClip | None:
        """The clip whose file an event shows."""
        by_reel = self._reels.get(event.reel.upper())
        if by_reel is not None:
            return by_reel
        numbered = _REEL.fullmatch(event.reel.upper())
        named = self._clips.get(int(numbered[1])) if numbered is not None else None
        files = (self._files.get(_stem(name)) for name in (event.file, event.name) if name)
        return named or next((clip for clip in files if clip is not None), None)

    def by_source(self, event: CutEvent, clip: TimelineClip) -> list[int]:
        """The shots of which an event shows a half or more, or which are a half or more of the event."""
        if event.source is None:
            return []
        start = event.source * 1000
        end = start + 1000 * self._rate.seconds(event.length)
        shots: list[int] = []
        for shot in clip.shots:
            common = min(end, Fraction(shot.end)) - max(start, Fraction(shot.start))
            if common > 0 and (common >= _HALF * (shot.end - shot.start) or common >= _HALF * (end - start)):
                shots.append(shot.number)
        return shots

    def _shot(self, mark: CutMark) -> tuple[TimelineClip, int] | None:
        read = _MARK.match(mark.name)
        clip = self._clips.get(int(read[1])) if read is not None else None
        if read is None or clip is None or int(read[2]) not in {shot.number for shot in clip.shots}:
            return None
        return clip, int(read[2])


def _stem(path: str) -> str:
    name = path.rpartition("/")[2]
    read = _FILE.fullmatch(name)
    return read[1] if read is not None else name
