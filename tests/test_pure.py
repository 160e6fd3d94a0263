"""Compiling is pure: the same files give the same bytes, wherever and however they are read, and no socket is opened."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from storyboard.compiler.pipeline import Options, compile_story
from storyboard.config import Config
from storyboard.source import DiskFiles, Files, MemoryFiles
from storyboard.source.git import GitFiles
from tests.compiling import wav

ROOT = Path(__file__).resolve().parent.parent
STORY = "acts/film.story"
HELD = {
    STORY: """---
title: Zwei Lampen
include: /shared/people.yaml
split: auto
takes: 2
vars: {word: lamp, other: 灯}
variants:
  upright: {size: 720*1280}
  cheap: {takes: 1}
---
A market. {{ word }} {{ other }}
# One
Shot 1 [0-5s] @ANNA and @小明.
  ANNA: "Wait!"
Shot 2 [5-10s] A hand.
Shot 3 [10-17s] Steam. @ANNA/old

Fade.
# Zwei
audio: sound.wav
template: own
Shot 1 [0-5s] @小明.
""",
    "shared/people.yaml": "cast:\n  ANNA: {look: a woman, old: grey}\n  小明: a boy\n",
    "acts/sound.wav": wav(5),
    "templates/prompts/own.j2": "{{ overview }}|{% for shot in shots %}{{ shot.line }}{% endfor %}|{% for member in cast %}{{ member.name }}{% endfor %}\n",
}
# What a browser tab has not got, or what leaves no trace there that anybody could read.
ASK_NOTHING = """
import json, os, sys, threading
import storyboard
asked = []
SHIPPED = os.path.dirname(storyboard.__file__), *sys.argv[1:]
held = {}
for folder, _, names in os.walk("."):
    for path in (os.path.join(folder, name) for name in names):
        with open(path, "rb") as file:
            held[os.path.relpath(path)] = file.read()
def hear(event, words):
    if event.startswith(("socket.", "subprocess.", "os.fork", "os.exec", "os.posix_spawn", "sqlite3.", "fcntl.", "tempfile.")):
        asked.append(event)
    elif event in ("os.mkdir", "os.remove", "os.rename", "os.link", "os.chmod"):
        asked.append(event)
    elif event == "open" and not str(words[0]).startswith(SHIPPED):
        asked.append(f"open {words[0]}")
def everything():
    stories = storyboard.open_texts(held)
    story = storyboard.compile_story(stories[0], storyboard.Options(variant="all"))
    storyboard.render_report(story), storyboard.render_requests(story, "json"), storyboard.tokens(story)
    storyboard.to_json(story), storyboard.format_story(stories[0]), storyboard.fix_story(stories[0], unsafe=True)
    assert storyboard.compare(stories).stories, "no model was tried"
    storyboard.import_text("start,end,action\\n0,3,A lamp is lit.\\n3,5,A hand reaches in.\\n")
everything()  # what is imported now is the interpreter's to look for
sys.addaudithook(hear)
threading.Thread.start = lambda thread: asked.append("thread")  # of which Python 3.11 tells no hook
everything()
print(json.dumps(asked))
"""
OPEN_NOTHING = """
import runpy, socket, sys
def refuse(*words, **named):
    raise SystemExit("a socket was asked for")
for name in ("socket", "create_connection", "getaddrinfo", "gethostbyname", "socketpair"):
    setattr(socket, name, refuse)
sys.argv[0] = "storyc"
runpy.run_module("storyboard", run_name="__main__")
"""


def written(folder: Path, newline: str = "\n") -> Path:
    for path, data in HELD.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data if isinstance(data, bytes) else data.replace("\n", newline).encode("utf-8"))
    (folder / "storyc.toml").write_text("")
    return folder


def run(folder: Path, *words: str, here: str = ".", **environ: str) -> tuple[int, bytes, bytes]:
    kept = {
        key: value for key, value in os.environ.items() if not key.startswith(("STORYC", "PYTHON", "LC_", "LANG", "TZ"))
    }
    done = subprocess.run(
        [sys.executable, "-c", OPEN_NOTHING, *words],
        cwd=folder / here,
        env={**kept, "PYTHONPATH": str(ROOT), **environ},
        capture_output=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    code, out, err = run(
        written(tmp_path_factory.mktemp("first")), "render", STORY, "--variant", "all", "--format", "json"
    )
    assert (code, err.count(b"error[")) == (0, 0), err
    assert out.count(b'"storyc.request/1"') > 6
    return out


@pytest.mark.parametrize(
    "environ",
    [
        {"PYTHONHASHSEED": "0"},
        {"PYTHONHASHSEED": "4242", "TZ": "Pacific/Kiritimati"},
        {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LANG": "de_DE.UTF-8", "LC_ALL": "tr_TR.UTF-8", "TZ": "America/St_Johns"},
        {"PYTHONOPTIMIZE": "2"},
        {"COLUMNS": "20", "NO_COLOR": "1", "CI": "true"},
        {"HOME": "/nonexistent", "XDG_CACHE_HOME": "/nonexistent/cache"},
    ],
    ids=" ".join,
)
def test_the_environment_changes_nothing(first: bytes, tmp_path: Path, environ: dict[str, str]) -> None:
    code, out, err = run(
        written(tmp_path / "another name"), "render", STORY, "--variant", "all", "--format", "json", **environ
    )
    assert (code, out) == (0, first), err


@pytest.mark.parametrize("here", [".", "acts", "shared"])
def test_the_folder_it_is_run_in_changes_nothing(first: bytes, tmp_path: Path, here: str) -> None:
    folder = written(tmp_path)
    path = os.path.relpath(folder / STORY, folder / here)
    assert run(folder, "render", path, "--variant", "all", "--format", "json", here=here)[1] == first
    assert run(folder, "render", str(folder / STORY), "--variant", "all", "--format", "json", here=here)[1] == first


def test_a_touched_and_renamed_folder_changes_nothing(first: bytes, tmp_path: Path) -> None:
    folder = written(tmp_path / "one")
    for path in HELD:
        os.utime(folder / path, (1, 1))
        (folder / path).chmod(0o600)
    moved = folder.rename(tmp_path / "zwei 镜头")
    assert run(moved, "render", STORY, "--variant", "all", "--format", "json")[1] == first
    shutil.copytree(moved, tmp_path / "copy")
    assert run(tmp_path / "copy", "render", STORY, "--variant", "all", "--format", "json")[1] == first


def test_line_ends_change_nothing(first: bytes, tmp_path: Path) -> None:
    assert run(written(tmp_path, "\r\n"), "render", STORY, "--variant", "all", "--format", "json")[1] == first


def all_of(files: Files) -> list[tuple[object, ...]]:
    made = compile_story(files, STORY, Config(), Options(variant="all"))
    assert made.requests
    return [
        (
            each.variant,
            each.take,
            each.clip.slug,
            each.sha256,
            each.fields,
            each.shots,
            each.price,
            each.path,
            each.line,
        )
        for each in made.requests
    ]


def test_disk_git_and_memory_give_the_same(tmp_path: Path) -> None:
    folder = written(tmp_path)
    for words in (
        ["init", "-q"],
        ["add", "-A"],
        ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false", "commit", "-qm", "x"],
    ):
        subprocess.run(["git", "-c", "core.autocrlf=false", *words], cwd=folder, check=True, capture_output=True)
    with GitFiles(folder, "HEAD") as files:
        from_git = all_of(files)
        for path in HELD:
            (folder / path).write_bytes(b"changed")
        assert all_of(files) == from_git
    assert all_of(MemoryFiles(HELD)) == from_git
    assert all_of(DiskFiles(written(tmp_path / "again"))) == from_git


def test_a_story_in_memory_asks_nothing_of_the_machine(tmp_path: Path) -> None:
    """As in a browser tab: no file, no folder, no thread, no process, no lock and no database."""
    shipped = [str(ROOT / kind) for kind in ("grammars", "templates", "docs")]
    done = subprocess.run(
        [sys.executable, "-c", ASK_NOTHING, *shipped],
        cwd=written(tmp_path),
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, json.loads(done.stdout or b"null")) == (0, []), done.stderr


def test_compiling_twice_gives_the_same() -> None:
    files = MemoryFiles(HELD)
    one, two = (compile_story(files, STORY, Config(), Options(variant="all")) for _ in range(2))
    assert (one.requests, one.diagnostics, one.clips) == (two.requests, two.diagnostics, two.clips)


@pytest.mark.parametrize(
    "words",
    [
        ("check", STORY),
        ("render", STORY, "--format", "curl"),
        ("render", STORY, "--format", "prompt"),
        ("models",),
        ("explain", "SB201"),
        ("export", STORY, "--format", "json"),
    ],
    ids=" ".join,
)
def test_no_command_opens_a_socket(tmp_path: Path, words: tuple[str, ...]) -> None:
    code, _, err = run(written(tmp_path), *words)
    assert b"socket" not in err
    assert code == 0, err
