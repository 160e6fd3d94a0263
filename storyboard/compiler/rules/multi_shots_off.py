"""`multi_shots` is off in a clip of two or more shots.

The flag overrules the prompt: with it off the model makes one shot, whatever the text says, and the whole generation is
wasted. It is derived from the number of shots and always sent, so there is no need to write it.

Bad:

    multi_shots: false
    Shot 1 [0-3s] A lamp is lit.
    Shot 2 [3-5s] A hand reaches in.

Good:

    Shot 1 [0-3s] A lamp is lit.
    Shot 2 [3-5s] A hand reaches in.
"""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.compiler.rules import Facts
from storyboard.compiler.rules._flags import delete
from storyboard.compiler.rules._time import span_of
from storyboard.diagnostics import Finding, Level, Note
from storyboard.language.story import Clip

CODE = "SB501"
LEVEL = Level.ERROR
SINCE = "0.1.0"
AFTER = ("SB309",)
SETTINGS = ("multi_shots",)


def check_clip(clip: Clip, facts: Facts) -> Iterator[Finding]:
    """A `multi_shots: false` over two or more shots."""
    setting = clip.settings.get("multi_shots")
    if setting is not None and setting.value is False and len(clip.shots) > 1:
        yield Finding(
            f"`multi_shots` is `false` but the clip has {len(clip.shots)} shots",
            setting.span,
            "delete the line, or make one shot of the clip",
            related=(Note("the second shot is here", span_of(clip.shots[1])),),
            fix=delete(setting, facts),
        )
