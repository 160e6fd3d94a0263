"""What a command may cost before it does anything: which packages it imports, and that it never opens a socket."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
STORY = "A lamp is lit.\nShot 1 [0-2s] A hand.\nShot 2 [2-5s] A face.\n"
HEAVY = {
    "requests",
    "urllib3",
    "av",
    "PIL",
    "rich",
    "sqlite3",
    "obstore",
    "psycopg",
    "dbos",
    "sqlalchemy",
    "lark",
    "pygls",
    "lsprotocol",
    "attrs",
    "cattrs",
}
PROBE = """
import json, socket, sys

class Closed(socket.socket):
    def __init__(self, *_, **__):
        raise AssertionError("a socket was opened")

socket.socket = Closed
socket.create_connection = Closed
socket.getaddrinfo = Closed
before = set(sys.modules)
from storyboard.cli import run
code = run(sys.argv[1:])
sys.stdout.flush()
print(json.dumps(sorted({name.partition(".")[0] for name in set(sys.modules) - before})), file=sys.stderr)
sys.exit(code)
"""
COMMANDS = {
    "version": ["--version"],
    "check": ["check", "a.story"],
    "fmt": ["fmt", "a.story"],
    "fix": ["check", "--fix", "a.story"],
    "render": ["render", "a.story"],
    "prompt": ["render", "--format", "prompt", "a.story"],
    "curl": ["render", "--format", "curl", "a.story"],
    "export": ["export", "a.story"],
    "diff": ["diff", "--files", "a.story", "a.story"],
    "import": ["import", "a.story"],
    "watch": ["watch", "--help"],
    "help": ["--help"],
    "subtitles": ["export", "--format", "srt", "a.story"],
    "models": ["models"],
    "ci": ["ci", "review", "--help"],
    "explain": ["explain", "SB201"],
    "faults": ["emulate", "--list-faults"],
    "openapi": ["emulate", "--openapi"],
    "schema": ["schema", "plan"],
    "codes": ["help", "exit-codes"],
    "init": ["init", "film", "--ci", "github"],
    "completion": ["completion", "bash"],
    "depfile": ["render", "a.story", "-o", "a.json", "--depfile", "a.d"],
}


# What a changed story does not wait for: each takes one to thirty milliseconds, and a bare interpreter takes twelve.
# msgspec imports datetime, decimal, typing and uuid for itself.
SLOW = {
    *("click", "jinja2", "lark", "yaml"),
    *("argparse", "ast", "asyncio", "configparser", "difflib", "email", "gettext", "http", "inspect", "json", "locale"),
    *("logging", "pickle", "pkgutil", "random", "selectors", "shutil", "signal", "socket", "ssl", "statistics"),
    *("string", "subprocess", "tempfile", "threading", "tomllib", "tokenize", "unittest", "xml", "zipfile"),
    *("ipaddress", "platform", "textwrap", "typing_extensions", "urllib"),
}
# Rooms of ours that it has no use for.
UNUSED = (
    *("storyboard.language.syntax.grammar", "storyboard.source.git", "storyboard.compiler.render.jinja"),
    *("storyboard.compiler.render.sandbox", "storyboard.compiler.rewriting", "storyboard.compiler.formatter"),
    *("storyboard.compiler.records", "storyboard.language.yamltext.blocks", "storyboard.exchange", "storyboard.film"),
    *("storyboard.cli.program", "storyboard.cli.options", "storyboard.ledger", "storyboard.providers"),
)


def modules(words: list[str], folder: Path) -> set[str]:
    """All modules that a run of the program imports, with those that any interpreter has; a test's sockets left out."""
    (folder / "a.story").write_text(STORY, encoding="utf-8")
    code = (
        "import os, sys\nfrom storyboard import cli\n"
        "os._exit = lambda code: print(*sorted(sys.modules), file=sys.stderr) or sys.exit(code)\ncli.main()"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", code, *words],
        cwd=folder,
        env={"PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path]), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(done.stderr.splitlines()[-1].split())


@pytest.mark.parametrize("command", ["check", "render"])
def test_a_changed_story_waits_for_nothing_slow(command: str, tmp_path: Path) -> None:
    names = modules([command, "a.story"], tmp_path)
    assert {name.partition(".")[0] for name in names} & (SLOW | HEAVY) == set()
    assert [name for name in names if name.startswith(UNUSED)] == []
    assert command == "render" or "storyboard.profiles.hosts" not in names  # a request has its host's address
    # Each module takes a fifth of a millisecond.
    assert len([name for name in names if name.startswith("storyboard")]) <= 147


def test_a_plain_story_has_few_expressions_compiled(tmp_path: Path) -> None:
    """Each takes a tenth of a millisecond, and one with letters of all scripts or words of all languages up to one."""
    story = "A lamp in 1 room, at night.\n# Clip 1\n" + STORY.partition("\n")[2]
    (tmp_path / "a.story").write_text(story, encoding="utf-8")
    code = """
import re, sys
plain, seen = re.compile, []
def noting(expression, flags=0):
    if sys._getframe(1).f_globals["__name__"].startswith("storyboard."):
        seen.append(expression)
    return plain(expression, flags)
re.compile = noting
from storyboard.cli import run
run(["check", "a.story"])
print(*map(ascii, seen), sep="\\n")
"""
    environment = {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "STORYC_NO_CACHE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    expressions = done.stdout.splitlines()
    assert len(expressions) <= 18, expressions
    assert max(map(len, expressions)) < 500


def imported(words: list[str], folder: Path) -> set[str]:
    """The top-level packages that a run imports."""
    (folder / "a.story").write_text(STORY, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *words],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    import json

    packages: list[str] = json.loads(done.stderr.splitlines()[-1])
    return set(packages)


@pytest.mark.parametrize("name", COMMANDS)
def test_no_command_imports_a_heavy_package(name: str, tmp_path: Path) -> None:
    assert imported(COMMANDS[name], tmp_path) & HEAVY == set()


def test_the_language_server_starts_without_the_compiler() -> None:
    """The editor waits for all that is imported before the answer of `initialize`."""
    pytest.importorskip("pygls", reason="the extra `lsp` is not installed")
    code = "import sys, storyboard.cli.program, storyboard.cli.lsp, storyboard.lsp.server; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    names = [name for name in done.stdout.split() if name.startswith("storyboard.")]
    ours = ("storyboard.compiler", "storyboard.language", "storyboard.profiles", "storyboard.diagnostics")
    assert [name for name in names if name.startswith(ours)] == []
    assert [name for name in names if name.startswith("storyboard.lsp.")] == [
        "storyboard.lsp.features", "storyboard.lsp.protocol", "storyboard.lsp.server",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["version", "codes", "completion"])
def test_what_needs_no_story_imports_no_compiler(name: str, tmp_path: Path) -> None:
    assert imported(COMMANDS[name], tmp_path) & {"yaml", "jinja2", "msgspec"} == set()


def test_explain_and_models_compile_nothing(tmp_path: Path) -> None:
    assert imported(COMMANDS["models"], tmp_path) & {"jinja2"} == set()
    assert imported(COMMANDS["explain"], tmp_path) & {"jinja2"} == set()


def test_doctor_asks_nobody(tmp_path: Path) -> None:
    """It loads the video packages, to see whether they load."""
    assert imported(["doctor"], tmp_path) & (HEAVY - {"av", "PIL"}) == set()
