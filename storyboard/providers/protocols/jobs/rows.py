"""The rows of a host's history, and the job that each is."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

from storyboard.profiles.hosts import Listing
from storyboard.profiles.paths import get, put
from storyboard.providers import COMPLETED, FAILED, Job
from storyboard.providers.protocols.jobs.answers import address, billed, decoded, first, micro, named_job, stamped

if TYPE_CHECKING:
    from storyboard.providers.protocols.jobs.asking import Questions

_LONG_AGO = 100_000_000_000  # more seconds than that are milliseconds


def rows(listing: Listing, body: Any) -> list[dict[str, Any]]:
    """The rows of an answer of the history: a list, an object that holds one, or one row."""
    bare = isinstance(body, list) or first(listing.id, body) is not None
    given = cast(Any, body) if bare else get(body, listing.rows)
    if isinstance(given, dict):
        return [cast(dict[str, Any], given)]
    listed = cast(list[Any], given) if isinstance(given, list) else []
    return [cast(dict[str, Any], row) for row in listed if isinstance(row, dict)]


def job_of(questions: Questions, listing: Listing, row: dict[str, Any], model: str) -> Job | None:
    """The job of a row of the history, None for a row without a name; all else may be missing."""
    host, hide = questions.host, questions.hide
    id, state, error = first(listing.id, row), first(listing.state, row), first(listing.why, row)
    name = named_job(host, id, model) if isinstance(id, str) else None
    if name is None:
        return None
    ended = dict.fromkeys(host.states.done, COMPLETED) | dict.fromkeys(host.states.failed, FAILED)
    word = ended.get(state, hide(state)) if isinstance(state, str) else "PENDING"
    said = error if isinstance(error, str) else ""
    cost = micro(first(listing.cost, row), host.reads.cost_usd)
    return Job(
        name,
        word,
        address(first(listing.url, row)),
        0 if cost is None and word == FAILED and billed(host, said) == "no" else cost,
        hide(said),
        moment(first(listing.at, row)),
        {} if listing.asks else sent(listing, row),
        listing.echoes,
        model,
    )


def sent(listing: Listing, body: Any) -> dict[str, Any]:
    """What was sent, as far as a row or the answer to a question about the job shows it."""
    if isinstance(listing.fields, dict):
        fields: dict[str, Any] = {}
        for place, shown in listing.fields.items():
            value = get(body, shown)
            if value is not None:
                put(fields, place, value)
        return fields
    whole: Any = first(listing.fields, body)
    if isinstance(whole, str):
        whole = decoded(whole.encode("utf-8", "replace"))
    return cast(dict[str, Any], whole) if isinstance(whole, dict) else {}


def moment(value: Any) -> datetime | None:
    """A moment as a host writes it, a text or the seconds or milliseconds since 1970.

    Of a whole second it is the last millisecond, since a job that was begun in it may be younger than its send.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        seconds = value / 1000 if value > _LONG_AGO else value + 0.999 if isinstance(value, int) else value
        try:
            return datetime.fromtimestamp(seconds, UTC)
        except (ValueError, OverflowError, OSError):
            return None
    return stamped(value)
