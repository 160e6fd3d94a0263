"""The language server beside an empty one of pygls: how long it takes to start, and to answer an edit."""

from __future__ import annotations

import time
from statistics import median

from tools.bench.editor import Editor
from tools.bench.places import Places
from tools.bench.records import Row, Section
from tools.bench.stories import cast_story

TITLE = "Typing in an editor"
TURNS = 5
_ABOUT = (
    "`storyc lsp` beside a server of pygls that answers each edit with no diagnostics; both are told of the same edits "
    "of one letter. `start` is from the process to the answer of `initialize`, an edit from its notification to the "
    "diagnostics that are published for it, by the clock, the middle of a hundred."
)
_EMPTY = "× empty pygls"
_EDITS = 100
_FIRST = 4
# By the name of the server, for each turn: seconds of the clock, and of the processor.
Taken = dict[str, list[tuple[float, float]]]
# Name, clips, the words before which a letter is typed, and how much longer than the empty server it may take.
_PLACES = (
    ("an edit inside a clip, 1,200 lines", 100, "past lamp 50 of", 4),
    ("an edit in the front matter, 1,200 lines", 100, "Long harbour", 20),
    ("an edit inside a clip, 12,000 lines", 995, "past lamp 500 of", 12),
)


def measure(places: Places, turns: int, quick: bool) -> Section:
    """The rows of the start and of each kind of edit."""
    folder = places.folder("editing")
    words, environment = places.inside("empty", home=folder / "home")
    servers = {"storyc": [places.storyc, "lsp"], "empty": words}
    starts: Taken = {name: [] for name in servers}
    taken: dict[str, Taken] = {row[0]: {name: [] for name in servers} for row in _PLACES}
    for _ in range(turns):
        for row, clips, before, _most in _PLACES:
            text = cast_story(clips // 10 if quick else clips)
            at = text.index(before if before in text else "past lamp 2 of")
            for name, command in servers.items():
                with Editor(command, folder, environment) as editor:
                    starts[name].append((0, editor.start))
                    taken[row][name].append(_typed(editor, text, at, 10 if quick else _EDITS))
    rows = [_start(starts), *(_row(row, taken[row], most) for row, _, _, most in _PLACES)]
    return Section(TITLE, _ABOUT, rows)


def _typed(editor: Editor, text: str, at: int, edits: int) -> tuple[float, float]:
    """The seconds until an edit is answered, and those of the processor: a letter comes and goes.

    The first edits, which set things up, do not count.
    """
    editor.open(text)
    longer = f"{text[:at]}x{text[at:]}"
    answered: list[float] = []
    spent = 0.0
    for number in range(edits + _FIRST):
        if number == _FIRST:
            spent = editor.spent()
        began = time.perf_counter()
        if number % 2:
            editor.edit(longer, at, at + 1, "")
        else:
            editor.edit(text, at, at, "x")
        answered.append(time.perf_counter() - began)
    return median(answered[_FIRST:]), (editor.spent() - spent) / edits


def _start(taken: Taken) -> Row:
    """The row of the start, by the processor."""
    ours, theirs = ([cpu for _, cpu in taken[name]] for name in ("storyc", "empty"))
    return Row("start", {"CPU ms": 1000 * median(ours), _EMPTY: _times(ours, theirs)}, {_EMPTY: 1.15})


def _row(name: str, taken: Taken, most: float) -> Row:
    """The row of a kind of edit, by the time until it is answered."""
    ours, theirs = ([wall for wall, _ in taken[name]] for name in ("storyc", "empty"))
    figures = {
        "ms": 1000 * median(ours),
        "empty ms": 1000 * median(theirs),
        "CPU ms": 1000 * median(cpu for _, cpu in taken["storyc"]),
        _EMPTY: _times(ours, theirs),
    }
    return Row(name, figures, {_EMPTY: most})


def _times(ours: list[float], theirs: list[float]) -> float:
    """How much longer ours takes than theirs, turn by turn."""
    return median(own / other for own, other in zip(ours, theirs, strict=True))
