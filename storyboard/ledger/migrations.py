"""How the tables came to be what they are: what each version of a ledger has changed in the one before it.

A new ledger goes the same way from its first version on, so that there is one description of the tables.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from storyboard.ledger.records import LedgerTrouble
from storyboard.ledger.schema import TABLES
from storyboard.ledger.statements import BROUGHT, OVERRUN
from storyboard.system.disk import sync_folder

# Each row makes the next version: of an empty database the first, of the first the second.
MIGRATIONS: tuple[tuple[str, ...], ...] = (
    TABLES,
    # Where a job runs is of the attempt, no longer of all: rehearsals and several hosts have one ledger, and what was
    # rehearsed is live, counted and named apart. Such an attempt was held against counters of its own all along, since
    # its ledger had no other. The chains do not hold the place, so they stay as they are.
    (
        "ALTER TABLE attempt ADD COLUMN place TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE attempt ADD COLUMN rehearsal INTEGER NOT NULL DEFAULT 0 CHECK (rehearsal IN (0, 1))",
        "UPDATE attempt SET place = coalesce((SELECT value FROM about WHERE key = 'place'), '')",
        # An emulator behind https was called by its address.
        """UPDATE attempt SET place = 'this machine'
            WHERE place IN ('localhost', '::1') OR place GLOB '127.*' AND place NOT GLOB '*[^0-9.]*'""",
        "UPDATE attempt SET rehearsal = 1 WHERE place = 'this machine'",
        """UPDATE cap SET scope = 'rehearsal:' || scope
            WHERE EXISTS (SELECT 1 FROM attempt WHERE place = 'this machine')""",
        "DELETE FROM about WHERE key = 'place'",
        "DROP INDEX one_live_attempt",
        "CREATE UNIQUE INDEX one_live_attempt ON attempt (op, rehearsal) WHERE state <> 'void'",
        "DROP INDEX one_request",
        "CREATE UNIQUE INDEX one_request ON attempt (request_id, place) WHERE state <> 'void'",
        "DROP INDEX brought",
        f"CREATE INDEX brought ON attempt (story, clip, variant, take, number, rehearsal) WHERE {BROUGHT}",
    ),
    (
        # What the host's history had before the send, as JSON: none of it is the send's own.
        "ALTER TABLE attempt ADD COLUMN look TEXT",
        # A ledger has a name, which its copies bear too: by that a copy knows what it has bought and missed. An old
        # ledger may be put back and brought to this form once more, so the name of one that has attempts follows from
        # the first of them.
        """INSERT INTO about VALUES ('id', coalesce(
            (SELECT substr(lower(hex(hash)), 1, 32) FROM event
                WHERE number = 1 AND attempt = (SELECT id FROM attempt ORDER BY number LIMIT 1)),
            lower(hex(randomblob(8)))))""",
        # What of a clip is not as it was ordered, as JSON, NULL where that was not measured; and whether somebody has
        # agreed to it.
        "ALTER TABLE attempt ADD COLUMN off_spec TEXT",
        "ALTER TABLE attempt ADD COLUMN agreed INTEGER NOT NULL DEFAULT 0 CHECK (agreed IN (0, 1))",
        # Who agreed to a price is known from now on, and whether the host has told a cost; what an older storyc has
        # written was told. Every plan asks for the attempts that cost more than their price, which are few.
        "ALTER TABLE attempt ADD COLUMN consent TEXT",
        "ALTER TABLE attempt ADD COLUMN cost_known INTEGER NOT NULL DEFAULT 1 CHECK (cost_known IN (0, 1))",
        f"CREATE INDEX overrun ON attempt (number) WHERE {OVERRUN}",
        # Whether an operation may be bought is asked of all its attempts, also of those that are over.
        "CREATE INDEX of_operation ON attempt (op)",
    ),
    (
        # Whose own caps it counts against as well: nobody's on one machine, but the tables are those of a server.
        "ALTER TABLE attempt ADD COLUMN buyer TEXT NOT NULL DEFAULT ''",
        # Each build with a store beside asks for the last send.
        "CREATE INDEX sent_last ON attempt (sent)",
    ),
)
VERSION = len(MIGRATIONS)


def migrate(db: sqlite3.Connection, version: int) -> None:
    """Bring the tables of a version to the newest one, inside the transaction that is open. Raises sqlite3.Error."""
    for statements in MIGRATIONS[version:]:
        for statement in statements:
            db.execute(statement)
    db.execute(f"PRAGMA user_version={VERSION}")


def keep_copy(path: Path, version: int) -> None:
    """Keep the ledger as it is in a file beside it, whole and on the disk, as `ledger.db.form-1`.

    Another connection may hold the lock of writers meanwhile, so that nothing comes between. Raises LedgerTrouble.
    """
    copy = path.with_name(f"{path.name}.form-{version}")
    try:
        _copy(path, copy)
    except OSError as error:
        why = error.strerror or error
        raise LedgerTrouble(
            f"the ledger `{path}` is of form {version}, and its copy `{copy}` cannot be written: {why}"
        ) from error


def _copy(path: Path, copy: Path) -> None:
    part = path.with_name(f"{copy.name}.part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    # SQLite copies nothing by a connection that has begun to write.
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(part)) as target:
        source.backup(target)
    with part.open("rb+") as stream:
        os.fsync(stream.fileno())
    os.replace(part, copy)
    sync_folder(path.parent)


def newest_in_memory(db: sqlite3.Connection, version: int) -> sqlite3.Connection:
    """A copy in memory with the newest tables, for an old ledger that is only read; the given one is closed."""
    memory = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    with closing(db):
        db.backup(memory)
    migrate(memory, version)
    return memory
