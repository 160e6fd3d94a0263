"""The program that is asked, once with its records and once without them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent.parent
# The tool lets this much time pass instead of two seconds; what the kernel counts times by is a tenth of it.
YOUNG = 40_000_000  # nanoseconds


class Answer(NamedTuple):
    """What a run came to, whether a record said so, and how many stories were compiled for it."""

    code: int
    out: str
    err: str
    recalled: bool
    compiled: int

    @property
    def said(self) -> tuple[int, str, str]:
        """What a reader sees."""
        return self[:3]


class Program:
    """A storyc that answers many times, each time as if it had just been started."""

    def __init__(self, home: Path, package: Path = ROOT) -> None:
        self.home = home
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("forking.py"))],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=os.environ | {"PYTHONPATH": str(package)}, text=True,
        )  # fmt: skip

    def __enter__(self) -> Program:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._process.communicate()

    def run(
        self, words: Sequence[str], folder: Path, variables: Mapping[str, str] | None = None, *, young: int = YOUNG,
        behind: int = 0,
    ) -> Answer:  # fmt: skip
        """The answer to some words; what is younger than `young` counts as young, by a clock so many ns behind."""
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.home), **(variables or {})}
        asked = {"words": words, "environment": environment, "folder": str(folder), "young": young, "behind": behind}
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps(asked), file=self._process.stdin, flush=True)
        code, out, err, recalled, compiled = json.loads(self._process.stdout.readline())
        return Answer(code, out, err, bool(recalled), len(compiled))
