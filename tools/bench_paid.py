"""Measure 64 paid clips at once beside a plain downloader that keeps no books, against a host in its own process.

A clip takes 2 s and has 5 MB, by the blocking protocol. Both take turns; medians of wall time since the first request
was begun, and of the growth of memory. `--runs N` (default 3).
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tools.hosting import hosting

JOBS = 64
SECONDS = 2.0
MEGABYTES = 5.0
_BLOCK = 256 << 10


def story() -> str:
    """A story of so many clips."""
    clips = [f"# Clip {clip}\nShot 1 [0-5s] The tide, seen from pier {clip}." for clip in range(1, JOBS + 1)]
    return "\n".join(["---\nmodel: wan-2.6-t2v@segmind\nsize: 1280*720\n---", "A grey harbour.", *clips]) + "\n"


class Watch:
    """Memory and moments of one process since `begin`."""

    def __init__(self) -> None:
        self.since = self.last_byte = self.last = 0.0
        self.least = self.most = 0
        self.end = threading.Event()

    def begin(self) -> None:
        """Take note of now."""
        self.since, self.least = time.perf_counter(), _rss()
        threading.Thread(target=self._look, daemon=True).start()

    def _look(self) -> None:
        while not self.end.wait(0.01):
            self.most = max(self.most, _rss())

    def tell(self) -> None:
        """Write down what was seen, as JSON on stdout."""
        self.end.set()
        seen = {"last_byte": self.last_byte - self.since, "last": self.last - self.since}
        print(json.dumps({**seen, "mb": (max(self.most, _rss()) - self.least) / 1e6 / JOBS}), file=sys.__stdout__)


def _rss() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE")


def storyc() -> None:
    """Build the story of the working folder in this process, with a watch around it."""
    from storyboard import cli
    from storyboard.ledger.sqlite import Books
    from storyboard.production import build, publishing
    from storyboard.providers.protocols.jobs import provider

    watch, real, buy = Watch(), build.build, publishing.run_purchases

    def bought(*given: Any) -> None:
        watch.begin()
        buy(*given)

    def after(owner: Any, name: str, moment: str) -> None:
        step: Callable[..., Any] = getattr(owner, name)

        def stepped(*given: Any, **more: Any) -> Any:
            done = step(*given, **more)
            setattr(watch, moment, time.perf_counter())
            return done

        setattr(owner, name, stepped)

    setattr(publishing, "run_purchases", bought)  # noqa: B010
    after(provider.Jobs, "submit", "last_byte")
    after(Books, "recorded", "last")

    def without_pictures(*given: Any, **more: Any) -> Any:
        return real(*given, **{**more, "pictures": False})  # their time is measured elsewhere

    setattr(build, "build", without_pictures)  # noqa: B010
    words = ["build", "--provider", "segmind", "--yes", "--quiet", "--jobs", str(JOBS), "harbour.story"]
    code = cli.run(words)
    if code:
        sys.exit(code)
    watch.tell()


def peer() -> None:
    """Post as many requests from as many threads, and write what comes into files: no books, no checks."""
    from concurrent.futures import ThreadPoolExecutor

    import requests

    watch = Watch()
    url = f"{os.environ['STORYC_SEGMIND_BASE_URL']}/v1/wan-2.6-t2v"
    headers = {"x-api-key": os.environ["SEGMIND_API_KEY"]}

    def fetch(number: int) -> None:
        body = {"prompt": f"Pier {number}", "size": "1280*720", "duration": 5, "seed": number}
        with requests.post(url, json=body, headers=headers, stream=True, timeout=60) as answer:
            answer.raise_for_status()
            with Path(f"{number}.mp4").open("wb") as out:
                for block in answer.iter_content(_BLOCK):
                    out.write(block)
        watch.last_byte = watch.last = time.perf_counter()

    watch.begin()
    with ThreadPoolExecutor(JOBS) as pool:
        list(pool.map(fetch, range(JOBS)))
    watch.tell()


def one(who: str, environment: dict[str, str]) -> dict[str, float]:
    """The figures of one run in a fresh folder and process."""
    with tempfile.TemporaryDirectory(prefix="storyc-bench-") as made:
        (Path(made) / "harbour.story").write_text(story(), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, __file__, f"--{who}"],
            cwd=made,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            sys.exit(f"{who} ended with {done.returncode}\n{done.stderr[-2000:]}")
        found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
        return found


def main() -> None:
    """Run both in turns and print their medians beside the goals."""
    runs = int(sys.argv[sys.argv.index("--runs") + 1]) if "--runs" in sys.argv else 3
    seen: dict[str, list[dict[str, float]]] = {"peer": [], "storyc": []}
    with hosting("v1", "--seconds", str(SECONDS), "--clip-mb", str(MEGABYTES)) as environment:
        one("peer", environment)  # the host makes its clip for the first request
        for _ in range(runs):
            for who, each in seen.items():
                each.append(one(who, environment))
    print(f"{JOBS} clips at once, {SECONDS:g} s and {MEGABYTES:g} MB each, v1")
    print(f"{'':<28}{'last byte s':>12}{'x floor':>9}{'recorded s':>12}{'x floor':>9}{'MB a clip':>11}")
    names = {"peer": "requests + threads, no books", "storyc": "storyc build"}
    last_bytes: list[float] = []
    for who, each in seen.items():
        byte, last, mb = (statistics.median(run[key] for run in each) for key in ("last_byte", "last", "mb"))
        last_bytes.append(byte)
        print(f"{names[who]:<28}{byte:>12.2f}{byte / SECONDS:>9.2f}{last:>12.2f}{last / SECONDS:>9.2f}{mb:>11.2f}")
    print(f"{'goal of storyc':<28}{'':>12}{1.25:>9.2f}{'':>12}{1.75:>9.2f}{0.6:>11.2f}")
    print(f"storyc's last byte comes after {last_bytes[1] / last_bytes[0]:.2f} of the time of the other's")


if __name__ == "__main__":
    match sys.argv[1:2]:
        case ["--storyc"]:
            storyc()
        case ["--peer"]:
            peer()
        case _:
            main()
