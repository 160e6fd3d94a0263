"""The recipes of docs/scale.md: their commands, part by part, against the emulated host."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from storyboard.cli import exits
from tests.cli.paying import project
from tests.docs import DOCS, blocks

PARTS = 4
STORY = "".join(f"# Clip {clip}\nShot 1 [0-5s] The tide, seen from pier {clip}.\n" for clip in range(1, 6))
RECIPES = {block.value("scale"): block.text for block in blocks(DOCS / "scale.md") if block.value("scale")}
VARIABLES = {"gitlab": ("CI_NODE_INDEX", "CI_NODE_TOTAL", 1), "kubernetes": ("JOB_COMPLETION_INDEX", "", 0)}


def commands(recipe: str) -> list[str]:
    """The command lines of a recipe, in its order."""
    return re.findall(r"^[ -]*(storyc .+?)(?: \|\| .+)?$", RECIPES[recipe], re.MULTILINE)


@pytest.mark.parametrize("recipe", sorted(RECIPES))
def test_the_commands_of_a_recipe_make_the_film_and_pay_once(
    recipe: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with project(tmp_path, monkeypatch, capsys, protocol="v2", story=STORY) as it:
        (tmp_path / "films").mkdir()
        (tmp_path / "a.story").rename(tmp_path / "films/a.story")
        send, collect = commands(recipe)
        index, total, first = VARIABLES.get(recipe, ("", "", 0))
        if recipe == "kubernetes":
            monkeypatch.setenv(*re.findall(r"name: (JOB_\w+), value: \"(\d+)\"", RECIPES[recipe])[0])
        if total:
            monkeypatch.setenv(total, str(PARTS))
        for _ in range(2):  # a first batch shows that the host keeps to the price
            for part in range(PARTS if "--shard" in send else 1):
                if index:
                    monkeypatch.setenv(index, str(part + first))
                words = send.replace("${{ matrix.part }}", str(part + 1)).split()
                assert it.call(*words[1:]) in (exits.DONE, exits.NOT_FINISHED), it.err
            assert it.call(*collect.split()[1:]) == exits.DONE, it.err
        assert it.out == "build/films/a.mp4\n"
        assert it.charges() == it.submits() == 5
