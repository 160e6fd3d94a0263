"""`storyc init`: what it begins is sound, builds for nothing, and overwrites nothing."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from storyboard.cli import exits, run
from storyboard.cli.init import STORIES
from storyboard.cli.program import group
from storyboard.system import resources
from tests.cli import paying

CASES = Path(__file__).parents[1] / "cases"
Captured = pytest.CaptureFixture[str]


@pytest.fixture
def top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_it_names_what_it_made_and_what_comes_next(top: Path, capsys: Captured) -> None:
    assert run(["init", "my film"]) == 0
    out, err = capsys.readouterr()
    assert out == "my film/storyc.toml\nmy film/.gitignore\nmy film/trailer.story\n"
    commands = re.findall(r"^  storyc (.*?)  ", err, re.MULTILINE)
    assert [shlex.split(each) for each in commands] == [[verb, "my film"] for verb in ("check", "build", "plan")]
    assert err.endswith("put it beside `my film/trailer.story`, and write `picture: FILE` below a shot's mark there\n")
    ignored = (top / "my film" / ".gitignore").read_text().splitlines()
    assert [line for line in ignored if not line.startswith("#")] == ["build/", ".storyc/"]


@pytest.mark.parametrize("template", STORIES)
def test_each_story_is_good_writing(top: Path, capsys: Captured, template: str) -> None:
    assert run(["init", "film", "--template", template]) == 0
    capsys.readouterr()
    assert run(["check", "--strict", "--variant", "all", "film"]) == 0
    assert capsys.readouterr().out == ""
    assert run(["fmt", "--check", "film"]) == 0
    text = (top / "film" / f"{template}.story").read_text(encoding="utf-8")
    # What a writer should have seen once.
    for part in ("cast:", "[[", "//", "\n# ", "  camera: ", "  sound: " if template != "music" else "  music: "):
        assert part in text
    # A paid build stays within the cap that the settings have.
    assert run(["plan", "--format", "json", "film"]) == 0
    assert '"total_usd": 0' not in capsys.readouterr().out


@pytest.mark.parametrize("template", STORIES)
def test_a_picture_of_ones_own_is_put_where_it_says(top: Path, capsys: Captured, template: str) -> None:
    assert run(["init", "film", "--template", template]) == 0
    story = top / "film" / f"{template}.story"
    text = story.read_text(encoding="utf-8")
    line = re.findall(r"write `(picture: (.+?))` below a shot's mark", text)[0]
    (top / "film" / line[1]).write_bytes((CASES / "bad/files/lamp.png").read_bytes())
    story.write_text(re.sub(r"(?m)^(Shot 1 .*)$", rf"\1\n  {line[0]}", text, count=1), encoding="utf-8")
    capsys.readouterr()
    assert run(["check", "--strict", "film"]) == 0
    assert run(["export", str(story)]) == 0
    assert f'"picture": "{line[1]}"' in capsys.readouterr().out


@pytest.mark.parametrize("template", STORIES[:1])
def test_it_builds_at_once(top: Path, template: str) -> None:
    assert run(["init", "film", "--template", template]) == 0
    assert run(["build", "--draft", "--quiet", "film"]) == 0
    assert (top / "film" / "build" / f"{template}.animatic.mp4").stat().st_size > 10_000


@pytest.mark.parametrize("taken", ["film/storyc.toml", "film/.gitignore", "film/.github/workflows/storyc.yml"])
def test_nothing_is_overwritten(top: Path, capsys: Captured, taken: str) -> None:
    place = top / taken
    place.parent.mkdir(parents=True)
    place.write_text("mine")
    before = sorted(top.rglob("*"))
    assert run(["init", "film", "--ci", "github"]) == exits.USAGE
    out, err = capsys.readouterr()
    assert (out, err.splitlines()[0]) == ("", f"error: `{taken}` is there already")
    assert sorted(top.rglob("*")) == before
    assert place.read_text() == "mine"


def test_a_dead_link_is_in_the_way_too(top: Path, capsys: Captured) -> None:
    (top / "storyc.toml").symlink_to("nowhere")
    assert run(["init", "."]) == exits.USAGE
    assert capsys.readouterr().err.startswith("error: `storyc.toml` is there already\n")
    assert not (top / "nowhere").exists()


def test_what_could_not_be_written_whole_is_taken_back(top: Path, capsys: Captured) -> None:
    (top / ".github").write_text("a file where a folder must be")
    assert run(["init", ".", "--ci", "github"]) == exits.USAGE
    assert [path.name for path in top.iterdir()] == [".github"]
    assert "the project cannot be written" in capsys.readouterr().err


def lines(node: Any) -> list[str]:
    """All texts in a file of YAML."""
    if isinstance(node, dict):
        return [line for value in node.values() for line in lines(value)]
    if isinstance(node, list):
        return [line for value in node for line in lines(value)]
    return str(node).splitlines()


def words(line: str) -> list[str]:
    """A shell's words, without where its output goes and with something for each variable."""
    line = line.partition(" > ")[0].partition(" || ")[0]
    assert "${{" not in line, "a runner would put text of others into a shell"
    return [word.removeprefix("$") for word in shlex.split(line) if word != "$NEW_STORE"]


def test_a_pipeline_says_what_storyc_understands(top: Path) -> None:
    assert run(["init", ".", "--ci", "gitlab"]) == 0
    pipeline = yaml.safe_load((top / ".gitlab-ci.yml").read_text())
    calls = [words(line) for line in lines(pipeline) if line.startswith("storyc ")]
    for _, name, *rest in calls:
        command, given = group.get_command(click.Context(group), name), rest
        assert command is not None
        if isinstance(command, click.Group):
            command, given = command.commands[given[0]], given[1:]
        command.make_context(name, given)
    assert {call[1] for call in calls} == {"check", "ci", "plan", "build"}
    paid = [call for call in calls if "segmind" in call]
    assert [call[2] for call in paid] == ["--plan", "--provider"]
    assert "--locked" in paid[1]
    # What runs for each change costs nothing, whatever the settings say.
    free = [call for call in calls if call[1] == "build" and call not in paid]
    assert all(call[call.index("--provider") + 1] == "animatic" for call in free)
    # A fork's merge request has the job that needs no secret, and no other.
    jobs = {name: job for name, job in pipeline.items() if "rules" in job}
    assert [name for name, job in jobs.items() if '== "merge_request_event"' in str(job["rules"])] == ["storyc-review"]
    assert all("needs.storyc" not in str(job) and "API_KEY" not in str(job) for job in jobs.values())


def test_gitlab_pays_by_hand_only_and_never_for_a_merge_request(top: Path) -> None:
    assert run(["init", ".", "--ci", "gitlab"]) == 0
    paid = yaml.safe_load((top / ".gitlab-ci.yml").read_text())["storyc-paid"]
    (rule,) = paid["rules"]
    assert rule["when"] == "manual"
    assert rule["if"] == "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH && $CI_PIPELINE_SOURCE =~ /^(push|web)$/"
    assert paid["resource_group"]
    assert paid["script"][0] == 'storyc ci approval --digest "$DIGEST" build/plan.json'


def test_the_component_of_gitlab_is_the_pipeline_with_its_inputs(top: Path) -> None:
    head, body = yaml.safe_load_all(resources.read("templates", "storyc.yml"))
    assert run(["init", ".", "--ci", "gitlab"]) == 0
    text = resources.read("templates", "storyc.yml").partition("\n---\n")[2]
    for name, given in head["spec"]["inputs"].items():
        assert f"$[[ inputs.{name} ]]" in text
        text = text.replace(f"$[[ inputs.{name} ]]", given["default"])
    assert "$[[" not in text
    assert text == (top / ".gitlab-ci.yml").read_text()
    assert set(body) == {".storyc", "storyc-review", "storyc-comment", "storyc-plan", "storyc-paid"}


def test_the_paid_job_buys_once_and_only_where_its_ledger_was_kept(
    top: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["init", "pipeline", "--ci", "gitlab"]) == 0
    jobs = yaml.safe_load((top / "pipeline" / ".gitlab-ci.yml").read_text())
    calls = [
        words(line)[1:]
        for name in ("storyc-plan", "storyc-paid")
        for line in jobs[name]["script"]
        if line.startswith("storyc ")
    ]
    with paying.project(top, monkeypatch, capsys) as it:
        monkeypatch.setenv("CI", "true")
        (top / "build").mkdir()
        calls = [[*call, "--draft"] if call[0] == "build" else call for call in calls if call[:2] != ["ci", "ledger"]]
        plan, ask, approve, buy, locked = calls
        shutil.rmtree(top / "pipeline")
        assert it.call(*plan) == 0
        assert it.call(*ask) == 0
        digest = it.out.split("```")[1].strip()
        assert it.call(*[digest if word == "DIGEST" else word for word in approve]) == 0
        assert it.call(*buy) == exits.USAGE
        assert it.submits() == 0
        assert it.call(*buy, "--new-store") == 0
        assert it.call(*locked) == 0
        shutil.rmtree(top / "build" / "a")
        assert it.call(*locked) == 0
        assert it.submits() == 2


def test_a_model_is_named_in_the_settings_and_its_host_beside_it(top: Path, capsys: Captured) -> None:
    assert run(["init", "film", "--model", "kling-v3@kling"]) == 0
    settings = (top / "film" / "storyc.toml").read_text(encoding="utf-8")
    assert '\nmodel = "kling-v3@kling"\n' in settings
    assert "storyc build --provider kling ." in settings
    capsys.readouterr()
    assert run(["plan", "film", "--format", "json"]) == 0
    assert run(["init", "other", "--model", "kling-v3@klin"]) == 2
    assert "write `kling-v3@kling`" in capsys.readouterr().err
    assert not (top / "other").exists()


def test_no_model_is_named_where_nobody_is_asked(top: Path, capsys: Captured) -> None:
    assert run(["init", "film"]) == 0
    assert "these models" not in capsys.readouterr().err
    assert '\n# model = "MODEL@HOST"\n' in (top / "film" / "storyc.toml").read_text(encoding="utf-8")


@pytest.mark.skipif(os.name == "nt", reason="there are no such terminals")
@pytest.mark.parametrize(
    ("words", "line"), [("\n", '# model = "MODEL@HOST"'), ("no\nwan-2.6@fal\n", 'model = "wan-2.6@fal"')]
)
def test_a_terminal_is_asked_which_model(top: Path, words: str, line: str) -> None:
    import pty

    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "storyboard", "init", "film"]
    with subprocess.Popen(command, cwd=top, stdin=theirs, stderr=theirs, stdout=subprocess.DEVNULL) as init:
        os.close(theirs)
        asked = ""
        while "later: " not in asked:
            asked += os.read(ours, 4096).decode()
        os.write(ours, words.encode())
        assert init.wait(timeout=60) == 0
    os.close(ours)
    assert "these models take trailer.story as it is:" in asked
    assert re.search(r"wan-2\.6@fal +\d+ +\d+ +[\d.]+ +price", asked)
    assert f"\n{line}\n" in (top / "film" / "storyc.toml").read_text(encoding="utf-8")
