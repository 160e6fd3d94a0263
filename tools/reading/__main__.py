"""Measure how texts are read and print the figures; the exit code is always 0, for the table is the result.

`python -m tools.reading [--check | --import] [--quick] [--texts FILE] [--only NOTATION] [--show N] [--json FILE]
[--docs] [--splices N] [--time] [--seed N] [--jobs N]`
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import msgspec

from tools.reading import bombs
from tools.reading.choosing import chosen
from tools.reading.filling import made
from tools.reading.loading import given, own, traps
from tools.reading.page import PAGE, page
from tools.reading.records import Judged, Text
from tools.reading.scoring import MODES, judge
from tools.reading.splices import smaller, splices, violates
from tools.reading.tables import GROUPS, alarms, differences, failures, printed, row, rows

_CHUNK = 32
_SHOWN = 20  # violations that are printed


def main(words: Sequence[str] | None = None) -> None:
    """Do what the arguments ask for."""
    options = _arguments(words)
    if options.time:
        for line in bombs.lines():
            print(line, flush=True)
        return
    since = time.monotonic()
    if options.splices:
        _splice(options.splices, options.seed, options.jobs)
    else:
        modes = ("check",) if options.check else ("import",) if options.import_ else MODES
        texts = given(options.texts) if options.texts else chosen(quick=options.quick, seed=options.seed)
        judged = _judged([text for text in texts if _named(text, options.only)], modes, options.jobs)
        _print(judged, modes, options.show, everything=options.all)
        if options.json:
            options.json.write_bytes(msgspec.json.encode(judged) + b"\n")
        if options.docs:
            PAGE.write_text(page(judged), encoding="utf-8", newline="\n")
    print(f"{time.monotonic() - since:.0f} s")


class _Options(argparse.Namespace):
    check: bool
    import_: bool
    quick: bool
    all: bool
    docs: bool
    time: bool
    texts: Path | None
    json: Path | None
    only: str
    show: int
    splices: int
    seed: int
    jobs: int


def _arguments(words: Sequence[str] | None) -> _Options:
    parser = argparse.ArgumentParser(prog="reading")
    modes = parser.add_mutually_exclusive_group()
    modes.add_argument("--check", action="store_true", help="only as a .story")
    modes.add_argument("--import", dest="import_", action="store_true", help="only by import")
    parser.add_argument("--quick", action="store_true", help="about 900 texts that chance chooses")
    parser.add_argument("--texts", type=Path, help="a file of truths, JSON lines, instead of our own texts")
    parser.add_argument("--only", default="", help="texts whose notation, language, group or id has this in it")
    parser.add_argument("--show", type=int, default=0, help="print so many texts that are read wrongly")
    parser.add_argument("--all", action="store_true", help="print the rows too that are all exact")
    parser.add_argument("--json", type=Path, help="write each text with its verdicts")
    parser.add_argument("--docs", action="store_true", help="write docs/reading.md")
    parser.add_argument("--splices", type=int, default=0, help="hold check beside import on so many splices")
    parser.add_argument("--time", action="store_true", help="seconds of CPU for long texts and usual ones")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args(words, namespace=_Options())
    if options.docs and (options.check or options.import_ or options.quick or options.texts or options.only):
        parser.error("--docs takes all texts in both modes")
    return options


def _named(text: Text, only: str) -> bool:
    return any(only in name for name in (text.notation, text.row, text.language, text.group, text.id))


def _judged(texts: list[Text], modes: tuple[str, ...], jobs: int) -> list[Judged]:
    one = partial(judge, modes=modes)
    if jobs == 1:
        return list(map(one, texts))
    with multiprocessing.get_context("spawn").Pool(jobs) as pool:
        return list(pool.imap(one, texts, chunksize=_CHUNK))


def _print(judged: list[Judged], modes: tuple[str, ...], show: int, *, everything: bool) -> None:
    groups = {group: [each for each in judged if each.text.group == group] for group in GROUPS}
    for name, listed in groups.items():
        if not listed:
            continue
        lines = rows(listed, lambda each: each.text.row, modes)
        kept = [line for line in lines if everything or not line.clean]
        print(printed([*kept, row("all", listed, modes)], modes, GROUPS[name]))
        if len(kept) < len(lines):
            print(f"and {len(lines) - len(kept)} rows that are read exactly")
        print()
    languages = rows(
        [each for each in judged if each.text.group in ("own", "made", "given")], lambda each: each.text.language, modes
    )
    total = [row(GROUPS[name], listed, modes) for name, listed in groups.items() if listed]
    print(printed(languages, modes, "language"), "", printed(total, modes, ""), "", sep="\n")
    if codes := alarms(judged):
        print("false alarms:", ", ".join(f"{code} {count}" for code, count in codes.most_common()))
    if len(modes) > 1:
        print(*differences(judged, show), sep="\n")
    for mode in modes:
        for line in failures(judged, mode, show):
            print(line)


def _splice(count: int, seed: int, jobs: int) -> None:
    texts = [text.text for text in (*own(), *made(), *traps())]
    made_up = list(splices(texts, count, seed))
    with multiprocessing.get_context("spawn").Pool(jobs) as pool:
        held = pool.imap(violates, made_up, chunksize=_CHUNK)
        bad = [text for text, violated in zip(made_up, held, strict=True) if violated]
        least = pool.map(smaller, bad[:_SHOWN], chunksize=1)
    for text in least:
        print(f"{text!r}")
    print(f"import read marks without a question that check neither read nor reported: {len(bad)} of {count} splices")


if __name__ == "__main__":
    main()
