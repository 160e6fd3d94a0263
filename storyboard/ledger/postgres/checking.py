"""Whether a database holds a ledger of ours: in a form that we know, as we made it, and where it was made."""

from __future__ import annotations

from typing import Any

from storyboard.ledger.postgres.link import Link
from storyboard.ledger.postgres.tables import COLLECT, FORM, GUARDED, GUARDS
from storyboard.ledger.records import LedgerTrouble, ReadOnlyLedger

_ABOUT = "SELECT key, value FROM about WHERE key IN ('form', 'system', 'timeline')"
_THERE = "SELECT to_regclass(quote_ident(current_schema()) || '.about') IS NOT NULL"
_MAY = "SELECT has_table_privilege('event', 'INSERT')"


def check(link: Link) -> None:
    """Raises LedgerTrouble where a database holds no ledger that we can read."""
    form = form_of(link)
    if form != FORM:
        raise LedgerTrouble(
            f"the ledger `{link.name}` has form {form} and this storyc knows form {FORM}: "
            + ("have its owner run `storyc ledger migrate`" if form < FORM else "take a newer storyc")
        )
    strange = difference(link)
    if strange:
        raise LedgerTrouble(
            f"the ledger `{link.name}` was changed by somebody else: {strange}; bring back a copy of it"
        )


def check_to_write(link: Link) -> None:
    """Raises LedgerTrouble where a database holds no ledger, and ReadOnlyLedger where it may only be read."""
    check(link)
    about = _about(link)
    if not link.server.writes:
        raise ReadOnlyLedger(f"the ledger `{link.name}` is read-only: its server is a standby, or takes no changes")
    if not link.execute(_MAY).fetchone()[0]:
        raise ReadOnlyLedger(
            f"the ledger `{link.name}` is read-only for user `{link.server.user}`: who writes has the role `{COLLECT}`"
        )
    if (about["system"], about["timeline"]) != (link.server.system, str(link.server.timeline)):
        raise ReadOnlyLedger(
            f"the ledger `{link.name}` is read-only: it was brought back from a backup, or goes on at another server, "
            "and may lack what was paid for since; have its owner compare it with the host's history by `storyc ledger "
            "reconcile`, and take it as it is by `storyc ledger migrate --restored`"
        )


def form_of(link: Link) -> int:
    """The form of a database's tables. Raises LedgerTrouble where it has none."""
    if not has_tables(link):
        raise LedgerTrouble(
            f"the ledger `{link.name}` has no tables yet: have the database's owner run `storyc ledger migrate`"
        )
    return int(_about(link)["form"])


def has_tables(link: Link) -> bool:
    """Whether a ledger was made in a database."""
    return bool(link.execute(_THERE).fetchone()[0])


def _about(link: Link) -> dict[str, Any]:
    return dict(link.execute(_ABOUT).fetchall())


def difference(link: Link) -> str:
    """What of the tables and what guards them is not as storyc makes it, as a phrase; empty where all is."""
    theirs = {(str(kind), str(name), str(detail or "")) for kind, name, detail in link.execute(GUARDS)}
    names = {(kind, name) for kind, name, _ in theirs}
    for kind, name, _ in sorted(GUARDED - theirs):
        is_other = (kind, name) in names
        return f"its {kind} `{name}` is not as storyc makes it" if is_other else f"it lacks the {kind} `{name}`"
    for kind, name, _ in sorted(theirs - GUARDED):
        if kind == "trigger":
            return f"it has the {kind} `{name}`, which storyc has not made"
    return ""
