"""The cuts of a plan beside those of a film: which is which, with the least error in all."""

from __future__ import annotations

from collections.abc import Sequence

from storyboard.film.cuts import Seen, SuddenChange, soft
from storyboard.production.verify.records import Cut, PlannedCut

NEAR = 1000  # milliseconds; what is farther from a plan is another cut


def match(planned: Sequence[PlannedCut], seen: Seen, *, tolerance: int, title: int = 0) -> tuple[Cut, ...]:
    """Each planned cut with what was found for it, and what nobody planned, in order of time.

    A hard cut within a second counts first; then, within the tolerance, a change that is too weak to be believed
    elsewhere; then a dissolve or a fade within a second. What happens in the first `title` milliseconds is no cut.
    """
    changes = [change for change in seen.changes if milliseconds(change.frame, seen) > title]
    sudden = [change for change in changes if change.kind in ("hard", "light")]
    times = [milliseconds(change.frame, seen) for change in sudden]
    faint = [tolerance if _is_faint(change) else None for change in sudden]
    pairs = paired([cut.at for cut in planned], times, faint)
    cuts = [_beside(cut, None if at is None else sudden[at], seen) for cut, at in zip(planned, pairs, strict=True)]
    taken = {at for at in pairs if at is not None}
    for at, change in enumerate(sudden):
        if at not in taken and not _is_faint(change):
            cuts.append(Cut(None, times[at], "extra", strength=change.strength))
    for change in changes:
        if change.kind == "flash" and not change.weak:
            time = milliseconds(change.frame, seen)
            cuts.append(Cut(None, time, "flash", strength=change.strength, frames=change.frames))
    return tuple(sorted(cuts, key=lambda cut: (cut.found if cut.planned is None else cut.planned) or 0))


def _is_faint(change: SuddenChange) -> bool:
    """Whether a change is no cut by itself."""
    return change.weak or change.kind == "light"


def _beside(planned: PlannedCut, change: SuddenChange | None, seen: Seen) -> Cut:
    """A planned cut with the sudden change that is its own, else with a soft one, else with nothing."""
    if change is not None:
        return Cut(planned.at, milliseconds(change.frame, seen), "hard", planned.shot, change.strength)
    frame = frame_of(planned.at, seen)
    change = soft(seen, frame, frame_of(NEAR, seen))
    if change is not None:
        return Cut(planned.at, milliseconds(change.frame, seen), "soft", planned.shot, change.strength)
    step = round(seen.steps[frame], 1) if frame < seen.frames else 0.0
    return Cut(planned.at, None, "missing", planned.shot, step)


def paired(planned: Sequence[int], times: Sequence[int], faint: Sequence[int | None] = ()) -> list[int | None]:
    """For each planned time the place of its found one, in order, with the least sum of errors; None beyond a second.

    Both are sorted. To leave a planned one without costs a second, so that a far one still is its own. What is `faint`
    counts only so near, and costs that much more.
    """
    more = faint or [None] * len(times)
    windows = [
        [at for at, time in enumerate(times) if abs(time - plan) <= (NEAR if (near := more[at]) is None else near)]
        for plan in planned
    ]
    # The cheapest way so far by the last place that was used: its cost, and the places chosen.
    ways: dict[int, tuple[int, tuple[int | None, ...]]] = {-1: (0, ())}
    for plan, window in zip(planned, windows, strict=True):
        new: dict[int, tuple[int, tuple[int | None, ...]]] = {}
        for last, (cost, chosen) in ways.items():
            nexts = ((at, cost + abs(times[at] - plan) + (more[at] or 0), at) for at in window if at > last)
            for end, total, at in [(last, cost + NEAR + 1, None), *nexts]:
                if end not in new or total < new[end][0]:
                    new[end] = (total, (*chosen, at))
        ways = new
    return list(min(ways.values(), key=lambda way: way[0])[1])


def milliseconds(frame: int, seen: Seen) -> int:
    """The time at which a picture is first seen, rounded half up."""
    return int(frame * 1000 / seen.fps * 2 + 1) // 2


def frame_of(ms: int, seen: Seen) -> int:
    """The number of the picture that is seen first at a time, rounded half up."""
    return int(ms * seen.fps / 1000 * 2 + 1) // 2
