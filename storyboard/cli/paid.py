"""The paid side of `storyc build`: the books are opened, the plan is shown, and money goes only where it was agreed."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from functools import cache, partial
from pathlib import Path

import click
import msgspec

from storyboard import build, keys, plan
from storyboard.build.bank import Bank, Pace, room_said
from storyboard.build.looking import look
from storyboard.build.paid import sounds
from storyboard.build.paying import Paying
from storyboard.cli import exits
from storyboard.cli.books import folder_of, store_of
from storyboard.cli.hosts import REHEARSAL, find_key, open_host, place
from storyboard.cli.output import colored, columns, say
from storyboard.cli.plans import Part, as_text
from storyboard.cli.project import Project
from storyboard.cli.reporting import count
from storyboard.cli.saved import Saved, differences
from storyboard.config import dollars
from storyboard.ledger import has_books
from storyboard.ledger.records import Attempt, Caps, Ledger, LedgerTrouble
from storyboard.plan import lockfile
from storyboard.plan.lockfile import Lock
from storyboard.providers import Provider, Refused, Trouble
from storyboard.source.mounts import network_kind
from storyboard.store.records import Store, StoreTrouble
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

    def asks(self) -> bool:
        """Whether the host must be spoken to."""
        return bool(self.left) or any(row.state != "cached" or self._is_gone(row.attempt) for row in self.rows)

    def _is_gone(self, attempt: Attempt | None) -> bool:
        """Whether a clip that was bought lies neither where it was put nor in the store."""
        if attempt is None or attempt.sha256 is None:
            return False
        placed = attempt.path is not None and (self.found.root / attempt.path).is_file()
        return not placed and self.store.path(attempt.sha256) is None

    def typical(self) -> float | None:
        """The seconds that a generation takes as a rule."""
        return plan.typical(self.rows, self.ledger, self.found.files)

    def paying(self, caps: Caps) -> Paying:
        """What the build of this project may do."""
        ours = {row.request.sha256 for row in self.rows}
        past = [self.ledger.typical(profile) for profile in {row.request.profile for row in self.rows}]
        bank = Bank(
            ledger=self.ledger,
            store=self.store,
            provider=self.provider,
            caps=caps,
            model=lambda profile: profile.rpartition("@")[0],
            sounds=sounds(self.films, self.found.files),
            # Half of what is usual: a question before that would only count against the host's limit.
            pace=Pace(lead=min((time / 2 for time in past if time is not None), default=0.0)),
        )
        left = tuple(each for each in self.left if each.op not in ours)
        entries = {row.request.sha256: row.entry for row in self.rows if row.entry is not None}
        return Paying(bank, self.bought, left, entries, self.rehearsal)


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
    folder = folder_of(found.root, found.config)
    if (kind := network_kind(folder)) is not None:
        raise click.UsageError(
            f"`{folder}` lies on `{kind}`, a network's file system: name a local folder by `--store`"
        )
    if os.environ.get("CI") and not terms.new_store and not has_books(folder):
        raise click.UsageError(
            f"there is no ledger in `{folder}`, and what a CI runner pays for is forgotten with it: keep that folder "
            "from run to run, or say `--new-store`"
        )
    lock = lockfile.read(found.root)
    try:
        build.prepare(found.root)
        ledger = open_ledger(folder)
        stack.callback(ledger.close)
        _same_place(ledger, folder)
        store = store_of(folder, ledger)
        store.sweep()
        opened = Office(found, films, folder, ledger, store, lock, place() == REHEARSAL)
        opened.left = ledger.adopt()
        opened.read()
    except (LedgerTrouble, StoreTrouble, build.Trouble) as trouble:
        raise click.UsageError(str(trouble)) from trouble
    return opened


def _same_place(ledger: Ledger, folder: Path) -> None:
    """Raises click.UsageError where the books are of another place: what was rehearsed was never paid for."""
    here = place()
    there = ledger.place(here)
    if there != here:
        raise click.UsageError(
            f"the ledger in `{folder}` is of {there}, and the host is {here} now: "
            "rehearse with a `--store` and an `--out` of its own, or move the ledger and what was built away"
        )


def agreed(offices: Sequence[Office], terms: Terms, saved: Saved | None = None) -> int:
    """0 where all offices may begin, else the exit code, everything that is in the way having been said.

    Nothing is sent before but what is free: what became of earlier sends, and the balance. Raises click.Abort.
    """
    if terms.locked and len([each for each in offices if _all_locked(each)]) < len(offices):
        return _refused([exits.OUT_OF_DATE])
    if saved is not None and len([each for each in offices if _as_planned(each, saved, terms)]) < len(offices):
        return _refused([exits.OUT_OF_DATE])
    codes: list[int] = []
    asking = [each for each in offices if each.asks()]
    if asking:
        codes += _open_hosts(asking, terms)
    for each in asking:
        _settle(each)
    total = sum(each.total for each in offices)
    clips = sum(len(each.bought) for each in offices)
    if total or (asking and not terms.quiet):
        parts = [Part(each.rows, each.found.files, each.typical()) for each in offices]
        say(as_text(parts, color=colored(terms.color, sys.stderr), wide=columns(sys.stderr)), end="")
    if not total:
        return exits.worst(codes)
    codes += _capped(offices, terms, total)
    given = terms.yes or terms.planned
    asked = sys.stdin.isatty() and sys.stderr.isatty() and not given
    if not asked and not given and terms.most is None:
        say(
            f"error: {money(total)} USD would be spent and nobody can be asked: "
            f"add `--yes`, or cap it with `--max-cost {money(total)}`"
        )
        codes.append(exits.USAGE)
    # The host is only asked for the balance where nothing else is in the way.
    codes += [] if codes else _afforded(offices, total)
    if codes:
        return _refused(codes)
    if asked and not click.confirm(f"Spend {money(total)} USD on {count(clips, 'clip')}?", err=True):
        say("nothing was sent")
        return exits.USAGE
    return exits.DONE


def _refused(codes: Sequence[int]) -> int:
    say("nothing was sent")
    return exits.worst(codes)


def _as_planned(each: Office, saved: Saved, terms: Terms) -> bool:
    """Whether a build would do exactly what was planned; what it would do otherwise is said."""
    found = list(differences(saved, each.rows, each.found.files, part=terms.part))
    for phrase in found[:_SHOWN]:
        say(f"error: {phrase}")
    if len(found) > _SHOWN:
        say(f"error: and {len(found) - _SHOWN} more")
    if found:
        say("plan it again: `storyc plan -o FILE`")
    return not found


def _all_locked(each: Office) -> bool:
    """Whether the lock file has every request; those that it lacks are said."""
    lacking = [row.request for row in each.rows if row.entry is None]
    for request in lacking[:_SHOWN]:
        name = lockfile.key(request.story, request.clip.index, request.variant, request.take)
        say(f"error: `{lockfile.FILE}` has no `{name}` with this request, and `--locked` buys nothing")
    if len(lacking) > _SHOWN:
        say(f"error: and {len(lacking) - _SHOWN} more")
    return not lacking


def caps(each: Office, terms: Terms) -> Caps:
    """The caps of a run: what was agreed to is one too."""
    own = each.found.config.caps
    run = min(cap for cap in (terms.most, own.run, each.total) if cap is not None)
    return Caps(run=run, day=own.day, month=own.month, clips=own.clips)


def _open_hosts(offices: Iterable[Office], terms: Terms) -> list[int]:
    """Give each office its host; the exit code of a key that is not there.

    Raises click.UsageError where the environment names an address that the key must not go to.
    """
    found = cache(partial(find_key, terms.key_file))
    try:
        for each in offices:
            each.provider = open_host(each.found.config, found)
    except keys.NoKey as error:
        say(f"error: {error}")
        return [exits.KEY]
    return []


def _settle(each: Office) -> None:
    """Ask once for each outcome that earlier runs left unknown, before the plan is made of it."""
    try:
        for attempt in each.left:
            if attempt.state == "unknown" and each.provider is not None:
                look(each.ledger, each.provider, attempt.profile.rpartition("@")[0], attempt)
        each.read()
    except LedgerTrouble as trouble:
        raise click.UsageError(str(trouble)) from trouble


def _capped(offices: Iterable[Office], terms: Terms, total: int) -> list[int]:
    """The exit code of each cap that would be passed, which is said."""
    codes: list[int] = []
    if terms.most is not None and total > terms.most:
        say(f"error: {money(total)} USD would be spent, and `--max-cost` is {money(terms.most)}")
        codes.append(exits.CAP)
    for each in offices:
        own = each.found.config.caps
        given = Caps(run=own.run, day=own.day, month=own.month, clips=own.clips)
        room = each.ledger.room(each.total, len(each.bought), given) if each.total else None
        if room is not None:
            # Another build may have reserved since the plan was made, and what it makes is not wanted twice.
            each.read()
            room = each.ledger.room(each.total, len(each.bought), given) if each.total else None
        if room is not None:
            origin = each.found.config.origins[f"caps.{room.scope}"]
            say(f"error: {room_said(room)} ({origin}): raise `caps.{room.scope}`, or build less with `--only`")
            codes.append(exits.CAP)
    return codes


def _afforded(offices: Iterable[Office], total: int) -> list[int]:
    """The exit code of a balance that does not suffice, or of a key that the host refuses; the balance is free."""
    provider = next((each.provider for each in offices if each.provider is not None), None)
    balance = provider.balance() if provider is not None else None
    if isinstance(balance, Refused):
        say(f"error: {balance.why}")
        return [exits.CAP if balance.cause == "credits" else exits.KEY]
    if isinstance(balance, Trouble):
        say(f"warning: the balance cannot be asked: {balance.why}")
    elif balance is not None and balance < total:
        say(f"error: the account holds {money(balance)} USD, and {money(total)} are needed: top it up, or build less")
        return [exits.CAP]
    return []


def steps_codes(steps: Iterable[build.Step]) -> list[int]:
    """The exit codes of what became of clips and films."""
    return [_code(step) for step in steps if step.state in ("failed", "refused", "unknown")]


def _code(step: build.Step) -> int:
    if step.state == "unknown":
        return exits.OUTCOME_UNKNOWN
    if step.cause == "elsewhere":
        return exits.OUT_OF_DATE
    if step.cause in ("key", "credits", "cap"):
        return exits.KEY if step.cause == "key" else exits.CAP
    return exits.GENERATION_FAILED if step.state == "failed" else exits.USAGE
