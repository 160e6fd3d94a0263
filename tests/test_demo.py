"""`make demo`: what it tells a newcomer to type next works as typed."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_house import ROOT

pytestmark = pytest.mark.skipif(os.name == "nt" or not shutil.which("make"), reason="make prints the commands")


def advised() -> list[str]:
    """The commands at the end of the demo."""
    done = subprocess.run(
        ["make", "-n", "demo"], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )  # fmt: skip
    spoken = [shlex.split(line)[1:] for line in done.stdout.splitlines() if line.startswith("echo")]
    said = [" ".join(words) for words in spoken]
    last = max(at for at, words in enumerate(said) if words.endswith("type next:"))
    return [words.strip() for words in said[last + 1 :] if words.strip()]


def test_what_it_prints_can_be_read_on_the_way_to_the_film() -> None:
    done = subprocess.run(
        ["make", "-n", "demo"], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )  # fmt: skip
    commands = [line.split()[1] for line in done.stdout.splitlines() if line.startswith(".venv/bin/storyc ")]
    # A list of all models with their prices would push the story off the screen.
    assert commands == ["check", "render", "build"]


def test_the_last_words_are_commands_and_they_work(tmp_path: Path) -> None:
    first, *commands = advised()
    assert re.fullmatch(r"\. \.venv/bin/activate", first)
    assert [command.split()[0] for command in commands] == ["storyc", "cp", "echo", "echo", "storyc"]
    shutil.copytree(ROOT / "samples" / "boards", tmp_path / "samples" / "boards")
    # The program of the environment that is to be activated, in a folder where nothing else is.
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "storyc").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m storyboard "$@"\n')
    (programs / "storyc").chmod(0o755)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PATH": f"{programs}{os.pathsep}/usr/bin{os.pathsep}/bin"}
    for command in commands:
        # Still cards are enough here, and nobody wants to see them.
        typed = command.replace("build --open", "build --draft")
        done = subprocess.run(
            ["sh", "-c", typed],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=100,
        )
        assert done.returncode == 0, done.stderr
    (film,) = (tmp_path / "my-film" / "build").glob("*.animatic.mp4")
    assert film.name == "sketch.animatic.mp4"
    lines = (tmp_path / "my-film" / "sketch.story").read_text().splitlines()
    assert lines == ["Shot 1 [0-5s] A lighthouse in the dusk.", "  picture: sketch.png"]
