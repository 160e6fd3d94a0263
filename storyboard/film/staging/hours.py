"""What hour a clock tells: `three in the morning` and `3 a.m.` are night."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from storyboard.film.staging.words import left_over, meant, row
from storyboard.language import words
from storyboard.patterns import lazy

# The moods that are an hour of the day, or its weather.
HOURS = frozenset({"dawn", "golden", "day", "blue", "night", "grey", "snow"})
_NEAR = 24  # characters between an hour and the part of the day
_NUMBER = r"\d{1,2}(?![\d%])(?:[:.]\d\d)?"
_HALF = lazy(r"(?<![\w:.,])(\d{1,2})(?:[:.]\d\d)?[ \u00a0\u202f]?([ap])(?:\.[ \u00a0]?m\.?|m)(?!\w)")
_CLAUSE = lazy(r"[,;!?—–\n]")
_NIGHT, _EARLY, _NOON, _EVENING, _LATE = 4, 5, 12, 6, 9


def clocked(folded: str) -> Iterator[tuple[str, re.Match[str]]]:
    """The part of the day of each hour that is followed by `a.m.` or `p.m.`."""
    for match in _HALF.finditer(folded):
        hour = int(match[1]) % _NOON
        if int(match[1]) <= _NOON:
            after = "afternoon" if hour < _EVENING else "evening"
            yield _at(hour, "morning" if match[2] == "a" else after), match


def by_clock(mood: str, folded: str, start: int, language: str) -> str:
    """The mood that a part of the day has, which stands at `start`, behind the hour that a clock tells."""
    if mood not in ("dawn", "morning", "evening"):
        return mood
    before = folded[max(0, start - _NEAR) : start]
    last = next(reversed(list(_hours(language).finditer(before))), None)
    if last is None:
        return mood
    gap = before[last.end() :]
    small = [match for role in ("common", "owners", "where") for match in row(role, language).finditer(gap)]
    clock = dict(meant("beside", language, gap)).get("clock", [])
    # `One morning` tells no hour, and neither do `two women in the morning sun`.
    if not (small or clock) or left_over(gap, [*small, *clock]) or _CLAUSE.search(gap):
        return mood
    listed = words.by_language("numbers").get(language, ())
    hour = listed.index(last[0]) + 1 if last[0] in listed else int(re.split("[:.]", last[0])[0])
    return _at(hour % _NOON, mood) if hour <= _NOON else mood


def _at(hour: int, part: str) -> str:
    """The mood at an hour of the morning or the evening."""
    if part == "evening":
        return "night" if hour >= _LATE else part
    if part == "afternoon":
        return part
    return "night" if hour <= _NIGHT else "blue" if hour == _EARLY else part


@cache
def _hours(language: str) -> re.Pattern[str]:
    listed = words.by_language("numbers").get(language, ())
    spoken = f"|(?:{words.whole(listed)})" if listed else ""
    return re.compile(rf"(?<![\w:.,]){_NUMBER}{spoken}")
