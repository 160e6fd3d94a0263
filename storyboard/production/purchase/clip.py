"""One paid clip, from whatever state its attempt is in to the store: the only place that decides to send or to wait."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from storyboard import providers
from storyboard.compiler.request import Request
from storyboard.ledger.records import Attempt, LedgerTrouble, NoRoom, Reserved, Taken
from storyboard.production.purchase.history import look
from storyboard.production.purchase.records import Bank, Halt, Phase, Result, Want, elsewhere_said, room_said
from storyboard.providers import Provider
from storyboard.store.records import Blob, Incoming, StoreTrouble
from storyboard.timing import money

# What a clip may need on the disk before it is asked for; the largest that the host offers is some 30 MB.
ROOM = 64 << 20
_REFUSALS = 5  # of a busy host
_UNSENT = 3  # repeats where nothing left this machine
_SOUND = re.compile(r"sha256:[0-9a-f]{64}")  # a local file, which no prompt is
_LATE = "its record may be late, or the key is that of another account: run it again"
_WRITES = 10  # of a job's name, when the disk is full


class Bringing:
    """The way of one clip; `all` is called once, in a thread of its own."""

    def __init__(self, bank: Bank, want: Want, halt: Halt, tell: Callable[[Phase, Attempt | None, str], None]) -> None:
        self.bank, self.want, self.halt, self.tell = bank, want, halt, tell
        self.ledger, self.store, self.pace = bank.ledger, bank.store, bank.pace
        self.refusals = self.routes = self.unsent = 0
        self.looked = self.fresh = self.doubted = False
        self.sent_at: float | None = None
        self.cost: int | None = None

    def all(self) -> Result:
        """What became of the clip; troubles of the disk are a failure that says what is kept."""
        try:
            return self._all()
        except (LedgerTrouble, StoreTrouble) as trouble:
            return self._troubled(trouble)

    def _all(self) -> Result:
        while True:
            attempt = self.ledger.live([self.want.op]).get(self.want.op)
            result = self._buy() if attempt is None else self._go_on(attempt)
            if result is not None:
                return result

    def _troubled(self, trouble: Exception) -> Result:
        """What is known where the disk fails: what was sent and has no name yet may be paid for or not."""
        attempt = None
        try:
            attempt = self.ledger.live([self.want.op]).get(self.want.op)
            unknown = attempt is not None and attempt.state in ("sending", "unknown")
        except LedgerTrouble:
            unknown = self.sent_at is not None and not self.fresh
        why = "the host's history is asked by the next run" if unknown else "nothing is lost"
        return Result(
            "unknown" if unknown else "failed", f"{trouble}; {why}: run it again when that is mended", attempt=attempt
        )

    def _go_on(self, attempt: Attempt) -> Result | None:
        """A step further with a live attempt; None where the ledger is to be read again."""
        if attempt.state in ("recorded", "published"):
            return self._there(attempt)
        if attempt.state == "unknown":
            return self._unknown(attempt)
        if attempt.owner != self.ledger.owner:
            # What a dead owner had not sent is void by now, and what it may have sent unknown.
            if self.ledger.claim(attempt.id):
                return None
            self.tell("waiting", attempt, "")
            return Result("left", "another storyc is at it") if self._pause(self.pace.first) else None
        match attempt.state:
            case "accepted":
                return self._fetch(attempt)
            case "stored":
                self._record(attempt, self._cost(attempt))
                return None
            case "sending":
                # A send of this process that ended without a word.
                self.ledger.unknown(attempt.id, "it ended while it was sent")
                return None
            case _:
                self.ledger.void(attempt.id, "nothing was sent")
                return None

    # ---- buying ------------------------------------------------------------------------------------------------------

    def _buy(self) -> Result | None:
        request, entry = self.want.request, self.want.entry
        if self.halt.stop.is_set():
            return Result("left", "nothing was sent")
        if request is not None and entry is not None:
            if entry.request_id is None or self.bank.provider is None:
                return Result("refused", elsewhere_said("its job has no name"), "elsewhere")
            self.ledger.learn(request, self.want.seconds, entry.request_id)
            return None
        # What may have been billed is not sent again by the run that saw it, whoever has settled it meanwhile.
        if request is None or not self.want.buy or self.doubted:
            return Result("failed", "it was not billed after all; run it again to buy it")
        if self.halt.cause:
            return Result("refused", f"not sent, since {self.halt.why}", self.halt.cause)
        assert self.bank.provider is not None
        body = self._body(request)
        if not isinstance(body, dict):
            return body
        self.store.ready(ROOM)
        held = self.ledger.reserve(request, self.want.seconds, self.bank.caps)
        if isinstance(held, Taken):
            return None
        if isinstance(held, NoRoom):
            return Result("refused", room_said(held), "cap")
        return self._send(self.bank.provider, held, request, body)

    def _body(self, request: Request) -> dict[str, Any] | Result | None:
        """What is really sent: a local sound gets an address first, for free; None where that is to be tried again."""
        fields = dict(request.fields)
        for key, value in fields.items():
            if not (isinstance(value, str) and _SOUND.fullmatch(value)):
                continue
            found = self.bank.sounds(value.removeprefix("sha256:"))
            if found is None:
                return Result("failed", "its sound file was changed while this ran")
            assert self.bank.provider is not None
            address = self.bank.provider.upload(*found)
            if isinstance(address, providers.Refused):
                return self._refused(address)
            if isinstance(address, providers.Trouble):
                return Result("failed", f"its sound could not be uploaded: {address.why}; nothing was sent")
            fields[key] = address
        return fields

    def _send(self, provider: Provider, held: Reserved, request: Request, body: dict[str, Any]) -> Result | None:
        """Send once, and write down what is known from that moment on."""
        attempt = held.attempt
        named: list[str] = []

        def sending() -> bool:
            # An interrupt that came meanwhile is heeded as long as nothing has left.
            if self.halt.stop.is_set() or self.halt.cause or not self.ledger.begin_send(attempt.id):
                return False
            self.sent_at = time.monotonic()
            self.tell("sending", attempt, "")
            return True

        def accepted(request_id: str) -> None:
            # A name that another job bears is none: what is paid for is kept without it.
            if request_id not in self.ledger.request_ids():
                named.append(request_id)
                self._name(attempt, request_id)

        into = self.store.receive()
        try:
            answer = provider.submit(self.bank.model(request.profile), body, into, sending=sending, accepted=accepted)
            match answer:
                case providers.Accepted(request_id):
                    if not named:
                        self.ledger.unknown(attempt.id, f"the host calls it `{request_id}`, as it calls another job")
                    return None
                case providers.Delivered(_, cost):
                    self.cost = cost
                    if named:
                        self._keep(attempt, into)
                    else:
                        self._keep_unnamed(attempt, into)
                    return None
                case providers.Refused():
                    self.ledger.void(attempt.id, answer.why)
                    self.sent_at = None
                    return self._refused(answer)
                case providers.NotSent(why):
                    self.ledger.void(attempt.id, why)
                    self.unsent += 1
                    if self.halt.stop.is_set():
                        return Result("left", "nothing was sent")
                    if self.halt.cause:
                        return None
                    if self.unsent > _UNSENT or self._pause(self.pace.again * 2**self.unsent):
                        return Result("failed", f"nothing was sent: {why}")
                    return None
                case providers.Lost(why):
                    self.ledger.unknown(attempt.id, why)
                    return None
        finally:
            into.discard()

    def _name(self, attempt: Attempt, request_id: str) -> None:
        """Write down the host's name of a job; it is tried for a while, since this is what is paid for."""
        for left in reversed(range(_WRITES)):
            try:
                self.ledger.accepted(attempt.id, request_id)
                break
            except LedgerTrouble as trouble:
                if not left and request_id != _unnamed(attempt):
                    how = f"storyc ledger resolve {attempt.id} --attach {request_id}"
                    raise LedgerTrouble(f"{trouble}; the host runs it as `{request_id}`: `{how}`") from trouble
                if not left:
                    raise
                time.sleep(self.pace.again)
        self.tell("accepted", attempt, request_id)

    def _refused(self, answer: providers.Refused) -> Result | None:
        """Whether a refusal is tried again: only where the host asks for it, or has another protocol."""
        match answer.cause:
            case "key" | "credits":
                self.halt.close(answer.cause, answer.why)
                return Result("failed", answer.why, answer.cause)
            case "busy":
                self.refusals += 1
                wait = answer.wait if answer.wait is not None else self.pace.again * 10 * 2 ** (self.refusals - 1)
                self.tell("busy", None, f"the host asks to wait {wait:.0f} s")
                again = self.refusals < _REFUSALS and not self._pause(wait)
            case "route":
                # By v2, and then by v1.
                self.routes += 1
                again = self.routes == 1
            case _:
                again = False
        if self.halt.stop.is_set():
            return Result("left", "nothing was sent")
        return None if again else Result("failed", f"{answer.why}; it was not billed", answer.cause)

    # ---- fetching ----------------------------------------------------------------------------------------------------

    def _fetch(self, attempt: Attempt) -> Result | None:
        """Ask until the job is done, and fetch its clip into the store."""
        provider, name = self.bank.provider, attempt.request_id
        if provider is None or name is None:
            return Result("failed", "it is paid for, and fetching it needs the key")
        self.tell("accepted", attempt, name)
        wait, until, why, missed = self.pace.first, time.monotonic() + self.pace.patience, "", 0
        if self.sent_at is not None and self._pause(self.pace.lead - (time.monotonic() - self.sent_at)):
            return Result("left", f"the host makes it as `{name}`", attempt=attempt)
        while time.monotonic() < until:
            answer = provider.ask(name)
            more = 0.0
            match answer:
                case providers.Running(word):
                    self.tell("running", attempt, word)
                case providers.Finished(url, cost):
                    self.cost = cost
                    into = self.store.receive()
                    try:
                        got = provider.fetch(url, into)
                        if isinstance(got, providers.Fetched):
                            if not self._keep(attempt, into):
                                return self._gone(attempt, "the host has another file by now")
                            return None
                    finally:
                        into.discard()
                    why = got.why
                    if isinstance(got, providers.Gone):
                        return self._gone(attempt, why)
                    more = got.wait or 0.0
                case providers.Refused("key", why):
                    return self._no_key(attempt, why)
                case providers.Refused():
                    self.ledger.void(attempt.id, answer.why)
                    return Result("failed", f"{answer.why}; it was not billed", answer.cause)
                case providers.Gone(why):
                    if not self._young(attempt):
                        return self._gone(attempt, why)
                    missed += 1
                    if missed > len(self.pace.looks):
                        return Result("failed", f"the host does not know `{name}` now: {why}; {_LATE}", "", attempt)
                case providers.Trouble(why, asked):
                    more = asked or 0.0
            if self._pause(max(wait, more)):
                return Result("left", f"the host makes it as `{name}`", attempt=attempt)
            wait = min(wait * self.pace.growth, self.pace.most)
        because = f" ({why})" if why else ""
        return Result("failed", f"the host has not finished `{name}`{because}; run it again to fetch it", "", attempt)

    def _young(self, attempt: Attempt) -> bool:
        """Whether the host should still know a job by its name, so that it may only be late."""
        if attempt.sent is None or not self.pace.kept:
            return False
        return datetime.now(UTC) - attempt.sent < timedelta(seconds=self.pace.kept)

    def _gone(self, attempt: Attempt, why: str) -> Result:
        if self.want.entry is not None and attempt.state == "accepted" and not attempt.price:
            self.ledger.void(attempt.id, why)
            return Result("refused", elsewhere_said(why), "elsewhere")
        how = f"storyc ledger resolve {attempt.id} --lost"
        return Result("failed", f"paid for, but {why}; `{how}` gives it up, so that it can be bought anew", "", attempt)

    def _keep(self, attempt: Attempt, into: Incoming) -> bool:
        """Put a clip into the store, unless it is not the one that the lock file names."""
        with self.bank.keeping:
            blob = self.store.keep(into)
            if self.want.entry is not None and not attempt.price and blob.sha256 != self.want.entry.file_sha256:
                return False
            self._stored(attempt, blob)
            return True

    def _keep_unnamed(self, attempt: Attempt, into: Incoming) -> None:
        """Put a clip into the store whose job has no name: where that fails, only the history can tell of it."""
        # At once: while it waited for others to be kept, a signal could take it.
        try:
            blob = self.store.keep(into)
        except StoreTrouble as trouble:
            self.ledger.unknown(attempt.id, str(trouble))
            raise
        self._name(attempt, _unnamed(attempt))
        self._stored(attempt, blob)

    def _stored(self, attempt: Attempt, blob: Blob) -> None:
        self.ledger.stored(attempt.id, blob.sha256, blob.size)
        self.fresh = True
        self._record(attempt, self.cost)

    def _record(self, attempt: Attempt, cost: int | None) -> None:
        took = time.monotonic() - self.sent_at if self.sent_at is not None else None
        # What another machine has paid for costs nothing here.
        spent = 0 if not attempt.price else attempt.price if cost is None else cost
        self.ledger.recorded(attempt.id, spent, took)

    def _cost(self, attempt: Attempt) -> int | None:
        """What the host charged for a clip that was stored before this was written down, asked once."""
        if self.bank.provider is None or attempt.request_id is None:
            return None
        answer = self.bank.provider.ask(attempt.request_id)
        return answer.cost if isinstance(answer, providers.Finished) else None

    def _there(self, attempt: Attempt) -> Result | None:
        """A clip that was brought before; one whose bytes have gone is fetched again while the host keeps it."""
        assert attempt.sha256 is not None
        if self.store.path(attempt.sha256) is not None:
            return Result("done", attempt=attempt, fresh=self.fresh)
        if self.bank.provider is None or attempt.request_id is None:
            return Result("failed", "its file is gone from the store, and fetching it again needs the key", "", attempt)
        answer = self.bank.provider.ask(attempt.request_id)
        if isinstance(answer, providers.Finished):
            into = self.store.receive()
            try:
                got = self.bank.provider.fetch(answer.url, into)
                if isinstance(got, providers.Fetched):
                    same = self.store.keep(into).sha256 == attempt.sha256
                    return Result("done", attempt=attempt) if same else self._gone(attempt, "the host has another file")
            finally:
                into.discard()
            return self._gone(attempt, got.why) if isinstance(got, providers.Gone) else self._not_now(attempt, got.why)
        if isinstance(answer, providers.Refused) and answer.cause == "key":
            return self._no_key(attempt, answer.why)
        if isinstance(answer, providers.Trouble):
            return self._not_now(attempt, answer.why)
        return self._gone(attempt, "its file is gone from the store, and the host does not have it any more")

    def _no_key(self, attempt: Attempt, why: str) -> Result:
        self.halt.close("key", why)
        return Result("failed", f"it is paid for and cannot be fetched: {why}", "key", attempt)

    def _not_now(self, attempt: Attempt, why: str) -> Result:
        return Result("failed", f"its file is gone from the store and cannot be fetched now: {why}", "", attempt)

    # ---- an outcome that is not known --------------------------------------------------------------------------------

    def _unknown(self, attempt: Attempt) -> Result | None:
        """Ask the host's history; what it does not show proves nothing, and stays unknown."""
        looks = self.pace.looks if self.sent_at is not None and not self.looked else (0.0,)
        self.looked, self.doubted, why = True, True, ""
        for wait in looks:
            if wait:
                self.tell("looking", attempt, attempt.note)
                if self._pause(wait):
                    break
            found = look(self.ledger, self.bank.provider, self.bank.model(attempt.profile), attempt)
            if found.settled:
                return None
            why = found.why
            if found.final:
                break
        said = "; ".join(part for part in (attempt.note, why) if part)
        how = f"storyc ledger show {attempt.id}"
        return Result(
            "unknown", f"{said}: {money(attempt.held)} USD may have been spent; `{how}` says how to settle it",
            attempt=attempt,
        )  # fmt: skip

    def _pause(self, seconds: float) -> bool:
        """Wait, unless the run is stopped; whether it is."""
        return self.halt.stop.wait(max(0.0, seconds))


def _unnamed(attempt: Attempt) -> str:
    """What stands in the books for the name of a job that the host has not told."""
    return f"unnamed-{attempt.id}"
