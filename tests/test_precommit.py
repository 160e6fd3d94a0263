"""The hooks that `.pre-commit-hooks.yaml` offers, run by pre-commit itself."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml

from tests.cli.stories import BAD, GOOD
from tests.test_house import ROOT

MANIFEST = ROOT / ".pre-commit-hooks.yaml"
pytestmark = pytest.mark.skipif(find_spec("pre_commit") is None, reason="pre-commit is not installed")


def call(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "PRE_COMMIT_HOME": str(folder.parent / "home"), "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
    return subprocess.run(words, cwd=folder, env=environ, capture_output=True, text=True, check=False)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with our hooks, which run the storyc of this checkout instead of installing one."""
    folder = tmp_path / "repository"
    folder.mkdir()
    hooks = yaml.safe_load(MANIFEST.read_text())
    for hook in hooks:
        hook["language"] = "system"
        hook["entry"] = hook["entry"].replace("storyc", f"{sys.executable} -m storyboard", 1)
    (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": [{"repo": "local", "hooks": hooks}]}))
    (folder / "story.txt").write_text(BAD)
    for words in (["init", "-q"], ["add", "."]):
        assert call(folder, "git", *words).returncode == 0
    return folder


def hooked(folder: Path, name: str, text: str) -> subprocess.CompletedProcess[str]:
    (folder / name).write_text(text)
    assert call(folder, "git", "add", ".").returncode == 0
    return call(folder, sys.executable, "-m", "pre_commit", "run")


def test_the_manifest_is_one(tmp_path: Path) -> None:
    done = call(tmp_path, sys.executable, "-m", "pre_commit", "validate-manifest", str(MANIFEST))
    assert done.returncode == 0, done.stdout


def test_a_good_story_passes_and_other_files_are_left_alone(repository: Path) -> None:
    done = hooked(repository, "good.story", GOOD)
    assert done.returncode == 0, done.stdout
    assert done.stdout.count("Passed") == 2


def test_a_bad_story_is_held_back(repository: Path) -> None:
    done = hooked(repository, "bad.story", BAD)
    assert done.returncode == 1
    assert "SB201" in done.stdout


def test_a_story_in_another_layout_is_written_anew(repository: Path) -> None:
    done = hooked(repository, "ugly.story", GOOD.replace("[0-2s]", "( 0 - 2 s )"))
    assert done.returncode == 1
    assert (repository / "ugly.story").read_text() == GOOD
    assert hooked(repository, "ugly.story", GOOD).returncode == 0
