"""The host's history of jobs, read page by page to its end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any, cast
from urllib.parse import quote, urlencode

import msgspec

from storyboard.patterns import lazy
from storyboard.profiles.hosts import Listing
from storyboard.profiles.paths import get
from storyboard.providers import COMPLETED, HostRefused, Job, Trouble
from storyboard.providers.protocols.jobs.answers import first as place
from storyboard.providers.protocols.jobs.asking import Questions
from storyboard.providers.protocols.jobs.rows import job_of, rows, sent

_MOST_PAGES = 200
_LONG = 10  # a page has a hundred prompts, where another answer has none
_SLUG = lazy(r"[a-z0-9._-]++")


def read(questions: Questions, model: str, first: date, last: date) -> tuple[Job, ...] | HostRefused | Trouble:
    """The jobs of a model from one day to another, each once; Trouble where a part of them could not be read."""
    listing = questions.host.listing
    if listing is None or not questions.host.routes.history:
        return Trouble("the host has no history")
    jobs: dict[str, Job] = {}
    left = _MOST_PAGES
    windows = list(_windows(first, last, timedelta(days=listing.days)))
    for route, days in product(model.split() or [model], windows):
        pages = _window(questions, listing, route, days, left, jobs)
        if not isinstance(pages, int):
            return pages
        left -= pages
    return tuple(jobs.values())


def _window(
    questions: Questions, listing: Listing, model: str, days: tuple[date, date], most: int, jobs: dict[str, Job]
) -> int | HostRefused | Trouble:  # fmt: skip
    """Add the jobs of one window to its last page; how many pages it has, or Trouble where it cannot be read whole."""
    known, seen, cursor = set[str](), 0, ""
    for page in range(1, most + 1):
        body = _page(questions, listing, model, days, page, cursor)
        if isinstance(body, HostRefused | Trouble):
            return body
        listed = rows(listing, body)
        total = get(body, listing.total) if listing.total else None
        fresh = {str(place(listing.id, row)) for row in listed} - known
        for row in listed:
            job = None if _is_of_another(listing, row, model) else job_of(questions, listing, row, model)
            if job is not None and listing.asks and job.request_id not in jobs:
                job = _asked(questions, listing, job)
            if isinstance(job, HostRefused | Trouble):
                return job
            if job is not None:
                _keep(jobs, job)
        known, seen = known | fresh, seen + len(listed)
        if listing.cursor:
            cursor = get(body, listing.cursor)
            if not isinstance(cursor, str) or not cursor or not fresh:
                return page
        # The host may give fewer rows a page than it was asked for, so a short page is no end; and jobs that begin
        # meanwhile push known rows to the next page, so where the host says how many there are, these are none either.
        elif not listed or (not fresh if not isinstance(total, int) else seen >= total):
            return page
    return Trouble(f"the host's history has more than {_MOST_PAGES} pages of this model")


def _asked(questions: Questions, listing: Listing, job: Job) -> Job | HostRefused | Trouble:
    """A job with what was sent, which the answer to a question about it shows once it is done."""
    if job.state != COMPLETED:
        return job
    url = questions.host.bases.api + questions.host.routes.status.replace("{id}", job.request_id)
    answer = questions.get("status", url, (200, 404, 410))
    if not isinstance(answer, tuple):
        return Trouble(answer.why) if isinstance(answer, HostRefused) and answer.cause != "key" else answer
    return msgspec.structs.replace(job, fields=sent(listing, answer[1]))


def _windows(first: date, last: date, span: timedelta) -> Iterator[tuple[date, date]]:
    """The first and last day of each window, none longer than the host takes, the newest last."""
    while first + span < last:
        yield first, first + span
        first += span
    yield first, last


def _page(
    questions: Questions, listing: Listing, model: str, days: tuple[date, date], page: int, cursor: str
) -> dict[str, Any] | list[Any] | HostRefused | Trouble:  # fmt: skip
    """A page as the host answers it, where it holds rows."""
    routes, base = questions.host.routes, questions.host.bases.history
    first, last = (_day(day, listing.dates, ends=ends) for day, ends in zip(days, (False, True), strict=True))
    said = {"{first}": first, "{last}": last, "{model}": model, "{page}": str(page), "{cursor}": cursor}
    query = {key: said.get(value, value) for key, value in listing.query.items()}
    query = {key: value for key, value in query.items() if value}
    url = base + routes.history.replace("{model}", quote(model, safe="/:"))
    if routes.verbs.get("history") == "POST":
        whole = {key: int(value) if value.isdecimal() else value for key, value in query.items()}
        answer = questions.get("history", url, parts=_LONG, body=whole)
    else:
        answer = questions.get("history", f"{url}?{urlencode(query)}", parts=_LONG)
    if not isinstance(answer, tuple):
        return Trouble(answer.why) if isinstance(answer, HostRefused) and answer.cause != "key" else answer
    body = cast("dict[str, Any] | list[Any]", answer[1])
    if not isinstance(body if isinstance(body, list) else get(body, listing.rows), list):
        return Trouble("the host's history answers without rows")
    return body


def _day(day: date, form: str, *, ends: bool) -> str:
    """A day as the host wants it, or the moment at which it begins or ends."""
    if form == "day":
        return day.isoformat()
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=ends)
    match form:
        case "seconds":
            return f"{moment.timestamp():.0f}"
        case "digits":
            return moment.strftime("%Y%m%d%H%M%S")
        case _:
            return moment.isoformat().replace("+00:00", "Z")


def _is_of_another(listing: Listing, row: dict[str, Any], model: str) -> bool:
    """Whether a row is of another model, whose name holds this one's; a name that is written otherwise may be it."""
    named = place(listing.model, row)
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
