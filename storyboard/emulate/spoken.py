"""The answers of a host whose documented examples lie beside this file: each example with the job at hand put in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import msgspec

from storyboard.emulate.book import now, stamp
from storyboard.emulate.checks import Asked, check
from storyboard.emulate.examples import ExampleAnswer, Examples, OddAnswer, examples, filled
from storyboard.emulate.faults import Fault
from storyboard.emulate.host import Emulator
from storyboard.emulate.records import EmulatedAnswer, Generation, ReceivedCall, refusal
from storyboard.timing import money_number

_WHY = "The generation failed: the model returned no video"
# What becomes of a job, by the emulator's own words for it.
_STATES = {"QUEUED": "waiting", "PROCESSING": "running", "COMPLETED": "done", "FAILED": "failed"}
# The causes of refusals by the status with which they are worded where a host has no examples.
_CAUSES = {
    400: "request", 401: "key", 403: "key", 404: "route", 405: "route", 406: "request", 410: "withdrawn",
    413: "request", 422: "failed", 429: "busy", 500: "server", 503: "busy",
}  # fmt: skip


def worded(host: Emulator, answer: EmulatedAnswer) -> EmulatedAnswer:
    """A refusal in the host's words, any other answer as it is."""
    spoken = examples(host.api.name)
    if spoken is None or not answer.text:
        return answer
    low = answer.text.casefold()
    cause = "credits" if "credits:" in low or "spend limit" in low else _CAUSES.get(answer.status, "server")
    example = spoken.refusals.get(cause)
    if example is None:
        return answer
    # Another host's header is none of this one's words; how long to wait is said by the one that all know.
    after = () if answer.wait is None else (("Retry-After", f"{answer.wait:.0f}"),)
    return _with(msgspec.structs.replace(answer, headers=after), example, {"why": answer.text})


def accepted(spoken: Examples, job: Generation, base: str) -> EmulatedAnswer:
    """The answer to a submit that has begun a job."""
    return _with(EmulatedAnswer(200), spoken.submit, _values(spoken, job, base))


def record(host: Emulator, spoken: Examples, call: ReceivedCall, id: str, base: str, *, result: bool) -> EmulatedAnswer:
    """How a job stands, or what it came to."""
    job, at = host.book.called(call.key, id.rpartition("/")[2]), now()
    answers = spoken.result if result else spoken.status
    if job is None or job.fault("expired") or at - job.at >= host.settings.keep_record:
        gone = answers.get("gone")
        return (
            refusal(404, f"There is no request {id[:80]}")
            if gone is None
            else _with(EmulatedAnswer(200), gone, {"id": id, "base": base, "why": f"There is no request {id[:80]}"})
        )
    state = _STATES[job.state(at)]
    example = _odd(host, spoken, job, "result" if result else "status") or (
        answers.get(f"{state} {job.model}")
        or answers.get(state)
        or answers.get("running")
        or next(iter(answers.values()))
    )
    return _with(EmulatedAnswer(200), example, _values(spoken, job, base, silent=bool(job.fault("no-cost"))))


def odd_answers(spoken: Examples, faults: Iterable[Fault]) -> list[OddAnswer]:
    """The odd answers that are asked for."""
    return [spoken.odd[fault.text] for fault in faults if fault.name == "answer" and fault.text in spoken.odd]


def odd_submit(host: Emulator, spoken: Examples, faults: Iterable[Fault], call: ReceivedCall) -> EmulatedAnswer | None:
    """The odd answer to a submit that is asked for, if one is, which begins nothing."""
    for fault in faults:
        odd = spoken.odd.get(fault.text) if fault.name == "answer" else None
        if odd is not None and odd.call == "submit" and (not odd.once or host.book.first((call.key, fault.text))):
            return msgspec.structs.replace(_with(EmulatedAnswer(200), odd, {}), note=fault.text)
    return None


def _odd(host: Emulator, spoken: Examples, job: Generation, call: str) -> ExampleAnswer | None:
    """The odd answer to a question about a job that is asked for, if one is."""
    fault = job.fault("answer")
    odd = spoken.odd.get(fault.text) if fault is not None else None
    if odd is None or odd.call != call or (odd.once and not host.book.first((job.id, call))):
        return None
    return odd


def page(host: Emulator, spoken: Examples, call: ReceivedCall, base: str) -> EmulatedAnswer:
    """All of the key's jobs of the model that is asked for, the newest first."""
    listing = host.api.listing
    assert listing is not None
    asked = {value: call.query.get(key, "") for key, value in listing.query.items()}
    wanted = asked.get("{model}", "")
    late = host.settings.always("history-lag")
    rows: list[Any] = []
    for job in host.book.jobs(call.key):
        behind = job.fault("history-late")
        shows = now() >= job.at + max(late, behind.number if behind is not None else 0.0)
        if shows and not job.fault("history-empty") and wanted in ("", job.model):
            if job.fault("history-500") and host.book.first((job.id, "history-500")):
                return refusal(500, "The list cannot be read")
            state = _STATES[job.state(now())]
            values = _values(spoken, job, base) | {"state": spoken.states.get(state, state)}
            row = filled(spoken.row, values)
            row = row if state == "done" else {key: value for key, value in row.items() if value != values["url"]}
            rows += [row] * (2 if job.fault("history-twice") else 1)
    shown = rows if asked.get("{page}", "1") in ("", "1") else []
    body = filled(spoken.page, {"rows": shown, "total": len(rows)})
    return EmulatedAnswer(200, msgspec.json.encode(body))


def credits(host: Emulator, spoken: Examples, call: ReceivedCall) -> EmulatedAnswer:
    """What the key has left."""
    left = host.book.balance(call.key)
    values = {"credits": money_number(left), "units": _units(spoken, left)}
    return EmulatedAnswer(200, msgspec.json.encode(filled(spoken.credits, values)))


def quote(host: Emulator, spoken: Examples, call: ReceivedCall, model: str) -> EmulatedAnswer:
    """What a request would cost; what a submit would refuse of it is refused here too."""
    profile = host.models.get(model)
    if profile is None:
        return refusal(404, f"Model not found: {model[:80]}")
    asked = check(profile, call, model)
    if not isinstance(asked, Asked):
        return asked
    chosen = {fault.text for fault in host.settings.faults if fault.name == "answer"}
    odd = next((odd for name, odd in spoken.odd.items() if name in chosen and odd.call == "quote"), None)
    values = {"cost": money_number(asked.cost), "units": _units(spoken, asked.cost), "now": stamp(datetime.now(UTC))}
    return _with(EmulatedAnswer(200), odd or ExampleAnswer(spoken.quote), values)


def _units(spoken: Examples, micro: int) -> int | float:
    """A sum of micro-dollars in what the host counts in."""
    units = Decimal(micro) / 1_000_000 / Decimal(spoken.unit_usd)
    return int(units) if units == int(units) else float(units)


def _values(spoken: Examples, job: Generation, base: str, *, silent: bool = False) -> dict[str, Any]:
    """What an example may name of a job."""
    cost = job.cost if job.billed else 0
    return {
        "id": job.id,
        "own": job.own,
        "base": base,
        "model": job.model,
        "app": "/".join(job.model.split("/")[:2]),
        "url": f"{base}/files/{job.id}.mp4",
        "cost": None if silent else money_number(cost),
        "units": None if silent else _units(spoken, cost),
        "seed": job.seed,
        "duration": job.duration,
        "body": job.body,
        "why": _WHY,
        "created": stamp(job.wall),
        "milliseconds": int(job.wall.timestamp() * 1000),
        "epoch": int(job.wall.timestamp()),
        "now": stamp(datetime.now(UTC)),
    }


def _with(answer: EmulatedAnswer, example: ExampleAnswer, values: dict[str, Any]) -> EmulatedAnswer:
    said = {name.lower() for name, _ in answer.headers}
    headers = (*answer.headers, *(pair for pair in example.headers.items() if pair[0].lower() not in said))
    data = msgspec.json.encode(filled(example.body, values))
    return msgspec.structs.replace(answer, status=example.status, body=data, headers=headers)
