"""The model does not support this setting.

What a host does with a field that it does not know is its own affair: some refuse the request, some drop it without a
word, and the film is made without what was asked for.

Bad: `audio: https://example.org/song.mp3` beside a `model` whose profile has no `audio`.

Good:

    Shot 1 [0-3s] A lamp is lit.
    Shot 2 [3-5s] A hand reaches in.
"""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.compiler.rules import Facts
from storyboard.diagnostics import Finding, Level, LostPart
from storyboard.language.story import Clip

CODE = "SB309"
LEVEL = Level.ERROR
SINCE = "0.1.0"
SETTINGS = ("multi_shots", "enable_prompt_expansion", "audio")


def check_clip(clip: Clip, facts: Facts) -> Iterator[Finding]:
    """The settings of the clip that are no fields of the model; `auto` asks for nothing."""
    profile, places = facts.profile, facts.profile.body.fields
    missing = {
        "multi_shots": "multi_shots" not in places,
        "enable_prompt_expansion": "expansion" not in places,
        "audio": profile.audio is None,
    }
    for key, lacks in missing.items():
        setting = clip.settings.get(key)
        if lacks and setting is not None and setting.value is not None:
            yield Finding(
                f"`{key}` is set, `{profile.model}` has no such field",
                setting.key_span,
                f"delete `{key}`, or name a model that has it",
                lost=LostPart("audio" if key == "audio" else "setting", setting.typed or str(setting.value)),
            )
