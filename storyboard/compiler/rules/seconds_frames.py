"""A clip is timed in frames, minutes or milliseconds instead of seconds.

A clip lasts a few seconds, and its times are seconds or clocks of minutes and seconds. `0-72f` depends on the frame
rate and `0:00-3:00` is three minutes, so neither is guessed: a wrong guess would be paid for.

Bad:

    Shot 1 [0:00-3:00] A lamp is lit.
    Shot 2 [3:00-5:00] A hand reaches in.

Good:

    Shot 1 [0:00-0:03] A lamp is lit.
    Shot 2 [0:03-0:05] A hand reaches in.
"""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.compiler.rules import Facts
from storyboard.compiler.rules._time import minutes_meant, span_of
from storyboard.diagnostics import Finding, Level
from storyboard.language.story import Clip
from storyboard.profiles import durations
from storyboard.timing import seconds

CODE = "SB208"
LEVEL = Level.ERROR
SINCE = "0.1.0"
UNEVEN = True


def check_clip(clip: Clip, facts: Facts) -> Iterator[Finding]:
    """One finding for a clip whose clocks are seconds written where minutes stand."""
    if not minutes_meant(clip, facts.profile):
        return
    shot = next(shot for shot in clip.shots if shot.mark is not None and shot.mark.form == "range")
    start, end = (shot.start or 0) // 60, (shot.end or 0) // 60
    longest = durations(facts.profile)[-1]
    yield Finding(
        f"shot {shot.number} ends at minute {end // 1000} but a clip is at most {seconds(longest)}s long",
        span_of(shot),
        f"write seconds, like `{seconds(start)}-{seconds(end)}s` or `0:{start // 1000:02}-0:{end // 1000:02}`",
        label="minutes and seconds",
    )
