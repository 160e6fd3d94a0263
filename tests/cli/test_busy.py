"""A build whose host says that it is busy: by 429, or by a 503 in its own words."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from storyboard.cli import exits
from storyboard.emulate.faults import parse
from storyboard.providers.protocols.jobs import answers
from tests.cli.paying import Project, project

Make = Callable[..., AbstractContextManager[Project]]


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Make:
    """A project of two clips; so many submits meet the fault, and the host is asked again sooner than it wants."""
    monkeypatch.setattr(answers, "_WAITS", (0.05, 0.05))

    def made(fault: str, times: int, **more: Any) -> AbstractContextManager[Project]:
        return project(tmp_path, monkeypatch, capsys, script=((parse(fault),),) * times, **more)

    return made


@pytest.mark.parametrize("protocol", ["v1", "v2"])
@pytest.mark.parametrize("fault", ["429=1", "503-json=1"])
def test_a_storm_of_refusals_fails_no_clip(make: Make, fault: str, protocol: str) -> None:
    with make(fault, 9, protocol=protocol) as it:
        assert it.build("--yes", "--jobs", "2") == exits.DONE, it.err
        assert (it.submits(), it.charges()) == (11, 2)
        assert it.states().count("published") == 2
        assert set(it.states()) == {"published", "void"}
        # A clip that waited is not written down for nothing: all but one that was called off was sent.
        assert 9 <= it.states().count("void") <= 10
        assert "waiting for `a.story` clip 1: the host is busy, and nothing is sent for 0 s" in it.err


@pytest.mark.parametrize("fault", ["429=1", "503-json=1"])
def test_a_host_that_takes_nothing_ends_the_run(make: Make, fault: str) -> None:
    with make(fault, 100, protocol="v2") as it:
        assert it.build("--yes", "--jobs", "1") == exits.GENERATION_FAILED
        assert (it.submits(), it.charges()) == (12, 0)
        assert "12 times in a row; it was not billed: run it again later" in it.err
        assert "clip 2 is not written: not sent, since the host answers" in it.err
        assert set(it.states()) == {"void"}


def test_a_503_of_a_gateway_may_have_been_billed(make: Make) -> None:
    with make("503", 1, protocol="v2") as it:
        assert it.build("--yes", "--only", "1") == exits.OUTCOME_UNKNOWN
        assert it.submits() == 1
        assert it.states() == ["unknown"]
