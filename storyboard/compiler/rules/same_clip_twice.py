"""Two clips ask for the same picture.

The same prompt with the same seed gives the same clip, and it is paid for once but stands in the film twice. That is
usually a clip that was copied and not yet changed.

Bad:

    # Dusk
    Shot 1 [0-3s] A lamp is lit.
    Shot 2 [3-5s] A hand reaches in.
    # Night
    Shot 1 [0-3s] A lamp is lit.
    Shot 2 [3-5s] A hand reaches in.

Good:

    # Dusk
    Shot 1 [0-3s] A lamp is lit.
    Shot 2 [3-5s] A hand reaches in.
    # Night
    Shot 1 [0-3s] The lamp goes out.
    Shot 2 [3-5s] A hand reaches in.
"""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.compiler.rules import Facts, RenderedClip
from storyboard.diagnostics import Finding, Level, Note
from storyboard.language.story import Clip
from storyboard.source import Span

CODE = "SB604"
LEVEL = Level.WARNING
SINCE = "0.1.0"
IGNORABLE = True


def check_all(clips: tuple[RenderedClip, ...], facts: Facts) -> Iterator[Finding]:
    """The clips whose prompt and seed are those of an earlier one."""
    first: dict[tuple[object, ...], Clip] = {}
    for rendered in clips:
        clip = rendered.clip
        if rendered.request is None:
            continue
        same = first.setdefault((rendered.request.prompt, rendered.request.seed), clip)
        if same is not clip:
            yield Finding(
                f"clip {clip.index} has the prompt and the seed of clip {same.index}",
                _place(clip),
                "change its words, give it a `seed`, or take it out",
                related=(Note(f"clip {same.index} is here", _place(same)),),
                clip=clip.index,
            )


def _place(clip: Clip) -> Span:
    if clip.heading is not None:
        return clip.heading
    shot = clip.shots[0]
    return shot.mark.span if shot.mark is not None else shot.span
