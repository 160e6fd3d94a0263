"""The prompt of a clip: one text for all shots, or for a model that takes an array the text of each shot by itself."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from storyboard.compiler.render.context import context, label_of
from storyboard.compiler.render.prompt import Prompt, Stretch, Template, render
from storyboard.language.story import Clip, Member, Text
from storyboard.profiles import Profile
from storyboard.timing import seconds


def render_clip(template: Template, clip: Clip, profile: Profile, cast: dict[str, Member]) -> Prompt:
    """A clip's prompt. Raises TemplateFault for what goes wrong while rendering."""
    if profile.shots.style != "array":
        return render(template, context(clip, profile, cast))
    parts = tuple(render(template, context(alone, profile, cast)) for alone in _one_by_one(clip))
    form = label_of(clip, profile).shot
    marks = [
        form.format(n=shot.number, start=seconds(shot.start or 0), end=seconds(shot.end or 0)) for shot in clip.shots
    ]
    return _below_each_other(marks, parts)


def _one_by_one(clip: Clip) -> Iterator[Clip]:
    """The clip of each shot alone: each has the overview and describes whom it names, the last the closing text."""
    for shot in clip.shots:
        closing = clip.closing if shot is clip.shots[-1] else Text()
        yield msgspec.structs.replace(clip, shots=(shot,), closing=closing, timed=False)


def _below_each_other(marks: list[str], parts: tuple[Prompt, ...]) -> Prompt:
    """The texts of an array as people read them: each under its mark, parted by blank lines."""
    text, places = "", list[Stretch]()
    for mark, part in zip(marks, parts, strict=True):
        text += f"{chr(10) * 2 * bool(text)}{mark}\n"
        places += [Stretch(len(text) + place.start, len(text) + place.end, place.span) for place in part.map]
        text += part.text
    return Prompt(text, tuple(places), parts)
