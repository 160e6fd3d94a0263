"""What a studio allows: its caps, and how often a host may be sent to, in rows that the role `storyc_caps` changes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import msgspec

from storyboard.ledger.caps import BookCaps, Caps
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
_PUT = """INSERT INTO limits (buyer, kind, lim, said_by, said_at) VALUES (:buyer, :kind, :lim, current_user, :at)
    ON CONFLICT (buyer, kind)
    DO UPDATE SET lim = excluded.lim, said_by = excluded.said_by, said_at = excluded.said_at"""
_RATE = """INSERT INTO rate (place, per_minute) VALUES (:place, :number) ON CONFLICT (place)
    DO UPDATE SET per_minute = excluded.per_minute"""
_KNOWN = "SELECT 1 FROM pg_roles WHERE rolname = :buyer"
_MAY = "SELECT has_table_privilege('limits', 'INSERT')"


class Allowed(msgspec.Struct, frozen=True):
    """What a studio allows: its caps, those of users, and by the places of hosts how many sends a minute."""

    caps: Caps
    users: Mapping[str, Caps]
    rates: Mapping[str, int]


def limits_of(link: Link) -> BookCaps:
    """The caps of the studio, and those of the user who asks."""
    caps, user = _caps(link), link.server.user
    return BookCaps(**msgspec.structs.asdict(caps.get("", Caps())), buyer=user, own=caps.get(user, Caps()))


def _caps(link: Link) -> dict[str, Caps]:
    """The caps of users by their names, those of the studio by none."""
    caps: dict[str, dict[str, int]] = {}
    for buyer, kind, limit in link.execute("SELECT buyer, kind, lim FROM limits ORDER BY buyer"):
        caps.setdefault(buyer, {})[kind] = limit
    return {buyer: Caps(**limits) for buyer, limits in caps.items()}


def allow(
    address: str, caps: Mapping[str, int | None], rates: Mapping[str, int | None], buyer: str = ""
) -> Allowed:  # fmt: skip
    """Set caps by their kinds and rates by their places, take away those that are None, and say what is allowed now.

    The caps are those of the user `buyer` alone, where one is named. Raises LedgerTrouble.
    """
    return Patience().with_(lambda: _allowed(address, caps, rates, buyer))


def _allowed(
    address: str, caps: Mapping[str, int | None], rates: Mapping[str, int | None], buyer: str
) -> Allowed:  # fmt: skip
    link = Link(read(address))
    try:
        with link.worded():
            check(link)
            if (caps or rates) and not (link.server.writes and link.execute(_MAY).fetchone()[0]):
                raise LedgerTrouble(
                    f"the ledger `{link.name}` lets user `{link.server.user}` set no caps: that takes role `{CAPS}`"
                )
            if buyer and link.execute(_KNOWN, {"buyer": buyer}).fetchone() is None:
                raise LedgerTrouble(f"the server of the ledger `{link.name}` has no user `{buyer}`")
            link.execute("BEGIN")
            for kind, limit in caps.items():
                if limit is None:
                    link.execute(
                        "DELETE FROM limits WHERE buyer = :buyer AND kind = :kind", {"buyer": buyer, "kind": kind}
                    )
                else:
                    values = {"buyer": buyer, "kind": kind, "lim": limit, "at": moment(datetime.now(UTC))}
                    link.execute(_PUT, values)
            for place, number in rates.items():
                if number is None:
                    link.execute("DELETE FROM rate WHERE place = :place", {"place": place})
                else:
                    link.execute(_RATE, {"place": place, "number": number})
            users = _caps(link)
            rows = link.execute("SELECT place, per_minute FROM rate ORDER BY place").fetchall()
            allowed = Allowed(users.pop("", Caps()), users, dict(rows))
            link.execute("COMMIT")
            return allowed
    finally:
        link.close()
