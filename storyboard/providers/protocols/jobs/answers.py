"""What an answer means: by the host's table whether it was billed, and the values in its JSON and headers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, cast

import msgspec

from storyboard.patterns import lazy
from storyboard.profiles.hosts import AnswerRow, Billed, FailureRow, Host
from storyboard.profiles.paths import get
from storyboard.providers import HostRefused, Lost, Trouble
from storyboard.system.secrets import mask

if TYPE_CHECKING:
    from storyboard.providers.protocols.jobs.transport import HttpAnswer

Hide = Callable[[str], str]

_ID = lazy(r"(?=.{1,200}$)[A-Za-z0-9][A-Za-z0-9._-]*+(?:/[A-Za-z0-9][A-Za-z0-9._-]*+)*+")
_HEADER = "header:"
_MOST_USD = 1_000_000  # more is a mistake of the host
_LONGEST = 200  # characters of a host's words
_MOST_DROPPED = 20
_WAITS = (1.0, 300.0)
_URL_KEYS = ("output", "video", "video_url", "url", "generation_url")
_DEEPEST = 4


def hider(key: str) -> Hide:
    """A function that takes the live key, and all that looks like one, out of a text of the host, and shortens it."""
    live = re.compile(re.escape(key), re.IGNORECASE) if key else None

    def hide(text: str) -> str:
        text = mask(live.sub("***", text) if live else text)
        text = " ".join("".join(character if character.isprintable() else " " for character in text).split())
        return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"

    return hide


def decoded(data: bytes) -> Any:
    """The JSON that bytes hold, None where they hold none."""
    try:
        return msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def first(places: Iterable[str], body: Any, headers: Mapping[str, str] | None = None) -> Any:
    """What the first of some places holds that holds anything, in a body or in the headers of its answer."""
    for place in places:
        header = place.removeprefix(_HEADER)
        value = get(body, place) if header == place else (headers or {}).get(header)
        if value is not None:
            return value
    return None


def words(host: Host, body: Any) -> str:
    """The host's own words in its JSON for errors, empty where that is not what it is."""
    for places in host.reads.why:
        said = [value for place in places.split("+") if isinstance(value := get(body, place), str)]
        if said and said[0]:
            return ": ".join(text for text in said if text)
    return ""


def code_of(host: Host, body: Any, headers: Mapping[str, str] | None = None) -> str:
    """The host's name of an error, empty where it names none."""
    value = first(host.reads.code, body, headers)
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def dropped(host: Host, body: Any, headers: Mapping[str, str], hide: Hide) -> tuple[str, ...]:
    """What of a request the host says that it did not use: a list of texts, which a header holds as JSON, or one text.

    What is neither is kept as it is written, so that it does not pass for nothing.
    """
    value = first(host.reads.dropped, body, headers)
    listed = decoded(value.encode("utf-8", "replace")) if isinstance(value, str) else value
    parts: list[Any] = cast("list[Any]", listed) if isinstance(listed, list) else [value] if value else []
    texts = [hide(part if isinstance(part, str) else msgspec.json.encode(part).decode("utf-8")) for part in parts]
    return tuple(text for text in texts if text)[:_MOST_DROPPED]


def declined(host: Host, body: Any) -> bool:
    """Whether an answer is that of an error by its envelope, whatever its status."""
    envelope = host.envelope
    value = None if envelope is None else get(body, envelope.at)
    return envelope is not None and value is not None and str(value) not in envelope.ok


def failed(host: Host, body: Any, headers: Mapping[str, str], hide: Hide, status: int) -> HostRefused:
    """A job that came to nothing, by the answer that says so: why, and what is known of its cost."""
    code = code_of(host, body, headers)
    why = hide(words(host, body)) or hide(code) or "the host gives no reason"
    cost = micro(first(host.reads.cost, body), host.reads.cost_usd)
    return failure(why, status, cost, billed(host, words(host, body), code))


def failure(why: str, status: int, cost: int | None, known: Billed) -> HostRefused:
    """A job that came to nothing; where its cost is not named, what is `known` of such jobs counts."""
    if cost is not None:
        return HostRefused("failed", why, status, cost=cost)
    return HostRefused("failed", why, status, billed=known)


def billed(host: Host, said: str, code: str | None = None) -> Billed:
    """Whether a host bills a job that failed with these words and this name of its error; unknown where nobody says.

    A history names no error, and `code` is None: what the name would decide is unknown then.
    """
    if host.failures is None:
        return "unknown"
    rows = host.failures.rows.values()
    if code is None and any(known.code for known in rows):
        possible = {host.failures.billed, *(known.billed for known in rows)}
        return host.failures.billed if len(possible) == 1 else "unknown"
    for known in rows:
        if _fits(known, said.casefold(), code or ""):
            return known.billed
    return host.failures.billed


def _fits(wanted: AnswerRow | FailureRow, low: str, code: str) -> bool:
    """Whether words of a host, in small letters, and its name of an error are those that a row is for."""
    return (not wanted.text or any(text in low for text in wanted.text)) and (
        not wanted.code or any(_names(name, code) for name in wanted.code)
    )


def row(host: Host, status: int, body: Any, headers: Mapping[str, str] | None = None) -> AnswerRow | None:
    """What the host's table says of a status with this body, None where that is not in it."""
    low, code = words(host, body).casefold(), code_of(host, body, headers)
    for answer in host.answers.rows.values():
        if answer.billed == "yes" and declined(host, body):
            continue
        if answer.status in (0, status) and (low or code or not answer.envelope) and _fits(answer, low, code):
            return answer
    return None


def _names(wanted: str, code: str) -> bool:
    return code.startswith(wanted[:-1]) if wanted.endswith("*") else code == wanted


def judge(host: Host, answer: HttpAnswer, data: bytes, hide: Hide) -> HostRefused | Lost:
    """What an answer to a submit means that brings no job: HostRefused only where the table calls it not billed."""
    body = decoded(data)
    verdict = row(host, answer.status, body, answer.headers)
    means = verdict.means if verdict else "which the host's table does not have"
    why = phrase(answer.status, means, hide(words(host, body)))
    if verdict is None or not verdict.cause:
        if 300 <= answer.status < 400:
            why = phrase(answer.status, "which points elsewhere and was not followed", "")
        return Lost(why)
    if micro(first(host.reads.cost, None, answer.headers)):
        # What is documented as not billed, and names what it cost, is not known to be either.
        return Lost(f"{why}; yet it names a cost")
    return HostRefused(verdict.cause, why, answer.status, wait(answer) if verdict.cause == "busy" else None)


def trouble(host: Host, answer: HttpAnswer, data: bytes, hide: Hide) -> Trouble:
    """What an answer to a free question means that does not answer it."""
    body = decoded(data)
    verdict = row(host, answer.status, body, answer.headers)
    why = phrase(answer.status, verdict.means if verdict else "which says nothing", hide(words(host, body)))
    return Trouble(why, wait(answer))


def phrase(status: int, means: str, said: str) -> str:
    """An answer in one phrase; `said` are the host's words, already without keys."""
    return f"the host answers {status}, {means}{f': {said}' if said else ''}"


def wait(answer: HttpAnswer) -> float | None:
    """The seconds after which the host wants to be asked again, from 1 to 300, None where it does not say.

    The host's moment is compared with its own `Date`, as the clock here may be wrong.
    """
    headers = answer.headers
    reset = stamped(headers.get("x-rate-limit-reset-at-utc"))
    after = headers.get("retry-after", "").strip()
    if reset is None and after.isascii() and after.isdigit() and len(after) < 10:
        return _bounded(float(after))
    reset = reset or posted(after)
    if reset is None:
        return None
    return _bounded((reset - (posted(headers.get("date", "")) or datetime.now(UTC))).total_seconds())


def _bounded(seconds: float) -> float:
    return min(max(seconds, _WAITS[0]), _WAITS[1])


def stamped(value: Any) -> datetime | None:
    """A moment as the host writes it in its JSON and its own headers, None for what is none; without a zone in UTC."""
    try:
        moment = datetime.fromisoformat(value.strip()) if isinstance(value, str) else None
        return moment and (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def posted(text: str) -> datetime | None:
    """A moment as HTTP writes it, None where it is none."""
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def micro(value: Any, unit: str = "1") -> int | None:
    """Micro-dollars of a sum that an answer names, in units of so many dollars; None for what is no sum of money."""
    if isinstance(value, bool) or not isinstance(value, int | float | str) or len(str(value)) > 40:
        return None
    try:
        dollars = Decimal(str(value).strip()) * Decimal(unit)
    except InvalidOperation:
        return None
    if not dollars.is_finite() or not 0 <= dollars <= _MOST_USD:
        return None
    return int((dollars * 1_000_000).to_integral_value())


def job_name(value: Any) -> str | None:
    """The name by which a job is asked for, a path at some hosts; None for what cannot stand in an address."""
    return value if isinstance(value, str) and _ID.fullmatch(value) else None


def job_of_answer(host: Host, body: Any, headers: Mapping[str, str], model: str) -> str | None:
    """The name of the job that a submit's answer names, None where it names none.

    Where the host says at which address a job is asked for, that says more than the id; only one at the host's own
    addresses counts, and any other one is the host's fault.
    """
    value = first(host.reads.id, body, headers)
    if not isinstance(value, str):
        return None
    named = named_job(host, value, model)
    location = first(host.reads.address, body)
    if named is None or not isinstance(location, str):
        return named
    base = f"{host.bases.api}/"
    return job_name(location.removeprefix(base)) if location.startswith(base) else None


def named_job(host: Host, id: str, model: str) -> str | None:
    """The name of a job by its id and its model's route."""
    app = "/".join(model.split("/")[:2])
    return job_name(host.reads.job.replace("{app}", app).replace("{model}", model).replace("{id}", id)) if id else None


def address(value: Any, depth: int = 0) -> str | None:
    """The first address in an output: a text, a list of them, or an object that has one under a usual name."""
    if isinstance(value, str):
        return value if value.startswith(("https://", "http://")) else None
    if depth >= _DEEPEST:
        return None
    inner: list[Any] = []
    if isinstance(value, list):
        inner = cast(list[Any], value)[:10]
    elif isinstance(value, dict):
        inner = [cast(dict[str, Any], value).get(key) for key in _URL_KEYS]
    return next((url for part in inner if (url := address(part, depth + 1))), None)
