"""Records do not lie: what they say in the course of random changes is what the program says. `make recalled` plays more."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.recalled.__main__ import play
from tools.recalled.program import Program

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no records on Windows")


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    with Program(tmp_path_factory.mktemp("home")) as program:
        yield program


def test_answers_from_records_are_those_of_the_program(program: Program) -> None:
    played = [play(program, seed, 8) for seed in range(8)]
    answers, recalled = (sum(numbers) for numbers in zip(*played, strict=True))
    assert 0 < recalled < answers


def test_of_many_stories_only_those_that_have_changed_are_compiled(program: Program, tmp_path: Path) -> None:
    text = "A lamp is lit.\nShot 1 [0-2s] A hand.\nShot 2 [2-5s] A face.\n"
    for number in range(30):
        (tmp_path / f"{number}.story").write_text(text, encoding="utf-8")
    (tmp_path / "storyc.toml").write_text("", encoding="utf-8")
    off = {"STORYC_NO_CACHE": "1"}

    def compiled() -> int:
        """How many stories a run compiles, which says what it says without records."""
        answer = program.run(["check", "."], tmp_path)
        assert answer.said == program.run(["check", "."], tmp_path, off).said
        return answer.compiled

    assert [compiled(), compiled()] == [30, 0]
    (tmp_path / "3.story").write_text(text.replace("lamp", "match"), encoding="utf-8")
    assert [compiled(), compiled()] == [1, 0]
    (tmp_path / "new.story").write_text(text, encoding="utf-8")
    assert compiled() == 1
    (tmp_path / "4.story").write_text(text.replace("[2-5s]", "[1-5s]"), encoding="utf-8")
    assert compiled() == 1
    (tmp_path / "new.story").unlink()
    assert compiled() == 1  # the report shows the text of what is wrong
    (tmp_path / "storyc.toml").write_text("[rules]\nstrict = true\n", encoding="utf-8")
    assert compiled() == 30
    (tmp_path / "templates" / "prompts").mkdir(parents=True)
    (tmp_path / "templates" / "prompts" / "wan.j2").write_text("{{ clip.text }}\n", encoding="utf-8")
    assert compiled() == 30
