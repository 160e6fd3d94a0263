"""The ledger of many machines: what it demands of a server and an address, who may do what, and what a backup is."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from storyboard.ledger import (
    Caps,
    HostPlace,
    Ledger,
    LedgerTrouble,
    NoRoom,
    Reserved,
    allow,
    has_books,
    migrate,
    open_ledger,
    read_ledger,
)
from storyboard.ledger.caps import BookCaps
from storyboard.ledger.postgres import link as link_module
from storyboard.ledger.postgres import migrating
from storyboard.ledger.postgres.address import read
from storyboard.ledger.postgres.link import Again, Link
from storyboard.ledger.records import ReadOnlyLedger
from storyboard.ledger.submissions import of_fleet
from storyboard.system.addresses import shown
from storyboard.system.secrets import mask
from tests.ledger.making import FREE, PRICE, brought, held, now_of, request
from tools import postgres as server
from tools.team.work import connection

pytestmark = pytest.mark.skipif(bool(server.missing()), reason=server.missing() or "there is PostgreSQL")
HERE = HostPlace("this machine", rehearsal=True)


@pytest.fixture
def address(tmp_path: Path) -> str:
    return server.SCHEMAS.books(tmp_path)


@pytest.fixture
def ledger(address: str) -> Iterator[Ledger]:
    with closing(open_ledger(address, "run1")) as books:
        yield books


def schema(address: str) -> str:
    return address.rpartition("%3D")[2]


def as_user(address: str, user: str) -> str:
    """The address for another user, who may do what a role may."""
    role = f"storyc_{user}"
    name = f"{schema(address)}_{user}"
    server.asked(
        f"DO $$ BEGIN CREATE ROLE {name} LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
        f"GRANT {role} TO {name}",
        f"GRANT USAGE ON SCHEMA {schema(address)} TO storyc_read",
    )
    return address.replace("//postgres@", f"//{name}@")


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("postgresql://u:s3cret@db.example/film?sslmode=require", "`sslmode=require` does not check who answers"),
        ("postgresql://u:s3cret@127.0.0.1,db.example/film", "names several servers"),
        ("postgresql://u:s3cret@localhost/film?hostaddr=10.0.0.1&sslmode=disable", "`sslmode=disable` does not check"),
        ("postgresql://u:s3cret@/film?service=films", "is named by a service file"),
        ("postgresql://u:s3%zzcret@db.example/film", "is no address as `postgresql://USER@HOST/DATABASE`"),
    ],
)
def test_an_address_that_is_not_safe_is_refused_and_its_password_never_said(address: str, words: str) -> None:
    with pytest.raises(LedgerTrouble) as caught:
        read(address)
    assert words in str(caught.value)
    assert "s3" not in str(caught.value)


def test_an_address_off_this_machine_is_checked_and_one_on_it_need_not_be() -> None:
    assert read("postgresql://u:s3cret-word@db.example/film").parameters["sslmode"] == "verify-full"
    assert "sslmode" not in read("postgresql://127.0.0.1/film").parameters
    assert "sslmode" not in read("postgresql:///film?host=/run/postgresql").parameters
    assert mask("it said s3cret-word") == "it said ***********"
    for address in ("postgresql://u:p?w@h/db", "postgresql://u:p@w@h/db", "postgresql://h/db?password=p%40w"):
        assert "p" not in shown(address).removeprefix("postgresql://")


def test_a_database_without_tables_is_made_by_a_command_alone(tmp_path: Path) -> None:
    server.asked(f"CREATE SCHEMA empty_{os.getpid()}")
    bare = server.within(f"empty_{os.getpid()}")
    for look in (open_ledger, read_ledger, has_books):
        with pytest.raises(LedgerTrouble, match="no tables yet: have the database's owner run `storyc ledger migrate`"):
            look(bare)
    assert migrate(bare).before is None
    assert migrate(bare).before == migrate(bare).after
    with closing(open_ledger(bare)) as ledger, pytest.raises(LedgerTrouble, match="has no cap of the studio"):
        ledger.reserve(request(), 5, FREE)
    with closing(open_ledger(bare, place=HERE)) as ledger:
        assert isinstance(ledger.reserve(request(), 5, FREE), Reserved)


@pytest.mark.parametrize("setting", ["fsync", "full_page_writes"])
def test_a_server_that_forgets_is_refused(setting: str) -> None:
    words = f"has `{setting} = off`: a crash of its server would lose what was paid for"
    with server.forgetful(setting) as address, pytest.raises(LedgerTrouble, match=words):
        migrate(address)


def test_a_commit_is_on_the_disk_whatever_the_server_and_the_address_say(address: str) -> None:
    careless = address.replace("options=", "options=-csynchronous_commit%3Doff%20")
    with closing(open_ledger(careless)) as ledger:
        assert ledger._database._link.execute("SHOW synchronous_commit").fetchone() == ("on",)  # type: ignore[attr-defined]


def test_what_the_studio_allows_counts_before_what_a_run_says(address: str, ledger: Ledger) -> None:
    allow(address, {"month": 2 * PRICE, "day": None}, {})
    assert ledger.limits() == BookCaps(month=2 * PRICE, buyer="postgres")
    assert ledger.room(3 * PRICE, 1, Caps(month=10 * PRICE)) == NoRoom("month", 2 * PRICE, 0, 3 * PRICE, True)
    assert ledger.room(2 * PRICE, 1, Caps(month=PRICE)) == NoRoom("month", PRICE, 0, 2 * PRICE)
    held(ledger, request(1))
    held(ledger, request(2))
    assert ledger.reserve(request(3), 5, FREE) == NoRoom("month", 2 * PRICE, 2 * PRICE, PRICE, True)
    allow(address, {"month": 3 * PRICE}, {})
    held(ledger, request(3))


def test_what_a_user_buys_counts_against_caps_of_its_own_as_well(address: str, ledger: Ledger) -> None:
    user = as_user(address, "send")
    name = f"{schema(address)}_send"
    held(ledger, request(9))
    assert allow(address, {"month": 2 * PRICE}, {}, name).users == {name: Caps(month=2 * PRICE)}
    with closing(open_ledger(user, "run2")) as film:
        full = NoRoom("month", 2 * PRICE, 2 * PRICE, PRICE, True, name)
        first, _ = held(film, request(1)), held(film, request(2))
        assert film.reserve(request(3), 5, FREE) == film.room(PRICE, 1, FREE) == full
        assert ledger.room(PRICE, 1, FREE) is None
        film.void(first, "the host said 406")
        third = held(film, request(3))
        # What is lowered meanwhile is in nobody's way who has sent, and what costs more is counted past it.
        allow(address, {"month": PRICE}, {}, name)
        film.begin_send(third)
        film.accepted(third, "job-3")
        film.stored(third, "a" * 64, 1)
        film.recorded(third, 5 * PRICE, 1.0)
        assert film.room(0, 0, FREE) == NoRoom("month", PRICE, 6 * PRICE, 0, True, name)
        # Of what waits for the fleet, whoever sends it, the price stays with who has submitted it.
        allow(address, {"month": None, "clips": 3}, {}, name)
        waits = of_fleet(film).submit(request(4), 5, FREE, None)
        assert isinstance(waits, Reserved)
        assert ledger.begin_send(waits.attempt.id)
        of_fleet(ledger).resubmit(waits.attempt.id, "the host was busy")
        assert film.reserve(request(5), 5, FREE) == NoRoom("clips", 3, 3, 1, True, name)
    held(ledger, request(5))
    assert {attempt.buyer for attempt in ledger.attempts()} == {"postgres", name}
    assert ledger.audit() == []
    with pytest.raises(LedgerTrouble, match="has no user `nobody`"):
        allow(address, {"month": 1}, {}, "nobody")


def test_one_of_many_passes_a_users_cap(address: str) -> None:
    user, name = as_user(address, "send"), f"{schema(address)}_send"
    allow(address, {"clips": 3}, {}, name)
    done: list[object] = []

    def buy(clip: int) -> None:
        with closing(open_ledger(user, f"run{clip}")) as film:
            done.append(type(film.reserve(request(clip), 5, FREE)))

    threads = [threading.Thread(target=buy, args=(clip,)) for clip in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(180)
    assert sorted(kind.__name__ for kind in done if isinstance(kind, type)) == ["NoRoom"] * 5 + ["Reserved"] * 3


def test_a_ledger_of_an_older_form_is_brought_to_the_newest_by_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.asked(f"CREATE SCHEMA old_{os.getpid()}")
    bare = server.within(f"old_{os.getpid()}")
    with monkeypatch.context() as before:
        before.setattr(migrating, "FORMS", migrating.FORMS[:1])
        before.setattr(migrating, "FORM", 1)
        assert migrate(bare).after == 1
    with server.connected(bare) as db:
        db.execute("INSERT INTO limits VALUES ('month', 1000, 'postgres', 'then')")
    with pytest.raises(LedgerTrouble, match="has form 1 and this storyc knows form 2: have its owner run"):
        open_ledger(bare)
    assert (migrate(bare).after, migrate(bare).before) == (2, 2)
    with closing(open_ledger(bare)) as ledger:
        assert ledger.limits() == BookCaps(month=1000, buyer="postgres")
        brought(ledger, request(), "published")
        assert ledger.last_sent() is not None
        assert ledger.audit() == []


def test_turns_are_shared_by_host(address: str) -> None:
    allow(address, {}, {"api.example": 60})
    first, second = (open_ledger(address, place=HostPlace("api.example")) for _ in range(2))
    with closing(first), closing(second):
        waits = [ledger.slot() for ledger in (first, second, first)]
    assert waits[0] == 0
    assert 0 < waits[1] <= 1 < waits[2] <= 2
    with closing(open_ledger(address, place=HostPlace("api.other"))) as other:
        assert [other.slot(), other.slot()] == [0, 0]


def test_each_role_may_do_what_it_is_for(address: str, ledger: Ledger) -> None:
    id = brought(ledger, request(1), "accepted")
    ledger.close()
    with pytest.raises(ReadOnlyLedger, match=r"read-only for user `.*_read`: who writes has the role `storyc_collect`"):
        open_ledger(as_user(address, "read"))
    reader = read_ledger(as_user(address, "read"))
    assert reader is not None
    with closing(reader):
        assert [attempt.id for attempt in reader.attempts()] == [id]
        assert reader.audit() == []
    with closing(open_ledger(as_user(address, "collect"))) as collector:
        assert [attempt.id for attempt in collector.adopt()] == [id]
        collector.stored(id, "a" * 64, 10)
        collector.recorded(id, PRICE, 3.0)
        with pytest.raises(LedgerTrouble, match="does not let this user do that"):
            collector.reserve(request(2), 5, FREE)
    with closing(open_ledger(as_user(address, "send"))) as sender:
        brought(sender, request(2), "published")
        assert sender.audit() == []
    with pytest.raises(LedgerTrouble, match=r"lets user `.*_send` set no caps: that takes role `storyc_caps`"):
        allow(as_user(address, "send"), {"month": 1}, {})
    assert allow(as_user(address, "caps"), {"month": 7}, {}).caps == Caps(month=7)
    with pytest.raises(ReadOnlyLedger):
        open_ledger(as_user(address, "caps"))


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("DROP TRIGGER event_stays ON event", "it lacks the trigger `event_stays`"),
        ("ALTER TABLE event DISABLE TRIGGER event_stays", "its trigger `event_stays` is not as storyc makes it"),
        ("DROP INDEX one_live_attempt", "it lacks the index `one_live_attempt`"),
        ("ALTER TABLE cap DROP CONSTRAINT cap_check", "it lacks the check `cap_check`"),
        ("CREATE TRIGGER more BEFORE INSERT ON cap FOR EACH ROW EXECUTE FUNCTION refuse('no')", "the trigger `more`"),
        (
            "CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
            "its function `refuse` is not as storyc makes it",
        ),
    ],
)
def test_a_database_that_somebody_else_has_changed_is_refused(tmp_path: Path, statement: str, words: str) -> None:
    name = f"changed_{os.getpid()}"
    server.asked(f"DROP SCHEMA IF EXISTS {name} CASCADE", f"CREATE SCHEMA {name}")
    migrate(server.within(name))
    server.asked(f"SET search_path = {name}", statement)
    for look in (open_ledger, read_ledger):
        with pytest.raises(LedgerTrouble, match=words):
            look(server.within(name))


def test_what_happened_stays(address: str, ledger: Ledger) -> None:
    brought(ledger, request(), "published")
    import psycopg

    for statement in ("UPDATE event SET note = ''", "DELETE FROM event", "TRUNCATE event", "DELETE FROM attempt"):
        with pytest.raises(psycopg.errors.IntegrityError, match="never"):
            server.asked(f"SET search_path = {schema(address)}", statement)


@pytest.mark.parametrize("key", ["system", "timeline"])
def test_what_was_brought_back_may_only_be_read(address: str, ledger: Ledger, key: str) -> None:
    id = brought(ledger, request(), "accepted")
    ledger.close()
    server.asked(f"SET search_path = {schema(address)}", f"UPDATE about SET value = '7' WHERE key = '{key}'")
    with pytest.raises(ReadOnlyLedger, match="brought back from a backup, or goes on at another server"):
        open_ledger(address)
    reader = read_ledger(address)
    assert reader is not None
    with closing(reader):
        assert now_of(reader, id).state == "accepted"
    with pytest.raises(LedgerTrouble, match="`storyc ledger migrate --restored` takes it as it is"):
        migrate(address)
    assert migrate(address, restored=True).pinned
    open_ledger(address).close()


def test_a_connection_that_is_lost_is_made_anew(address: str, ledger: Ledger) -> None:
    first = held(ledger, request(1))
    ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = {}"
    server.asked(ended.format(ledger._database._link.server.pid))  # type: ignore[attr-defined]
    assert ledger.begin_send(first)
    server.asked(ended.format(ledger._database._link.server.pid))  # type: ignore[attr-defined]
    assert now_of(ledger, first).state == "sending"
    with closing(open_ledger(address)) as other:
        assert other.alive(ledger.owner)
        assert other.adopt() == ()


# As in a backup of the time before our last write, and before our first one.
@pytest.mark.parametrize("older", ["UPDATE owner SET done = 0", "DELETE FROM owner"])
def test_who_has_written_what_is_not_there_any_more_writes_nothing(address: str, ledger: Ledger, older: str) -> None:
    first = held(ledger, request(1))
    session = ledger._database._link.server.pid  # type: ignore[attr-defined]
    server.asked(f"SET search_path = {schema(address)}", older)
    server.asked(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = {session}")
    for _ in range(2):
        with pytest.raises(LedgerTrouble, match="lacks what this process has written"):
            ledger.begin_send(first)
    with closing(open_ledger(address)) as other:
        assert now_of(other, first).state == "reserved"


def test_books_of_a_parent_are_not_its_childs(ledger: Ledger) -> None:
    import multiprocessing

    def child() -> None:
        try:
            ledger.attempts()
        except LedgerTrouble as trouble:
            os._exit(0 if "before this process was forked" in str(trouble) else 1)

    process = multiprocessing.get_context("fork").Process(target=child)
    process.start()
    process.join(60)
    assert process.exitcode == 0
    held(ledger, request())


def test_whoever_is_told_to_stop_waits_no_longer_for_a_server_that_is_away(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried, said = threading.Event(), list[str]()

    def away(link: Link) -> None:
        tried.set()
        raise Again("the ledger cannot be reached")

    def ask() -> None:
        try:
            ledger.live([request().sha256])
        except LedgerTrouble as trouble:
            said.append(str(trouble))

    monkeypatch.setattr(link_module, "PATIENCE", 1e6)
    connection(ledger).close()
    with monkeypatch.context() as patch:
        patch.setattr(Link, "connect", away)
        thread = threading.Thread(target=ask, daemon=True)
        thread.start()
        assert tried.wait(60)
        ledger.hurry(0)
        thread.join(60)
    assert said == ["the ledger cannot be reached"]


def test_who_was_told_to_hurry_waits_for_no_locked_row(ledger: Ledger, address: str) -> None:
    held(ledger, request(1))
    with server.connected(address) as other:
        other.execute("BEGIN")
        other.execute("LOCK TABLE cap IN EXCLUSIVE MODE")
        ledger.hurry(0)
        with pytest.raises(LedgerTrouble, match="is kept locked by another process"):
            held(ledger, request(2))
        other.execute("ROLLBACK")
    # It would be locked out after half a minute, too.
    assert connection(ledger).execute("SHOW lock_timeout").fetchone() == ("1ms",)


def test_a_clips_way_is_few_ways_to_the_server(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    real = Link.answers
    monkeypatch.setattr(Link, "answers", lambda link, *questions: asked.append(questions) or real(link, *questions))
    id = brought(ledger, request(), "published")
    # What the studio allows, and whether anybody has tried; then one statement for each of six transactions.
    assert [len(questions) for questions in asked] == [1] * 8, asked  # type: ignore[arg-type]
    assert len(ledger.events(id)) == 6
    assert ledger.audit() == []
