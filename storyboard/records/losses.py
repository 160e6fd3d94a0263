"""What models would make of stories: the losses, the comparison of models, and those that lose nothing."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from storyboard.diagnostics import What
from storyboard.profiles.records import Evidence
from storyboard.records import Record
from storyboard.records.clip import ClipRef, Number
from storyboard.records.parts import Path, Usd, Variant, Whole, Words

_Model = Annotated[str, Meta(description="A model at a host, `MODEL@HOST`.")]


class LossRecord(Record, frozen=True, kw_only=True, tag="storyc.loss/1"):
    """What a model cannot do of a story: an `error` where it makes no such clip, a `warning` where it makes another.

    `words` are the words or numbers that are lost, `shots` the numbers of the shots that the model does not get as they
    are written. Columns count code points.
    """

    MET = "`compare --format json` and `plan --format json`, within their clips"

    what: What
    weight: Literal["error", "warning"]
    code: str
    message: Words
    path: Path
    line: Number
    column: Number
    end_line: Number
    end_column: Number
    help: Words
    words: str
    shots: tuple[Number, ...]


class ComparedClip(Record, frozen=True, kw_only=True, tag="storyc.compare/1"):
    """A clip on one model: its length, the price of its takes with an empty store, and all that it would lose.

    `seconds` and `price_usd` are null where the model has no such length or size. `shots_kept` is how many of its
    `shots` the model gets as they are written.
    """

    MET = "`compare --format json`"
    MANY = True

    story: Path
    variant: Variant
    clip: ClipRef
    model: _Model
    takes: Whole
    seconds: Whole | None
    price_usd: Usd | None
    shots: Whole
    shots_kept: Whole
    losses: tuple[LossRecord, ...]


class FittingModel(Record, frozen=True, kw_only=True, tag="storyc.fit/1"):
    """A model that takes stories as they are, without any loss, and what all their clips would cost there.

    `price_evidence` is how its price is known, `status` whether its host still serves it.
    """

    MET = "`models --fit PATH --format json`"
    MANY = True

    model: _Model
    title: str
    status: Literal["ok", "at-risk", "withdrawn"]
    clips: Whole
    takes: Whole
    seconds: Whole
    price_usd: Usd
    price_evidence: Evidence
