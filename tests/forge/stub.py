"""A stub of GitHub's API on loopback: pull requests, comments, artifacts, approvals, and git objects in a real git."""

from __future__ import annotations

import base64
import io
import json
import subprocess
import threading
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

TOKEN = "ghs_" + "t" * 36
BOT = "github-actions[bot]"
WHO = {
    "GIT_AUTHOR_NAME": "B",
    "GIT_AUTHOR_EMAIL": "b@example.org",
    "GIT_COMMITTER_NAME": "B",
    "GIT_COMMITTER_EMAIL": "b@example.org",
}


def zipped(files: Mapping[str, bytes], packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Files in a zip."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", packed) as parcel:
        for path, content in files.items():
            parcel.writestr(path, content)
    return data.getvalue()


class Stub:
    """What the server holds; `calls` are the method and path of each call with the token, in their order."""

    def __init__(self, bare: Path) -> None:
        self.bare = bare
        self.pulls: list[dict[str, Any]] = []
        self.comments: dict[int, list[dict[str, Any]]] = {}
        self.artifacts: dict[int, list[tuple[str, bytes]]] = {}
        self.approvals: list[dict[str, Any]] = []
        self.calls: list[tuple[str, str]] = []
        self.strangers: list[str] = []  # what was asked with the token and is not of the API
        self.url = ""
        self.before_ref = lambda: None  # what somebody else does before a branch is moved

    def git(self, *words: str, data: bytes = b"") -> str:
        done = subprocess.run(
            ["git", *words],
            cwd=self.bare,
            input=data,
            capture_output=True,
            check=True,
            env={**WHO, "PATH": "/usr/bin:/bin"},
        )
        return done.stdout.decode().strip()

    def show(self, branch: str, name: str) -> bytes:
        done = subprocess.run(["git", "show", f"{branch}:{name}"], cwd=self.bare, capture_output=True, check=True)
        return done.stdout

    def names(self, branch: str) -> list[str]:
        return self.git("ls-tree", "--name-only", branch).split()

    def pull(
        self, number: int, *, branch: str = "film", sha: str = "a" * 40, owner: str = "ida", repo: int = 7
    ) -> None:
        head = {"sha": sha, "ref": branch, "repo": {"id": repo, "owner": {"login": owner}}}
        self.pulls.append({"number": number, "state": "open", "head": head, "owner": owner})

    def leave(self, run: int, files: Mapping[str, bytes], name: str = "storyc-review") -> None:
        """Let a run leave an artifact."""
        self.artifacts.setdefault(run, []).append((name, zipped(files)))

    # ---- the API ------------------------------------------------------------------------------------------------

    def answer(self, method: str, path: str, query: dict[str, str], body: Any) -> tuple[int, Any]:
        match method, path.split("/"):
            case "GET", ["pulls"]:
                head = query["head"]
                rows = [row for row in self.pulls if f"{row['owner']}:{row['head']['ref']}" == head]
                return 200, self._page(rows, query)
            case "GET", ["issues", number, "comments"]:
                return 200, self._page(self.comments.get(int(number), []), query)
            case "POST", ["issues", number, "comments"]:
                return 201, self.said(int(number), BOT, body["body"])
            case "PATCH", ["issues", "comments", name]:
                (row,) = [row for rows in self.comments.values() for row in rows if row["id"] == int(name)]
                row["body"] = body["body"]
                return 200, row
            case "GET", ["actions", "runs", run, "artifacts"]:
                left = self.artifacts.get(int(run), [])
                rows = [
                    {"id": int(run) * 100 + at, "name": name, "expired": False} for at, (name, _) in enumerate(left)
                ]
                return 200, {"artifacts": [row for row in rows if row["name"] == query["name"]]}
            case "GET", ["actions", "artifacts", name, "zip"]:
                return 302, f"{self.url}/blobs/{name}"
            case "GET", ["actions", "runs", _, "approvals"]:
                return 200, self._page(self.approvals, query)
            case _, ["git", *rest]:
                return self._git(method, rest, body)
            case _:
                return 404, {"message": "Not Found"}

    def said(self, number: int, who: str, text: str) -> dict[str, Any]:
        rows = self.comments.setdefault(number, [])
        row = {
            "id": number * 1000 + len(rows),
            "body": text,
            "user": {"login": who},
            "html_url": f"{self.url}/c/{number}",
        }
        rows.append(row)
        return row

    def _page(self, rows: list[dict[str, Any]], query: dict[str, str]) -> list[dict[str, Any]]:
        size, page = int(query["per_page"]), int(query["page"])
        return rows[size * (page - 1) : size * page]

    def _git(self, method: str, words: list[str], body: Any) -> tuple[int, Any]:
        try:
            return self._object(method, words, body)
        except subprocess.CalledProcessError:
            return (404 if method == "GET" else 422), {"message": "Reference does not exist"}

    def _object(self, method: str, words: list[str], body: Any) -> tuple[int, Any]:
        match method, words:
            case "GET", ["ref", "heads", branch]:
                return 200, {"object": {"sha": self.git("rev-parse", "--verify", f"refs/heads/{branch}")}}
            case "GET", ["commits", sha]:
                return 200, {"tree": {"sha": self.git("rev-parse", f"{sha}^{{tree}}")}}
            case "GET", ["trees", sha]:
                rows = [line.split(None, 3) for line in self.git("ls-tree", sha).splitlines()]
                return 200, {"tree": [{"path": path, "type": kind, "sha": name} for _, kind, name, path in rows]}
            case "GET", ["blobs", sha]:
                done = subprocess.run(["git", "cat-file", "blob", sha], cwd=self.bare, capture_output=True, check=True)
                return 200, {"content": base64.encodebytes(done.stdout).decode(), "encoding": "base64"}
            case "POST", ["blobs"]:
                data = base64.b64decode(body["content"], validate=True)
                return 201, {"sha": self.git("hash-object", "-w", "--stdin", data=data)}
            case "POST", ["trees"]:
                rows = {row["path"]: f"{row['mode']} {row['type']} {row['sha']}" for row in body["tree"]}
                for line in self.git("ls-tree", body["base_tree"]).splitlines() if "base_tree" in body else ():
                    head, _, path = line.partition("\t")
                    rows.setdefault(path, head)
                listing = "".join(f"{head}\t{path}\n" for path, head in rows.items())
                return 201, {"sha": self.git("mktree", data=listing.encode())}
            case "POST", ["commits"]:
                parents = [word for parent in body["parents"] for word in ("-p", parent)]
                sha = self.git("commit-tree", body["tree"], *parents, "-m", body["message"])
                return 201, {"sha": sha, "tree": {"sha": body["tree"]}}
            case "POST", ["refs"]:
                self.before_ref()
                self.git("update-ref", body["ref"], body["sha"], "0" * 40)
                return 201, {"object": {"sha": body["sha"]}}
            case "PATCH", ["refs", "heads", branch]:
                self.before_ref()
                assert body["force"] is False
                old = self.git("rev-parse", f"refs/heads/{branch}")
                self.git("merge-base", "--is-ancestor", old, body["sha"])
                self.git("update-ref", f"refs/heads/{branch}", body["sha"], old)
                return 200, {"object": {"sha": body["sha"]}}
            case _:
                return 404, {"message": "Not Found"}


@contextmanager
def serving(folder: Path) -> Iterator[Stub]:
    """A stub whose repository is `films/night`, with a bare git of its own."""
    bare = folder / "github.git"
    subprocess.run(["git", "init", "-q", "--bare", str(bare)], check=True)
    stub = Stub(bare)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do(self) -> None:
            parts = urlsplit(self.path)
            token = self.headers.get("Authorization") == f"Bearer {TOKEN}"
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length)) if length else None
            if parts.path.startswith("/blobs/"):
                if "Authorization" in self.headers:
                    stub.strangers.append(self.path)
                run, at = divmod(int(parts.path.removeprefix("/blobs/")), 100)
                return self.send(200, stub.artifacts[run][at][1])
            prefix = "/api/repos/films/night/"
            if not token or not parts.path.startswith(prefix):
                return self.send(401, b'{"message": "Bad credentials"}')
            path = parts.path.removeprefix(prefix)
            stub.calls.append((self.command, path))
            query = {key: values[0] for key, values in parse_qs(parts.query).items()}
            status, answer = stub.answer(self.command, path, query, body)
            if status == 302:
                return self.send(302, b"", Location=answer)
            return self.send(status, json.dumps(answer).encode())

        do_GET = do_POST = do_PATCH = do

        def send(self, status: int, data: bytes, **headers: str) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        stub.url = f"http://127.0.0.1:{server.server_port}"
        try:
            yield stub
        finally:
            server.shutdown()


def variables(stub: Stub, event: Path | None = None) -> dict[str, str]:
    """The variables of a job."""
    given = {
        "GITHUB_API_URL": f"{stub.url}/api",
        "GITHUB_SERVER_URL": stub.url,
        "GITHUB_REPOSITORY": "films/night",
        "GITHUB_RUN_ID": "41",
        "GITHUB_TOKEN": TOKEN,
    }
    return given if event is None else {**given, "GITHUB_EVENT_PATH": str(event)}


def ended(path: Path, run: int = 40, *, branch: str = "film", sha: str = "a" * 40, kind: str = "pull_request") -> Path:
    """The event of a run that has ended, of a fork, for which GitHub names no pull request."""
    head = {"id": 7, "owner": {"login": "ida"}, "full_name": "ida/night"}
    event = {
        "id": run,
        "event": kind,
        "head_sha": sha,
        "head_branch": branch,
        "head_repository": head,
        "pull_requests": [],
    }
    path.write_text(json.dumps({"action": "completed", "workflow_run": event}))
    return path
