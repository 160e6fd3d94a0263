"""Free questions: how a job stands, what is left, and where an upload went."""

from __future__ import annotations

import base64
from typing import Any, cast

import msgspec

from storyboard.profiles.hosts import Host
from storyboard.providers import COMPLETED, FAILED, Finished, Gone, HostRefused, Job, Running, Trouble
from storyboard.providers.protocols.jobs.answers import (
    Hide,
    address,
    decoded,
    job_id,
    judge,
    micro,
    stamped,
    trouble,
    words,
)
from storyboard.providers.protocols.jobs.submit import head
from storyboard.providers.protocols.jobs.transport import HttpAnswer, HttpRequest, NoAnswer, Spoilt, Wire

_KINDS = {"wav": "audio/wav", "mp3": "audio/mpeg"}
_RECORD_GONE = (404, 410)


class Questions(msgspec.Struct, frozen=True):
    """What each question needs."""

    host: Host
    wire: Wire
    hide: Hide

    def get(
        self, url: str, good: tuple[int, ...] = (200,), *, parts: int = 1
    ) -> tuple[int, Any] | Trouble | HostRefused:  # fmt: skip
        """The status and JSON of an address, None for a body that is none; HostRefused where the table says so.

        The body may be as long as so many answers, its `parts`.
        """
        return self._call(HttpRequest("GET", url, self.host.limits.question), good, parts)

    def post(self, url: str, body: bytes) -> tuple[int, Any] | Trouble | HostRefused:
        """The status and JSON that a free POST brings; it may take as long as a download."""
        return self._call(HttpRequest("POST", url, self.host.limits.download, body), (200,))

    def _call(
        self, asking: HttpRequest, good: tuple[int, ...], parts: int = 1
    ) -> tuple[int, Any] | Trouble | HostRefused:  # fmt: skip
        try:
            with self.wire.exchange(asking) as answer:
                if answer.status in good:
                    return answer.status, decoded(b"".join(answer.blocks(parts * self.host.limits.json_bytes)))
                return self._declined(answer)
        except (NoAnswer, Spoilt) as error:
            return Trouble(str(error))

    def _declined(self, answer: HttpAnswer) -> Trouble | HostRefused:
        body = head(answer, self.host.limits.error_bytes)
        said = judge(self.host, answer, body, self.hide)
        again = trouble(self.host, answer, body, self.hide)
        # What is over soon is asked again, what is not is final.
        return again if not isinstance(said, HostRefused) or said.cause in ("busy", "server") else said


def ask(questions: Questions, request_id: str) -> Running | Finished | HostRefused | Gone | Trouble:
    """How a job stands: its state, then its result, and from the history once its record has expired.

    A refusal of the key comes back as such; any other than that the job failed says nothing of it, and is Trouble.
    """
    if job_id(request_id) is None:
        return Gone("that is not how the host names a job")
    base, routes, states = questions.host.bases.api, questions.host.routes, questions.host.states
    state = _state(questions, request_id, base + routes.status.replace("{id}", request_id))
    if isinstance(state, dict) and state.get("status") == states.done:
        state = _state(questions, request_id, base + routes.result.replace("{id}", request_id))
        url = address(state.get("output")) if isinstance(state, dict) else None
        if isinstance(state, dict) and url is not None:
            return Finished(url, _cost(state))
    elif isinstance(state, dict):
        return Running(questions.hide(str(state.get("status")))[:40])
    return state if isinstance(state, HostRefused | Trouble) else _remembered(questions, request_id)


def _state(questions: Questions, request_id: str, url: str) -> dict[str, Any] | HostRefused | Trouble | None:
    """The record of a job at an address, HostRefused for one that failed, None where the host has no record."""
    answer = questions.get(url, (200, 422, *_RECORD_GONE))
    if not isinstance(answer, tuple):
        return Trouble(answer.why) if isinstance(answer, HostRefused) and answer.cause != "key" else answer
    status, body = answer
    if status in _RECORD_GONE:
        return None
    record = cast(dict[str, Any], body) if isinstance(body, dict) else {}
    if not isinstance(record.get("status"), str) or record.get("request_id", request_id) != request_id:
        return Trouble(f"the host answers {status} without the state of this job")
    if record["status"] == questions.host.states.failed:
        why = questions.hide(words(record)) or "the host gives no reason"
        return HostRefused("failed", why, status, cost=_cost(record))
    return record if status == 200 else Trouble(f"the host answers {status} to a question about a job")


def _cost(record: dict[str, Any]) -> int | None:
    """The micro-dollars that a job's record names as its cost."""
    metrics = record.get("metrics")
    return micro(cast(dict[str, Any], metrics).get("cost")) if isinstance(metrics, dict) else None


def _remembered(questions: Questions, request_id: str) -> Running | Finished | HostRefused | Gone | Trouble:
    """How the history says that a job stands. That it is not there is no proof that it never was."""
    if not questions.host.routes.one:
        return Gone("the host's records do not have the job")
    url = questions.host.bases.history + questions.host.routes.one.replace("{id}", request_id)
    answer = questions.get(url, (200, *_RECORD_GONE))
    if not isinstance(answer, tuple):
        return Trouble(answer.why) if isinstance(answer, HostRefused) else answer
    status, body = answer
    if status != 200:
        return Gone("the host's records and its history do not have the job")
    jobs = [job for row in rows(body) if (job := job_of(questions, row)) and job.request_id == request_id]
    if not jobs:
        return Trouble("the host's history answers without the job that was asked for")
    job = next((job for job in jobs if job.url), jobs[0])
    if job.state == FAILED:
        return HostRefused("failed", job.why or "the host gives no reason", status, cost=job.cost)
    if job.state != COMPLETED:
        return Running(job.state[:40])
    return Finished(job.url, job.cost) if job.url else Trouble("the host's history does not name the clip")


def rows(body: Any) -> list[dict[str, Any]]:
    """The rows of an answer of the history: a list, an object that holds one, or one row."""
    given: Any = body
    if isinstance(body, dict) and "request_id" not in body:
        given = cast(dict[str, Any], body).get("data")
    if isinstance(given, dict):
        return [cast(dict[str, Any], given)]
    listed = cast(list[Any], given) if isinstance(given, list) else []
    return [cast(dict[str, Any], row) for row in listed if isinstance(row, dict)]


def job_of(questions: Questions, row: dict[str, Any]) -> Job | None:
    """The job of a row of the history, None for a row without a name; all else may be missing."""
    name, state, error = job_id(row.get("request_id")), row.get("model_status"), row.get("error")
    if name is None:
        return None
    hide, states = questions.hide, questions.host.states
    ended = {states.done: COMPLETED, states.failed: FAILED}
    sent: Any = row.get("request_body")
    if isinstance(sent, str):
        sent = decoded(sent.encode("utf-8", "replace"))
    return Job(
        name,
        ended.get(state, hide(state)) if isinstance(state, str) else "PENDING",
        address(row.get("generation_url")),
        micro(row.get("credits_deduction")),
        hide(error) if isinstance(error, str) else "",
        stamped(row.get("model_created")),
        cast(dict[str, Any], sent) if isinstance(sent, dict) else {},
    )


def balance(questions: Questions) -> int | HostRefused | Trouble:
    """The micro-dollars that are left."""
    if not questions.host.routes.credits:
        return Trouble("the host does not tell what is left")
    answer = questions.get(questions.host.bases.api + questions.host.routes.credits, (200, 404))
    if not isinstance(answer, tuple):
        return answer
    status, body = answer
    if status == 404:  # the host's word for an account without any
        return HostRefused("credits", "the account has no credits", status)
    left = micro(cast(dict[str, Any], body).get("credits")) if isinstance(body, dict) else None
    return Trouble("the host answers 200 without the credits that are left") if left is None else left


def upload(questions: Questions, data: bytes, kind: str) -> str | HostRefused | Trouble:
    """The address that an upload of `wav` or `mp3` got. Raises KeyError for another kind."""
    if not questions.host.routes.upload:
        return Trouble("the host takes no files")
    body = {"data_urls": [f"data:{_KINDS[kind]};base64,{base64.b64encode(data).decode('ascii')}"]}
    answer = questions.post(questions.host.bases.upload + questions.host.routes.upload, msgspec.json.encode(body))
    if not isinstance(answer, tuple):
        return answer
    record = cast(dict[str, Any], answer[1]) if isinstance(answer[1], dict) else {}
    url = address(record.get("urls")) or address(record.get("file_urls"))
    return Trouble("the host answers 200 without the address of the upload") if url is None else url
