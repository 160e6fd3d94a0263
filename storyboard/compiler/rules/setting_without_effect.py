"""The model takes nothing of this setting, so it is not sent.

A negative prompt that a model does not read keeps nothing out of its film, and a seed that it does not take makes no
clip repeatable. The film is made without them.

Bad: `negative_prompt` beside a `model` that reads none.

Good:

    Shot 1 [0-3s] A lamp is lit.
    Shot 2 [3-5s] A hand reaches in.
"""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.compiler.rules import Facts
from storyboard.diagnostics import Finding, Level, LostPart, What
from storyboard.language.story import Clip

CODE = "SB313"
LEVEL = Level.WARNING
SINCE = "0.2.0"
IGNORABLE = True
SETTINGS = ("negative_prompt", "seed")


def check_clip(clip: Clip, facts: Facts) -> Iterator[Finding]:
    """The settings of the clip that its model has no place for."""
    kinds: tuple[tuple[What, bool], ...] = (
        ("negative_prompt", facts.profile.negative_prompt is None),
        ("seed", facts.profile.seed is None),
    )
    for key, lacks in kinds:
        setting = clip.settings.get(key)
        if lacks and setting is not None and setting.value not in ("", None):
            yield Finding(
                f"`{key}` is set, `{facts.profile.model}` takes none and makes the clip without it",
                setting.key_span,
                f"delete `{key}`, or name a model that takes one",
                lost=LostPart(key, str(setting.value)),
            )
