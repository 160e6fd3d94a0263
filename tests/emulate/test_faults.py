"""Each fault, over real HTTP: what the client sees, and what was billed."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest
import requests

from storyboard.emulate import EmulatorSettings, emulator, faults, start
from storyboard.emulate.faults import KINDS, NoFault, parse, script
from storyboard.film.cuts import survey
from storyboard.film.loudness import is_silent
from storyboard.film.mp4 import boxes
from storyboard.film.probe import NotMedia, probe
from tests.emulate.hosting import Client, hosting, later

BOTH = pytest.mark.parametrize("version", ["v1", "v2"])


def deliver(host: Client, version: str, **more: Any) -> requests.Response:
    """What brings the clip: v1's own answer, or the fetch of v2's file."""
    answer = host.call("POST", "/v1/wan-2.6-t2v", json={"prompt": "A lamp."}, **more) if version == "v1" else None
    if answer is None:
        url = host.wait(host.submit().json()["request_id"]).json()["output"]
        answer = requests.get(url, timeout=20, **more)
    return answer


@BOTH
@pytest.mark.parametrize(
    ("fault", "status", "kind"),
    [
        ("html-405", 405, "text/html"),
        ("403", 403, "application/json"),
        ("502", 502, "text/html"),
        ("503", 503, "text/html"),
        ("503-json", 503, "application/json"),
        ("504", 504, "text/html"),
        ("500-html", 500, "text/html"),
        ("500-json", 500, "application/json"),
        ("429", 429, "application/json"),
        ("406-credits", 406, "application/json"),
        ("406-spend", 406, "application/json"),
        ("410", 410, "application/json"),
        ("redirect=http://127.0.0.1:9/x", 307, "text/plain"),
    ],
)
def test_nothing_is_begun(version: str, fault: str, status: int, kind: str) -> None:
    with hosting(fault) as host:
        answer = host.submit(version)
        assert answer.status_code == status
        assert answer.headers["Content-Type"].startswith(kind)
        if kind == "application/json":
            assert answer.json()["error"]
        assert host.book()["jobs"] == []
        assert host.history() == []


def test_what_these_answers_say() -> None:
    with hosting("429=3") as host:
        until = datetime.fromisoformat(host.submit().headers["x-rate-limit-reset-at-utc"])
        assert 1 < (until - datetime.now(UTC)).total_seconds() <= 3
    with hosting("406-credits") as host:
        assert "insufficient credits" in host.submit().json()["error"].lower()
    with hosting("406-spend") as host:
        assert "spend limit" in host.submit().json()["error"].lower()
    with hosting("redirect=http://127.0.0.1:9/x") as host:
        assert host.submit().headers["Location"] == "http://127.0.0.1:9/x"


@BOTH
def test_cut_before_billing(version: str) -> None:
    with hosting("cut-before-billing") as host:
        with pytest.raises(requests.ConnectionError):
            host.submit(version)
        assert host.book()["jobs"] == []
        assert host.book()["requests"][0]["status"] == 0


@BOTH
def test_cut_after_billing(version: str) -> None:
    with hosting("cut-after-billing") as host:
        with pytest.raises(requests.ConnectionError):
            host.submit(version)
        assert host.charges() == 1
        (row,) = host.history()
        assert row["request_body"]["seed"] == 7
        assert requests.get(row["generation_url"], timeout=20).content[4:8] == b"ftyp"


@BOTH
@pytest.mark.parametrize("status", [502, 504])
def test_a_gateway_fails_and_it_is_billed(version: str, status: int) -> None:
    with hosting(f"{status}-billed") as host:
        answer = host.submit(version)
        assert answer.status_code == status
        assert answer.headers["Content-Type"].startswith("text/html")
        assert host.charges() == 1
        assert len(host.history()) == 1


@BOTH
def test_slow(version: str) -> None:
    with hosting("slow=0.4") as host:
        began = time.monotonic()
        assert host.submit(version).status_code == 200
        assert time.monotonic() - began >= 0.4


@BOTH
def test_pause(version: str) -> None:
    with hosting("pause=0.8") as host:
        began = time.monotonic()
        answer = deliver(host, version, stream=True)
        size = sum(len(part) for part in answer.iter_content(1024))
        assert time.monotonic() - began >= 0.8
        assert size == int(answer.headers["Content-Length"])


@BOTH
def test_truncate_looks_like_success_without_a_length(version: str) -> None:
    with hosting("truncate") as host:
        answer = deliver(host, version)
        assert answer.status_code == 200
        assert "Content-Length" not in answer.headers
        assert answer.content[4:8] == b"ftyp"
        (row,) = host.history()
        whole = requests.get(row["generation_url"], timeout=20)
        assert len(answer.content) == len(whole.content) // 2
        assert host.charges() == 1


@BOTH
def test_truncate_after_a_length(version: str) -> None:
    with hosting("truncate=length") as host:
        with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
            _ = deliver(host, version).content
        assert host.charges() == 1


@BOTH
def test_wrong_type(version: str) -> None:
    with hosting("wrong-type") as host:
        answer = deliver(host, version)
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].startswith("text/html")
        assert host.charges() == 1


def test_the_answer_of_a_v2_submit_can_be_spoilt_itself() -> None:
    with hosting("wrong-type=answer") as host:
        answer = host.submit()
        assert (answer.status_code, answer.headers["Content-Type"][:9]) == (200, "text/html")
        assert host.charges() == 1
    with hosting("truncate=answer") as host:
        answer = host.submit()
        with pytest.raises(requests.exceptions.JSONDecodeError):
            answer.json()
        assert host.charges() == 1


@BOTH
def test_huge(version: str) -> None:
    with hosting("huge=3") as host:
        answer = deliver(host, version)
        assert "Content-Length" not in answer.headers
        assert len(answer.content) == 3_000_000
        assert answer.content[4:8] == b"ftyp"
    with hosting("huge") as host:
        deliver(host, version, stream=True).close()
        assert host.charges() == 1


@BOTH
def test_gzip_bomb(version: str) -> None:
    with hosting("gzip-bomb=20") as host:
        answer = deliver(host, version, stream=True)
        assert int(answer.headers["Content-Length"]) < 100_000
        assert sum(len(part) for part in answer.iter_content(1 << 16)) == 20_000_000


def test_failed() -> None:
    with hosting("failed") as host:
        id = host.submit().json()["request_id"]
        for path in (f"/v2/requests/{id}/status", f"/v2/requests/{id}"):
            answer = host.get(path)
            assert answer.status_code == 422
            assert answer.json()["status"] == "FAILED"
            assert answer.json()["error"]
            assert "cost" not in answer.json()["metrics"]
        assert host.submit("v1").status_code == 500
        assert host.charges() == 0
        assert [row["model_status"] for row in host.history(status="FAILED")] == ["FAILED"] * 2
        assert host.history()[0]["error"]


def test_expired() -> None:
    with hosting("expired") as host:
        id = host.submit().json()["request_id"]
        assert host.get(f"/v2/requests/{id}").status_code == 404
        assert host.get(f"/v2/requests/{id}/status").status_code == 404
        assert host.get(f"/inference-request/request-history/{id}").json()["generation_url"]


def test_history_late(monkeypatch: pytest.MonkeyPatch) -> None:
    with hosting("history-late=600") as host:
        id = host.submit().json()["request_id"]
        assert host.history() == []
        assert host.get(f"/inference-request/request-history/{id}").status_code == 404
        later(monkeypatch, 600)
        assert [row["request_id"] for row in host.history()] == [id]


def test_an_older_job_shows_with_the_submit_and_is_in_no_charge() -> None:
    with hosting("older-job=7200") as host:
        id = host.submit().json()["request_id"]
        newest, older = host.history(from_date=f"{datetime.now(UTC) - timedelta(days=1):%Y-%m-%d}")
        assert newest["request_id"] == id
        assert older["request_body"] == newest["request_body"]
        begun = [datetime.fromisoformat(row["model_created"]) for row in (older, newest)]
        assert begun[1] - begun[0] == timedelta(hours=2)
        assert requests.get(older["generation_url"], timeout=20).status_code == 200
        assert [charge["request_id"] for charge in host.book()["charges"]] == [id]
        assert host.get("/v1/get-user-credits").json()["credits"] == 99.375


def test_a_history_that_lags_is_behind_in_all_that_it_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    with hosting("history-lag=600", seconds=400.0) as host:
        host.submit()
        assert host.history() == []
        later(monkeypatch, 650)
        assert host.history()[0]["model_status"] == "PENDING"
        later(monkeypatch, 1000)
        assert host.history()[0]["model_status"] == "COMPLETED"


def test_other_jobs_fill_the_first_pages() -> None:
    with hosting("history-pages=2") as host:
        id = host.submit().json()["request_id"]
        pages = [host.history(page=page, per_page=50, model_name="wan-2.6-t2v") for page in (1, 2, 3, 4)]
        assert [len(page) for page in pages] == [50, 50, 1, 0]
        assert pages[2][0]["request_id"] == id
        assert len({row["request_id"] for page in pages for row in page}) == 101


def test_a_page_has_no_more_rows_than_the_host_gives() -> None:
    with hosting("history-rows=2") as host:
        for _ in range(3):
            host.submit()
        assert [len(host.history(page=page, per_page=100)) for page in (1, 2, 3)] == [2, 1, 0]


def test_history_empty() -> None:
    with hosting("history-empty") as host:
        host.submit()
        assert host.history() == []
        assert host.charges() == 1


def test_history_twice() -> None:
    with hosting("history-twice") as host:
        id = host.submit().json()["request_id"]
        assert [row["request_id"] for row in host.history()] == [id, id]
        assert host.charges() == 1


def test_history_500() -> None:
    with hosting("history-500") as host:
        host.submit()
        assert host.get("/inference-request/request-history").status_code == 500
        assert len(host.history()) == 1


@BOTH
@pytest.mark.parametrize(
    ("fault", "size", "ms", "sounds"),
    [
        ("none", (1280, 720), 5000, True),
        ("short", (1280, 720), 1000, True),
        ("short=4.5", (1280, 720), 4500, True),
        ("size", (320, 240), 5000, True),
        ("size=720x1280", (720, 1280), 5000, True),
        ("silent", (1280, 720), 5000, False),
        ("silent=track", (1280, 720), 5000, True),
        ("no-content-type", (1280, 720), 5000, True),
    ],
)
def test_what_is_delivered(
    tmp_path: Path, version: str, fault: str, size: tuple[int, int], ms: int, sounds: bool
) -> None:
    clip = tmp_path / "clip.mp4"
    with hosting(*([] if fault == "none" else [fault])) as host:
        answer = deliver(host, version)
        clip.write_bytes(answer.content)
        assert ("Content-Type" in answer.headers) == (fault != "no-content-type")
    media = probe(clip)
    assert ((media.width, media.height), media.video_ms, media.fps) == (size, ms, 30)
    assert (media.audio_ms is not None) == sounds
    assert is_silent(clip, media) == (fault == "silent=track")


@BOTH
@pytest.mark.parametrize(("faults", "history"), [(["cost=2.8125"], 2.8125), (["cost", "no-cost=answer"], 1.9)])
def test_another_cost(version: str, faults: list[str], history: float) -> None:
    with hosting(*faults) as host:
        answer = host.submit(version)
        job = answer.headers["x-request-id"]
        told = answer.headers.get("x-cost") if version == "v1" else host.wait(job).json()["metrics"].get("cost")
        assert told is None if len(faults) > 1 else float(told) == history
        assert [row["credits_deduction"] for row in host.history()] == [history]
        assert host.book()["charges"][0]["cost_usd"] == history


def test_no_cost() -> None:
    with hosting("no-cost") as host:
        assert "cost" not in host.wait(host.submit().json()["request_id"]).json()["metrics"]
        assert [row["credits_deduction"] for row in host.history()] == [None]
        assert host.charges() == 1


@pytest.mark.parametrize("drift", [-7200, 90])
def test_another_clock(drift: int) -> None:
    with hosting(f"clock={drift}") as host:
        told = parsedate_to_datetime(host.get("/v1/get-user-credits").headers["Date"])
        assert abs((told - datetime.now(UTC)).total_seconds() - drift) < 30


@pytest.mark.parametrize("words", ["cost=much", "cost=1.00001", "clock=soon", "clock=1.5", "no-cost=never"])
def test_arguments_of_no_kind(words: str) -> None:
    with pytest.raises(NoFault):
        parse(words)


@BOTH
def test_junk(tmp_path: Path, version: str) -> None:
    clip = tmp_path / "clip.mp4"
    with hosting("junk") as host:
        clip.write_bytes(deliver(host, version).content)
        assert boxes(clip) == ([b"ftyp", b"moov", b"mdat"], True)
        with pytest.raises(NotMedia):
            probe(clip)
    with hosting("junk=2") as host:
        url = host.wait(host.submit().json()["request_id"]).json()["output"]
        sizes = [len(requests.get(url, timeout=20).content) for _ in range(4)]
        assert [size < 3000 for size in sizes] == [True, True, False, False]


def test_a_file_that_lies_elsewhere() -> None:
    with hosting("file-redirect") as host:
        url = host.wait(host.submit().json()["request_id"]).json()["output"]
        moved = requests.get(url, timeout=20, allow_redirects=False)
        assert (moved.status_code, moved.content) == (302, b"")
        assert requests.get(url, timeout=20).content[4:8] == b"ftyp"
    with hosting("file-redirect=https://10.0.0.1/a.mp4") as host:
        url = host.wait(host.submit().json()["request_id"]).json()["output"]
        moved = requests.get(url, timeout=20, allow_redirects=False)
        assert moved.headers["Location"] == "https://10.0.0.1/a.mp4"


def test_another_cost_than_the_price() -> None:
    with hosting("cost=2.5") as host:
        result = host.wait(host.submit().json()["request_id"]).json()
        assert result["metrics"]["cost"] == 2.5
        assert host.history()[0]["credits_deduction"] == 2.5
        assert host.book()["total_usd"] == 2.5


def test_a_failed_job_that_is_billed() -> None:
    with hosting("failed-with-cost") as host:
        result = host.wait(host.submit().json()["request_id"])
        assert (result.status_code, result.json()["metrics"]["cost"]) == (422, 0.625)
        assert (host.history()[0]["model_status"], host.history()[0]["credits_deduction"]) == ("FAILED", 0.625)
        assert host.submit("v1").headers["x-cost"] == "0.625"
        assert host.book()["total_usd"] == 1.25


@pytest.mark.parametrize(
    ("prompt", "frames"),
    [
        ("Rain.\nShot 1 [0-2s] A hand.\nShot 2 [2-3.5s] A lamp.\nShot 3 [3.5-5s] A face.", [60, 105]),
        ("Rain.\nShot 1: A hand.\nShot 2: A lamp.", [75]),
        ("Rain on a hand.", []),
    ],
    ids=["times", "an order", "one shot"],
)
def test_clips_cut_where_their_prompts_say(tmp_path: Path, prompt: str, frames: list[int]) -> None:
    clip = tmp_path / "clip.mp4"
    with hosting(cuts=True) as host:
        clip.write_bytes(requests.get(
            host.wait(host.submit(prompt=prompt).json()["request_id"]).json()["output"], timeout=20
        ).content)  # fmt: skip
    seen = survey(clip, probe(clip))
    assert [(change.frame, change.kind) for change in seen.changes] == [(frame, "hard") for frame in frames]


@pytest.mark.parametrize(("how", "status", "jobs"), [("refuse", 400, 1), ("return", 200, 1), ("again", 200, 2)])
def test_a_submit_under_a_name_that_is_taken(how: str, status: int, jobs: int) -> None:
    settings = EmulatorSettings(host="kling", seconds=0.0, faults=(parse(f"repeat={how}"),))
    server = start(emulator(settings, None, lambda line: None))
    body = {
        "model_name": "kling-v3", "multi_shot": True, "shot_type": "customize", "duration": "5", "mode": "std",
        "sound": "on", "aspect_ratio": "16:9", "multi_prompt": [{"index": 1, "prompt": "A lamp.", "duration": "5"}],
        "external_task_id": "a-name",
    }  # fmt: skip
    headers = {"Authorization": "Bearer a-made-up-key"}
    try:
        first, second = (
            requests.post(f"{server.url}/v1/videos/text2video", json=body, headers=headers, timeout=20)
            for _ in range(2)
        )
        book = requests.get(f"{server.url}/emulator/book", timeout=20).json()
        other = {"Authorization": "Bearer another-made-up-key"}
        unknown = requests.get(f"{server.url}/v1/videos/text2video/a-name", headers=other, timeout=20)
        theirs = requests.post(f"{server.url}/v1/videos/text2video", json=body, headers=other, timeout=20)
    finally:
        server.close()
    assert (first.status_code, second.status_code, len(book["jobs"])) == (200, status, jobs), second.text
    # A name is one of an account.
    assert (theirs.status_code, unknown.status_code) == (200, 404)
    assert (first.json()["data"]["task_id"] == second.json().get("data", {}).get("task_id")) == (how == "return")


def test_every_fault_has_a_test() -> None:
    text = Path(__file__).read_text(encoding="utf-8")
    untested = [name for name in KINDS if f'"{name}' not in text and not name.endswith("-billed")]
    assert untested == []


def test_a_fault_at_every_second_submit() -> None:
    with hosting("500-json:2") as host:
        assert [host.submit().status_code for _ in range(4)] == [200, 500, 200, 500]


@pytest.mark.parametrize(
    "text",
    [
        "- none\n- 502\n-\n- [html-405, slow=1]\n",
        '["none", "502", null, ["html-405", "slow=1"]]',
        "# a night at the host\n- none\n- 502\n- none\n- 405\n".replace("405", "html-405"),
    ],
)
def test_a_script_says_what_happens_at_which_submit(text: str) -> None:
    with hosting("410:6", script=script(text)) as host:
        assert [host.submit().status_code for _ in range(6)] == [200, 502, 200, 405, 200, 410]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("slw", "did you mean `slow`"),
        ("slow=x", "`x` is no number"),
        ("answer", "wants the name of an answer"),
        ("redirect", "wants an address"),
        ("redirect=ftp://x", "wants an address"),
        ("502=3", "wants nothing"),
        ("history-pages=0", "wants a number from 1 to 1000"),
        ("history-pages=1.5", "wants a number from 1 to 1000"),
        ("history-rows=2:3", "holds all the time"),
        ("truncate=head", "knows answer and length"),
        ("502:0", "every 0th submit"),
        ("size=321x240", "wants an even size"),
        ("size=big", "wants an even size"),
        ("silent=film", "knows track"),
        ("junk=often", "`often` is no number"),
        ("cost=-1", "wants dollars"),
        ("file-redirect=there", "wants an address"),
        ("", "no fault is called"),
        ("slow=" + "1" * 8000, "is no number"),
    ],
)
def test_words_that_name_no_fault(words: str, told: str) -> None:
    with pytest.raises(NoFault, match=told):
        parse(words)


@pytest.mark.parametrize(
    "text", ["slow=1", "- [slow=1, {a: b}]\n", "{}", "[1", "[3]", "- a: b\n", "- slw\n", "- none\nother: x\n", ""]
)
def test_texts_that_are_no_script(text: str) -> None:
    with pytest.raises(NoFault):
        script(text)


def test_an_address_keeps_its_port() -> None:
    assert parse("redirect=http://h:80").every == 1
    assert parse("redirect=http://h:80/a:3") == faults.Fault(KINDS["redirect"], "http://h:80/a", 0.0, 3)
    assert parse("slow:3") == faults.Fault(KINDS["slow"], "2", 2.0, 3)
