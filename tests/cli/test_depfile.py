"""`render --depfile`, as Make reads it, and `-o` that leaves alone what is as it should be."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from storyboard.cli import exits, run
from tests.test_house import ROOT

Captured = pytest.CaptureFixture[str]
STORY = """\
---
include: /cast.yaml
template: own
audio: /a song.wav
duration: 5
---
Shot 1 [0-5s] @NORA waits.
"""


@pytest.fixture
def project(folder: Path) -> Path:
    """A story that is made from one file of each kind, under names that Make must be told twice."""
    (folder / "shots #1").mkdir()
    shutil.copy(ROOT / "tests" / "cases" / "bad" / "files" / "four.wav", folder / "a song.wav")
    (folder / "shots #1" / "a $.story").write_text(STORY)
    (folder / "cast.yaml").write_text("cast:\n  NORA: a baker\n")
    (folder / "templates" / "prompts").mkdir(parents=True)
    (folder / "templates" / "prompts" / "own.j2").write_text("{% for shot in shots %}{{ shot.text }}{% endfor %}\n")
    return folder


def test_the_output_depends_on_all_that_was_read(project: Path) -> None:
    assert run(["render", "shots #1", "-o", "out put.json", "--depfile", "out.d"]) == 0
    needed = ["a\\ song.wav", "cast.yaml", "shots\\ \\#1/a\\ $$.story", "storyc.toml", "templates/prompts/own.j2"]
    assert (project / "out.d").read_text() == " \\\n  ".join(["out\\ put.json:", *needed]) + "\n"


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make")
def test_make_renders_again_when_an_include_has_changed(project: Path) -> None:
    (project / "Makefile").write_text(
        f"out.json:\n\t@echo render\n\t@{sys.executable} -m storyboard render -q 'shots #1' -o out.json --depfile out.d\n"
        "-include out.d\n"
    )

    def make() -> str:
        environ = {**os.environ, "PYTHONPATH": str(ROOT)}
        return subprocess.run(
            ["make", "-s"], cwd=project, env=environ, capture_output=True, text=True, check=True
        ).stdout

    assert make() == "render\n"
    assert make() == ""
    later = (project / "out.json").stat().st_mtime + 10
    (project / "cast.yaml").write_text("cast:\n  NORA: a very old baker\n")
    os.utime(project / "cast.yaml", (later, later))
    assert make() == "render\n"
    assert "very old" in (project / "out.json").read_text()


def test_a_file_that_is_as_it_should_be_keeps_its_time(folder: Path) -> None:
    out = folder / "out.json"
    assert run(["render", "good.story", "-o", "out.json"]) == 0
    os.utime(out, (1, 1))
    assert run(["render", "good.story", "-o", "out.json"]) == 0
    assert out.stat().st_mtime == 1
    (folder / "good.story").write_text((folder / "good.story").read_text().replace("A hand", "Two hands"))
    assert run(["render", "good.story", "-o", "out.json"]) == 0
    assert out.stat().st_mtime > 1


@pytest.mark.parametrize("words", [["good.story"], ["good.story", "-o", "-"], ["-", "-o", "out.json"]])
def test_a_depfile_is_about_files(folder: Path, words: list[str]) -> None:
    assert run(["render", *words, "--depfile", "out.d"]) == exits.USAGE
    assert not (folder / "out.d").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="no such name there")
def test_a_name_that_no_depfile_holds_is_said(folder: Path, capsys: Captured) -> None:
    (folder / "a\nb.story").write_text((folder / "good.story").read_text())
    assert run(["render", "a\nb.story", "-o", "out.json", "--depfile", "out.d"]) == exits.USAGE
    assert "has a line end in it" in capsys.readouterr().err
