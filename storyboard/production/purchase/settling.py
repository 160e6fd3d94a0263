"""Settling an attempt by hand: what may be said of it, what the host is asked, and what that costs."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import msgspec

from storyboard.film.delivery import Arrival, short_of
from storyboard.film.mp4 import boxes
from storyboard.ledger.records import Attempt, Ledger
from storyboard.ledger.steps import BY_HAND, KEPT, NAMED, is_doubted, is_nameless, is_waiting, off_spec_said
from storyboard.production.plan.lineage import Origins, catch_up
from storyboard.production.plan.lockfile import FILE, Lock
from storyboard.production.purchase.adopting import whole_at
from storyboard.production.purchase.asking import (
    BLINDLY,
    KeyRefused,
    SettlingError,
    fetch,
    is_failed,
    may_be_charged,
    must_be_its_key,
    no_job,
)
from storyboard.production.purchase.history import days_around, reconcile, sent_after
from storyboard.production.purchase.likeness import alike
from storyboard.production.purchase.records import by_hand, off_order, unnamed
from storyboard.profiles import model_of
from storyboard.profiles.hosts import Retention
from storyboard.providers import Finished, Gone, HostRefused, Job, Provider, Running, Trouble
from storyboard.providers.keys import NoKey
from storyboard.store.records import Incoming, Store, fill
from storyboard.timing import money


class Settling(msgspec.Struct, frozen=True):
    """An attempt to settle, and what that takes: its books, its store and its host, each opened where it is needed.

    `root` is what the places of clips are counted from. `kept` is how long the host keeps a job, which it may not know
    before that, and its clip; for `patience` seconds it may be at it. `examine` looks at a file that came for an
    attempt. `origins` says which sends have begun the jobs that the lock file names. With `blind` the host is not asked
    before an attempt is given up. `model` is what the host's history is asked for.
    """

    root: Path
    ledger: Ledger
    attempt: Attempt
    store: Callable[[], Store]
    host: Callable[[], Provider]
    kept: Retention
    patience: float
    examine: Callable[[Path, Attempt], Arrival]
    origins: Origins = Origins()
    blind: bool = False
    model: str = ""

    @property
    def job(self) -> str:
        """The host's name of the job, empty where it has none."""
        return self.attempt.request_id or ""

    @property
    def key_mark(self) -> str:
        """The mark of the key that the attempt was sent with, empty where an older storyc has sent it."""
        return self.attempt.look.key if self.attempt.look is not None else ""

    @property
    def paid(self) -> int:
        """What the attempt holds and has spent, in micro-dollars."""
        return self.attempt.held + self.attempt.spent


def claim(ledger: Ledger, attempt: Attempt, lock: Lock) -> Attempt:
    """The attempt as it is once it belongs to this run, and knows what the lock file says of its job.

    Raises SettlingError where it waits for the fleet or another storyc still runs for it, and LedgerTrouble.
    """
    if not ledger.claim(attempt.id):
        if is_waiting(attempt):
            how = f"`storyc fleet cancel {attempt.id}` takes it back"
            raise SettlingError(f"attempt `{attempt.id}` waits for the fleet, and was not sent: {how}")
        raise SettlingError(f"attempt `{attempt.id}` belongs to a storyc that still runs: wait for it, or stop it")
    catch_up(lock, ledger, [ledger.attempt(attempt.id) or attempt])
    return ledger.attempt(attempt.id) or attempt


def attach(case: Settling, request_id: str) -> str:
    """Write down which job of the host an unknown attempt is; what that comes to, as a phrase.

    The host must know the job, which was neither there nor begun before the send; and where its history shows the
    request under other names only, or the job with another one, it is none of them.
    Raises SettlingError, KeyRefused, NoKey and LedgerTrouble.
    """
    attempt = case.attempt
    nameless = is_nameless(attempt)
    if not nameless:
        must_be_unknown(attempt, "--attach")
    name = f"request `{request_id[:80]}`"
    if request_id in case.ledger.request_ids():
        raise SettlingError(f"{name} belongs to another attempt: see `storyc ledger list`")
    if case.origins.exclude(request_id, attempt):
        raise SettlingError(f"{name} was begun by another send, as `{FILE}` says: {_ways(attempt)}")
    provider = case.host()
    answer = provider.ask(request_id)
    if not isinstance(answer, Running | Finished) and not may_be_charged(answer):
        raise no_job(request_id, answer, "say `--not-billed`", _ways(attempt))
    if attempt.look is not None and request_id in attempt.look.seen:
        raise SettlingError(f"{name} was in the host's history before attempt `{attempt.id}`: {_ways(attempt)}")
    shown, same = _shown(case, provider, request_id)
    since = sent_after(attempt)
    if shown is not None and shown.at is not None and shown.at < since:
        raise SettlingError(
            f"{name} was begun on {_moment(shown.at)}, and attempt `{attempt.id}` was sent after {_moment(since)} by "
            f"the host's clock, so it is another's: {_ways(attempt)}"
        )
    if request_id not in same and (same or (shown is not None and shown.fields)):
        others = f"; the host's history has {', '.join(f'`{other}`' for other in same[:3])} with these" if same else ""
        raise SettlingError(f"{name} has another prompt or seed than attempt `{attempt.id}`{others}")
    if nameless:
        return _renamed(case, request_id, answer.cost if isinstance(answer, Finished | HostRefused) else None)
    case.ledger.accepted(attempt.id, request_id)
    seen = "" if same else ", though the host's history does not show its prompt and seed"
    return f"attempt `{attempt.id}` is request `{request_id}`{seen}: the next build fetches its clip for nothing"


def _renamed(case: Settling, request_id: str, charge: int | None) -> str:
    """Write down which job of the host a clip is of that has none; what that comes to, as a phrase.

    `charge` is what the host has charged for it, where it says so.
    """
    attempt = case.attempt
    cost = charge if charge is not None and attempt.price else None
    case.ledger.renamed(
        attempt.id, request_id, case.paid if cost is None else cost, f"{BY_HAND}its job is named",
        known=cost is not None or attempt.cost_named,
    )  # fmt: skip
    return f"attempt `{attempt.id}` is request `{request_id}`, and keeps the clip that it has"


def _shown(case: Settling, provider: Provider, request_id: str) -> tuple[Job | None, list[str]]:
    """A job as the host's history shows it, None where it does not, and the names of those alike around the send.

    Raises SettlingError and KeyRefused where the history has no answer.
    """
    if not provider.abilities.history:
        return None, []
    model, (first, last) = case.model or model_of(case.attempt.profile), days_around(case.attempt)
    jobs = provider.history(model, first, last)
    if not isinstance(jobs, tuple):
        raise no_answer(jobs)
    fields = case.attempt.body
    same = [job.request_id for job in jobs if alike(job, fields)]
    job = next((job for job in jobs if job.request_id == request_id), None)
    if job is None:
        # One that is older than the days of the send, as long as the host has its clip.
        earlier = provider.history(model, first - timedelta(seconds=case.kept.file), first)
        known = earlier if isinstance(earlier, tuple) else ()
        job = next((job for job in known if job.request_id == request_id), None)
    return job, same


def not_billed(case: Settling) -> str:
    """End an unknown attempt as not billed; what that comes to, as a phrase.

    Raises SettlingError, KeyRefused, NoKey and LedgerTrouble.
    """
    attempt = case.attempt
    if is_doubted(attempt):
        must_be_unbilled(case)
    else:
        must_be_unknown(attempt, "--not-billed")
        must_be_unseen(case)
    case.ledger.void(attempt.id, f"{BY_HAND}not billed")
    return (
        f"attempt `{attempt.id}` frees a hold of {money(attempt.held)} USD; "
        "if the host did bill it, the next build pays a second time"
    )


def must_be_unbilled(case: Settling) -> None:
    """Raise where the host still tells of a job that failed, and says that it was charged or that it failed no more.

    Raises SettlingError, KeyRefused and NoKey.
    """
    if case.blind:
        return
    provider = opened(case)
    answer = provider.ask(case.job)
    if isinstance(answer, Gone):
        must_be_its_key(case.key_mark, provider, f"request `{case.job}`")
    elif isinstance(answer, Running | Finished):
        raise SettlingError(f"the host calls request `{case.job}` failed no more: `storyc build` goes on with it")
    elif not is_failed(answer) or answer.charged == "yes":
        raise no_job(case.job, answer, "", by_hand(case.attempt))


def must_be_unseen(case: Settling) -> None:
    """Raise where the host's history shows what may be the job of an unknown attempt.

    One that can only be its own is written down: who gave the attempt up would have the next build find that job, and
    count it once more. Raises SettlingError, KeyRefused, NoKey and LedgerTrouble.
    """
    attempt = case.attempt
    if case.blind:
        return
    provider = opened(case)
    if not provider.abilities.asked:
        return
    seen = reconcile(case.ledger, provider, case.model or model_of(attempt.profile), attempt, case.origins)
    if seen.trouble is not None:
        raise no_answer(seen.trouble)
    if seen.jobs:
        how = f"`storyc ledger resolve {attempt.id} --attach REQUEST` says which it is"
        raise SettlingError(f"attempt `{attempt.id}` is not settled, since {seen.why}: {how}; {BLINDLY}")
    now = case.ledger.attempt(attempt.id) or attempt
    if now.state != "unknown":
        raise SettlingError(
            f"the host's history shows the job of attempt `{attempt.id}`, `{now.request_id}`, and it is written down: "
            "`storyc build` goes on with it for nothing"
        )
    must_be_its_key(case.key_mark, provider, f"attempt `{attempt.id}`")


def accept(case: Settling) -> str:
    """Take a clip as it is, though it is not as it was ordered; what that comes to. Raises SettlingError."""
    attempt = case.attempt
    if attempt.state not in KEPT:
        raise SettlingError(
            f"attempt `{attempt.id}` is {attempt.state}, and `--accept` takes only a clip that has come"
        )
    if attempt.off_spec is None:
        raise SettlingError(f"the clip of attempt `{attempt.id}` was not measured yet: `storyc build` does that")
    if not attempt.disputed:
        how = "taken as it is already" if attempt.agreed else "as it was ordered"
        raise SettlingError(f"the clip of attempt `{attempt.id}` is {how}")
    case.ledger.agreed(attempt.id)
    return f"attempt `{attempt.id}` is taken as it is: {off_spec_said(attempt.disputed)}"


def refetch(case: Settling) -> str:
    """Fetch a clip from its host once more and keep what comes; what that comes to, as a phrase.

    Where nothing comes that plays, nothing is changed. Raises SettlingError, KeyRefused, NoKey, LedgerTrouble and
    StoreTrouble.
    """
    attempt = case.attempt
    if attempt.state not in NAMED:
        raise SettlingError(f"{_over(attempt)}, and has no clip that could be fetched")
    if is_nameless(attempt):
        raise SettlingError(f"the host has not named the job of attempt `{attempt.id}`: {by_hand(attempt)}")
    provider = case.host()
    answer = provider.ask(case.job)
    if isinstance(answer, Running):
        raise SettlingError(f"the host has not finished request `{case.job}`: `storyc build` waits for it")
    if not isinstance(answer, Finished):
        if is_failed(answer) and attempt.spent:
            how = _without_host(case)
            raise SettlingError(f"the host calls request `{case.job}` failed by now: {answer.why}; {how}")
        raise no_job(case.job, answer, "`storyc build` frees its hold", _without_host(case))
    incoming = case.store().receive()
    try:
        why = fetch(provider, answer.url, incoming, partial(spoilt, case))
        if why is not None:
            raise SettlingError(f"the clip of request `{case.job}` cannot be used: {why.why}; {_without_host(case)}")
        charge = None if attempt.spent or not attempt.price else answer.cost
        return _kept(case, incoming, charge, dropped=answer.dropped)
    finally:
        incoming.discard()


def bring(case: Settling, clip: Path) -> str:
    """Keep a clip that was brought by hand as that of an attempt; what that comes to, as a phrase.

    Raises SettlingError for a file that does not play, LedgerTrouble and StoreTrouble.
    """
    attempt = case.attempt
    if attempt.state not in ("unknown", *NAMED):
        raise SettlingError(f"{_over(attempt)}, and takes no clip any more")
    incoming = case.store().receive()
    try:
        try:
            fill(incoming, clip)
        except OSError as error:
            raise SettlingError(f"`{clip}` cannot be read: {error.strerror or error}") from error
        names, whole = boxes(incoming.path)
        if names[:1] != [b"ftyp"] or not whole or b"moov" not in names:
            raise SettlingError(f"`{clip}` is no MP4 file, or not all of one")
        return _kept(case, incoming, None, str(clip))
    finally:
        incoming.discard()


def lies(case: Settling) -> str:
    """Where the clip of an attempt lies whole, and what has it from there, as a phrase; empty where nobody has it.

    Raises LedgerTrouble and StoreTrouble.
    """
    attempt = case.attempt
    if attempt.sha256 is None or attempt.state not in KEPT:
        return ""
    if case.store().path(attempt.sha256) is not None:
        return "its clip lies in the store, from where `storyc build` takes it"
    place = whole_at(attempt, case.root, case.ledger)
    back = f"`storyc ledger resolve {attempt.id} --file {shlex.quote(place)}` takes it back"
    return f"its clip lies in `{place}`: {back}" if place else ""


def _without_host(case: Settling) -> str:
    """How a clip is settled that the host does not give: one that is not as it was ordered may be given up."""
    return ("" if case.attempt.disputed else lies(case)) or by_hand(case.attempt)


def _kept(
    case: Settling, incoming: Incoming, charge: int | None, name: str = "", dropped: tuple[str, ...] = ()
) -> str:  # fmt: skip
    """Keep what has come as the attempt's clip; what that comes to. Raises SettlingError where it does not play.

    `charge` is the cost that the host has named only now, `dropped` what it says that it did not use of the request. It
    need not say so each time, so what it has said before stands.
    """
    attempt = case.attempt
    cost = case.paid if charge is None else charge
    before = (item.ordered for item in attempt.off_spec or () if item.what == "request")
    came = short_of(case.examine(incoming.path, attempt), dict.fromkeys((*before, *dropped)))
    if came.spoilt:
        raise SettlingError(f"`{name or case.job}` is not taken: {came.spoilt}")
    blob = case.store().keep(incoming)
    if attempt.state in KEPT and blob.sha256 == attempt.sha256:
        said = f"attempt `{attempt.id}` has the same clip `{blob.sha256[:12]}…`, which the store has"
        return f"{said}; {off_order(attempt)}" if attempt.disputed else said
    case.ledger.brought(
        attempt.id, blob.sha256, blob.size, cost, came.off_spec,
        request_id=unnamed(attempt), why=f"{BY_HAND}another file", known=charge is not None or attempt.cost_named,
    )  # fmt: skip
    said = f"attempt `{attempt.id}` has the clip `{blob.sha256[:12]}…`: the next build puts it in its place"
    if attempt.price and cost > attempt.price:
        said = f"{said}; the host charged {money(cost)} USD for it, and its price is {money(attempt.price)} USD"
    off = off_order(msgspec.structs.replace(attempt, off_spec=came.off_spec, agreed=False))
    return f"{said}; {off}" if off else said


def opened(case: Settling) -> Provider:
    """The host that is asked before an attempt ends; where it cannot be, that is said with the way to end it blindly.

    Raises SettlingError and NoKey.
    """
    try:
        return case.host()
    except NoKey as error:
        raise NoKey(f"{error}; {BLINDLY}") from error
    except SettlingError as error:
        raise SettlingError(f"{error}; {BLINDLY}") from error


def spoilt(case: Settling, path: Path) -> str:
    """Why a file that came for an attempt is of no use, empty where it is the clip."""
    return case.examine(path, case.attempt).spoilt


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S} UTC"


def _over(attempt: Attempt) -> str:
    """How an attempt stands that has no clip, or has none any more."""
    given_up = f" and was given up for {money(attempt.spent)} USD" if attempt.state == "void" and attempt.spent else ""
    return f"attempt `{attempt.id}` is {attempt.state}{given_up}"


def _ways(attempt: Attempt) -> str:
    """Where the ways are listed in which an unknown attempt is settled."""
    return f"`storyc ledger show {attempt.id}` lists the ways to settle it"


def no_answer(answer: HostRefused | Trouble) -> Exception:
    """Why the host's history cannot be read, as what is to be raised."""
    if isinstance(answer, HostRefused) and answer.cause == "key":
        return KeyRefused(answer.why)
    return SettlingError(f"the host's history cannot be asked: {answer.why}: ask again later; {BLINDLY}")


def must_be_unknown(attempt: Attempt, flag: str) -> None:
    """Raise SettlingError where a flag settles only what is unknown, and an attempt is not."""
    if attempt.state != "unknown":
        raise SettlingError(f"attempt `{attempt.id}` is {attempt.state}, and `{flag}` settles only what is unknown")
