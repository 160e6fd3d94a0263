"""A name in a folder by which no file can be read is said to be one, and is not offered as what was meant."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from storyboard.compiler.pipeline import compile_story
from storyboard.config import Config
from storyboard.source import DiskFiles
from tests.compiling import codes

pytestmark = pytest.mark.skipif(os.name == "nt", reason="pipes and links are those of POSIX")


@pytest.mark.parametrize(
    "kind", ["a pipe", "a link out of the project", "a link to a hidden file", "a link to nowhere"]
)
@pytest.mark.parametrize(("key", "name"), [("include", "p.yaml"), ("audio", "q.wav")])
def test_no_file_is_offered_in_its_own_place(tmp_path: Path, key: str, name: str, kind: str) -> None:
    root = tmp_path / "film"
    root.mkdir()
    (tmp_path / name).write_text("seed: 1\n")
    (root / "a.story").write_text(f"{key}: {name}\nA lamp.\n")
    if kind == "a pipe":
        os.mkfifo(root / name)
    else:
        (root / ".env").write_text("seed: 1\n")
        (root / name).symlink_to(tmp_path / name if "out" in kind else ".env" if "hidden" in kind else "gone")
    story = compile_story(DiskFiles(root), "a.story", Config())
    assert codes(story) == ["SB405"]
    message = story.diagnostics[0].finding.message
    assert f"`{name}`" in message
    assert message.endswith("is no file, or a link out of the project or to a hidden file")
