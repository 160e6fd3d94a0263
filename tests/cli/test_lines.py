"""What is printed of a stranger's project: no line that the log of a pipeline, a terminal or a comment would obey."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from storyboard.cli import exits, run
from storyboard.cli.program import commands
from storyboard.emulate import reading
from storyboard.report.drawing.markdown import escaped
from storyboard.system.logs import defused
from tests.cli.paying import Project, project

Make = Callable[..., AbstractContextManager[Project]]
WORD = "::set-output name=x::pwn"
STORY = (
    "---\ntitle: '##[error]title'\nvars:\n  '::warning::v': a\n---\n"
    "# ##[error]pwn <img src=x> @octocat #1 ![a](https://evil.example) `x` | y https://evil.example/login\n"
    "A lamp, [[::error::nobody]].\nShot 1 [0-2s] A hand.\nShot 2 [2-5s] ##vso[task.setvariable variable=x]y\n"
)
BAD = "::error::nothing here\n# ##[error]bad\n  ::error::x [0-3s] a {{ ::warning::y }}\nShot 1 [0-3s] A.\nShot 1 [2-99s] B.\n"
COMMAND = re.compile(r"^\s*::|##\[|##vso\[|section_(?:start|end):[0-9]|[\x00-\x08\x0b-\x1f\x7f-\x9f]")
UNSEEN = re.compile("[\u202e\u200b\u2066]")  # in JSON and XML a text is what it is
# What our own annotations begin with.
OURS = re.compile(r"^::(?:error|warning|notice)(?= )")
HOSTILE = (f"{WORD}.story", "::error::##[error]bad.story", "x\n::error::line.story", "\u202e\u200b##[error]z.story")


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Make:
    """A project in which everything that can have a name has a hostile one."""
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)

    def made(*faults: str, **more: Any) -> AbstractContextManager[Project]:
        for number, name in enumerate(HOSTILE):
            (tmp_path / name).write_text(BAD if number == 1 else STORY)
        return project(tmp_path, monkeypatch, capsys, *faults, **more)

    return made


def lines(it: Project) -> list[str]:
    """The lines of both streams that somebody would obey."""
    said = [line for stream in (it.out, it.err) for line in re.split(r"[\r\n]", stream)]
    unseen = [] if it.out[:1] in ("{", "[", "<") else [line for line in said if UNSEEN.search(line)]
    return unseen + [line for line in said if COMMAND.search(OURS.sub("", line))]


FORMATS = {
    "check": ("text", "concise", "json", "github", "gitlab", "sarif", "junit"),
    "plan": ("text", "json", "markdown"),
    "diff": ("text", "json", "markdown"),
    "compare": ("text", "json", "markdown"),
    "verify": ("text", "json", "markdown", "junit"),
    "ledger": ("text", "json"),
    "doctor": ("text", "json"),
    "models": ("text", "json"),
}


def calls() -> list[tuple[str, ...]]:
    """Each command that says something of a project, in each format; what prints a writer's text whole is none."""
    name, bad = f"./{WORD}.story", "./::error::##[error]bad.story"
    listed = [(command, *(["."] if command in ("check", "plan", "verify") else []), "--format", form)
             for command in ("check", "plan", "verify", "doctor", "models") for form in FORMATS[command]]  # fmt: skip
    listed += [("diff", "--files", name, bad, "--format", form) for form in FORMATS["diff"]]
    listed += [("compare", ".", "--models", "gen-4.5@runway", "--format", form) for form in FORMATS["compare"]]
    listed += [("models", "--fit", name, "--format", form) for form in FORMATS["models"]]
    listed += [
        ("diff", "--files", name, name.replace(WORD, "x\n::error::line"), "--format", form) for form in FORMATS["diff"]
    ]
    listed += [("ledger", "list", "--format", form) for form in FORMATS["ledger"]]
    listed += [("fleet", "status", "--format", form) for form in ("text", "json")]
    listed += [
        ("plan", ".", "--list-clips"), ("plan", ".", "-o", "::error::plan.json"), ("fmt", "--check", "."),
        ("check", ".", "--fix"), ("fmt", "."), ("build", ".", "--draft", "--dry-run"),
        ("render", ".", "--format", "json", "--only", "1"), ("export", name, "--format", "json"),
        ("board", ".", "-o", "::error::boards/"), ("board", "::error::no.story"),
        ("receipt", ".", "-o", "::error::receipt.json"), ("receipt", "--verify", "::error::x"),
        ("retime", "\n::error::x.otio", name), ("retime", name, name), ("ci", "comment", "\n::error::x"),
        ("collect", "."), ("ledger", "audit"), ("ledger", "show", "::error::x"), ("ledger", "resolve", "::error::x", "--lost"),
        *((command, "::error::no.story") for command in ("check", "plan", "fmt", "build", "collect", "render", "verify")),
        *((command, "a\n::error::no.story") for command in ("check", "plan", "fmt", "build", "render", "import")),
        ("::error::",), ("check", "--::error::x"), ("explain", "::error::x"), ("explain", "a\n::error::x"),
        ("check", ".", "--model", "a\n::error::x"), ("check", ".", "--select", "a\n::error::x"),
        ("plan", ".", "--only", "a\n::error::x"), ("plan", ".", "--variant", "a\n::error::x"),
        ("plan", ".", "--set", "a\n::error::x"), ("plan", ".", "--set", "a\n::error::x=1"),
        ("plan", ".", "--max-cost", "\n::error::x"), ("build", ".", "--provider", "a\n::error::x"),
        ("schema", "\n::error::x"), ("help", "\n::error::x"), ("completion", "\n::error::x"),
        ("store", "gc", "--older-than", "\n::error::x"),
        ("ledger", "list", "--since", "\n::error::x"), ("build", ".", "--plan", "\n::error::x"),
        ("build", ".", "--report", "\n::error::x"), ("render", name, "-o", "no/\n::error::x"),
        ("report", "merge", "\n::error::x"), ("emulate", "--fault", "\n::error::x"), ("watch", "\n::error::x"),
        ("init", "a\n::error::b"), ("check", ".", "--shard", "\n::error::"), ("plan", ".", "--shard", "\n::error::"),
    ]  # fmt: skip
    return listed


def test_every_command_of_a_project_is_called() -> None:
    silent = {"lsp"}
    assert {about.name for about in commands()} - silent == {words[0] for words in calls()} & {
        about.name for about in commands()
    } | {"import"}


def test_no_line_of_a_hostile_project_is_a_command(make: Make) -> None:
    with make() as it:
        for words in calls():
            it.call(*words)
            assert lines(it) == [], words
            if "json" in words and words[0] != "export":
                json.loads(it.out or "[]")
        assert it.build("--yes", "--report", "::error::r.json", paths=(f"./{WORD}.story",)) == exits.DONE
        assert lines(it) == []
        assert it.call("build", "./x\n::error::line.story", "--draft") == exits.DONE
        assert lines(it) == []
        assert it.out == "build/x ::error::line.animatic.mp4\n"
        id = it.attempts()[0].id
        for words in (("plan", "."), ("ledger", "list"), ("ledger", "show", id), ("verify", f"./{WORD}.story")):
            for form in FORMATS[words[0]][:2] if words[0] != "ledger" else FORMATS["ledger"]:
                it.call(*words, "--format", form)
                assert lines(it) == [], words


SETTINGS = (
    'model = "a\\n::error::x"', '"a\\n::error::x" = 1', '[rules]\nignore = ["a\\n::error::x"]', 'out = "/::error::"',
    'provider = "\\n::error::x"', 'template = "\\n::error::x"', "model = [\n::error::", 'jobs = "##[error]"',
    'store = "\\n::error::x"', '[host."\\n::error::x"]\ntimeout = 1',
)  # fmt: skip


@pytest.mark.parametrize("settings", SETTINGS)
def test_no_setting_is_a_command(make: Make, settings: str) -> None:
    with make() as it:
        (it.root / "storyc.toml").write_text(settings)
        for words in (("check", "."), ("plan", "."), ("doctor",), ("build", "a.story", "--draft"), ("ledger", "list")):
            it.call(*words)
            assert lines(it) == [], words


def test_no_word_of_a_host_is_a_command(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_WHY", "no ##[error]lamp\r\n::error::nor\u202e \x1b[31ma hand")
    with make("failed", protocol="v2") as it:
        assert it.build("--yes", "--only", "1", paths=(f"./{WORD}.story",)) == exits.GENERATION_FAILED
        assert "no \\u{23}#[error]lamp" in it.err
        assert lines(it) == []
        for form in FORMATS["ledger"]:
            assert it.call("ledger", "list", "--format", form) == exits.DONE
            assert lines(it) == []


def test_data_keeps_its_bytes(make: Make) -> None:
    """A writer's own text, which goes into a file as a rule."""
    with make() as it:
        assert it.call("render", f"./{WORD}.story", "--format", "prompt") == exits.DONE
        assert "##vso[task.setvariable variable=x]y" in it.out
        assert it.call("render", f"./{WORD}.story", "--format", "json") == exits.DONE
        whole = it.out
        assert it.call("render", f"./{WORD}.story", "--format", "json", "-o", "r.json") == exits.DONE
        assert json.loads(whole) == json.loads((it.root / "r.json").read_text())
        assert "##vso[" in (it.root / "r.json").read_text()


def test_a_plan_in_markdown_marks_nothing_up(make: Make) -> None:
    with make() as it:
        assert it.call("plan", f"./{WORD}.story", "--format", "markdown") == exits.DONE
    (line,) = [line for line in it.out.splitlines() if "octocat" in line]
    assert not re.search(r"https?://|@octocat|#1|<img|(?<!\\)`|!\[|(?<!\\)\[", line)
    assert line.count("|") - line.count("\\|") == 7


@pytest.mark.parametrize(
    ("text", "log"),
    [
        ("::set-output name=x::y\n", "\\u{3a}:set-output name=x::y\n"),
        ("ok\n \t::add-mask::x", "ok\n \t\\u{3a}:add-mask::x"),
        ("ok\r::add-mask::x", "ok\r\\u{3a}:add-mask::x"),
        ("\x1b[1m::x", "\x1b[1m\\u{3a}:x"),
        ("a::b and a # [x]", "a::b and a # [x]"),
        ("x ##[error]y ###[z]", "x \\u{23}#[error]y #\\u{23}#[z]"),
        ("##VSO[task]", "\\u{23}#VSO[task]"),
        ("section_start:1:x section_end: a", "section_start\\u{3a}1:x section_end: a"),
        ('{"a": "##[x]"}\n', '{"a": "\\u0023#[x]"}\n'),
        ('{"a": "##[x]"}\n{"b": 1}\n', '{"a": "\\u0023#[x]"}\n{"b": 1}\n'),
        ("{a ##[x]", "{a \\u{23}#[x]"),
        ("plain", "plain"),
    ],
)
def test_what_a_log_obeys_is_spelt_out(text: str, log: str) -> None:
    assert defused(text) == log


def test_what_takes_no_room_is_spelt_out() -> None:
    assert escaped("a\u200bb\u2060c\u202ed") == "a\\\\u{200b}b\\\\u{2060}c\\\\u{202e}d"


def test_a_bug_names_itself_on_one_line(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from storyboard.cli.program import group

    def broken(*given: object, **more: object) -> None:
        raise RuntimeError("x ##[error]y")

    monkeypatch.setattr(group, "main", broken)
    assert run(["check"]) == exits.BUG
    assert "##[" not in capsys.readouterr().err
