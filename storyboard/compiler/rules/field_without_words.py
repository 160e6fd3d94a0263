"""A field of a shot has no words, or stands twice.

`camera:` without words says nothing, and is left out of the prompt. Two lines `camera:` in a shot are sent as one,
joined by `;`: two moves at once are seldom meant. Sounds and pieces of music may be several.

Bad:

    Shot 1 [0-5s] A lamp is lit.
      light:
      camera: pan left
      camera: pan right

Good:

    Shot 1 [0-5s] A lamp is lit.
      camera: pan left, then pan right
"""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.compiler.rules import Facts
from storyboard.diagnostics import Finding, Level, Note
from storyboard.language.story import Clip, Field

CODE = "SB136"
LEVEL = Level.WARNING
SINCE = "0.2.0"
IGNORABLE = True
SIGNS = (":",)
_ONE = frozenset({"camera", "light", "transition"})  # the others may be several at once


def check_clip(clip: Clip, facts: Facts) -> Iterator[Finding]:
    """The fields of a clip's shots that are empty, and those that a shot has twice."""
    del facts
    for shot in clip.shots:
        first: dict[str, Field] = {}
        for field in shot.fields:
            if not field.text.value.strip():
                yield Finding(f"`{field.key}` has no words and is left out", field.span, "say it, or delete the line")
            elif field.key in _ONE and field.key in first:
                before = first[field.key]
                yield Finding(
                    f"shot {shot.number} has `{field.key}` twice, and both are sent as one",
                    field.span,
                    f"write one line, `{field.key}: … , then …`, or delete one of the two",
                    related=(Note("it stands here too", before.span),),
                )
            else:
                first[field.key] = field
