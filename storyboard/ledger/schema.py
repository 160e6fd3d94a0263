"""The tables of the ledger in SQLite, and the statements that read and change them."""

from __future__ import annotations

from collections.abc import Sequence

from storyboard.ledger.steps import INHERITED, KEPT

APPLICATION = 0x53544F52  # "STOR": what the file says of itself
NEEDED = (3, 37, 0)  # the first SQLite with strict tables

# What is not over yet. The words are repeated in an index, which serves only those who say them exactly so.
OPEN = "state NOT IN ('published', 'void')"
OVERRUN = "spent > price AND price > 0"  # what another machine has paid for has no price here
BROUGHT = f"state IN {KEPT}"  # SQL writes such a tuple as Python does

COLUMNS = (
    "id, op, run, owner, story, clip, title, slug, variant, take, profile, seed, request, seconds, state, price, held,"
    " spent, created, sent, request_id, sha256, size, path, took, note, place, rehearsal, look, off_spec, agreed,"
    " consent, cost_known"
)

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


# Found by the index that keeps a second one out, not by one that the planner likes better.
_LIVE = "INDEXED BY one_live_attempt WHERE state <> 'void'"


def _select(rest: str) -> str:
    return f"SELECT {COLUMNS} FROM attempt {rest}"  # noqa: S608 - our own words, here and below


# What is asked for: rehearsals alone, or all else; with NULL everything.
_MEANT = "(:rehearsal IS NULL OR rehearsal = :rehearsal)"
# A job of ours, at one place; those of old ledgers have none, and may be anywhere.
_SIDE = "rehearsal = :rehearsal"
_HERE = f"{_SIDE} AND (:place = '' OR place IN (:place, ''))"

# Reserving.
LIVE_OF_OP = _select(f"{_LIVE} AND op = :op AND rehearsal = :rehearsal")
COUNTER = "INSERT INTO cap (scope) VALUES (:scope) ON CONFLICT DO NOTHING"
TAKE = """UPDATE cap SET lim = :lim, used = used + :more
    WHERE scope = :scope AND (:lim IS NULL OR used + :more <= :lim)"""
USED = "SELECT used FROM cap WHERE scope = :scope"
INSERT = """INSERT INTO attempt (id, op, run, owner, story, clip, title, slug, variant, take, profile, seed, request,
    seconds, state, price, held, spent, created, place, rehearsal, consent, counts, events, head)
    VALUES (:id, :op, :run, :owner, :story, :clip, :title, :slug, :variant, :take, :profile, :seed, :request,
    :seconds, 'reserved', :price, :price, 0, :created, :place, :rehearsal, :consent, :counts, 1, :head)"""

# Changing. What was paid is counted even past a cap, which is then moved up to it.
READ = """SELECT number, state, owner, run, created, price, held, spent, sha256, place, rehearsal, counts, events, head
    FROM attempt WHERE id = :id"""
CHANGE = """UPDATE attempt SET state = :state, owner = :owner, held = :held, spent = :spent, counts = :counts,
    note = :note, events = :number, head = :hash, sent = coalesce(:sent, sent),
    request_id = coalesce(:request_id, request_id), sha256 = coalesce(:sha256, sha256), size = coalesce(:size, size),
    path = coalesce(:path, path), took = coalesce(:took, took), look = coalesce(:look, look),
    off_spec = CASE WHEN :looked THEN :off_spec ELSE off_spec END, agreed = coalesce(:agreed, agreed),
    cost_known = coalesce(:cost_known, cost_known)
    WHERE id = :id AND state = :before AND owner = :was"""
FENCE = "SELECT 1 FROM attempt WHERE id = :id AND state = 'reserved' AND owner = :owner"
MOVE = """UPDATE cap SET used = used + :more,
    lim = CASE WHEN lim IS NOT NULL AND used + :more > lim THEN used + :more ELSE lim END
    WHERE scope = :scope"""
EVENT = """INSERT INTO event (attempt, number, before, after, at, note, price, held, spent, hash)
    VALUES (:attempt, :number, :before, :after, :at, :note, :price, :held, :spent, :hash)"""
KNOWN_AS = f"SELECT id FROM attempt WHERE request_id = :request_id AND {_HERE}"  # noqa: S608
LIVE_AS = f"{KNOWN_AS} AND state <> 'void'"

# Owners, of whom each is of one side. What they hold counts against the caps of all its places, so all of it is
# settled; what runs is left to those who can ask about it.
OTHERS = f"SELECT DISTINCT owner FROM attempt WHERE {OPEN} AND owner <> :owner AND owner <> '' AND {_SIDE}"  # noqa: S608
LEFT = f"SELECT id, state FROM attempt WHERE {OPEN} AND owner = :owner ORDER BY number"  # noqa: S608
INHERIT = f"""UPDATE attempt SET owner = :mine
    WHERE {OPEN} AND owner = :owner AND state IN {INHERITED} AND {_HERE}"""  # noqa: S608
INHERIT_ONE = "UPDATE attempt SET owner = :mine WHERE id = :id AND owner = :owner"
OURS = _select(f"WHERE {OPEN} AND owner IN (:owner, '') AND {_HERE} ORDER BY number")

# Reading.
LIVE_OF_OPS = _select(f"{_LIVE} AND {_MEANT} AND op IN (SELECT value FROM json_each(:ops))")  # noqa: S608
ALL = _select(f"WHERE {_MEANT} ORDER BY number")
GONE = _select(
    f"""INDEXED BY of_operation WHERE op IN (SELECT value FROM json_each(:ops)) AND {_MEANT}
        AND state = 'void' AND spent > 0 ORDER BY number"""  # noqa: S608
)
# What an extract of the books means. The stories of a folder are those between its name with `/` and with what follows
# that in ASCII.
PARTS = {
    "since": "created >= :since",
    "until": "created < :until",
    "story": "(story = :story OR story >= :story || '/' AND story < :story || '0')",
    # What is recorded is counted and lies in the store, whether anybody still means it or not.
    "unsettled": f"{OPEN} AND state <> 'recorded'",
}
COMMON = {
    "story": "story",
    "variant": "variant",
    "day": "substr(created, 1, 10)",
    "month": "substr(created, 1, 7)",
    "model": "profile",
    "run": "run",
    "state": "state",
}
# The plus keeps SQLite from reading all rows only because they lie in order.
SINCE = _select(f"WHERE created >= :since AND {_MEANT} ORDER BY +number")
LATEST = _select(
    f"""WHERE number IN
        (SELECT max(number) FROM attempt
            WHERE {BROUGHT} AND {_MEANT} AND story IN (SELECT value FROM json_each(:stories))
            GROUP BY story, clip, variant, take)"""  # noqa: S608
)
# A job that failed, or whose clip has not come, holds what was charged for it; what holds is not over.
_HELD_OVERRUN = f"INDEXED BY open_attempt WHERE {OPEN} AND price > 0 AND held + spent > price"
OVERRUNS = _select(
    f"""WHERE number IN (SELECT number FROM attempt WHERE {OVERRUN}
        UNION SELECT number FROM attempt {_HELD_OVERRUN}) AND {_MEANT} ORDER BY number"""  # noqa: S608
)
ONE = _select("WHERE id >= :start AND id < :start || '{' LIMIT 2")
EVENTS = """SELECT attempt, number, before, after, at, note, price, held, spent, hash
    FROM event WHERE attempt = :attempt ORDER BY number"""
REQUEST_IDS = f"SELECT request_id FROM attempt WHERE request_id IS NOT NULL AND {_HERE}"  # noqa: S608
SERVE = "INSERT INTO about VALUES ('root ' || :root, '') ON CONFLICT DO NOTHING"
ROOTS = "SELECT substr(key, 6) FROM about WHERE key GLOB 'root *' ORDER BY key"
ABOUT = "SELECT value FROM about WHERE key = :key"
NAMED = _select(f"WHERE request_id IN (SELECT value FROM json_each(:ids)) AND {_HERE} ORDER BY number")  # noqa: S608
TOOK = f"""SELECT took FROM attempt WHERE profile = :profile AND took IS NOT NULL AND {_MEANT}
    ORDER BY number DESC LIMIT 50"""  # noqa: S608


def meant(parts: Sequence[str]) -> str:
    """The statement that reads the attempts of an extract, which has these of `PARTS`."""
    where = " AND ".join([_MEANT, *(PARTS[part] for part in parts)])
    # The plus keeps SQLite from reading all rows only because they lie in order.
    return _select(f"WHERE {where} ORDER BY {'+number' if parts else 'number'}")


def summed(parts: Sequence[str], by: Sequence[str]) -> str:
    """The statement that sums the attempts of an extract by these of `COMMON`, states as they are first met."""
    where = " AND ".join([_MEANT, *(PARTS[part] for part in parts)])
    columns = "".join(f", {COMMON[name]}" for name in by)
    order = "min(number)" if list(by) == ["state"] else f"rehearsal{columns}"
    return f"""SELECT rehearsal, count(*), sum(held), sum(spent){columns} FROM attempt WHERE {where}
        GROUP BY rehearsal{columns} ORDER BY {order}"""  # noqa: S608
