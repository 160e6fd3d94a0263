"""The compiler inside one process: what each stage costs a shot as stories grow, and what a prompt costs a clip."""

from __future__ import annotations

import json
from typing import Any

from tools.bench.places import Places
from tools.bench.records import Row, Section
from tools.bench.timing import Command, run

TITLE = "Compiling"
TURNS = 5  # the longer stories take fewer
_ABOUT = (
    "Microseconds of the processor a shot, the least of some runs, for stories of clips of five shots; the last column "
    "compares the longest story with the shortest. Rendering is that of a clip of five shots of three lines, its views "
    "and its map back to the source counted; bare Jinja renders ready strings by the same template, in a sandbox."
)
_SIZES = (1_000, 10_000, 100_000)
_GROWTH = "× from first to last"
_ALL = "compile, all of it"


def measure(places: Places, turns: int, quick: bool) -> Section:
    """A row for each stage and form of a story, and those of rendering."""
    folder = places.folder("compiling")
    sizes = [(count // 100 if quick else count, max(1, turns >> place)) for place, count in enumerate(_SIZES)]
    words, environment = places.inside("compiling", *(f"{count}:{times}" for count, times in sizes), home=folder)
    seen: dict[str, Any] = json.loads(run(Command(words, folder, environment)).said)
    columns = {count: f"{count:,} shots" for count, _ in sizes}
    rows: list[Row] = []
    for form, by_size in seen["shots"].items():
        for stage in next(iter(by_size.values())):
            costs = {columns[count]: by_size[str(count)][stage] for count in columns}
            first, *_, last = costs.values()
            targets = {}
            if stage == _ALL and form == "one line":
                targets = {**dict.fromkeys(costs, 60.0), _GROWTH: 1.4}
            rows.append(Row(f"{stage}, {form} a shot", {**costs, _GROWTH: last / first}, targets))
    rows.append(Row("render", {"a clip": seen["clip"]["storyc"]}, {"a clip": 100}))
    rows.append(Row("bare Jinja", {"a clip": seen["clip"]["bare Jinja"]}))
    return Section(TITLE, _ABOUT, rows)
