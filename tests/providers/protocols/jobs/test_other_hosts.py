"""What hosts do otherwise than the first: paths as names, envelopes, codes, tokens, names of ours, keyed files."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import date, datetime
from typing import Any

import msgspec
import pytest

from storyboard.production.purchase.likeness import alike
from storyboard.profiles.hosts import FailureRow, Host, host
from storyboard.providers import Accepted, Finished, Gone, HostRefused, Lost, Running, Trouble
from storyboard.providers.protocols.jobs import open_provider
from tests.emulate.hosting import KEY
from tests.providers.protocols.jobs.parts import File, Sent, said, speaking

FAL, KLING, GEMINI, COMFY, RUNWAY, WAVESPEED = map(host, ("fal", "kling", "gemini", "comfy", "runway", "wavespeed"))
DASHSCOPE, ARK = host("dashscope"), host("ark")
DAY = date(2026, 11, 27)
PRO = "fal-ai/kling-video/v3/pro/text-to-video"
NAME = "fal-ai/kling-video/requests/a-1"


def opened(data: Host, url: str, key: str = KEY) -> Any:
    return open_provider(data, key, base=url)


def test_a_job_is_named_by_the_path_at_which_the_host_says_it_is_asked_for() -> None:
    with speaking(said(200, {"request_id": "a-1"})) as server:
        assert Sent(opened(FAL, server.url), model=PRO).outcome == Accepted(NAME)
        assert server.heard[0].startswith(f"POST /{PRO} HTTP".encode())
        assert b"\r\nx-fal-no-retry: 1\r\n" in server.heard[0]
    with speaking(b"") as server:
        server.says[0] = said(200, {"request_id": "a-1", "response_url": f"{server.url}/other/app/requests/a-1"})
        assert Sent(opened(FAL, server.url), model=PRO).outcome == Accepted("other/app/requests/a-1")


@pytest.mark.parametrize("elsewhere", ["https://queue.fal.run.example/a/requests/a-1", "http://127.0.0.1:1/a-1", "//x"])
def test_an_address_elsewhere_is_the_hosts_fault_and_gets_no_key(elsewhere: str) -> None:
    with speaking(said(200, {"request_id": "a-1", "response_url": elsewhere})) as server:
        assert isinstance(Sent(opened(FAL, server.url), model=PRO).outcome, Lost)
        assert len(server.heard) == 1


@pytest.mark.parametrize(
    ("header", "names"),
    [
        ("", ()),
        ("[]", ()),
        ('["seed", "moderation (its own, and fixed)"]', ("seed", "moderation (its own, and fixed)")),
        ("seed, negative_prompt", ("seed, negative_prompt",)),
        ('{"seed": 1}', ('{"seed": 1}',)),
        ('["", {"seed": 1}, 7]', ('{"seed":1}', "7")),
        (f'["{KEY}\\u001b[2J"]', ("*** [2J",)),
    ],
)  # fmt: skip
def test_what_a_host_has_dropped_of_a_request_is_named_by_its_answer(header: str, names: tuple[str, ...]) -> None:
    done = said(200, {"request_id": "a-1", "status": "COMPLETED"})
    clip = said(200, {"output": {"video_url": "https://a/b"}}, f"X-Comfy-Router-Dropped-Params: {header}")
    with speaking(done, clip) as server:
        assert opened(COMFY, server.url).ask("wan/wan2.6-t2v/requests/a-1") == Finished("https://a/b", None, names)


@pytest.mark.parametrize(
    ("status", "result", "stands"),
    [
        (said(202, {"status": "IN_QUEUE"}), b"", Running("IN_QUEUE")),
        (
            said(200, {"status": "COMPLETED"}),
            said(200, {"video": {"url": "https://a/b"}}),
            Finished("https://a/b", None),
        ),
        (
            said(200, {"status": "COMPLETED"}),
            said(422, {"detail": [{"msg": "no", "type": "content_policy_violation"}]}),
            HostRefused("failed", "no", 422, billed="unknown"),
        ),
        (said(404, {"detail": "no such request"}), b"", Gone("the host's records do not have the job")),
    ],
)
def test_how_a_job_stands_at_a_queue(status: bytes, result: bytes, stands: object) -> None:
    with speaking(status, *([result] if result else [])) as server:
        assert opened(FAL, server.url).ask(NAME) == stands
        assert server.heard[0].startswith(f"GET /{NAME}/status HTTP".encode())


@pytest.mark.parametrize(("status", "lasting"), [(409, False), (429, False), (504, False), (401, True), (422, True)])
def test_a_refusal_of_the_same_send_once_more_is_final_and_all_else_is_not(status: int, lasting: bool) -> None:
    with speaking(said(status, {"detail": "no"})) as server:
        answer = opened(COMFY, server.url).again("wan/wan2.6-t2v", {}, "name")
        assert isinstance(answer, Trouble)
        assert answer.lasting == lasting


def test_a_result_that_the_host_could_not_make_now_is_asked_for_again() -> None:
    with speaking(said(200, {"status": "COMPLETED"}), said(500, {"detail": "later"})) as server:
        assert isinstance(opened(FAL, server.url).ask(NAME), Trouble)


OPERATION = "models/veo-3.1-generate-preview/operations/a-1"
SAMPLE = {"generatedSamples": [{"video": {"uri": "https://a/b"}}]}


@pytest.mark.parametrize(
    ("answer", "stands"),
    [
        (said(200, {"name": OPERATION}), Running("false")),
        (said(200, {"name": OPERATION, "done": True, "response": {"generateVideoResponse": SAMPLE}}),
         Finished("https://a/b", None)),
        (said(200, {"name": OPERATION, "done": True, "error": {"code": 13, "message": "no"}}),
         HostRefused("failed", "no", 200, billed="unknown")),
        (said(200, {"name": OPERATION, "done": True,
                    "response": {"generateVideoResponse": {"raiMediaFilteredCount": 1, "raiMediaFilteredReasons": ["no"]}}}),
         HostRefused("failed", "no", 200, billed="unknown")),
        (said(400, {"error": {"code": 400, "message": "no", "status": "INVALID_ARGUMENT"}}),
         Trouble("the host answers 400 to a question about a job")),
        (said(400, {"error": {"code": 400, "message": "API key not valid.", "status": "INVALID_ARGUMENT"}}),
         HostRefused("key", "the host answers 400, the key is not valid: API key not valid.", 400)),
        (said(403, {"error": {"code": 403, "message": "no"}}),
         HostRefused("key", "the host answers 403, the key is missing or may not do this: no", 403)),
    ],
)  # fmt: skip
def test_an_error_of_a_question_is_none_of_the_job(answer: bytes, stands: object) -> None:
    with speaking(answer) as server:
        assert opened(GEMINI, server.url).ask(OPERATION) == stands


@pytest.mark.parametrize(
    ("answer", "cause"),
    [
        (said(200, {"code": 1401, "message": "no"}), "request"),
        (said(200, {"code": 1200, "message": "no"}), "request"),
        (said(401, b"no"), "key"),
        (said(200, {"code": 5004, "message": "no"}), ""),
        (said(200, {"code": 9, "message": "no"}), ""),
    ],
)
def test_an_envelope_with_an_error_is_no_task(answer: bytes, cause: str) -> None:
    with speaking(answer) as server:
        came = Sent(opened(WAVESPEED, server.url), model="alibaba/wan-2.6/text-to-video").outcome
    assert came.cause == cause if isinstance(came, HostRefused) else isinstance(came, Lost) and not cause


@pytest.mark.parametrize(
    ("task", "stands"),
    [
        ({"status": "THROTTLED", "estimatedCost": {"credits": 60}}, Running("THROTTLED")),
        ({"status": "SUCCEEDED", "output": ["https://a/b"], "cost": {"credits": 60}}, Finished("https://a/b", 600_000)),
        ({"status": "Done"}, Running("Done", "the host calls it `Done`, which `states` of `runway` does not have")),
        ({"status": "SUCCEEDED", "outputs": []}, Gone(
            "the host calls the job done, and no address stands at `output[0]` of its answer", known=True)),
        ({"status": "FAILED", "failure": "no", "cost": {"credits": 0}}, HostRefused("failed", "no", 200, cost=0)),
        ({"status": "CANCELLED", "cost": {"credits": 12}},
         HostRefused("failed", "the host gives no reason", 200, cost=120_000)),
    ],
)  # fmt: skip
def test_credits_are_charged_when_a_task_has_ended(task: dict[str, Any], stands: object) -> None:
    with speaking(said(200, {"id": "a-1", **task})) as server:
        assert opened(RUNWAY, server.url).ask("a-1") == stands
        assert b"\r\nX-Runway-Version: 2024-11-06\r\n" in server.heard[0]


REQUEST = "wan/wan2.6-t2v/requests/a-1"
DONE = said(200, {"request_id": "a-1", "status": "COMPLETED"})


@pytest.mark.parametrize(
    ("answers", "stands"),
    [
        ((DONE, said(200, {"request_id": "w-9", "output": {"task_status": "SUCCEEDED", "video_url": "https://a/b"}})),
         Finished("https://a/b", None)),
        ((DONE, said(200, {"status": "succeeded", "error_type": "none", "content": {"video_url": "https://a/b"}})),
         Finished("https://a/b", None)),
        ((said(200, {"request_id": "a-1", "status": "COMPLETED", "error_type": "provider_error", "detail": "no"}),),
         HostRefused("failed", "no", 200, billed="unknown")),
        ((DONE, said(200, {"request_id": "a-1", "status": "COMPLETED", "error_type": "provider_error", "detail": "no"})),
         HostRefused("failed", "no", 200, billed="unknown")),
        ((said(200, {"request_id": "b-2", "status": "COMPLETED"}),),
         Trouble("the host answers 200 without the state of this job")),
        ((DONE, said(200, {"request_id": "b-2", "status": "COMPLETED"})),
         Trouble("the host answers 200 without the state of this job")),
    ],
)  # fmt: skip
def test_a_result_may_be_the_model_s_own_answer(answers: tuple[bytes, ...], stands: object) -> None:
    with speaking(*answers) as server:
        assert opened(COMFY, server.url).ask(REQUEST) == stands


@pytest.mark.parametrize(
    ("name", "status", "cause"),
    [
        ("insufficient_credits", 429, "credits"),
        ("concurrency_limit_exceeded", 429, "busy"),
        ("concurrency_limit_exceeded", 409, ""),
        ("invalid_input", 409, ""),
        ("invalid_input", 400, "request"),
        ("something_new", 429, ""),
    ],
)
def test_an_error_is_told_by_a_header(name: str, status: int, cause: str) -> None:
    with speaking(said(status, {"detail": "no"}, f"X-Comfy-Error-Type: {name}")) as server:
        came = Sent(opened(COMFY, server.url), model="wan/wan2.6-t2v").outcome
    assert came.cause == cause if isinstance(came, HostRefused) else isinstance(came, Lost) and not cause


@pytest.mark.parametrize("name", ["../credits", "a/../../b", "/a", "a//b", "a/.b", ""])
def test_what_leaves_its_path_is_no_name(name: str) -> None:
    with speaking(said(200, {})) as server:
        assert isinstance(opened(FAL, server.url).ask(name), Gone)
        assert server.heard == []


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (said(200, {"code": 0, "data": {"task_id": "a"}}), Accepted("a")),
        (said(200, {"code": 1201, "message": "no"}), "request"),
        (said(429, {"code": 1102, "message": "no"}), "credits"),
        (said(429, {"code": 1303, "message": "no"}), "busy"),
        (said(401, {"code": 1004, "message": "no"}), "key"),
        (said(504, {"code": 5002, "message": "no"}), None),
        (said(200, {"code": 9999, "message": "no"}), None),
        (said(429, b"busy"), None),
    ],
)
def test_an_error_is_told_by_its_code(answer: bytes, outcome: object) -> None:
    with speaking(answer) as server:
        came = Sent(opened(KLING, server.url)).outcome
    if isinstance(outcome, str):
        assert isinstance(came, HostRefused)
        assert came.cause == outcome
    else:
        assert came == outcome if outcome is not None else isinstance(came, Lost)


def test_a_send_bears_our_name_and_is_asked_for_by_it() -> None:
    task = {"task_id": "a", "task_info": {"external_task_id": "0" * 32}}
    with speaking(said(200, {"code": 0, "data": task})) as server:
        provider = opened(KLING, server.url)
        body = {"prompt": "A lamp."}
        provider.submit("", body, File(), sending=lambda: True, accepted=lambda name: None, own="0" * 32)
        assert json.loads(server.heard[0].partition(b"\r\n\r\n")[2]) == {**body, "external_task_id": "0" * 32}
        assert body == {"prompt": "A lamp."}
        assert provider.known("0" * 32) == Accepted("a")
        assert server.heard[1].startswith(b"GET /v1/videos/text2video/" + b"0" * 32)
    for nothing in (said(404, {"code": 1203, "message": "Task not found"}), said(200, {"code": 1203, "message": "no"})):
        with speaking(nothing) as server:
            assert opened(KLING, server.url).known("0" * 32) is None
    with speaking(said(500, b"")) as server:
        assert isinstance(opened(KLING, server.url).known("0" * 32), Trouble)


def test_two_keys_sign_a_token_for_each_call() -> None:
    with speaking(said(404, {"code": 1203})) as server:
        opened(KLING, server.url, "ACCESS-1234 SECRET-5678").ask("a")
        (line,) = [line for line in server.heard[0].split(b"\r\n") if line.startswith(b"Authorization: Bearer ")]
    assert b"SECRET" not in server.heard[0]
    head, claims, mark = line.removeprefix(b"Authorization: Bearer ").split(b".")
    signed = hmac.new(b"SECRET-5678", head + b"." + claims, hashlib.sha256).digest()
    assert base64.urlsafe_b64decode(mark + b"=") == signed
    said_of, held = (json.loads(base64.urlsafe_b64decode(part + b"==")) for part in (head, claims))
    assert said_of == {"alg": "HS256", "typ": "JWT"}
    assert (held["iss"], held["exp"] - held["nbf"]) == ("ACCESS-1234", 1805)


@pytest.mark.parametrize(("keyed", "own"), [(True, True), (True, False), (False, True)])
def test_a_clip_is_fetched_with_the_key_from_the_host_alone(keyed: bool, own: bool) -> None:
    data = msgspec.structs.replace(FAL, abilities=msgspec.structs.replace(FAL.abilities, keyed_files=keyed))
    with speaking(said(404)) as server, speaking(said(404)) as other:
        opened(data, server.url).fetch(f"{(server if own else other).url}/clip", File())
        (heard,) = (server if own else other).heard
    assert (KEY.encode() in heard) == (keyed and own)


def test_what_a_list_does_not_show_is_asked_for_job_by_job() -> None:
    rows = [
        {"task_id": id, "status": state} for id, state in (("a", "SUCCEEDED"), ("b", "RUNNING"), ("c", "SUCCEEDED"))
    ]
    task = {"output": {"task_id": "a", "orig_prompt": "A lamp."}, "usage": {"output_video_duration": 5}}
    page = said(200, {"data": rows, "total": 3})
    with speaking(page, said(200, task), said(404, {"code": "ModelNotFound"})) as server:
        jobs = opened(DASHSCOPE, server.url).history("wan2.6-t2v", DAY, DAY)
        asked = [heard.split(b" ")[1] for heard in server.heard]
    assert asked == [
        b"/api/v1/tasks?model_name=wan2.6-t2v&page_no=1&page_size=100",
        b"/api/v1/tasks/a",
        b"/api/v1/tasks/c",
    ]
    assert [job.fields for job in jobs] == [{"input": {"prompt": "A lamp."}, "parameters": {"duration": 5}}, {}, {}]
    sent = {"model": "wan2.6-t2v", "input": {"prompt": "A lamp."}, "parameters": {"duration": 5, "seed": 7}}
    assert [alike(job, sent) for job in jobs] == [True, False, False]
    assert not alike(jobs[0], {**sent, "input": {"prompt": "A hand."}})
    assert not alike(jobs[0], {**sent, "parameters": {"duration": 10, "seed": 7}})


@pytest.mark.parametrize(
    ("answer", "kind"), [(said(500, b""), Trouble), (said(401, {"code": "InvalidApiKey"}), HostRefused)]
)
def test_a_list_whose_jobs_cannot_be_asked_for_is_not_read_whole(answer: bytes, kind: type[object]) -> None:
    page = said(200, {"data": [{"task_id": "a", "status": "SUCCEEDED"}], "total": 1})
    with speaking(page, answer) as server:
        assert isinstance(opened(DASHSCOPE, server.url).history("wan2.6-t2v", DAY, DAY), kind)


def test_a_row_that_shows_the_seed_alone_tells_a_job_from_others() -> None:
    row: dict[str, Any] = {
        "id": "a",
        "status": "queued",
        "created_at": 1_795_000_000,
        "seed": 7,
        "duration": 5,
        "content": {},
    }
    with speaking(said(200, {"items": [row], "total": 1})) as server:
        (job,) = opened(ARK, server.url).history("dreamina-seedance-2-0-260128", DAY, DAY)
    sent = {"content": [{"type": "text", "text": "A lamp."}], "duration": 5, "seed": 7}
    assert alike(job, sent)
    assert not alike(job, {**sent, "seed": 8})
    assert not alike(job, {**sent, "duration": 6})


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        (1_795_000_000, "2026-11-18T11:06:40.999Z"),
        (1_795_000_000_250, "2026-11-18T11:06:40.250Z"),
        (1_795_000_000.25, "2026-11-18T11:06:40.250Z"),
        ("2026-11-18T11:06:40Z", "2026-11-18T11:06:40.000Z"),
    ],
)
def test_a_job_of_a_whole_second_may_have_begun_at_its_end(written: object, moment: str) -> None:
    with speaking(said(200, {"items": [{"id": "a", "created_at": written}], "total": 1})) as server:
        (job,) = opened(ARK, server.url).history("m", DAY, DAY)
    assert job.at == datetime.fromisoformat(moment)


def test_of_a_job_in_a_history_is_not_known_what_the_name_of_its_error_would_decide() -> None:
    segmind = host("segmind")
    assert segmind.failures is not None
    rows = {"budget": FailureRow(billed="unknown", code=("budget_exhausted",))}
    data = msgspec.structs.replace(segmind, failures=msgspec.structs.replace(segmind.failures, rows=rows))
    for known, charged in ((segmind, "no"), (data, "unknown")):
        with speaking(said(404), said(200, {"request_id": "a", "model_status": "FAILED"})) as server:
            assert opened(known, server.url).ask("a").charged == charged
