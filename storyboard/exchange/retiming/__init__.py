"""The cut that came back from the editor as an edit of the story's times; nothing here writes a file.

Only lengths change. A clip whose shots are not all in the cut, once and in their order, is left alone and named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

import msgspec

from storyboard.compiler.pipeline import Compiled, compile_story
from storyboard.compiler.rewriting import applied, typed
from storyboard.config import Config
from storyboard.diagnostics import Edit
from storyboard.exchange.cuts.records import EditorCut, half_up
from storyboard.exchange.retiming.edges import NoPlaceForTime, RetimedShot, edits, moved
from storyboard.exchange.retiming.matching import CutPieces, matched, planned
from storyboard.exchange.timelines.laying import laid
from storyboard.exchange.timelines.records import Timeline, events
from storyboard.language.story import Clip, Shot
from storyboard.source import Files, MemoryFiles
from storyboard.timing import seconds

_NO_ORDER = "its shots have no times that follow each other: see `storyc check`"


class Retimed(msgspec.Struct, frozen=True):
    """A story after a cut: its text before and after, what was left alone and why, and what else there is to say.

    `compiled` is the story as it was and `recompiled` as it is, `changed` are the numbers of the clips that have new
    times, and `strangers` what the events are called that are no shot of it.
    """

    before: str
    after: str
    compiled: Compiled
    recompiled: Compiled
    changed: tuple[int, ...]
    left: tuple[str, ...]
    strangers: tuple[str, ...]
    notes: tuple[str, ...] = ()


class _Scene(msgspec.Struct, frozen=True):
    """The shots of a scene with their new times, and what is to be typed for them."""

    shots: list[RetimedShot]
    edits: tuple[Edit, ...]


def retimed(files: Files, path: str, config: Config, cut: EditorCut, *, snap: bool = False) -> Retimed:
    """The story at a path with the lengths of a cut; with `snap` they are whole steps of its model."""
    compiled = compile_story(files, path, config)
    timeline = laid(compiled, rate=cut.rate)
    pieces = matched(cut, timeline)
    step = compiled.profile.shots.step_ms if snap and compiled.profile is not None else 0
    reasons = {clip.index: reason for clip in compiled.clips if (reason := _amiss(clip, pieces))}
    changes = _changes(pieces, timeline)
    source = compiled.sources[path]
    scenes = list(_scenes(compiled.clips))
    rewritten: dict[int, _Scene] = {}
    for place, scene in enumerate(scenes):
        if any(clip.index in reasons for clip in scene):
            # Parts of one scene share its times, so that one that is left alone keeps the others.
            for clip in scene:
                reasons.setdefault(clip.index, "it shares its times with a clip that is left alone")
            continue
        rows = _moved(scene, changes, timeline, step)
        if all(row.old == row.new for row in rows):
            continue
        try:
            rewritten[place] = _Scene(rows, tuple(edits(rows, source)))
        except NoPlaceForTime as error:
            reasons[scene[0].index] = str(error)
    after, text = compiled, source.text
    while rewritten:
        text = applied(source.text, [edit for scene in rewritten.values() for edit in scene.edits])
        after = compile_story(MemoryFiles({path: typed(source, text)}, files), path, config)
        wrong = _wrong(list(_scenes(after.clips)), len(scenes), rewritten)
        if not wrong:
            break
        for place in wrong:
            del rewritten[place]
            reasons[scenes[place][0].index] = "its times cannot be written in their places"
        after, text = compiled, source.text
    return Retimed(
        typed(source, source.text), typed(source, text), compiled, after,
        tuple(clip.index for place in sorted(rewritten) for clip in scenes[place]),
        tuple(f"{_named(clip)}: {reasons[clip.index]}" for clip in compiled.clips if clip.index in reasons),
        tuple(event.shown for event in pieces.strangers),
        (*_moves(pieces, compiled.clips), *_gaps(cut, timeline), *_transitions(cut)),
    )  # fmt: skip


def _wrong(after: list[list[Clip]], count: int, rewritten: dict[int, _Scene]) -> list[int]:
    """The places of the scenes in which the compiler reads other shots or lengths than were meant."""
    if len(after) != count:
        return list(rewritten)
    return [
        place
        for place, scene in rewritten.items()
        if [(shot.start, shot.end, shot.action.value) for shot in _rejoined(after[place])]
        != [(*row.new, row.shot.action.value) for row in scene.shots]
    ]


def _rejoined(scene: Sequence[Clip]) -> Iterator[Shot]:
    """The shots of a scene, timed from its beginning, however it is split."""
    begin = 0
    for clip in scene:
        for shot in clip.shots:
            if shot.start is not None and shot.end is not None:
                yield msgspec.structs.replace(shot, start=begin + shot.start, end=begin + shot.end)
        begin += clip.planned or 0


def _scenes(clips: Sequence[Clip]) -> Iterator[list[Clip]]:
    """The clips as they are written: one each, or the parts of one that was split."""
    for _, group in groupby(clips, key=lambda clip: (clip.span, clip.index if not clip.part else 0)):
        yield list(group)


def _changes(pieces: CutPieces, timeline: Timeline) -> dict[tuple[int, int], int]:
    """By how many frames each shot of the cut lasts longer than it was planned."""
    plan = planned(timeline)
    single = {clip.index for clip in timeline.clips if len(clip.shots) == 1}
    changes: dict[tuple[int, int], int] = {}
    for piece in pieces.pieces:
        lengths = {kind: plan.get((piece.clip, piece.shot, kind), piece.length) for kind in ("shot", "clip")}
        # An event of a clip with one shot may be either, where nothing is left that tells.
        same = piece.clip in single and piece.length in lengths.values()
        changes[piece.clip, piece.shot] = 0 if same else piece.length - lengths[piece.events]
    return changes


def _moved(
    scene: Sequence[Clip], changes: dict[tuple[int, int], int], timeline: Timeline, step: int
) -> list[RetimedShot]:  # fmt: skip
    """The shots of a scene with their new times, counted from its beginning."""
    at = next(row.at for row in timeline.clips if row.index == scene[0].index)
    shots = [(shot, shot.start or 0, shot.end or 0) for shot in _rejoined(scene)]
    frames = [changes.get((clip.index, shot.number), 0) for clip in scene for shot in clip.shots]
    return moved(shots, frames, timeline.rate, at, step)


def _amiss(clip: Clip, pieces: CutPieces) -> str:
    """Why a clip is left alone, as a phrase; empty where each of its shots is in the cut, once and in its order."""
    if not clip.sound:
        return _NO_ORDER
    shots = [piece.shot for piece in pieces.pieces if piece.clip == clip.index]
    own = [shot.number for shot in clip.shots]
    phrases = list(pieces.amiss.get(clip.index, ()))
    counts = Counter(shots)
    twice = [str(shot) for shot in own if counts[shot] > 1]
    missing = [str(shot) for shot in own if shot not in counts]
    if not shots and not phrases:
        return "it is not in the cut"
    if twice:
        phrases.append(f"{_shots(twice)} in the cut more than once, split or doubled")
    if missing:
        phrases.append(f"{_shots(missing)} missing")
    if not phrases and shots != own:
        phrases.append(f"its shots stand in the order {', '.join(map(str, shots))}")
    return "; ".join(phrases)


def _moves(pieces: CutPieces, clips: Sequence[Clip]) -> Iterator[str]:
    """What is said of clips that stand in another order, of which only the lengths are taken."""
    order = list(dict.fromkeys(piece.clip for piece in pieces.pieces))
    for before, after in pairwise(order):
        if after < before:
            names = {clip.index: _named(clip) for clip in clips}
            yield f"{names[after]}, stands behind {names[before]} in the cut: only lengths are taken"


def _gaps(cut: EditorCut, timeline: Timeline) -> Iterator[str]:
    """What is said of the stretches between events in which the cut shows nothing. A single frame may be rounding.

    What no shot of the story uses is such a stretch in the timeline that went out.
    """
    laid = [(event.name, event.start, event.end) for event in events(timeline)]
    planned = {name: start - end for (_, _, end), (name, start, _) in pairwise(laid)}
    gaps: list[tuple[int, str]] = []
    end = min((event.start for event in cut.events), default=0)
    for event in cut.events:
        gap = event.start - end - planned.get(event.name, 0)
        if gap > 1:
            gaps.append((gap, event.shown))
        end = max(end, event.start + event.length)
    if gaps:
        length = seconds(half_up(sum(frames for frames, _ in gaps) * 1000 / cut.rate.value))
        first = "" if len(gaps) == 1 else "first "
        yield f"the cut shows nothing for {length}s, {first}before `{gaps[0][1]}`: only lengths are taken"


def _transitions(cut: EditorCut) -> Iterator[str]:
    """What is said of transitions that the editor laid over cuts."""
    if not cut.transitions:
        return
    first, number = cut.transitions[0], len(cut.transitions)
    place = f" at `{first}`" if first else ""
    what = f"the editor's transition{place} is left out"
    if number > 1:
        what = f"{number} transitions of the editor's are left out" + (f", the first{place}" if place else "")
    yield f"{what}: a shot of a story says its own by `transition:`"


def _named(clip: Clip) -> str:
    return f"clip {clip.index}" + (f", {clip.title}" if clip.title else "")


def _shots(numbers: Sequence[str]) -> str:
    """The subject of a phrase and its verb."""
    return f"shot {numbers[0]} is" if len(numbers) == 1 else f"shots {', '.join(numbers)} are"
