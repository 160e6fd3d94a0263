"""`check` and `render` of paths alone go another way than through click, and nobody can tell."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from storyboard.cli import exits, is_plain

ROOT = Path(__file__).resolve().parents[2]
SOUND = "A lamp is lit.\nShot 1 [0-2s] A hand.\nShot 2 [2-5s] A face.\n"
FAULTY = "A lamp is lit.\nShot 1 [0-2s] A hand.\nShot 2 [3-5s] A face.\n"
RUN = "import sys; from storyboard.cli import run; sys.exit(run(sys.argv[1:]))"
CLICK = """
import sys
from storyboard.cli import program, run
import storyboard.cli
storyboard.cli.is_plain = lambda words: False
sys.exit(run(sys.argv[1:]))
"""
WAYS: dict[str, tuple[list[str], int]] = {
    "sound": (["sound.story"], exits.DONE),
    "faulty": (["faulty.story"], exits.STORY_ERRORS),
    "both": (["sound.story", "faulty.story", "sound.story"], exits.STORY_ERRORS),
    "folder": (["."], exits.STORY_ERRORS),
    "missing": (["sound.story", "none.story"], exits.USAGE),
    "empty": ([""], exits.USAGE),
    "configured": (["bad/a.story"], exits.USAGE),
    "unmarked": (["[?].story"], exits.USAGE),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sound.story").write_text(SOUND)
    (tmp_path / "faulty.story").write_text(FAULTY)
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "a.story").write_text(SOUND)
    (tmp_path / "bad" / "storyc.toml").write_text("modle = 1\n")
    return tmp_path


def ran(code: str, words: list[str], folder: Path, stdout: int = subprocess.PIPE) -> tuple[int, bytes, bytes]:
    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT)},
        stdout=stdout,
        stderr=subprocess.PIPE,
        check=False,
    )
    return done.returncode, done.stdout or b"", done.stderr


@pytest.mark.parametrize("command", ["check", "render"])
@pytest.mark.parametrize("way", WAYS)
def test_it_says_and_ends_as_clicks_road_does(command: str, way: str, folder: Path) -> None:
    words, code = WAYS[way]
    if way == "folder":
        (folder / "bad" / "storyc.toml").unlink()
    plain = ran(RUN, [command, *words], folder)
    assert plain == ran(CLICK, [command, *words], folder)
    assert plain[0] == code


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
def test_a_full_disk_is_said_on_both_roads(folder: Path) -> None:
    with open("/dev/full", "wb") as full:
        plain, click = (ran(code, ["render", "sound.story"], folder, full.fileno()) for code in (RUN, CLICK))
    assert plain == click
    assert plain[0] == exits.USAGE
    assert b"stdout cannot be written" in plain[2]


@pytest.mark.parametrize(
    "words",
    [[], ["check"], ["check", "-"], ["check", "a", "-q"], ["check", "--", "a"], ["fmt", "a"], ["-h"], ["--", "a"]],
)
def test_all_else_is_clicks(words: list[str]) -> None:
    assert not is_plain(words)
    assert is_plain(["check", "a"])
