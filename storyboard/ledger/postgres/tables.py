"""The tables of a ledger in PostgreSQL, who may do what with them, and how its statements differ.

They are those of SQLite, in its newest form, and three more: `owner`, a row for each process that writes; `limits`, the
caps of the studio; and `rate`, how often a host may be asked. Texts compare byte by byte, as they do there.
"""

from __future__ import annotations

from storyboard.ledger.statements import BROUGHT, OPEN, OVERRUN, Dialect, Statements

SQL = Statements(
    Dialect(
        by="",
        # As rows, a planner would take them for a hundred, and go for each through an index by itself.
        among="{} = ANY(ARRAY(SELECT json_array_elements_text(CAST(:{} AS json))))",
        locked=" FOR UPDATE",
    )
)
_TEXT = 'TEXT COLLATE "C"'
_STATES = "('reserved', 'sending', 'accepted', 'stored', 'recorded', 'published', 'unknown', 'void')"

_REFUSE = " BEGIN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation'; END "

# Each row makes the next form: of an empty schema the first, of the first the second.
FORMS: tuple[tuple[str, ...], ...] = (
    (
        f"""CREATE TABLE attempt (
            number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            id {_TEXT} NOT NULL UNIQUE,
            op {_TEXT} NOT NULL,
            run {_TEXT} NOT NULL,
            owner {_TEXT} NOT NULL,
            story {_TEXT} NOT NULL,
            clip BIGINT NOT NULL,
            title {_TEXT} NOT NULL,
            slug {_TEXT} NOT NULL,
            variant {_TEXT} NOT NULL,
            take BIGINT NOT NULL,
            profile {_TEXT} NOT NULL,
            seed BIGINT NOT NULL,
            request {_TEXT} NOT NULL,
            seconds BIGINT NOT NULL,
            state {_TEXT} NOT NULL CHECK (state IN {_STATES}),
            price BIGINT NOT NULL CHECK (price >= 0),
            held BIGINT NOT NULL CHECK (held >= 0),
            spent BIGINT NOT NULL CHECK (spent >= 0),
            created {_TEXT} NOT NULL,
            sent {_TEXT},
            request_id {_TEXT},
            sha256 {_TEXT},
            size BIGINT,
            path {_TEXT},
            took DOUBLE PRECISION,
            note {_TEXT} NOT NULL DEFAULT '',
            place {_TEXT} NOT NULL,
            rehearsal INTEGER NOT NULL CHECK (rehearsal IN (0, 1)),
            look {_TEXT},
            off_spec {_TEXT},
            agreed INTEGER NOT NULL DEFAULT 0 CHECK (agreed IN (0, 1)),
            consent {_TEXT},
            cost_known INTEGER NOT NULL DEFAULT 1 CHECK (cost_known IN (0, 1)),
            counts INTEGER NOT NULL CHECK (counts IN (0, 1)),
            events BIGINT NOT NULL,
            head {_TEXT} NOT NULL
        )""",
        "CREATE UNIQUE INDEX one_live_attempt ON attempt (op, rehearsal) WHERE state <> 'void'",
        "CREATE UNIQUE INDEX one_request ON attempt (request_id, place) WHERE state <> 'void'",
        "CREATE INDEX known_as ON attempt (request_id)",
        f"CREATE INDEX open_attempt ON attempt (owner) WHERE {OPEN}",
        f"CREATE INDEX brought ON attempt (story, clip, variant, take, number, rehearsal) WHERE {BROUGHT}",
        "CREATE INDEX timed ON attempt (profile, number) WHERE took IS NOT NULL",
        "CREATE INDEX created ON attempt (created)",
        f"CREATE INDEX overrun ON attempt (number) WHERE {OVERRUN}",
        "CREATE INDEX of_operation ON attempt (op)",
        f"""CREATE TABLE cap (
            scope {_TEXT} PRIMARY KEY,
            lim BIGINT,
            used BIGINT NOT NULL DEFAULT 0 CHECK (used >= 0),
            CHECK (lim IS NULL OR used <= lim)
        ) WITH (fillfactor = 50)""",
        f"""CREATE TABLE event (
            attempt {_TEXT} NOT NULL REFERENCES attempt (id),
            number BIGINT NOT NULL,
            before {_TEXT} NOT NULL,
            after {_TEXT} NOT NULL,
            at {_TEXT} NOT NULL,
            note {_TEXT} NOT NULL,
            price BIGINT NOT NULL,
            held BIGINT NOT NULL,
            spent BIGINT NOT NULL,
            hash {_TEXT} NOT NULL,
            PRIMARY KEY (attempt, number)
        )""",
        f"CREATE TABLE about (key {_TEXT} PRIMARY KEY, value {_TEXT} NOT NULL)",
        # `done` counts the transactions of an owner: whose answer was lost asks here whether its own has come.
        f"""CREATE TABLE owner (
            id {_TEXT} PRIMARY KEY,
            machine {_TEXT} NOT NULL,
            since {_TEXT} NOT NULL,
            done BIGINT NOT NULL DEFAULT 0
        ) WITH (fillfactor = 50)""",
        f"""CREATE TABLE limits (
            kind {_TEXT} PRIMARY KEY CHECK (kind IN ('run', 'day', 'month', 'clips')),
            lim BIGINT NOT NULL CHECK (lim >= 0),
            said_by {_TEXT} NOT NULL,
            said_at {_TEXT} NOT NULL
        )""",
        f"""CREATE TABLE rate (
            place {_TEXT} PRIMARY KEY,
            per_minute BIGINT NOT NULL CHECK (per_minute > 0),
            free_at TIMESTAMPTZ NOT NULL DEFAULT '-infinity'
        ) WITH (fillfactor = 50)""",
        f"CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $${_REFUSE}$$",
        """CREATE TRIGGER event_stays BEFORE UPDATE ON event FOR EACH ROW
            EXECUTE FUNCTION refuse('what happened is never changed')""",
        """CREATE TRIGGER event_remains BEFORE DELETE ON event FOR EACH ROW
            EXECUTE FUNCTION refuse('what happened is never removed')""",
        """CREATE TRIGGER events_remain BEFORE TRUNCATE ON event FOR EACH STATEMENT
            EXECUTE FUNCTION refuse('what happened is never removed')""",
        """CREATE TRIGGER attempt_remains BEFORE DELETE ON attempt FOR EACH ROW
            EXECUTE FUNCTION refuse('an attempt is never removed')""",
        """CREATE TRIGGER attempts_remain BEFORE TRUNCATE ON attempt FOR EACH STATEMENT
            EXECUTE FUNCTION refuse('an attempt is never removed')""",
    ),
    (
        # Whose own caps it counts against as well, and these caps, by the name of a user.
        f"ALTER TABLE attempt ADD COLUMN buyer {_TEXT} NOT NULL DEFAULT ''",
        f"ALTER TABLE limits ADD COLUMN buyer {_TEXT} NOT NULL DEFAULT ''",
        "ALTER TABLE limits DROP CONSTRAINT limits_pkey",
        "ALTER TABLE limits ADD PRIMARY KEY (buyer, kind)",
        # Each build asks for the last send, by which what the store has noted is compared.
        "CREATE INDEX sent_last ON attempt (sent)",
    ),
)
FORM = len(FORMS)

# What a role may do beside what the one before it may; who caps may read, and buys nothing.
READ, COLLECT, SEND, CAPS = ROLES = ("storyc_read", "storyc_collect", "storyc_send", "storyc_caps")
MEMBERSHIPS = (f"GRANT {READ} TO {COLLECT}, {CAPS}", f"GRANT {COLLECT} TO {SEND}")
GRANTS = (
    f"GRANT SELECT ON attempt, cap, event, about, owner, limits, rate TO {READ}",
    f"GRANT UPDATE ON attempt, cap, about TO {COLLECT}",
    f"GRANT INSERT ON event, about TO {COLLECT}",
    f"GRANT INSERT, UPDATE, DELETE ON owner TO {COLLECT}",
    f"GRANT INSERT ON attempt, cap TO {SEND}",
    f"GRANT UPDATE (free_at) ON rate TO {SEND}",
    f"GRANT INSERT, UPDATE, DELETE ON limits, rate TO {CAPS}",
)

_OURS = ("attempt", "cap", "event", "about", "owner", "limits", "rate")
# What of the current schema guards the books, by kind and name: a trigger that is off, an index that is not unique any
# more, and a table that rules rewrite or a view stands for are none of it.
GUARDS = f"""
    SELECT 'table', relname::text, '' FROM pg_class
        WHERE relnamespace = current_schema()::regnamespace AND relname IN {_OURS} AND relkind = 'r'
            AND NOT relhasrules AND NOT relrowsecurity AND relpersistence = 'p'
    UNION ALL SELECT 'index', c.relname::text, pg_get_expr(i.indpred, i.indrelid) FROM pg_index i
        JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
        WHERE t.relnamespace = current_schema()::regnamespace AND t.relname = 'attempt'
            AND i.indisunique AND i.indisvalid AND i.indisready AND i.indpred IS NOT NULL
    UNION ALL SELECT 'check', c.conname::text, pg_get_constraintdef(c.oid) FROM pg_constraint c
        JOIN pg_class t ON t.oid = c.conrelid
        WHERE t.relnamespace = current_schema()::regnamespace AND t.relname = 'cap' AND c.contype = 'c'
    UNION ALL SELECT 'trigger', g.tgname::text, t.relname || CASE g.tgenabled WHEN 'O' THEN '' ELSE ', off' END
        FROM pg_trigger g JOIN pg_class t ON t.oid = g.tgrelid
        WHERE t.relnamespace = current_schema()::regnamespace AND t.relname IN {_OURS} AND NOT g.tgisinternal
    UNION ALL SELECT 'function', p.proname::text, p.prosrc FROM pg_proc p
        WHERE p.pronamespace = current_schema()::regnamespace AND p.proname = 'refuse'"""  # noqa: S608 - our own names
GUARDED = frozenset(
    (
        *(("table", name, "") for name in _OURS),
        ("index", "one_live_attempt", "(state <> 'void'::text)"),
        ("index", "one_request", "(state <> 'void'::text)"),
        ("check", "cap_check", "CHECK (((lim IS NULL) OR (used <= lim)))"),
        ("check", "cap_used_check", "CHECK ((used >= 0))"),
        ("trigger", "event_stays", "event"),
        ("trigger", "event_remains", "event"),
        ("trigger", "events_remain", "event"),
        ("trigger", "attempt_remains", "attempt"),
        ("trigger", "attempts_remain", "attempt"),
        ("function", "refuse", _REFUSE),
    )
)
