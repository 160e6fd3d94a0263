"""The standing worker: now and then it looks into the ledger, and makes appointments for what nobody is about.

So work goes on whatever died: a worker, DBOS's tables, or a machine before it had told DBOS anything.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import msgspec

from storyboard.fleet.engine import Appointment, Engine
from storyboard.fleet.purchasing import Purchaser
from storyboard.ledger.records import Attempt, LedgerTrouble
from storyboard.ledger.steps import is_waiting
from storyboard.patterns import lazy

_OWNER = lazy(r"[0-9a-z]{10}")
_KEPT = timedelta(days=1)  # for which DBOS shows what is over
_BATCH = 4  # times as many clips as are sent at once are one appointment, for which the history is asked once


class Beat(msgspec.Struct, frozen=True):
    """How often, in seconds, the ledger is looked at, what was not sent tried again, and what is stuck asked for.

    `pause` lies between two looks of DBOS at a queue.
    """

    look: float = 5.0
    again: float = 30.0
    stuck: float = 1200.0
    pause: float = 1.0


BEAT = Beat()


class Worker:
    """One worker: `work` until it is told to stop, from another thread or by an exception."""

    def __init__(self, purchaser: Purchaser, engine: Engine, beat: Beat) -> None:
        self._purchaser, self._engine, self._beat = purchaser, engine, beat
        self._tidied = 0.0

    def work(self, stop: threading.Event) -> None:
        """Work off what was submitted until `stop`, and longer for what is just being sent."""
        up = False
        try:
            while True:
                try:
                    if not up:
                        self._engine.launch()
                        up = True
                    self.look()
                except LedgerTrouble as trouble:
                    self._purchaser.say(f"error: {trouble}")
                except self._engine.errors as error:
                    # Its tables were dropped, or its server is away: the ledger has all that it takes to go on.
                    up = False
                    reason = str(error).split("\n", 1)[0]
                    self._purchaser.say(f"warning: DBOS cannot be used, and is begun anew: {reason}")
                if stop.wait(self._beat.look):
                    return
        finally:
            self._engine.close()

    def look(self) -> None:
        """Make appointments for what the ledger has and nobody is about. Raises LedgerTrouble, and `errors`."""
        purchaser, engine, now = self._purchaser, self._engine, time.time()
        engine.listen()
        covered = {id for appointment in self._living(engine.open()) for id in appointment.attempts}
        attempts = purchaser.ledger.under_way(2 * purchaser.room)
        for attempt in attempts:
            if attempt.id not in covered and not is_waiting(attempt) and purchaser.is_mine(attempt):
                soon = purchaser.goes_on(attempt) or attempt.owner
                turn = int(now / (self._beat.again if soon else self._beat.stuck))
                engine.bring(attempt.id, f"{attempt.id}:{attempt.owner}:{turn}", 1)
        free = [attempt for attempt in purchaser.sendable(attempts) if attempt.id not in covered]
        for batch in _batches(free, _BATCH * purchaser.jobs):
            engine.send([attempt.id for attempt in batch], str(int(now / self._beat.again)))
        if now - self._tidied > self._beat.stuck:
            self._tidied = now
            engine.tidy((datetime.now(UTC) - _KEPT).isoformat(), self._alive)

    def _living(self, appointments: Sequence[Appointment]) -> Sequence[Appointment]:
        """The appointments of those who live; those of the dead are dropped."""
        named = {item.executor for item in appointments} | {item.queue for item in appointments}
        dead = {name for name in named - {"", self._engine.shared} if not self._alive(name)}
        self._engine.drop([item for item in appointments if item.executor in dead or item.queue in dead])
        return [item for item in appointments if item.executor not in dead and item.queue not in dead]

    def _alive(self, name: str) -> bool:
        """Whether a name that DBOS has is that of a worker who lives."""
        # Whoever may write its tables may write anything, and a ledger may look for an owner as for a file.
        return bool(_OWNER.fullmatch(name)) and self._purchaser.ledger.alive(name)


def _batches(attempts: Sequence[Attempt], size: int) -> list[Sequence[Attempt]]:
    return [attempts[at : at + size] for at in range(0, len(attempts), size)]
