"""One of the two programs at work: its jobs as processes, its forks, its host, and what they wrote."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import sqlite3
import subprocess
import threading
import urllib.request
from collections.abc import Generator
from pathlib import Path

from tools.same import forking
from tools.same.scenes import KEY, Job, Scene

_ID = re.compile(rb'^    "id": "(\w+)"', re.MULTILINE)
# What a store holds bears random names, and what is known of files by their times is kept as time allows.
_SKIPPED = {".git", "home", "store", "seen.json"}
Outputs = dict[str, bytes]


class Side:
    """A program and the folder it works in. Threads may share it; each has its own process that forks."""

    def __init__(self, program: Path, root: Path) -> None:
        self.program, self.root = program, root
        self.outputs: Outputs = {}
        self._mine = threading.local()
        self._forkers: list[subprocess.Popen[str]] = []
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(root / "home"),
            "LANG": "C.UTF-8",
            "TZ": "UTC",
            "SEGMIND_API_KEY": KEY,
            "GIT_CEILING_DIRECTORIES": str(root),
        }

    def play(self, scene: Scene) -> None:
        """Run a scene's jobs in order and keep what they say."""
        ids: list[str] = []
        with self._host(scene) as environment:
            for job in scene.jobs:
                words = [word.format(*ids, *"???") if word.startswith("{") else word for word in job.words]
                name = f"{' '.join(job.words)} ({f'{job.stdin} in ' if job.stdin[:1] != '/' else ''}{scene.folder})"
                name = next(named for named in _numbered(name) if f"{named}: exit" not in self.outputs)
                folder = self.root / scene.folder
                code, out, err = (self._fork if scene.warm else self._run)(words, job, folder, environment)
                ids = [id.decode() for id in _ID.findall(out)] or ids
                self.outputs |= {f"{name}: exit": b"%d" % code, f"{name}: stdout": out, f"{name}: stderr": err}

    def _run(self, words: list[str], job: Job, folder: Path, environment: dict[str, str]) -> tuple[int, bytes, bytes]:
        with open(folder / job.stdin, "rb") as stdin:
            try:
                done = subprocess.run(
                    [self.program, *words], cwd=folder, env=environment, stdin=stdin, capture_output=True,
                    timeout=forking.LONGEST, check=False,
                )  # fmt: skip
            except subprocess.TimeoutExpired as late:
                return -signal.SIGALRM, late.stdout or b"", late.stderr or b""
        return done.returncode, done.stdout, done.stderr

    def _fork(self, words: list[str], job: Job, folder: Path, environment: dict[str, str]) -> tuple[int, bytes, bytes]:
        if not hasattr(self._mine, "forker"):
            self._mine.forker = subprocess.Popen(
                [self.program.parent / "python", "-P", forking.__file__], cwd=self.root, env=self.environment,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            )  # fmt: skip
            self._forkers.append(self._mine.forker)
        forker: subprocess.Popen[str] = self._mine.forker
        assert forker.stdin is not None
        assert forker.stdout is not None
        stem = self.root / "home" / str(threading.get_ident())
        print(
            json.dumps([words, environment, str(folder), str(folder / job.stdin), str(stem)]),
            file=forker.stdin,
            flush=True,
        )
        code = int(forker.stdout.readline())
        return code, stem.with_suffix(".out").read_bytes(), stem.with_suffix(".err").read_bytes()

    @contextlib.contextmanager
    def _host(self, scene: Scene) -> Generator[dict[str, str]]:
        """The environment of a scene's jobs, with the host that it asks for, whose book is an output too."""
        if scene.host is None:
            yield self.environment
            return
        command = [self.program, "emulate", "--quiet", *scene.host]
        with subprocess.Popen(
            command,
            cwd=self.root / scene.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        ) as host:
            try:
                assert host.stdout is not None
                url = json.loads(host.stdout.readline())["url"]
                yield self.environment | {"STORYC_SEGMIND_BASE_URL": url}
                with urllib.request.urlopen(f"{url}/emulator/book") as answer:
                    book = json.load(answer)
                kept = {name: book[name] for name in ("total_usd", "charges", "jobs", "submits")}
                self.outputs[f"emulate ({scene.folder}): book"] = json.dumps(kept, indent=1).encode()
            finally:
                host.terminate()

    def close(self) -> None:
        """End the processes that fork."""
        for forker in self._forkers:
            assert forker.stdin is not None
            forker.stdin.close()
            forker.wait()

    def files(self) -> Outputs:
        """All files below the root that are not passed over; of a database its tables."""
        outputs: Outputs = {}
        for folder, folders, names in os.walk(self.root):
            folders[:] = sorted(set(folders) - _SKIPPED)
            for name in set(names) - _SKIPPED:
                path = Path(folder) / name
                data = _sql(path) if path.suffix == ".db" else path.read_bytes()
                outputs[f"file {path.relative_to(self.root).as_posix()}"] = data
        return outputs


def _numbered(name: str) -> Generator[str]:
    yield name
    turn = 2
    while True:
        yield f"{name} #{turn}"
        turn += 1


def _sql(path: Path) -> bytes:
    with contextlib.closing(sqlite3.connect(path)) as database:
        rows = database.execute("SELECT sql FROM sqlite_master ORDER BY name")
        return "\n".join(str(sql) for (sql,) in rows).encode()
