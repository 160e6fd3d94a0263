"""The comparison for programs: `storyc.diff/1`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from storyboard.project.diff import Change, Version
from storyboard.report.data.values import dumped
from storyboard.timing import money_number, number

SCHEMA = "storyc.diff/1"


def render(changes: Sequence[Change]) -> str:
    """The whole object; a clip of a variant says which."""
    total = sum(change.price for change in changes)
    rows = [_row(change) for change in changes]
    return dumped({"schema": SCHEMA, "clips": rows, "total_usd": money_number(total)})


def _row(change: Change) -> dict[str, Any]:
    version = change.version
    clip = version.clip
    row: dict[str, Any] = {
        "story": version.story,
        "clip": {"index": clip.index, "title": clip.title, "slug": clip.slug},
        "change": change.became,
        "price_usd": money_number(change.price),
        "before": _side(change.before),
        "after": _side(change.after),
    }
    if version.variant:
        row["variant"] = version.variant
    return row


def _side(version: Version | None) -> dict[str, Any] | None:
    if version is None:
        return None
    request = version.requests[0]
    return {
        "title": version.clip.title,
        "slug": version.clip.slug,
        "request_sha256": request.sha256,
        "prompt": version.prompt,
        "settings": version.settings,
        "shots": [
            {"number": shot.number, "start": number(shot.start), "end": number(shot.end), "title": shot.title}
            for shot in request.shots
        ],
    }
