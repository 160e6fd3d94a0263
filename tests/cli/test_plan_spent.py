"""A saved plan is consent once: a clip that was bought by it and given up is planned anew before it is bought anew."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from storyboard.cli import exits
from storyboard.emulate.faults import script
from tests.cli.paying import TWO, Project, project

LAMP = TWO.partition("\n# The lamp")[0]


def do(it: Project) -> int:
    return it.call("build", "--plan", "plan.json", "--provider", "segmind", "--draft")


def test_a_plan_is_consent_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    faults = script("- size\n- size\n- none\n")
    with project(tmp_path, monkeypatch, capsys, script=faults, story=LAMP) as it:
        assert it.call("plan", "a.story", "-o", "plan.json") == exits.DONE
        assert "lost_usd" not in (tmp_path / "plan.json").read_text()
        assert do(it) == exits.GENERATION_FAILED, it.err
        (first,) = it.attempts()
        assert it.call("ledger", "resolve", first.id, "--lost") == exits.DONE, it.err
        assert do(it) == exits.OUT_OF_DATE
        assert f"`a.story` clip 1 was bought by this plan as attempt `{first.id}`, which has spent 0.625 USD" in it.err
        assert it.submits() == 1
        # What the message names ends it, once: who reviews the new plan sees what was lost.
        assert it.call("plan", "a.story", "-o", "plan.json") == exits.DONE
        assert json.loads((tmp_path / "plan.json").read_text())["clips"][0]["lost_usd"] == 0.625
        assert do(it) == exits.GENERATION_FAILED, it.err
        _, second = it.attempts()
        assert it.call("ledger", "resolve", second.id, "--lost") == exits.DONE, it.err
        assert do(it) == exits.OUT_OF_DATE
        assert it.submits() == 2
        # Another consent is another one.
        assert it.build("--yes") == exits.DONE, it.err
        assert it.submits() == 3


def test_what_was_not_billed_leaves_a_plan_its_consent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with project(tmp_path, monkeypatch, capsys, script=script("- 504\n- none\n"), story=LAMP) as it:
        assert it.call("plan", "a.story", "-o", "plan.json") == exits.DONE
        assert do(it) == exits.OUTCOME_UNKNOWN, it.err
        assert it.call("ledger", "resolve", it.attempts()[0].id, "--not-billed") == exits.DONE, it.err
        assert do(it) == exits.DONE, it.err
        assert it.charges() == 1
