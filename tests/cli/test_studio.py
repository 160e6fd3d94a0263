"""A studio's ledger by the commands: who makes it, what it caps, and what is bought with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from storyboard.cli import exits
from storyboard.ledger import allow, open_ledger
from storyboard.store.files import FileStore
from storyboard.store.records import StoreTrouble
from tests.cli.paying import Project, project
from tests.ledger.test_postgresql import as_user
from tools import postgres as server

pytestmark = pytest.mark.skipif(bool(server.missing()), reason=server.missing() or "there is PostgreSQL")
PASSWORD = "s3cret-of-a-studio"


@pytest.fixture
def books(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a ledger without a cap, with a password that its server does not ask for."""
    address = server.SCHEMAS.books(tmp_path)
    allow(address, {"month": None}, {})
    monkeypatch.setenv("STORYC_LEDGER", address.replace("//postgres@", f"//postgres:{PASSWORD}@"))
    yield address
    server.SCHEMAS.release()


@pytest.fixture
def it(
    books: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Project]:
    (tmp_path / "film").mkdir()
    with project(tmp_path / "film", monkeypatch, capsys, protocol="v2") as made:
        yield made
        assert PASSWORD not in made.out + made.err


def test_nobody_buys_without_a_cap_of_the_studio_nor_into_a_store_of_one_machine(
    it: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert it.build("--yes") == exits.USAGE
    assert "has no cap of the studio: have somebody with the role `storyc_caps` set one: `storyc ledger caps" in it.err
    assert it.call("ledger", "caps", "--month", "1000") == exits.DONE
    assert "month: 1000 USD\n" in it.out
    assert it.build("--yes") == exits.USAGE
    assert "clips would lie on this one alone: say by STORYC_STORE where they are to lie" in it.err
    monkeypatch.setenv("STORYC_STORE", str(tmp_path / "clips"))
    assert it.submits() == 0
    assert it.build("--yes") == exits.DONE, it.err
    assert it.build("--yes") == exits.DONE
    assert it.charges() == 2
    assert it.call("ledger", "audit") == exits.DONE
    assert it.err.startswith("ok: 2 attempts")
    assert it.call("doctor", "--provider", "segmind") == exits.DONE
    assert "2 attempts, 1.25 USD spent" in it.out
    assert not list(it.root.rglob("ledger.db"))


def test_a_cap_of_the_studio_counts_where_a_project_says_more(
    it: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("STORYC_STORE", str(tmp_path / "clips"))
    (it.root / "storyc.toml").write_text("[caps]\nmonth = 100\n")
    assert it.call("ledger", "caps", "--month", "1", "--clips", "7") == exits.DONE
    assert it.build("--yes") == exits.CAP
    assert "the cap for this month (UTC) is 1 USD, 0 are spent or held and 1.25 more are wanted (the studio's" in it.err
    assert "have it raised by `storyc ledger caps`, or build less with `--only`" in it.err
    assert it.submits() == 0
    assert it.call("ledger", "caps", "--month", "none") == exits.DONE
    assert it.out.splitlines()[2:] == ["month: no cap", "clips: 7"]
    assert it.call("ledger", "caps", "--month", "1", "--scope", "postgres") == exits.DONE
    assert it.build("--yes") == exits.CAP
    assert "are wanted (user `postgres` of the studio's ledger): have it raised by" in it.err
    assert "`storyc ledger caps --scope postgres`, or build less with `--only`" in it.err
    assert it.call("ledger", "caps", "--month", "none", "--scope", "postgres") == exits.DONE
    assert it.build("--yes") == exits.DONE, it.err


def empty(books: str) -> None:
    """Have the books know of nothing, as a backup from before the first purchase."""
    server.asked(
        f"SET search_path = {books.rpartition('%3D')[2]}",
        "SET session_replication_role = replica",
        *(f"DELETE FROM {table}" for table in ("event", "attempt", "cap", "owner")),
    )


def test_a_ledger_that_is_older_than_the_lock_file_is_read_and_says_what_it_lacks(
    it: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, books: str
) -> None:
    monkeypatch.setenv("STORYC_STORE", str(tmp_path / "clips"))
    allow(books, {"month": 10**9}, {})
    assert it.build("--yes", "--only", "1") == exits.DONE, it.err
    # A backup from before the purchase: the same books, with nothing in them.
    empty(books)
    assert it.build("--yes") == exits.USAGE
    assert "is read-only: it is older than `storyc.lock`, as a backup is; it lacks `a.story 001 " in it.err
    assert it.charges() == 1
    assert it.call("ledger", "migrate", "--restored") == exits.DONE
    assert "which the next build takes back" in it.err
    assert it.build("--yes") == exits.DONE, it.err
    assert it.charges() == 2
    with closing(open_ledger(books)) as ledger:
        assert ledger.audit() == []
        assert sum(attempt.spent for attempt in ledger.attempts()) == 1_250_000


def test_a_ledger_that_is_older_than_its_store_is_read_and_says_what_it_lacks(
    it: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, books: str
) -> None:
    monkeypatch.setenv("STORYC_STORE", str(tmp_path / "clips"))
    allow(books, {"month": 10**9}, {})
    assert it.build("--yes", "--only", "1") == exits.DONE, it.err
    # A backup from before the purchase, in the hands of a machine that has no lock file.
    empty(books)
    (it.root / "storyc.lock").unlink()
    assert it.build("--yes") == exits.USAGE
    assert "is read-only: it is older than its store, as a backup is; it lacks `a.story 001 " in it.err
    assert it.charges() == 1
    assert it.call("ledger", "migrate", "--restored") == exits.DONE
    assert "which no `storyc.lock` here names" in it.err
    assert it.build("--yes", "--only", "2") == exits.DONE, it.err
    assert it.charges() == 2


def test_a_note_that_could_not_be_written_is_written_by_the_next_build(
    it: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, books: str
) -> None:
    def failing(store: FileStore, name: str, data: bytes) -> None:
        raise StoreTrouble("the store is full")

    monkeypatch.setenv("STORYC_STORE", str(tmp_path / "clips"))
    allow(books, {"month": 10**9}, {})
    with monkeypatch.context() as patch:
        patch.setattr(FileStore, "note", failing)
        assert it.build("--yes", "--only", "1") == exits.DONE, it.err
    assert list(tmp_path.rglob("attempts/*/*")) == []
    assert it.build("--yes", "--only", "1") == exits.DONE, it.err
    assert len(list(tmp_path.rglob("attempts/*/*"))) == 1


def test_a_flag_with_a_password_and_a_project_that_names_a_server_are_refused(it: Project) -> None:
    assert it.call("ledger", "list", "--store", f"postgresql://u:{PASSWORD}@h/db") == exits.USAGE
    assert "`postgresql://h/db` (--store) has a password, which everybody sees who lists what runs" in it.err
    (it.root / "storyc.toml").write_text(f'store = "postgresql://u:{PASSWORD}@h/db"\n')
    assert it.call("ledger", "list") == exits.USAGE
    assert "is an address, and a project names folders of its own alone" in it.err


def test_rates_are_of_hosts_and_caps_of_the_studio(it: Project) -> None:
    assert it.call("ledger", "caps", "--per-minute", "60") == exits.USAGE
    assert it.call("ledger", "caps", "--month", "60", "--scope", "fal") == exits.USAGE
    assert it.call("ledger", "caps", "--month", "much") == exits.USAGE
    assert "`much` is no dollars, as 1000 or 12.50" in it.err
    assert it.call("ledger", "caps", "--run", "5", "--scope", "postgres") == exits.USAGE
    assert it.call("ledger", "caps", "--month", "5", "--scope", "nobody") == exits.USAGE
    assert "has no user `nobody`" in it.err
    assert it.call("ledger", "caps", "--month", "5", "--scope", "postgres") == exits.DONE
    assert it.out.splitlines()[4:] == ["month of postgres: 5 USD"]
    assert it.call("ledger", "caps", "--per-minute", "60", "--scope", "fal") == exits.DONE
    assert "queue.fal.run: 60 a minute\n" in it.out


def test_the_books_of_one_machine_are_no_studios(it: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for where in ("", str(tmp_path / "books")):
        monkeypatch.setenv("STORYC_LEDGER", where) if where else monkeypatch.delenv("STORYC_LEDGER")
        for words in (("caps", "--month", "1"), ("migrate",)):
            assert it.call("ledger", *words) == exits.USAGE
            assert "is of one machine, and its" in it.err


def test_a_machine_that_may_only_collect_brings_what_another_has_sent(
    it: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, books: str
) -> None:
    monkeypatch.setenv("STORYC_STORE", str(tmp_path / "clips"))
    allow(books, {"month": 10**9}, {})
    assert it.build("--yes", "--submit-only") == exits.NOT_FINISHED, it.err
    # Another checkout, with neither lock file nor books, by a user who may buy nothing.
    other = tmp_path / "other"
    other.mkdir()
    for name in ("a.story", "storyc.toml"):
        (other / name).write_bytes((it.root / name).read_bytes())
    monkeypatch.chdir(other)
    monkeypatch.setenv("STORYC_LEDGER", as_user(books, "collect"))
    assert it.call("collect") == exits.DONE, it.err
    assert it.out == "build/a.mp4\n"
    assert it.charges() == it.submits() == 2
    monkeypatch.chdir(it.root)
    monkeypatch.setenv("STORYC_LEDGER", books)
    assert it.call("collect") == exits.DONE, it.err
    assert it.out == "build/a.mp4\n"
    with closing(open_ledger(books)) as ledger:
        assert ledger.audit() == []
