"""The seed, or that of a later take, is outside the model's range.

A seed is a number that makes a picture repeatable, and take n gets the seed plus n - 1. `-1` asks some hosts for a
chance seed, with which nothing can be made or found again, so it is refused; leave the seed out to have one derived.

Bad:

    seed: -1
    Shot 1 [0-3s] A lamp is lit.
    Shot 2 [3-5s] A hand reaches in.

Good:

    seed: 42
    Shot 1 [0-3s] A lamp is lit.
    Shot 2 [3-5s] A hand reaches in.
"""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.compiler.rules import Facts
from storyboard.diagnostics import Finding, Level, LostPart, Note
from storyboard.language.story import Clip

CODE = "SB310"
LEVEL = Level.ERROR
SINCE = "0.1.0"
SETTINGS = ("seed",)


def check_clip(clip: Clip, facts: Facts) -> Iterator[Finding]:
    """A seed outside the model's range, of the first take or of the last."""
    setting = clip.settings.get("seed")
    if setting is None or facts.profile.seed is None:
        return
    least, most = facts.profile.seed.min, facts.profile.seed.max
    seed: int = setting.value
    takes = clip.settings.get("takes")
    last = seed + (takes.value if takes is not None else 1) - 1
    if not least <= seed <= most:
        yield Finding(
            f"`seed` is {seed}, `{facts.profile.model}` takes {least} to {most}",
            setting.span,
            "delete the line to have a seed derived" if seed == -1 else f"write a number from {least} to {most}",
            lost=LostPart("seed", str(seed)) if seed >= 0 else None,
        )
    elif last > most and takes is not None:
        yield Finding(
            f"take {takes.value} has the seed {last}, `{facts.profile.model}` takes {least} to {most}",
            setting.span,
            f"write a seed of {most - takes.value + 1} or less, or fewer takes",
            related=(Note("the takes are set here", takes.span),),
            lost=LostPart("seed", str(last)),
        )
