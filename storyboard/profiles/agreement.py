"""What the facts of a profile disagree about."""

from __future__ import annotations

import re
from collections.abc import Iterator

from storyboard.patterns import lazy
from storyboard.profiles.paths import PATH
from storyboard.profiles.pricing import rates
from storyboard.profiles.records import Profile

MOST_PIXELS = 24_000_000  # of a picture that is drawn or decoded: a file of 200 kB may claim such as take a gigabyte
_ROUTE = lazy(r"[A-Za-z0-9][A-Za-z0-9._-]*+(?:/[A-Za-z0-9][A-Za-z0-9._-]*+)*+(?::[A-Za-z]++)?+")
_MARKS = {"timed": {"{n}", "{start}", "{end}"}, "ordered": {"{n}"}}


def disagreement(profile: Profile, name: str) -> str:
    """What two of the profile's facts disagree about, or nothing."""
    return next(_all(profile, name), "")


def _all(profile: Profile, name: str) -> Iterator[str]:
    if profile.id != name:
        yield f"`id` is `{profile.id}`, the file's name says `{name}`"
    if profile.id != f"{profile.model}@{profile.host}":
        yield f"`id` is `{profile.id}`, model and host say `{profile.model}@{profile.host}`"
    yield from _lengths_and_sizes(profile)
    yield from _routes(profile)
    yield from _price(profile)
    yield from _shots(profile)
    yield from _body(profile)


def _lengths_and_sizes(profile: Profile) -> Iterator[str]:
    lengths = profile.duration.allowed
    if not lengths or list(lengths) != sorted(set(lengths)) or lengths[0] <= 0:
        yield "`duration.allowed` are not lengths above 0 s in ascending order"
    if profile.duration.default not in lengths:
        yield f"`duration.default` is {profile.duration.default} s, which `duration.allowed` does not have"
    for size in profile.size.allowed:
        if not re.fullmatch(r"[1-9][0-9]{1,4}\*[1-9][0-9]{1,4}", size):
            yield f"`size.allowed` has `{size}`, which is not width*height"
            return
        width, _, height = size.partition("*")
        if int(width) * int(height) > MOST_PIXELS:
            yield f"`size.allowed` has `{size}`, more than {MOST_PIXELS / 1e6:g} megapixels"
    if profile.size.default not in profile.size.allowed:
        yield f"`size.default` is `{profile.size.default}`, which `size.allowed` does not have"


def _routes(profile: Profile) -> Iterator[str]:
    for route in profile.routes:
        if not _ROUTE.fullmatch(route):
            yield f"`route` is `{route}`, which is no path without an origin"
    if isinstance(profile.route, dict):
        for tier in profile.size.allowed.values():
            if tier not in profile.route:
                yield f"`route` has none for the tier `{tier}`"


def _price(profile: Profile) -> Iterator[str]:
    for size, tier in profile.size.allowed.items():
        for seconds in profile.duration.allowed:
            try:
                rates(profile, size, seconds)
            except KeyError:
                yield f"`size.allowed` gives `{size}` the tier `{tier}`, which has no price for {seconds} s"
    if (profile.price.unit == "token") != (profile.price.tokens is not None):
        yield "`price.tokens` says how many tokens a clip has, exactly where `price.unit` is `token`"


def _shots(profile: Profile) -> Iterator[str]:
    shots = profile.shots
    if "en" not in shots.labels:
        yield "`shots.labels` has no `en`, which other languages fall back to"
    # Where marks are not sent they still stand in what people read.
    wanted = _MARKS.get(shots.style, _MARKS["timed"])
    for language, label in shots.labels.items():
        if set(re.findall(r"\{[^{}]*\}", label.shot)) != wanted:
            marks = sorted(wanted, key=("{n}", "{start}", "{end}").index)
            words = " and ".join([", ".join(marks[:-1]), marks[-1]]) if len(marks) > 1 else marks[0]
            yield f"`shots.labels.{language}.shot` does not hold {words}" + ("" if len(marks) > 1 else " alone")
    if shots.max is not None and not shots.min <= shots.max:
        yield f"`shots.min` is {shots.min}, above `shots.max`, {shots.max}"


def _body(profile: Profile) -> Iterator[str]:
    fields = profile.body.fields
    words = "shots" if profile.shots.style == "array" else "prompt"
    if words not in fields:
        yield f"`body.fields` has no `{words}`, which shots of the style `{profile.shots.style}` are sent in"
    if "shots" in fields and not {"prompt", "duration"} <= set(fields["shots"].item):
        yield "`body.fields.shots.item` does not place `prompt` and `duration`"
    if "duration" not in fields:
        yield "`body.fields` has no `duration`"
    for key, present in (
        ("seed", profile.seed is not None),
        ("audio", profile.audio is not None),
        ("negative_prompt", profile.negative_prompt is not None),
        ("sound", profile.sound is not None and profile.sound.given == "switch"),
    ):
        if present != (key in fields):
            have, lack = ("`body.fields`", "the profile") if key in fields else ("the profile", "`body.fields`")
            what = f"`{key}`" if key != "sound" else "a `switch` of `sound`"
            yield f"{have} has {what}, {lack} has none"
    inner = [place.at for place in fields["shots"].item.values()] if "shots" in fields else []
    for path in (*(place.at for place in fields.values()), *profile.body.fixed, *inner):
        if not PATH.fullmatch(path):
            yield f"`body` has `{path}`, which is no place as `input.prompt` or `content[0].text`"
