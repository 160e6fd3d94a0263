"""The notes on merge requests and the ledger at GitLab, against a stub of its API on loopback."""

from __future__ import annotations

import io
import json
import re
import shutil
import threading
from collections.abc import Iterator
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from PIL import Image

from storyboard.cli import exits, run
from tests.cli import paying
from tests.forge.test_comment import left
from tests.forge.test_review import assert_inert

TOKEN, US = "glpat-" + "t" * 20, 99


class Stub:
    """A project, 1, whose merge request 5 comes from a fork, 2."""

    def __init__(self) -> None:
        self.merges: list[dict[str, Any]] = []
        self.notes: list[dict[str, Any]] = []
        self.uploads: dict[str, bytes] = {}
        self.left: dict[str, bytes] = {}
        self.packages: list[bytes] = []
        self.job = 70
        self.calls: list[str] = []
        self.url = ""

    def merge(self, iid: int, status: str = "success", fork: int = 2) -> None:
        pipeline = {"id": 60, "project_id": fork, "sha": "a" * 40, "status": status}
        row = {"iid": iid, "sha": "a" * 40, "web_url": f"{self.url}/mr/{iid}", "head_pipeline": pipeline}
        self.merges.append(row)

    def said(self, who: int, text: str) -> dict[str, Any]:
        self.notes.append({"id": len(self.notes) + 1, "body": text, "author": {"id": who}})
        return self.notes[-1]

    def answer(self, method: str, words: list[str], query: dict[str, str], body: bytes, form: str) -> tuple[int, Any]:
        match method, words:
            case "GET", ["user"]:
                return 200, {"id": US}
            case "GET", ["projects", "1", "merge_requests"]:
                return 200, [{**row, "head_pipeline": None} for row in self.merges] if query["page"] == "1" else []
            case "GET", ["projects", "1", "merge_requests", iid]:
                return 200, next(row for row in self.merges if row["iid"] == int(iid))
            case "GET", ["projects", ("1" | "2"), "pipelines", "60", "jobs"]:
                job = {"id": self.job, "name": "storyc-review", "web_url": f"{self.url}/jobs/{self.job}"}
                other = {"id": 1, "name": "lint", "web_url": "", "artifacts_file": None}
                return 200, [other, {**job, "artifacts_file": {"filename": "artifacts.zip", "size": 9}}]
            case "GET", ["projects", ("1" | "2"), "jobs", _, "artifacts", *path] if "/".join(path) in self.left:
                return 200, self.left["/".join(path)]
            case "GET", ["projects", "1", "merge_requests", "4", "notes"]:
                return 200, []
            case "GET", ["projects", "1", "merge_requests", "5", "notes"]:
                return 200, self.notes[100 * (int(query["page"]) - 1) :][:100]
            case "POST", ["projects", "1", "merge_requests", "5", "notes"]:
                return 201, self.said(US, json.loads(body)["body"])
            case "PUT", ["projects", "1", "merge_requests", "5", "notes", name]:
                self.notes[int(name) - 1]["body"] = json.loads(body)["body"]
                return 200, self.notes[int(name) - 1]
            case _, ["projects", "1", "packages", "generic", "storyc-ledger", "1.0.0", "ledger.db"]:
                if method == "GET":
                    return (200, self.packages[-1]) if self.packages else (404, {"message": "404 Not Found"})
                self.packages.append(body)
                return 201, {"message": "201 Created"}
            case "POST", ["projects", "1", "uploads"]:
                (part,) = BytesParser().parsebytes(f"Content-Type: {form}\r\n\r\n".encode() + body).get_payload()
                name = part.get_filename()
                self.uploads[name] = part.get_payload(decode=True)
                return 201, {"url": f"/uploads/{len(self.uploads):032x}/{name}"}
            case _:
                return 404, {"message": "404 Not Found"}


@pytest.fixture
def gitlab(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stub]:
    stub = Stub()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do(self) -> None:
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, answer = 401, {"message": "401 Unauthorized"}
            if TOKEN in (self.headers.get("PRIVATE-TOKEN"), self.headers.get("JOB-TOKEN")) and parts.path.startswith(
                "/api/v4/"
            ):
                stub.calls.append(f"{self.command} {parts.path.removeprefix('/api/v4/')}")
                query = {key: values[0] for key, values in parse_qs(parts.query).items()}
                words = parts.path.removeprefix("/api/v4/").split("/")
                status, answer = stub.answer(self.command, words, query, body, self.headers.get("Content-Type", ""))
            data = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PUT = do

        def log_message(self, *_: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        stub.url = f"http://127.0.0.1:{server.server_port}"
        for name, value in {
            "GITLAB_CI": "true", "CI_API_V4_URL": f"{stub.url}/api/v4", "CI_PROJECT_ID": "1", "STORYC_COMMENT_TOKEN": TOKEN,
            "CI_JOB_TOKEN": TOKEN,
        }.items():  # fmt: skip
            monkeypatch.setenv(name, value)
        try:
            yield stub
        finally:
            server.shutdown()


def reviewed(change: Path) -> dict[str, bytes]:
    """What the job of a merge request leaves: the review in a folder, beside all else."""
    return {f"build/review/{name}": data for name, data in left(change).items()} | {"review.json": b"another"}


def test_a_merge_request_has_one_note_that_is_renewed_in_place(
    gitlab: Stub, change: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gitlab.merge(4, status="running")
    gitlab.merge(5)
    for _ in range(110):
        gitlab.said(3, "<!-- storyc review -->")
    gitlab.left = reviewed(change)
    assert run(["ci", "comment"]) == exits.DONE
    assert capsys.readouterr() == (f"{gitlab.url}/mr/5\n", "wrote the comment on merge request 5\n")
    own = [note for note in gitlab.notes if note["author"]["id"] == US]
    assert len(own) == 1
    assert_inert(re.sub(r'src="/uploads/', f'src="{gitlab.url}/uploads/', own[0]["body"]), gitlab.url)
    shown = re.findall(r'<img src="(/uploads/[0-9a-f]{32}/([0-9a-f]{64}\.png))"', own[0]["body"])
    assert {name for _, name in shown} == set(gitlab.uploads)
    assert len(shown) == 6
    assert Image.open(io.BytesIO(gitlab.uploads[shown[0][1]])).size == (20, 20)
    # What was told is not told again, and a picture is sent once.
    assert run(["ci", "comment"]) == exits.DONE
    assert capsys.readouterr() == ("", "")
    gitlab.job, gitlab.calls = 71, []
    assert run(["ci", "comment"]) == exits.DONE
    assert capsys.readouterr().err == "renewed the comment on merge request 5\n"
    assert not any("uploads" in call for call in gitlab.calls)
    assert len([note for note in gitlab.notes if note["author"]["id"] == US]) == 1
    assert "/jobs/71), which the merge request controls." in own[0]["body"]


def test_the_films_beside_a_review_are_not_fetched(gitlab: Stub, change: Path) -> None:
    gitlab.merge(5)
    gitlab.left = reviewed(change)
    assert run(["ci", "comment"]) == exits.DONE
    fetched = [call.removeprefix("GET projects/2/jobs/70/") for call in gitlab.calls if "/jobs/70/" in call]
    assert sorted(fetched) == sorted(f"artifacts/build/review/{name}" for name in left(change))


@pytest.mark.parametrize(("project", "code"), [(1, exits.USAGE), (2, exits.DONE)])
def test_what_is_no_review_is_refused_and_no_fork_makes_the_job_fail_by_it(
    gitlab: Stub, change: Path, capsys: pytest.CaptureFixture[str], project: int, code: int
) -> None:
    gitlab.merge(5, fork=project)
    gitlab.left = left(change)  # not where the job puts it
    assert run(["ci", "comment"]) == code
    assert "merge request 5: the artifact holds no `review.json`\n" in capsys.readouterr().err
    assert (gitlab.notes, gitlab.uploads) == ([], {})


def test_a_review_of_too_many_pictures_is_refused_before_one_is_fetched(
    gitlab: Stub, change: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gitlab.merge(5)
    gitlab.left = reviewed(change)
    review = json.loads(gitlab.left["build/review/review.json"])
    review["shots"] = [{**review["shots"][0], "after": f"{number:064x}"} for number in range(151)]
    gitlab.left["build/review/review.json"] = json.dumps(review).encode()
    assert run(["ci", "comment"]) == exits.DONE
    assert "`review.json` of the artifact names 151 pictures, more than 150\n" in capsys.readouterr().err
    assert not any(call.endswith(".png") for call in gitlab.calls)


def test_a_fork_that_hides_its_jobs_stops_no_other_and_is_no_failure(
    gitlab: Stub, change: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gitlab.merge(4, fork=3)
    gitlab.merge(5)
    gitlab.left = reviewed(change)
    assert run(["ci", "comment"]) == exits.DONE
    err = capsys.readouterr().err
    assert "merge request 4: the server answers 404 to GET `projects/3/pipelines/60/jobs`" in err
    assert "wrote the comment on merge request 5\n" in err


def test_a_note_that_may_not_be_written_makes_the_job_fail(
    gitlab: Stub, change: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gitlab.merge(4)
    gitlab.left = reviewed(change)
    assert run(["ci", "comment"]) == exits.USAGE
    assert "error: merge request 4: the server answers 404 to POST `projects/1/merge_requests/4/notes`" in (
        capsys.readouterr().err
    )


def test_the_ledger_is_a_package_of_the_project(
    gitlab: Stub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "films"
    root.mkdir()
    monkeypatch.setenv("CI", "true")
    with paying.project(root, monkeypatch, capsys) as it:
        assert it.call("ci", "ledger", "restore") == 0
        assert "the package `storyc-ledger` holds no ledger yet" in it.err
        assert it.build("--max-cost", "5", "--new-store") == 0
        assert it.call("ci", "ledger", "save") == 0
        assert len(gitlab.packages) == 1
        shutil.rmtree(root / ".storyc")
        assert it.call("ci", "ledger", "restore") == 0
        assert it.build("--locked") == 0
        assert it.submits() == 2
        gitlab.packages.append(b"of another run")
        assert it.call("ci", "ledger", "save") == exits.USAGE
        assert "has changed since this run began" in it.err
        assert gitlab.packages[-1] == b"of another run"
