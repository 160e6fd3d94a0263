"""An editor's side of the protocol, as little as is needed to type into a server and to see what it takes."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

PUBLISHED = "textDocument/publishDiagnostics"


class Editor:
    """A server that runs, and one document in it; positions are of ASCII texts."""

    def __init__(self, words: Sequence[str | Path], folder: Path, environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [*map(str, words)], cwd=folder, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._uri = (folder / "typed.story").as_uri()
        self._id = self._version = 0
        self.said: list[dict[str, Any]] = []
        self.ask("initialize", {"processId": None, "rootUri": None, "capabilities": {}})
        self.start = self.spent()
        self.tell("initialized", {})

    def __enter__(self) -> Editor:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self.ask("shutdown", None)
            self.tell("exit", None)
        # Leaves its pipes closed, and waits until it has ended.
        self._process.__exit__(None, None, None)

    def open(self, text: str) -> list[dict[str, Any]]:
        """The diagnostics of a document that is opened."""
        self._version += 1
        document = {"uri": self._uri, "languageId": "story", "version": self._version, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": document})
        return self._diagnostics()

    def edit(self, text: str, start: int, end: int, written: str) -> list[dict[str, Any]]:
        """The diagnostics after one edit of the text, between two offsets."""
        where = {"start": _position(text, start), "end": _position(text, end)}
        return self.change({"range": where, "text": written})

    def change(self, change: dict[str, Any]) -> list[dict[str, Any]]:
        """The diagnostics after a change as the protocol has it."""
        self._version += 1
        of = {"uri": self._uri, "version": self._version}
        self.tell("textDocument/didChange", {"textDocument": of, "contentChanges": [change]})
        return self._diagnostics()

    def again(self) -> list[dict[str, Any]]:
        """The diagnostics that are told of this version once more."""
        return self._diagnostics()

    def settled(self) -> list[dict[str, Any]]:
        """The diagnostics when all that there is to tell was told: an answer comes after it."""
        where = {"textDocument": {"uri": self._uri}, "position": {"line": 0, "character": 0}}
        self.ask("storyc/status", where)
        return self.said

    def spent(self) -> float:
        """The seconds of a processor that the server has had; where the system does not tell, seconds of the clock."""
        tasks = Path(f"/proc/{self._process.pid}/task")
        if not tasks.exists():
            return time.perf_counter()
        listed = [tasks / name / "schedstat" for name in os.listdir(tasks)]
        return sum(int(path.read_text().split()[0]) for path in listed) / 1e9

    def memory(self) -> int:
        """The kilobytes of memory that the server has, where the system tells."""
        lines = Path(f"/proc/{self._process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))

    def ask(self, method: str, params: Any) -> Any:
        """The answer to a request."""
        self._id += 1
        self.send({"id": self._id, "method": method, "params": params})
        while (answer := self.next()).get("id") != self._id or "method" in answer:
            pass
        return answer.get("result")

    def tell(self, method: str, params: Any) -> None:
        """Send a notification."""
        self.send({"method": method, "params": params})

    def _diagnostics(self) -> list[dict[str, Any]]:
        """The diagnostics that are told next of this version."""
        while True:
            said = self.next()
            if said.get("method") == PUBLISHED and said["params"].get("version") == self._version:
                return self.said

    def send(self, *messages: dict[str, Any]) -> None:
        """Send messages with one write, so that the server has all of them before it can answer the first."""
        bodies = [json.dumps({"jsonrpc": "2.0", **message}).encode() for message in messages]
        assert self._process.stdin is not None
        self._process.stdin.write(b"".join(b"Content-Length: %d\r\n\r\n%s" % (len(body), body) for body in bodies))
        self._process.stdin.flush()

    def next(self) -> dict[str, Any]:
        """What the server sends next."""
        assert self._process.stdout is not None
        length = 0
        while line := self._process.stdout.readline().strip():
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        if not length:
            raise SystemExit("the server has ended")
        message = json.loads(self._process.stdout.read(length))
        if message.get("method") == PUBLISHED and message["params"].get("version") == self._version:
            self.said = message["params"]["diagnostics"]
        return message


def _position(text: str, offset: int) -> dict[str, int]:
    return {"line": text.count("\n", 0, offset), "character": offset - text.rfind("\n", 0, offset) - 1}
