"""The clips of a paid build, each told as it comes and put in its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, suppress
from pathlib import Path

import msgspec

from storyboard.compiler.request import Request
from storyboard.ledger.records import Attempt, LedgerTrouble
from storyboard.ledger.steps import COUNTED, cost_of
from storyboard.production.files import paths
from storyboard.production.files.bought import known, publish
from storyboard.production.files.manifest import FileConflict, Manifest
from storyboard.production.lockwriter import LockWriter
from storyboard.production.purchase.records import (
    Order,
    Outcome,
    Phase,
    PurchaseOutcome,
    PurchasePlan,
    PurchaseProgress,
    by_hand,
    off_order,
)
from storyboard.production.records import State, Step
from storyboard.production.run import Run
from storyboard.production.run.parts import disk_fault
from storyboard.production.work import Work
from storyboard.profiles import load
from storyboard.store.records import StoreTrouble

_STATES: dict[Phase, State] = {
    "sending": "sending", "accepted": "accepted", "running": "accepted", "waiting": "busy", "busy": "busy",
    "looking": "looking",
}  # fmt: skip
_ENDS: dict[Outcome, State] = {
    "failed": "failed", "refused": "refused", "unknown": "unknown", "running": "running", "left": "left",
}  # fmt: skip


class PaidClip(msgspec.Struct, frozen=True):
    """One take of a clip, and where it belongs."""

    work: Work
    request: Request

    @property
    def video(self) -> Path:
        """Where the writer looks for it."""
        return paths.paid(self.work.base, self.request.take)

    @property
    def record(self) -> Path:
        """The record beside it."""
        return paths.record(self.work.base, self.request.take)


class ClipPublisher:
    """Says what happens to paid clips, and puts them in their places."""

    def __init__(
        self, run: Run, plan: PurchasePlan, lock: LockWriter, holding: Callable[[], AbstractContextManager[Manifest]]
    ) -> None:
        self._run, self._lock, self._holding = run, lock, holding
        self._ledger, self._store = plan.context.ledger, plan.context.store
        self._examine = plan.context.examine
        self._said: set[tuple[str, str, str]] = set()
        self._borne: set[str] = set()  # the operations whose cost a clip of this build bears

    def is_kept(self, clip: PaidClip, attempt: Attempt) -> bool:
        """Whether the clip lies in its place as it came, which is told and booked then."""
        if attempt.state not in COUNTED:
            return False
        head = known(clip.record, clip.video, clip.request.sha256, self._run.hashes.of)
        if head is None or head.sha256 != attempt.sha256:
            return False
        attempt = self._measured(clip.video, attempt)
        if attempt.state == "accepted":
            # Whoever joins clips without the ledger, as a free build does, goes by their records.
            clip.record.unlink(missing_ok=True)
            return False
        if attempt.state == "recorded":
            self._ledger.published(attempt.id, paths.from_root(self._run.settings.root, clip.video))
        self._say(clip, "kept", attempt, path=clip.video)
        return True

    def is_free(self, clip: PaidClip, manifest: Manifest) -> bool:
        """Whether a clip may be put in its place; why not is told."""
        why = manifest.conflict(clip.video) or manifest.conflict(clip.record)
        if why:
            self._say(clip, "refused", None, why)
        return not why

    def say_progress(self, order: Order, clips: Sequence[PaidClip], progress: PurchaseProgress) -> None:
        """Tell how far a clip is; the same is not told again."""
        state, attempt = _STATES.get(progress.phase), progress.attempt
        reason, name = progress.word, None
        if state == "accepted" and attempt is not None:
            # An attempt that was just sent has got its name since it was read.
            reason, name = "", attempt.request_id or progress.word
        key = (order.op, state or "", name or reason)
        if state is None or key in self._said:
            self._run.log.tell(Step("progress"))
            return
        self._said.add(key)
        if state == "accepted" and attempt is not None:
            with suppress(LedgerTrouble):  # the next run takes note of it
                self._lock.note_accepted(attempt)
        # One request is sent, however many clips share it.
        for clip in clips[:1]:
            self._say(clip, state, progress.attempt, reason, name=name)

    def end(self, order: Order, clips: Sequence[PaidClip], end: PurchaseOutcome) -> None:
        """Publish what was brought, and tell what became of it."""
        with suppress(LedgerTrouble):
            if end.outcome == "done" and end.attempt is not None:
                self._lock.note(end.attempt)
            elif end.outcome == "failed":
                self._lock.note_failed(order.op)
            elif end.attempt is not None:  # an interruption may have taken along the message that it is accepted
                self._lock.note_accepted(end.attempt)
        if not clips and order.attempt is not None:
            self._left_behind(order.attempt, end)
        for clip in clips:
            if end.outcome == "done" and end.attempt is not None:
                self._publish(clip, end.attempt, end)
            else:
                why = end.why + (self._successor(clip) if end.cause == "withdrawn" else "")
                self._say(clip, _ENDS[end.outcome], end.attempt, why, cause=end.cause)

    def _measured(self, path: Path, attempt: Attempt) -> Attempt:
        """The attempt of a clip that was measured; one whose clip does not play is asked for again.

        A clip that came where the extra `video` was missing, or by an older storyc, is looked at when one can.
        """
        if attempt.off_spec is not None:
            return attempt
        came = self._examine(path, attempt)
        if came.spoilt:
            self._ledger.reopened(attempt.id, f"its clip cannot be used: {came.spoilt}")
        elif came.off_spec is not None:
            self._ledger.measured(attempt.id, came.off_spec)
        else:
            return attempt
        return self._ledger.attempt(attempt.id) or attempt

    def _publish(self, clip: PaidClip, attempt: Attempt, end: PurchaseOutcome) -> None:
        sha256, shared = attempt.sha256, attempt.op in self._borne
        assert sha256 is not None
        state: State = "failed"
        try:
            blob = self._store.path(sha256)
            why = "its file is gone from the store"
            if blob is not None:
                attempt = self._measured(blob, attempt)
                if attempt.state == "accepted":
                    self._say(clip, "failed", attempt, f"{attempt.note}; {by_hand(attempt)}", cause="spoilt")
                    return
                planned, cost = clip.work.clip.planned or 0, 0 if shared else self._lock.cost(attempt)
                why = publish(blob, clip.video, clip.record, clip.request, attempt, planned, cost, self._holding)
                state = "refused"
            if not why:
                self._ledger.published(attempt.id, paths.from_root(self._run.settings.root, clip.video))
        except OSError as error:
            state, why = "failed", disk_fault(self._run.settings.root, error)
        except (LedgerTrouble, StoreTrouble, FileConflict) as trouble:
            state, why = "failed", str(trouble)
        if why:
            kept = f"it is paid for and kept in the store as `{sha256[:12]}…`"
            self._say(clip, state, attempt, f"{why}; {kept}", cause=end.cause)
        else:
            fresh = end.fresh and not shared
            taken_up = attempt.taken_up and fresh
            origin = f"found at the host: paid for on {attempt.created:%Y-%m-%d}" if taken_up else ""
            said = "; ".join(text for text in (origin, end.why, end.notice) if text)
            self._say(clip, "done" if fresh else "kept", attempt, said, path=clip.video, cause=end.cause)

    def _successor(self, clip: PaidClip) -> str:
        successor = load(clip.request.profile, self._run.files).status.successor
        return f"; its successor is `{successor}`" if successor else "; `storyc models` lists the others"

    def _left_behind(self, attempt: Attempt, end: PurchaseOutcome) -> None:
        """A clip that is not meant now, of a run that died: it is in the store from now on."""
        # What is not settled is no failure of this build, and `storyc ledger list` has it.
        state: State = "done" if end.outcome == "done" else "left"
        self._run.log.tell(
            Step(state, attempt.story, attempt.variant, attempt.clip, None, end.why or "it is in the store now",
                 take=attempt.take, request_id=attempt.request_id, price=attempt.price, cause=end.cause)
        )  # fmt: skip

    def _say(
        self, clip: PaidClip, state: State, attempt: Attempt | None, reason: str = "", *, path: Path | None = None,
        cause: str = "", name: str | None = None,
    ) -> None:  # fmt: skip
        film, request = clip.work.film, clip.request
        brought = attempt is not None and state in ("done", "kept")
        reason = reason if attempt is None or not brought else off_order(attempt) or reason
        price = 0 if attempt is None else cost_of(attempt)
        if attempt is not None and brought:
            # What several clips share is paid for once: the first that is there bears the cost.
            price = 0 if attempt.op in self._borne else price
            self._borne.add(attempt.op)
        self._run.log.say(
            Step(
                state, film.story, film.variant, request.clip.index, path, reason, clip.work.clip.duration or 0,
                took=(attempt.took or 0.0) if attempt is not None else 0.0, take=request.take, cause=cause,
                request_id=name or (attempt.request_id if attempt is not None else None), price=price,
                attempt=attempt.id if attempt is not None else "", taken_up=attempt is not None and attempt.taken_up,
                off_spec=attempt.disputed if attempt is not None and brought else None,
                cost_known=attempt is None or attempt.cost_known, agreed=0 if attempt is None else attempt.price,
            )
        )  # fmt: skip
