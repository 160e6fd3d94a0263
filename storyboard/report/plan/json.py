"""A plan as JSON: to be read, or to be saved with what is meant by it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from storyboard.production import plan
from storyboard.production.plan import Part
from storyboard.production.plan.saved import Selection


def render(parts: Sequence[Part]) -> str:
    """A `storyc.plan/1`."""
    return _text(plan.record((part.rows, part.files) for part in parts))


def to_save(parts: Sequence[Part], selection: Selection) -> str:
    """A `storyc.plan/1` that says what is meant, so that a build can do it later."""
    return _text(plan.record((part.rows, part.files) for part in parts) | {"selection": selection})


def _text(record: dict[str, Any]) -> str:
    return msgspec.json.format(msgspec.json.encode(record), indent=2).decode("utf-8") + "\n"
