"""Projects with one ledger and one store: what lies in one of them is seen from the others, and settled where it is."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from storyboard.cli import exits
from storyboard.ledger import read_ledger
from storyboard.production.plan import lockfile
from tests.cli.paying import Project, project
from tests.emulate.hosting import later

STORY = "# C1\nduration: 5\nShot 1 [0-5s] Close-up: a lamp on a table turns in the {}.\n"
CLIP = "build/q/01-c1.mp4"


@pytest.fixture
def it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Project]:
    """Two projects `p` and `q` that were built with one ledger, and whose clips neither store nor host have any more."""
    with project(tmp_path, monkeypatch, capsys, protocol="v2") as it:
        for name in ("p", "q"):
            (tmp_path / name).mkdir()
            (tmp_path / name / "storyc.toml").write_text("")
            (tmp_path / name / f"{name}.story").write_text(STORY.format(name))
        monkeypatch.setenv("STORYC_STORE", str(tmp_path / "shared"))
        assert it.build("--yes", paths=("p", "q")) == exits.DONE, it.err
        shutil.rmtree(tmp_path / "shared/store")
        later(monkeypatch, 1e6)
        yield it


def attempts(it: Project) -> dict[str, str]:
    """The state of the attempt of each project, with its id before it."""
    ledger = read_ledger(it.root / "shared")
    assert ledger is not None
    try:
        return {attempt.story[0]: f"{attempt.id} {attempt.state}" for attempt in ledger.attempts()}
    finally:
        ledger.close()


def test_a_clip_that_lies_in_another_project_is_not_given_up(it: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    id = attempts(it)["q"].split()[0]
    monkeypatch.chdir(it.root / "p")
    assert it.call("ledger", "resolve", id, "--lost") == exits.USAGE
    assert f"attempt `{id}` is of the project in `{it.root / 'q'}`: settle it there" in it.err
    # Whose lock file does not tell is told by the clip itself.
    lock = (it.root / "q/storyc.lock").rename(it.root / "lock")
    assert it.call("ledger", "resolve", id, "--lost") == exits.USAGE
    place = it.root / "q" / CLIP
    assert f"attempt `{id}` is published, and its clip lies in `{place}`: `storyc ledger resolve {id} --file" in it.err
    assert it.call("ledger", "audit") == exits.STORY_ERRORS
    assert f"it lies in `{place}`, from where the next paid build or" in it.out
    # What is named ends it.
    lock.rename(it.root / "q/storyc.lock")
    assert it.call("ledger", "resolve", id, "--file", str(place)) == exits.DONE, it.err
    monkeypatch.chdir(it.root)
    assert it.build(paths=("p", "q")) == exits.DONE, it.err
    assert it.submits() == 2


def test_what_is_gone_is_settled_where_the_lock_file_names_it(it: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    id = attempts(it)["q"].split()[0]
    (it.root / "q" / CLIP).unlink()
    monkeypatch.chdir(it.root / "p")
    assert it.call("ledger", "resolve", id, "--lost") == exits.USAGE
    monkeypatch.chdir(it.root / "q")
    assert it.call("ledger", "resolve", id, "--lost") == exits.DONE, it.err
    assert [entry.state for entry in lockfile.read(it.root / "q").blocks.values()] == ["lost"]
    assert attempts(it)["q"] == f"{id} void"


def test_a_ledger_of_one_project_names_no_root(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A copy of such a project would look into the one that it was copied from."""
    with project(tmp_path, monkeypatch, capsys, story=STORY) as it:
        assert it.build("--yes") == exits.DONE, it.err
        ledger = read_ledger(tmp_path / ".storyc")
        assert ledger is not None
        assert ledger.roots() == ()
        ledger.close()
