"""The clip's duration is not one that the model offers.

A host refuses a length that it does not have, or makes the nearest one and charges for that. The lengths are in the
model's profile, and `storyc models` lists them.

Bad:

    duration: 7
    Shot 1 [0-3s] A lamp is lit.
    Shot 2 [3-7s] A hand reaches in.

Good:

    duration: 10
    Shot 1 [0-3s] A lamp is lit.
    Shot 2 [3-10s] A hand reaches in.
"""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.compiler.rules import Facts
from storyboard.compiler.rules._settings import in_force, value_edit
from storyboard.compiler.rules._time import lengths
from storyboard.diagnostics import Edit, Finding, Fix, Level, LostPart, Safety
from storyboard.language.story import Clip
from storyboard.profiles import durations, price
from storyboard.source import Span
from storyboard.timing import money, seconds

CODE = "SB301"
LEVEL = Level.ERROR
SINCE = "0.1.0"
AFTER = ("SB205",)
SETTINGS = ("duration",)


def check_clip(clip: Clip, facts: Facts) -> Iterator[Finding]:
    """A set duration that the model does not make."""
    setting, profile = clip.settings.get("duration"), facts.profile
    if setting is None or setting.value is None or setting.value in durations(profile):
        return
    split = in_force("split", facts)
    if split is not None and split.value:
        return  # whatever the number: it may not stand beside the split, which is another finding
    until = clip.planned if clip.planned is not None else setting.value
    holding = next((length for length in durations(profile) if length >= until), None)
    value = seconds(holding) if holding is not None else "auto"
    cost = ""
    if holding is not None:
        cost = f", the clip then costs {money(price(profile, clip.size, holding // 1000))} USD"
    help = f"write `duration: {value}`"
    fix = Fix(Safety.UNSAFE, f"set `duration` to {value}{cost}", (value_edit(setting, value, facts),))
    if holding is None and in_force("duration", facts) is setting:
        line = Span(setting.span.path, setting.key_span.start, setting.span.end)
        help = "write `split: auto` in its place, which makes several clips of the shots"
        fix = Fix(Safety.UNSAFE, "write `split: auto` in its place", (Edit(line, "split: auto"),))
    yield Finding(
        f"`duration` is {seconds(setting.value)}s, `{profile.model}` makes clips of {lengths(profile)}",
        setting.span,
        help,
        fix=fix,
        lost=LostPart("duration", f"{seconds(setting.value)}s"),
    )
