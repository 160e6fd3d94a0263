"""The statements that read and change a ledger, one table for every database; a dialect has what these say otherwise.

Values are named as `:name`. Truth is 0 or 1, a list of texts is a text of JSON, and a value that may be NULL says its
type where nothing beside it does.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from storyboard.ledger import chain
from storyboard.ledger.records import Attempt, Standing
from storyboard.ledger.steps import DOUBTED, INHERITED, KEPT

# What is not over yet. The words are repeated in an index, which serves only those who say them exactly so.
OPEN = "state NOT IN ('published', 'void')"
OVERRUN = "spent > price AND price > 0"  # what another machine has paid for has no price here
BROUGHT = f"state IN {KEPT}"  # SQL writes such a tuple as Python does

COLUMNS = ", ".join(Attempt.__struct_fields__)
_STANDING = ", ".join(f"attempt.{name}" for name in Standing.__struct_fields__)
_CHAINED = "state, held, spent, owner, request_id, sha256, path, counts, events, head, cost_known, note"

# What an extract of the books means. The stories of a folder are those between its name with `/` and with what follows
# that in ASCII.
_PARTS = {
    "since": "created >= :since",
    "until": "created < :until",
    "story": "(story = :story OR story >= :story || '/' AND story < :story || '0')",
    # What is recorded is counted and lies in the store, whether anybody still means it or not.
    "unsettled": f"{OPEN} AND state <> 'recorded'",
}
_COMMON = {
    "story": "story",
    "variant": "variant",
    "day": "substr(created, 1, 10)",
    "month": "substr(created, 1, 7)",
    "model": "profile",
    "run": "run",
    # As `steps.told_state` has it.
    "state": f"""CASE WHEN state = 'accepted' AND substr(note, 1, {len(DOUBTED)}) = '{DOUBTED}' THEN 'unknown'
        ELSE state END""",
}
# What is asked for: rehearsals alone, or all else; with NULL everything.
_MEANT = "(CAST(:rehearsal AS INTEGER) IS NULL OR rehearsal = :rehearsal)"
# A job of ours, at one place; those of old ledgers have none, and may be anywhere.
_SIDE = "rehearsal = :rehearsal"
_HERE = f"{_SIDE} AND (:place = '' OR place IN (:place, ''))"


# The counters of an attempt, in the order in which they are taken; it may have no run, and no buyer.
COUNTERS = ("run", "day", "month", "clips", "own_day", "own_month", "own_clips")


class Dialect(msgspec.Struct, frozen=True):
    """What databases say differently.

    `by` is how a statement names the index that it must go by, where it can, `among` that a column's value is one of a
    list of texts, which is named, and `locked` how rows are kept as they were read until the transaction ends.
    """

    by: str
    among: str
    locked: str


class Statements:
    """All statements of a ledger in a dialect, by what they are for."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        # Found by the index that keeps a second one out, not by one that the planner likes better.
        live = f"{self._by('one_live_attempt')}WHERE state <> 'void'"
        by_operation = f"{self._by('of_operation')}WHERE {self._among('op', 'ops')}"

        # Reserving.
        self.live_of_op = _select(f"{live} AND op = :op AND {_SIDE}")
        self.counter = "INSERT INTO cap (scope) VALUES (:scope) ON CONFLICT DO NOTHING"
        self.tried = f"SELECT 1 FROM attempt {self._by('of_operation')}WHERE op = :op LIMIT 1"
        counters = ", ".join(
            f"(CAST(:{name} AS TEXT), CAST(:{name}_lim AS BIGINT), CAST(:{name}_more AS BIGINT))" for name in COUNTERS
        )
        self.take = f"""INSERT INTO cap (scope, lim, used)
            SELECT column1, column2, column3 FROM (VALUES {counters}) AS wanted
            WHERE column1 IS NOT NULL AND (column2 IS NULL OR column3 <= column2)
            ON CONFLICT (scope) DO UPDATE SET lim = excluded.lim, used = cap.used + excluded.used
            WHERE excluded.lim IS NULL OR cap.used + excluded.used <= excluded.lim"""
        self.used = "SELECT used FROM cap WHERE scope = :scope"
        self.insert = """INSERT INTO attempt (id, op, run, owner, story, clip, title, slug, variant, take, profile,
            seed, request, seconds, state, price, held, spent, created, place, rehearsal, buyer, look, consent, counts,
            events, head) VALUES (:id, :op, :run, :owner, :story, :clip, :title, :slug, :variant, :take, :profile,
            :seed, :request, :seconds, 'reserved', :price, :price, 0, :created, :place, :rehearsal, :buyer, :look,
            :consent, :counts, 1, :head) ON CONFLICT DO NOTHING"""

        # Changing. What was paid is counted even past a cap, which is then moved up to it.
        self.row = f"""SELECT id, state, owner, run, created, price, held, spent, sha256, place, rehearsal, buyer,
            counts, events, head FROM attempt WHERE id = :id{dialect.locked}"""
        self.change = """UPDATE attempt SET state = :state, owner = :owner, held = :held, spent = :spent,
            counts = :counts, note = :note, events = :number, head = :hash, sent = coalesce(:sent, sent),
            request_id = coalesce(:request_id, request_id), sha256 = coalesce(:sha256, sha256),
            size = coalesce(:size, size), path = coalesce(:path, path), took = coalesce(:took, took),
            look = coalesce(:look, look), off_spec = CASE WHEN :looked = 1 THEN :off_spec ELSE off_spec END,
            agreed = coalesce(:agreed, agreed), cost_known = coalesce(:cost_known, cost_known)
            WHERE id = :id AND state = :before AND owner = :was AND head = :previous"""
        self.change_named = f"""{self.change} AND NOT EXISTS (SELECT 1 FROM attempt AS other
            WHERE other.request_id = :request_id AND other.id <> :id AND other.rehearsal = :rehearsal
            AND (:place = '' OR other.place IN (:place, '')))"""
        self.move = """UPDATE cap SET used = used + :more,
            lim = CASE WHEN lim IS NOT NULL AND used + :more > lim THEN used + :more ELSE lim END
            WHERE scope = :scope"""
        self.event = """INSERT INTO event (attempt, number, before, after, at, note, price, held, spent, hash)
            VALUES (:attempt, :number, :before, :after, :at, :note, :price, :held, :spent, :hash)"""
        self.known_as = f"SELECT id FROM attempt WHERE request_id = :request_id AND {_HERE}"
        self.live_as = f"{self.known_as} AND state <> 'void'"

        # Owners, of whom each is of one side. What they hold counts against the caps of all its places, so all of it is
        # settled; what runs is left to those who can ask about it.
        self.others = f"SELECT DISTINCT owner FROM attempt WHERE {OPEN} AND owner <> :owner AND owner <> '' AND {_SIDE}"
        self.left = f"""SELECT id, state FROM attempt WHERE {OPEN} AND owner = :owner
            ORDER BY number{dialect.locked}"""
        self.inherit = f"""UPDATE attempt SET owner = :mine
            WHERE {OPEN} AND owner = :owner AND state IN {INHERITED} AND {_HERE}"""
        self.inherit_one = "UPDATE attempt SET owner = :mine WHERE id = :id AND owner = :owner"
        self.ours = _select(f"WHERE {OPEN} AND owner IN (:owner, '') AND {_HERE} ORDER BY number")

        # What was sent and is not in the books whole, and of what waits for the fleet the first few.
        waits = f"state = 'reserved' AND owner = :fleet AND {_HERE}"
        self.under_way = _select(
            f"""WHERE {OPEN} AND {_HERE} AND (state NOT IN ('reserved', 'recorded') OR number IN
                (SELECT number FROM attempt WHERE {waits} ORDER BY number LIMIT :most)) ORDER BY number"""
        )

        # Reading.
        self.unsent = f"SELECT coalesce(sum(held), 0) FROM attempt WHERE {OPEN} AND state = 'reserved' AND {_HERE}"
        self.live_of_ops = _select(f"{live} AND {_MEANT} AND {self._among('op', 'ops')}")
        self.all = _select(f"WHERE {_MEANT} ORDER BY number")
        self.gone = _select(f"{by_operation} AND {_MEANT} AND state = 'void' AND spent > 0 ORDER BY number")
        # The plus keeps a planner from reading all rows only because they lie in order.
        self.since = _select(f"WHERE created >= :since AND {_MEANT} ORDER BY +number")
        self.last_sent = f"SELECT sent FROM attempt WHERE sent IS NOT NULL AND {_MEANT} ORDER BY sent DESC LIMIT 1"
        self.sent_since = _select(f"WHERE sent >= :since AND {_MEANT} ORDER BY +number")
        self.latest = f"""SELECT id, op, story, clip, variant, take FROM attempt WHERE number IN
            (SELECT max(number) FROM attempt
                WHERE {BROUGHT} AND {_MEANT} AND {self._among("story", "stories")}
                GROUP BY story, clip, variant, take)"""
        self.of_ids = _select(f"WHERE {self._among('id', 'ids')}")
        # A job that failed, or whose clip has not come, holds what was charged for it; what holds is not over.
        dear = f"{self._by('open_attempt')}WHERE {OPEN} AND price > 0 AND held + spent > price"
        self.overruns = _select(
            f"""WHERE number IN (SELECT number FROM attempt WHERE {OVERRUN}
                UNION SELECT number FROM attempt {dear}) AND {_MEANT} ORDER BY number"""
        )
        self.one = _select("WHERE id >= :start AND id < :start || '{' LIMIT 2")
        self.events = """SELECT attempt, number, before, after, at, note, price, held, spent, hash
            FROM event WHERE attempt = :attempt ORDER BY number"""
        self.request_ids = f"SELECT request_id FROM attempt WHERE request_id IS NOT NULL AND {_HERE}"
        self.serve = "INSERT INTO about VALUES ('root ' || :root, '') ON CONFLICT DO NOTHING"
        self.roots = "SELECT substr(key, 6) FROM about WHERE substr(key, 1, 5) = 'root ' ORDER BY key"
        self.about = "SELECT value FROM about WHERE key = :key"
        self.named = _select(f"WHERE {self._among('request_id', 'ids')} AND {_HERE} ORDER BY number")
        self.took = f"""SELECT took FROM attempt WHERE profile = :profile AND took IS NOT NULL AND {_MEANT}
            ORDER BY number DESC LIMIT 50"""

        # What is held against each other.
        chained = f"SELECT {', '.join(chain.FIXED)}, {_CHAINED} FROM attempt"
        event = "SELECT attempt, number, before, after, at, note, price, held, spent, hash FROM event"
        self.chained = f"{chained} ORDER BY id"
        self.links = f"{event} WHERE attempt = :attempt ORDER BY number"
        self.chained_of_ops = f"{chained} {by_operation} ORDER BY number"
        self.links_of_ops = f"{event} WHERE attempt IN (SELECT id FROM attempt {by_operation}) ORDER BY number"
        self.sides_of_ops = f"SELECT id, rehearsal FROM attempt {by_operation} AND state <> 'void'"
        # What a look needs: the rows, and whether each lives and is as its last event says. The other index, where it
        # can be asked, has the numbers of those that live, and no row is read for them.
        self.standing = f"""SELECT {_STANDING}, attempt.number,
            CASE WHEN state <> 'void' AND {_MEANT} THEN 1 ELSE 0 END,
            CASE WHEN event.number = attempt.events AND event.hash = head AND event.after = state
                AND event.held = attempt.held AND event.spent = attempt.spent THEN 1 ELSE 0 END
            FROM attempt {self._by("of_operation")}
            LEFT JOIN event ON event.attempt = attempt.id AND event.number >= attempt.events
            WHERE {self._among("op", "ops")}"""
        numbers = f"SELECT number FROM attempt {live} AND {_MEANT} AND {self._among('op', 'ops')}"
        self.live_numbers = (numbers,) if dialect.by else ()
        self.strays = """SELECT DISTINCT attempt FROM event WHERE attempt NOT IN (SELECT id FROM attempt)
            ORDER BY attempt"""
        self.twice = """SELECT op, count(*) FROM attempt WHERE state <> 'void'
            GROUP BY op, rehearsal HAVING count(*) > 1 ORDER BY op"""
        self.sums = "SELECT run, created, rehearsal, buyer, coalesce(held + spent, 0), counts FROM attempt"
        self.counters = "SELECT scope, used FROM cap"

    def meant(self, parts: Sequence[str]) -> str:
        """What reads the attempts of an extract that names these of its parts."""
        where = " AND ".join([_MEANT, *(_PARTS[part] for part in parts)])
        return _select(f"WHERE {where} ORDER BY {'+number' if parts else 'number'}")

    def summed(self, parts: Sequence[str], by: Sequence[str]) -> str:
        """What sums the attempts of an extract by what they have in common, states as they are first met."""
        where = " AND ".join([_MEANT, *(_PARTS[part] for part in parts)])
        columns = "".join(f", {_COMMON[name]}" for name in by)
        order = "min(number)" if list(by) == ["state"] else f"rehearsal{columns}"
        return f"""SELECT rehearsal, count(*), sum(held), sum(spent){columns} FROM attempt WHERE {where}
            GROUP BY rehearsal{columns} ORDER BY {order}"""

    def _by(self, index: str) -> str:
        return self._dialect.by.format(index)

    def _among(self, column: str, name: str) -> str:
        return self._dialect.among.format(column, name)


def _select(rest: str) -> str:
    return f"SELECT {COLUMNS} FROM attempt {rest}"
