"""The host's history of jobs, read page by page to its end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, cast
from urllib.parse import urlencode

import msgspec

from storyboard.patterns import lazy
from storyboard.providers import HostRefused, Job, Trouble
from storyboard.providers.protocols.jobs.asking import Questions, job_of, rows

_SPAN = timedelta(days=30)  # the host takes 31
_PAGE = 100
_MOST_PAGES = 200
_LONG = 10  # a page has a hundred prompts, where another answer has none
_SLUG = lazy(r"[a-z0-9._-]++")


def read(questions: Questions, model: str, first: date, last: date) -> tuple[Job, ...] | HostRefused | Trouble:
    """The jobs of a model from one day to another, each once; Trouble where a part of them could not be read."""
    if not questions.host.routes.history:
        return Trouble("the host has no history")
    jobs: dict[str, Job] = {}
    left = _MOST_PAGES
    for begin, end in _windows(first, last):
        pages = _window(questions, model, begin, end, left, jobs)
        if not isinstance(pages, int):
            return pages
        left -= pages
    return tuple(jobs.values())


def _window(
    questions: Questions, model: str, first: date, last: date, most: int, jobs: dict[str, Job]
) -> int | HostRefused | Trouble:  # fmt: skip
    """Add the jobs of one window to its last page; how many pages it has, or Trouble where it cannot be read whole."""
    known, seen = set[str](), 0
    for page in range(1, most + 1):
        answer = _page(questions, model, first, last, page)
        if not isinstance(answer, tuple):
            return answer
        listed, total = answer
        fresh = {str(row.get("request_id")) for row in listed} - known
        for row in listed:
            job = None if _is_of_another(row, model) else job_of(questions, row)
            if job is not None:
                _keep(jobs, job)
        known, seen = known | fresh, seen + len(listed)
        # The host may give fewer rows a page than it was asked for, so a short page is no end; and jobs that begin
        # meanwhile push known rows to the next page, so where the host says how many there are, these are none either.
        if not listed or (not fresh if total is None else seen >= total):
            return page
    return Trouble(f"the host's history has more than {_MOST_PAGES} pages of this model")


def _windows(first: date, last: date) -> Iterator[tuple[date, date]]:
    """The first and last day of each window, none longer than the host takes, the newest last."""
    while first + _SPAN < last:
        yield first, first + _SPAN
        first += _SPAN
    yield first, last


def _page(
    questions: Questions, model: str, first: date, last: date, page: int
) -> tuple[list[dict[str, Any]], int | None] | HostRefused | Trouble:
    """The rows of a page, and how many there are on all pages, where the host says so."""
    query = {"from_date": first, "to_date": last, "model_name": model, "page": page, "per_page": _PAGE}
    url = f"{questions.host.bases.history}{questions.host.routes.history}?{urlencode(query)}"
    answer = questions.get(url, parts=_LONG)
    if not isinstance(answer, tuple):
        return Trouble(answer.why) if isinstance(answer, HostRefused) and answer.cause != "key" else answer
    body: Any = answer[1]
    listed: Any = cast(dict[str, Any], body).get("data") if isinstance(body, dict) else body
    if not isinstance(listed, list):
        return Trouble("the host's history answers without rows")
    total: Any = cast(dict[str, Any], body).get("total") if isinstance(body, dict) else None
    return rows(cast(list[Any], listed)), total if isinstance(total, int) else None


def _is_of_another(row: dict[str, Any], model: str) -> bool:
    """Whether a row is of another model, whose name holds this one's; a name that is written otherwise may be it."""
    named = row.get("model_name")
    return isinstance(named, str) and named != model and model in named and _SLUG.fullmatch(named) is not None


def _keep(jobs: dict[str, Job], job: Job) -> None:
    """Add a job, or what another row of it tells: the history has a row for each file."""
    known = jobs.get(job.request_id)
    if known is None:
        jobs[job.request_id] = job
    else:
        jobs[job.request_id] = msgspec.structs.replace(
            known, url=known.url or job.url, cost=job.cost if known.cost is None else known.cost
        )
