"""A project in git, and the machines that have a checkout of it: each with a home, a ledger and a store of its own."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import msgspec

from tools.real import world

STORY = """# The match
A lamp is lit in the rain.
Shot 1 [0-2s] A hand strikes a match.
Shot 2 [2-5s] A face in its light.

# The lamp
A lamp burns in the rain.
Shot 1 [0-5s] The flame leans with the wind.
"""
_BUILD = ("build", "a.story", "--provider", world.HOST, "--yes")
_LONGEST = 120.0  # seconds that a command may take on a busy machine


class NotSo(Exception):
    """Something of a scene is not as it should be; the text says what, and what was printed last."""


class Machine:
    """Somebody's checkout."""

    def __init__(self, folder: Path, name: str, key: str) -> None:
        self.root = folder / name
        home = folder / f"home-{name}"
        home.mkdir()
        self.environment = {
            "PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8", "SEGMIND_API_KEY": key,
            "GIT_CONFIG_GLOBAL": str(folder / "gitconfig"),
        }  # fmt: skip
        self.out = ""

    def git(self, *words: str) -> str:
        """What git prints. Raises NotSo where it fails."""
        code, out = self.try_git(*words)
        self.must(code == 0, f"git {words[0]} fails: {out}")
        return out

    def try_git(self, *words: str) -> tuple[int, str]:
        """The exit code of git, and what it prints."""
        where = self.root if self.root.is_dir() else self.root.parent
        done = subprocess.run(
            ["git", *words], cwd=where, env=self.environment, capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout + done.stderr

    def commit(self, *paths: str) -> None:
        """Commit these files, and push them."""
        self.git("add", *paths)
        self.git("commit", "-qm", "work")
        self.git("push", "-q", "origin", "HEAD:main")

    def begin(self, *words: str) -> subprocess.Popen[str]:
        """A command of storyc that runs."""
        return subprocess.Popen(
            [str(Path(sys.executable).with_name("storyc")), *words], cwd=self.root, env=self.environment, text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def begin_build(self) -> subprocess.Popen[str]:
        """A paid build that runs."""
        return self.begin(*_BUILD)

    def end(self, process: subprocess.Popen[str]) -> int:
        """The exit code of a command; what it printed is in `out`."""
        self.out = process.communicate(timeout=_LONGEST)[0]
        self.must("Traceback" not in self.out, "a traceback")
        return process.returncode

    def call(self, *words: str) -> int:
        """The exit code of a command of storyc."""
        return self.end(self.begin(*words))

    def build(self, *more: str, code: int = 0, billed: int = 2) -> None:
        """Build, for money; after that the host must have billed so many clips in all."""
        self.must(self.call(*_BUILD, *more) == code, f"the build does not end with {code}")
        self.must(charges() == billed, f"{charges()} billed and not {billed}")

    def reconcile(self) -> int:
        """The exit code of comparing the books of today with the host's bill."""
        today = time.strftime("%Y-%m-%d", time.gmtime())
        return self.call("ledger", "reconcile", "--from", today, "--to", today)

    def lock(self) -> dict[str, Any]:
        """The blocks of the lock file by their names."""
        path = self.root / "storyc.lock"
        blocks: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {}
        return {name: block for name, block in blocks.items() if name != "schema"}

    def states(self) -> list[str]:
        """The states in the lock file."""
        return [block["state"] for block in self.lock().values()]

    def said(self, words: str) -> str:
        """The line that was printed last and matches. Raises NotSo where none does."""
        lines = [line.strip() for line in self.out.splitlines() if re.search(words, line)]
        self.must(bool(lines), f"nobody said `{words}`")
        return lines[-1]

    def must(self, holds: bool, else_said: str) -> None:
        """Raise NotSo unless something holds."""
        if not holds:
            raise NotSo(f"{self.root.name}: {else_said}\n{self.out}")


class Scene(msgspec.Struct, frozen=True):
    """A project with two clips in git, the folder of all its machines, and the key of its host."""

    folder: Path
    key: str

    def machine(self, name: str) -> Machine:
        """Another machine, with a fresh clone."""
        machine = Machine(self.folder, name, self.key)
        machine.git("clone", "-q", str(self.folder / "origin.git"), str(machine.root))
        return machine


def charges() -> int:
    """How many clips the host has billed."""
    return len(world.book()["charges"])


def scene(folder: Path, key: str) -> Scene:
    """A scene whose project was pushed and never built."""
    (folder / "gitconfig").write_text("[user]\nname = A\nemail = a@example.com\n[init]\ndefaultBranch = main\n")
    author = Machine(folder, "author", key)
    author.git("init", "-q", "--bare", str(folder / "origin.git"))
    author.git("clone", "-q", str(folder / "origin.git"), str(author.root))
    files = {"storyc.toml": "", "a.story": STORY, ".gitignore": "/build/\n/.storyc/\n"}
    for name, text in files.items():
        (author.root / name).write_text(text)
    author.commit(*files)
    return Scene(folder, key)
