"""A shot runs to the end of its clip, but that end is not known, or another shot follows.

`[4s-end]` ends where the clip ends, so the clip needs a `duration` of its own: with `duration: auto` it is as long as
its shots, and the shot as long as the clip. Only the last shot of a clip can run to its end.

Bad:

    Shot 1 [0-4s] A lamp is lit.
    Shot 2 [4s-end] A hand reaches in.

Good:

    duration: 10
    Shot 1 [0-4s] A lamp is lit.
    Shot 2 [4s-end] A hand reaches in.
"""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.compiler.rules import Facts
from storyboard.compiler.rules._time import lengths, span_of
from storyboard.diagnostics import Finding, Level, Note
from storyboard.language.story import Clip
from storyboard.profiles import durations
from storyboard.timing import seconds

CODE = "SB217"
LEVEL = Level.ERROR
SINCE = "0.1.0"
UNEVEN = True


def check_clip(clip: Clip, facts: Facts) -> Iterator[Finding]:
    """The shots that run to an end that is not theirs, not known, or before their start."""
    setting = clip.settings.get("duration")
    length: int | None = setting.value if setting is not None else None
    for place, shot in enumerate(clip.shots):
        if shot.mark is None or shot.mark.form != "open":
            continue
        name, start = f"shot {shot.number}", shot.mark.start or 0
        if place < len(clip.shots) - 1:
            after = clip.shots[place + 1]
            until = after.start if after.start is not None and after.start > start else start + 2000
            yield Finding(
                f"{name} runs to the end of the clip but shot {after.number} follows it",
                span_of(shot),
                f"write where {name} ends, like `[{seconds(start)}-{seconds(until)}s]`",
                label="no end",
                related=(Note(f"shot {after.number} is here", span_of(after)),),
            )
        elif length is None:
            holding = next((offered for offered in durations(facts.profile) if offered >= start + 1000), None)
            example = f"`duration: {seconds(holding)}`" if holding is not None else "a `duration`"
            yield Finding(
                f"{name} runs to the end of the clip but "
                + ("`duration` is `auto`" if setting is not None else "the clip has no `duration`"),
                span_of(shot),
                f"write {example} above the first shot, or where {name} ends; the model makes {lengths(facts.profile)}",
                label="no end",
                related=(Note("the duration is set here", setting.span),) if setting is not None else (),
            )
        elif length <= start and setting is not None:
            yield Finding(
                f"{name} starts at {seconds(start)}s but the clip's duration is {seconds(length)}s",
                span_of(shot),
                f"start {name} before {seconds(length)}s, or set a longer `duration`",
                related=(Note("the duration is set here", setting.span),),
            )
