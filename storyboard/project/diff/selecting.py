"""The changes that are meant where clips or takes are selected."""

from __future__ import annotations

from collections.abc import Sequence

from storyboard.language.story import names
from storyboard.project.diff.records import Change


def selected(
    changes: tuple[Change, ...], only: Sequence[str], takes: Sequence[int], *, faulty: bool
) -> tuple[tuple[Change, ...], list[str]]:
    """The changes of the clips that are named, as they are now or were, and a phrase for each name in vain.

    Where stories are `faulty` and nothing else has changed, their takes are not known.
    """
    lacking: list[str] = []
    if only:
        meant = {word.casefold() for word in only}
        named = [(change, _names(change)) for change in changes]
        known = {name for _, own in named for name in own}
        lacking += [f"there is no clip `{word}`" for word in only if word.casefold() not in known]
        changes = tuple(change for change, own in named if own & meant)
    known_takes = {request.take for change in changes for request in change.version.requests}
    if changes or not faulty:
        lacking += [f"there is no take {take}" for take in takes if take not in known_takes]
    return changes, lacking


def _names(change: Change) -> frozenset[str]:
    clips = [version.clip for version in (change.before, change.after) if version is not None]
    return names(clips[-1]) | {clip.slug.casefold() for clip in clips}
