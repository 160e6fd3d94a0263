"""`storyc lsp` as a command: what it says where it cannot serve, and how it ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
HIDDEN = """
import sys
from importlib.machinery import PathFinder
class Hidden(PathFinder):
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        return None if name.partition(".")[0] in ("pygls", "lsprotocol") else PathFinder.find_spec(name, path, target)
sys.meta_path[:] = [Hidden if finder is PathFinder else finder for finder in sys.meta_path]
from storyboard.cli import run
sys.exit(run(sys.argv[1:]))
"""


def test_a_missing_extra_is_one_line_with_the_command(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    words = [sys.executable, "-c", HIDDEN, "lsp"]
    done = subprocess.run(words, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "the language server needs the extra `lsp`: " in done.stderr
    assert "pip install pygls" in done.stderr
    assert done.stdout == ""


def test_it_ends_where_the_editor_is_gone(tmp_path: Path) -> None:
    pytest.importorskip("pygls", reason="the extra `lsp` is not installed")
    words = [sys.executable, "-m", "storyboard", "lsp", "--stdio"]
    done = subprocess.run(words, cwd=tmp_path, stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_a_refused_rename_is_no_traceback_in_the_log_of_the_editor(tmp_path: Path) -> None:
    pytest.importorskip("pygls", reason="the extra `lsp` is not installed")
    of = {"uri": (tmp_path / "a.story").as_uri()}
    text = "---\nvars:\n  place: a pier\n---\nShot 1 [0-5s] A lamp on {{ place }}.\n"
    messages: list[dict[str, Any]] = [
        {"id": 1, "method": "initialize", "params": {"processId": None, "rootUri": None, "capabilities": {}}},
        {"method": "initialized", "params": {}},
        {
            "method": "textDocument/didOpen",
            "params": {"textDocument": {**of, "languageId": "story", "version": 1, "text": text}},
        },
        {
            "id": 2,
            "method": "textDocument/rename",
            "params": {"textDocument": of, "position": {"line": 2, "character": 3}, "newName": "2nd"},
        },
        {"id": 3, "method": "shutdown"},
        {"method": "exit"},
    ]
    bodies = [json.dumps({"jsonrpc": "2.0", **message}).encode() for message in messages]
    data = b"".join(b"Content-Length: %d\r\n\r\n%s" % (len(body), body) for body in bodies)
    words = [sys.executable, "-m", "storyboard", "lsp"]
    done = subprocess.run(words, cwd=tmp_path, input=data, capture_output=True, timeout=60, check=False)
    assert b"`2nd` is no name here: write a word that begins with a letter" in done.stdout
    assert done.stderr == b""
