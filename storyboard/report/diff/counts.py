"""What a comparison comes to, in one line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from storyboard.records.diff import Diff, DiffClip
from storyboard.timing import micro, money


def telling(clip: DiffClip) -> bool:
    """Whether a change is worth a line: all but a clip that is the same, at its place, under its name."""
    return clip.change != "same" or bool(clip.words)


def totals(diff: Diff) -> str:
    """`2 of 4 clips change, 1 is new: 3.75 USD with an empty store, 1.25 USD where the old clips are paid for`."""
    counts = Counter(clip.change for clip in diff.clips)
    now = len(diff.clips) - counts["gone"]
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
    price = micro(diff.total_usd)
    cost = f": {money(price)} USD with an empty store" if price else ""
    if diff.unpaid_usd != diff.total_usd:
        cost += f", {money(micro(diff.unpaid_usd))} USD where the old clips are paid for"
    return ", ".join(words) + cost


class StoryChanges(NamedTuple):
    """The changes of one story that are worth a line, under its name, which says what became of the story itself."""

    name: str
    clips: list[DiffClip]


def by_story(clips: Sequence[DiffClip]) -> list[StoryChanges]:
    """The stories in which something has changed, or that have another name now."""
    before = {clip.was or clip.story for clip in clips if clip.before is not None}
    now = {clip.story for clip in clips if clip.after is not None}
    stories: list[StoryChanges] = []
    for home, group in groupby(clips, key=lambda clip: clip.home or clip.story):
        changed = list(group)
        were = {clip.was or clip.story for clip in changed if clip.before is not None}
        name, moved = home, len(were) == 1 and not were & now
        if home not in now:
            name = f"{home} (gone)"
        elif home not in before:
            name = f"{home} (was {were.pop()})" if moved else f"{home} (new)"
        worth_telling = [clip for clip in changed if telling(clip)]
        if worth_telling or name != home:
            stories.append(StoryChanges(name, worth_telling))
    return stories


def name(clip: DiffClip) -> str:
    """The clip as one speaks of it: `clip 2 The forge`, its variant in brackets."""
    variant = f" ({clip.variant})" if clip.variant else ""
    return f"clip {clip.clip.index} {clip.clip.title}".rstrip() + variant


def _clips(number: int) -> str:
    return f"{number} clip" if number == 1 else f"{number} clips"
