"""Which clip was which: by content, then by slug, then by place."""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Callable, Hashable, Sequence

from storyboard.project.diff.records import Version
from storyboard.project.diff.words import alike

Pairs = dict[int, int]


def matched(old: Sequence[Version], new: Sequence[Version]) -> Pairs:
    """The old clip's number in `old` for each number in `new` that has one.

    A clip with other content is looked for in its own story only, or in a story that took the place of one that went.
    """
    pairs: Pairs = {}
    gone = {version.story for version in old} - {version.story for version in new}
    come = {version.story for version in new} - {version.story for version in old}

    keys: tuple[Callable[[Version], Hashable | None], ...] = (
        lambda version: (version.story, version.clip.index, version.content),
        lambda version: (version.story, version.clip.slug, version.content),
        lambda version: (version.story, version.content),
        lambda version: (version.clip.slug, version.content),
        # A take more or less leaves the first as it was.
        lambda version: (version.story, version.content[0]),
        lambda version: version.content[0],
        lambda version: (version.story, version.clip.slug, version.clip.part) if version.clip.title else None,
        lambda version: (
            (version.clip.slug, version.clip.part) if version.clip.title and version.story in gone | come else None
        ),
    )
    for key in keys:
        _pair(old, new, pairs, key)
    _by_place(old, new, pairs)
    return pairs


def _pair(
    old: Sequence[Version], new: Sequence[Version], pairs: Pairs, key: Callable[[Version], Hashable | None]
) -> None:
    """Pair what has the same key, in order; the variant is always a part of the key."""
    taken = set(pairs.values())
    waiting: dict[Hashable, deque[int]] = {}
    for at, version in enumerate(old):
        name = key(version)
        if at not in taken and name is not None:
            waiting.setdefault((version.variant, name), deque()).append(at)
    for at, version in enumerate(new):
        name = key(version)
        queue = waiting.get((version.variant, name)) if name is not None and at not in pairs else None
        if queue:
            pairs[at] = queue.popleft()


def _by_place(old: Sequence[Version], new: Sequence[Version], pairs: Pairs) -> None:
    """Pair what stands between the same two clips, in order; those with a title only where their words are alike."""
    homes = {(new[at].story, new[at].variant): (old[was].story, old[was].variant) for at, was in pairs.items()}
    lists: dict[tuple[str, str], list[int]] = {}
    for at, version in enumerate(old):
        lists.setdefault((version.story, version.variant), []).append(at)
    here: dict[tuple[str, str], list[int]] = {}
    for at, version in enumerate(new):
        here.setdefault((version.story, version.variant), []).append(at)
    for name, places in here.items():
        before = lists.get(name) or lists.get(homes.get(name, name)) or []
        known = {at: pairs[at] for at in places if at in pairs}
        pairs.update(filled(before, places, known, lambda was, at: _is_like(old[was], new[at])))


def _is_like(earlier: Version, later: Version) -> bool:
    """Whether a clip may have become another one at its place: one with a title only where the words are alike."""
    return not (earlier.clip.title or later.clip.title) or alike(earlier.prompt, later.prompt)


def filled(
    old: Sequence[int], new: Sequence[int], pairs: Pairs, fits: Callable[[int, int], bool] = lambda was, at: True
) -> Pairs:
    """The pairs, and in their order those that stand behind the same pair and fit each other."""
    taken = set(pairs.values())
    gaps: dict[int, list[int]] = {}
    anchor = -1
    for at in old:
        if at in taken:
            anchor = at
        else:
            gaps.setdefault(anchor, []).append(at)
    filled_pairs = dict(pairs)
    anchor = -1
    for at in new:
        if at in pairs:
            anchor = pairs[at]
            continue
        gap = gaps.get(anchor, [])
        place = next((place for place, was in enumerate(gap) if fits(was, at)), None)
        if place is not None:
            filled_pairs[at] = gap[place]
            del gap[: place + 1]
    return filled_pairs


def moved(order: Sequence[int]) -> set[int]:
    """The numbers that stand out of order: all but a longest run that rises."""
    ends: list[int] = []
    at_end: list[int] = []
    before: dict[int, int | None] = {}
    for value in order:
        place = bisect_left(ends, value)
        before[value] = at_end[place - 1] if place else None
        ends[place : place + 1] = [value]
        at_end[place : place + 1] = [value]
    kept: set[int] = set()
    value = at_end[-1] if at_end else None
    while value is not None:
        kept.add(value)
        value = before[value]
    return set(order) - kept
