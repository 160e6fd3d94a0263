"""Commands as their user runs them, whole processes, beside a bare interpreter and peers on files as long."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path

from tools.bench.places import Places
from tools.bench.records import Row, Section
from tools.bench.stories import module, screenplay, story
from tools.bench.timing import Command, figures, in_turns, ratio, run

TITLE = "One file"
TURNS = 15
_ABOUT = (
    "A story of 40 shots, a line each; black, ruff and screenplain get 40 lines. A changed story is another text "
    "before each run; where its caches are empty, storyc finds no folder of them either."
)
_PASS, _BLACK = "× pass", "× black"
_TARGETS: dict[str, dict[str, float]] = {
    "storyc --version": {_PASS: 2.5},
    "storyc --help": {_PASS: 2.5},
    "storyc check, unchanged": {_PASS: 2, _BLACK: 0.25},
    "storyc check, changed": {_PASS: 8},
    "storyc check, changed, empty caches": {_PASS: 8},
    "storyc render, changed": {_PASS: 8},
}
# What was written a moment ago is looked at more closely: a record of it proves less.
SETTLED = 2.5


def measure(places: Places, turns: int, quick: bool) -> Section:
    """The rows of each command."""
    commands = _commands(places)
    for command in commands.values():
        run(command)
    time.sleep(SETTLED)
    run(commands["storyc check, unchanged"])
    taken = in_turns(commands, turns)
    rows: list[Row] = []
    for name, runs in taken.items():
        ratios = {_PASS: ratio(runs, taken["python -c pass"])}
        if name.startswith("storyc check"):
            ratios[_BLACK] = ratio(runs, taken["black --check, its cache warm"])
        rows.append(Row(name, {**figures(runs), **ratios}, _TARGETS.get(name, {})))
    return Section(TITLE, _ABOUT, rows)


def _commands(places: Places) -> dict[str, Command]:
    folder = places.folder("startup")
    for name in ("same", "changed", "bare", "rendered", "long"):
        (folder / name).mkdir()
        (folder / name / "storyc.toml").write_text("", encoding="utf-8")
    (folder / "same" / "a.story").write_text(story(4), encoding="utf-8")
    (folder / "long" / "a.story").write_text(story(400), encoding="utf-8")
    (folder / "peer.py").write_text(module(40), encoding="utf-8")
    (folder / "peer.fountain").write_text(screenplay(40), encoding="utf-8")
    environment = places.environment(folder / "home")

    def storyc(where: str, *words: str, prepare: Callable[[int], None] | None = None) -> Command:
        return Command([places.storyc, *words], folder / where, environment, prepare)

    def another(where: str) -> Callable[[int], None]:
        return lambda number: write_anew(folder / where / "a.story", number)

    def bare(number: int) -> None:
        write_anew(folder / "bare" / "a.story", number)
        shutil.rmtree(folder / "absent", ignore_errors=True)

    without = {**environment, "XDG_CACHE_HOME": str(folder / "absent")}
    black = (places.peer("black"), "-q", "--check", "-l200")
    return {
        "python -c pass": Command([places.python, "-c", "pass"], folder, environment),
        "storyc --version": storyc("same", "--version"),
        "storyc --help": storyc("same", "--help"),
        "storyc check, unchanged": storyc("same", "check", "a.story"),
        "storyc check, changed": storyc("changed", "check", "a.story", prepare=another("changed")),
        "storyc check, changed, empty caches": Command(
            [places.storyc, "check", "a.story"], folder / "bare", without, bare
        ),
        "storyc render, changed": storyc("rendered", "render", "a.story", prepare=another("rendered")),
        "black --check, its cache warm": Command([*black, "peer.py"], folder, environment),
        "black --check --no-cache": Command([*black, "--no-cache", "peer.py"], folder, environment),
        "ruff check": Command([places.peer("ruff"), "check", "-q", "--isolated", "peer.py"], folder, environment),
        "screenplain, to HTML": Command(
            [places.peer("screenplain"), "--format", "html", "peer.fountain", "peer.html"], folder, environment
        ),
        "storyc check, 4,000 shots, unchanged": storyc("long", "check", "a.story"),
    }


def write_anew(path: Path, number: int) -> None:
    """Write a story that was not there before."""
    path.write_text(story(4, mark=f", night {number} of {time.monotonic_ns()}"), encoding="utf-8")
