"""Scenes of one clip in which a promise would be broken without one defence, and these defences taken out."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from functools import partial
from typing import Any

import msgspec

from storyboard.ledger import Caps, Ledger, Reserved, open_ledger
from storyboard.ledger.books import Books
from storyboard.ledger.database import RowChange
from storyboard.ledger.postgres import link
from storyboard.ledger.postgres.database import ServerDatabase
from tools import defences
from tools.team.host import Verdict, verdict
from tools.team.studio import Studio
from tools.team.work import CUTS, PLACE, PRICE, buy, connection, cut, fork, request
from tools.torture.caps import read_then_reserve
from tools.torture.points import put

_FREE = Caps()


Scene = Callable[[Studio], Verdict]


def _opened(studio: Studio) -> Ledger:
    return open_ledger(studio.address, place=PLACE)


def _bought(studio: Studio, ledger: Ledger, clip: int = 1) -> Verdict:
    """What it comes to that somebody takes over, and buys the clip where that may be."""
    ledger.adopt()
    buy(ledger, studio.host, request(clip), _FREE, random.Random(1))
    return verdict(studio.host, ledger, 1)


def a_sender_dies(studio: Studio) -> Verdict:
    """A process is killed once it has sent."""

    def act() -> None:
        ledger = _opened(studio)
        reserved = ledger.reserve(request(1), 5, _FREE)
        assert isinstance(reserved, Reserved)
        assert ledger.begin_send(reserved.attempt.id)
        studio.host.charge(request(1).sha256, reserved.attempt.id)
        os.kill(os.getpid(), signal.SIGKILL)

    os.waitpid(fork(act), 0)
    with closing(_opened(studio)) as heir:
        return _bought(studio, heir)


def an_owner_is_cut_off(studio: Studio) -> Verdict:
    """A process is cut off before it sends, taken for dead, and goes on once somebody else has bought its clip."""
    with closing(_opened(studio)) as first, closing(_opened(studio)) as heir:
        reserved = first.reserve(request(1), 5, _FREE)
        assert isinstance(reserved, Reserved)
        connection(first).close()
        while heir.alive(first.owner):
            time.sleep(0.01)  # a server takes its time to notice
        _bought(studio, heir)
        if first.begin_send(reserved.attempt.id):
            studio.host.charge(request(1).sha256, reserved.attempt.id)
        return verdict(studio.host, heir, 1)


def two_want_the_last(studio: Studio) -> Verdict:
    """Two processes want a clip each at the same moment, and the cap has room for one."""
    start = threading.Barrier(2)

    def act(clip: int) -> None:
        with closing(_opened(studio)) as ledger:
            start.wait(60)
            buy(ledger, studio.host, request(clip), Caps(month=PRICE), random.Random(clip))

    threads = [threading.Thread(target=act, args=(clip,)) for clip in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with closing(_opened(studio)) as ledger:
        return verdict(studio.host, ledger, 1)


def the_server_dies(studio: Studio) -> Verdict:
    """The server is killed with all its processes as soon as a clip is sent, and comes back; three clips go this way.

    What writes its logs behind the commits may do so just then.
    """
    clips = range(1, 4)
    for clip in clips:
        ledger = _opened(studio)
        reserved = ledger.reserve(request(clip), 5, _FREE)
        assert isinstance(reserved, Reserved)
        assert ledger.begin_send(reserved.attempt.id)
        studio.host.charge(request(clip).sha256, reserved.attempt.id)
        studio.restart()
        connection(ledger).close()
        with closing(_opened(studio)) as heir:
            _bought(studio, heir, clip)
    with closing(_opened(studio)) as heir:
        return verdict(studio.host, heir, len(clips))


def a_buyer_dies_before_it_counts(studio: Studio) -> Verdict:
    """A process is killed between its attempt and the counters of that."""

    def act() -> None:
        ledger = _opened(studio)
        way: Any = connection(ledger)
        real = way._run

        def run(statement: str, *given: Any) -> Any:
            if "INTO cap" in statement:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(statement, *given)

        way._run = run
        ledger.reserve(request(1), 5, _FREE)

    os.waitpid(fork(act), 0)
    with closing(_opened(studio)) as heir:
        return verdict(studio.host, heir, 1)


def _unfenced() -> None:
    """Send what is not ours to send any more."""
    real = Books.begin_send

    def begin_send(books: Books, attempt: str, look: Any = None) -> bool:
        real(books, attempt, look)
        return True

    put(Books, "begin_send", begin_send)


def _slowly() -> None:
    """Read the cap, and reserve without one once everybody has read it."""
    read_then_reserve()
    real = Books.room

    def room(books: Books, money: int, clips: int, caps: Caps) -> Any:
        known = real(books, money, clips, caps)
        time.sleep(0.3)
        return known

    put(Books, "room", room)


def _careless() -> None:
    """Answer a commit before it is on the disk."""
    put(link, "_SETTINGS", link._SETTINGS.replace("synchronous_commit = on", "synchronous_commit = off"))  # pyright: ignore


def _piecemeal() -> None:
    """Change each row by itself, in no transaction."""

    @contextmanager
    def changing(database: ServerDatabase) -> Generator[link.Link]:
        with database.reading() as session:
            yield session

    def later(session: link.Link, change: RowChange) -> None:
        session.execute(change.statement, change.values)

    def write(database: ServerDatabase, *changes: RowChange) -> None:
        with database.reading() as session:
            for change in changes:
                later(session, change)

    put(ServerDatabase, "changing", changing)
    put(ServerDatabase, "write", write)
    put(link.Link, "later", later)


# A defence by its name, how it is taken out, and the scene that must miss it.
MUTANTS: dict[str, tuple[Callable[[], None], Scene]] = {
    "what a dead process was sending is freed": (defences.freed, a_sender_dies),
    "a cap is read, and then reserved": (_slowly, two_want_the_last),
    "a commit is answered before it is on the disk": (_careless, the_server_dies),
    "a send has no fence": (_unfenced, an_owner_is_cut_off),
    "an attempt and its counters are no transaction": (_piecemeal, a_buyer_dies_before_it_counts),
}
# What is lost of the answer or the question of each commit of a clip's way.
STEPS = ("reserve", "begin_send", "accepted", "stored", "recorded")


def played(studio: Studio, scene: Scene, remove: Callable[[], None] = lambda: None) -> Verdict:
    """What a scene comes to in a process of its own, in which a defence may be taken out."""
    reading, writing = os.pipe()

    def act() -> None:
        remove()
        os.write(writing, msgspec.json.encode(scene(studio)))

    pid = fork(act)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        data = stream.read()
    os.waitpid(pid, 0)
    assert data, "the scene has failed"
    return msgspec.json.decode(data, type=Verdict)


def cut_off(studio: Studio, times: int) -> tuple[int, Verdict]:
    """How many commits were cut, so often for each step and way, and what the clips of that come to."""
    ways: list[int | None] = []
    cuts = clip = 0
    with closing(_opened(studio)) as ledger:
        cut(ledger, lambda: ways.pop() if ways else None)
        for _ in range(times):
            for way in CUTS:
                for name in STEPS:
                    clip += 1
                    _walk(studio, ledger, clip, partial(_at, ways, way, name))
                    cuts += 1
        return cuts, verdict(studio.host, ledger, clip)


def _at(ways: list[int | None], way: int, name: str, step: str) -> None:
    """Have the commit of one step be cut."""
    ways += [way] if step == name else []


def _walk(studio: Studio, ledger: Ledger, clip: int, before: Callable[[str], None]) -> None:
    """Buy a clip, with something done before each step; all of them must succeed."""
    before("reserve")
    reserved = ledger.reserve(request(clip), 5, Caps(month=clip * PRICE))
    assert isinstance(reserved, Reserved), reserved
    id = reserved.attempt.id
    before("begin_send")
    assert ledger.begin_send(id)
    job = studio.host.charge(request(clip).sha256, id)
    before("accepted")
    ledger.accepted(id, job)
    before("stored")
    ledger.stored(id, request(clip).sha256, 10)
    before("recorded")
    ledger.recorded(id, PRICE, 1.0)
    before("")
    ledger.published(id, f"build/{clip}.mp4")
