"""Many clips in flight at once in one build: its memory, its processor time and its threads.

`python -m tools.bench.flight [--clips 1600] [--seconds 120]`: the host is the emulator, in a process of its own. No
film is joined, whose time is measured elsewhere.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from tools.hosting import hosting

_JOBS = 16
_MOST = 800  # clips of one story
_LEDGER = ".storyc/rehearsal/ledger.db"


def story(clips: range) -> str:
    """A story of these clips."""
    parts = [f"# Clip {clip}\nShot 1 [0-5s] The tide, seen from pier {clip}." for clip in clips]
    return "\n".join(["---\nmodel: wan-2.6-t2v@segmind\nsize: 1280*720\n---", "A grey harbour.", *parts]) + "\n"


def main() -> int:
    """Buy so many clips, print what that took, and give the build's exit code."""
    given = _arguments()
    if given.inside:
        return _build()
    with (
        tempfile.TemporaryDirectory(prefix="storyc-flight-") as folder,
        hosting("v2", "--seconds", f"{given.seconds:g}") as host,
    ):
        place = Path(folder)
        (place / "storyc.toml").write_text("", encoding="utf-8")
        for first in range(0, given.clips, _MOST):
            clips = range(first, min(first + _MOST, given.clips))
            (place / f"harbour-{first}.story").write_text(story(clips), encoding="utf-8")
        environ = {**host, "STORYC_HOST_SEGMIND_IN_FLIGHT": str(given.clips)}
        words = [sys.executable, "-m", "tools.bench.flight", "--inside"]
        with (place / "said").open("w+b") as said:
            build = subprocess.Popen(words, cwd=place, env=environ, stdout=said, stderr=said)
            most = _watched(build, place)
        if build.returncode:
            print((place / "said").read_text(encoding="utf-8", errors="replace")[-2000:])
    figures = ", ".join(f"{number:.0f} {what}" for what, number in most.items())
    print(f"{given.clips} clips, each {given.seconds:g} s in the making: {figures}; ended with {build.returncode}")
    return build.returncode


def _build() -> int:
    """Build the story of the working folder without pictures; the exit code."""
    from storyboard import cli
    from storyboard.production import build

    real = build.build

    def without_pictures(*given: Any, **more: Any) -> Any:
        return real(*given, **{**more, "pictures": False})

    setattr(build, "build", without_pictures)  # noqa: B010
    return cli.run(["build", "--provider", "segmind", "--yes", "--quiet", "--jobs", str(_JOBS), "."])


def _watched(build: subprocess.Popen[bytes], place: Path) -> dict[str, float]:
    """What a build needed at most until it ended, and how many clips the host was at work on."""
    begun, tick = time.monotonic(), os.sysconf("SC_CLK_TCK")
    process = Path(f"/proc/{build.pid}")
    memory = threads = processor = flying = 0.0
    while build.poll() is None:
        with suppress(OSError, ValueError, KeyError):
            status = dict(line.split(":", 1) for line in (process / "status").read_text().splitlines())
            memory = max(memory, int(status["VmHWM"].split()[0]) / 1024)
            threads = max(threads, int(status["Threads"]))
            times = (process / "stat").read_text().rpartition(")")[2].split()
            processor = (int(times[11]) + int(times[12])) / tick
        with suppress(sqlite3.Error), closing(sqlite3.connect(f"file:{place / _LEDGER}?mode=ro", uri=True)) as ledger:
            (number,) = ledger.execute("SELECT count(*) FROM attempt WHERE state = 'accepted'").fetchone()
            flying = max(flying, number)
        time.sleep(1.0)
    wall = time.monotonic() - begun
    return {"in flight": flying, "MB": memory, "threads": threads, "s of a processor": processor, "s in all": wall}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.bench.flight")
    parser.add_argument("--clips", type=int, default=1600)
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
