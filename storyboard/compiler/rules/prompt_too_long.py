"""The prompt is longer than the model reads.

What is too long is cut without a word, so the last shots vanish from the film while the clip is paid for in full. Every
character counts as one, in any script. Shorten the overview and the shots, or make two clips.

It may be ignored where the limit is not the host's own word: `storyc models` says how the limit is known.

Bad: an overview of more than 1,500 characters.

Good:

    A night market in the rain.
    Shot 1 [0-3s] A lamp is lit.
    Shot 2 [3-5s] A hand reaches in.
"""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.compiler.rules import Facts, RenderedClip
from storyboard.compiler.rules._prompt import cut_by, place_at
from storyboard.diagnostics import Finding, Level, LostPart

CODE = "SB601"
LEVEL = Level.ERROR
SINCE = "0.1.0"
IGNORABLE = True
AFTER = ("SB302", "SB312")  # where the clip is to be divided first
BAD = b"A night market in the rain. " * 60 + b"\nShot 1 [0-3s] A lamp is lit.\nShot 2 [3-5s] A hand reaches in.\n"


def check_request(rendered: RenderedClip, facts: Facts) -> Iterator[Finding]:
    """A prompt beyond the model's limit, at the first words that would be lost; of an array each shot's text."""
    limit = facts.profile.prompt
    for number, part in enumerate(rendered.prompt.parts, 1):
        length = limit.length(part.text)
        if length > limit.max:
            shot = rendered.clip.shots[number - 1]
            yield Finding(
                f"shot {number} has {length:,} {limit.unit} with the overview and the cast, `{facts.profile.model}` "
                f"reads {limit.max:,} a shot",
                place_at(part, limit.reads(part.text), shot.span),
                f"take out {length - limit.max:,} {limit.unit}",
                label="lost from here",
                binding=limit.evidence == "host",
                lost=LostPart("prompt", part.text[limit.reads(part.text) :], (shot.number,)),
            )
    length = limit.length(rendered.prompt.text)
    if rendered.prompt.parts or length <= limit.max:
        return
    end = limit.reads(rendered.prompt.text)
    cut = cut_by(rendered, end)
    yield Finding(
        f"the prompt has {length:,} {limit.unit}, `{facts.profile.model}` reads {limit.max:,}" + cut.phrase,
        place_at(rendered.prompt, end, rendered.clip.span),
        f"take out {length - limit.max:,} {limit.unit}, or write a heading where a second clip shall begin",
        label="lost from here",
        binding=limit.evidence == "host",
        lost=LostPart("prompt", rendered.prompt.text[end:], cut.shots),
    )
