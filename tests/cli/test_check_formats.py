"""What `storyc check` does for servers: paths from the repository, a step's summary, quiet and `-o` in every format."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from storyboard.cli import run
from storyboard.report import formats
from tests.cli.stories import BAD

Captured = pytest.CaptureFixture[str]


@pytest.mark.parametrize("form", formats())
def test_every_format_is_data_and_obeys_quiet_and_output(folder: Path, capsys: Captured, form: str) -> None:
    assert run(["check", "--format", form, "."]) == 1
    out, err = capsys.readouterr()
    assert "SB201" in out
    assert err.startswith("ok: ")
    assert run(["check", "--quiet", "--format", form, "-o", "report", "."]) == 1
    assert capsys.readouterr() == ("", "")
    assert (folder / "report").read_text(encoding="utf-8") == out


@pytest.mark.parametrize(("form", "path"), [("json", "bad.story"), ("gitlab", "films/one/bad.story")])
def test_a_server_gets_paths_from_the_repository(
    folder: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch, form: str, path: str
) -> None:
    project = folder / "films" / "one"
    project.mkdir(parents=True)
    (project / "storyc.toml").write_text("")
    (project / "bad.story").write_text(BAD)
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    monkeypatch.chdir(project)
    run(["check", "--format", form, "."])
    (found,) = json.loads(capsys.readouterr().out)
    assert found.get("path", found.get("location", {}).get("path")) == path


def test_github_gets_a_summary_of_the_step(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    summary = folder / "summary.md"
    summary.write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    assert run(["check", "--format", "text", "."]) == 1
    assert summary.read_text() == "before\n"
    assert run(["check", "--format", "github", "."]) == 1
    text = summary.read_text(encoding="utf-8")
    assert text.startswith("before\n### storyc check\n")
    assert "| error | bad.story:3 | [SB201 shot-overlap](" in text
    assert "ok: 1 story, 1 clip, 5 s, 0.625 USD\n" in text
    capsys.readouterr()
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(folder / "none" / "summary.md"))
    assert run(["check", "--format", "github", "good.story"]) == 2
    assert "GITHUB_STEP_SUMMARY" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ([], set[str]()),
        # What a run leaves out anyway is no reason to take the comment away.
        (["--ignore", "SB206"], set[str]()),
        (["--select", "SB214"], set[str]()),
        (["--strict"], set[str]()),
    ],
)
def test_an_ignore_comment_is_used_whatever_a_run_selects(
    folder: Path, capsys: Captured, words: list[str], codes: set[str]
) -> None:
    short = BAD.replace("2-5s", "3-4s")
    (folder / "bad.story").write_text(short.replace("Shot 2", "// storyc: ignore[SB206] it may end so\nShot 2"))
    run(["check", "--format", "json", *words, "bad.story"])
    assert {found["code"] for found in json.loads(capsys.readouterr().out)} - {"SB211"} == codes


def test_an_idle_ignore_comment_is_found_whatever_a_run_selects(folder: Path, capsys: Captured) -> None:
    (folder / "good.story").write_text((folder / "good.story").read_text() + "// storyc: ignore[SB206]\n")
    for words in ([], ["--ignore", "SB206"], ["--select", "SB214"]):
        assert run(["check", "--format", "json", *words, "good.story"]) == 0
        assert [found["code"] for found in json.loads(capsys.readouterr().out)] == ["SB108"]
    assert run(["check", "--strict", "good.story"]) == 1
    assert "error[SB108]" in capsys.readouterr().out
