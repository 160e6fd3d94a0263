"""What is known of a model, as `storyc models` says it."""

from __future__ import annotations

from storyboard.profiles import records
from storyboard.records import Record


class ProfileRecord(Record, records.Profile, frozen=True, kw_only=True, tag="storyc.profile/2"):
    """One model at one host: each limit with how it is known, the day it was checked, and where.

    Prices are micro-dollars; `_ms` are milliseconds.
    """

    MET = "`models --format json`"
    MANY = True
