"""The host's API as it is documented, over real HTTP."""

from __future__ import annotations

import base64
import hashlib
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from storyboard.film.probe import probe
from tests.emulate.hosting import BODY, KEY, MODEL, OTHER, Client, hosting, later


def playable(data: bytes, folder: Path) -> Any:
    (folder / "clip.mp4").write_bytes(data)
    return probe(folder / "clip.mp4")


def test_v1_answers_with_a_video_and_what_it_cost(tmp_path: Path) -> None:
    with hosting(seconds=0.3) as host:
        began = time.monotonic()
        answer = host.submit("v1")
        assert time.monotonic() - began >= 0.3
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "video/mp4"
        assert answer.headers["x-cost"] == "0.625"
        assert answer.headers["x-remaining-credits"] == "99.375"
        assert answer.headers["x-seed-value"] == "7"
        assert float(answer.headers["x-generation-time"]) == pytest.approx(0.3)
        assert datetime.fromisoformat(answer.headers["x-rate-limit-reset-at-utc"]) > datetime.now(UTC)
        found = playable(answer.content, tmp_path)
        assert (found.width, found.height) == (1280, 720)
        charge = host.book()["charges"][0]
        assert charge["request_id"] == answer.headers["x-request-id"]
        assert host.book()["total_usd"] == 0.625


def test_v1_can_answer_with_an_address() -> None:
    with hosting(v1_json=True) as host:
        answer = host.submit("v1")
        assert answer.headers["Content-Type"] == "application/json"
        assert answer.headers["x-cost"] == "0.625"
        assert requests.get(answer.json()["video_url"], timeout=20).content[4:8] == b"ftyp"


def test_v2_goes_from_queued_to_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with hosting(seconds=600.0) as host:
        job = host.submit(size="1080*1920", duration=10).json()
        assert job["status"] == "QUEUED"
        assert host.charges() == 0
        for seconds, state in ((0, "QUEUED"), (300, "PROCESSING"), (600, "COMPLETED")):
            later(monkeypatch, seconds)
            answer = host.get(job["status_url"])
            assert "output" not in answer.json()
            result = host.get(job["response_url"]).json()
            assert answer.json()["status"] == result["status"] == state
            assert (result["output"] is None) == (state != "COMPLETED")
        result = host.get(job["response_url"]).json()
        assert result["metrics"]["cost"] == 1.875
        assert result["metrics"]["remaining_credits"] == 98.125
        assert {"inference_time", "queue_time", "total_time", "retry_count"} <= set(result["metrics"])
        assert host.get(job["poll_url"]).json() == result
        found = playable(requests.get(result["output"], timeout=20).content, tmp_path)
        assert (found.width, found.height) == (1080, 1920)
        assert host.charges() == 1


def test_each_job_has_bytes_of_its_own() -> None:
    with hosting() as host:
        assert host.submit("v1").content != host.submit("v1").content


def test_files_come_in_ranges() -> None:
    with hosting() as host:
        url = host.wait(host.submit().json()["request_id"]).json()["output"]
        whole = requests.get(url, timeout=20)
        assert whole.headers["Accept-Ranges"] == "bytes"
        size = len(whole.content)
        for wanted, expected in (
            ("bytes=0-9", whole.content[:10]),
            ("bytes=10-", whole.content[10:]),
            ("bytes=-5", whole.content[-5:]),
        ):
            part = requests.get(url, headers={"Range": wanted}, timeout=20)
            assert (part.status_code, part.content) == (206, expected)
            assert part.headers["Content-Range"].endswith(f"/{size}")
        assert requests.get(url, headers={"Range": f"bytes={size}-"}, timeout=20).status_code == 416
        assert requests.get(url, headers={"Range": "pages=1"}, timeout=20).status_code == 200
        head = requests.head(url, timeout=20)
        assert int(head.headers["Content-Length"]) == size


def test_401_has_two_bodies_and_a_bearer_is_never_accepted() -> None:
    with hosting() as host:
        url = f"{host.url}/v1/get-user-credits"
        missing = requests.get(url, timeout=20)
        wrong = requests.get(url, headers={"x-api-key": "SG_short"}, timeout=20)
        bearer = requests.get(url, headers={"Authorization": f"Bearer {KEY}"}, timeout=20)
        both = requests.get(url, headers={"Authorization": f"Bearer {KEY}", "x-api-key": KEY}, timeout=20)
        assert [each.status_code for each in (missing, wrong, bearer, both)] == [401] * 4
        assert missing.json()["error"] != wrong.json()["error"] == bearer.json()["error"]
        assert missing.json()["status_code"] == 401
        assert missing.json()["error_description"]


def test_one_key_alone_can_be_accepted() -> None:
    with hosting(key="made-up") as host:
        assert host.get("/v1/get-user-credits").status_code == 401
        assert Client(host.server, "made-up").get("/v1/get-user-credits").json() == {"credits": 100}


@pytest.mark.parametrize("version", ["v1", "v2"])
@pytest.mark.parametrize(
    ("fields", "status", "word"),
    [
        ({"prompt": None}, 400, "prompt"),
        ({"prompt": 5}, 400, "string"),
        ({"prompt": "  "}, 406, "empty"),
        ({"duration": "5"}, 400, "integer"),
        ({"duration": True}, 400, "integer"),
        ({"duration": 7}, 406, "5, 10, 15"),
        ({"size": "720*720"}, 406, "1280*720"),
        ({"seed": -2}, 406, "2147483647"),
        ({"seed": 1.5}, 400, "integer"),
        ({"multi_shots": "true"}, 400, "boolean"),
        ({"enable_prompt_expansion": 1}, 400, "boolean"),
        ({"negative_prompt": []}, 400, "string"),
        ({"audio": "sha256:12"}, 406, "audio"),
    ],
)
def test_fields_are_judged_before_anything_is_billed(
    version: str, fields: dict[str, Any], status: int, word: str
) -> None:
    with hosting() as host:
        answer = host.submit(version, **fields)
        assert answer.status_code == status
        assert word in answer.json()["error"]
        assert host.book()["jobs"] == []


def test_the_form_of_the_body_is_judged() -> None:
    with hosting() as host:
        path = f"/v2/{MODEL}"
        typed = {"Content-Type": "application/json"}
        assert host.call("POST", path, data=b"{", headers=typed).status_code == 400
        assert host.call("POST", path, data=b"\xff", headers=typed).status_code == 400
        assert host.call("POST", path, data=b"[" * 100_000, headers=typed).status_code == 400
        assert host.call("POST", path, json=[1]).status_code == 400
        for kind in ("text/plain", ""):
            answer = host.call("POST", path, data=b"{}", headers={"Content-Type": kind})
            assert answer.status_code == 406
            assert "content type" in answer.json()["error"].lower()
        assert host.call("POST", path, data=iter([b"{}"]), headers=typed).status_code == 400


def test_what_is_left_out_or_null_has_the_hosts_default() -> None:
    with hosting() as host:
        answer = host.call("POST", f"/v1/{MODEL}", json={"prompt": "A lamp.", "seed": -1, "audio": None})
        assert answer.status_code == 200
        assert int(answer.headers["x-seed-value"]) >= 0
        assert answer.headers["x-cost"] == "0.625"


def test_money_that_does_not_suffice_is_406() -> None:
    with hosting(credits=1_000_000) as host:
        assert host.submit("v1").status_code == 200
        answer = host.submit("v1")
        assert answer.status_code == 406
        assert "Insufficient credits" in answer.json()["error"]
        assert "0.375 USD" in answer.json()["error"]
        assert host.get("/v1/get-user-credits").json() == {"credits": 0.375}
        assert Client(host.server, OTHER).submit("v1").status_code == 200
    with hosting(seconds=60.0, credits=1_000_000) as host:
        assert [host.submit().status_code for _ in range(2)] == [200, 406]
        assert host.get("/v1/get-user-credits").json() == {"credits": 1}
    with hosting(spend_limit=1_000_000) as host:
        assert host.submit().status_code == 200
        answer = host.submit()
        assert answer.status_code == 406
        assert "spend limit" in answer.json()["error"]


def test_models_that_are_not_there_or_no_longer() -> None:
    with hosting(withdrawn=(MODEL,)) as host:
        assert host.submit(model="wan-9").status_code == 404
        assert host.submit().status_code == 410
        assert host.submit("v1").status_code == 410
        assert host.book()["jobs"] == []


@pytest.mark.parametrize(
    ("verb", "path"),
    [("GET", f"/v1/{MODEL}"), ("PUT", f"/v2/{MODEL}"), ("POST", "/v1/get-user-credits/"), ("DELETE", "/upload-asset")],
)
def test_a_wrong_verb_is_405_in_html(verb: str, path: str) -> None:
    with hosting() as host:
        answer = host.call(verb, path)
        if path.endswith("/"):
            assert answer.status_code == 404
            return
        assert answer.status_code == 405
        assert answer.headers["Content-Type"].startswith("text/html")
        assert answer.headers["Allow"] == "POST"


def test_too_many_submits_are_429_with_the_time_to_wait_for() -> None:
    with hosting(rate=2) as host:
        answers = [host.submit() for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        until = datetime.fromisoformat(answers[2].headers["x-rate-limit-reset-at-utc"])
        assert timedelta(0) < until - datetime.now(UTC) <= timedelta(seconds=60)
        assert "Retry-After" not in answers[2].headers
        assert Client(host.server, OTHER).submit().status_code == 200


def test_records_and_files_do_not_live_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    with hosting(keep_record=600.0, keep_file=1200.0) as host:
        id = host.submit().json()["request_id"]
        url = host.wait(id).json()["output"]
        later(monkeypatch, 600)
        assert host.get(f"/v2/requests/{id}").status_code == 404
        assert host.get(f"/v2/requests/{id}/status").status_code == 404
        assert requests.get(url, timeout=20).status_code == 200
        later(monkeypatch, 1200)
        assert requests.get(url, timeout=20).status_code == 404
        assert host.get(f"/inference-request/request-history/{id}").json()["credits_deduction"] == 0.625


def test_nobody_sees_the_jobs_of_another_key() -> None:
    with hosting() as host:
        id = host.submit().json()["request_id"]
        other = Client(host.server, OTHER)
        assert other.get(f"/v2/requests/{id}").status_code == 404
        assert other.get(f"/inference-request/request-history/{id}").status_code == 404
        assert other.history() == []


def test_the_history_has_what_was_sent_and_what_it_cost() -> None:
    with hosting() as host:
        ids = [host.submit(seed=seed).json()["request_id"] for seed in range(3)]
        rows = host.history()
        assert [row["request_id"] for row in rows] == ids[::-1]
        row = rows[0]
        assert row["request_body"] == BODY | {"seed": 2}
        assert row["model_name"] == MODEL
        assert row["model_status"] == "COMPLETED"
        assert row["credits_deduction"] == 0.625
        assert requests.get(row["generation_url"], timeout=20).status_code == 200
        assert row["latency_ms"] == 0
        assert host.get(f"/inference-request/request-history/{ids[2]}").json() == row
        assert [row["request_id"] for row in host.history(page=2, per_page=2)] == ids[:1]
        assert len(host.history(model_name="2.6-t2v", status="COMPLETED")) == 3
        assert host.history(model_name="kling") == host.history(status="FAILED") == []
        assert host.get("/inference-request/request-history/nobody").status_code == 404
    with hosting(seconds=60.0) as host:
        host.submit()
        (row,) = host.history(status="PENDING")
        assert row["credits_deduction"] is row["generation_url"] is row["latency_ms"] is None


def test_the_history_has_windows_and_pages_of_a_limited_size() -> None:
    today = datetime.now(UTC).date()
    with hosting() as host:
        host.submit()
        past = str(today - timedelta(days=2))
        assert host.history(from_date=str(today - timedelta(days=31)), to_date=str(today + timedelta(days=0)))
        assert host.history(from_date=past, to_date=str(today - timedelta(days=1))) == []
        for query in (
            {"from_date": str(today - timedelta(days=32))},
            {"from_date": str(today), "to_date": past},
            {"from_date": "yesterday"},
            {"per_page": 101},
            {"per_page": 0},
            {"page": 0},
            {"page": "x"},
            {"status": "DONE"},
            {"status": ""},
        ):
            assert host.get("/inference-request/request-history", params=query).status_code == 400, query


def test_uploads_get_an_address_under_both_names() -> None:
    with hosting() as host:
        sound = b"RIFF" + bytes(range(256))
        data = "data:audio/wav;base64," + base64.b64encode(sound).decode()
        answer = host.call("POST", "/upload-asset", json={"data_urls": [data]}).json()
        assert answer["urls"] == answer["file_urls"]
        assert requests.get(answer["urls"][0], timeout=20).content == sound
        assert host.submit(audio=answer["urls"][0]).status_code == 200
        for body in ({}, {"data_urls": []}, {"data_urls": ["x"]}, {"data_urls": ["data:audio/wav;base64,???"]}, [1]):
            assert host.call("POST", "/upload-asset", json=body).status_code == 400, body
        assert host.call("POST", "/upload-asset", data=b"x").status_code == 406
        assert requests.get(f"{host.url}/files/upload-9.wav", timeout=20).status_code == 404
        assert requests.get(f"{host.url}/files/nothing.mp4", timeout=20).status_code == 404


def test_what_is_nowhere_is_404() -> None:
    with hosting() as host:
        for path in ("/", "/v3/x", "/files/..%2fx", "/v2/requests/none"):
            assert host.get(path).status_code == 404


def test_the_book_counts_each_request_and_holds_no_key() -> None:
    with hosting() as host:
        host.get("/v1/get-user-credits")
        host.submit()
        host.submit(duration=7)
        text = requests.get(host.url + "/emulator/book", timeout=20).text
        assert KEY not in text
        book = host.book()
        assert book["schema"] == "storyc.emulator-book/1"
        assert book["requests_seen"] == 4
        assert book["submits"] == 2
        assert [(each["status"], each["submit"]) for each in book["requests"][:3]] == [(200, None), (200, 1), (406, 2)]
        assert [each["with_key"] for each in book["requests"]] == [True, True, True, False]


def test_many_threads_share_one_book() -> None:
    with hosting(credits=10 * 625_000) as host:
        codes: list[int] = []
        threads = [threading.Thread(target=lambda: codes.append(host.submit().status_code)) for _ in range(24)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(codes) == [200] * 10 + [406] * 14
        assert host.book()["total_usd"] == 6.25


def cut_off(host: Client) -> None:
    with pytest.raises(requests.ConnectionError):
        host.submit("v1")


def test_the_folder_is_removed_and_only_loopback_listens() -> None:
    with hosting(seconds=60.0) as host:
        folder = host.server.host.clips.folder
        assert folder.is_dir()
        assert host.url.startswith("http://127.0.0.1:")
        done = threading.Thread(target=cut_off, args=(host,))
        done.start()
        while not host.book()["jobs"]:
            time.sleep(0.01)
    done.join(60)
    assert not done.is_alive()
    assert not folder.exists()


@pytest.mark.parametrize(
    "odd",
    [
        b'{"prompt": "x", "more": 1' + b"0" * 40 + b"}",
        b'{"prompt": "x", "seed": 1' + b"0" * 40 + b"}",
        b'{"prompt": "x", "seed": 1' + b"0" * 5000 + b"}",
        b'{"prompt": "x", "more": 1e999}',
        b'{"prompt": "\\ud800"}',
        b'{"prompt": "x", "more": ' + b"[" * 900 + b"]" * 900 + b"}",
    ],
    ids=["big", "big-seed", "huge-seed", "infinite", "surrogate", "deep"],
)
def test_odd_bodies_break_nothing(odd: bytes) -> None:
    with hosting() as host:
        answer = host.call("POST", f"/v2/{MODEL}", data=odd, headers={"Content-Type": "application/json"})
        assert answer.status_code in (200, 400, 406)
        assert len(host.history()) == (answer.status_code == 200)
        assert host.book()["requests_seen"] == 2


def test_a_client_that_goes_mid_body_has_submitted_nothing() -> None:
    import socket

    with hosting() as host:
        with socket.create_connection(("127.0.0.1", host.server.port)) as line:
            head = f"POST /v2/{MODEL} HTTP/1.1\r\nHost: 127.0.0.1\r\nx-api-key: {KEY}\r\nContent-Length: 500\r\n"
            line.sendall(f"{head}Content-Type: application/json\r\n\r\n{{".encode())
        assert host.book()["submits"] == 0
        with socket.create_connection(("127.0.0.1", host.server.port)) as line:
            line.sendall(b"POST /upload-asset HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 999999999\r\n\r\n")
            assert line.recv(100).startswith(b"HTTP/1.1 413")


def test_the_book_of_one_key() -> None:
    with hosting() as host:
        other = Client(host.server, OTHER)
        host.submit()
        other.submit(seed=8)
        digest = hashlib.sha256(OTHER.encode()).hexdigest()
        book = requests.get(f"{host.url}/emulator/book?key={digest}", timeout=20).json()
        assert [(job["seed"], charge["seed"]) for job, charge in zip(book["jobs"], book["charges"], strict=True)] == [
            (8, 8)
        ]
        assert book["requests"] == []
        assert host.charges() == 2
        assert len(host.history()) == 1
        nobody = requests.get(f"{host.url}/emulator/book?key=0", timeout=20).json()
        assert (nobody["jobs"], nobody["charges"]) == ([], [])


def test_a_clip_is_filled_up() -> None:
    with hosting(clip_mb=1.5) as host:
        body = host.submit("v1").content
        assert 1_500_000 <= len(body) < 1_500_100
        assert len(host.submit("v1", size="1920*1080").content) >= 1_500_000
    with hosting() as host:
        assert len(host.submit("v1").content) < 500_000
