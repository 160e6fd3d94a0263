"""A submit, v1 or v2: the order in which a host looks at it, and where each fault acts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from storyboard.emulate.addresses import paths
from storyboard.emulate.book import Short, now, stamp
from storyboard.emulate.checks import Asked, check, decoded
from storyboard.emulate.delivery import delivered
from storyboard.emulate.examples import examples
from storyboard.emulate.faults import Fault, at
from storyboard.emulate.host import Emulator
from storyboard.emulate.records import VIDEO, EmulatedAnswer, Generation, ReceivedCall, page, refusal
from storyboard.emulate.spoken import accepted, odd_answers, odd_submit
from storyboard.profiles import Profile
from storyboard.profiles.body import sent
from storyboard.profiles.paths import get
from storyboard.profiles.records import FieldPlace
from storyboard.records.emulate import Version
from storyboard.timing import money

_GATEWAY = {"502": "Bad Gateway", "503": "Service Unavailable", "504": "Gateway Timeout"}
_LIMIT = "x-rate-limit-reset-at-utc"


def submit(host: Emulator, call: ReceivedCall, base: str, version: Version, model: str, number: int) -> EmulatedAnswer:
    """The answer to a submit whose key is good; `base` is the server's own address."""
    faults = at(number, host.settings.faults, host.settings.script)
    model = model or _meant(host, call)
    profile = host.models.get(model)
    for fault in faults:
        if fault.kind.stage == "instead":
            wanted = check(profile, call, model) if profile is not None else None
            return _instead(fault, wanted.cost if isinstance(wanted, Asked) else 0)
    if profile is None:
        return refusal(404, f"Model not found: {model[:80]}")
    if profile.status.state == "withdrawn" or model in host.settings.withdrawn:
        return refusal(410, f"Model {model} has been retired")
    delay = host.book.wait(call.key)
    if delay:
        return _limited(delay)
    asked = check(profile, call, model)
    if not isinstance(asked, Asked):
        return asked
    asked = msgspec.structs.replace(asked, own=_own(host, call, asked))
    documented = examples(host.api.name)
    odd = odd_submit(host, documented, faults, call) if documented is not None else None
    if odd is not None:
        return odd
    dear = next((fault for fault in faults if fault.name == "cost"), None)
    if dear is not None:
        asked = msgspec.structs.replace(asked, cost=round(dear.number * 1_000_000))
    if documented is not None and any(odd.billed == "no" for odd in odd_answers(documented, faults)):
        asked = msgspec.structs.replace(asked, cost=0)
    again = _repeated(host, call, base, asked)
    if again is not None:
        return again
    job = host.book.begin(call, version, model, asked, number, faults)
    if isinstance(job, Short):
        return _short(job)
    return _blocking(host, base, job) if version == "v1" else _accepted(host, base, job)


def _repeated(host: Emulator, call: ReceivedCall, base: str, asked: Asked) -> EmulatedAnswer | None:
    """The answer to a submit under a name that is taken, None where that begins another job."""
    first = host.book.called(call.key, asked.own)
    spoken = examples(host.api.name)
    if first is None or spoken is None:
        return None
    how = host.settings.word("repeat") or {"refuse": "refuse", "replay": "return"}.get(host.api.abilities.repeat, "")
    if how == "refuse" or (how == "return" and asked.body != first.body):
        return refusal(400, f"The name {first.own} was given to another request")
    return accepted(spoken, first, base) if how == "return" else None


def _meant(host: Emulator, call: ReceivedCall) -> str:
    """The model that a body names, at a host that has one address for all: by the fixed values that differ by model."""
    body = decoded(call)
    rows = {name: _fixed(profile) for name, profile in host.models.items()}
    apart = {
        at for fixed in rows.values() for at in fixed if any(fixed[at] != other.get(at) for other in rows.values())
    }
    fitting = (name for name, fixed in rows.items() if all(get(body, at) == fixed.get(at) for at in apart))
    return next(fitting, "")


def _fixed(profile: Profile) -> dict[str, Any]:
    """The values that each body of a model holds, by their place."""
    return {at: sent(FieldPlace(at=at, form=row.form), row.value) for at, row in profile.body.fixed.items()}


def _own(host: Emulator, call: ReceivedCall, asked: Asked) -> str:
    """The name that the client gave to a send, empty where it gave none."""
    own = host.api.own
    if own is None:
        return ""
    value = get(asked.body, own.at) if own.at else call.headers.get(own.header.lower())
    return value if isinstance(value, str) else ""


def _limited(delay: float) -> EmulatedAnswer:
    until = stamp(datetime.now(UTC) + timedelta(seconds=delay))
    return msgspec.structs.replace(refusal(429, "rate_limit_exceeded"), headers=((_LIMIT, until),), wait=delay)


def _short(short: Short) -> EmulatedAnswer:
    if short.what == "credits":
        return refusal(
            406, f"Insufficient credits: the balance is {money(short.left)} USD, {money(short.cost)} USD are needed"
        )
    return refusal(
        406, f"Team spend limit reached: {money(short.left)} USD are left, {money(short.cost)} USD are needed"
    )


def _instead(fault: Fault, cost: int) -> EmulatedAnswer:
    """The answer of a fault before which nothing was begun; `cost` is that of what was asked for, 0 for no request."""
    match fault.name:
        case "cut-before-billing":
            answer = EmulatedAnswer(0, cut=True)
        case "redirect":
            answer = EmulatedAnswer(307, headers=(("Location", fault.text),), type="text/plain")
        case "html-405":
            answer = page(405, "Method Not Allowed")
        case "403":
            answer = refusal(403, "This account is not allowed to use this model")
        case "429":
            answer = _limited(fault.number)
        case "503-json":
            answer = refusal(503, "Service unavailable: no worker is free, the request was not started")
            headers = (("Retry-After", f"{fault.number:.0f}"),)
            answer = msgspec.structs.replace(answer, headers=headers, wait=fault.number)
        case "406-credits":
            answer = _short(Short("credits", 0, cost))
        case "406-spend":
            answer = _short(Short("spend", 0, cost))
        case "410":
            answer = refusal(410, "This model has been retired")
        case "500-json":
            answer = refusal(500, "Internal server error: a parameter could not be used")
        case "500-html":
            answer = page(500, "Internal Server Error")
        case _:
            answer = page(int(fault.name), _GATEWAY[fault.name])
    return msgspec.structs.replace(answer, note=fault.name)


def _lost(job: Generation) -> EmulatedAnswer | None:
    """What hides from the client that its job runs, where such a fault holds."""
    for fault in job.faults:
        if fault.kind.stage == "lost":
            if fault.name == "cut-after-billing":
                return EmulatedAnswer(0, cut=True, note=fault.name)
            status = fault.name.partition("-")[0]
            return msgspec.structs.replace(page(int(status), _GATEWAY[status]), note=fault.name)
    return None


def _accepted(host: Emulator, base: str, job: Generation) -> EmulatedAnswer:
    """The answer of v2: where the job can be asked for."""
    documented = examples(host.api.name)
    if documented is not None:
        return _lost(job) or accepted(documented, job, base)
    known = paths(host.api)
    places = {"status_url": "status", "response_url": "result", "poll_url": "poll"}
    body = {"request_id": job.id, "status": "QUEUED"}
    body |= {key: base + known[name].replace("{id}", job.id) for key, name in places.items() if name in known}
    # What spoils a body spoils the file, unless it was asked for here; only being late means every answer.
    spoil = tuple(fault for fault in job.faults if fault.name == "slow" or fault.text == "answer")
    good = EmulatedAnswer(200, msgspec.json.encode(body), headers=(("x-request-id", job.id),), spoil=spoil)
    return _lost(job) or good


def _blocking(host: Emulator, base: str, job: Generation) -> EmulatedAnswer:
    """The answer of v1 once the job has run; a job runs on when its client has gone."""
    bare = job.fails or host.settings.v1_json
    clip = b"" if bare else delivered(host, job)
    if host.closing.wait(max(0.0, job.due - now())):
        return EmulatedAnswer(0, cut=True)
    lost = _lost(job)
    if lost is not None:
        return lost
    if job.fails:
        named = (("x-cost", money(job.cost)),) if job.billed else ()
        return msgspec.structs.replace(refusal(500, "Generation failed"), headers=named)
    headers = (
        ("x-request-id", job.id),
        ("x-cost", money(job.cost)),
        ("x-remaining-credits", money(host.book.balance(job.key))),
        ("x-generation-time", f"{job.due - job.at:.2f}"),
        ("x-seed-value", str(job.seed)),
        (_LIMIT, host.book.reset(job.key)),
    )
    if any(fault.name == "no-cost" for fault in job.faults):
        headers = tuple(pair for pair in headers if pair[0] != "x-cost")
    spoil = tuple(fault for fault in job.faults if fault.kind.stage == "body")
    if host.settings.v1_json:
        body = {"request_id": job.id, "status": "COMPLETED", "video_url": f"{base}/files/{job.id}.mp4"}
        spoil = tuple(fault for fault in spoil if fault.name == "slow" or fault.text == "answer")
        return EmulatedAnswer(200, msgspec.json.encode(body), headers=headers, spoil=spoil)
    kind = "" if job.fault("no-content-type") else VIDEO
    return EmulatedAnswer(200, clip, kind, headers, spoil=spoil)
