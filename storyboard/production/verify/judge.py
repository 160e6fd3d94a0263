"""What is wrong with a clip that was measured, in words, and which of several takes keeps the plan best."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from storyboard.film.delivery import SILENT, ClipShape, off_spec
from storyboard.production.verify.records import Cut, CutPlan, Measured, Verdict
from storyboard.timing import seconds

SOFT = 500  # milliseconds; where a dissolve has its middle is not known better
MOST = 12  # cuts or flashes that nobody planned, each of which gets its words
_LOST = 1000  # milliseconds that a cut counts which is missing, or which nobody planned


_OFF = {
    "length": "lasts {arrived} and {ordered} were planned",
    "size": "is {arrived} and {ordered} was asked for",
    "frame rate": "has {arrived} fps and {ordered} fps were ordered",
    "sound": "has no sound, which the model always makes",
}


def problems(plan: CutPlan, measured: Measured, tolerance: int) -> Iterator[str]:
    """What is beyond the tolerance, one phrase each."""
    if not measured.whole:
        yield f"ends in the midst of its data, after {seconds(measured.length)} s"
    ordered = ClipShape(plan.duration, plan.size, 0 if plan.draft else plan.fps, plan.sound)
    came = ClipShape(measured.length, size_of(measured), measured.fps, measured.sound is not None)
    for item in off_spec(ordered, came, tolerance):
        yield _OFF[item.what].format(arrived=item.arrived, ordered=item.ordered)
    if measured.sound is not None and abs(measured.sound.length - measured.length) > max(tolerance, 100):
        yield f"has {seconds(measured.sound.length)} s of sound for {seconds(measured.length)} s of pictures"
    if measured.black and measured.black[0][0] == 0 and measured.black[0][1] >= measured.length:
        yield "shows nothing but black"
    extra = sum(cut.kind == "extra" for cut in measured.cuts)
    for cut in measured.cuts:
        if is_beyond(cut, tolerance) and (extra <= MOST or cut.kind != "extra"):
            yield _beyond(cut)
    if extra > MOST:
        yield f"cuts {extra} times where the plan has no cut"


def is_beyond(cut: Cut, tolerance: int) -> bool:
    """Whether a cut is not where the plan has it; the middle of a dissolve may be half a second away."""
    if cut.error is None:
        return cut.kind in ("missing", "extra")
    return abs(cut.error) > (max(tolerance, SOFT) if cut.kind == "soft" else tolerance)


def _beyond(cut: Cut) -> str:
    begins = f"shot {cut.shot}" if cut.shot else "the part that is not planned"
    if cut.planned is None:
        assert cut.found is not None
        return f"cuts at {seconds(cut.found)} s, where the plan has no cut"
    if cut.found is None:
        return f"does not cut to {begins}, which was planned at {seconds(cut.planned)} s"
    late = f"{abs(cut.found - cut.planned)} ms {'late' if cut.found > cut.planned else 'early'}"
    verb = "cuts" if cut.kind == "hard" else "changes softly"
    return f"{verb} to {begins} at {seconds(cut.found)} s, {late} for {seconds(cut.planned)} s"


def notes(plan: CutPlan, measured: Measured) -> Iterator[str]:
    """What one should know besides, one phrase each."""
    if not measured.steady and not plan.draft:
        yield "has a variable frame rate"
    if measured.sound is None:
        # Where there must be one it is a problem.
        yield from () if plan.sound else ("has no sound",)
    elif measured.sound.silent == ((0, measured.length),) or measured.sound.peak is None:
        yield SILENT
    elif len(measured.sound.silent) == 1:
        yield f"is silent from {seconds(measured.sound.silent[0][0])} to {seconds(measured.sound.silent[0][1])} s"
    elif measured.sound.silent:
        lasting = sum(end - start for start, end in measured.sound.silent)
        yield f"is silent {len(measured.sound.silent)} times, for {seconds(lasting)} of {seconds(measured.length)} s"
    for start, end in measured.black:
        if (start, end) != (0, measured.length):
            yield f"is black from {seconds(start)} to {seconds(end)} s"
    flashes = sum(cut.kind == "flash" for cut in measured.cuts)
    if flashes > MOST:
        yield f"has {flashes} flashes or inserts"
    for cut in measured.cuts:
        if cut.kind == "flash" and cut.found is not None and flashes <= MOST:
            pictures = "a picture" if cut.frames == 1 else f"{cut.frames} pictures"
            yield f"has a flash or an insert of {pictures} at {seconds(cut.found)} s"
        elif cut.kind == "soft" and cut.found is not None:
            begins = f"shot {cut.shot}" if cut.shot else "the part that is not planned"
            yield f"comes to {begins} by a soft change near {seconds(cut.found)} s, not by a cut"


def size_of(measured: Measured) -> str:
    """The size as one says it: `1280x720`."""
    return f"{measured.width}x{measured.height}"


def off(measured: Measured) -> int:
    """The mean error of the planned cuts in milliseconds, a second for one that is missing or extra."""
    planned = [cut for cut in measured.cuts if cut.planned is not None]
    errors = sum(_LOST if cut.error is None else min(_LOST, abs(cut.error)) for cut in planned)
    errors += sum(_LOST for cut in measured.cuts if cut.kind == "extra")
    return round(errors / max(1, len(planned)))


def ranked(verdicts: Sequence[Verdict]) -> tuple[Verdict, ...]:
    """The same, the best of several takes of a clip marked: the fewest problems, then the least error."""
    groups: dict[tuple[str, str, int], list[Verdict]] = {}
    for verdict in verdicts:
        if verdict.off is not None:
            groups.setdefault((verdict.story, verdict.variant, verdict.clip.index), []).append(verdict)
    best = {
        id(min(group, key=lambda verdict: (len(verdict.problems), verdict.off, verdict.take)))
        for group in groups.values()
        if len(group) > 1
    }
    return tuple(
        msgspec.structs.replace(verdict, best=True) if id(verdict) in best else verdict for verdict in verdicts
    )
