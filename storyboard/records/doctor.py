"""How this machine and this project stand."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from storyboard.records import Record

State = Literal[
    "ok",
    "note",  # not there, and not needed
    "warning",  # it works, but not as it should
    "error",  # what is configured cannot work
]


class Check(msgspec.Struct, frozen=True):
    """One thing that was looked at: how it is, as a phrase, and what to do, empty where there is nothing to do."""

    name: str
    state: State
    found: str
    help: str = ""


class SettingRecord(msgspec.Struct, frozen=True):
    """One setting: its dotted key, its value, and where that is from: a flag, a variable, a file, the default.

    Money is in dollars.
    """

    key: str
    value: Any
    origin: str


class Doctor(Record, frozen=True, kw_only=True, tag="storyc.doctor/1"):
    """How this machine and this project stand; `ok` says that what is configured can work."""

    MET = "`doctor --format json`"

    ok: bool
    checks: tuple[Check, ...]
    settings: tuple[SettingRecord, ...]
