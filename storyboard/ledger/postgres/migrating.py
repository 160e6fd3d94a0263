"""Making a ledger on a server, and bringing one to the newest form: by its owner's command alone."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

import msgspec

from storyboard.ledger.postgres.address import read
from storyboard.ledger.postgres.checking import difference, has_tables
from storyboard.ledger.postgres.link import Link
from storyboard.ledger.postgres.tables import FORM, FORMS, GRANTS, MEMBERSHIPS, ROLES
from storyboard.ledger.records import LedgerTrouble
from storyboard.ledger.rows import moment

_LOCK = 0x53544F5243  # "STORC": one at a time
_PUT = "INSERT INTO about VALUES (:key, :value) ON CONFLICT (key) DO UPDATE SET value = excluded.value"


class Migrated(msgspec.Struct, frozen=True):
    """What was done to a ledger: its forms before, None where there was none, and after; the roles that were made.

    `lacking` are the roles that there are not, since the user may not make any, and `pinned` is whether it is of
    another server from now on than before.
    """

    before: int | None
    after: int
    made: tuple[str, ...]
    lacking: tuple[str, ...]
    pinned: bool


def migrate(address: str, *, restored: bool = False) -> Migrated:
    """Make a ledger in a database, or bring it to the newest form; with `restored` take it as it is there now.

    Raises LedgerTrouble.
    """
    link = Link(read(address))
    try:
        with link.worded():
            return _migrated(link, restored=restored)
    finally:
        link.close()


def _migrated(link: Link, *, restored: bool) -> Migrated:
    if link.execute("SELECT current_setting('server_encoding')").fetchone()[0] != "UTF8":
        raise LedgerTrouble(f"the ledger `{link.name}` needs a database whose encoding is UTF8")
    if not link.server.writes:
        raise LedgerTrouble(f"the ledger `{link.name}` cannot be written: its server is a standby, or takes no changes")
    link.execute("BEGIN")
    link.execute("SELECT pg_advisory_xact_lock(:key)", {"key": _LOCK})
    about = dict(link.execute("SELECT key, value FROM about").fetchall()) if has_tables(link) else {}
    before = int(about["form"]) if about else None
    if before is not None and before > FORM:
        raise LedgerTrouble(f"the ledger `{link.name}` has form {before} and this storyc knows form {FORM}")
    server = {"system": link.server.system, "timeline": str(link.server.timeline)}
    moved = before is not None and any(about.get(key) != value for key, value in server.items())
    if moved and not restored:
        raise LedgerTrouble(
            f"the ledger `{link.name}` was brought back from a backup, or goes on at another server: `storyc ledger "
            "migrate --restored` takes it as it is there, once you have looked what it lacks"
        )
    for statements in FORMS[before or 0 :]:
        for statement in statements:
            link.execute(statement)
    if before is None:
        server["id"] = secrets.token_hex(8)
    if restored:
        server["restored"] = moment(datetime.now(UTC))
    for key, value in (server | {"form": str(FORM)}).items():
        link.execute(_PUT, {"key": key, "value": value})
    strange = difference(link)
    if strange:
        raise LedgerTrouble(
            f"the ledger `{link.name}` was changed by somebody else: {strange}; bring back a copy of it"
        )
    new, lacking = _roles(link)
    link.execute("COMMIT")
    return Migrated(before, FORM, new, lacking, moved)


def _roles(link: Link) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The roles that were made, and those that are not there; where all are, they may do what they are for."""
    known = {row[0] for row in link.execute("SELECT rolname FROM pg_roles")}
    lacking = tuple(role for role in ROLES if role not in known)
    may = link.execute("SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()[0]
    if lacking and not may:
        return (), lacking
    for role in lacking:
        link.execute(f"CREATE ROLE {role} NOLOGIN")
    schema = link.execute("SELECT quote_ident(current_schema())").fetchone()[0]
    link.execute(f"GRANT USAGE ON SCHEMA {schema} TO {ROLES[0]}")
    for statement in (*(MEMBERSHIPS if lacking else ()), *GRANTS):
        link.execute(statement)
    return lacking, ()
