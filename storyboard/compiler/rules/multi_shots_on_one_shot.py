"""`multi_shots` is on in a clip of one shot.

With the flag on the model looks for cuts, and makes some in a shot that was to be one. The flag is derived from the
number of shots and always sent, so there is no need to write it.

Bad:

    multi_shots: true
    Shot 1 [0-5s] A lamp is lit and carried down the lane.

Good:

    Shot 1 [0-5s] A lamp is lit and carried down the lane.
"""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.compiler.rules import Facts
from storyboard.compiler.rules._flags import delete
from storyboard.diagnostics import Finding, Level
from storyboard.language.story import Clip

CODE = "SB503"
LEVEL = Level.ERROR
SINCE = "0.1.0"
AFTER = ("SB117", "SB114", "SB309")
SETTINGS = ("multi_shots",)


def check_clip(clip: Clip, facts: Facts) -> Iterator[Finding]:
    """A `multi_shots: true` over one shot."""
    setting = clip.settings.get("multi_shots")
    # A piece of a cut clip has as many shots as the cut left it, which is not what the writer spoke of.
    if setting is not None and setting.value is True and len(clip.shots) == 1 and not clip.part:
        yield Finding(
            "`multi_shots` is `true` but the clip has one shot",
            setting.span,
            "delete the line, or make two shots of the clip",
            fix=delete(setting, facts),
        )
