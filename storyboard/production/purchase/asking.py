"""What a host says of a job that is settled by hand: whether it may still give its clip, and why it gives none."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeGuard

import msgspec

from storyboard.diagnostics import UserError
from storyboard.providers import Fetched, Finished, Gone, HostRefused, Provider, Running, Trouble
from storyboard.store.records import Incoming
from storyboard.timing import money

BLINDLY = "`--no-look` settles it without asking the host"


class SettlingError(UserError):
    """An attempt cannot be settled so; the text says why."""


class KeyRefused(Exception):
    """The host does not accept the key; the text is what it says."""


class HeldJob(msgspec.Struct, frozen=True):
    """A job that somebody gives up, and when that may be.

    `came` is whether its clip has come once, so that the host must have known it. For `kept` seconds after it was
    `sent` the host may not know it yet, and for `patience` it may be at it. `receive` gives a file for what comes, and
    `spoilt` why that is of no use, empty where it is the clip. `unbilled` is what to do where the job came to nothing,
    and `had` what does so where the host has its clip. `key` is the mark of the key that it was sent with, empty where
    nobody knows.
    """

    request_id: str
    sent: datetime | None
    came: bool
    kept: float
    patience: float
    receive: Callable[[], Incoming]
    spoilt: Callable[[Path], str]
    unbilled: str
    had: str = "`storyc build` fetches it"
    key: str = ""

    @property
    def age(self) -> float:
        """The seconds since it was sent, by a clock that may have been another; without end where nobody knows."""
        return abs((datetime.now(UTC) - self.sent).total_seconds()) if self.sent is not None else math.inf


def must_be_gone(job: HeldJob, provider: Provider) -> int | None:
    """What the host has charged for a job whose clip it gives no more, None where it does not say.

    That the host does not know a job proves nothing while its record may be late. Raises SettlingError and KeyRefused
    where it may still give the clip.
    """
    answer, name = provider.ask(job.request_id), f"request `{job.request_id}`"
    if isinstance(answer, Finished):
        incoming = job.receive()
        try:
            why = fetch(provider, answer.url, incoming, job.spoilt)
        finally:
            incoming.discard()
        if why is None:
            raise SettlingError(f"the host still has {name}: {job.had}")
        if isinstance(why, Trouble) and not why.lasting:
            raise SettlingError(f"the clip of {name} cannot be fetched now: {why.why}: ask again later")
    elif isinstance(answer, Running):
        if job.age < job.patience:
            raise SettlingError(
                f"the host is at {name}: `storyc build` waits for it, and it may be given up in "
                f"{_minutes(job.patience - job.age)}"
            )
    elif isinstance(answer, Gone) and not answer.known:
        must_be_its_key(job.key, provider, name)
        if not job.came and job.age < job.kept:
            raise SettlingError(
                f"the host does not know {name} yet, which was sent less than {job.kept / 60:.0f} minutes ago: "
                f"ask again in {_minutes(job.kept - job.age)}"
            )
    elif not isinstance(answer, Gone) and not (is_failed(answer) and (job.came or may_be_charged(answer))):
        raise no_job(job.request_id, answer, job.unbilled)
    return answer.cost if isinstance(answer, Finished | HostRefused) else None


def must_be_its_key(mark: str, provider: Provider, name: str) -> None:
    """Raise SettlingError where a host is asked by another key than the one of this mark, which sent what is named.

    Another account knows nothing of a job, and its silence would have the clip paid for again.
    """
    if mark not in ("", provider.key_mark):
        raise SettlingError(
            f"the host does not know {name} by this key, and it was sent with another one: ask by the key of the "
            f"account that bought it; {BLINDLY}"
        )


def fetch(
    provider: Provider, url: str, incoming: Incoming, spoilt: Callable[[Path], str]
) -> Gone | Trouble | None:  # fmt: skip
    """Why a finished job's clip cannot be had, None where it has come and is of use."""
    answer = provider.fetch(url, incoming)
    if not isinstance(answer, Fetched):
        return answer
    why = spoilt(incoming.path)
    return Trouble(why, lasting=True) if why else None


def is_failed(answer: object) -> TypeGuard[HostRefused]:
    """Whether a job came to nothing."""
    return isinstance(answer, HostRefused) and answer.cause == "failed"


def may_be_charged(answer: object) -> TypeGuard[HostRefused]:
    """Whether a job failed and was charged, or may have been."""
    return isinstance(answer, HostRefused) and answer.cause == "failed" and answer.charged != "no"


def no_job(request_id: str, answer: HostRefused | Gone | Trouble, unbilled: str, billed: str = "") -> Exception:
    """Why a job cannot be had, as what is to be raised.

    `unbilled` is what to do where it came to nothing, `billed` where it was charged or is gone.
    """
    name, how = f"request `{request_id[:80]}`", f": {billed}" if billed else ""
    if isinstance(answer, Trouble):
        return SettlingError(f"the host cannot be asked about {name}: {answer.why}: ask again later")
    if isinstance(answer, Gone):
        return SettlingError(f"the host has no {name}: {answer.why}{how}")
    if answer.cause == "key":
        return KeyRefused(answer.why)
    if may_be_charged(answer):
        if answer.cost is not None:
            cost = f"charged {money(answer.cost)} USD for it"
        else:
            cost = "bills such a job" if answer.charged == "yes" else "may have charged for it"
        return SettlingError(f"{name} failed ({answer.why}), and the host {cost}{how}")
    if answer.cause == "failed":
        return SettlingError(f"{name} came to nothing, which is not billed: {unbilled} ({answer.why})")
    return SettlingError(f"the host does not tell about {name}: {answer.why}: ask again later")


def _minutes(seconds: float) -> str:
    number = math.ceil(seconds / 60)
    return f"{number} minute{'' if number == 1 else 's'}"
