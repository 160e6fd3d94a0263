"""Cases that are files: bad stories with their reports, good ones with all they compile to, transcripts, samples."""

from __future__ import annotations

import contextlib
import io
import json
import re
import shlex
import shutil
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from storyboard.cli import run
from storyboard.compiler.pipeline import Compiled
from storyboard.diagnostics import Level
from storyboard.exchange import exporters
from storyboard.profiles import model_names
from storyboard.project.records import Project
from storyboard.report import text
from storyboard.report.request import FORMATS, Meant
from tests import helpers
from tests.helpers import ALL, BAD, CLI, OK

WIDTH = 100


def report(made: Compiled) -> str:
    return text.render(made.diagnostics, made.sources, color=False, width=WIDTH)


# ---- bad stories -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", helpers.bad_cases(), ids=lambda path: path.stem)
def test_bad_story_gets_its_report(path: Path, update: bool) -> None:
    story, expected = helpers.parted(path)
    assert expected is not None, "no `# expect:` line stands at the end"
    made = helpers.bad(path).compile()
    assert path.name[:5] in {diagnostic.code for diagnostic in made.diagnostics}
    out = report(made)
    if update:
        path.write_bytes(helpers.expecting(story, out))
        expected = helpers.parted(path)[1]
    assert expected, "nothing is expected; write it with --update, and read it"
    assert out == expected


def test_every_shared_file_is_used_by_a_bad_story() -> None:
    texts = [path.read_bytes() for path in helpers.bad_cases()]
    files = sorted(path for path in BAD.rglob("*") if path.is_file() and path.suffix != ".story")
    texts += [path.read_bytes() for path in files if path.suffix != ".wav"]
    unused = [path.name for path in files if not any(path.stem.encode() in each for each in texts)]
    assert [name for name in unused if name != "storyc.toml"] == []


# ---- good stories ------------------------------------------------------------------------------------------------


def meant(given: helpers.Given, made: Compiled) -> Meant:
    project = Project(helpers.ROOT, given.files, given.config, (given.path,))
    return [(project, request) for request in made.requests]


GOLDEN: dict[str, Callable[[helpers.Given, Compiled], str]] = {
    "expected.prompt.txt": lambda given, made: FORMATS["prompt"](meant(given, made)),
    "expected.requests.json": lambda given, made: FORMATS["json"](meant(given, made)),
    "expected.export.json": lambda given, made: exporters.load("json").render(made),
}


@pytest.mark.parametrize("name", GOLDEN)
@pytest.mark.parametrize("folder", helpers.ok_cases(), ids=lambda folder: folder.name)
def test_good_story_compiles_to(folder: Path, name: str, update: bool) -> None:
    given = helpers.ok(folder)
    made = given.compile(ALL)
    assert [each.finding.message for each in made.diagnostics if each.level is not Level.NOTICE] == []
    assert made.requests
    out = GOLDEN[name](given, made)
    place = folder / name
    if update:
        place.write_bytes(out.encode("utf-8"))
    assert place.is_file(), "there is no expectation; write it with --update, and read it"
    assert out == place.read_bytes().decode("utf-8")


@pytest.mark.parametrize("folder", helpers.ok_cases(), ids=lambda folder: folder.name)
def test_good_case_is_whole(folder: Path) -> None:
    assert (folder / "story.story").is_file()
    assert {path.name for path in folder.glob("expected.*")} == set(GOLDEN)


def test_there_are_good_cases() -> None:
    assert len(helpers.ok_cases()) >= 8
    assert [path.name for path in OK.iterdir() if not path.is_dir()] == []


# ---- samples -----------------------------------------------------------------------------------------------------


HALF = "shot 1 ends at 2.5s, `wan-2.6-t2v` counts in whole seconds"


@pytest.mark.parametrize("path", helpers.samples(), ids=lambda path: path.stem)
def test_sample_is_clean(path: Path) -> None:
    made = helpers.sample(path).compile(ALL)
    # The series has half a second in one shot, which only some models can do.
    known = [HALF] if path.match("series/2-engine.story") else []
    assert [each.finding.message for each in made.diagnostics if each.level is not Level.NOTICE] == known
    assert made.requests


@pytest.mark.parametrize("path", helpers.samples(), ids=lambda path: path.stem)
def test_sample_compiles_for_every_model(path: Path) -> None:
    def holds(model: str) -> None:
        made = helpers.sample(path).compile(helpers.Options(model=model, variant="all"))
        assert {request.profile for request in made.requests} <= {model}
        assert made.requests or any(each.level is Level.ERROR for each in made.diagnostics)

    helpers.all_hold(holds, model_names(None), str)


def test_there_are_ten_samples() -> None:
    assert len(helpers.samples()) >= 10


# ---- transcripts -------------------------------------------------------------------------------------------------

_COMMAND = re.compile(r"^\$ storyc(?P<words>[^<\n]*)(?:< (?P<stdin>\S+))?$")


def said(command: str) -> str:
    """What a command line puts on the screen, stdout and stderr as they come, and `exit N`."""
    match = _COMMAND.fullmatch(command)
    assert match is not None, f"no command: {command}"
    screen, before = io.StringIO(), sys.stdin
    given = Path(match["stdin"]).read_bytes() if match["stdin"] else b""
    sys.stdin = io.TextIOWrapper(io.BytesIO(given), encoding="utf-8")
    try:
        with contextlib.redirect_stdout(screen), contextlib.redirect_stderr(screen):
            code = run(shlex.split(match["words"]))
    finally:
        sys.stdin = before
    out = screen.getvalue()
    end = "" if not out or out.endswith("\n") else "\n"
    return f"{command}\n{out}{end}exit {code}\n"


@pytest.mark.parametrize("path", sorted(CLI.glob("*.txt")), ids=lambda path: path.stem)
def test_transcript(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, update: bool) -> None:
    project = tmp_path / "film"
    shutil.copytree(CLI / "film", project)
    monkeypatch.chdir(project)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    expected = path.read_text(encoding="utf-8")
    commands = [line for line in expected.splitlines() if line.startswith("$ ")]
    assert commands, "no line starts with `$ storyc`"
    out = "\n".join(said(command) for command in commands)
    if update:
        path.write_text(out, encoding="utf-8", newline="\n")
        return
    assert out == expected


def test_no_transcript_is_an_orphan() -> None:
    assert [path.name for path in CLI.iterdir() if path.name != "film" and path.suffix != ".txt"] == []
    assert sorted(CLI.glob("*.txt"))


# ---- what holds for the goldens themselves -------------------------------------------------------------------------


@pytest.mark.parametrize("folder", helpers.ok_cases(), ids=lambda folder: folder.name)
def test_expected_requests_have_the_documented_form(folder: Path) -> None:
    records = json.loads((folder / "expected.requests.json").read_text(encoding="utf-8"))
    for record in records:
        assert record["schema"] == "storyc.request/1"
        assert re.fullmatch(r"[0-9a-f]{64}", record["request_sha256"])
        shots, request = record["shots"], record["request"]
        assert [shot["number"] for shot in shots] == list(range(1, len(shots) + 1))
        assert shots[0]["start"] == 0
        assert all(before["end"] == shot["start"] for before, shot in pairwise(shots))
        assert shots[-1]["end"] <= request["duration"]
        assert request["multi_shots"] is (len(shots) > 1)
        assert request["enable_prompt_expansion"] or len(shots) == 1
        assert set(request) >= {"prompt", "duration", "size", "seed", "negative_prompt"}
