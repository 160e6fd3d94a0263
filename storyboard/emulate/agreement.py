"""Whether storyc reads the documented answers of a host as what they are documented to be; nothing is sent for that."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any, cast

import msgspec

from storyboard.emulate.contradictions import OF_JOB, differences
from storyboard.emulate.examples import ExampleAnswer, Examples, filled
from storyboard.profiles.hosts import Host
from storyboard.providers import Accepted, Finished, Gone, HostRefused, Job, Running
from storyboard.providers.protocols.jobs import asking, history
from storyboard.providers.protocols.jobs.answers import named_job
from storyboard.providers.protocols.jobs.submit import Submit, routed, submit
from storyboard.store.records import Incoming

_AT = datetime(2026, 11, 27, 12, tzinfo=UTC)
_CLIP = "https://clips.example/made.mp4"
_UNITS = 40
_MODEL = "acme/model"


class _Answer(msgspec.Struct, frozen=True):
    """An answer as the reading of a host takes it from a connection."""

    status: int
    headers: dict[str, str]
    body: bytes
    type: str = "application/json"

    def blocks(self, most: int) -> Iterator[bytes]:
        """The body at once."""
        yield self.body


class _Documents:
    """In place of a connection: each address has the answer that is laid there, any other is not known."""

    def __init__(self) -> None:
        self.laid: dict[str, _Answer] = {}

    @contextmanager
    def exchange(self, asked: Any, sending: Callable[[], bool] | None = None) -> Generator[_Answer]:
        """The answer of an address, whatever its query."""
        yield self.laid.get(asked.url.partition("?")[0], _Answer(404, {}, b"{}"))


class _Reader:
    """A host that is asked where its documents answer."""

    def __init__(self, api: Host, spoken: Examples, model: str) -> None:
        self.api, self.spoken, self.model = api, spoken, model
        self._documents = _Documents()
        self._wire = cast(Any, self._documents)
        self.id = next((name for name in self._ids() if name), "0a1b2c")
        self.job = named_job(api, self.id, model) or ""
        self.questions = asking.Questions(api, self._wire, lambda text: text)

    def _ids(self) -> Iterator[str]:
        # Where the id in an answer is a path, the whole of it is asked for.
        for place in self.api.reads.id:
            shown = asking.first((place,), filled(self.spoken.submit.body, self.values("0a1b2c")))
            yield shown if isinstance(shown, str) else ""

    def values(self, id: str) -> dict[str, Any]:
        """What fills the holes of answers about a job."""
        known: dict[str, Any] = dict.fromkeys(OF_JOB, "x")
        return known | {
            "id": id, "base": self.api.bases.api, "model": self.model, "app": "/".join(self.model.split("/")[:2]),
            "url": _CLIP, "cost": 0.4, "units": _UNITS, "seed": 7, "duration": 5, "body": {"seed": 7},
            "created": _AT.isoformat(), "milliseconds": int(_AT.timestamp() * 1000), "epoch": int(_AT.timestamp()),
            "now": _AT.isoformat(), "state": "", "credits": 3.5,
        }  # fmt: skip

    def lay(self, url: str, example: ExampleAnswer, **more: Any) -> None:
        """Have an address answer as an example does."""
        body = filled(example.body, self.values("0a1b2c") | more)
        headers = {name.lower(): value for name, value in example.headers.items()}
        self._documents.laid[url] = _Answer(example.status, headers, msgspec.json.encode(body))

    def sent(self, example: ExampleAnswer) -> object:
        """What a submit comes to that is answered so."""
        way = self.api.ways[-1]
        self.lay(self.api.submits(way, routed(self.model)), example)
        given = Submit(self.api, self._wire, lambda text: text, 1.0, cast(Incoming, None), lambda _: None)
        return submit(given, way, self.model, {}, lambda: True)

    def asked(self, status: ExampleAnswer, result: ExampleAnswer | None, **more: Any) -> object:
        """How a job stands where it is answered so."""
        routes, base = self.api.routes, self.api.bases.api
        self.lay(base + routes.status.replace("{id}", self.job), status, **more)
        if routes.result and result is not None:
            self.lay(base + routes.result.replace("{id}", self.job), result, **more)
        return asking.ask(self.questions, self.job)


def disagreements(api: Host, spoken: Examples, routes: Sequence[str] = ()) -> Iterator[str]:
    """What storyc reads otherwise in the answers of a host than they are documented to be; `routes` are its models'."""
    yield from differences(api, spoken, routes)
    reader = _Reader(api, spoken, routes[0] if routes else _MODEL)
    yield from _submits(reader)
    yield from _jobs(reader)
    yield from _free(reader)
    yield from _listed(reader)


def _submits(reader: _Reader) -> Iterator[str]:
    came = reader.sent(reader.spoken.submit)
    if came != Accepted(reader.job) or not reader.job:
        yield f"`submit` is read as {_read(came)}, and not as the job's name"
    for cause, example in reader.spoken.refusals.items():
        came = reader.sent(example)
        if not (isinstance(came, HostRefused) and came.cause == cause):
            yield f"`refusals.{cause}` is read as {_read(came)}"


def _jobs(reader: _Reader) -> Iterator[str]:
    spoken, host = reader.spoken, reader.api.name
    if reader.api.routes.result and not spoken.result:
        yield f"`{host}.yaml` asks for a `result`, and no answer to that is written down"
    for name, status in spoken.status.items():
        state = name.partition(" ")[0]
        results = {key: answer for key, answer in spoken.result.items() if key.partition(" ")[0] == state} or {"": None}
        for key, result in results.items():
            # Where a failed job names no cost, what the documents say of it counts.
            came = reader.asked(status, result, **({"cost": None, "units": None} if state == "failed" else {}))
            wrong = _wrong(state, came, result or status, costs=reader.api.abilities.costs)
            if wrong:
                yield f"`{f'result.{key}' if key else f'status.{name}'}` is read as {_read(came)}{wrong}"
    for name, odd in spoken.odd.items():
        if odd.billed and odd.call in ("status", "result"):
            done = spoken.status.get("done", odd)
            came = reader.asked(odd, None) if odd.call == "status" else reader.asked(done, odd)
            if not isinstance(came, HostRefused) or came.charged != odd.billed:
                yield f"`odd.{name}` is read as {_read(came)}, and its `billed` is `{odd.billed}`"


def _wrong(state: str, came: object, example: ExampleAnswer, *, costs: bool) -> str:
    """What is wrong with how an answer was read, empty where nothing is."""
    match state, came:
        case "waiting" | "running", Running(_, ""):
            return ""
        case "done", Finished(url, cost):
            if url != _CLIP:
                return f", whose address is `{url[:60]}` and not `{{url}}`"
            return ", without the cost that `abilities.costs` says it names" if costs and cost is None else ""
        case "failed", HostRefused("failed"):
            if not example.billed or came.charged == example.billed:
                return ""
            return f", of which it says `billed: {example.billed}`"
        case "gone", Gone():
            return ""
        case _:
            return f", and not as a job that is {state}"


def _free(reader: _Reader) -> Iterator[str]:
    routes, base = reader.api.routes, reader.api.bases.api
    if routes.credits and reader.spoken.credits is not None:
        reader.lay(base + routes.credits, ExampleAnswer(reader.spoken.credits))
        came = asking.balance(reader.questions)
        if not isinstance(came, int):
            yield f"`credits` is read as {_read(came)}"
    if routes.quote and reader.spoken.quote is not None:
        reader.lay(base + routes.quote.replace("{model}", routed(reader.model)), ExampleAnswer(reader.spoken.quote))
        came = asking.quote(reader.questions, reader.model, {})
        if not isinstance(came, int):
            yield f"`quote` is read as {_read(came)}"


def _listed(reader: _Reader) -> Iterator[str]:
    api, spoken = reader.api, reader.spoken
    if not api.routes.history or spoken.page is None:
        return
    reader.asked(spoken.status.get("done", spoken.submit), spoken.result.get("done"))
    row = filled(spoken.row, reader.values("0a1b2c") | {"state": spoken.states.get("done", "")})
    reader.lay(api.bases.history + api.routes.history, ExampleAnswer(spoken.page), rows=[row], total=1)
    jobs = history.read(reader.questions, reader.model, date(2026, 11, 26), date(2026, 11, 28))
    job = jobs[0] if isinstance(jobs, tuple) and jobs else None
    if job is None:
        yield f"`page` and `row` are read as {'no job' if isinstance(jobs, tuple) else _read(jobs)}"
    else:
        yield from _row(job, reader.job)


def _row(job: Job, name: str) -> Iterator[str]:
    if job.request_id != name:
        yield f"`row` is read as the job `{job.request_id}`, and its submit as `{name}`"
    if job.state != "COMPLETED":
        yield f"`row` with `states.done` is read as a job that is `{job.state}`"
    if job.at is None:
        yield "`row` does not show when the job was begun, so none is ever known again"


def _read(came: object) -> str:
    """What storyc takes an answer for, in words."""
    match came:
        case Accepted(name):
            return f"the job `{name}`"
        case Running(word, why):
            return f"a job that runs ({why or f'`{word}`'})"
        case Finished():
            return "a job that is done"
        case HostRefused("failed", why) if came.billed != "no" or came.cost is not None:
            return f"a job that failed ({why}), billed: {came.charged}"
        case HostRefused(cause, why):
            return f"`{cause}` ({why})"
        case _:
            return f'"{getattr(came, "why", came)}"'
