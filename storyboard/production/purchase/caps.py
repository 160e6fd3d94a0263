"""The caps of a run: which of them its plan would pass, over all its projects, and which each project buys under."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from storyboard.ledger.records import Caps, NoRoom
from storyboard.production import plan
from storyboard.production.plan import BOUGHT
from storyboard.production.purchase.offer import Consent, Objection, ProjectBooks
from storyboard.production.purchase.records import room_said
from storyboard.timing import money


def caps_of(opened: Sequence[ProjectBooks], consent: Consent) -> dict[Path, Caps]:
    """The caps that each project of a run buys under, by its root; what was agreed to is one too.

    A run has one count in each ledger, however many projects share it, and so it has one cap there.
    """
    named = [cap for cap in (consent.most, _strictest(opened)[0]) if cap is not None]
    caps: dict[Path, Caps] = {}
    for sharing in _by_ledger(opened):
        run = min([*named, _total(sharing)])
        for books in sharing:
            own = books.config.caps
            caps[books.root] = Caps(run=run, day=own.day, month=own.month, clips=own.clips)
    return caps


def over_caps(opened: Sequence[ProjectBooks], consent: Consent) -> Iterator[Objection]:
    """The caps that the plan would pass, which refuse the whole run. Raises LedgerTrouble."""
    full = [sharing for sharing in _by_ledger(opened) if _full(sharing) is not None]
    for sharing in full:
        # Another build may have reserved since the plan was made, and what it makes is not wanted twice.
        for books in sharing:
            books.read_less()
    total = _total(opened)
    if consent.most is not None and total > consent.most:
        why = f"{money(total)} USD would be spent, and `--max-cost` is {money(consent.most)}"
        yield Objection("cap", (why,))
    limit, strictest = _strictest(opened)
    if limit is not None and strictest is not None and total > limit:
        yield _passed(strictest, NoRoom("run", limit, 0, total))
    for sharing in full:
        passed = _full(sharing)
        if passed is not None:
            yield _passed(*passed)


def _total(opened: Iterable[ProjectBooks]) -> int:
    """What projects spend together, in micro-dollars."""
    return plan.spending(books.planned for books in opened)


def _by_ledger(opened: Iterable[ProjectBooks]) -> list[list[ProjectBooks]]:
    """The projects that share a ledger, which counts what they spend together."""
    sharing: dict[str, list[ProjectBooks]] = {}
    for books in opened:
        sharing.setdefault(books.ledger.id, []).append(books)
    return list(sharing.values())


def _strictest(opened: Iterable[ProjectBooks]) -> tuple[int | None, ProjectBooks | None]:
    """The lowest cap for a run of the projects that something is bought for, and the one that has it."""
    caps = [(books.config.caps.run, books) for books in opened if books.total]
    return min(((cap, books) for cap, books in caps if cap is not None), key=lambda pair: pair[0], default=(None, None))


def _full(sharing: Iterable[ProjectBooks]) -> tuple[ProjectBooks, NoRoom] | None:
    """The first project whose caps of a ledger have no room once those before it are built, and which cap that is."""
    wanted, operations = 0, set[str]()
    for books in sharing:
        for row in books.rows:
            if row.state in BOUGHT and row.request.sha256 not in operations:
                operations.add(row.request.sha256)
                wanted += row.request.price
        own = books.config.caps
        caps = Caps(day=own.day, month=own.month, clips=own.clips)
        room = books.ledger.room(wanted, len(operations), caps) if books.total else None
        if room is not None:
            return books, room
    return None


def _passed(books: ProjectBooks, room: NoRoom) -> Objection:
    """A cap that would be passed, and where it is set."""
    if room.of_books:
        scope = f" --scope {room.buyer}" if room.buyer else ""
        help = f"have it raised by `storyc ledger caps{scope}`, or build less with `--only`"
        return Objection("cap", (room_said(room),), help)
    origin = books.config.origins[f"caps.{room.scope}"]
    cap = origin if origin.startswith("STORYC_") else f"`caps.{room.scope}`"
    return Objection("cap", (f"{room_said(room)} ({origin})",), f"raise {cap}, or build less with `--only`")
