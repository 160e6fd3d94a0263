"""The changes that are meant where clips or takes are selected."""

from __future__ import annotations

from collections.abc import Sequence

from storyboard.project.diff.records import Change


def selected(
    changes: tuple[Change, ...], only: Sequence[str], takes: Sequence[int], *, faulty: bool
) -> tuple[tuple[Change, ...], list[str]]:
    """The changes of the clips that are named, as they are now or were, and a phrase for each name in vain.

    Where stories are `faulty` and nothing else has changed, their takes are not known.
    """
    lacking: list[str] = []
    if only:
        names = [(change, _names(change)) for change in changes]
        known = {name for _, own in names for name in own}
        lacking += [f"there is no clip `{word}`" for word in only if word not in known]
        changes = tuple(change for change, own in names if own.intersection(only))
    known_takes = {request.take for change in changes for request in change.version.requests}
    if changes or not faulty:
        lacking += [f"there is no take {take}" for take in takes if take not in known_takes]
    return changes, lacking


def _names(change: Change) -> set[str]:
    clips = [version.clip for version in (change.before, change.after) if version is not None]
    return {name for clip in clips[-1:] for name in (str(clip.index), clip.slug, f"{clip.index:02}-{clip.slug}")} | {
        clip.slug for clip in clips
    }
