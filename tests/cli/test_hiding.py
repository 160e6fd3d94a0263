"""No key on anything that a command prints or writes."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from storyboard.cli import exits, run, terminal
from storyboard.diagnostics import UserError
from storyboard.project import finding
from storyboard.system import secrets

Captured = pytest.CaptureFixture[str]
SEGMIND = "SG_" + "0123456789abcdef"
LIVE = "a-live-key-of-no-known-form"


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secrets, "_live", ())
    secrets.conceal(LIVE)


def test_data_and_talk(capsys: Captured, tmp_path: Path) -> None:
    text = f"{SEGMIND} {LIVE} sk-{'a' * 20}\n"
    terminal.put(text)
    terminal.put(text, str(tmp_path / "out"))
    terminal.say(text.rstrip())
    out, err = capsys.readouterr()
    assert out == (tmp_path / "out").read_text() == f"SG_{'*' * 16} {'*' * len(LIVE)} sk-{'a' * 20}\n"
    assert err == f"SG_{'*' * 16} {'*' * len(LIVE)} sk-{'*' * 20}\n"


def test_what_is_made_up_is_shown(capsys: Captured) -> None:
    terminal.put(SEGMIND, made_up=True)
    assert capsys.readouterr().out == SEGMIND


@pytest.mark.parametrize("traceback", ["", "1"])
def test_a_bug_shows_no_key(folder: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch, traceback: str) -> None:
    monkeypatch.setenv("STORYC_TRACEBACK", traceback)
    # What is cut must not leave half a key either.
    before = "x" * (200 - len("RuntimeError: ") - 12)

    def failing(*_: object) -> None:
        raise RuntimeError(f"{before}{LIVE} {SEGMIND}")

    monkeypatch.setattr(finding, "search", failing)
    assert run(["check", "good.story"]) == exits.BUG
    err = capsys.readouterr().err
    assert "bug: storyc failed (RuntimeError: xx" in err
    assert ("Traceback" in err) == bool(traceback)
    assert LIVE[:8] not in err
    assert SEGMIND[:8] not in err


def test_a_wrong_command_line_shows_no_key(folder: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(["check", SEGMIND]) == exits.USAGE
    assert run(["check", "good.story", "--format", LIVE]) == exits.USAGE

    def failing(*_: object) -> None:
        raise click.UsageError(f"no {LIVE}")

    monkeypatch.setattr(finding, "search", failing)
    assert run(["check", "good.story", "--quiet"]) == exits.USAGE

    def refusing(*_: object) -> None:
        raise UserError(f"no {LIVE}")

    monkeypatch.setattr(finding, "search", refusing)
    assert run(["check", "good.story"]) == exits.USAGE  # which does not wait for click
    out, err = capsys.readouterr()
    assert LIVE not in out + err
    assert SEGMIND not in out + err
