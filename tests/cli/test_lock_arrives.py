"""A lock file that arrives while a build runs: what it names is not bought, and no block of it is written over."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from storyboard.cli import build, exits
from storyboard.ledger.records import Attempt
from storyboard.production.lockwriter import LockWriter
from storyboard.production.plan import lockfile
from tests.cli.paying import TWO, Project, project
from tests.cli.test_look import answered

Make = Callable[..., AbstractContextManager[Project]]
LAMP = TWO.partition("\n# The lamp")[0]


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Make:
    """A project of one clip against a host whose history shows nothing yet, asked by v2."""

    def made(**more: Any) -> AbstractContextManager[Project]:
        root = tmp_path / "ours"
        root.mkdir()
        return project(root, monkeypatch, capsys, "history-empty", story=LAMP, protocol="v2", **more)

    return made


def colleague(it: Project, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """The lock file of a colleague who has bought the same clip; the working folder is ours again."""
    root = it.root.parent / "theirs"
    root.mkdir()
    for name in ("storyc.toml", "a.story"):
        shutil.copy(it.root / name, root / name)
    monkeypatch.chdir(root)
    other = Project(root, it.host, it.capsys)
    assert other.build("--yes") == exits.DONE, other.err
    monkeypatch.chdir(it.root)
    (lock,) = root.rglob("storyc.lock")
    return lock.read_bytes()


def before_purchases(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Do something once somebody has agreed, and before anything is sent."""
    real = build.payments

    def payments(*given: Any) -> Any:
        act()
        return real(*given)

    monkeypatch.setattr(build, "payments", payments)


# ---- before anything is sent -----------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such terminals")
def test_what_a_lock_file_names_that_arrives_while_the_question_stands_is_not_bought(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    with make(rehearses=True) as it:
        theirs = colleague(it, monkeypatch)
        place = it.root / ".storyc/rehearsal/storyc.lock"
        said = answered("y\n", it, lambda: place.write_bytes(theirs))
        assert said.count("Spend ") == 1
        (entry,) = lockfile.parse(theirs).blocks.values()
        assert f"nothing is paid to fetch `{entry.request_id}`" in said
        assert (it.submits(), it.charges()) == (1, 1)
        assert place.read_bytes() == theirs


@pytest.mark.parametrize("flags", [(), ("--no-look",)])
def test_what_a_lock_file_names_that_arrives_before_the_purchases_is_not_bought(
    make: Make, monkeypatch: pytest.MonkeyPatch, flags: tuple[str, ...]
) -> None:
    with make() as it:
        theirs = colleague(it, monkeypatch)
        before_purchases(monkeypatch, lambda: (it.root / "storyc.lock").write_bytes(theirs))
        assert it.build("--yes", *flags) == exits.DONE, it.err
        assert "names 1 clip that this ledger does not know" in it.err
        assert (it.submits(), it.states()) == (1, ["published"])
        assert it.build("--locked") == exits.DONE, it.err


def test_a_lock_file_with_a_conflict_that_arrives_ends_the_purchases(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    with make() as it:
        conflict = b"<<<<<<< ours\n{}\n=======\n{}\n>>>>>>> theirs\n"
        before_purchases(monkeypatch, lambda: (it.root / "storyc.lock").write_bytes(conflict))
        assert it.build("--yes") == exits.OUT_OF_DATE
        assert "line 1 is a conflict that git could not merge" in it.err
        assert it.submits() == 0


# ---- once something is sent ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("late", [False, True], ids=["before our block", "after our block"])
def test_a_block_that_arrives_while_its_clip_is_made_stays_and_both_jobs_are_said(
    make: Make, monkeypatch: pytest.MonkeyPatch, late: bool
) -> None:
    with make() as it:
        theirs = colleague(it, monkeypatch)
        real = LockWriter.note_accepted

        def note_accepted(self: LockWriter, attempt: Attempt) -> None:
            if late:
                real(self, attempt)
                self.write()
                assert [entry.state for entry in lockfile.read(it.root).blocks.values()] == ["running"]
            (it.root / "storyc.lock").write_bytes(theirs)
            if not late:
                real(self, attempt)
                self.write()

        monkeypatch.setattr(LockWriter, "note_accepted", note_accepted)
        assert it.build("--yes") == exits.DONE, it.err
        assert (it.root / "storyc.lock").read_bytes() == theirs
        (entry,), (ours,) = lockfile.parse(theirs).blocks.values(), it.attempts()
        said = f"as `{entry.request_id}` in `storyc.lock` and as `{ours.request_id}` in this ledger"
        assert it.err.count(f"paid for twice: `a.story 001 wan-2.6-t2v@segmind` {said}") == 1
        assert it.build("--locked") == exits.DONE, it.err
        assert it.charges() == 2


def test_what_an_old_copy_has_bought_itself_counts_again_when_the_lock_file_arrives(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    with make() as it:
        (it.root / "b.story").write_text(LAMP.replace("lamp", "candle"))
        assert it.build("--yes", paths=("b.story",)) == exits.DONE, it.err
        shutil.copytree(it.root / ".storyc", it.root / "copy")
        assert it.build("--yes") == exits.DONE, it.err
        lock = (it.root / "storyc.lock").read_bytes()
        for name in (".storyc", "build"):
            shutil.rmtree(it.root / name)
        (it.root / "copy").rename(it.root / ".storyc")
        (it.root / "storyc.lock").unlink()
        before_purchases(monkeypatch, lambda: (it.root / "storyc.lock").write_bytes(lock))
        assert it.build("--yes") == exits.DONE, it.err
        assert "and what it has bought itself counts again" in it.err
        assert (it.charges(), sum(attempt.spent for attempt in it.attempts())) == (2, 1_250_000)
