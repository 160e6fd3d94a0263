"""`enable_prompt_expansion` is off in a clip of two or more shots.

A model with the flag `multi_shots` cuts between shots only while it may rewrite the prompt: with expansion off that
flag has no effect. In a clip of one shot the setting is yours; in a clip of several it is sent as true. A model that is
told of shots in the text alone may leave it off.

Bad:

    enable_prompt_expansion: false
    Shot 1 [0-3s] A lamp is lit.
    Shot 2 [3-5s] A hand reaches in.

Good:

    enable_prompt_expansion: false
    Shot 1 [0-5s] A lamp is lit.
"""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.compiler.rules import Facts
from storyboard.compiler.rules._flags import delete
from storyboard.compiler.rules._time import span_of
from storyboard.diagnostics import Finding, Level, LostPart, Note
from storyboard.language.story import Clip

CODE = "SB502"
LEVEL = Level.ERROR
SINCE = "0.1.0"
IGNORABLE = True
AFTER = ("SB309",)
SETTINGS = ("enable_prompt_expansion",)


def check_clip(clip: Clip, facts: Facts) -> Iterator[Finding]:
    """An `enable_prompt_expansion: false` over two or more shots."""
    setting = clip.settings.get("enable_prompt_expansion")
    by_flag = "multi_shots" in facts.profile.body.fields
    if by_flag and setting is not None and setting.value is False and len(clip.shots) > 1:
        yield Finding(
            f"`enable_prompt_expansion` is `false` but the clip has {len(clip.shots)} shots, which need it",
            setting.span,
            "delete the line, or make one shot of the clip",
            related=(Note("the second shot is here", span_of(clip.shots[1])),),
            fix=delete(setting, facts),
            lost=LostPart("setting", setting.typed or "false"),
        )
