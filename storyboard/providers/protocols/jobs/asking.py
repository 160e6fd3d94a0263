"""Free questions: how a job stands, what is left, and where an upload went."""

from __future__ import annotations

import base64
from collections.abc import Container, Mapping
from typing import Any, Literal, NamedTuple, cast

import msgspec

from storyboard.profiles.hosts import Host
from storyboard.profiles.hosts.records import Call
from storyboard.providers import COMPLETED, FAILED, Accepted, Finished, Gone, HostRefused, Running, Trouble
from storyboard.providers.protocols.jobs.answers import (
    Hide,
    address,
    billed,
    declined,
    decoded,
    dropped,
    failure,
    first,
    job_name,
    judge,
    micro,
    phrase,
    row,
    trouble,
    words,
)
from storyboard.providers.protocols.jobs.answers import failed as failed_job
from storyboard.providers.protocols.jobs.rows import job_of, rows
from storyboard.providers.protocols.jobs.submit import head, routed
from storyboard.providers.protocols.jobs.transport import HttpAnswer, HttpRequest, NoAnswer, Spoilt, Wire

_KINDS = {"wav": "audio/wav", "mp3": "audio/mpeg"}
_RECORD_GONE = (404, 410)


class Reply(NamedTuple):
    """An answer that is none of an error: its JSON, None for a body that is none, and its headers in lower case."""

    status: int
    body: Any
    headers: Mapping[str, str]


class Questions(msgspec.Struct, frozen=True):
    """What each question needs."""

    host: Host
    wire: Wire
    hide: Hide

    def get(
        self, call: Call, url: str, good: Container[int] = (200,), *, parts: int = 1, body: Any = None
    ) -> Reply | Trouble | HostRefused:  # fmt: skip
        """What an address answers; HostRefused where the table says so.

        The answer may be as long as so many, its `parts`. What is asked with a `body` is posted.
        """
        routes = self.host.routes
        data = None if body is None else msgspec.json.encode(body)
        verb = "GET" if data is None else "POST"
        asking = HttpRequest(verb, url, self.host.limits.question, data, headers=routes.headers.get(call, {}))
        return self._call(asking, good, parts)

    def post(self, url: str, body: bytes) -> Reply | Trouble | HostRefused:
        """What a free POST brings; it may take as long as a download."""
        headers = self.host.routes.headers.get("upload", {})
        return self._call(HttpRequest("POST", url, self.host.limits.download, body, headers=headers), (200,))

    def _call(self, asking: HttpRequest, good: Container[int], parts: int = 1) -> Reply | Trouble | HostRefused:
        try:
            with self.wire.exchange(asking) as answer:
                if answer.status not in good:
                    return self._declined(answer, head(answer, self.host.limits.error_bytes))
                data = b"".join(answer.blocks(parts * self.host.limits.json_bytes))
                body = decoded(data)
                if declined(self.host, body):
                    return self._declined(answer, data)
                return Reply(answer.status, body, answer.headers)
        except (NoAnswer, Spoilt) as error:
            return Trouble(str(error))

    def _declined(self, answer: HttpAnswer, body: bytes) -> Trouble | HostRefused:
        said = judge(self.host, answer, body, self.hide)
        again = trouble(self.host, answer, body, self.hide)
        # What is over soon is asked again, what is not is final.
        return again if not isinstance(said, HostRefused) or said.cause in ("busy", "server") else said


class _Any(Container[int]):
    """Each status but those of refusals that say nothing of the job: the key's, a busy host's, a host's own fault."""

    def __contains__(self, status: object) -> bool:
        return isinstance(status, int) and (200 <= status < 300 or status in (400, 422, *_RECORD_GONE))


_OF_A_JOB = _Any()


def ask(questions: Questions, request_id: str) -> Running | Finished | HostRefused | Gone | Trouble:
    """How a job stands: its state, then its result, and from the history once its record has expired.

    A refusal of the key comes back as such; any other than that the job failed says nothing of it, and is Trouble.
    """
    if job_name(request_id) is None:
        return Gone("that is not how the host names a job")
    host, hide = questions.host, questions.hide
    record = _record(questions, "status", request_id)
    if isinstance(record, Reply):
        state = _state(host, record.body)
        if state not in host.states.done:
            return _running(host, hide(state)[:40])
        record = _record(questions, "result", request_id) if host.routes.result else record
    if isinstance(record, HostRefused | Trouble):
        return record
    if record is not None:
        url = address(first(host.reads.url, record.body))
        if url is not None:
            cost = micro(first(host.reads.cost, record.body), host.reads.cost_usd)
            return Finished(url, cost, dropped(host, record.body, record.headers, hide))
    remembered = _remembered(questions, request_id)
    if record is None or not isinstance(remembered, Gone):
        return remembered
    places = " or ".join(f"`{place}`" for place in host.reads.url)
    return Gone(f"the host calls the job done, and no address stands at {places} of its answer", known=True)


def _running(host: Host, word: str) -> Running:
    """A job that is not done. A word that no list of states has may mean anything, so that it is said."""
    if word in host.states.running:
        return Running(word)
    return Running(word, f"the host calls it `{word}`, which `states` of `{host.name}` does not have")


def _state(host: Host, record: dict[str, Any]) -> str:
    value = first(host.reads.state, record)
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else host.states.unsaid


def _record(
    questions: Questions, call: Literal["status", "result"], request_id: str
) -> Reply | HostRefused | Trouble | None:  # fmt: skip
    """The answer with the record of a job at one of its addresses, None where the host has none.

    HostRefused is for a job that failed.
    """
    host, hide = questions.host, questions.hide
    url = host.bases.api + getattr(host.routes, call).replace("{id}", request_id)
    answer = questions.get(call, url, _OF_A_JOB)
    if isinstance(answer, HostRefused) and answer.cause == "route":
        return None
    if not isinstance(answer, Reply):
        return Trouble(answer.why) if isinstance(answer, HostRefused) and answer.cause != "key" else answer
    status, body, headers = answer
    verdict = row(host, status, body) if status >= 300 else None
    if status in _RECORD_GONE or (verdict is not None and verdict.cause == "route"):
        return None
    if verdict is not None and verdict.cause == "key":
        return HostRefused("key", phrase(status, verdict.means, hide(words(host, body))), status)
    record = cast(dict[str, Any], body) if isinstance(body, dict) else {}
    state, own = _state(host, record), first(host.reads.id, record)
    states = host.states
    # What has no state is no record of a job; but the result of some hosts is the model's own answer, and an id or an
    # error in that is the model's.
    models = call == "result" and status == 200 and state not in (*states.running, *states.done, *states.failed)
    # An error of the call itself may stand where that of a job would, and says nothing of the job.
    failed = state in states.failed or (not models and status < 300 and first(host.reads.failed, record) is not None)
    failed = failed or (call == "result" and verdict is not None and verdict.cause in ("request", "failed"))
    another = not models and isinstance(own, str) and not f"/{request_id}".endswith(f"/{own}")
    if another or not (state or failed or (models and record)):
        return Trouble(f"the host answers {status} without the state of this job")
    if failed:
        return failed_job(host, record, headers, hide, status)
    if state in states.gone:
        return None
    return (
        Reply(status, record, headers)
        if status < 300
        else Trouble(f"the host answers {status} to a question about a job")
    )


def _remembered(questions: Questions, request_id: str) -> Running | Finished | HostRefused | Gone | Trouble:
    """How the history says that a job stands. That it is not there is no proof that it never was."""
    host = questions.host
    if not host.routes.one or host.listing is None:
        return Gone("the host's records do not have the job")
    url = host.bases.history + host.routes.one.replace("{id}", request_id)
    answer = questions.get("one", url, (200, *_RECORD_GONE))
    if not isinstance(answer, Reply):
        return Trouble(answer.why) if isinstance(answer, HostRefused) else answer
    status, body, _ = answer
    if status != 200:
        return Gone("the host's records and its history do not have the job")
    shown = (job_of(questions, host.listing, row, "") for row in rows(host.listing, body))
    jobs = [job for job in shown if job is not None and job.request_id == request_id]
    if not jobs:
        return Trouble("the host's history answers without the job that was asked for")
    job = next((job for job in jobs if job.url), jobs[0])
    if job.state == FAILED:
        why = job.why or "the host gives no reason"
        return failure(why, status, job.cost, billed(host, job.why))
    if job.state != COMPLETED:
        return Running(job.state[:40])
    return Finished(job.url, job.cost) if job.url else Trouble("the host's history does not name the clip")


def known(questions: Questions, own: str) -> Accepted | HostRefused | Trouble | None:
    """The job of a send by the name that storyc gave to it, None where the host knows none."""
    host = questions.host
    url = host.bases.api + host.routes.status.replace("{id}", own)
    answer = questions.get("status", url, (200, 201, 202, *_RECORD_GONE))
    if not isinstance(answer, Reply):
        return None if isinstance(answer, HostRefused) and answer.cause == "route" else answer
    status, body, _ = answer
    name = job_name(first(host.reads.id, body)) if status < 300 else None
    return None if name is None else Accepted(name)


def balance(questions: Questions) -> int | HostRefused | Trouble:
    """The micro-dollars that are left."""
    if not questions.host.routes.credits:
        return Trouble("the host does not tell what is left")
    answer = questions.get("credits", questions.host.bases.api + questions.host.routes.credits, (200, 404))
    if not isinstance(answer, Reply):
        return answer
    status, body, _ = answer
    if status == 404:  # the host's word for an account without any
        return HostRefused("credits", "the account has no credits", status)
    left = micro(first(questions.host.reads.credits, body), questions.host.reads.cost_usd)
    return Trouble("the host answers 200 without the credits that are left") if left is None else left


def quote(questions: Questions, model: str, body: dict[str, Any]) -> int | HostRefused | Trouble:
    """The micro-dollars that a request would cost."""
    host = questions.host
    if not host.routes.quote:
        return Trouble("the host names no price beforehand")
    url = host.bases.api + host.routes.quote.replace("{model}", routed(model))
    answer = questions.get("quote", url, body=body)
    if not isinstance(answer, Reply):
        return answer
    price = micro(first(host.reads.quote, answer.body), host.reads.quote_usd)
    return Trouble("the host answers 200 and names no price") if price is None else price


def upload(questions: Questions, data: bytes, kind: str) -> str | HostRefused | Trouble:
    """The address that an upload of `wav` or `mp3` got. Raises KeyError for another kind."""
    if not questions.host.routes.upload:
        return Trouble("the host takes no files")
    body = {"data_urls": [f"data:{_KINDS[kind]};base64,{base64.b64encode(data).decode('ascii')}"]}
    answer = questions.post(questions.host.bases.upload + questions.host.routes.upload, msgspec.json.encode(body))
    if not isinstance(answer, Reply):
        return answer
    url = address(first(questions.host.reads.file, answer.body))
    return Trouble("the host answers 200 without the address of the upload") if url is None else url
