"""The contact sheet by the command line: beside the film, and as an export."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path

import pytest

from storyboard.cli import run
from tests.cli.stories import GOOD

Captured = pytest.CaptureFixture[str]
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "good.story").write_text(GOOD)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_build_puts_it_beside_the_film_and_replaces_its_own_alone(folder: Path, capsys: Captured) -> None:
    sheet = folder / "build" / "good.sheet.png"
    for _ in range(2):
        assert run(["build", "--draft", "--sheet", "good.story"]) == 0
        assert capsys.readouterr().out == "build/good.animatic.mp4\nbuild/good.sheet.png\n"
        assert sheet.read_bytes().startswith(PNG)
    sheet.write_bytes(b"mine")
    assert run(["build", "--draft", "--sheet", "good.story"]) == 2
    out, err = capsys.readouterr()
    assert out == "build/good.animatic.mp4\n"
    assert "error: no contact sheet: `build/good.sheet.png` was changed since storyc wrote it" in err
    assert sheet.read_bytes() == b"mine"
    assert not list(folder.rglob(".storyc-*"))


def test_an_export_is_bytes_in_a_file_or_in_a_pipe(folder: Path) -> None:
    assert run(["export", "--format", "png", "good.story", "-o", "a.png"]) == 0
    assert (folder / "a.png").read_bytes().startswith(PNG)
    done = subprocess.run(
        [sys.executable, "-m", "storyboard", "export", "--format", "png", "good.story"],
        env={"PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        check=True,
        timeout=60,
    )
    assert done.stdout == (folder / "a.png").read_bytes()


def test_without_the_extra_that_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    importlib.import_module("storyboard.film.contact")
    monkeypatch.setitem(sys.modules, "storyboard.film.contact", None)
    monkeypatch.delattr("storyboard.film.contact")
    assert run(["export", "--format", "png", "good.story", "-o", "a.png"]) == 2
    assert "error: the sheet needs the extra `video`: " in capsys.readouterr().err
    assert not (folder / "a.png").exists()
