"""The paid side of `storyc build`: the books are opened, the plan is shown, and money goes only where it was agreed."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache, partial
from pathlib import Path

import click
import msgspec

from storyboard.cli import exits
from storyboard.cli.books import folder_of, store_of
from storyboard.cli.hosts import REHEARSAL, find_key, open_host, place, record_kept, same_place
from storyboard.cli.plans import Part, as_text
from storyboard.cli.refusals import Refusals
from storyboard.cli.saved import Saved, differences
from storyboard.cli.terminal import colored, columns, say
from storyboard.config import dollars
from storyboard.ledger import has_books
from storyboard.ledger.records import Attempt, Caps, Ledger, LedgerTrouble
from storyboard.production import build, plan
from storyboard.production.files.bought import sounds
from storyboard.production.plan import lockfile
from storyboard.production.plan.lockfile import Lock
from storyboard.production.publishing import Paying
from storyboard.production.purchase.history import look
from storyboard.production.purchase.records import Bank, Pace, room_said
from storyboard.profiles import load, price, shipped
from storyboard.project.records import Project
from storyboard.providers import Provider, Refused, Trouble, keys
from storyboard.report.drawing.words import count
from storyboard.source import Files
from storyboard.store.records import Store, StoreTrouble
from storyboard.system.mounts import network_kind
from storyboard.timing import money

_SHOWN = 10


class Terms(msgspec.Struct, frozen=True):
    """What the command line says about money: `most` is the cap of `--max-cost` in micro-dollars.

    `planned` is whether a saved plan is consent, `part` whether this is a shard of it.
    """

    yes: bool = False
    planned: bool = False
    part: bool = False
    most: int | None = None
    key_file: str | None = None
    new_store: bool = False
    locked: bool = False
    color: str = "auto"
    quiet: bool = False


class Office(msgspec.Struct):
    """One project with its books open: its films, its plan, and what runs that died have left in the ledger."""

    found: Project
    films: Sequence[build.Film]
    folder: Path
    ledger: Ledger
    store: Store
    lock: Lock
    rehearsal: bool
    rows: tuple[plan.Row, ...] = ()
    left: tuple[Attempt, ...] = ()
    provider: Provider | None = None

    def read(self) -> None:
        """Read from the ledger how each request stands."""
        requests = [request for film in self.films for request in film.requests]
        lengths = plan.lengths(requests, self.found.files)
        self.rows = plan.rows(requests, lengths, self.ledger, self.lock, rehearsal=self.rehearsal)

    @property
    def total(self) -> int:
        """What would be spent, in micro-dollars."""
        return plan.total(self.rows)

    @property
    def bought(self) -> frozenset[str]:
        """The operations that would be bought."""
        return frozenset(row.request.sha256 for row in self.rows if row.state in plan.BOUGHT)

    @property
    def made(self) -> int:
        """How many clips the host makes, or is to make."""
        return len({row.request.sha256 for row in self.rows if row.state != "cached"})

    def asks(self) -> bool:
        """Whether the host must be spoken to."""
        left = any(each.state != "recorded" or self._is_gone(each) for each in self.left)
        return left or any(row.state != "cached" or self._is_gone(row.attempt) for row in self.rows)

    def _is_gone(self, attempt: Attempt | None) -> bool:
        """Whether a clip that was bought lies neither where it was put nor in the store."""
        if attempt is None or attempt.sha256 is None:
            return False
        placed = attempt.path is not None and (self.found.root / attempt.path).is_file()
        return not placed and self.store.path(attempt.sha256) is None

    def typical(self) -> float | None:
        """The seconds that a generation takes as a rule. Raises click.UsageError."""
        with _worded():
            return plan.typical(self.rows, self.ledger, self.found.files)

    def paying(self, caps: Caps) -> Paying:
        """What the build of this project may do. Raises click.UsageError."""
        with _worded():
            past = [self.ledger.typical(profile) for profile in {row.request.profile for row in self.rows}]
        bank = Bank(
            ledger=self.ledger,
            store=self.store,
            provider=self.provider,
            caps=caps,
            model=lambda profile: profile.rpartition("@")[0],
            sounds=sounds(self.films, self.found.files),
            # Half of what is usual: a question before that would only count against the host's limit.
            pace=Pace(lead=min((time / 2 for time in past if time is not None), default=0.0), kept=record_kept()),
        )
        entries = {row.request.sha256: row.entry for row in self.rows if row.entry is not None}
        return Paying(bank, self.bought, self.left, entries, self.rehearsal)


def most(text: str | None) -> int | None:
    """The micro-dollars of a `--max-cost`. Raises click.UsageError."""
    if text is None:
        return None
    found = dollars(text.strip())
    if found is None:
        raise click.UsageError(f"`--max-cost {text[:60]}` is not dollars with at most four places, as 12.50")
    return found


def office(found: Project, films: Sequence[build.Film], stack: ExitStack, terms: Terms) -> Office:
    """The books of one project, open until the stack ends; what dead runs left is taken over.

    Raises LockTrouble, and click.UsageError where the books cannot be used or a story is not for the provider's host.
    """
    from storyboard.ledger import open_ledger

    host = found.config.provider
    for film in films:
        for request in film.requests[:1]:
            if request.profile.rpartition("@")[2] != host:
                raise click.UsageError(f"`{film.story}` is made for `{request.profile}`, which `{host}` does not have")
    for profile in sorted({request.profile for film in films for request in film.requests}):
        _check_prices(profile, found.files)
    folder = folder_of(found.root, found.config)
    if (kind := network_kind(folder)) is not None:
        raise click.UsageError(
            f"`{folder}` lies on `{kind}`, a network's file system: name a local folder by `--store`"
        )
    with _worded():
        lacking = bool(os.environ.get("CI")) and not terms.new_store and not has_books(folder)
    if lacking:
        raise click.UsageError(
            f"there is no ledger in `{folder}`, and what a CI runner pays for is forgotten with it: keep that folder "
            "from run to run, or say `--new-store`"
        )
    lock = lockfile.read(found.root)
    try:
        build.prepare(found.root)
        ledger = open_ledger(folder)
        stack.callback(ledger.close)
        same_place(ledger, folder)
        store = store_of(folder, ledger)
        store.sweep()
        opened = Office(found, films, folder, ledger, store, lock, place() == REHEARSAL)
        opened.left = ledger.adopt()
        opened.read()
    except (LedgerTrouble, StoreTrouble, build.Trouble) as trouble:
        raise click.UsageError(str(trouble)) from trouble
    return opened


def _check_prices(name: str, files: Files) -> None:
    """Raises click.UsageError where a project's own profile makes a model cheaper than it is known to be.

    Consent and caps are counted in its prices, and a project's files come from many hands.
    """
    known = shipped(name)
    if known is None:
        say(f"warning: the prices of `{name}` are the project's own")
        return
    own = load(name, files)
    for size in own.size.allowed:
        says, right = price(own, size, 1), price(known, size, 1) if size in known.size.allowed else None
        if right is None:
            say(f"warning: the price of {size} is the project's own, {money(says)} USD a second")
        elif says < right:
            raise click.UsageError(
                f"`profiles/{name}.yaml` says {money(says)} USD a second for {size}, and storyc knows {money(right)}: "
                "take the price out of the project's profile"
            )


@contextmanager
def _worded() -> Generator[None]:
    """Have books and stores that fail raised as click.UsageError."""
    try:
        yield
    except (LedgerTrouble, StoreTrouble) as trouble:
        raise click.UsageError(str(trouble)) from trouble


@_worded()
def agreed(offices: Sequence[Office], terms: Terms, saved: Saved | None = None) -> Refusals:
    """What is in the way of the offices, all of it having been said; without codes they may begin.

    Nothing is sent before but what is free: what became of earlier sends, and the balance. Raises click.Abort, and
    click.UsageError where the books or the store fail.
    """
    refusals = Refusals()
    if terms.locked:
        for each in offices:
            _check_locked(each, refusals)
    if saved is not None and not refusals.codes:
        for each in offices:
            _check_plan(each, saved, terms, refusals)
    if refusals.codes:
        return _refused(refusals)
    asking = [each for each in offices if each.asks()]
    if asking:
        _open_hosts(asking, terms, refusals)
    for each in asking:
        _settle(each)
        if saved is not None:
            # What has come to nothing meanwhile would be bought anew, which nobody has planned.
            _check_plan(each, saved, terms, refusals)
    total = sum(each.total for each in offices)
    clips = sum(len(each.bought) for each in offices)
    if total or (asking and not terms.quiet):
        parts = [Part(each.rows, each.found.files, each.typical()) for each in offices]
        say(as_text(parts, color=colored(terms.color, sys.stderr), wide=columns(sys.stderr)), end="")
    if not clips:
        return refusals
    _check_caps(offices, terms, total, refusals)
    given = terms.yes or terms.planned
    asked = sys.stdin.isatty() and sys.stderr.isatty() and not given
    if not asked and not given and terms.most is None:
        refusals.add(
            exits.USAGE,
            f"{money(total)} USD would be spent and nobody can be asked",
            f"add `--yes`, or cap it with `--max-cost {money(total)}`",
        )
    # The host is only asked for the balance where nothing else is in the way.
    if not refusals.codes:
        _check_balance(offices, total, refusals)
    if refusals.codes:
        return _refused(refusals)
    if asked and not click.confirm(f"Spend {money(total)} USD on {count(clips, 'clip')}?", err=True):
        refusals.codes.append(exits.USAGE)
        return _refused(refusals)
    return refusals


def _refused(refusals: Refusals) -> Refusals:
    say("nothing was sent")
    return refusals


def _check_plan(each: Office, saved: Saved, terms: Terms, refusals: Refusals) -> None:
    """Refuse what a build would do otherwise than it was planned."""
    found = list(differences(saved, each.rows, each.found.files, part=terms.part))
    _refuse_all(found, refusals)
    if found:
        say("plan it again: `storyc plan -o FILE`")


def _check_locked(each: Office, refusals: Refusals) -> None:
    """Refuse the requests that the lock file lacks."""
    lacking = [row.request for row in each.rows if row.entry is None]
    named = (lockfile.key(one.story, one.clip.index, one.variant, one.take) for one in lacking)
    _refuse_all(
        [f"`{lockfile.FILE}` has no `{name}` with this request, and `--locked` buys nothing" for name in named],
        refusals,
    )


def _refuse_all(phrases: Sequence[str], refusals: Refusals) -> None:
    for phrase in phrases[:_SHOWN]:
        refusals.add(exits.OUT_OF_DATE, phrase)
    if len(phrases) > _SHOWN:
        say(f"error: and {len(phrases) - _SHOWN} more")


def caps(each: Office, terms: Terms) -> Caps:
    """The caps of a run: what was agreed to is one too."""
    own = each.found.config.caps
    run = min(cap for cap in (terms.most, own.run, each.total) if cap is not None)
    return Caps(run=run, day=own.day, month=own.month, clips=own.clips)


def _open_hosts(offices: Iterable[Office], terms: Terms, refusals: Refusals) -> None:
    """Give each office its host, unless there is no key.

    Raises click.UsageError where the environment names an address that the key must not go to.
    """
    found = cache(partial(find_key, terms.key_file))
    try:
        for each in offices:
            each.provider = open_host(each.found.config, found)
    except keys.NoKey as error:
        refusals.add(exits.KEY, str(error))


def _settle(each: Office) -> None:
    """Ask once for each outcome that earlier runs left unknown, before the plan is made of it."""
    for attempt in each.left:
        if attempt.state == "unknown" and each.provider is not None:
            look(each.ledger, each.provider, attempt.profile.rpartition("@")[0], attempt)
    each.read()


def _check_caps(offices: Iterable[Office], terms: Terms, total: int, refusals: Refusals) -> None:
    """Refuse what would pass a cap."""
    if terms.most is not None and total > terms.most:
        refusals.add(exits.CAP, f"{money(total)} USD would be spent, and `--max-cost` is {money(terms.most)}")
    for each in offices:
        own = each.found.config.caps
        given = Caps(run=own.run, day=own.day, month=own.month, clips=own.clips)
        room = each.ledger.room(each.total, len(each.bought), given) if each.total else None
        if room is not None:
            # Another build may have reserved since the plan was made, and what it makes is not wanted twice.
            shown, meant = each.rows, each.bought
            each.read()
            if not each.bought <= meant:  # more than was shown is never bought
                each.rows = shown
            room = each.ledger.room(each.total, len(each.bought), given) if each.total else None
        if room is not None:
            origin = each.found.config.origins[f"caps.{room.scope}"]
            what = f"raise `caps.{room.scope}`, or build less with `--only`"
            refusals.add(exits.CAP, f"{room_said(room)} ({origin})", what)


def _check_balance(offices: Iterable[Office], total: int, refusals: Refusals) -> None:
    """Refuse what the host's balance does not suffice for, or a key that the host refuses; the balance is free."""
    provider = next((each.provider for each in offices if each.provider is not None), None)
    balance = provider.balance() if provider is not None else None
    if isinstance(balance, Refused):
        refusals.add(exits.CAP if balance.cause == "credits" else exits.KEY, balance.why)
    elif isinstance(balance, Trouble):
        say(f"warning: the balance cannot be asked: {balance.why}")
    elif balance is not None and balance < total:
        why = f"the account holds {money(balance)} USD, and {money(total)} are needed"
        refusals.add(exits.CAP, why, "top it up, or build less")


def standing(each: Office, why: str) -> Iterator[build.Step]:
    """How each clip stands where a run is refused: what was paid for before is there, and of the rest `why` not."""
    for row in each.rows:
        request, attempt = row.request, row.attempt
        step = build.Step(
            "refused", request.story, request.variant, request.clip.index, ms=row.seconds * 1000, take=request.take,
            reason=why,
        )  # fmt: skip
        if attempt is not None:
            step = msgspec.structs.replace(
                step, price=attempt.spent or attempt.price, request_id=attempt.request_id, attempt=attempt.id
            )
            match row.state:
                case "cached":
                    path = each.found.root / attempt.path if attempt.path is not None else None
                    path = path if path is not None and path.is_file() else None
                    step = msgspec.structs.replace(step, state="kept", reason="", path=path)
                case "unknown":
                    how = f"`storyc ledger show {attempt.id}` says how to settle it"
                    said = f"{money(attempt.held)} USD may have been spent; {how}"
                    step = msgspec.structs.replace(step, state="unknown", reason=said)
                case _:
                    step = msgspec.structs.replace(step, state="left", reason=f"it is being made; {why}")
        yield step
