"""Clips that nobody needs are listed, and deleted by command alone."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from storyboard.cli import exits
from storyboard.store import StoreTrouble, open_store
from storyboard.store.files import FileStore
from tests.cli.paying import Project, project
from tests.compiling import wav

OLD = 1_700_000_000
DAYS = ("--older-than", "30d")


@pytest.fixture
def it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Project]:
    (tmp_path / "film").mkdir()
    with project(tmp_path / "film", monkeypatch, capsys, protocol="v2") as film:
        yield film


def clips(root: Path) -> Path:
    return next(path for path in root.rglob("store") if path.is_dir())


def stray(root: Path, data: bytes) -> Path:
    """A clip that no attempt names, put there long ago, as all others are from now on."""
    folder = clips(root)
    store = open_store(folder, "")
    incoming = store.receive()
    incoming.write(data)
    name = store.keep(incoming).sha256
    for path in folder.iterdir():
        os.utime(path, (OLD, OLD))
    return folder / name


def test_what_an_attempt_or_a_lock_file_names_stays_and_the_rest_goes_with_yes_alone(it: Project) -> None:
    assert it.build("--yes") == exits.DONE, it.err
    unneeded = stray(it.root, b"nobody's")
    before = set(clips(it.root).iterdir())
    assert it.call("store", "gc", *DAYS) == exits.DONE
    assert it.out == f"{unneeded.name} 8 2023-11-14\n"
    assert "nothing was deleted: say --yes" in it.err
    assert set(clips(it.root).iterdir()) == before
    assert it.call("store", "gc", *DAYS, "--yes") == exits.DONE
    assert set(clips(it.root).iterdir()) == before - {unneeded}
    assert it.build("--yes", "--locked") == exits.DONE, it.err
    assert it.charges() == 2


def test_what_a_lock_file_alone_names_stays(it: Project, tmp_path: Path) -> None:
    assert it.build("--yes", "--only", "1") == exits.DONE, it.err
    unneeded = stray(it.root, b"another project's")
    other = tmp_path / "other"
    other.mkdir()
    lock = next(it.root.rglob("storyc.lock"))
    own = next(path.name for path in clips(it.root).iterdir() if path.is_file() and path != unneeded)
    (other / "storyc.lock").write_text(lock.read_text().replace(own, unneeded.name))
    assert it.call("store", "gc", str(other), *DAYS, "--yes") == exits.DONE
    assert unneeded.exists()


def test_what_is_young_stays(it: Project) -> None:
    assert it.build("--yes", "--only", "1") == exits.DONE, it.err
    young = stray(it.root, b"on its way into the ledger")
    os.utime(young)
    assert it.call("store", "gc", "--older-than", "1d", "--yes") == exits.DONE
    assert young.exists()


@pytest.mark.parametrize("age", ["0d", "12h", "never", "-1d"])
def test_an_age_is_days(it: Project, age: str) -> None:
    assert it.call("store", "gc", "--older-than", age) == exits.USAGE
    assert "is no number of days" in it.err


def test_without_a_ledger_nobody_knows_what_is_needed(it: Project) -> None:
    assert it.call("store", "gc", *DAYS, "--yes") == exits.USAGE
    assert "there is no ledger" in it.err
    assert it.call("store", "gc", "nowhere", *DAYS) == exits.USAGE


def test_the_sounds_of_what_waits_for_the_fleet_stay(it: Project) -> None:
    (it.root / "a.wav").write_bytes(wav(5))
    (it.root / "a.story").write_text("model: wan-2.6-t2v@segmind\naudio: a.wav\nShot 1 [0-5s] A lamp.\n")
    assert it.call("plan", "a.story", "-o", "plan.json") == exits.DONE, it.err
    assert it.call("fleet", "submit", "--plan", "plan.json", "--provider", "segmind", "--yes") == exits.DONE, it.err
    unneeded = stray(it.root, b"nobody's")
    sound = clips(it.root) / hashlib.sha256(wav(5)).hexdigest()
    assert sound.exists()
    assert it.call("store", "gc", *DAYS, "--yes") == exits.DONE
    assert (sound.exists(), unneeded.exists()) == (True, False)
    # Once it is cancelled nobody needs it.
    assert it.call("fleet", "cancel", it.attempts()[0].id) == exits.DONE
    assert it.call("store", "gc", *DAYS, "--yes") == exits.DONE
    assert not sound.exists()


def test_what_is_kept_again_meanwhile_stays(it: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    assert it.build("--yes", "--only", "1") == exits.DONE, it.err
    unneeded = stray(it.root, b"given up, and bought again")
    real = FileStore.remove

    def remove(store: FileStore, sha256: str, before: datetime) -> bool:
        incoming = store.receive()
        incoming.write(b"given up, and bought again")
        store.keep(incoming)
        return real(store, sha256, before)

    monkeypatch.setattr(FileStore, "remove", remove)
    assert it.call("store", "gc", *DAYS, "--yes") == exits.DONE
    assert unneeded.exists()
    assert it.out == ""


def test_what_was_deleted_before_the_store_failed_is_listed(it: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    assert it.build("--yes", "--only", "1") == exits.DONE, it.err
    both = {stray(it.root, data) for data in (b"one", b"another")}
    real = FileStore.remove

    def remove(store: FileStore, sha256: str, before: datetime) -> bool:
        if sum(path.exists() for path in both) < len(both):
            raise StoreTrouble("the store is away")
        return real(store, sha256, before)

    monkeypatch.setattr(FileStore, "remove", remove)
    assert it.call("store", "gc", *DAYS, "--yes") == exits.USAGE
    (gone,) = (path.name for path in both if not path.exists())
    assert it.out.startswith(gone)
    assert len(it.out.splitlines()) == 1


def test_two_ledgers_in_one_store_delete_nothing_of_each_other(
    it: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STORYC_STORE", str(tmp_path / "clips"))
    for name in ("one", "other"):
        monkeypatch.setenv("STORYC_LEDGER", str(tmp_path / name))
        assert it.build("--yes", "--only", "1") == exits.DONE, it.err
    for path in (tmp_path / "clips").rglob("*"):
        os.utime(path, (OLD, OLD))
    assert it.call("store", "gc", *DAYS, "--yes") == exits.USAGE
    assert "keeps its clips there too" in it.err


def test_a_ledger_that_lies_beside_the_store_keeps_its_clips(
    it: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STORYC_STORE", str(tmp_path / "clips"))
    assert it.build("--yes", "--only", "1") == exits.DONE, it.err
    monkeypatch.setenv("STORYC_LEDGER", str(tmp_path / "other"))
    (it.root / "storyc.lock").unlink()
    assert it.build("--yes", "--only", "2") == exits.DONE, it.err
    for path in (tmp_path / "clips").rglob("*"):
        os.utime(path, (OLD, OLD))
    assert it.call("store", "gc", *DAYS, "--yes") == exits.USAGE
    assert "keeps its clips there too" in it.err
