"""The size is not one that the model offers.

A host refuses a size that it does not have, or makes another one. A size decides the price of every second, so it is
never replaced by a near one; `storyc models` lists what there is.

Bad:

    size: 1280*700
    Shot 1 [0-3s] A lamp is lit.
    Shot 2 [3-5s] A hand reaches in.

Good:

    size: 1280*720
    Shot 1 [0-3s] A lamp is lit.
    Shot 2 [3-5s] A hand reaches in.
"""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.compiler.rules import Facts
from storyboard.compiler.rules._time import listed
from storyboard.diagnostics import Edit, Finding, Fix, Level, LostPart, Safety
from storyboard.language.story import Clip
from storyboard.patterns import lazy
from storyboard.profiles import Profile, sizes

CODE = "SB303"
LEVEL = Level.ERROR
SINCE = "0.1.0"
SETTINGS = ("size",)
_PIXELS = lazy(r"([0-9]{1,5}+)[ \t]*+[*x×X][ \t]*+([0-9]{1,5}+)")
_SUGGESTED = 4


def check_clip(clip: Clip, facts: Facts) -> Iterator[Finding]:
    """A size that names none of the model's."""
    setting = clip.settings.get("size")
    if setting is None or sizes(facts.profile, setting.value):
        return
    near = _nearest(setting.value, facts.profile)
    pixels = _PIXELS.search(setting.value)
    meant = f"{pixels[1]}*{pixels[2]}" if pixels is not None else ""
    near = [meant] if meant in near else near
    yield Finding(
        f"`{setting.value[:40]}` is not one of the {len(facts.profile.size.allowed)} sizes of `{facts.profile.model}`",
        setting.span,
        f"write {listed([f'`{size}`' for size in near], 'or')}",
        fix=Fix(Safety.UNSAFE, f"write `{meant}`", (Edit(setting.span, meant),)) if near == [meant] else None,
        lost=LostPart("size", setting.value),
    )


def _nearest(typed: str, profile: Profile) -> list[str]:
    """The sizes of the shape that is typed, those first that differ least in pixels; else the first few."""
    match = _PIXELS.search(typed)
    if match is None:
        return list(profile.size.allowed)[:_SUGGESTED]
    width, height = int(match[1]), int(match[2])

    def distance(size: str) -> int:
        across, down = size.split("*")
        return abs(int(across) - width) + abs(int(down) - height)

    shaped = [size for size in profile.size.allowed if _shape(*map(int, size.split("*"))) == _shape(width, height)]
    return sorted(shaped or profile.size.allowed, key=distance)[:_SUGGESTED]


def _shape(width: int, height: int) -> int:
    """1 for a wide picture, -1 for an upright one, 0 for a square."""
    return (width > height) - (width < height)
