"""A clip's shots last longer than the model's longest clip.

One clip is one paid generation, and no model makes it longer than its longest length. `split: auto` cuts such a clip at
shot borders into several, at the least price; a heading makes a border where you want it.

Bad:

    Shot 1 [0-8s] A lamp is lit.
    Shot 2 [8-15s] A hand reaches in.
    Shot 3 [15-20s] Steam rises.

Good:

    split: auto
    Shot 1 [0-8s] A lamp is lit.
    Shot 2 [8-15s] A hand reaches in.
    Shot 3 [15-20s] Steam rises.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from storyboard.compiler.rules import Facts
from storyboard.compiler.rules._settings import in_force, line_edit, value_edit
from storyboard.compiler.rules._time import end_of, ruler
from storyboard.diagnostics import Finding, Fix, Level, LostPart, Safety
from storyboard.language.story import Clip
from storyboard.profiles import durations, price
from storyboard.timing import money, seconds

CODE = "SB302"
LEVEL = Level.ERROR
SINCE = "0.1.0"
AFTER = ("SB123", "SB204", "SB205", "SB208", "SB301")
UNEVEN = True


def check_clip(clip: Clip, facts: Facts) -> Iterator[Finding]:
    """A clip whose shots end after the longest length, where no duration is set."""
    longest = durations(facts.profile)[-1]
    setting = in_force("split", facts)
    splits = setting is not None and bool(setting.value)
    if clip.planned is None or clip.planned <= longest or not clip.timed or (splits and not clip.sound):
        return
    alone = next((i for i, s in enumerate(clip.shots) if (s.end or 0) - (s.start or 0) > longest), None)
    if alone is not None:
        shot = clip.shots[alone]
        length = seconds((shot.end or 0) - (shot.start or 0))
        yield Finding(
            f"shot {shot.number} is {length}s long, `{facts.profile.model}` makes clips of {seconds(longest)}s at most",
            end_of(shot),
            f"cut shot {shot.number} into shots of {seconds(longest)}s at most",
            lost=LostPart("duration", f"{length}s", (shot.number,)),
            fix=None if splits else Fix(Safety.DISPLAY, "write `split: auto` once no shot is longer than a clip"),
        )
        return
    late = next(index for index, shot in enumerate(clip.shots) if (shot.end or 0) > longest)
    shot = clip.shots[late]
    yield Finding(
        f"the shots end at {seconds(clip.planned)}s, `{facts.profile.model}` makes clips of {seconds(longest)}s at "
        "most",
        end_of(shot),
        "write `split: auto` among the story's settings, or a heading where the next clip shall begin",
        label=f"shot {shot.number} ends after {seconds(longest)}s",
        fix=_fix(clip, facts),
        ruler=ruler(clip.shots[max(late - 1, 0) : late + 1], longest),
        lost=LostPart("duration", f"{seconds(clip.planned)}s", tuple(shot.number for shot in clip.shots[late:])),
    )


def _fix(clip: Clip, facts: Facts) -> Fix:
    """Turn `split: auto` on, with what the pieces cost where their times are settled."""
    from storyboard.compiler.layout.split import borders  # few clips are too long

    offered = durations(facts.profile)
    title = "write `split: auto`"
    lengths = [(shot.end or 0) - (shot.start or 0) for shot in clip.shots]
    starts = borders(lengths, offered) if clip.sound else None
    if starts is not None:
        ends = [*starts[1:], len(lengths)]
        totals = [sum(lengths[start:end]) for start, end in zip(starts, ends, strict=True)]
        paid = sum(offered[bisect_left(offered, total)] for total in totals)
        cost = money(price(facts.profile, clip.size, paid // 1000))
        title += f", which makes {len(starts)} clips for {cost} USD"
    setting = in_force("split", facts)
    if setting is not None:
        return Fix(Safety.UNSAFE, title, (value_edit(setting, "auto", facts),))
    edits = line_edit("split: auto", facts)
    return Fix(Safety.UNSAFE if edits else Safety.DISPLAY, title, edits)
