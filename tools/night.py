"""Rehearse a night: hundreds of stories, three of them bad in three ways, and a host that fails at every 20th submit.

One run must make everything else and say what was not made; the next must go on without paying again, and a third must
send nothing. When what was bad is mended, one more run makes the rest: each clip was then paid for once. The host is
`storyc emulate` in its own process, and its book is the judge. `--stories N` (default 300), `--keep DIR`.
"""

from __future__ import annotations

import functools
import json
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tools.hosting import hosting

EVERY = 20
# What fails and is not billed is bought by the next run; after `504` nobody knows; the others end well.
FAULTS = ("failed", "502-billed", "504", "500-json", "cut-after-billing", "truncate", "429=0.1", "wrong-type")
REPORT = "night.json"
_FORGOTTEN, _TOO_LONG, _IN_THE_WAY = "Shot 2 [2-5s A gull.", "Shot 2 [2-7s] A gull.", b"somebody's own cut"
Call = Callable[..., int]
Book = Callable[[], dict[str, Any]]


def path(number: int) -> str:
    """Where a story lies."""
    return f"films/{number // 50:02}/pier-{number:03}.story"


def write(root: Path, count: int) -> None:
    """Write so many stories, three of them bad."""
    (root / "storyc.toml").write_text("", encoding="utf-8")
    for number in range(count):
        second = {1: _FORGOTTEN, 2: _TOO_LONG}.get(number, "Shot 2 [2-5s] A gull.")
        write_one(root, number, second)
    clip = root / "build/_rehearsal" / path(3).removesuffix(".story") / "01-clip.mp4"
    clip.parent.mkdir(parents=True)
    clip.write_bytes(_IN_THE_WAY)


def write_one(root: Path, number: int, second: str) -> None:
    """Write a story with this second shot."""
    place = root / path(number)
    place.parent.mkdir(parents=True, exist_ok=True)
    text = f"---\nduration: 5\n---\nA grey harbour.\nShot 1 [0-2s] The tide, seen from pier {number}.\n{second}\n"
    place.write_text(text, encoding="utf-8")


def mend(root: Path) -> None:
    """Mend the three bad stories."""
    for number in (1, 2):
        write_one(root, number, "Shot 2 [2-5s] A gull.")
    (root / "build/_rehearsal" / path(3).removesuffix(".story") / "01-clip.mp4").unlink()


def script(count: int, every: int = EVERY) -> list[str]:
    """What the host does at each submit of the first run."""
    found = ["none"] * (count - 3)
    kinds = [FAULTS[turn % len(FAULTS)] for turn in range(len(found) // every)]
    for turn, kind in enumerate(kinds):
        found[turn * every + every // 2] = kind
    return found


def play(root: Path, count: int, every: int, call: Call, book: Book) -> list[str]:
    """Play the night in a folder that was written: what went wrong, a phrase each.

    `call` is a build or another command with these words, `book` what the host has written down.
    """
    asked = Counter(script(count, every))
    failed, unknown = asked["failed"] + asked["500-json"], asked["504"]
    wrong: list[str] = []
    sent = charged = 0

    def expect(what: str, is_: object, right: object) -> None:
        if is_ != right:
            wrong.append(f"{what}: {is_!r} instead of {right!r}")

    def run(name: str, code: int, submits: int | None, charges: int, states: dict[str, int], faulty: int) -> None:
        nonlocal sent, charged
        expect(f"{name}: exit code", call("build", ".", *WORDS), code)
        found = book()
        if submits is not None:
            expect(f"{name}: submits", _submits(found) - sent, submits)
        expect(f"{name}: charges", len(found["charges"]) - charged, charges)
        sent, charged = _submits(found), len(found["charges"])
        report = json.loads((root / REPORT).read_text(encoding="utf-8"))
        expect(f"{name}: clips", dict(Counter(row["state"] for row in report["clips"])), states)
        expect(f"{name}: spent", report["total_usd"], 0.625 * states.get("done", 0))
        expect(f"{name}: stories with errors", len(report["stories"]), faulty)
        silent = [
            row["story"] for row in report["clips"] if row["state"] not in ("done", "cached") and not row["reason"]
        ]
        expect(f"{name}: clips without a reason", silent, [])

    good = count - 3
    made = good - failed - unknown
    states = {"done": made, "refused": 1, "failed": failed, "unknown": unknown}
    run("the night", 7, None, made, _some(states), 2)
    run("the next run", 7, failed, failed, _some({"done": failed, "cached": made, "refused": 1, "unknown": unknown}), 2)
    run("the third run", 7, 0, 0, _some({"cached": made + failed, "refused": 1, "unknown": unknown}), 2)
    mend(root)
    for id in _unknown(root):
        expect("resolve: exit code", call("ledger", "resolve", id, "--not-billed"), 0)
    rest = 3 + unknown
    run("the morning", 0, rest, rest, _some({"done": rest, "cached": good - unknown}), 0)
    run("the day after", 0, 0, 0, {"cached": count}, 0)
    expect("audit: exit code", call("ledger", "audit"), 0)
    expect("films", len(list((root / "build/_rehearsal/films").glob("*/pier-???.mp4"))), count)
    return wrong


WORDS = ("--provider", "segmind", "--yes", "--draft", "--report", REPORT)


def _some(states: dict[str, int]) -> dict[str, int]:
    return {state: number for state, number in states.items() if number}


def _submits(book: dict[str, Any]) -> int:
    return sum(request["submit"] is not None for request in book["requests"])


def _unknown(root: Path) -> list[str]:
    from storyboard.ledger import read_ledger

    ledger = read_ledger(root / ".storyc/rehearsal")
    assert ledger is not None
    try:
        return [attempt.id for attempt in ledger.attempts() if attempt.state == "unknown"]
    finally:
        ledger.close()


def storyc(words: list[str]) -> int:
    """The exit code of a command in this process that waits for the host no longer than a rehearsal needs."""
    from storyboard.cli import run
    from storyboard.production.purchase import offer
    from storyboard.production.purchase.records import Polling

    polling = functools.partial(Polling, lead=0.0, first=0.1, most=0.5, again=0.1, apart=0.0, looks=(0.1, 0.3, 0.5))
    setattr(offer, "Polling", polling)  # noqa: B010
    return run(words)


def main() -> None:
    """Play the night with processes, and say what came of it."""
    count = int(sys.argv[sys.argv.index("--stories") + 1]) if "--stories" in sys.argv else 300
    keep = Path(sys.argv[sys.argv.index("--keep") + 1]) if "--keep" in sys.argv else None
    with tempfile.TemporaryDirectory(prefix="storyc-night-") as made:
        root = keep or Path(made)
        root.mkdir(parents=True, exist_ok=True)
        write(root, count)
        (root / "faults.json").write_text(json.dumps(script(count)), encoding="utf-8")
        with hosting("v2", "--seconds", "0.05", "--script", str(root / "faults.json")) as environment:
            turns: list[int] = []

            def call(*words: str) -> int:
                start, turn = time.perf_counter(), len(turns)
                log = root / f"run-{turn}.log"
                with log.open("w", encoding="utf-8") as said:
                    done = subprocess.run(
                        [sys.executable, __file__, "--storyc", *words],
                        cwd=root, env=environment, stdout=subprocess.DEVNULL, stderr=said, check=False,
                    )  # fmt: skip
                turns.append(done.returncode)
                spent = time.perf_counter() - start
                last = log.read_text(encoding="utf-8").rstrip().rpartition("\n")[2]
                print(f"{' '.join(words[:2]):<15} {spent:>7.1f} s  exit {done.returncode:<3} {last[:100]}", flush=True)
                return done.returncode

            def book() -> dict[str, Any]:
                with urllib.request.urlopen(f"{environment['STORYC_SEGMIND_BASE_URL']}/emulator/book") as answer:
                    found: dict[str, Any] = json.load(answer)
                    return found

            wrong = play(root, count, EVERY, call, book)
            paid = len(book()["charges"])
    print("\n".join(f"wrong: {phrase}" for phrase in wrong) or f"{count} stories, {paid} clips paid for, none twice")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--storyc"]:
        sys.exit(storyc(sys.argv[2:]))
    main()
