"""The size fits several that the model offers.

`720p` alone may be wide or upright, and `portrait` may have two prices. Words are taken for a size only where they name
exactly one.

Bad:

    size: 720p
    Shot 1 [0-3s] A lamp is lit.
    Shot 2 [3-5s] A hand reaches in.

Good:

    size: 720p landscape
    Shot 1 [0-3s] A lamp is lit.
    Shot 2 [3-5s] A hand reaches in.
"""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.compiler.rules import Facts
from storyboard.compiler.rules._time import listed
from storyboard.diagnostics import Finding, Level, LostPart
from storyboard.language.story import Clip
from storyboard.profiles import sizes

CODE = "SB304"
LEVEL = Level.ERROR
SINCE = "0.1.0"
SETTINGS = ("size",)


def check_clip(clip: Clip, facts: Facts) -> Iterator[Finding]:
    """A size whose words fit more than one of the model's."""
    setting = clip.settings.get("size")
    named = sizes(facts.profile, setting.value) if setting is not None else ()
    if setting is None or len(named) < 2:
        return
    some = [f"`{size}`" for size in named[:3]]
    yield Finding(
        f"`size` is `{setting.value[:40]}`, which names {listed(some)}" + (" and more" if len(named) > 3 else ""),
        setting.span,
        f"write {listed(some, 'or')}",
        lost=LostPart("size", setting.value),
    )
