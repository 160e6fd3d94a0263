"""What the project needs: its model, a key, a store on this machine's disk, and books that can be read."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import msgspec

from storyboard.config import Config
from storyboard.ledger.extracts import Extract
from storyboard.ledger.records import HostPlace, LedgerTrouble
from storyboard.ledger.steps import AT_HOST, is_charged, is_over, is_unknown
from storyboard.profiles import DEFAULT, Profile, ProfileError, load, model_names
from storyboard.profiles.hosts import Host, HostError
from storyboard.profiles.records import Sourced
from storyboard.project.books import reading
from storyboard.project.doctor import Check, State
from storyboard.providers import HostRefused, Provider, Trouble
from storyboard.providers.keys import Key, NoKey
from storyboard.providers.registry import Unfit
from storyboard.source import Files
from storyboard.system.addresses import shown
from storyboard.system.mounts import UNKNOWN, kind, network_kind
from storyboard.timing import money

_NO_JOB = "0" * 32  # no host gives such a name
_OLD = 180  # days after which a fact should be looked at again
_HELP_OLD = "look at the host's pages again, or at a newer storyc"


def models(config: Config, files: Files, today: date) -> Iterator[Check]:
    """The profile of each model: whether the host still serves it, and how old the oldest of its facts is.

    One that cannot be used is an error where it is the project's model, else a warning.
    """
    meant = config.model or DEFAULT
    for name in model_names(files):
        grave: State = "error" if name == meant else "warning"
        try:
            profile = load(name, files)
        except ProfileError as error:
            yield Check(f"model {name}", grave, str(error), "mend or delete the profile")
            continue
        yield _model(profile, grave, today)


def _model(profile: Profile, grave: State, today: date) -> Check:
    name, status = f"model {profile.id}", profile.status
    fact, checked = oldest(profile)
    age = (today - checked).days
    if status.state == "withdrawn":
        help = f"write `{status.successor}`" if status.successor else "choose another of `storyc models`"
        return Check(name, grave, f"withdrawn: {status.why}" if status.why else "withdrawn", help)
    if age > _OLD:
        return Check(name, "warning", f"{status.state}, but {_aged(fact, age)}", _HELP_OLD)
    if status.state == "at-risk":
        help = f"try `{status.successor}`" if status.successor else "pick a fallback model"
        return Check(name, "warning", f"at risk: {status.why}", help)
    return Check(name, "ok", f"{status.state}, checked {status.checked}; {_aged(fact, age)}")


def host(record: Host, today: date) -> Check:
    """How old the oldest fact about a host is."""
    fact, checked = oldest(record)
    age = (today - checked).days
    if age > _OLD:
        return Check(f"host {record.name}", "warning", _aged(fact, age), _HELP_OLD)
    return Check(f"host {record.name}", "ok", _aged(fact, age))


def beside(record: Host, find: Callable[[], Key], base: str | Unfit, today: date) -> Check:
    """How a host stands that the project does not buy at: whether there is a key, its address, the age of its facts.

    What is not as it should be there is no error, since nothing is asked of it.
    """
    name = f"host {record.name}"
    try:
        live = find()
    except (NoKey, HostError) as error:
        state, known, help = "note" if isinstance(error, NoKey) else "warning", str(error).partition(": ")[0], ""
    else:
        state, known, help = "warning" if live.warning else "ok", f"its key is from {live.origin}", live.warning
    if isinstance(base, Unfit):
        return Check(name, "warning", f"{known}; {base.why}", help)
    fact, checked = oldest(record)
    age = (today - checked).days
    if age > _OLD:
        state, help = "warning", help or _HELP_OLD
    return Check(name, state, f"{known}; {base}; {_aged(fact, age)}", help)


def address(base: str | Unfit, place: HostPlace | Unfit) -> Check:
    """Where the host is spoken to, and whether that is a rehearsal; an address that gets no key is an error."""
    if isinstance(base, Unfit):
        return Check("address", "error", base.why)
    rehearses = isinstance(place, HostPlace) and place.rehearsal
    return Check("address", "ok", f"{base}, a rehearsal" if rehearses else base)


def _aged(fact: str, age: int) -> str:
    return f"the oldest fact, `{fact}`, was checked {max(age, 0)} days ago"


def oldest(record: msgspec.Struct) -> tuple[str, date]:
    """The section of a profile or host that was checked longest ago, and the day."""
    return min(_checked(record), key=lambda section: section[1])


def latest(record: msgspec.Struct) -> date:
    """The last day on which a fact of a profile or host was checked."""
    return max(day for _, day in _checked(record))


def _checked(record: msgspec.Struct) -> list[tuple[str, date]]:
    sections = ((name, getattr(record, name)) for name in record.__struct_fields__)
    return [(name, section.checked) for name, section in sections if isinstance(section, Sourced)]


def key(find: Callable[[], Key], needed: bool) -> Check:
    """Where the key is from, never what it is; one that is not there is an error where it is `needed`."""
    try:
        live = find()
    except (NoKey, HostError) as error:
        why, _, help = str(error).rpartition(": ")
        # Where nobody needs one, where it was looked for is of no interest.
        return Check("key", "error", why, help) if needed else Check("key", "note", why.partition(": ")[0])
    if live.warning:
        return Check("key", "warning", f"from {live.origin}", live.warning)
    return Check("key", "ok", f"from {live.origin}")


def store(folder: Path, shown: str, needed: bool) -> Iterator[Check]:
    """Whether the folder of ledger and store can be written, and that its file system is one of this machine.

    What is wrong is an error where a host is paid or books are there, else a warning.
    """
    grave: State = "error" if needed or (folder / "ledger.db").exists() else "warning"
    place = nearest(folder)
    absent = "" if place == folder else ", not there yet"
    why = _unwritable(place)
    if why:
        help = "make it writable, or name another with `--store` or STORYC_STORE"
        yield Check("store", grave, f"`{shown}`{absent}, cannot be written: {why}", help)
    else:
        yield Check("store", "ok", f"`{shown}`{absent}, can be written")
    network, system = network_kind(place), kind(place)
    if network is not None:
        help = "name a folder on this machine's own disk with `--store` or STORYC_STORE"
        yield Check("disk", grave, f"`{network}` is a network's file system, where a ledger is not safe", help)
    else:
        yield Check("disk", "ok", "its file system is not known" if system == UNKNOWN else system)


def bucket(address: str, online: bool) -> Check:
    """Whether the store at an address takes anything, which is tried where the network may be used."""
    if not online:
        return Check("store", "note", f"`{shown(address)}`, which `--online` writes an object to")
    from storyboard.store import StoreTrouble, open_store

    try:
        open_store(address, "").ready(1)
    except StoreTrouble as trouble:
        return Check("store", "error", str(trouble), "nothing is bought until it takes clips")
    return Check("store", "ok", f"`{shown(address)}`, takes clips")


def nearest(folder: Path) -> Path:
    """The folder, or the nearest above it that is there."""
    return next((place for place in (folder, *folder.parents) if place.exists()), folder)


def _unwritable(folder: Path) -> str:
    try:
        with tempfile.TemporaryFile(dir=folder) as stream:
            stream.write(b"\0")
            stream.flush()
    except OSError as error:
        return error.strerror or str(error)
    return ""


def ledger(
    address: Path | str, needed: bool, place: HostPlace | None, lasting: timedelta | None, now: datetime
) -> Check:  # fmt: skip
    """What the ledger holds of a place's side; one that cannot be read is an error where a host is paid.

    `lasting` is how long the host keeps a clip: what is sent and not settled is a warning, with its age.
    """
    try:
        with reading(address, place) as books:
            if books is None:
                return Check("ledger", "ok", "nothing was sent to a host")
            sums = books.sums(Extract(), ("state",))
            open_ = books.readout(Extract(unsettled=True))
    except LedgerTrouble as trouble:
        return Check("ledger", "error" if needed else "warning", str(trouble))
    if open_.faults:
        return Check("ledger", "error" if needed else "warning", f"the ledger is damaged: {open_.faults[0]}")
    total = sum(row.attempts for row in sums)
    spent = f"{total} attempt{'s' * (total != 1)}, {money(sum(row.spent for row in sums))} USD spent"
    spent += " in rehearsals on this machine" if place is not None and place.rehearsal else ""
    unknown = sum(map(is_unknown, open_.attempts))
    charged = sum(map(is_charged, open_.attempts))
    waiting = [attempt for attempt in open_.attempts if attempt.state in AT_HOST and not is_over(attempt)]
    sent = [attempt.sent for attempt in waiting if attempt.sent is not None]
    waits = f", {_waiting(len(sent), now - min(sent), lasting)}" if sent else ""
    counts = (f"{unknown} unknown" if unknown else "", f"{charged} failed and charged" if charged else "")
    unsettled = [words for words in counts if words]
    if unsettled:
        help = "`storyc ledger list --unsettled` names them, and `storyc ledger show ID` how each is settled"
        return Check("ledger", "warning", f"{', '.join([spent, *unsettled])}{waits}", help)
    if sent:
        help = "run the build again: it fetches what is paid for; `storyc ledger list --unsettled` shows it"
        return Check("ledger", "warning", f"{spent}{waits}", help)
    return Check("ledger", "ok", spent)


def _waiting(number: int, age: timedelta, lasting: timedelta | None) -> str:
    """How many clips are only at the host, since when, and for how long still."""
    waits = f"{number} not fetched, the oldest sent {_days(age)} ago"
    if lasting is None:
        return waits
    left = lasting - age
    return (
        f"{waits}; the host deletes it in {_days(left)}" if left > timedelta() else f"{waits}; the host has deleted it"
    )


def _days(time: timedelta) -> str:
    hours = max(int(time.total_seconds()), 0) // 3600
    return f"{hours // 24} d" if hours >= 24 else f"{hours} h"


def rehearsals(books: str) -> Check:
    """That there are books of rehearsals, which are not those that were looked at."""
    return Check("rehearsals", "note", f"have books of their own in `{books}`", "look at them with `--rehearsal`")


def balance(provider: Provider) -> Check:
    """What the host says is left, which is free to ask; no answer is an error, since it was asked for.

    A host that does not tell is asked for a job that nobody has: of a key that it does not take it says so.
    """
    if not provider.abilities.balance:
        answer = provider.ask(_NO_JOB)
        if isinstance(answer, HostRefused) and answer.cause == "key":
            return Check("balance", "error", answer.why, "look at the key")
        if isinstance(answer, Trouble):
            return Check("balance", "warning", f"the host does not tell what is left, nor of the key: {answer.why}")
        return Check("balance", "note", "the host does not tell what is left, and it takes the key")
    left = provider.balance()
    if isinstance(left, HostRefused):
        help = "top the account up" if left.cause == "credits" else "look at the key"
        return Check("balance", "error", left.why, help)
    if isinstance(left, Trouble):
        return Check("balance", "error", left.why, "look at the network, then try again")
    return Check("balance", "ok", f"{money(left)} USD")
