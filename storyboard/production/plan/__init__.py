"""What a build would do and cost, before it does it: each request against the books, nothing sent, nothing written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from statistics import median

import msgspec

from storyboard.compiler.losses import Loss, loss_record
from storyboard.compiler.pipeline import Compiled
from storyboard.compiler.request import Request, size_of
from storyboard.ledger.extracts import Extract
from storyboard.ledger.records import Attempt, Ledger, Standing, TakeKey
from storyboard.ledger.steps import COUNTED, is_charged, is_doubted
from storyboard.production.plan.lineage import over
from storyboard.production.plan.lockfile import NO_LOCK, Entry, Lock
from storyboard.profiles import host_of, hosts, load
from storyboard.records.plan import Plan, PlanClip, State
from storyboard.source import Files
from storyboard.timing import money_number

_LATELY = timedelta(days=30)
BOUGHT: tuple[State, ...] = ("new", "changed")
# What has one price: a profile, a size and the seconds of a clip.
Priced = tuple[str, str, int]


class PlanRow(msgspec.Struct, frozen=True):
    """One take of a clip: its request, the clip's seconds, the attempt that its state is from, and its lock entry.

    Where the host has charged more than the profile's price, the request has what was charged in `overrun`. Of a clip
    that would be bought `lost` are the attempts of the same request that are over, and whose money stays spent.
    """

    request: Request
    seconds: int
    state: State
    attempt: Standing | None = None
    entry: Entry | None = None
    overrun: Attempt | None = None
    lost: tuple[Attempt, ...] = ()


class ProjectPlan(msgspec.Struct, frozen=True):
    """What one project adds to a plan: its rows, its files, and the seconds that a generation takes as a rule.

    `rehearsal` says that it is planned for a host on this machine. `ledger` is where its ledger lies or would lie, by
    which one is known that projects share; a project without that shares none. `losses` are what the models cannot do,
    by story, variant and clip. `name` is set where several projects are planned, whose stories may bear one name.
    """

    rows: tuple[PlanRow, ...]
    files: Files
    typical: float | None = None
    rehearsal: bool = False
    ledger: str = ""
    losses: Mapping[tuple[str, str, int], tuple[Loss, ...]] = {}
    name: str = ""

    def called(self, story: str) -> str:
        """A story as it is told from those of the other projects."""
        return f"{self.name}/{story}" if self.name else story

    def losses_of(self, row: PlanRow) -> tuple[Loss, ...]:
        """What the model of a row cannot do of its clip."""
        return self.losses.get((row.request.story, row.request.variant, row.request.clip.index), ())


def by_clip(stories: Iterable[Compiled]) -> dict[tuple[str, str, int], tuple[Loss, ...]]:
    """The losses of stories, by story, variant and clip."""
    losses: dict[tuple[str, str, int], tuple[Loss, ...]] = {}
    for story in stories:
        for loss in story.losses:
            for clip in loss.clips:
                key = story.path, loss.variant, clip
                losses[key] = (*losses.get(key, ()), loss)
    return losses


def called(story: str, variant: str, clip: int, take: int) -> str:
    """A take of a clip in words: `a.story` (vertical) clip 3 take 2."""
    return f"`{story}`{f' ({variant})' if variant else ''} clip {clip}{f' take {take}' if take > 1 else ''}"


def take_of(request: Request) -> str:
    """The take of a clip that a request asks for, in words."""
    return called(request.story, request.variant, request.clip.index, request.take)


def lengths(requests: Iterable[Request]) -> tuple[int, ...]:
    """The seconds of the clip that each request asks for."""
    return tuple(request.seconds for request in requests)


def priced(request: Request, seconds: int) -> Priced:
    """What the price of a request is a price of."""
    return request.profile, request.size, seconds


def _priced(attempt: Attempt, files: Files) -> Priced:
    """What the price of an attempt is a price of."""
    size = size_of(load(attempt.profile, files), attempt.body, attempt.op, attempt.take)
    return attempt.profile, size, attempt.seconds


def _dearest(overruns: Iterable[Attempt], profiles: frozenset[str], files: Files) -> dict[Priced, Attempt]:
    """The attempt that was charged most, of each thing that was charged more than its price."""
    dearest: dict[Priced, Attempt] = {}
    for attempt in overruns:
        if attempt.profile in profiles:
            what = _priced(attempt, files)
            if what not in dearest or dearest[what].counted < attempt.counted:
                dearest[what] = attempt
    return dearest


def rows(
    requests: Sequence[Request], lengths: Sequence[int], ledger: Ledger | None, lock: Lock = NO_LOCK, *,
    files: Files, rehearsal: bool = False,
) -> tuple[PlanRow, ...]:  # fmt: skip
    """How each request stands in the books; `lengths` are the clips' seconds. Without books everything is new.

    What the lock file calls paid, and the books do not know, is elsewhere, or running where its clip has not come yet.
    What the host was seen to charge counts as the price until the profile's own has reached it. Raises LedgerTrouble.
    """
    live, states, latest = look_up(requests, ledger)
    paid = {request.sha256: lock.paid(request.sha256, rehearsal=rehearsal) for request in requests}
    entries = {op: entry for op, entry in paid.items() if entry is not None and entry.state != "lost"}
    unknown = [entry for op, entry in entries.items() if states.get(op) is None]
    settled = over(unknown, ledger) if ledger and unknown else {}
    profiles = frozenset(request.profile for request in requests)
    lost: dict[str, tuple[Attempt, ...]] = {}
    for attempt in ledger.lost(op for op in paid if states.get(op) is None) if ledger else ():
        lost[attempt.op] = (*lost.get(attempt.op, ()), attempt)
    dearest = _dearest(ledger.overruns() if ledger else (), profiles, files)
    result: list[PlanRow] = []
    for request, seconds in zip(requests, lengths, strict=True):
        state, entry = states.get(request.sha256), entries.get(request.sha256)
        if state is not None:
            result.append(PlanRow(request, seconds, state, live[request.sha256], entry))
            continue
        if entry is not None and request.sha256 not in settled:
            state = "running" if entry.state == "running" else "elsewhere"
            result.append(PlanRow(request, seconds, state, None, entry))
            continue
        fresh: State = "changed" if _key(request) in latest else "new"
        spent_before = lost.get(request.sha256, ())
        overrun = dearest.get(priced(request, seconds))
        if overrun is not None and overrun.counted > request.price:
            raised = msgspec.structs.replace(request, price=overrun.counted)
            result.append(PlanRow(raised, seconds, fresh, overrun=overrun, lost=spent_before))
        else:
            result.append(PlanRow(request, seconds, fresh, lost=spent_before))
    return tuple(result)


def is_sent(row: PlanRow) -> bool:
    """Whether a clip was sent, as far as the books know: of what is held for one that was not, its owner knows more."""
    return row.state not in BOUGHT and (row.attempt is None or row.attempt.state != "reserved")


def kept_to(rows: Iterable[PlanRow], ledger: Ledger, files: Files) -> set[Priced]:
    """The prices of what would be bought that the host was seen to keep to not long ago. Raises LedgerTrouble."""
    wanted = {priced(row.request, row.seconds): row.request.price for row in rows if row.state in BOUGHT}
    profiles = {profile for profile, _, _ in wanted}
    kept: set[Priced] = set()
    for attempt in ledger.readout(Extract(since=datetime.now(UTC) - _LATELY)).attempts if wanted else ():
        if attempt.state in COUNTED and attempt.price and attempt.cost_known and attempt.profile in profiles:
            what = _priced(attempt, files)
            if attempt.counted <= attempt.price == wanted.get(what):
                kept.add(what)
    return kept


def _key(request: Request) -> TakeKey:
    return request.story, request.clip.index, request.variant, request.take


def look_up(
    requests: Sequence[Request], ledger: Ledger | None
) -> tuple[Mapping[str, Standing], Mapping[str, State], Mapping[TakeKey, Attempt]]:
    """The live attempt of each request, how it stands, and the last attempts of the clips that have none.

    Where something may be bought, all chains are hashed. Somebody may have changed the operation of a clip in the books
    by hand, so that the clip looks changed: the chains of what it had before are hashed in any case. Raises
    LedgerTrouble.
    """
    if ledger is None:
        return {}, {}, {}
    ask: Callable[[Iterable[str]], Mapping[str, Standing]] = ledger.live if ledger.owner else ledger.standing
    live = ask(request.sha256 for request in requests)
    alive = cache(ledger.alive)
    states: dict[str, State] = {
        op: state for op, attempt in live.items() if (state := _state(attempt, alive)) is not None
    }
    bare = {_key(request): request.story for request in requests if request.sha256 not in states}
    wanted = {_key(request): request.sha256 for request in requests}
    last = ledger.latest(set(bare.values()), wanted) if bare else {}
    latest = {key: attempt for key, attempt in last.items() if key in bare}
    if latest:
        ledger.live({attempt.op for attempt in latest.values()})
    return live, states, latest


def dearer(row: PlanRow, quotes: Mapping[Priced, int]) -> PlanRow:
    """A row at the price that its host has quoted, where it would be bought and that is more than what it counts."""
    quote = quotes.get(priced(row.request, row.seconds), 0)
    if row.state not in BOUGHT or quote <= row.request.price:
        return row
    return msgspec.structs.replace(row, request=msgspec.structs.replace(row.request, price=quote))


def _state(attempt: Standing, alive: Callable[[str], bool]) -> State | None:
    """How a live attempt stands; None where its owner died before anything was sent, and it is to be made anew."""
    match attempt.state:
        case "stored" | "recorded" | "published":
            return "cached"
        case "accepted":
            return "failed" if is_charged(attempt) else "unknown" if is_doubted(attempt) else "running"
        case "reserved":
            return "running" if alive(attempt.owner) else None
        case "sending":
            return "running" if alive(attempt.owner) else "unknown"
        case "unknown":
            return "unknown"
        case "void":
            return None


def tells_cost(profile: str) -> bool:
    """Whether the host of a profile tells what it has charged. Raises HostError."""
    return hosts.host(host_of(profile)).abilities.costs


def total(rows: Iterable[PlanRow]) -> int:
    """What is new and changed costs, in micro-dollars; a request that several rows share is bought once."""
    return sum({row.request.sha256: row.request.price for row in rows if row.state in BOUGHT}.values())


def bought(parts: Iterable[ProjectPlan]) -> list[tuple[int, PlanRow]]:
    """What a build buys, each with the number of its part; a request that rows share is bought once in a ledger."""
    first: dict[tuple[str | int, str], tuple[int, PlanRow]] = {}
    for number, part in enumerate(parts):
        for row in part.rows:
            if row.state in BOUGHT:
                first.setdefault((part.ledger or number, row.request.sha256), (number, row))
    return list(first.values())


def spending(parts: Iterable[ProjectPlan]) -> int:
    """What a build of all the parts spends, in micro-dollars."""
    return sum(row.request.price for _, row in bought(parts))


def typical(rows: Iterable[PlanRow], ledger: Ledger | None, files: Files) -> float | None:
    """The seconds that a generation takes as a rule: the median of past ones, else what is known of the model.

    Over several models the middle one's; None where nothing is known, or nothing is to be made.
    """
    known: list[float] = []
    for profile in sorted({row.request.profile for row in rows if row.state in BOUGHT}):
        past = ledger.typical(profile) if ledger else None
        time = load(profile, files).time
        known += [past] if past is not None else [time.typical] if time is not None else []
    return median(known) if known else None


def record(parts: Sequence[ProjectPlan]) -> Plan:
    """The plan of one or more projects."""
    telling = {profile: tells_cost(profile) for profile in {row.request.profile for part in parts for row in part.rows}}
    return Plan(
        clips=tuple(_clip(row, part, telling[row.request.profile]) for part in parts for row in part.rows),
        total_usd=money_number(spending(parts)),
    )


def _clip(row: PlanRow, part: ProjectPlan, telling: bool) -> PlanClip:
    losses, spent = part.losses_of(row), sum(attempt.spent for attempt in row.lost)
    return PlanClip(
        story=row.request.story,
        clip=row.request.clip,
        variant=row.request.variant,
        take=row.request.take,
        state=row.state,
        price_usd=money_number(row.request.price),
        cost_known=telling,
        seed=row.request.seed,
        request_sha256=row.request.sha256,
        seconds=row.seconds,
        lost_usd=money_number(spent) if spent else msgspec.UNSET,
        losses=tuple(map(loss_record, losses)) if losses else msgspec.UNSET,
    )
