"""Many processes against one cap of one ledger."""

from __future__ import annotations

import multiprocessing
import random
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import msgspec

from storyboard.compiler.pipeline import Options, compile_story
from storyboard.compiler.request import Request
from storyboard.ledger import Caps, Reserved, open_ledger, read_ledger
from storyboard.production import build
from storyboard.project.finding import search
from storyboard.project.gathering import projects
from tools.torture.judge import Tally
from tools.torture.points import put
from tools.torture.warm import PRICE, ended, fork, new_root

EACH = 5  # clips that a round has room for
_WAIT = 120.0


def a_request(folder: Path) -> Request:
    """A request of the story."""
    root = new_root(folder, "request", "http://127.0.0.1:9", "v2")
    found = projects(search([str(root.path / "wet.story")]), {})[0]
    compiled = compile_story(found.files, found.stories[0], found.config, Options())
    return build.films(found.files, compiled, found.config, Options())[0].requests[0]


def race(folder: Path, processes: int, rounds: int, mutant: Callable[[], None] | None = None) -> Tally:
    """Rounds in which each process wants two clips, while the cap has room for five more than in the round before."""
    request = a_request(folder)
    books = folder / "books"
    open_ledger(books).close()
    gate = multiprocessing.get_context("fork").Barrier(processes)

    def work(number: int) -> int:
        dice = random.Random(number)
        if mutant is not None:
            mutant()
        ledger = open_ledger(books)
        for turn in range(rounds):
            caps = Caps(month=EACH * (turn + 1) * PRICE)
            gate.wait(_WAIT)
            for clip in range(2):
                name = f"{turn:06}{number:04}{clip:02}".rjust(64, "0")
                wanted = msgspec.structs.replace(request, sha256=name)
                held = ledger.reserve(wanted, 5, caps)
                if isinstance(held, Reserved):
                    id = held.attempt.id
                    if dice.random() < 0.2 or not ledger.begin_send(id):
                        ledger.void(id, "changed its mind")
                    else:
                        ledger.accepted(id, name)
        gate.wait(_WAIT)
        ledger.close()
        return 0

    pids = [fork(partial(work, number)) for number in range(processes)]
    over = 0
    codes = [ended(pid, _WAIT * 5) for pid in pids]
    ledger = read_ledger(books)
    assert ledger is not None
    taken = [each for each in ledger.attempts() if each.state != "void"]
    # A round's cap holds at its end for all that was taken by then.
    for turn in range(rounds):
        until = sum(int(each.op[-12:-6]) <= turn for each in taken)
        over += until > EACH * (turn + 1)
    notes = [f"a process ended with {code}" for code in codes if code] + [f"audit: {each}" for each in ledger.audit()]
    ledger.close()
    words = [f"{over} of {rounds} rounds went over their cap"] if over else []
    return Tally(
        runs=processes * rounds, clips=processes * rounds * 2, charges=len(taken), over=over, broken=len(notes),
        notes=(*notes, *words),
    )  # fmt: skip


def read_then_reserve() -> None:
    """Break reserving: the caps are read first, then nothing is checked any more; a network lies between the two."""
    from storyboard.ledger.books import Books

    real = Books.reserve

    def reserve(self: Books, request: Request, seconds: int, caps: Caps, consent: object = None) -> object:
        room = self.room(request.price, 1, caps)
        if room is not None:
            return room
        time.sleep(random.uniform(0.0, 0.004))
        return real(self, request, seconds, Caps())

    put(Books, "reserve", reserve)
