"""The caps of a run that builds several projects: one run, which is refused whole where the whole is over."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from pathlib import Path

import pytest

from storyboard.cli import exits
from storyboard.ledger import Attempt, read_ledger
from tests.cli.paying import TWO, Project, project

Make = Callable[..., AbstractContextManager[Project]]
LAMP = TWO.partition("\n# The lamp")[0]
PROJECTS = ("first", "second")


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Make:
    """Two projects of one clip each, which one command builds; the second has these settings."""

    def made(settings: str = "") -> AbstractContextManager[Project]:
        for name in PROJECTS:
            (tmp_path / name).mkdir()
            (tmp_path / name / "storyc.toml").write_text(settings if name == "second" else "")
            (tmp_path / name / "a.story").write_text(LAMP.replace("rain", f"rain of the {name}"))
        return project(tmp_path, monkeypatch, capsys, protocol="v2")

    return made


def books(folder: Path) -> list[Attempt]:
    ledger = read_ledger(folder)
    assert ledger is not None
    with closing(ledger):
        return list(ledger.attempts())


@pytest.mark.parametrize("where", ["variable", "file"])
def test_the_cap_of_a_run_is_one_for_all_its_projects(make: Make, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    with make("[caps]\nrun = 1\n" if where == "file" else "") as it:
        if where == "variable":
            monkeypatch.setenv("STORYC_CAPS_RUN", "1")
        assert it.build("--yes", paths=PROJECTS) == exits.CAP
        assert "the cap for this run is 1 USD, 0 are spent or held and 1.25 more are wanted" in it.err
        assert ("raise STORYC_CAPS_RUN, or" if where == "variable" else "raise `caps.run`, or") in it.err
        assert it.submits() == 0


@pytest.mark.parametrize("cap", ["DAY", "MONTH", "CLIPS"])
def test_a_cap_of_a_ledger_counts_all_projects_that_share_it(
    make: Make, monkeypatch: pytest.MonkeyPatch, cap: str
) -> None:
    with make() as it:
        monkeypatch.setenv(f"STORYC_CAPS_{cap}", "1")
        assert it.build("--yes", "--store", str(it.root / "books"), paths=PROJECTS) == exits.CAP
        assert f"raise STORYC_CAPS_{cap}, or" in it.err
        assert it.submits() == 0
        monkeypatch.setenv(f"STORYC_CAPS_{cap}", "2")
        assert it.build("--yes", "--store", str(it.root / "books"), paths=PROJECTS) == exits.DONE, it.err
        assert it.charges() == 2
        # One command is one run, and what was agreed to is the cap of the whole.
        assert len({attempt.run for attempt in books(it.root / "books")}) == 1


def test_one_command_is_one_run_in_all_its_ledgers(make: Make) -> None:
    with make() as it:
        assert it.build("--max-cost", "1.25", paths=PROJECTS) == exits.DONE, it.err
        runs = [attempt.run for name in PROJECTS for attempt in books(it.root / name / ".storyc")]
        assert len(runs) == 2
        assert len(set(runs)) == 1


def test_a_clip_of_two_projects_whose_job_failed_in_the_first_is_not_waited_for_in_the_second(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """They share a ledger, and who owns a job there for the first project does so for the second."""
    for name in PROJECTS:
        (tmp_path / name).mkdir()
        (tmp_path / name / "storyc.toml").write_text("")
        (tmp_path / name / "a.story").write_text(LAMP)
    with project(tmp_path, monkeypatch, capsys, "failed-with-cost", protocol="v2") as it:
        assert it.build("--yes", "--store", str(tmp_path / "books"), paths=PROJECTS) == exits.GENERATION_FAILED
        assert "another storyc is at it" not in it.err
        assert it.err.count("and the host charged 0.625 USD for it") == 2
        assert it.charges() == 1
