"""Two versions of stories compared clip by clip: what became of each, why, and what it would cost.

Nothing here looks at the store or prints. Two clips are the same when their requests have the same bytes, both sides
being compiled by this version.
"""

from __future__ import annotations

from collections.abc import Sequence

from storyboard.project.diff.explaining import Pool, explained, renamed
from storyboard.project.diff.matching import matched, moved
from storyboard.project.diff.records import Became, Change, Version, Word
from storyboard.project.diff.selecting import selected
from storyboard.project.diff.sides import Side, side
from storyboard.project.diff.written import record

_Home = tuple[str, str]

__all__ = ["Became", "Change", "Side", "Version", "Word", "compare", "record", "selected", "side"]


def compare(old: Sequence[Version], new: Sequence[Version]) -> tuple[Change, ...]:
    """What became of each clip, in the order of `new`; one that is gone stands behind what it stood behind."""
    pairs = matched(old, new)
    shifted = _shifted(old, new, pairs)
    came_from, went_to = _pools(old, new, pairs)
    lost = _lost(old, new, pairs, went_to)
    rows: dict[_Home, list[Change]] = {}
    for at, version in enumerate(new):
        home = (version.story, version.variant)
        if home not in rows:
            rows[home] = lost.pop(home, [])
        if at in pairs:
            rows[home].append(_changed(old[pairs[at]], version, at in shifted))
            rows[home] += lost.pop(pairs[at], [])
        else:
            rows[home].append(_new(version, came_from))
    return tuple(change for changes in (*rows.values(), *lost.values()) for change in changes)


def _pools(old: Sequence[Version], new: Sequence[Version], pairs: dict[int, int]) -> tuple[Pool, Pool]:
    """The shots that left a clip or went with it, and those that came into one or with it."""
    left, joined = Pool(), Pool()
    back = {was: at for at, was in pairs.items()}
    for at, version in enumerate(old):
        left.add(version, new[back[at]] if at in back else None)
    for at, version in enumerate(new):
        joined.add(version, old[pairs[at]] if at in pairs else None)
    return left, joined


def _lost(
    old: Sequence[Version], new: Sequence[Version], pairs: dict[int, int], went_to: Pool
) -> dict[int | _Home, list[Change]]:
    """The clips that are gone, by the old clip that they stood behind, by story and variant where by none."""
    back = {was: at for at, was in pairs.items()}
    lost: dict[int | _Home, list[Change]] = {}
    behind: dict[_Home, int] = {}
    for at, version in enumerate(old):
        home = (version.story, version.variant)
        if at in back:
            behind[home] = at
            continue
        anchor = behind.get(home)
        story = new[back[anchor]].story if anchor is not None else version.story
        lost.setdefault(home if anchor is None else anchor, []).append(_gone(version, story, went_to))
    return lost


def _shifted(old: Sequence[Version], new: Sequence[Version], pairs: dict[int, int]) -> set[int]:
    """The numbers in `new` of clips that stand in another order than before, or in another story that was there."""
    in_both = {version.story for version in old} & {version.story for version in new}
    shifted = {
        at for at, was in pairs.items() if old[was].story != new[at].story and in_both & {old[was].story, new[at].story}
    }
    back = {was: at for at, was in pairs.items()}
    orders: dict[tuple[str, str], list[int]] = {}
    for at in sorted(pairs):
        if at not in shifted:
            orders.setdefault((new[at].story, new[at].variant), []).append(pairs[at])
    for order in orders.values():
        shifted |= {back[was] for was in moved(order)}
    return shifted


def _changed(before: Version, after: Version, shifted: bool) -> Change:
    words: tuple[Word, ...] = ()
    if shifted:
        story = f" of `{before.story}`" if before.story != after.story else ""
        words = (Word(f"moved, was clip {before.clip.index}{story}", kind="phrase"),)
    if before.content == after.content:
        return Change("same", before, after, after.story, words + renamed(before.clip, after.clip))
    return Change("changed", before, after, after.story, words + explained(before, after), after.price)


def _new(version: Version, came_from: Pool) -> Change:
    origin = came_from.home(version)
    words = () if origin is None else (Word(f"its shots come from {_named(origin, version)}", kind="phrase"),)
    return Change("new", None, version, version.story, words, version.price)


def _gone(version: Version, home: str, went_to: Pool) -> Change:
    heir = went_to.home(version)
    words = () if heir is None else (Word(f"its shots are in {_named(heir, version)} now", kind="phrase"),)
    return Change("gone", version, None, home, words)


def _named(version: Version, seen_from: Version) -> str:
    story = f" of `{version.story}`" if version.story != seen_from.story else ""
    return f"clip {version.clip.index}{story}" + (f", {version.clip.title}" if version.clip.title else "")
