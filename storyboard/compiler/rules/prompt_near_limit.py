"""The prompt is longer than some hosts of the model read.

The host in the profile reads it whole. Others of the same model stop earlier, and cut without a word; a story that is
to be moved there loses its last shots.

Bad: an overview of more than 800 characters.

Good:

    A night market in the rain.
    Shot 1 [0-3s] A lamp is lit.
    Shot 2 [3-5s] A hand reaches in.
"""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.compiler.rules import Facts, RenderedClip
from storyboard.compiler.rules._prompt import cut_by, place_at
from storyboard.diagnostics import Finding, Level

CODE = "SB602"
LEVEL = Level.NOTICE
SINCE = "0.1.0"
IGNORABLE = True
AFTER = ("SB302", "SB312")  # where the clip is to be divided first
BAD = b"A night market in the rain. " * 32 + b"\nShot 1 [0-3s] A lamp is lit.\nShot 2 [3-5s] A hand reaches in.\n"


def check_request(rendered: RenderedClip, facts: Facts) -> Iterator[Finding]:
    """A prompt between the length from which a warning is due and the limit."""
    limit = facts.profile.prompt
    length = limit.length(rendered.prompt.text)
    if limit.warn is None or rendered.prompt.parts or not limit.warn < length <= limit.max:
        return
    end = limit.reads(rendered.prompt.text, limit.warn)
    yield Finding(
        f"the prompt has {length:,} {limit.unit}, some hosts of `{facts.profile.model}` read {limit.warn:,}"
        + cut_by(rendered, end).phrase,
        place_at(rendered.prompt, end, rendered.clip.span),
        f"take out {length - limit.warn:,} {limit.unit}, or ignore this while the clip is made at "
        f"`{facts.profile.host}`",
        label="lost from here",
    )
