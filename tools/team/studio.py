"""A server of one's own for the scenes, with a ledger for each in a schema of it."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from storyboard.ledger import allow, migrate
from tools.postgres import Server
from tools.team.host import Host

# What a commit does not wait for nobody else writes meanwhile.
SETTINGS = ("wal_writer_delay=10s", "max_connections=200")
_CUT = """SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
    WHERE application_name = 'storyc' AND pid <> pg_backend_pid()"""


class Studio(msgspec.Struct, frozen=True):
    """A server with a ledger, at an address, and the host beside it."""

    server: Server
    address: str
    host: Host

    def restart(self) -> None:
        """Kill the server with all its processes, and start it again."""
        self.server.kill()
        self.server.start()

    def cut_all(self) -> int:
        """End all sessions of ledgers; how many that were."""
        return int(self.server.asked(_CUT)[0][0])


@contextmanager
def served() -> Generator[Server]:
    """A server."""
    server = Server(*SETTINGS).start()
    try:
        yield server
    finally:
        server.stop()


def opened(server: Server, folder: Path, name: str) -> Studio:
    """A ledger in a new schema of a server, which has a cap; the host beside it lies in a folder."""
    server.asked(f"CREATE SCHEMA {name}")
    address = f"{server.address}&options=-csearch_path%3D{name}"
    migrate(address)
    allow(address, {"month": 10**12}, {})
    folder.mkdir(parents=True, exist_ok=True)
    return Studio(server, address, Host(folder / "host"))
