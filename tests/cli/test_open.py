"""`--open`: the film in the program that the system has for films."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.stories import GOOD
from tests.test_house import ROOT

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="what opens a film is called otherwise")

SAID = "note: no program here opens `build/a.animatic.mp4` by itself: open it in a video player"


def build(folder: Path, *words: str, opener: bool = True) -> subprocess.CompletedProcess[str]:
    programs = folder / "programs"
    programs.mkdir(exist_ok=True)
    if opener:
        (programs / "xdg-open").write_text(
            f'#!/bin/sh\nprintf "%s" "$1" > "{folder}/part"; mv "{folder}/part" "{folder}/opened"\n'
        )
        (programs / "xdg-open").chmod(0o755)
    return subprocess.run(
        [sys.executable, "-m", "storyboard", "build", "--draft", "--open", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PATH": f"{programs}{os.pathsep}/bin" if opener else str(programs)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def opened(folder: Path) -> str:
    since = time.monotonic()
    while not (folder / "opened").exists():
        assert time.monotonic() - since < 60, "nothing was opened"
        time.sleep(0.02)
    return (folder / "opened").read_text()


def test_one_film_is_opened_and_of_several_their_folder(tmp_path: Path) -> None:
    (tmp_path / "a.story").write_text(GOOD)
    assert build(tmp_path, "a.story").returncode == 0
    assert opened(tmp_path) == str(tmp_path / "build" / "a.animatic.mp4")
    (tmp_path / "opened").unlink()
    (tmp_path / "b.story").write_text(GOOD)
    assert build(tmp_path, "a.story", "b.story").returncode == 0
    assert opened(tmp_path) == str(tmp_path / "build")


def test_an_opener_that_finds_no_program_is_not_heard(tmp_path: Path) -> None:
    (tmp_path / "a.story").write_text(GOOD)
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "xdg-open").write_text("#!/bin/sh\necho 'www-browser: not found' >&2\nexit 3\n")
    (programs / "xdg-open").chmod(0o755)
    done = build(tmp_path, "a.story", opener=False)
    assert done.returncode == 0
    assert "www-browser" not in done.stderr
    assert [line for line in done.stderr.splitlines() if "opens" in line] == [SAID]


def test_where_nothing_opens_a_film_that_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.story").write_text(GOOD)
    done = build(tmp_path, "a.story", opener=False)
    assert done.returncode == 0
    assert SAID in done.stderr.splitlines()
