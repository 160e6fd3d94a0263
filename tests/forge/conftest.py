"""A stub of GitHub, the variables of a job there, and a review of five kinds of change, drawn once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from storyboard.cli import run
from tests.forge.scratch import scratch
from tests.forge.stub import Stub, ended, serving, variables


@pytest.fixture
def github(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stub]:
    """The stub, of which the environment speaks as that of a job does that runs on `workflow_run`."""
    with serving(tmp_path) as stub:
        for name, value in variables(stub, ended(tmp_path / "event.json")).items():
            monkeypatch.setenv(name, value)
        yield stub


@pytest.fixture(scope="session")
def change(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scratch repository, in which `change/review` lies beside it as `storyc ci review` has written it."""
    top = tmp_path_factory.mktemp("change")
    root = scratch(top / "films")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        patch.setenv("GIT_CEILING_DIRECTORIES", str(top))
        patch.setenv("GITHUB_STEP_SUMMARY", str(top / "summary.md"))
        assert run(["ci", "review", "--base", "HEAD^1", "-o", str(top / "review"), "."]) == 0
    return top
