"""Each defence removed once: what guards against a second payment must be missed when it is gone."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import msgspec

from storyboard import providers
from storyboard.ledger import sqlite
from storyboard.ledger.books import Books
from storyboard.providers.protocols.jobs import answers, submit
from storyboard.providers.protocols.jobs.transport import Wire
from storyboard.store import files
from tools import defences
from tools.torture import walks
from tools.torture.caps import race, read_then_reserve
from tools.torture.crashes import pause
from tools.torture.judge import Tally, judge, settle, wrong
from tools.torture.points import SUBMIT, kill_at, put
from tools.torture.spread import Task, tidied
from tools.torture.warm import Root, ended, fork, hosting, new_root, run_build

Prepare = Callable[[], None]
Case = Callable[[Path, Prepare | None], Tally]
_LEASE = 0.1  # seconds


def mutants(folder: Path, rounds: int) -> list[Task]:
    """A task for each removed defence: its case holds with the defence, and does not without it."""
    cases: dict[str, tuple[Case, Prepare]] = {
        "retry on 504": (partial(_faulty, "504-billed"), _retry_on_504),
        "lease take-over, v1": (partial(_paused, "v1"), partial(defences.lease, _LEASE)),
        "lease take-over, v2": (partial(_paused, "v2"), partial(defences.lease, _LEASE)),
        "absence as proof": (partial(_faulty, "cut-after-billing history-late=5"), defences.absence),
        "no look before the send": (_again, defences.unlooked),
        "an older job as proof": (partial(_faulty, "cut-after-billing history-empty older-job=60"), defences.presence),
        "dead owner's send is freed": (_killed, defences.freed),
        "no fsync": (_order, _no_fsync),
        "no fsync of the folder": (_order, _no_folder),
        "rename before fsync": (_order, _late_fsync),
        "commits without fsync": (_order, _loose_commits),
        "follow a redirect": (_pointed, _follow),
        "read, then reserve": (partial(_raced, rounds=rounds), read_then_reserve),
        **{day.name: (partial(walks.missed, day), day.remove) for day in walks.DAYS},
    }
    return [
        Task(name, partial(_shown, folder / f"mutant-{number}", name, *case))
        for number, (name, case) in enumerate(cases.items())
    ]


def _shown(folder: Path, name: str, case: Case, mutant: Prepare) -> Tally:
    sound, broken = case(folder / "sound", None), case(folder / "broken", mutant)
    if not sound.good:
        return msgspec.structs.replace(sound, notes=(f"{name}: the case fails with the defence too", *sound.notes))
    if broken.good:
        return wrong(f"{name}: nobody noticed that this defence was gone")
    return tidied(folder, Tally(runs=2, notes=()))


# ---- cases -----------------------------------------------------------------------------------------------------------


def _faulty(faults: str, folder: Path, mutant: Prepare | None) -> Tally:
    with hosting(*faults.split(), once=True) as host:
        root = new_root(folder, "run", host.url, "v2", clips=1)
        ended(fork(partial(run_build, root, prepare=mutant)))
        return judge(root, host, faults, clips=1)


def _again(folder: Path, mutant: Prepare | None) -> Tally:
    """A machine that has only the commit, after another one of the same account has bought its clip."""
    with hosting() as host:
        first = new_root(folder / "first", "run", host.url, "v2", clips=1)
        ended(fork(partial(run_build, first)))
        second = new_root(folder / "second", "run", host.url, "v2", clips=1)
        second = msgspec.structs.replace(second, key=first.key)
        ended(fork(partial(run_build, second, prepare=mutant)))
        return judge(second, host, "bought by another machine", clips=1)


def _paused(protocol: str, folder: Path, mutant: Prepare | None) -> Tally:
    with hosting() as host:
        return pause(host, folder, protocol, "ledger.begin_send#1:after", mutant)


def _killed(folder: Path, mutant: Prepare | None) -> Tally:
    # The look of the second build would take up what the history shows in time.
    with hosting("history-late=5", once=True) as host:
        root = new_root(folder, "run", host.url, "v1", clips=1)
        ended(fork(partial(run_build, root, prepare=kill_at(SUBMIT))))
        time.sleep(0.1)
        ended(fork(partial(run_build, root, prepare=mutant)))
        settle(root, host)
        return judge(root, host, "killed while it was sent", clips=1)


def _pointed(folder: Path, mutant: Prepare | None) -> Tally:
    """A host that points to another one, which must hear nothing and never see the key."""
    with hosting() as other, hosting(f"redirect={other.url}/v2/wan-2.6-t2v", once=True) as host:
        root = new_root(folder, "run", host.url, "v2", clips=1)
        ended(fork(partial(run_build, root, prepare=mutant)))
        heard = other.book()["submits"]
        return wrong(f"another host got the request and the key {heard} times") if heard else Tally(runs=1)


def _raced(folder: Path, mutant: Prepare | None, *, rounds: int) -> Tally:
    folder.mkdir(parents=True)
    return race(folder, 8, rounds, mutant)


def _order(folder: Path, mutant: Prepare | None) -> Tally:
    """What reached the disk in which order: kill -9 cannot show that, so it is written down."""
    with hosting() as host:
        root = new_root(folder, "run", host.url, "v2", clips=1)
        notes = folder / "order.jsonl"
        prepare = partial(_watch, str(notes), mutant)
        code = ended(fork(partial(run_build, root, prepare=prepare)))
        lines = [msgspec.json.decode(line) for line in notes.read_bytes().splitlines()]
        why = disorder(lines, root)
        tally = judge(root, host, "order", clips=1)
        return wrong(f"exit {code}, {why}") if why or code else tally


def disorder(lines: list[list[Any]], root: Root) -> str:
    """What came in the wrong order, empty where nothing did: bytes, name, folder, row; the row of a send, the send."""
    kinds = [line[0] for line in lines]
    if not (root.books / "store").exists():
        return "there is no store"
    store = os.stat(root.books / "store").st_ino
    if any(line[1] < 2 for line in lines if line[0] == "commit"):
        return "a commit was not synchronous"
    if "begin_send" not in kinds or "post" not in kinds or "stored" not in kinds:
        return "the build did not send and store"
    sends = [place for place, kind in enumerate(kinds) if kind == "begin_send"]
    commit = kinds.index("commit", sends[0])
    if kinds.index("post") < commit:
        return "the request left before the ledger knew of it"
    row = kinds.index("stored")
    named = next((place for place, line in enumerate(lines) if line[0] == "replace" and line[2] == store), row)
    if named >= row:
        return "the row came before the file was named"
    if ["fsync", lines[named][1]] not in lines[:named]:
        return "the file was named before its bytes were on the disk"
    if ["fsync", store] not in lines[named:row]:
        return "the row came before the folder was on the disk"
    return ""


def _watch(path: str, mutant: Prepare | None) -> None:
    """Write down each fsync, rename, commit, row and POST of this process, then remove a defence."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)

    def note(*what: object) -> None:
        os.write(handle, msgspec.json.encode(what) + b"\n")

    fsync, replace, send, connect = os.fsync, os.replace, HTTPConnection.send, sqlite3.connect
    begin, stored, sync = Books.begin_send, Books.stored, sqlite.sync_data
    waiting: list[int] = []  # how safe commits are that the disk has not been told to take

    def unsafe() -> None:
        while waiting:
            note("commit", waiting.pop())

    def synced(descriptor: int) -> None:
        sync(descriptor)
        waiting.clear()
        note("commit", 2)

    def fsynced(descriptor: int) -> None:
        fsync(descriptor)
        note("fsync", os.fstat(descriptor).st_ino)

    def replaced(source: str, target: str) -> None:
        inode = os.stat(source).st_ino
        replace(source, target)
        note("replace", inode, os.stat(os.path.dirname(target)).st_ino)

    def sent(line: HTTPConnection, data: Any) -> None:
        if bytes(data[:4]) == b"POST":
            if line.sock is None:
                line.connect()  # as `send` would; the ledger is asked in there
            unsafe()
            note("post")
        send(line, data)

    class Watched(sqlite3.Connection):
        """A connection whose commits are written down with how safe they are."""

        def execute(self, sql: str, *more: Any) -> sqlite3.Cursor:
            done = super().execute(sql, *more)
            if sql == "COMMIT":
                unsafe()
                waiting.append(super().execute("PRAGMA synchronous").fetchone()[0])
                if waiting == [2]:
                    unsafe()
            return done

    def watched(*given: Any, **more: Any) -> sqlite3.Connection:
        return connect(*given, **more, factory=Watched)

    def begun(self: Books, attempt: str, *look: Any) -> bool:
        note("begin_send")
        return begin(self, attempt, *look)

    def kept(self: Books, *given: Any) -> None:
        note("stored")
        stored(self, *given)

    for owner, name, mine in (
        (os, "fsync", fsynced), (os, "replace", replaced), (HTTPConnection, "send", sent),
        (sqlite3, "connect", watched), (sqlite, "sync_data", synced),
        (Books, "begin_send", begun), (Books, "stored", kept),
    ):  # fmt: skip
        put(owner, name, mine)
    if mutant is not None:
        mutant()


# ---- removed defences ------------------------------------------------------------------------------------------------


def _retry_on_504() -> None:
    real = answers.judge

    def judged(host: Any, answer: Any, body: bytes, hide: Any) -> providers.HostRefused | providers.Lost:
        return providers.HostRefused("server", "504", 504) if answer.status == 504 else real(host, answer, body, hide)

    put(submit, "judge", judged)


def _no_fsync() -> None:
    def nothing(descriptor: int) -> None:
        """Leave the bytes where they are."""

    put(os, "fsync", nothing)


def _no_folder() -> None:
    def nothing(folder: Path) -> None:
        """Leave the name where it is."""

    put(files, "sync_folder", nothing)


def _late_fsync() -> None:
    """Name a file first and have its bytes on the disk afterwards."""
    fsync, replace = os.fsync, os.replace
    waiting: list[int] = []

    def later(descriptor: int) -> None:
        waiting.append(os.dup(descriptor))

    def replaced(source: str, target: str) -> None:
        replace(source, target)
        while waiting:
            descriptor = waiting.pop()
            fsync(descriptor)
            os.close(descriptor)

    put(os, "fsync", later)
    put(os, "replace", replaced)


def _loose_commits() -> None:
    def loose(descriptor: int) -> None:
        """Leave it to the system when the disk takes what was committed."""

    put(sqlite, "sync_data", loose)


def _follow() -> None:
    import requests

    real = Wire._sent  # pyright: ignore[reportPrivateUsage]

    def sent(
        self: Wire, adapter: Any, prepared: Any, asking: Any, line: Any, proxies: dict[str, str]
    ) -> requests.Response:
        found = real(self, adapter, prepared, asking, line, proxies)
        if not found.is_redirect:
            return found
        prepared.url = found.headers["Location"]
        return requests.Session().send(prepared, stream=True)

    put(Wire, "_sent", sent)
