"""Where a ledger of many machines is: what an address says, what it may not say, and how messages call it."""

from __future__ import annotations

import os
from typing import Any

import msgspec

from storyboard.ledger.records import LedgerTrouble
from storyboard.system.addresses import is_loopback, shown
from storyboard.system.extras import lacking
from storyboard.system.secrets import conceal

_CHECKED = "verify-full"
# How soon it is noticed that a server or a network is gone, in seconds; and nothing may be read in another encoding.
_ALWAYS: dict[str, Any] = {
    "client_encoding": "utf8",
    "connect_timeout": 5,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,
}


class ServerAddress(msgspec.Struct, frozen=True):
    """A database of a server: `name` is how messages call it, with no user and no password in it."""

    name: str
    parameters: dict[str, Any]


def read(address: str) -> ServerAddress:
    """What an address means, passwords in it concealed. Raises LedgerTrouble."""
    psycopg = driver()
    from psycopg.conninfo import conninfo_to_dict

    name = shown(address)
    try:
        given: dict[str, Any] = conninfo_to_dict(address)
    except psycopg.Error:  # whose words may quote the password
        raise LedgerTrouble(
            f"the ledger `{name}` is no address as `postgresql://USER@HOST/DATABASE`, in which `@`, `/` and `%` of a "
            "name are written as `%40`, `%2F` and `%25`"
        ) from None
    if given.get("password"):
        conceal(str(given["password"]))
    if given.get("service") or os.environ.get("PGSERVICE"):
        raise LedgerTrouble(f"the ledger `{name}` is named by a service file: write its host and database out")
    host = str(given.get("host") or os.environ.get("PGHOST", ""))
    reached = str(given.get("hostaddr") or os.environ.get("PGHOSTADDR", "")) or host
    if "," in host + reached:
        raise LedgerTrouble(
            f"the ledger `{name}` names several servers: name one, since a second one may not know what was paid for"
        )
    # A socket, or a name or a number of this machine.
    if reached and not reached.startswith(("/", "@")) and not is_loopback(reached):
        mode = given.get("sslmode") or os.environ.get("PGSSLMODE") or _CHECKED
        if mode != _CHECKED:
            raise LedgerTrouble(
                f"the ledger `{name}` is not on this machine, and `sslmode={mode}` does not check who answers: say "
                f"`sslmode={_CHECKED}`, or nothing"
            )
        given["sslmode"] = _CHECKED
    return ServerAddress(name, _ALWAYS | {"application_name": "storyc"} | given)


def driver() -> Any:
    """The driver, which takes long to import. Raises LedgerTrouble where the extra is not installed."""
    try:
        import psycopg
    except ImportError as error:
        raise LedgerTrouble(lacking("team", "a ledger at `postgresql:` needs")) from error
    return psycopg
