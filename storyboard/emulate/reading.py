"""What can be asked without being billed: a job's state and result, the history, the balance, files, the book."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec

from storyboard.emulate.book import now, stamp
from storyboard.emulate.delivery import delivered
from storyboard.emulate.faults import Fault
from storyboard.emulate.host import Emulator
from storyboard.emulate.records import VIDEO, EmulatedAnswer, Generation, ReceivedCall, refusal
from storyboard.timing import money_number

_DAYS = 31
_STATES = ("COMPLETED", "FAILED", "PENDING")
_WHY = "The generation failed: the model returned no video"


def ok(values: Any, **more: Any) -> EmulatedAnswer:
    """An answer of 200 with JSON."""
    return EmulatedAnswer(200, msgspec.json.encode(values), **more)


def status(host: Emulator, call: ReceivedCall, id: str) -> EmulatedAnswer:
    """How far a job is, without its output; 422 where it failed."""
    return _record(host, call, id, "", result=False)


def result(host: Emulator, call: ReceivedCall, id: str, base: str) -> EmulatedAnswer:
    """A job with the address of its file; 422 where it failed, and no address while it runs."""
    return _record(host, call, id, base, result=True)


def _record(host: Emulator, call: ReceivedCall, id: str, base: str, *, result: bool) -> EmulatedAnswer:
    job, at = host.book.job(id), now()
    if job is None or job.key != call.key or job.fault("expired") or at - job.at >= host.settings.keep_record:
        return refusal(404, f"Request not found: {id[:80]}")
    state = job.state(at)
    body: dict[str, Any] = {"request_id": job.id, "status": state, "metrics": _metrics(host, job, state, at)}
    if result:
        body["output"] = _url(job, base) if state == "COMPLETED" else None
    if state == "FAILED":
        body["error"] = _WHY
    return EmulatedAnswer(422 if state == "FAILED" else 200, msgspec.json.encode(body))


def _metrics(host: Emulator, job: Generation, state: str, at: float) -> dict[str, Any]:
    whole = job.due - job.at
    values: dict[str, Any] = {
        "queue_time": round(whole / 5, 3),
        "inference_time": round(whole * 4 / 5, 3),
        "total_time": round(whole, 3),
        "retry_count": 0,
    }
    if at >= job.due and job.billed:
        values |= {"cost": money_number(job.cost), "remaining_credits": money_number(host.book.balance(job.key))}
        if job.fault("no-cost"):
            del values["cost"]
    return values if at >= job.due else {"retry_count": 0}


def _url(job: Generation, base: str) -> str:
    return f"{base}/files/{job.id}.mp4"


def credits(host: Emulator, call: ReceivedCall) -> EmulatedAnswer:
    """What the key has left, in dollars."""
    return ok({"credits": money_number(host.book.balance(call.key))})


def book(host: Emulator, call: ReceivedCall) -> EmulatedAnswer:
    """The emulator's own page: charges, their total, and the requests that came; `?key=` is a key's SHA-256."""
    digest = call.query.get("key")
    return ok(host.book.record(None if digest is None else host.book.named(digest)))


def history(host: Emulator, call: ReceivedCall, base: str) -> EmulatedAnswer:
    """A page of the key's own jobs, the newest first; 400 for a window or a page that is not offered."""
    window = _window(call.query)
    if isinstance(window, str):
        return refusal(400, window)
    page, size = (_whole(call.query.get(key, default)) for key, default in (("page", "1"), ("per_page", "20")))
    if page < 1 or not 1 <= size <= 100:
        return refusal(400, "page must be at least 1 and per_page between 1 and 100")
    wanted = call.query.get("status")
    if wanted is not None and wanted not in _STATES:
        return refusal(400, f"status must be one of {', '.join(_STATES)}")
    rows: list[dict[str, Any]] = []
    for job in host.book.jobs(call.key):
        if not (window[0] <= job.wall < window[1] and _shows(host, job)):
            continue
        row = _row(host, job, base)
        if wanted in (None, row["model_status"]) and call.query.get("model_name", "") in job.model:
            if job.fault("history-500") and host.book.first((job.id, "history-500")):
                return refusal(500, "Internal server error")
            rows += [row] * (2 if job.fault("history-twice") else 1)
    size = min(size, int(host.settings.always("history-rows")) or size)
    # Those of others come first, so that they have as many pages as are asked for.
    strange = int(host.settings.always("history-pages")) * size
    begin = (page - 1) * size
    shown = [_strange(call, number) for number in range(begin, min(begin + size, strange))]
    shown += rows[max(0, begin - strange) : max(0, begin + size - strange)]
    return ok({"data": shown, "page": page, "per_page": size, "total": strange + len(rows)})


def history_row(host: Emulator, call: ReceivedCall, id: str, base: str) -> EmulatedAnswer:
    """The history's row of a job of any age."""
    job = host.book.job(id)
    if job is None or job.key != call.key or not _shows(host, job):
        return refusal(404, f"Request not found: {id[:80]}")
    return ok(_row(host, job, base))


def _shows(host: Emulator, job: Generation) -> bool:
    late = job.fault("history-late")
    behind = max(late.number if late is not None else 0.0, host.settings.always("history-lag"))
    return not job.fault("history-empty") and now() >= job.at + behind


def _strange(call: ReceivedCall, number: int) -> dict[str, Any]:
    """The row of a job of the same model that nobody here has asked for."""
    return {
        "request_id": f"{number:032x}",
        "model_name": call.query.get("model_name", ""),
        "model_status": "COMPLETED",
        "request_body": {"prompt": f"Another film, shot {number}.", "seed": number},
        "model_created": stamp(datetime.now(UTC)),
    }


def _row(host: Emulator, job: Generation, base: str) -> dict[str, Any]:
    at = now() - host.settings.always("history-lag")
    state = job.state(at)
    done = state == "COMPLETED"
    silent = job.fault("no-cost")
    cost = money_number(job.cost) if job.billed else 0
    charged = None if now() < job.due or (silent is not None and not silent.text) else cost
    return {
        "request_id": job.id,
        "model_name": job.model,
        "model_status": state if state in _STATES else "PENDING",
        "credits_deduction": charged,
        "request_body": job.body,
        "generation_url": _url(job, base) if done else None,
        "latency_ms": round((job.due - job.at) * 1000) if at >= job.due else None,
        "model_created": stamp(job.wall),
        "error": _WHY if state == "FAILED" else None,
    }


def _window(query: dict[str, str]) -> tuple[datetime, datetime] | str:
    """The window's first moment and the one after its last, or what is wrong with it."""
    today = datetime.now(UTC).date()
    try:
        last = date.fromisoformat(query["to_date"][:10]) if query.get("to_date") else today
        first = date.fromisoformat(query["from_date"][:10]) if query.get("from_date") else last - timedelta(days=7)
        days = (last - first).days
        if days < 0:
            return "from_date is after to_date"
        if days > _DAYS:
            return f"The window spans {days} days, at most {_DAYS} are allowed"
        begin = datetime(first.year, first.month, first.day, tzinfo=UTC)
        return begin, begin + timedelta(days=days + 1)
    except (ValueError, OverflowError):
        return "from_date and to_date must be YYYY-MM-DD"


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else -1


def file(host: Emulator, call: ReceivedCall, name: str) -> EmulatedAnswer:
    """A clip or an upload; no key is asked for, as the host's storage asks for none."""
    if name.startswith("upload-"):
        data = host.clips.kept(name)
        return refusal(404, "File not found") if data is None else EmulatedAnswer(200, data, _type(name), ranges=True)
    job = host.book.job(name.removesuffix(".mp4"))
    at = now()
    if job is None or job.state(at) != "COMPLETED" or at - job.at >= host.settings.keep_file:
        return refusal(404, "File not found")
    moved = job.fault("file-redirect")
    if moved is not None and "moved" not in call.query:
        place = f"/files/{job.id}.mp4?moved" if moved.text == moved.kind.default else moved.text
        return EmulatedAnswer(302, type="", headers=(("Location", place),), note=moved.name)
    spoil = tuple(_once(host, job)) if call.method == "GET" else ()
    kind = "" if job.fault("no-content-type") else VIDEO
    return EmulatedAnswer(200, delivered(host, job), kind, ranges=not spoil, spoil=spoil)


def _once(host: Emulator, job: Generation) -> Iterator[Fault]:
    """The faults that spoil the first fetch of a job's file; v1 has delivered it, spoilt, already."""
    if job.version == "v1" and not host.settings.v1_json:
        return
    for fault in job.faults:
        here = fault.kind.stage == "body" and fault.name != "slow" and fault.text != "answer"
        if here and host.book.first((job.id, fault.name)):
            yield fault


def _type(name: str) -> str:
    from mimetypes import guess_type

    return guess_type(name)[0] or "application/octet-stream"
