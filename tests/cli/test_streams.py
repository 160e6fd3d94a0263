"""What a command does where its streams are closed, or its working folder is gone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from storyboard.cli import exits, run

Captured = pytest.CaptureFixture[str]
ROOT = Path(__file__).resolve().parents[2]
posix = pytest.mark.skipif(os.name == "nt", reason="a shell closes the streams")
NO_STDIN, NO_STDOUT = "error: stdin cannot be read: it is closed", "error: stdout cannot be written: it is closed"


def called(folder: Path, line: str) -> tuple[int, str, str]:
    """The exit code of a command whose streams a shell has opened, closed and redirected, and what it wrote."""
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    done = subprocess.run(
        ["/bin/sh", "-c", f'exec "{sys.executable}" -m storyboard {line}'],
        cwd=folder,
        env=environ | {"PYTHONPATH": str(ROOT)},
        input="A lamp.\n",
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


@posix
@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("check - <&-", exits.USAGE, NO_STDIN),
        ("import - <&-", exits.USAGE, NO_STDIN),
        ("fmt - <&-", exits.USAGE, NO_STDIN),
        ("build good.story --provider segmind --yes --api-key-file - <&-", exits.KEY, "error: stdin cannot be read"),
        ("render good.story >&-", exits.USAGE, NO_STDOUT),
        ("doctor >&-", exits.USAGE, NO_STDOUT),
        ("--version >&-", exits.USAGE, NO_STDOUT),
        ("check --help >&-", exits.USAGE, NO_STDOUT),
        ("check good.story 2>&-", exits.DONE, ""),
        ("check bad.story 2>&- | cat", exits.DONE, ""),  # that of `cat`
        ("check nosuch.story 2>&-", exits.USAGE, ""),
        ("check good.story <&- >&- 2>&-", exits.DONE, ""),
        ("check --no-such-option <&- >&- 2>&-", exits.USAGE, ""),
    ],
)
def test_a_closed_stream_is_no_bug(folder: Path, line: str, code: int, said: str) -> None:
    left, _, err = called(folder, line)
    assert (left, said in err, "bug:" in err) == (code, True, False), err


@posix
def test_a_full_device_is_no_bug(folder: Path) -> None:
    if not os.path.exists("/dev/full"):
        pytest.skip("no /dev/full")
    for line in ("--help", "check --help", "render good.story", "explain SB101"):
        left, _, err = called(folder, f"{line} >/dev/full")
        assert (left, err) == (exits.USAGE, "error: stdout cannot be written: No space left on device\n"), line


@posix
def test_no_file_gets_the_number_of_a_closed_stream(folder: Path) -> None:
    """What is said would be written into the ledger, the film or the draft that was opened in stderr's place."""
    command = (
        "import os, sys; from storyboard.cli.terminal import prepare; prepare();"
        "n = os.open('mine', os.O_RDWR | os.O_CREAT); print('said', file=sys.stderr); os._exit(n)"
    )
    done = subprocess.run(
        ["/bin/sh", "-c", f'exec "{sys.executable}" -c "{command}" <&- >&- 2>&-'],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert done.returncode > 2
    assert (folder / "mine").read_bytes() == b""


CALLS = (
    ("check", "-"), ("check", "."), ("fmt", "-"), ("import", "-"), ("doctor",), ("models",), ("ledger", "list"), ("watch", "."),
    ("emulate", "--openapi"), ("build", "."), ("build", "a.story"), ("diff", "."), ("plan", "a.story"), ("init", "x"), ("verify", "."),
    ("report", "merge", "x"), ("export", "a.story"), ("render", "a.story"),
)  # fmt: skip


@posix
@pytest.mark.parametrize("words", CALLS, ids=" ".join)
def test_a_working_folder_that_was_deleted_is_named(
    tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert run(list(words)) == exits.USAGE
    err = capsys.readouterr().err
    assert err.startswith("error: ")
    assert "bug:" not in err


@posix
def test_in_a_working_folder_that_was_deleted_a_whole_path_is_enough(
    folder: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "gone").mkdir()
    monkeypatch.chdir(folder / "gone")
    (folder / "gone").rmdir()
    for words in (("check",), ("plan",), ("fmt", "--check")):
        assert run([*words, str(folder / "good.story")]) == exits.DONE, words
    assert "bug:" not in capsys.readouterr().err


@pytest.mark.parametrize("command", ["check", "plan", "fmt", "build", "render", "verify", "export", "diff"])
def test_an_empty_path_is_said_to_be_empty(folder: Path, capsys: Captured, command: str) -> None:
    assert run([command, ""]) == exits.USAGE
    assert "is empty" in capsys.readouterr().err
