"""What the facts of a host's file disagree about, and what in it could never have an effect."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from storyboard.patterns import lazy
from storyboard.profiles.hosts.records import AnswerRow, FailureRow, Host, Reads
from storyboard.profiles.paths import READ

_NO_PLACES = ("job", "cost_usd", "quote_usd", "evidence", "checked", "source")
_HEADER = lazy("header:[a-z0-9-]++")
_HOLE = lazy(r"\{[^{}]*+\}")


def disagreements(host: Host) -> Iterator[str]:
    """Each fact that disagrees with another, and each row that no answer comes to."""
    yield from _routes(host)
    yield from _states(host)
    yield from _places(host.reads)
    yield from _answers(host)
    yield from _failures(host)
    if host.own is not None and not (host.own.at or host.own.header):
        yield "`own` has neither `at` nor `header`, so no send would bear the name"


def _routes(host: Host) -> Iterator[str]:
    routes = host.routes
    if not host.ways:
        yield "`routes` has neither `v1` nor `v2`, by which a clip could be asked for"
    if routes.history and host.listing is None:
        yield "`routes` has a `history`, and no `listing` says how it is read"
    if host.listing is not None and not (routes.history or routes.one):
        yield "there is a `listing`, and `routes` has neither a `history` nor a `one` that it would be of"
    if bool(routes.quote) != bool(host.reads.quote):
        yield "`routes.quote` and `reads.quote` go together, and one of them is missing"
    for name, path in (("status", routes.status), ("result", routes.result), ("one", routes.one)):
        if path and "{id}" not in path:
            yield f"`routes.{name}` has no `{{id}}`, so it asks for no job"
    for name in ("status", "result", "v1", "v2", "history", "one", "credits", "quote", "upload"):
        for hole in _HOLE.findall(getattr(routes, name)):
            if hole not in ("{model}", "{id}"):
                yield f"`routes.{name}` has `{hole}`, which nothing fills: there are `{{model}}` and `{{id}}`"


def _states(host: Host) -> Iterator[str]:
    seen: dict[str, str] = {}
    for name in ("running", "done", "failed", "gone"):
        for word in getattr(host.states, name):
            if word in seen:
                yield f"`{word}` is in `states.{seen[word]}` and in `states.{name}`"
            seen.setdefault(word, name)


def _places(reads: Reads) -> Iterator[str]:
    """The places of answers that are none."""
    for field in msgspec.structs.fields(Reads):
        if field.name in _NO_PLACES:
            continue
        for place in getattr(reads, field.name):
            for part in place.split("+") if field.name == "why" else [place]:
                if not READ.fullmatch(part) and not _HEADER.fullmatch(part):
                    yield f"`reads.{field.name}` has `{part}`, which is no place as `output[0].url` or `header:x-cost`"


def _answers(host: Host) -> Iterator[str]:
    earlier: list[tuple[str, AnswerRow]] = []
    for name, row in host.answers.rows.items():
        at = f"`answers.rows.{name}`"
        if (row.billed == "no") != bool(row.cause):
            yield (
                f"{at} says `no` of {row.status} and no `cause`"
                if row.billed == "no"
                else f"{at} says `{row.billed}` of {row.status} and a `cause`, which only `no` has"
            )
        if row.billed == "yes" and (row.text or row.code or row.envelope or not row.status):
            yield f"{at} says `yes`, which its `status` alone decides"
        yield from _wanted(at, row, host.reads)
        if row.envelope and not (host.reads.why or host.reads.code):
            yield f"{at} wants an `envelope`, and `reads` has neither `why` nor `code` that would tell it"
        if row.billed != "yes" and row.status in host.answers.taken and host.envelope is None:
            yield (
                f"{at} can never apply: a {row.status} has begun a job, and no `envelope` tells one of an error; "
                "whether a failed job is billed stands in `failures.rows`"
            )
        before = next((other for other, known in earlier if _takes_all(known, row)), "")
        if before:
            yield f"{at} can never apply: `{before}` before it takes all that it would"
        earlier.append((name, row))


def _takes_all(known: AnswerRow, row: AnswerRow) -> bool:
    """Whether a row takes each answer that one behind it would."""
    if known.billed == "yes" or known.text or known.code or known.status not in (0, row.status):
        return False
    return not known.envelope or row.envelope or bool(row.text or row.code)


def _failures(host: Host) -> Iterator[str]:
    failures = host.failures
    if failures is None:
        return
    billed = {failures.billed, *(row.billed for row in failures.rows.values())}
    if failures.evidence == "unverified" and billed != {"unknown"}:
        yield "`failures` is `unverified` and says more than `unknown`: what nobody has said is not known"
    for name, row in failures.rows.items():
        at = f"`failures.rows.{name}`"
        if not (row.text or row.code):
            yield f"{at} has neither `code` nor `text`: what holds for all is `failures.billed`"
        yield from _wanted(at, row, host.reads)


def _wanted(at: str, row: AnswerRow | FailureRow, reads: Reads) -> Iterator[str]:
    """What a row is told by, and is read nowhere."""
    for key, read in (("code", "code"), ("text", "why")):
        if getattr(row, key) and not getattr(reads, read):
            yield f"{at} can never apply: it wants a `{key}`, and `reads` has no `{read}`"
    for word in row.text:
        if word != word.casefold():
            yield f"{at} can never apply: `{word}` is not in small letters, in which the host's words are compared"
