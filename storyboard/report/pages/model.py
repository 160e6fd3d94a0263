"""A model's page: what a writer asks of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import msgspec

from storyboard.profiles import Profile, durations, price
from storyboard.records import as_text
from storyboard.records import models as written
from storyboard.report.drawing.cells import wrap
from storyboard.timing import money, seconds


def as_json(profiles: Sequence[Profile]) -> str:
    """An array of `storyc.profile/2`."""
    return as_text([written.ProfileRecord(**msgspec.structs.asdict(profile)) for profile in profiles])


def page(profile: Profile, cells: int) -> str:
    """The model's name and what is known of it, broken at so many cells."""
    rows = [line for key, value in facts(profile) for line in wrap(f"  {key:<9} {value}", cells, 12)]
    return "".join(f"{line}\n" for line in [profile.id, *rows])


_TOLD = {
    "timed": "marks with times in the prompt",
    "ordered": "marks in their order, without times",
    "array": "one text a shot, each with its whole seconds",
    "single": "one a clip",
}
# What a story may ask for and a model may not have.
_HAD: dict[str, Callable[[Profile], bool]] = {
    "sound": lambda profile: profile.sound is None or profile.sound.given != "none",
    "an `audio:` file": lambda profile: profile.audio is not None,
    "a negative prompt": lambda profile: profile.negative_prompt is not None,
    "a seed": lambda profile: profile.seed is not None,
}


def _lengths(lengths: Sequence[int]) -> str:
    """Lengths in seconds, a row of whole ones by its ends: `2 to 15`."""
    if len(lengths) > 3 and tuple(lengths) == tuple(range(lengths[0], lengths[-1] + 1, 1000)):
        return f"{seconds(lengths[0])} to {seconds(lengths[-1])}"
    return ", ".join(map(seconds, lengths))


def _shots(profile: Profile) -> str:
    """How a model is told of shots, and how many it takes."""
    least, most = profile.shots.min, profile.shots.max
    number = f", {least} to {most} a clip" if least > 1 and most else f", at most {most} a clip" if most else ""
    return _TOLD[profile.shots.style] + number


def _price(profile: Profile, size: str) -> str:
    """What a clip of a size costs, by the second where every second costs the same."""
    ends = dict.fromkeys((profile.duration.allowed[0], profile.duration.allowed[-1]))
    costs = [(price(profile, size, seconds), seconds) for seconds in ends]
    (cost, least), (dearest, most) = costs[0], costs[-1]
    if profile.price.unit == "second" and cost * most == dearest * least:
        return f"{money(cost // least)} USD a second"
    return ", ".join(f"{money(micro)} USD for {length} s" for micro, length in costs)


def facts(profile: Profile) -> Iterator[tuple[str, str]]:
    """What a writer asks of a model, as pairs of a word and a phrase."""
    yield "title", profile.title
    yield "lengths", _lengths(durations(profile)) + " s"
    by_tier: dict[str, list[str]] = {}
    for size, tier in profile.size.allowed.items():
        by_tier.setdefault(tier, []).append(size)
    for tier, sizes in by_tier.items():
        yield tier, f"{_price(profile, sizes[0])}: {', '.join(sizes)}"
    whose = " a shot" if profile.shots.style == "array" else ""
    yield "shots", _shots(profile)
    yield "prompt", f"at most {profile.prompt.max} {profile.prompt.unit}{whose}"
    if profile.audio is not None:
        kinds, least, most = "/".join(profile.audio.formats), profile.audio.min_ms, profile.audio.max_ms
        yield "audio", f"{kinds}, {seconds(least)} to {seconds(most)} s, at most {profile.audio.max_bytes / 1e6:.0f} MB"
    lacks = [word for word, had in _HAD.items() if not had(profile)]
    if lacks:
        yield "lacks", ", ".join(lacks)
    if profile.seed is not None and profile.seed.kind == "similar":
        yield "seed", "an equal one makes a similar clip, not the same"
    sections = msgspec.structs.asdict(profile).items()
    unsure = [name for name, section in sections if getattr(section, "evidence", "") == "unverified"]
    if unsure:
        trust = f"; a paid build asks for `--trust-prices {profile.id}`" if "price" in unsure else ""
        yield "unsure", f"nobody has verified: {', '.join(unsure)}{trust}"
    status = profile.status
    doubt = status.state if status.state == "ok" else f"{status.state}: {status.why}"
    yield "status", f"{doubt} (checked {status.checked})"
    if status.successor:
        yield "successor", status.successor
