"""Shots without a time stand where no time is left for them, or none is known.

Shots without a time share the gap that they stand in. With `duration: auto` the clip is as long as its shots, so
there is no gap to share; and a share under one second shows nothing. Give the clip a duration, or the shots a time.

Bad:

    Shot 1: A lamp is lit.
    Shot 2: A hand reaches in.

Good:

    duration: 5
    Shot 1: A lamp is lit.
    Shot 2: A hand reaches in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from storyboard.compiler.rules import Facts
from storyboard.compiler.rules._settings import line_edit, value_edit
from storyboard.compiler.rules._time import listed, span_of
from storyboard.diagnostics import Finding, Fix, Level, Note, Safety
from storyboard.language.story import Clip, Shot
from storyboard.profiles import durations, price
from storyboard.timing import money, seconds

CODE = "SB209"
LEVEL = Level.ERROR
SINCE = "0.1.0"
AFTER = ("SB110", "SB117", "SB123", "SB124", "SB204", "SB208", "SB218")
UNEVEN = True
# What the fix gives each of them: the shortest shot that a model follows well.
_EACH = 2000


def check_clip(clip: Clip, facts: Facts) -> Iterator[Finding]:
    """Each run of shots that cannot be laid out."""
    for start, stop in _runs(clip.shots):
        run = clip.shots[start:stop]
        untimed = [shot for shot in run if shot.mark is not None and shot.mark.form == "untimed"]
        if untimed and untimed[0].end is None and run[0].start is not None:
            yield _finding(clip, run, untimed, clip.shots[stop] if stop < len(clip.shots) else None, facts)


def _runs(shots: Sequence[Shot]) -> Iterator[tuple[int, int]]:
    """The stretches of shots between ranges, by index."""
    start = 0
    for index, shot in enumerate(shots):
        if shot.mark is None or shot.mark.form in ("range", "open", "broken"):
            if start < index:
                yield start, index
            start = index + 1
    if start < len(shots):
        yield start, len(shots)


def _finding(clip: Clip, run: Sequence[Shot], untimed: Sequence[Shot], after: Shot | None, facts: Facts) -> Finding:
    count = len(untimed)
    names = listed([str(shot.number) for shot in untimed]) if count < 4 else f"{untimed[0].number} and {count - 1} more"
    who = f"shot {names} has no time" if count == 1 else f"shots {names} have no time"
    taken = (run[0].start or 0) + sum(shot.mark.length or 0 for shot in run if shot.mark is not None)
    setting = clip.settings.get("duration")
    wanted = setting.value if setting is not None else None
    until = after.start if after is not None else wanted
    if until is not None:
        left = max(until - taken, 0)
        verb = "is" if left == 1000 else "are"
        message = f"{who} and {seconds(left)}s {verb} left, each shot needs 1s at least"
    else:
        message = f"{who} and " + ("`duration` is `auto`" if setting is not None else "the clip has no `duration`")
    related = (Note("the duration is set here", setting.span),) if setting is not None and after is None else ()
    fix = _fix(clip, taken + _EACH * count, facts) if after is None else None
    ways = ["write a time in each mark, like `[0-3s]`"]
    if fix is not None:
        ways.insert(0, fix.title.partition(",")[0])
    return Finding(message, span_of(untimed[0]), ", or ".join(ways), label="no time", related=related, fix=fix)


def _fix(clip: Clip, needed: int, facts: Facts) -> Fix | None:
    """Set the smallest length that gives each of them two seconds."""
    length = next((length for length in durations(facts.profile) if length >= needed), None)
    if length is None:
        return None
    setting = clip.settings.get("duration")
    cost = money(price(facts.profile, clip.size, length // 1000))
    title = f"set `duration` to {seconds(length)}, the clip then costs {cost} USD"
    if setting is not None:
        return Fix(Safety.UNSAFE, title, (value_edit(setting, seconds(length), facts),))
    edits = line_edit(f"duration: {seconds(length)}", facts, clip)
    return Fix(Safety.UNSAFE if edits else Safety.DISPLAY, title, edits)
