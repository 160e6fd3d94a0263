"""A comparison as the record that is written."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import UNSET

from storyboard.compiler.request import shot_refs
from storyboard.project.diff.records import Change, Version
from storyboard.records.clip import ClipRef
from storyboard.records.diff import Diff, DiffClip, SideRecord
from storyboard.timing import money_number


def record(changes: Sequence[Change]) -> Diff:
    """The changes, each a clip; a clip of a variant says which."""
    total = money_number(sum(change.price for change in changes))
    unpaid = money_number(sum(change.unpaid for change in changes))
    return Diff(clips=tuple(map(_clip, changes)), total_usd=total, unpaid_usd=unpaid)


def _clip(change: Change) -> DiffClip:
    version = change.version
    clip = version.clip
    before = change.before
    return DiffClip(
        story=version.story,
        clip=ClipRef(clip.index, clip.title, clip.slug),
        change=change.became,
        price_usd=money_number(change.price),
        before=_side(change.before),
        after=_side(change.after),
        unpaid_usd=money_number(change.unpaid),
        variant=version.variant or UNSET,
        words=change.words,
        was=before.story if before is not None and before.story != version.story else UNSET,
        home=change.home if change.home != version.story else UNSET,
    )


def _side(version: Version | None) -> SideRecord | None:
    if version is None:
        return None
    request = version.requests[0]
    return SideRecord(
        title=version.clip.title,
        slug=version.clip.slug,
        request_sha256=request.sha256,
        prompt=version.prompt,
        settings=version.settings,
        shots=shot_refs(request),
    )
