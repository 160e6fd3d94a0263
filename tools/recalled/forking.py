"""Forks a storyc for each line of stdin, and answers with its exit code, what it wrote, and whether that was recalled.

Lines are JSON, as `program` writes and reads them. What all runs import is imported once, which makes a run many
times faster than a new process.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, TypedDict

from storyboard import front
from storyboard.cli import run
from storyboard.compiler.pipeline import compile_story
from storyboard.project import compiling
from storyboard.recall import records, witness

IMPORTED = (
    "storyboard.cli", "storyboard.cli.check", "storyboard.cli.plan", "storyboard.cli.build", "storyboard.cli.options",
    "storyboard.compiler.pipeline", "storyboard.ledger", "storyboard.recall.guard", "storyboard.recall.keeping",
    "storyboard.recall.echo", "storyboard.report.text", "storyboard.report.plan.text", "storyboard.system.secrets",
    "jinja2", "tomllib", "yaml",
)  # fmt: skip
STORY = "Shot 1 [0-5s] A lamp.\n"


def main() -> None:
    """Answer line by line until stdin ends."""
    control, answers = os.fdopen(os.dup(0)), os.fdopen(os.dup(1), "w")
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1):
        os.dup2(nothing, descriptor)
    for name in IMPORTED:
        import_module(name)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "a.story").write_text(STORY, encoding="utf-8")
        run(["check", folder])  # what is cached by itself, expressions and tables, is so from now on
    for line in control:
        asked = json.loads(line)
        streams = [tempfile.TemporaryFile() for _ in range(4)]  # noqa: SIM115
        child = os.fork()
        if not child:
            _run(asked, [stream.fileno() for stream in streams])
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        texts: list[str] = []
        for stream in streams:
            stream.seek(0)
            texts.append(stream.read().decode("utf-8", "surrogateescape"))
            stream.close()
        print(json.dumps([code, *texts]), file=answers, flush=True)


class Asked(TypedDict):
    """What is to be run: words, all of the environment, the folder, and what the witness takes for young and now."""

    words: list[str]
    environment: dict[str, str]
    folder: str
    young: int
    behind: int


def _run(asked: Asked, handles: list[int]) -> None:
    """Be a storyc that was just started, as far as what it looks at can tell, and end."""
    os.chdir(asked["folder"])
    os.dup2(handles[0], 1)
    os.dup2(handles[1], 2)
    sys.stdout, sys.stderr = open(1, "w", closefd=False), open(2, "w", closefd=False)  # noqa: SIM115
    os.environ.clear()
    os.environ.update(asked["environment"])
    witness.YOUNG = asked["young"]
    clock, behind = time.time_ns, asked["behind"]
    time.time_ns = lambda: clock() - behind
    replay = records.replay

    def noted(written: Sequence[tuple[int, bytes]]) -> bool:
        os.write(handles[2], b"recalled")
        return replay(written)

    def counted(*given: Any, **more: Any) -> Any:
        os.write(handles[3], b"x")
        return compile_story(*given, **more)

    records.replay = noted
    compiling.compile_story = counted
    sys.argv = ["storyc", *asked["words"]]
    code: object = 0
    try:
        front.main()
    except SystemExit as end:
        code = end.code
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else int(code is not None))


if __name__ == "__main__":
    main()
