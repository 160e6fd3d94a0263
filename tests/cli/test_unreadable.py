"""What may not be read is named, and a run does not end with 0 over it; the rest goes on."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from storyboard.cli import exits, run
from tests.cli.stories import BAD, GOOD

Captured = pytest.CaptureFixture[str]
pytestmark = pytest.mark.skipif(os.name == "nt", reason="who may read a file is said otherwise there")
NOBODY = 65_534


@pytest.fixture
def films() -> Iterator[Path]:
    """A project of a good story and a bad one in a folder of its own, where the test runs as somebody who is not root.

    Root may read everything, so that it becomes another user; the folder of tests is closed to that one.
    """
    folder = Path(tempfile.mkdtemp(prefix="storyc-films-"))
    folder.chmod(0o755)
    (folder / "good.story").write_text(GOOD)
    (folder / "acts").mkdir()
    (folder / "acts" / "bad.story").write_text(BAD)
    for words in (["check"], ["plan"], ["fmt", "--check"], ["diff"]):
        run([*words, str(folder)])  # what is imported late is imported as the user to whom the program belongs
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    yield folder
    if root:
        os.seteuid(0)
    (folder / "acts").chmod(0o755)
    shutil.rmtree(folder)


def close(place: Path, mode: int = 0) -> None:
    """Take away who may read it, which its owner does."""
    user = os.geteuid()
    os.seteuid(place.stat().st_uid)
    place.chmod(mode)
    os.seteuid(user)


@pytest.mark.parametrize("mode", [0o000, 0o300])
def test_a_folder_that_may_not_be_read_is_named(films: Path, capsys: Captured, mode: int) -> None:
    close(films / "acts", mode)
    capsys.readouterr()
    for words in (["check"], ["plan"], ["fmt", "--check"]):
        assert run([*words, str(films)]) == exits.USAGE, words
        out, err = capsys.readouterr()
        assert f"error: the folder `{films / 'acts'}` cannot be read: Permission denied" in err
        assert "1 story" in out + err or "good.story" in out  # the other one was read
    assert run(["check", str(films / "acts")]) == exits.USAGE
    assert "cannot be read: Permission denied" in capsys.readouterr().err


def test_a_folder_that_may_not_be_entered_is_named(films: Path, capsys: Captured) -> None:
    close(films / "acts", 0o600)
    close(films / "acts", 0o644)
    capsys.readouterr()
    assert run(["check", str(films)]) != exits.DONE
    assert "Permission denied" in "".join(capsys.readouterr())


def test_diff_does_not_call_removed_what_it_may_not_read(films: Path, capsys: Captured) -> None:
    close(films / "acts")
    capsys.readouterr()
    assert run(["diff", str(films)]) == exits.USAGE
    assert "Permission denied" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["storyc.toml", "pyproject.toml"])
def test_settings_that_may_not_be_read_are_named(films: Path, capsys: Captured, name: str) -> None:
    user = os.geteuid()
    os.seteuid(films.stat().st_uid)
    (films / name).write_text("[tool.storyc]\n")
    os.seteuid(user)
    close(films / name)
    capsys.readouterr()
    assert run(["check", str(films)]) == exits.USAGE
    assert f"{films / name}: Permission denied" in capsys.readouterr().err


def test_settings_in_a_folder_that_may_not_be_entered_are_looked_for_no_further(films: Path, capsys: Captured) -> None:
    close(films / "acts", 0o444)
    capsys.readouterr()
    assert run(["check", str(films / "acts" / "bad.story")]) == exits.USAGE
    assert "bug:" not in capsys.readouterr().err
