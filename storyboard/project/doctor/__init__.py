"""How this machine and this project stand, for `storyc doctor`: what is there, how it is, and what to do about it.

Nothing is changed and no network is used, but where a provider is given, whose host is asked for the balance.
"""

from __future__ import annotations

from collections.abc import Iterable

from storyboard.config import Config
from storyboard.records.doctor import Check, Doctor, State

__all__ = ["Check", "State", "report"]


def report(checks: Iterable[Check], config: Config) -> Doctor:
    """The report of these checks; it is not ok where one of them is an error."""
    from storyboard.project.doctor.settings import settings

    checks = tuple(checks)
    ok = all(check.state != "error" for check in checks)
    return Doctor(ok=ok, checks=checks, settings=tuple(settings(config)))
