"""Rehearsals: a paid build against a host on this machine, whose books and clips lie apart from all that is real."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from storyboard.cli import exits
from storyboard.providers import registry
from tests.cli.paying import Project, project

Make = Callable[..., AbstractContextManager[Project]]
BOOKS, CLIPS = ".storyc/rehearsal", "build/_rehearsal"
BASE = "STORYC_SEGMIND_BASE_URL"
APART = f"note: rehearsals have books of their own in `{BOOKS}`: `storyc ledger list --rehearsal` shows them\n"
AT_RISK = "note: no model is named, and `wan-2.6-t2v@segmind` may be withdrawn: see `storyc models --fit PATH`\n"


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Make:
    def made(*faults: str, rehearses: bool = True, **more: Any) -> AbstractContextManager[Project]:
        return project(tmp_path, monkeypatch, capsys, *faults, rehearses=rehearses, **more)

    return made


def states(it: Project, *more: str) -> list[str]:
    """The states of the clips in a plan."""
    assert it.call("plan", "a.story", "--format", "json", *more) == exits.DONE
    return [clip["state"] for clip in json.loads(it.out)["clips"]]


def contents(root: Path, *folders: str) -> dict[str, bytes]:
    """Each file at the root and in these folders, the rehearsals' own aside."""
    places = [*root.iterdir(), *(path for folder in folders for path in (root / folder).rglob("*"))]
    names = {path.relative_to(root).as_posix(): path for path in places if path.is_file()}
    return {name: path.read_bytes() for name, path in names.items() if not name.startswith((BOOKS, CLIPS))}


def test_a_rehearsal_leaves_nothing_where_real_books_and_clips_lie(make: Make) -> None:
    with make() as it:
        assert it.build("--yes") == exits.DONE
        assert it.out == f"{CLIPS}/a.mp4\n"
        assert f"note: this is a rehearsal at {it.host.url}, which stands for `segmind`: nothing is billed" in it.err
        assert f"its books are in `{BOOKS}`\n" in it.err
        inside = {path.name for path in (it.root / BOOKS).iterdir()}
        assert {"ledger.db", "store", "storyc.lock"} <= inside
        assert not (it.root / "storyc.lock").exists()
        assert {path.name for path in (it.root / ".storyc").iterdir()}.isdisjoint({"ledger.db", "store"})
        assert {path.name for path in (it.root / "build").iterdir()} == {"_rehearsal"}
        # Once more nothing is bought, and git alone brings what a clone lacks.
        assert it.build() == exits.DONE
        assert states(it) == ["cached", "cached"]
        shutil.rmtree(it.root / CLIPS)
        assert it.build() == exits.DONE
        assert it.charges() == 2


def test_what_was_rehearsed_is_to_be_paid_for(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    with make() as it:
        assert it.build("--yes") == exits.DONE
        with monkeypatch.context() as real:
            # As if the emulator were a host somewhere in the network.
            real.setattr(registry, "loopback", lambda parts: False)
            assert states(it) == ["new", "new"]
            assert it.err == f"{APART}{AT_RISK}"
            assert it.call("ledger", "list") == exits.DONE
            assert it.err == f"{APART}no attempts: nothing was sent to a host\n"
            assert it.build("--yes", "--no-look", "--max-cost", "0.1") == exits.CAP
            assert APART in it.err
            assert it.build("--yes", "--locked") == exits.OUT_OF_DATE
            assert it.build("--yes", "--no-look") == exits.DONE
            assert it.out == "build/a.mp4\n"
            assert it.charges() == 4
            assert states(it) == ["cached", "cached"]
            assert it.call("plan", "a.story", "--quiet") == exits.DONE
            assert it.err == ""
        lock = json.loads((it.root / "storyc.lock").read_text())
        assert ["rehearsal" in lock[name] for name in lock if name != "schema"] == [False, False]


def test_a_rehearsal_leaves_alone_what_was_paid_for(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    with make(rehearses=False) as it:
        assert it.build("--yes") == exits.DONE
        paid = contents(it.root, "build", ".storyc/store")
        monkeypatch.undo()
    monkeypatch.chdir(it.root)
    monkeypatch.delenv("CI", raising=False)
    with make() as it:
        assert states(it) == ["new", "new"]
        assert it.build("--yes", "--locked") == exits.OUT_OF_DATE
        assert it.build("--yes") == exits.DONE
        assert it.charges() == 2
        assert contents(it.root, "build", ".storyc/store") == paid
        assert states(it) == ["cached", "cached"]


def test_the_books_of_rehearsals_may_be_looked_at_from_outside(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    with make() as it:
        assert it.build("--yes", "--only", "1") == exits.DONE
        monkeypatch.delenv(BASE)
        assert states(it, "--rehearsal") == ["cached", "new"]
        here = f"note: this is a rehearsal: nothing is billed, and its books are in `{BOOKS}`\n"
        assert it.err == f"{here}{AT_RISK}"
        assert it.call("ledger", "list", "--rehearsal") == exits.DONE
        assert it.err.endswith("1 attempt, 0.625 USD spent in rehearsals on this machine\n")
        id = it.out.splitlines()[1].split()[0]
        assert it.call("ledger", "show", id) == exits.USAGE
        assert it.call("ledger", "show", id, "--rehearsal") == exits.DONE
        assert it.call("ledger", "audit", "--rehearsal") == exits.DONE
        assert it.err.endswith("ok: 1 attempt, 1 chain, 0.625 USD spent in rehearsals on this machine\n")
        assert it.call("doctor", "--rehearsal") in (exits.DONE, exits.USAGE)
        assert "1 attempt, 0.625 USD spent in rehearsals on this machine\n" in it.out
        assert it.call("doctor") in (exits.DONE, exits.USAGE)
        assert "nothing was sent to a host\n" in it.out
        assert f"have books of their own in `{BOOKS}`\n" in it.out
        assert "https://api.segmind.com\n" in it.out


def test_doctor_names_the_address(make: Make) -> None:
    with make() as it:
        assert it.call("doctor") in (exits.DONE, exits.USAGE)
        assert f"{it.host.url}, a rehearsal\n" in it.out


@pytest.mark.parametrize("words", [("plan", "a.story"), ("ledger", "list"), ("doctor",), ("verify", "a.story")])
def test_an_address_that_is_set_but_empty_is_a_mistake(
    make: Make, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    with make() as it:
        for empty in ("", " "):
            monkeypatch.setenv(BASE, empty)
            assert it.call(*words) == exits.USAGE
            assert f"{BASE} is set but empty" in it.err + it.out
        assert it.build("--yes") == exits.USAGE
        assert it.call("check", "a.story") == exits.DONE


def test_verify_looks_at_what_was_rehearsed(make: Make) -> None:
    with make() as it:
        assert it.build("--yes") == exits.DONE
        it.call("verify", "a.story", "--provider", "segmind", "--format", "json")
        assert [clip["path"] for clip in json.loads(it.out)["clips"]] == [f"{CLIPS}/a/{name}.mp4" for name in NAMES]


NAMES = ("01-the-match", "02-the-lamp")


def test_clips_listed_for_other_machines_name_the_folder_of_the_rehearsal(make: Make) -> None:
    with make() as it:
        assert it.call("plan", "a.story", "--list-clips") == exits.DONE
        outputs = [json.loads(line)["outputs"][0] for line in it.out.splitlines()]
        assert outputs == [f"{CLIPS}/a/{name}.mp4" for name in NAMES]


def test_the_plan_of_a_rehearsal_is_no_consent_to_spend(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    with make() as it:
        built = ("build", "--draft", "--provider", "segmind", "--plan", "plan.json")
        assert it.call("plan", "a.story", "-o", "plan.json") == exits.DONE
        with monkeypatch.context() as real:
            real.setattr(registry, "loopback", lambda parts: False)
            assert it.call(*built) == exits.OUT_OF_DATE
            assert "the plan is that of a rehearsal, and the build is for money" in it.err
            # Nor does it become one by a word in it.
            (it.root / "edited.json").write_text(
                (it.root / "plan.json").read_text().replace('"rehearsal": true', '"rehearsal": false')
            )
            assert it.call(*built[:-1], "edited.json") == exits.OUT_OF_DATE
            assert "the plan was changed since it was saved" in it.err
            assert it.submits() == 0
            assert it.call("plan", "a.story", "--rehearsal", "-o", "asked.json") == exits.DONE
        assert (it.root / "asked.json").read_text() == (it.root / "plan.json").read_text()
        assert it.call(*built) == exits.DONE


@pytest.mark.parametrize("story", ["_rehearsal/a.story", "_Draft/b/c.story", "_rehearsal.story"])
def test_no_story_lies_in_a_folder_of_ours(make: Make, story: str) -> None:
    with make() as it:
        (it.root / story).parent.mkdir(parents=True, exist_ok=True)
        (it.root / story).write_text((it.root / "a.story").read_text())
        for words in (("plan",), ("build", "--draft"), ("build", "--provider", "segmind", "--yes")):
            assert it.call(*words, story) == exits.USAGE
            assert f"what is built of `{story}` would lie in `" in it.err
        assert not (it.root / "build").exists()
        assert it.call("check", story) == exits.DONE


def test_a_ledger_at_an_address_of_the_users_keeps_rehearsals_in_a_folder_of_theirs(
    make: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with make() as it:
        monkeypatch.setenv("STORYC_LEDGER", (tmp_path / "books").as_uri())
        assert it.build("--yes") == exits.DONE
        assert (tmp_path / "books/rehearsal/ledger.db").is_file()
        assert not (tmp_path / "books/ledger.db").exists()
        assert len([*(it.root / BOOKS / "store").glob("?" * 64)]) == 2


def test_rows_that_an_older_storyc_rehearsed_stay_hidden(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """They lie in the ledger of real money, and their blocks in the lock file that git carries."""
    with make() as it:
        assert it.build("--yes") == exits.DONE
        for name in ("ledger.db", "store"):
            (it.root / BOOKS / name).rename(it.root / ".storyc" / name)
        (it.root / BOOKS / "storyc.lock").rename(it.root / "storyc.lock")
        for path in (it.root / CLIPS).iterdir():
            path.rename(it.root / "build" / path.name)
        shutil.rmtree(it.root / BOOKS)
        # They are no part of a rehearsal now, and nothing of it reaches them.
        assert states(it) == ["new", "new"]
        monkeypatch.setattr(registry, "loopback", lambda parts: False)
        assert states(it) == ["new", "new"]
        assert it.call("ledger", "list") == exits.DONE
        assert it.err == "no attempts: nothing was sent to a host; 2 attempts of a rehearsal are not listed\n"
        assert it.build("--no-look", "--max-cost", "0.1", "--out", "real") == exits.CAP
        assert it.build("--yes") == exits.USAGE
        assert "`build/a/01-the-match.mp4` is of this machine, and the host is 127.0.0.1 now: move" in it.err
        shutil.rmtree(it.root / "build")
        assert it.build("--yes", "--no-look") == exits.DONE
        assert it.charges() == 4
        assert states(it) == ["cached", "cached"]
