"""The host's history, asked for the jobs of a request whose answer was lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from urllib.parse import urlencode

import msgspec

from storyboard.providers import HostRefused, Job, Trouble
from storyboard.providers.protocols.jobs.answers import decoded
from storyboard.providers.protocols.jobs.asking import Questions, job_of, rows

_AROUND = timedelta(hours=26)  # clocks may be wrong by a day's zone
_SPAN = timedelta(days=30)  # the host takes 31
_PAGE = 100
_MOST_PAGES = 50
_MOST_WINDOWS = 60
_SLUG = re.compile(r"[a-z0-9._-]++")
_SOUND = re.compile(r"sha256:[0-9a-f]{64}")  # a local file, which is uploaded before each send


def find(questions: Questions, model: str, body: dict[str, Any], since: datetime) -> tuple[Job, ...] | Trouble:
    """The jobs of this request from a day before `since` on, each once.

    Prompt and seed must be there and the same, and so must each other field that a row shows, except the address of an
    uploaded sound.
    That there is none proves nothing: the history may be late. Trouble where a part of it could not be read.
    """
    if not questions.host.routes.history:
        return Trouble("the host has no history")
    if body.get("seed") is None or body.get("prompt") is None:
        return Trouble("a request without prompt and seed cannot be told from others in the history")
    jobs: dict[str, Job] = {}
    for first, last in _windows(since):
        trouble = _window(questions, model, body, first, last, jobs)
        if trouble is not None:
            return trouble
    return tuple(jobs.values())


def _window(
    questions: Questions, model: str, body: dict[str, Any], first: str, last: str, jobs: dict[str, Job]
) -> Trouble | None:
    """Add the jobs of one window to those found, to its last page; Trouble where that cannot be done."""
    known, seen = set[str](), 0
    for page in range(1, _MOST_PAGES + 1):
        answer = _page(questions, model, first, last, page)
        if isinstance(answer, Trouble):
            return answer
        listed, total = answer
        fresh = {str(row.get("request_id")) for row in listed} - known
        for row in listed:
            job = job_of(questions, row) if _same(row, model, body) else None
            if job is not None:
                _keep(jobs, job)
        known, seen = known | fresh, seen + len(listed)
        # The host may give fewer rows a page than it was asked for, so a short page is no end.
        if not fresh or (total is not None and seen >= total):
            return None
    return Trouble(f"the host's history has more than {_MOST_PAGES} pages of this model")


def _windows(since: datetime) -> Iterator[tuple[str, str]]:
    """The first and last day of each window, none longer than the host takes, the newest last."""
    now = datetime.now(UTC)
    since = since if since.tzinfo else since.replace(tzinfo=UTC)
    last = max(now, since.astimezone(UTC)) + _AROUND
    first = max(min(now, since.astimezone(UTC)) - _AROUND, last - _SPAN * _MOST_WINDOWS)
    while True:
        end = min(first + _SPAN, last)
        yield f"{first:%Y-%m-%d}", f"{end:%Y-%m-%d}"
        if end >= last:
            return
        first = end


def _page(
    questions: Questions, model: str, first: str, last: str, page: int
) -> tuple[list[dict[str, Any]], int | None] | Trouble:
    """The rows of a page, and how many there are on all pages, where the host says so."""
    query = {"from_date": first, "to_date": last, "model_name": model, "page": page, "per_page": _PAGE}
    url = f"{questions.host.bases.history}{questions.host.routes.history}?{urlencode(query)}"
    answer = questions.get(url)
    if not isinstance(answer, tuple):
        return Trouble(answer.why) if isinstance(answer, HostRefused) else answer
    body: Any = answer[1]
    listed: Any = cast(dict[str, Any], body).get("data") if isinstance(body, dict) else body
    if not isinstance(listed, list):
        return Trouble("the host's history answers without rows")
    total: Any = cast(dict[str, Any], body).get("total") if isinstance(body, dict) else None
    return rows(cast(list[Any], listed)), total if isinstance(total, int) else None


def _same(row: dict[str, Any], model: str, body: dict[str, Any]) -> bool:
    sent: Any = row.get("request_body")
    if isinstance(sent, str):
        sent = decoded(sent.encode("utf-8", "replace"))
    if not isinstance(sent, dict):
        return False
    values, named = cast(dict[str, Any], sent), row.get("model_name")
    # The filter takes part of a name, so another model may be in the rows; one that is written otherwise may be ours.
    if isinstance(named, str) and named != model and model in named and _SLUG.fullmatch(named):
        return False
    return {"prompt", "seed"} <= values.keys() and all(
        _alike(values[key], value) for key, value in body.items() if key in values and not _is_sound(value)
    )


def _alike(shown: Any, sent: Any) -> bool:
    """Whether a value is the one that was sent, also where a number or a flag came back as text."""
    return shown == sent or (not isinstance(sent, str) and str(shown).casefold() == str(sent).casefold())


def _is_sound(value: Any) -> bool:
    return isinstance(value, str) and _SOUND.fullmatch(value) is not None


def _keep(jobs: dict[str, Job], job: Job) -> None:
    """Add a job, or what another row of it tells: the history has a row for each file."""
    known = jobs.get(job.request_id)
    if known is None:
        jobs[job.request_id] = job
    else:
        jobs[job.request_id] = msgspec.structs.replace(
            known, url=known.url or job.url, cost=job.cost if known.cost is None else known.cost
        )
