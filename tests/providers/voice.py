"""A stand-in for `espeak-ng`, where none is installed: a tone of 880 Hz, as long as the words take at the pace asked."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from storyboard.production import pool

_PROGRAM = """#!{python} -S
import math, struct, sys
given = dict(zip(sys.argv[1::2], sys.argv[2::2]))
words = sys.stdin.buffer.read().decode().split()
# A word takes its share of the minute, whose last tenth is a pause.
each = 22050 * 60 // int(given["-s"])
# The tone swings through the pauses, so that its strength over several words is the same at any pace.
tone = [round(9000 * math.sin(at * math.tau * 880 / 22050)) if at % each < each * 9 // 10 else 0
    for at in range(each * len(words))]
data = struct.pack(f"<{{len(tone)}}h", *tone)
head = struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + len(data), b"WAVE", b"fmt ", 16, 1, 1, 22050, 44100, 2, 16, b"data",
    len(data))
sys.stdout.buffer.write(head + data)
"""


def install(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the voice on the path, in a folder."""
    folder.mkdir()
    program = folder / "espeak-ng"
    program.write_text(_PROGRAM.format(python=sys.executable))
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    # A worker that is forked has the path of the test that began the first one.
    monkeypatch.setattr(pool, "_START", "spawn")
