"""The tables of a ledger in SQLite, and how it says what databases say differently."""

from __future__ import annotations

from storyboard.ledger.statements import BROUGHT, OPEN, Dialect, Statements

APPLICATION = 0x53544F52  # "STOR": what the file says of itself
NEEDED = (3, 37, 0)  # the first SQLite with strict tables

SQL = Statements(Dialect(by="INDEXED BY {} ", among="{} IN (SELECT value FROM json_each(:{}))", locked=""))

# The tables of version 1; what has come since is in `migrations`.
# `number` counts attempts as they come. `counts` is 1 while the attempt is one of the clips that a cap counts; `events`
# and `head` are the number and the hash of the last event.
TABLES = (
    """CREATE TABLE attempt (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        op TEXT NOT NULL,
        run TEXT NOT NULL,
        owner TEXT NOT NULL,
        story TEXT NOT NULL,
        clip INTEGER NOT NULL,
        title TEXT NOT NULL,
        slug TEXT NOT NULL,
        variant TEXT NOT NULL,
        take INTEGER NOT NULL,
        profile TEXT NOT NULL,
        seed INTEGER NOT NULL,
        request TEXT NOT NULL,
        seconds INTEGER NOT NULL,
        state TEXT NOT NULL CHECK (state IN
            ('reserved', 'sending', 'accepted', 'stored', 'recorded', 'published', 'unknown', 'void')),
        price INTEGER NOT NULL CHECK (price >= 0),
        held INTEGER NOT NULL CHECK (held >= 0),
        spent INTEGER NOT NULL CHECK (spent >= 0),
        created TEXT NOT NULL,
        sent TEXT,
        request_id TEXT,
        sha256 TEXT,
        size INTEGER,
        path TEXT,
        took REAL,
        note TEXT NOT NULL DEFAULT '',
        counts INTEGER NOT NULL CHECK (counts IN (0, 1)),
        events INTEGER NOT NULL,
        head TEXT NOT NULL
    ) STRICT""",
    "CREATE UNIQUE INDEX one_live_attempt ON attempt (op) WHERE state <> 'void'",
    # What another machine has paid for may be given up here and learnt again.
    "CREATE UNIQUE INDEX one_request ON attempt (request_id) WHERE state <> 'void'",
    "CREATE INDEX known_as ON attempt (request_id)",
    f"CREATE INDEX open_attempt ON attempt (owner) WHERE {OPEN}",
    f"CREATE INDEX brought ON attempt (story, clip, variant, take, number) WHERE {BROUGHT}",
    "CREATE INDEX timed ON attempt (profile, number) WHERE took IS NOT NULL",
    "CREATE INDEX created ON attempt (created)",
    """CREATE TABLE cap (
        scope TEXT PRIMARY KEY,
        lim INTEGER,
        used INTEGER NOT NULL DEFAULT 0 CHECK (used >= 0),
        CHECK (lim IS NULL OR used <= lim)
    ) STRICT""",
    """CREATE TABLE event (
        attempt TEXT NOT NULL REFERENCES attempt (id),
        number INTEGER NOT NULL,
        before TEXT NOT NULL,
        after TEXT NOT NULL,
        at TEXT NOT NULL,
        note TEXT NOT NULL,
        price INTEGER NOT NULL,
        held INTEGER NOT NULL,
        spent INTEGER NOT NULL,
        hash TEXT NOT NULL,
        PRIMARY KEY (attempt, number)
    ) STRICT""",
    "CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
    """CREATE TRIGGER event_stays BEFORE UPDATE ON event
        BEGIN SELECT RAISE(ABORT, 'what happened is never changed'); END""",
    """CREATE TRIGGER event_remains BEFORE DELETE ON event
        BEGIN SELECT RAISE(ABORT, 'what happened is never removed'); END""",
    # INSERT OR REPLACE would remove a row without asking the trigger above.
    """CREATE TRIGGER event_is_new BEFORE INSERT ON event
        WHEN EXISTS (SELECT 1 FROM event WHERE attempt = NEW.attempt AND number = NEW.number)
        BEGIN SELECT RAISE(ABORT, 'what happened is never replaced'); END""",
    """CREATE TRIGGER attempt_remains BEFORE DELETE ON attempt
        BEGIN SELECT RAISE(ABORT, 'an attempt is never removed'); END""",
)
