"""What a studio allows: its caps, and how often a host may be sent to, in rows that the role `storyc_caps` changes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import msgspec

from storyboard.ledger.caps import Caps
from storyboard.ledger.postgres.address import read
from storyboard.ledger.postgres.checking import check
from storyboard.ledger.postgres.link import Link, Patience
from storyboard.ledger.postgres.tables import CAPS
from storyboard.ledger.records import LedgerTrouble
from storyboard.ledger.rows import moment

# The turn that is taken is the one before the moment from which on the next may be.
SLOT = """UPDATE rate SET free_at = greatest(free_at, clock_timestamp()) + interval '1 minute' / per_minute
    WHERE place = :place RETURNING
        greatest(0, extract(epoch FROM free_at - interval '1 minute' / per_minute - clock_timestamp()))"""
_PUT = """INSERT INTO limits VALUES (:kind, :lim, current_user, :at) ON CONFLICT (kind)
    DO UPDATE SET lim = excluded.lim, said_by = excluded.said_by, said_at = excluded.said_at"""
_RATE = """INSERT INTO rate (place, per_minute) VALUES (:place, :number) ON CONFLICT (place)
    DO UPDATE SET per_minute = excluded.per_minute"""
_MAY = "SELECT has_table_privilege('limits', 'INSERT')"


class Allowed(msgspec.Struct, frozen=True):
    """What a studio allows: its caps, and by the places of hosts how often each may be sent to in a minute."""

    caps: Caps
    rates: Mapping[str, int]


def limits_of(link: Link) -> Caps:
    """The caps of the studio."""
    return Caps(**dict(link.execute("SELECT kind, lim FROM limits").fetchall()))


def allow(address: str, caps: Mapping[str, int | None], rates: Mapping[str, int | None]) -> Allowed:
    """Set caps by their kinds and rates by their places, take away those that are None, and say what is allowed now.

    Raises LedgerTrouble.
    """
    return Patience().with_(lambda: _allowed(address, caps, rates))


def _allowed(address: str, caps: Mapping[str, int | None], rates: Mapping[str, int | None]) -> Allowed:
    link = Link(read(address))
    try:
        with link.worded():
            check(link)
            if (caps or rates) and not (link.server.writes and link.execute(_MAY).fetchone()[0]):
                raise LedgerTrouble(
                    f"the ledger `{link.name}` lets user `{link.server.user}` set no caps: that takes role `{CAPS}`"
                )
            link.execute("BEGIN")
            for kind, limit in caps.items():
                if limit is None:
                    link.execute("DELETE FROM limits WHERE kind = :kind", {"kind": kind})
                else:
                    link.execute(_PUT, {"kind": kind, "lim": limit, "at": moment(datetime.now(UTC))})
            for place, number in rates.items():
                if number is None:
                    link.execute("DELETE FROM rate WHERE place = :place", {"place": place})
                else:
                    link.execute(_RATE, {"place": place, "number": number})
            allowed = Allowed(
                limits_of(link), dict(link.execute("SELECT place, per_minute FROM rate ORDER BY place").fetchall())
            )
            link.execute("COMMIT")
            return allowed
    finally:
        link.close()
