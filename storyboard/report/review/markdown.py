"""A review as the comment on a pull request: what changes, what it costs, and the changed shots before and after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import get_args

from storyboard.records.diff import DiffClip
from storyboard.records.plan import Plan, State
from storyboard.records.review import Review, ReviewedShot
from storyboard.report.diff import markdown
from storyboard.report.diff.counts import name, telling
from storyboard.report.drawing.markdown import escaped, row
from storyboard.report.drawing.words import count
from storyboard.timing import micro, money

_WIDE = 400  # pixels of a picture in its column
_MOST = 40_000  # characters of the pictures' tables
_STATES: tuple[str, ...] = get_args(State)

Address = Callable[[str], str]


def render(review: Review, address: Address | None = None, note: str = "") -> str:
    """The comment; `address` gives that of a picture by its SHA-256, without it the pictures are only counted.

    `note` is Markdown of one line below the sums.
    """
    lead = "".join(f"\n{line}\n" for line in (_checked(review), _planned(review.plan), note) if line)
    return markdown.render(review.diff, lead, "".join(_pictures(review, address)))


def changes(review: Review) -> bool:
    """Whether there is anything to comment on: a clip that changes, or a mistake."""
    return bool(review.errors) or any(map(telling, review.diff.clips))


def _checked(review: Review) -> str:
    if not review.errors:
        return count(review.warnings, "warning") if review.warnings else ""
    warned = f" and {count(review.warnings, 'warning')}" if review.warnings else ""
    return f"**{count(review.errors, 'error')}**{warned}: a story with errors has no clips here."


def _planned(plan: Plan) -> str:
    if not plan.clips:
        return ""
    states = Counter(clip.state for clip in plan.clips)
    words = ", ".join(f"{states[state]} {state}" for state in _STATES if states[state])
    number = count(len(plan.clips), "generation")
    return f"**Plan of all stories:** {number}, {words}: {money(micro(plan.total_usd))} USD to pay."


def _pictures(review: Review, address: Address | None) -> Iterator[str]:
    """A table for each clip with changed shots, as many as fit; what is left out is said."""
    clips = review.diff.clips
    shots = [shot for shot in review.shots if shot.clip < len(clips)]
    if shots and address is None:
        yield f"\n{count(len(shots), 'shot')} changed: the pictures of before and after are in the artifact.\n"
        return
    room, left = _MOST, review.left_out
    for place, group in groupby(shots, key=lambda shot: shot.clip):
        block = _table(clips[place], list(group), address)
        if len(block) <= room:
            room -= len(block)
            yield block
        else:
            left += block.count("<img ")
    if left:
        yield f"\nThe pictures of {count(left, 'more changed shot')} are left out.\n"


def _table(clip: DiffClip, shots: list[ReviewedShot], address: Address | None) -> str:
    assert address is not None
    heads = {"new": ("Shot", "New"), "gone": ("Shot", "Gone")}.get(clip.change, ("Shot", "Before", "After"))
    lines = [
        f"**{escaped(clip.home or clip.story)}**, {escaped(name(clip))}",
        "",
        row(*heads),
        row(*["---"] * len(heads)),
    ]
    for shot in shots:
        sides = {"new": (shot.after,), "gone": (shot.before,)}.get(clip.change, (shot.before, shot.after))
        label = f"{shot.shot}" if (shot.before and shot.after) or len(sides) == 1 else _became(shot)
        lines.append(row(label, *(_image(side, shot, address) for side in sides)))
    return "\n" + "".join(f"{line}\n" for line in lines)


def _became(shot: ReviewedShot) -> str:
    return f"{shot.shot} {'gone' if shot.after is None else 'new'}"


def _image(digest: str | None, shot: ReviewedShot, address: Address) -> str:
    if digest is None:
        return ""
    return f'<img src="{address(digest)}" width="{_WIDE}" alt="shot {shot.shot}">'
