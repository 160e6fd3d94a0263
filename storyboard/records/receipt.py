"""A receipt: what was ordered of a paid clip, what came, what it cost, and the chain of the ledger that says so."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import Meta

from storyboard.records import Record
from storyboard.records.clip import ClipRef, Number
from storyboard.records.parts import ConsentRecord, Moment, OffSpec, Path, Seconds, Sha256, Usd, Variant, Whole, Words

_Micro = Annotated[int, Meta(description="Micro-dollars, as the chain counts them.")]


class ReceiptShape(msgspec.Struct, frozen=True):
    """What a clip was to be, or is; a size is empty, a rate 0 and sound false where nobody has asked for them."""

    seconds: Seconds
    size: str
    fps: int | float
    sound: bool


class ReceiptEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One change of the attempt's state; `hash` covers the hash before it and all that is here.

    An address in a note is `whole` unless its query was left out, and then that hash cannot be computed from here.
    """

    number: Number
    before: str
    after: str
    at: Moment
    note: Words
    price: _Micro
    held: _Micro
    spent: _Micro
    hash: Sha256
    whole: bool


class ReceiptClip(msgspec.Struct, frozen=True, kw_only=True):
    """One take that was paid for. `request` is exactly what was sent, `beside` what else its hash covers.

    It is not `whole` where an address in it has lost its query or a key was masked: then neither its hash nor the
    chain's `root` can be computed from here. `measured` is null where the file is not here; `off_spec` is what of the
    clip is not as it was ordered, null where nobody has measured it, and `agreed` whether it is taken as it is.
    """

    story: Path
    clip: ClipRef
    variant: Variant
    take: Number
    profile: str
    host: str
    request_id: str | None
    ledger: str
    attempt: str
    run: str
    rehearsal: bool
    request: dict[str, Any]
    beside: dict[str, Any]
    whole: bool
    request_sha256: Sha256
    seed: int | None
    seconds: Whole
    ordered: ReceiptShape
    measured: ReceiptShape | None
    off_spec: tuple[OffSpec, ...] | None
    agreed: bool
    price_usd: Usd
    cost_usd: Usd
    cost_known: bool
    consent: ConsentRecord | None
    created: Moment
    sent: Moment | None
    path: str | None
    sha256: Sha256
    size: Whole | None
    root: Sha256
    events: tuple[ReceiptEvent, ...]


class Receipt(Record, frozen=True, kw_only=True, tag="storyc.receipt/1"):
    """What was paid for, clip by clip. It bears no signature: it shows that it agrees with itself, not who wrote it."""

    MET = "`receipt --format json`"

    storyc: Annotated[str, Meta(description="The version of storyc that wrote it.")]
    signature: None
    clips: tuple[ReceiptClip, ...]
