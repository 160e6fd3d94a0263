"""How this machine and this project stand, for `storyc doctor`: what is there, how it is, and what to do about it.

Nothing is changed and no network is used, but where a provider is given, whose host is asked for the balance.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

import msgspec

from storyboard.config import Config

State = Literal[
    "ok",
    "note",  # not there, and not needed
    "warning",  # it works, but not as it should
    "error",  # what is configured cannot work
]


class Check(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing that was looked at: how it is, as a phrase, and what to do, empty where there is nothing to do."""

    name: str
    state: State
    found: str
    help: str = ""


class Setting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One setting: its dotted key, its value, and where that is from: a flag, a variable, a file, the default.

    Money is in dollars.
    """

    key: str
    value: Any
    origin: str


class Report(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """All that was looked at, and all settings."""

    ok: bool
    checks: tuple[Check, ...]
    settings: tuple[Setting, ...]


def report(checks: Iterable[Check], config: Config) -> Report:
    """The report of these checks; it is not ok where one of them is an error."""
    from storyboard.project.doctor.settings import settings

    found = tuple(checks)
    return Report(ok=all(each.state != "error" for each in found), checks=found, settings=tuple(settings(config)))
