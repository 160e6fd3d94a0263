"""A setting has a value that it cannot have.

Each setting has one form, which the message names: a length, a whole number, `auto`, a file, a name. A value that
does not fit is never guessed at, since most of them decide what is paid for. `duration` and `split: auto` exclude
each other: the one fixes how long a clip is, the other lets the compiler choose.

Bad:

    takes: many
    Shot 1 [0-3s] A lamp is lit.
    Shot 2 [3-5s] A hand reaches in.

Good:

    takes: 2
    Shot 1 [0-3s] A lamp is lit.
    Shot 2 [3-5s] A hand reaches in.
"""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.compiler.rules import Facts
from storyboard.compiler.rules._settings import in_force, value_edit
from storyboard.diagnostics import Finding, Fix, Level, Note, Safety
from storyboard.language.story import Clip
from storyboard.timing import seconds

CODE = "SB112"
LEVEL = Level.ERROR
SINCE = "0.1.0"
SETTINGS = ("split", "pick")


def check_story(facts: Facts) -> Iterator[Finding]:
    """The durations that are set beside `split: auto`."""
    split = in_force("split", facts)
    if split is None or not split.value:
        return
    layers = [facts.story.settings, facts.story.overrides, *(scene.settings for scene in facts.story.scenes)]
    for layer in layers:
        setting = layer.get("duration")
        if setting is not None and setting.value is not None:
            yield Finding(
                f"`duration` is {seconds(setting.value)}s but `split` is `auto`, which chooses the lengths",
                setting.span,
                "set `duration` to auto, or delete `split` and keep to one clip",
                fix=Fix(Safety.UNSAFE, "set `duration` to auto", (value_edit(setting, "auto", facts),)),
                related=(Note("the split is set here", split.span),),
            )


def check_clip(clip: Clip, facts: Facts) -> Iterator[Finding]:
    """Yield a finding for a take that is picked but that the clip does not have."""
    pick, takes = clip.settings.get("pick"), clip.settings.get("takes")
    count = takes.value if takes is not None else 1
    if pick is not None and pick.value > count:
        yield Finding(
            f"`pick` is {pick.value} but the clip has {count} {'take' if count == 1 else 'takes'}",
            pick.span,
            f"pick a take from 1 to {count}, or set `takes` to {pick.value}",
            related=(Note("the takes are set here", takes.span),) if takes is not None else (),
        )
