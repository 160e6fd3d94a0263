"""Measure the installed storyc beside its peers, print Markdown and write JSON.

`python -m tools.bench [--only KIND] [--turns N] [--quick] [--write]`: `--only` (more than once) measures these kinds
alone and keeps the others' last results; `--turns` says how often each command is run; `--quick` shows that all runs,
with figures that mean nothing; `--write` writes docs/bench.md.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import msgspec

from storyboard.system.signals import heeding
from tools.bench.page import page, table
from tools.bench.places import Places, installed, machine, revision
from tools.bench.records import Results, Section, Taken
from tools.supply.lock import ROOT

KINDS = ("startup", "compiling", "editing", "idle", "film", "paid", "ledger", "cycles")
WORK = ROOT / "build" / "bench"
RESULTS = WORK / "results.json"


def main() -> None:
    """Measure what is asked for, one kind after the other, and tell of each as it is known."""
    given = _arguments()
    WORK.mkdir(parents=True, exist_ok=True)
    with heeding(), tempfile.TemporaryDirectory(prefix="storyc-bench-") as folder:
        results = _measured(given, installed(WORK, Path(folder).resolve()))
    if given.write:
        (ROOT / "docs" / "bench.md").write_text(page(results), encoding="utf-8", newline="\n")


def _measured(given: argparse.Namespace, places: Places) -> Results:
    results = _kept()
    for kind in given.only or KINDS:
        module = import_module(f"tools.bench.{kind}")
        turns: int = given.turns or (1 if given.quick else module.TURNS)
        where = machine()
        section: Section = module.measure(places, turns, given.quick)
        print("\n".join([f"## {section.title}", "", *table(section), ""]), flush=True)
        date = f"{datetime.now(UTC):%Y-%m-%d}"
        taken = Taken(section, date, turns, revision(), where, places.versions)
        # The kinds keep their order, whichever was measured last.
        kinds = {**results.kinds, kind: taken}
        results = Results({name: kinds[name] for name in KINDS if name in kinds})
        if not given.quick:
            RESULTS.write_bytes(msgspec.json.format(msgspec.json.encode(results), indent=1))
    return results


def _kept() -> Results:
    """The results of earlier runs; a file of another form holds none."""
    try:
        return msgspec.json.decode(RESULTS.read_bytes(), type=Results)
    except (FileNotFoundError, msgspec.MsgspecError):
        return Results()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.bench", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--only", action="append", choices=KINDS)
    parser.add_argument("--turns", type=int)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    if given.quick and given.write:
        sys.exit("docs/bench.md holds no figures of --quick: leave one of the two out")
    return given


if __name__ == "__main__":
    main()
