"""What the rules about time share: where a shot's time stands, how it is written anew, the ruler under a finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from storyboard.compiler.rules import Facts
from storyboard.diagnostics import Bar, Edit, Ruler
from storyboard.language.story import Clip, ScriptShot, Shot
from storyboard.profiles import Profile, durations
from storyboard.source import Span
from storyboard.timing import like, seconds

_MINUTE = 60_000


def span_of(shot: Shot) -> Span:
    """Where a shot's time is written, else its mark, else its first words."""
    if shot.mark is None:
        return shot.span
    return shot.mark.time_span or shot.mark.span


def start_of(shot: Shot) -> Span:
    """Where a shot's start is written, else its time."""
    return (shot.mark.start_span if shot.mark is not None else None) or span_of(shot)


def end_of(shot: Shot) -> Span:
    """Where a shot's end or length is written, else its time."""
    return (shot.mark.end_span if shot.mark is not None else None) or span_of(shot)


def ruler(shots: Iterable[Shot], length: int = 0) -> Ruler:
    """The drawing of some shots, those whose times are known, on a clip of at least `length` milliseconds."""
    bars = tuple(
        Bar(str(shot.number), shot.start, shot.end)
        for shot in shots
        if shot.start is not None and shot.end is not None and shot.end > shot.start
    )
    return Ruler(bars, max([length, *(bar.end for bar in bars)]))


def counted(ms: int) -> str:
    """Milliseconds in words: `1 second`, `2.5 seconds`."""
    return f"{seconds(ms)} {'second' if ms == 1000 else 'seconds'}"


def listed(words: Sequence[str], last: str = "and") -> str:
    """Some words as a list in a sentence: `5, 10 or 15`."""
    return f" {last} ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def lengths(profile: Profile) -> str:
    """The clip lengths that a model offers, in words: `5, 10 or 15s`, or `2 to 15s` where there are many."""
    offered = profile.duration.allowed
    if len(offered) > 4:
        return f"{offered[0]} to {offered[-1]}s"
    return listed([str(length) for length in offered], "or") + "s"


def neighbours(clip: Clip) -> Iterator[tuple[int, Shot, Shot, int]]:
    """Each shot after another where both have a time that lasts: the end before, the two shots, the start."""
    for before, shot in pairwise(clip.shots):
        if before.start is None or before.end is None or shot.start is None:
            continue
        if before.start < before.end and (shot.end is None or shot.start < shot.end):
            yield before.end, before, shot, shot.start


def out_of_order(shots: Sequence[ScriptShot]) -> list[int]:
    """The places of a clip's shots by their times, where these join from 0 on; empty where they stand so already."""
    ranges = [(shot.mark.start or 0, shot.mark.end or 0) for shot in shots if shot.mark.form == "range"]
    order = sorted(range(len(ranges)), key=lambda place: ranges[place])
    if len(ranges) < len(shots) or order == list(range(len(shots))):
        return []
    ordered = [(0, 0), *(ranges[place] for place in order)]
    joined = all(before[1] == start < end for before, (start, end) in pairwise(ordered))
    return order if joined else []


def retimed(span: Span, ms: int, facts: Facts) -> Edit:
    """The edit that puts another time at a time's place, in the form in which that one is written."""
    return Edit(span, like(facts.sources[span.path].text[span.start : span.end], ms))


def minutes_meant(clip: Clip, profile: Profile) -> bool:
    """Whether the clip's clocks are seconds written where minutes stand, like `0:00-3:00` for three seconds.

    All are whole minutes and longer than any clip of the model, and as many seconds would fit one.
    """
    marks = [shot.mark for shot in clip.shots if shot.mark is not None and shot.mark.form == "range"]
    if not marks or not all(mark.clocks for mark in marks):
        return False
    times = [time for mark in marks for time in (mark.start or 0, mark.end or 0)]
    longest, most = durations(profile)[-1], max(times)
    return most > longest >= most // 60 and all(time % _MINUTE == 0 for time in times)
