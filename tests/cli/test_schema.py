"""`storyc schema`, and that whatever the other commands print is held against it in their tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from storyboard.cli import run, terminal
from storyboard.records.schemas import kinds, text


def test_the_command_prints_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == list(kinds())
    for name in ("plan", "storyc.plan/1"):
        assert run(["schema", name]) == 0
        assert capsys.readouterr().out == text("plan")
    assert run(["schema", "plam"]) == 2
    assert "no schema is called `plam`; did you mean `plan`?" in capsys.readouterr().err


def test_it_goes_to_a_file(folder: Path) -> None:
    assert run(["schema", "plan", "-o", "plan.json"]) == 0
    assert (folder / "plan.json").read_text(encoding="utf-8") == text("plan")


def test_what_no_schema_knows_is_not_printed_unseen(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match=r"storyc\.plan/1 at \$: "):
        terminal.put('{"schema": "storyc.plan/1"}\n')
    with pytest.raises(AssertionError, match=r"storyc\.plan/2 at \$: "):
        terminal.put('{"schema": "storyc.plan/2"}\n', str(tmp_path / "plan.json"))
