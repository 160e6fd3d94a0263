"""What a clip costs by its profile."""

from __future__ import annotations

from storyboard.profiles.records import Profile

# Micro-dollars of the last place that is shown: prices are rounded up to it, so that a sum is that of what is shown.
_SHOWN = 100


def price(profile: Profile, size: str, seconds: int) -> int:
    """What a clip costs in micro-dollars. Raises KeyError for a size that is not offered."""
    rate = profile.price.rates[rates(profile, size, seconds)[0]]
    if profile.price.unit == "second":
        return rate * seconds
    if profile.price.tokens is None:
        return rate
    width, _, height = size.partition("*")
    per = profile.price.tokens
    pixels = int(width) * int(height) * (per.a_second * seconds + per.more)
    return -(-pixels * rate // (per.pixels * 1000 * _SHOWN)) * _SHOWN


def rates(profile: Profile, size: str, seconds: int) -> tuple[str, ...]:
    """The names of the rates that a clip may be priced by, of which the first counts. Raises KeyError without one."""
    tier = profile.size.allowed[size]
    named = (f"{tier} {seconds}s sound", f"{tier} {seconds}s", f"{tier} sound", tier)
    known = tuple(
        name for name in named if name in profile.price.rates and (profile.sounds or not name.endswith(" sound"))
    )
    if not known:
        raise KeyError(f"{tier} {seconds}s")
    return known
