"""What a comparison comes to, in one line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from storyboard.project.diff import Change
from storyboard.timing import money


def telling(change: Change) -> bool:
    """Whether a change is worth a line: all but a clip that is the same, at its place, under its name."""
    return change.became != "same" or bool(change.words)


def totals(changes: Sequence[Change]) -> str:
    """`2 of 4 clips change, 1 is new: 3.75 USD with an empty store, 1.25 USD where the old clips are paid for`."""
    counts = Counter(change.became for change in changes)
    now = len(changes) - counts["gone"]
    words: list[str] = []
    if counts["changed"]:
        words.append(f"{counts['changed']} of {_clips(now)} {'changes' if counts['changed'] == 1 else 'change'}")
    for became in ("new", "gone"):
        number = counts[became]
        if number:
            what = "" if words else " clip" if number == 1 else " clips"
            words.append(f"{number}{what} {'is' if number == 1 else 'are'} {became}")
    if not words:
        return f"no clip changes: {_clips(now)} {'is' if now == 1 else 'are'} the same"
    price, unpaid = sum(change.price for change in changes), sum(change.unpaid for change in changes)
    cost = f": {money(price)} USD with an empty store" if price else ""
    if unpaid != price:
        cost += f", {money(unpaid)} USD where the old clips are paid for"
    return ", ".join(words) + cost


class StoryChanges(NamedTuple):
    """The changes of one story that are worth a line, under its name, which says what became of the story itself."""

    name: str
    changes: list[Change]


def by_story(changes: Sequence[Change]) -> list[StoryChanges]:
    """The stories in which something has changed, or that have another name now."""
    before = {change.before.story for change in changes if change.before is not None}
    now = {change.after.story for change in changes if change.after is not None}
    stories: list[StoryChanges] = []
    for home, group in groupby(changes, key=lambda change: change.home):
        changed = list(group)
        were = {change.before.story for change in changed if change.before is not None}
        name, moved = home, len(were) == 1 and not were & now
        if home not in now:
            name = f"{home} (gone)"
        elif home not in before:
            name = f"{home} (was {were.pop()})" if moved else f"{home} (new)"
        worth_telling = [change for change in changed if telling(change)]
        if worth_telling or name != home:
            stories.append(StoryChanges(name, worth_telling))
    return stories


def name(change: Change) -> str:
    """The clip as one speaks of it: `clip 2 The forge`, its variant in brackets."""
    version = change.version
    variant = f" ({version.variant})" if version.variant else ""
    return f"clip {version.clip.index} {version.clip.title}".rstrip() + variant


def _clips(number: int) -> str:
    return f"{number} clip" if number == 1 else f"{number} clips"
