"""Buy 64 clips at once, by storyc or by a plain downloader that keeps no books, and tell when and with what memory.

`python -m tools.bench.inside.paying storyc | peer` in an empty folder, with a host's address in the environment.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

JOBS = 64
_BLOCK = 256 << 10


def story(place: str) -> str:
    """A story of so many clips; another place makes others, since the host's clips of the same would be found again."""
    clips = [f"# Clip {clip}\nShot 1 [0-5s] The tide, seen from pier {clip} of {place}." for clip in range(1, JOBS + 1)]
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
        assert self.since < self.last_byte <= self.last, "nothing was bought"
        seen = {"last_byte": self.last_byte - self.since, "last": self.last - self.since}
        print(json.dumps({**seen, "mb": (max(self.most, _rss()) - self.least) / 1e6 / JOBS}), file=sys.__stdout__)


def _rss() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE")


def storyc() -> None:
    """Build a story of the working folder in this process, with a watch around it."""
    Path("storyc.toml").write_text("", encoding="utf-8")
    Path("harbour.story").write_text(story(Path.cwd().name), encoding="utf-8")
    from storyboard import cli
    from storyboard.ledger.books import Books
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


if __name__ == "__main__":
    {"storyc": storyc, "peer": peer}[sys.argv[1]]()
