"""What is in the way of a run, or went wrong in it, as exit codes."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from storyboard.cli import exits
from storyboard.cli.terminal import say
from storyboard.production import build


class Refusals(msgspec.Struct):
    """What is in the way of a run, each said as it comes: the exit codes, and why in words."""

    codes: list[int] = []
    reasons: list[str] = []

    def add(self, code: int, why: str, what: str = "") -> None:
        """Say a phrase, with `what` to do about it."""
        say(f"error: {why}{f': {what}' if what else ''}")
        self.codes.append(code)
        self.reasons.append(why)

    def reason(self) -> str:
        """Why nothing was sent, in one phrase."""
        return f"nothing was sent: {self.reasons[0] if self.reasons else 'nobody agreed to spend it'}"


def steps_codes(steps: Iterable[build.Step]) -> list[int]:
    """The exit codes of what became of clips and films."""
    return [_code(step) for step in steps if step.state in ("failed", "refused", "unknown")]


def _code(step: build.Step) -> int:
    if step.state == "unknown":
        return exits.OUTCOME_UNKNOWN
    if step.cause == "elsewhere":
        return exits.OUT_OF_DATE
    if step.cause in ("key", "credits", "cap"):
        return exits.KEY if step.cause == "key" else exits.CAP
    return exits.GENERATION_FAILED if step.state == "failed" else exits.USAGE
