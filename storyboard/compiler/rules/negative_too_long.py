"""The negative prompt is longer than the model reads.

What is too long is cut without a word, so the last of what you do not want may come back. A clip's negative prompt is
added to the story's, and both count together.

Bad: a `negative_prompt` of more than 500 characters.

Good:

    negative_prompt: low resolution, extra fingers
    Shot 1 [0-3s] A lamp is lit.
    Shot 2 [3-5s] A hand reaches in.
"""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.compiler.rules import Facts
from storyboard.diagnostics import Finding, Level, LostPart
from storyboard.language.story import Clip
from storyboard.source import Span

CODE = "SB603"
LEVEL = Level.ERROR
SINCE = "0.1.0"
SETTINGS = ("negative_prompt",)
BAD = (
    b"negative_prompt: "
    + b"low resolution, extra fingers, " * 20
    + b"\nShot 1 [0-3s] A lamp is lit.\nShot 2 [3-5s] A hand reaches in.\n"
)


def check_clip(clip: Clip, facts: Facts) -> Iterator[Finding]:
    """A negative prompt beyond the model's limit, at its last words."""
    setting, limit = clip.settings.get("negative_prompt"), facts.profile.negative_prompt
    if setting is None or limit is None:
        return
    length, most = limit.length(setting.value), limit.max
    if length <= most:
        return
    over, end = length - most, limit.reads(setting.value)
    span, tail = setting.span, len(setting.value) - end
    last = Span(span.path, span.end - tail, span.end) if tail < span.end - span.start else span
    yield Finding(
        f"the negative prompt has {length:,} {limit.unit}, `{facts.profile.model}` reads {most:,}",
        last,
        f"take out {over:,} {limit.unit}",
        label="would be lost",
        lost=LostPart("negative_prompt", setting.value[end:]),
    )
