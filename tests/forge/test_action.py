"""action.yml and the workflows of `init --ci`: what they run, what they may do, and that a checkout has no say in it."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from storyboard.cli import run
from storyboard.cli.init import SERVERS
from storyboard.cli.program import group
from storyboard.system import origin
from tests.diff.repository import commit, git
from tests.forge.runner import ACTION, STEPS, Runner
from tests.forge.stub import TOKEN, Stub, variables
from tests.forge.test_comment import left
from tests.helpers import ROOT

STORY = "Shot 1 [0-3s] A lamp.\nShot 2 [3-5s] A hand.\n"
# Where a name is looked up in the working folder, one of these is taken and runs.
TRAPS = ("storyboard/__init__.py", "yaml.py", "click.py", "venv.py", "pip.py", "sitecustomize.py", "usercustomize.py")


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A pull request as it is checked out: a shot has other words, and names of Python's are bent to run something."""
    root = tmp_path / "films $(touch PWNED)"
    root.mkdir()
    (root / "storyc.toml").write_text("")
    (root / "a.story").write_text(STORY)
    git(root, "init", "-q")
    commit(root)
    (root / "a.story").write_text(STORY.replace("A hand.", "A whale."))
    for trap in TRAPS:
        place = root / trap
        place.parent.mkdir(exist_ok=True)
        place.write_text("open('PWNED', 'w')\n")
    commit(root, "two")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    return root


def test_a_review_is_made_by_the_files_of_the_action(checkout: Path, tmp_path: Path) -> None:
    temp = tmp_path / "temp"
    summary = tmp_path / "summary.md"
    # The line end is what YAML leaves behind the last line of a block.
    job = Runner(temp, checkout, {"GITHUB_STEP_SUMMARY": str(summary)}, paths="a.story\n")
    assert job.run() == 0, job.log
    assert not list(tmp_path.rglob("PWNED"))
    assert (temp / "storyc-review" / "review.json").is_file()
    assert len(list((temp / "storyc-review").glob("*.png"))) == 2
    assert (temp / "storyc.sarif").is_file()
    assert (checkout / "build" / "a.animatic.mp4").is_file()
    assert "shot 2, text: A <del>hand</del><ins>whale</ins>." in summary.read_text()
    assert [kept["name"] for kept in job.uses] == ["storyc-review", "storyc-films"]
    (install,) = [line for line in (temp / "python.log").read_text().splitlines() if " -m pip " in line]
    assert install.endswith(
        f"--require-hashes --only-binary :all: --requirement {ROOT / '.ci' / 'locks' / 'wheel.txt'}"
    )
    # A mistake fails the job, behind its annotation, and the pictures of the rest are there.
    (checkout / "b.story").write_text("Shot 1 [0-3s] A lamp.\nShot 2 [2-5s] A hand.\n")
    shutil.rmtree(temp)
    job = Runner(temp, checkout, paths="a.story\nb.story", sarif="true")
    assert job.run() == 1
    assert re.search(r"^::error .*file=b\.story,.*shot-overlap", job.log, re.MULTILINE)
    assert len(list((temp / "storyc-review").glob("*.png"))) == 2
    assert [kept.get("name") for kept in job.uses] == ["storyc-review", "storyc-films", None]


def test_the_comment_of_the_login_that_the_token_has_is_renewed(github: Stub, change: Path, tmp_path: Path) -> None:
    github.pull(5)
    github.said(5, "films[bot]", "<!-- storyc review -->")
    github.leave(40, left(change))
    here = variables(github, tmp_path / "event.json")
    job = Runner(tmp_path / "temp", tmp_path, here, run="comment", token=TOKEN, author="films[bot]")
    assert job.run() == 0, job.log
    assert len(github.comments[5]) == 1
    assert "### Storyboard" in github.comments[5][0]["body"]


def scripts(value: Any) -> list[str]:
    """All that a file of YAML runs."""
    if isinstance(value, dict):
        own = [value["run"]] if isinstance(value.get("run"), str) and "shell" in value else []
        return own + [text for part in value.values() for text in scripts(part)]
    return [text for part in value for text in scripts(part)] if isinstance(value, list) else []


def test_no_text_of_others_becomes_a_part_of_a_script() -> None:
    texts = scripts(ACTION)
    assert len(texts) > 8
    for text in texts:
        assert "${{" not in text
        assert subprocess.run(["bash", "-n", "-c", text], check=False).returncode == 0
        # Each variable stands in quotes.
        assert not re.search(r'(?<!["\w{/])\$(?!\{0%|@)\w', re.sub(r'"[^"]*"|\'[^\']*\'', '""', text))


def test_the_action_says_what_storyc_understands() -> None:
    # What stands for further options, or for none, is no word.
    texts = [line.replace(' "${more[@]}"', "") for text in scripts(ACTION) for line in text.splitlines()]
    lines = [line.partition("bin/storyc")[2].removeprefix('"') for line in texts if "bin/storyc" in line]
    calls = [shlex.split(re.sub(r"\$\w+|\$\{[^}]*\}", "5", line)) for line in lines if line.startswith(" ")]
    for name, *rest in calls:
        command, given = group.get_command(click.Context(group), name), rest
        if isinstance(command, click.Group):
            command, given = command.commands[given[0]], given[1:]
        assert command is not None
        command.make_context(name, given)
    assert [call[0] for call in calls if call[0] != "ci"] == ["build", "check", "check", "plan", "build", "build"]


def test_each_action_that_is_called_is_pinned() -> None:
    texts = [(ROOT / "action.yml").read_text(encoding="utf-8")]
    texts += [path.read_text(encoding="utf-8") for path in (ROOT / "templates" / "projects" / "ci").iterdir()]
    called = [name for text in texts for name in re.findall(r"^ *(?:- )?uses: (.+)$", text, re.MULTILINE)]
    assert len(called) > 10
    assert [name for name in called if name != '""' and not re.fullmatch(r"[\w/-]+@[0-9a-f]{40} # v[\d.]+", name)] == []


@pytest.fixture
def workflows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, dict[Any, Any]]:
    """The three workflows of `init --ci github`, `on` being `True` in YAML 1.1."""
    monkeypatch.chdir(tmp_path)
    assert run(["init", "films", "--ci", "github"]) == 0
    paths = [tmp_path / "films" / name for name in SERVERS["github"]]
    return {path.stem: yaml.safe_load(path.read_text()) for path in paths}


def test_no_job_of_a_pull_request_has_a_secret_and_none_that_has_one_runs_its_code(
    workflows: dict[str, dict[Any, Any]],
) -> None:
    assert "pull_request_target" not in str(workflows)
    review, comment, paid = workflows.values()
    assert set(review[True]) == {"push", "pull_request"}
    assert review["permissions"] == {"contents": "read"}
    assert "secrets." not in str(review)
    assert "permissions" not in review["jobs"]["review"]
    assert comment[True] == {"workflow_run": {"workflows": [review["name"]], "types": ["completed"]}}
    assert "checkout" not in str(comment)
    assert comment["permissions"] == paid["permissions"] == {}
    assert comment["jobs"]["comment"]["if"] == "github.event.workflow_run.event == 'pull_request'"
    assert "secrets." not in str(comment)
    assert set(paid[True]) == {"workflow_dispatch"}
    assert [name for name, job in paid["jobs"].items() if "secrets." in str(job)] == ["buy"]


def test_a_push_is_reviewed_on_the_default_branch_whatever_its_name_is(workflows: dict[str, dict[Any, Any]]) -> None:
    review = workflows["storyc"]
    assert review[True]["push"] == {"branches": ["**"]}
    branch = "github.ref == format('refs/heads/{0}', github.event.repository.default_branch)"
    assert review["jobs"]["review"]["if"] == f"github.event_name == 'pull_request' || {branch}"


def test_no_job_runs_without_end(workflows: dict[str, dict[Any, Any]]) -> None:
    limits = {name: job.get("timeout-minutes") for flow in workflows.values() for name, job in flow["jobs"].items()}
    assert limits == {"review": 30, "comment": 10, "plan": 30, "buy": 330}
    assert run(["init", "more", "--ci", "gitlab"]) == 0
    jobs = yaml.safe_load(Path("more/.gitlab-ci.yml").read_text())
    assert [name for name, job in jobs.items() if "script" in job and not job.get("timeout")] == []


def test_a_paid_build_is_of_one_commit_one_at_a_time_and_approved(workflows: dict[str, dict[Any, Any]]) -> None:
    paid = workflows["storyc-paid"]
    assert paid["concurrency"]["cancel-in-progress"] is False
    plan, buy = paid["jobs"]["plan"], paid["jobs"]["buy"]
    # A tag may bear the name of a branch.
    assert plan["if"] == "github.ref == format('refs/heads/{0}', github.event.repository.default_branch)"
    assert (buy["needs"], buy["environment"]) == ("plan", "paid")
    for job in (plan, buy):
        assert job["steps"][0]["with"] == {"ref": "${{ github.sha }}", "persist-credentials": False}
    # The approval comes before the build, and the ledger is saved whatever became of that.
    names = [step["name"] for step in STEPS]
    (text,) = [step["run"] for step in STEPS if step["name"] == "Buy what was approved"]
    assert text.index("ci approval") < text.index("build --plan")
    assert names.index("Buy what was approved") < names.index("Save the ledger")
    (save,) = [step for step in STEPS if step["name"] == "Save the ledger"]
    assert save["if"].startswith("always() && ")
    assert "--locked" in STEPS[-1]["run"]


def test_a_release_has_its_own_tag_in_new_workflows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from storyboard import __version__

    assert run(["init", str(tmp_path / "a"), "--ci", "github"]) == 0
    assert capsys.readouterr().err.count("where storyc comes from: each empty `uses:`") == 3
    monkeypatch.setattr(origin, "REPOSITORY", "https://github.com/films/storyc")
    assert run(["init", str(tmp_path / "b"), "--ci", "github", "--model", "kling-v3@kling"]) == 0
    assert "where storyc comes from" not in capsys.readouterr().err
    texts = [(tmp_path / "b" / name).read_text() for name in SERVERS["github"]]
    assert "".join(texts).count(f'uses: "films/storyc@v{__version__}"\n') == 4
    assert "KLING_API_KEY: ${{ secrets.KLING_API_KEY }}\n" in texts[2]
    assert "provider: kling\n" in texts[2]
    assert "segmind" not in "".join(texts).lower()
