"""A shot ends after the clip that holds it.

A clip is as long as its `duration`. What is planned after it is never made: the last shots are missing from the film,
though their words were part of what was paid for.

Bad:

    duration: 5
    Shot 1 [0-4s] A lamp is lit.
    Shot 2 [4-8s] A hand reaches in.

Good:

    duration: 10
    Shot 1 [0-4s] A lamp is lit.
    Shot 2 [4-10s] A hand reaches in.
"""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.compiler.rules import Facts
from storyboard.compiler.rules._settings import value_edit
from storyboard.compiler.rules._time import counted, end_of, minutes_meant, ruler
from storyboard.diagnostics import Finding, Fix, Level, Note, Safety
from storyboard.language.story import Clip, Setting
from storyboard.profiles import durations, price
from storyboard.timing import money, seconds

CODE = "SB205"
LEVEL = Level.ERROR
SINCE = "0.1.0"
AFTER = ("SB123", "SB204")
SETTINGS = ("duration",)


def check_clip(clip: Clip, facts: Facts) -> Iterator[Finding]:
    """The first shot that ends after the clip's set duration."""
    setting = clip.settings.get("duration")
    if setting is None or setting.value is None or not clip.timed or minutes_meant(clip, facts.profile):
        return
    length: int = setting.value
    late = next((index for index, shot in enumerate(clip.shots) if shot.end is not None and shot.end > length), None)
    if late is None:
        return
    shot, until = clip.shots[late], max(timed.end or 0 for timed in clip.shots)
    fix = _fix(setting, until, clip, facts)
    yield Finding(
        f"shot {shot.number} ends at {seconds(shot.end or 0)}s but the clip's duration is {seconds(length)}s",
        end_of(shot),
        f"{fix.title.partition(',')[0]}, or end the shots at {seconds(length)}s",
        label=f"{counted((shot.end or 0) - length)} too late",
        related=(Note("the duration is set here", setting.span),),
        fix=fix,
        ruler=ruler(clip.shots if len(clip.shots) <= 8 else clip.shots[max(late - 1, 0) : late + 2], length),
    )


def _fix(setting: Setting, until: int, clip: Clip, facts: Facts) -> Fix:
    """Set the next length that holds the shots, or `auto` where the model has none."""
    profile = facts.profile
    holding = next((length for length in durations(profile) if length >= until), None)
    if holding is None:
        return Fix(Safety.UNSAFE, "set `duration` to `auto`", (value_edit(setting, "auto", facts),))
    cost = money(price(profile, clip.size, holding // 1000))
    title = f"set `duration` to {seconds(holding)}, the clip then costs {cost} USD"
    return Fix(Safety.UNSAFE, title, (value_edit(setting, seconds(holding), facts),))
