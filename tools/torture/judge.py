"""What the host's book and the ledger say of a project: each charge is published or listed as unknown, or lost."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec

from storyboard.ledger import Attempt, read_ledger
from tools.torture.warm import PRICE, Host, Root, ended, fork, run_words

# The sum of those is what breaks a promise.
BROKEN = ("twice", "lost", "over", "tracebacks", "broken")
COUNTS = ("runs", "kills", "clips", "charges", "twice", "lost", "unknown", "over", "tracebacks", "broken")


class Tally(msgspec.Struct, frozen=True):
    """What runs came to. `lost` are charges neither published nor listed, `broken` other promises, told in `notes`."""

    runs: int = 0
    kills: int = 0
    clips: int = 0
    charges: int = 0
    twice: int = 0
    lost: int = 0
    unknown: int = 0
    over: int = 0
    tracebacks: int = 0
    broken: int = 0
    notes: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        """Whether every promise held."""
        return not any(getattr(self, name) for name in BROKEN)


def total(tallies: Iterable[Tally]) -> Tally:
    """The sums of tallies, with the first few notes."""
    sums, notes = Counter[str](), list[str]()
    for tally in tallies:
        for name in COUNTS:
            sums[name] += getattr(tally, name)
        notes += tally.notes
    return Tally(**{name: sums[name] for name in COUNTS}, notes=tuple(notes))


def wrong(what: str, **counts: int) -> Tally:
    """A tally of a promise that does not hold."""
    return Tally(**(counts or {"broken": 1}), notes=(what,))


def judge(
    root: Root, host: Host, where: str, *, kills: int = 0, clips: int = 2, cap: int | None = None, held: bool = False
) -> Tally:
    """What became of one project whose builds have all ended; `held` is whether a job may be left that is listed."""
    book = host.book(root.key)
    attempts = attempts_of(root)
    published = {each.request_id for each in attempts if each.state == "published" and _lies(root, each)}
    if held:
        published |= {each.request_id for each in attempts if each.state == "accepted" and each.held}
    unknown = [each for each in attempts if each.state == "unknown"]
    charges = Counter[int](charge["seed"] for charge in book["charges"])
    lost = [
        charge
        for charge in book["charges"]
        if charge["request_id"] not in published and charge["seed"] not in {each.seed for each in unknown}
    ]
    notes = [*_audit(root), *_litter(root), *_keys(root), *_listed(root, unknown)]
    said = root.said
    tracebacks = said.count("Traceback") + said.count("bug: ")
    found = Tally(
        runs=1,
        kills=kills,
        clips=clips,
        charges=len(book["charges"]),
        twice=sum(count - 1 for count in charges.values()),
        lost=len(lost),
        unknown=len(unknown),
        over=int(len(book["charges"]) * PRICE > (clips * PRICE if cap is None else cap)),
        tracebacks=tracebacks,
        broken=len(notes),
        notes=tuple(f"{where}: {note}" for note in notes),
    )
    if not found.good:
        states = ", ".join(f"{each.id} {each.state} seed {each.seed} ({each.note})" for each in attempts)
        last = said[said.index("Traceback") if "Traceback" in said else 0 :].strip().splitlines()[-30:]
        told = f"{where}: twice {found.twice}, lost {found.lost}, over {found.over}, {tracebacks} tracebacks; {states}"
        found = msgspec.structs.replace(found, notes=(*found.notes, told, *(f"    {line}" for line in last)))
    return found


def states(root: Root) -> list[str]:
    """The state of each attempt that is not void, the oldest first."""
    return [each.state for each in attempts_of(root) if each.state != "void"]


def attempts_of(root: Root) -> tuple[Attempt, ...]:
    """What the books of a root hold, the oldest first; nothing where there are none."""
    return attempts_in(root.books)


def attempts_in(books: Path) -> tuple[Attempt, ...]:
    """What the books in a folder hold, the oldest first; nothing where there are none."""
    ledger = read_ledger(books)
    if ledger is None:
        return ()
    with closing(ledger):
        return ledger.attempts()


def _lies(root: Root, attempt: Attempt) -> bool:
    """Whether a clip lies where the ledger says, and in the store, as it came."""
    places = (root.path / (attempt.path or "-"), root.books / "store" / (attempt.sha256 or "-"))
    return all(each.is_file() and hashlib.sha256(each.read_bytes()).hexdigest() == attempt.sha256 for each in places)


def _audit(root: Root) -> list[str]:
    ledger = read_ledger(root.books)
    if ledger is None:
        return []
    try:
        return [f"audit: {each}" for each in ledger.audit()]
    finally:
        ledger.close()


def _litter(root: Root) -> list[str]:
    """What a build that ended has left lying about."""
    parts = [*root.path.rglob(".storyc-*"), *root.books.glob("store/tmp/*")]
    owners = list(root.books.glob("owners/*"))
    return [f"left behind: {each.relative_to(root.path)}" for each in [*parts, *owners]]


def _keys(root: Root) -> list[str]:
    """Where the key, or something that looks like one, was written."""
    like = re.compile(rb"SG_[0-9a-fA-F]{16}")
    files = (each for each in root.path.parent.rglob("*") if each.is_file() and each.suffix != ".mp4")
    return [f"a key in {each.name}" for each in files if like.search(each.read_bytes())]


def _listed(root: Root, unknown: list[Attempt]) -> list[str]:
    """What is unknown but is not on the list that a person sees."""
    if not unknown:
        return []
    out = root.path.parent / "list.json"
    words = ["ledger", "list", "--format", "json", "-o", str(out)]
    code = ended(fork(lambda: run_words(root, words)))
    rows: list[dict[str, Any]] = json.loads(out.read_bytes()) if code == 0 else []
    listed = {row["id"] for row in rows if row["state"] == "unknown"}
    return [f"unknown attempt {each.id} is not listed" for each in unknown if each.id not in listed]


def settle(root: Root, host: Host, *, tries: int = 6) -> tuple[list[int], str]:
    """The exit codes of builds until one ends with 0 or 7, and what is wrong where none does."""
    from tools.torture.warm import run_build

    codes: list[int] = []
    for _ in range(tries):
        codes.append(ended(fork(lambda: run_build(root))))
        if codes[-1] in (0, 7):
            return codes, ""
    return codes, f"builds after it ended with {', '.join(map(str, codes))}"
