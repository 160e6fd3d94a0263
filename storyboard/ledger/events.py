"""What has happened to an attempt, one link of its chain each."""

from __future__ import annotations

from datetime import datetime

import msgspec

from storyboard.records.ledger import State


class Event(msgspec.Struct, frozen=True):
    """A change of an attempt's state; `hash` is the SHA-256 over the hash before it and all that is here.

    `note` is the reason, or what was learned: the host's name of the job, the hash of the clip, the path. The money is
    in micro-dollars: the price, and what is held and spent from then on.
    """

    attempt: str
    number: int
    before: str
    after: State
    at: datetime
    note: str
    price: int
    held: int
    spent: int
    hash: str
