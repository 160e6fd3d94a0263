"""What a change does to films: what `check`, `plan` and `diff` say of it, and which pictures show the changed shots."""

from __future__ import annotations

import msgspec

from storyboard.records import Record
from storyboard.records.clip import Number
from storyboard.records.diff import Diff
from storyboard.records.parts import Sha256, Whole
from storyboard.records.plan import Plan


class ReviewedShot(msgspec.Struct, frozen=True):
    """A shot that changed: the place of its clip among those of `diff`, counted from 0, and its pictures by SHA-256.

    `shot` is its number, that of before where it is gone; a new shot has no picture of before.
    """

    clip: Whole
    shot: Number
    before: Sha256 | None
    after: Sha256 | None


class Review(Record, frozen=True, kw_only=True, tag="storyc.review/1"):
    """A change of stories as a reviewer sees it; the pictures lie beside it as `SHA256.png`.

    `errors` and `warnings` are those of all stories after the change. `left_out` counts the changed shots that have no
    picture because there are too many.
    """

    MET = "`ci review`"

    errors: Whole
    warnings: Whole
    diff: Diff
    plan: Plan
    shots: tuple[ReviewedShot, ...]
    left_out: Whole = 0
