"""What an answer means: by the host's table whether it was billed, and the values in its JSON and headers."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, cast

import msgspec

from storyboard.patterns import lazy
from storyboard.profiles.hosts import AnswerRow, Host
from storyboard.providers import HostRefused, Lost, Trouble
from storyboard.system.secrets import mask

if TYPE_CHECKING:
    from storyboard.providers.protocols.jobs.transport import HttpAnswer

Hide = Callable[[str], str]

_ID = lazy(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")
_MOST_USD = 1_000_000  # more is a mistake of the host
_LONGEST = 200  # characters of a host's words
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


def words(body: Any) -> str:
    """The host's own words in its JSON for errors, empty where that is not what it is."""
    if not isinstance(body, dict):
        return ""
    given: Any = cast(dict[str, Any], body).get("error")
    more: Any = cast(dict[str, Any], body).get("error_description")
    if not isinstance(given, str):
        return ""
    return f"{given}: {more}" if given and isinstance(more, str) and more else given


def row(host: Host, status: int, said: str) -> AnswerRow | None:
    """What the host's table says of a status with these words, None where the status is not in it."""
    low = said.casefold()
    for answer in host.answers.rows.values():
        fits = (said or not answer.envelope) and (not answer.text or any(text in low for text in answer.text))
        if answer.status == status and fits:
            return answer
    return None


def judge(host: Host, answer: HttpAnswer, body: bytes, hide: Hide) -> HostRefused | Lost:
    """What an answer to a submit means that brings no job: HostRefused only where the table calls it not billed."""
    said = words(decoded(body))
    verdict = row(host, answer.status, said)
    means = verdict.means if verdict else "which the host's table does not have"
    why = phrase(answer.status, means, hide(said))
    if verdict is None or not verdict.cause:
        if 300 <= answer.status < 400:
            why = phrase(answer.status, "which points elsewhere and was not followed", "")
        return Lost(why)
    if micro(answer.headers.get("x-cost")):
        # What is documented as not billed, and names what it cost, is not known to be either.
        return Lost(f"{why}; yet it names a cost")
    return HostRefused(verdict.cause, why, answer.status, wait(answer) if verdict.cause == "busy" else None)


def trouble(host: Host, answer: HttpAnswer, body: bytes, hide: Hide) -> Trouble:
    """What an answer to a free question means that does not answer it."""
    said = words(decoded(body))
    verdict = row(host, answer.status, said)
    why = phrase(answer.status, verdict.means if verdict else "which says nothing", hide(said))
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


def micro(value: Any) -> int | None:
    """Micro-dollars of the dollars that an answer names, None for what is no sum of money."""
    if isinstance(value, bool) or not isinstance(value, int | float | str) or len(str(value)) > 40:
        return None
    try:
        dollars = Decimal(str(value).strip())
    except InvalidOperation:
        return None
    if not dollars.is_finite() or not 0 <= dollars <= _MOST_USD:
        return None
    return int((dollars * 1_000_000).to_integral_value())


def job_id(value: Any) -> str | None:
    """The name of a job, None for what cannot stand in an address."""
    return value if isinstance(value, str) and _ID.fullmatch(value) else None


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
