"""Paid clips, 64 at once, beside a plain downloader that keeps no books, from a host in a process of its own."""

from __future__ import annotations

import json
import statistics

from tools.bench.places import Places
from tools.bench.records import Row, Section
from tools.bench.timing import Command, run
from tools.hosting import hosting

TITLE = "Paid clips"
TURNS = 3
_SECONDS, _MEGABYTES = 2.0, 5.0
_ABOUT = (
    f"64 clips at once from the emulator, each {_SECONDS:g} s in the making and {_MEGABYTES:g} MB, since the first "
    "request was begun. The peer posts as many requests from as many threads and writes what comes into files: no "
    "books, no checks."
)
_NAMES = {"peer": "requests and threads", "storyc": "storyc build"}
_TARGETS = {"last byte × making": 1.25, "recorded × making": 1.75, "MB a clip": 0.6}


def measure(places: Places, turns: int, quick: bool) -> Section:
    """The rows of both."""
    folder = places.folder("paid")
    seen: dict[str, list[dict[str, float]]] = {"peer": [], "storyc": []}
    with hosting("v1", "--seconds", f"{_SECONDS:g}", "--clip-mb", f"{_MEGABYTES:g}") as host:
        address = {name: value for name, value in host.items() if name.startswith(("STORYC_", "SEGMIND_"))}
        # The host makes its clip for the first request, which is not measured.
        for number, who in enumerate(["peer", *(["peer", "storyc"] * turns)]):
            place = folder / f"{number}-{who}"
            place.mkdir()
            words, inside = places.inside("paying", who, home=folder / "home")
            told = json.loads(run(Command(words, place, {**inside, **address})).said.splitlines()[-1])
            if number:
                seen[who].append(told)
    return Section(TITLE, _ABOUT, [_row(who, runs) for who, runs in seen.items()])


def _row(who: str, runs: list[dict[str, float]]) -> Row:
    last_byte, recorded, mb = (
        statistics.median(one_run[key] for one_run in runs) for key in ("last_byte", "last", "mb")
    )
    values = {
        "last byte s": last_byte,
        "last byte × making": last_byte / _SECONDS,
        "recorded s": recorded,
        "recorded × making": recorded / _SECONDS,
        "MB a clip": mb,
    }
    return Row(_NAMES[who], values, _TARGETS if who == "storyc" else {})
