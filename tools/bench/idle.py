"""Many stories of which nothing has changed, or one, beside ninja with as many targets."""

from __future__ import annotations

import time
from pathlib import Path

from tools.bench.places import Places
from tools.bench.records import Row, Section
from tools.bench.startup import SETTLED
from tools.bench.timing import Command, figures, in_turns, ratio, run

TITLE = "Many files"
TURNS = 5
_ABOUT = (
    "{count:,} stories of one clip, each paid for, joined and published; ninja has as many targets, each copied from "
    "a file. `one changed` is another text of another story before each run."
)
_NINJA = "× ninja"
_TARGETS = {"storyc check": 2, "storyc plan": 2, "storyc build": 3, "storyc check, one changed": 5}


def measure(places: Places, turns: int, quick: bool) -> Section:
    """The rows of ninja and of each command, first with nothing changed."""
    count = 100 if quick else 10_000
    folder = places.folder("idle")
    home, stories = folder / "home", folder / "storyc"
    environment = places.environment(home)
    ninja = Command([places.peer("ninja"), "--quiet"], folder / "ninja", environment)
    _targets(folder / "ninja", count)
    run(ninja)
    words, inside = places.inside("bought", str(stories), str(count), home=home)
    run(Command(words, folder, inside))
    idle = {"ninja": ninja} | {
        name: Command([places.storyc, *name.split()[1:], *more], stories, environment)
        for name, more in (
            ("storyc check", ["."]),
            ("storyc plan", ["."]),
            ("storyc build", [".", "--provider", "segmind"]),
        )
    }
    time.sleep(SETTLED)
    for command in idle.values():
        run(command)
    taken = in_turns(idle, turns)
    paths = sorted(stories.glob("*/*.story"))

    def change(number: int) -> None:
        path = paths[number * 7 % count]
        path.write_text(path.read_text(encoding="utf-8").replace("gull", "tern"), encoding="utf-8")

    changed = {"ninja": ninja, "check": Command([places.storyc, "check", "."], stories, environment, change)}
    after = in_turns(changed, turns)
    rows = [
        Row(name, {**figures(own), _NINJA: ratio(own, taken["ninja"])}, _targets_of(name))
        for name, own in taken.items()
    ]
    name = "storyc check, one changed"
    own = after["check"]
    rows.append(Row(name, {**figures(own), _NINJA: ratio(own, after["ninja"])}, _targets_of(name)))
    return Section(TITLE, _ABOUT.format(count=count), rows)


def _targets_of(name: str) -> dict[str, float]:
    return {_NINJA: _TARGETS[name]} if name in _TARGETS else {}


def _targets(root: Path, count: int) -> None:
    """Write as many files for ninja, and what it makes of them."""
    (root / "in").mkdir(parents=True)
    lines = ["rule copy\n  command = cp $in $out\n"]
    for number in range(count):
        (root / "in" / f"{number}.story").write_text(f"A grey harbour, seen from pier {number}.\n", encoding="utf-8")
        lines.append(f"build out/{number}.mp4: copy in/{number}.story\n")
    (root / "build.ninja").write_text("".join(lines), encoding="utf-8")
