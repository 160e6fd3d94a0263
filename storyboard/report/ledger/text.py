"""The attempts of a ledger as tables and pages for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

import msgspec

from storyboard.ledger.extracts import Subtotal
from storyboard.ledger.records import Attempt, Event
from storyboard.ledger.steps import is_charged, is_doubted, is_nameless, off_spec_said, told_state
from storyboard.profiles import host_of
from storyboard.profiles.hosts import HostError, host
from storyboard.records.parts import ConsentRecord
from storyboard.report.drawing.cells import shown
from storyboard.report.drawing.table import Column, table
from storyboard.report.drawing.words import count
from storyboard.timing import money

_COLORS = {"unknown": "red", "published": "green", "accepted": "cyan", "sending": "cyan", "void": "yellow"}
_HEADS = (
    Column("id"),
    Column("created (UTC)"),
    Column("story", cut=True),
    Column("variant"),
    Column("clip", number=True),
    Column("title", cut=True),
    Column("take", number=True),
    Column("state", colors=_COLORS),
    Column("held", number=True),
    Column("spent", number=True),
    Column("age", number=True),
    Column("host deletes", number=True),
    Column("note", cut=True),
)
_OF_CLIP = (
    ("--accept", "its clip is taken as it is"),
    ("--refetch", "the host is asked for it once more, for nothing"),
    ("--file CLIP", "this is its clip, brought by hand"),
    ("--lost", "its clip is of no use: what it cost stays spent, and the next build pays again"),
)
_NOT_HAD = (
    ("--file CLIP", "this is its clip, brought by hand"),
    ("--lost", "its clip is gone: what it cost counts as spent, and the next build pays again"),
)
_UNNAMED = (("--attach REQUEST", "this is its job: the ledger and `storyc.lock` name it, and its clip stays"),)
REHEARSED = " in rehearsals on this machine"
_SUMS = (Column("attempts", number=True), Column("held", number=True), Column("spent", number=True))


class Waiting(msgspec.Struct, frozen=True):
    """What is said of attempts that are not over: how old they are now, and when the host deletes their clips."""

    now: datetime
    deleted: Mapping[str, datetime]


def render(attempts: Sequence[Attempt], *, color: bool, wide: int, waiting: Waiting | None = None) -> str:
    """A line an attempt, money in dollars."""
    several = any(attempt.take > 1 for attempt in attempts)
    return table(_HEADS, [_cells(attempt, several, waiting) for attempt in attempts], color=color, wide=wide)


def _cells(attempt: Attempt, takes: bool, waiting: Waiting | None) -> tuple[str, ...]:
    return (
        attempt.id,
        f"{attempt.created.isoformat(' ', 'minutes')[:16]}",
        attempt.story,
        attempt.variant,
        str(attempt.clip),
        attempt.title,
        str(attempt.take) if takes else "",
        told_state(attempt),
        money(attempt.held),
        money(attempt.spent),
        *(("", "") if waiting is None else _times(attempt, waiting)),
        attempt.note or (off_spec_said(attempt.disputed) if attempt.disputed else ""),
    )


def _times(attempt: Attempt, waiting: Waiting) -> tuple[str, str]:
    """How old an attempt is, and how long the host keeps its clip from now on."""
    end = waiting.deleted.get(attempt.id)
    left = "" if end is None else f"in {span(end - waiting.now)}" if end > waiting.now else "is gone"
    return span(waiting.now - attempt.created), left


def span(time: timedelta) -> str:
    """A time in whole days, hours or minutes, whichever is the first that there is one of: `3 d`."""
    minutes = max(int(time.total_seconds()), 0) // 60
    return f"{minutes // 1440} d" if minutes >= 1440 else f"{minutes // 60} h" if minutes >= 60 else f"{minutes} min"


def sums(by: Sequence[str], groups: Sequence[Subtotal], *, color: bool, wide: int) -> str:
    """A line for each that attempts were summed by, and the last for all."""
    rows = [(*row.values, str(row.attempts), money(row.held), money(row.spent)) for row in groups]
    total = (sum(getattr(row, name) for row in groups) for name in ("attempts", "held", "spent"))
    number, reserved, spent = total
    last = ("all", *[""] * (len(by) - 1), str(number), money(reserved), money(spent))
    heads = tuple(Column(name, cut=name == "story") for name in by)
    return table((*heads, *_SUMS), [*rows, last], color=color, wide=wide)


def page(attempt: Attempt, events: Sequence[Event]) -> str:
    """All that is known of one attempt, and what happened to it."""
    rows = [(key, shown(value)) for key, value in _facts(attempt) if value]
    lines = [f"{attempt.id}\n", *(f"  {key:<9} {value}\n" for key, value in rows), "\n"]
    for event in events:
        note = f"  {shown(event.note)}" if event.note else ""
        lines.append(f"  {event.at:%Y-%m-%d %H:%M:%S}  {event.after:<9}{note}".rstrip() + "\n")
    return "".join([*lines, *_ways(attempt)])


def _ways(attempt: Attempt) -> list[str]:
    """How an attempt is settled whose outcome is not known, or whose clip nobody has agreed to; what each way costs."""
    if attempt.disputed:
        first, again, *others = _OF_CLIP
        return ["\n", *_flags(attempt, (first, *(_UNNAMED if is_nameless(attempt) else (again,)), *others))]
    price = money(attempt.held)
    if is_charged(attempt):
        meaning = f"{price} USD count as spent for nothing, and the next build pays again"
        return ["\n", *_flags(attempt, [("--lost", meaning)])]
    if is_doubted(attempt):
        return [
            "\n  the host or its bill may say whether the failed job was charged:\n\n",
            *_flags(attempt, _doubted(price)),
        ]
    if attempt.state == "accepted":
        return ["\n  a build asks the host for its clip. Where it cannot be had:\n\n", *_flags(attempt, _NOT_HAD)]
    if is_nameless(attempt):
        return ["\n  its job has no name. Where the host shows it:\n\n", *_flags(attempt, _UNNAMED)]
    if attempt.state != "unknown":
        return []
    when = f" sent about {attempt.sent:%Y-%m-%d %H:%M} UTC" if attempt.sent is not None else ""
    seed = f" with seed {attempt.seed}" if attempt.seed >= 0 else ""
    ways = (
        ("--attach REQUEST", "it is there: the next build fetches its clip for nothing"),
        ("--not-billed", f"it was not billed: {price} USD are free again; if it was, the next build pays twice"),
        ("--file CLIP", "it was billed, and this is its clip"),
        ("--lost", f"it was billed and its clip is gone: {price} USD count as spent, the next build pays again"),
    )
    return [
        "\n  a build asks the host again, where it can be asked. To settle it by hand, look there for the job\n"
        f"  of {attempt.seconds} s{when}{seed}, then say which it is:\n\n",
        *_flags(attempt, ways),
    ]


def _doubted(price: str) -> Iterable[tuple[str, str]]:
    """The ways in which an attempt is settled whose job failed and may be charged."""
    return (
        ("--not-billed", f"it was not billed: {price} USD are free again; if it was, the next build pays twice"),
        ("--lost", f"it was billed: {price} USD count as spent for nothing, and the next build pays again"),
    )


def _flags(attempt: Attempt, ways: Iterable[tuple[str, str]]) -> list[str]:
    return [f"  storyc ledger resolve {attempt.id} {flag:<17} {meaning}\n" for flag, meaning in ways]


def _order(attempt: Attempt) -> str:
    """How the clip agrees with what was ordered, empty where there is none."""
    if attempt.sha256 is None:
        return ""
    if attempt.off_spec is None:
        return "not measured"
    return off_spec_said(attempt.off_spec) + (", agreed to" if attempt.agreed else "")


def _facts(attempt: Attempt) -> list[tuple[str, str]]:
    title = f": {attempt.title}" if attempt.title else ""
    variant = f", variant {attempt.variant}" if attempt.variant else ""
    return [
        ("story", attempt.story),
        ("clip", f"{attempt.clip}{title}{variant}, take {attempt.take}, {attempt.seconds} s"),
        ("state", told_state(attempt)),
        ("note", attempt.note),
        ("price", f"{money(attempt.price)} USD, {money(attempt.held)} held, {money(attempt.spent)} spent"),
        ("cost", "" if attempt.cost_known else "the host tells none, so the price is counted"),
        ("agreed", agreed(attempt.consent) if attempt.consent is not None else ""),
        ("model", attempt.profile),
        ("where", f"{attempt.place}, a rehearsal" if attempt.rehearsal else attempt.place),
        *((("seed", str(attempt.seed)),) if attempt.seed >= 0 else ()),
        ("request", attempt.request_id or ""),
        ("our name", _our_name(attempt)),
        ("hash", attempt.op),
        ("sent", f"{attempt.sent:%Y-%m-%d %H:%M:%S} UTC" if attempt.sent is not None else ""),
        ("took", f"{attempt.took:.0f} s" if attempt.took is not None else ""),
        ("file", attempt.sha256 or ""),
        ("bytes", f"{attempt.size:,}" if attempt.size is not None else ""),
        ("path", attempt.path or ""),
        ("came", _order(attempt)),
    ]


def _our_name(attempt: Attempt) -> str:
    """The name that storyc gave to a send, by which its host's support finds it, and where it stood in the request."""
    name = attempt.look.own if attempt.look is not None else ""
    if not name:
        return ""
    try:
        own = host(host_of(attempt.profile)).own
    except HostError:  # its file is not there any more
        own = None
    place = f", sent as `{own.header or own.at}`" if own is not None else ""
    return f"{name}{place}"


def agreed(consent: ConsentRecord) -> str:
    """Who agreed to a price, on which machine, and how: `ada on studio-7, by --plan 1f3c…`."""
    how = "when asked" if consent.how == "asked" else f"by {consent.how}"
    plan = f" {consent.plan}" if consent.plan is not None else ""
    return f"{consent.who} on {consent.machine}, {how}{plan}"


def totals(attempts: Sequence[Attempt]) -> str:
    """What attempts of one side come to: `12 attempts, 3.75 USD spent, 0.625 USD held`; of rehearsals it says so."""
    reserved = sum(attempt.held for attempt in attempts)
    words = [count(len(attempts), "attempt"), f"{money(sum(attempt.spent for attempt in attempts))} USD spent"]
    words += [f"{money(reserved)} USD held"] if reserved else []
    return ", ".join(words) + (REHEARSED if any(attempt.rehearsal for attempt in attempts) else "")


def unseen(number: int, *, rehearsals: bool) -> str:
    """What is said of attempts of the other side, which are not listed; nothing where there are none."""
    if not number:
        return ""
    what = "of a rehearsal" if rehearsals else "at a real host"
    return f"; {count(number, 'attempt')} {what} {'is' if number == 1 else 'are'} not listed"
