"""Commands that read a long ledger."""

from __future__ import annotations

from tools.bench.places import Places
from tools.bench.records import Row, Section
from tools.bench.timing import Command, figures, in_turns, run

TITLE = "A long ledger"
TURNS = 3
_ABOUT = (
    "{count:,} attempts of four months in the ledger, and 100 stories beside it. Nothing is printed but into a file."
)
_COMMANDS = {
    "storyc ledger list": ("ledger", "list"),
    "storyc ledger list --format json": ("ledger", "list", "--format", "json"),
    "storyc ledger list --format csv": ("ledger", "list", "--format", "csv"),
    "storyc ledger list --unsettled": ("ledger", "list", "--unsettled"),
    "storyc ledger list --sum": ("ledger", "list", "--sum"),
    "storyc ledger list --by day,story": ("ledger", "list", "--by", "day,story"),
    "storyc plan, 100 stories": ("plan", "."),
    "storyc doctor": ("doctor",),
}


def measure(places: Places, turns: int, quick: bool) -> Section:
    """A row for each command."""
    count = 1_000 if quick else 50_000
    folder = places.folder("ledger")
    project, environment = folder / "project", places.environment(folder / "home")
    words, inside = places.inside("books", str(project), str(count), home=folder / "home")
    run(Command(words, folder, inside))
    commands = {
        # The hosts of these books are none that doctor knows a key for, which it tells by its exit code.
        name: Command([places.storyc, *words], project, environment, codes=(0, 1))
        for name, words in _COMMANDS.items()
    }
    taken = in_turns(commands, turns)
    rows = [
        Row(name, {**figures(own, "s"), "peak MB": max(one_run.mb for one_run in own)}) for name, own in taken.items()
    ]
    return Section(TITLE, _ABOUT.format(count=count), rows)
