"""Exit codes, and which one a run ends with when several hold."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storyboard.production.plan.lockfile import LockTrouble
    from storyboard.production.records import Step

DONE = 0
STORY_ERRORS = 1
USAGE = 2
GENERATION_FAILED = 3
KEY = 4
CAP = 5
OUT_OF_DATE = 6
OUTCOME_UNKNOWN = 7
NOT_FINISHED = 8
WOULD_SPEND = 10
BUG = 70
INTERRUPTED = 130
TERMINATED = 143

MEANINGS = {
    DONE: "done",
    STORY_ERRORS: "a story has errors, or a check found a difference",
    USAGE: "the command line or the configuration is wrong, or an extra is missing",
    GENERATION_FAILED: "a generation failed",
    KEY: "the service's key is missing or was refused",
    CAP: "a spending cap or the credits would be passed",
    OUT_OF_DATE: "the plan or the lock is out of date",
    OUTCOME_UNKNOWN: "the outcome of a payment is unknown",
    NOT_FINISHED: "not finished: clips are still being made, or not sent yet",
    WOULD_SPEND: "`plan --detailed-exitcode` found something to pay for",
    BUG: "a mistake in storyc itself",
    INTERRUPTED: "interrupted from the keyboard",
    TERMINATED: "terminated by the system",
}
PRECEDENCE = (
    INTERRUPTED,
    TERMINATED,
    BUG,
    OUTCOME_UNKNOWN,
    CAP,
    KEY,
    OUT_OF_DATE,
    GENERATION_FAILED,
    NOT_FINISHED,
    STORY_ERRORS,
    WOULD_SPEND,
    USAGE,
)


def worst(codes: Iterable[int]) -> int:
    """The first of `PRECEDENCE` that is among the codes, 0 when none is."""
    given = set(codes)
    return next((code for code in PRECEDENCE if code in given), DONE)


def of_steps(steps: Iterable[Step]) -> list[int]:
    """The exit codes of what became of clips and films."""
    bad = ("failed", "refused", "unknown", "running")
    causes = ("cap", "later")
    return [_of_step(step) for step in steps if step.state in bad or step.off_spec or step.cause in causes]


def of_lock(trouble: LockTrouble) -> int:
    """The exit code of a lock file that is in the way: only what it says can disagree with anything."""
    from storyboard.production.plan.lockfile import NotWritten, Unreadable

    if isinstance(trouble, Unreadable):
        return USAGE
    return GENERATION_FAILED if isinstance(trouble, NotWritten) else OUT_OF_DATE


def _of_step(step: Step) -> int:
    if step.off_spec:
        return GENERATION_FAILED
    if step.state == "unknown":
        return OUTCOME_UNKNOWN
    if step.state == "running" or step.cause == "later":
        return NOT_FINISHED
    if step.cause == "elsewhere":
        return OUT_OF_DATE
    if step.cause in ("key", "credits", "cap"):
        return KEY if step.cause == "key" else CAP
    return GENERATION_FAILED if step.state == "failed" else USAGE
