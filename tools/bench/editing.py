"""The language server beside an empty one of pygls: how long it takes to start, and to answer an edit."""

from __future__ import annotations

import time
from statistics import median
from typing import NamedTuple

from tools.bench.editor import Editor
from tools.bench.places import Places
from tools.bench.records import Row, Section
from tools.bench.stories import cast_story

TITLE = "Typing in an editor"
TURNS = 5
_ABOUT = (
    "`storyc lsp` beside a server of pygls that answers each edit with no diagnostics; both are told of the same edits "
    "of one letter, the next one 20 ms after the last diagnostics. `start` is from the process to the answer of "
    "`initialize`. `ms`, by the clock, is from an edit to the first diagnostics of its version: those of the edited "
    "clip are true, and after an edit in front matter those of it and of the first clip. `all ms` is until all others "
    "follow, where an edit may change them. The middle of a hundred edits, of ten where the whole of "
    "12,000 lines is waited for."
)
_EMPTY = "× empty pygls"
_EDITS = 100
_FIRST = 4
_PAUSE = 0.02


class _Place(NamedTuple):
    """A kind of edit: its name, the story's clips, what a letter is typed before, what of a server it may take."""

    row: str
    clips: int
    before: str
    most: int
    # Whether other clips rest on what is edited, so that the diagnostics of the whole story follow.
    follows: bool = False


class _Typed(NamedTuple):
    """The seconds of the clock until an edit is answered and until all is told, and those of the processor."""

    answered: float
    told: float
    spent: float


Taken = dict[str, list[_Typed]]
_PLACES = (
    _Place("an edit inside a clip, 1,200 lines", 100, "past lamp 50 of", 4),
    _Place("a title edited, 1,200 lines", 100, "Long harbour", 20),
    _Place("a look edited, 1,200 lines", 100, "red coat", 20, follows=True),
    _Place("an edit inside a clip, 12,000 lines", 995, "past lamp 500 of", 12),
    _Place("a look edited, 12,000 lines", 995, "red coat", 12, follows=True),
)


def measure(places: Places, turns: int, quick: bool) -> Section:
    """The rows of the start and of each kind of edit."""
    folder = places.folder("editing")
    words, environment = places.inside("empty", home=folder / "home")
    servers = {"storyc": [places.storyc, "lsp"], "empty": words}
    starts: dict[str, list[float]] = {name: [] for name in servers}
    taken: dict[str, Taken] = {place.row: {name: [] for name in servers} for place in _PLACES}
    for _ in range(turns):
        for place in _PLACES:
            text = cast_story(place.clips // 10 if quick else place.clips)
            at = text.index(place.before if place.before in text else "past lamp 2 of")
            edits = 10 if quick or (place.follows and place.clips > 100) else _EDITS
            for name, command in servers.items():
                with Editor(command, folder, environment) as editor:
                    starts[name].append(editor.start)
                    follows = place.follows and name == "storyc"
                    taken[place.row][name].append(_typed(editor, text, at, edits, follows=follows))
    rows = [_start(starts), *(_row(place, taken[place.row]) for place in _PLACES)]
    return Section(TITLE, _ABOUT, rows)


def _typed(editor: Editor, text: str, at: int, edits: int, *, follows: bool) -> _Typed:
    """What an edit takes: a letter comes and goes. The first edits, which set things up, do not count."""
    editor.open(text)
    longer = f"{text[:at]}x{text[at:]}"
    answered: list[float] = []
    told: list[float] = []
    spent = 0.0
    for number in range(edits + _FIRST):
        time.sleep(_PAUSE)
        if number == _FIRST:
            spent = editor.spent()
        began = time.perf_counter()
        if number % 2:
            editor.edit(longer, at, at + 1, "")
        else:
            editor.edit(text, at, at, "x")
        answered.append(time.perf_counter() - began)
        if follows:
            editor.again()
        told.append(time.perf_counter() - began)
    return _Typed(median(answered[_FIRST:]), median(told[_FIRST:]), (editor.spent() - spent) / edits)


def _start(starts: dict[str, list[float]]) -> Row:
    """The row of the start, by the processor."""
    ours, theirs = starts["storyc"], starts["empty"]
    return Row("start", {"CPU ms": 1000 * median(ours), _EMPTY: _times(ours, theirs)}, {_EMPTY: 1.15})


def _row(place: _Place, taken: Taken) -> Row:
    """The row of a kind of edit, by the time until it is answered."""
    ours, theirs = ([typed.answered for typed in taken[name]] for name in ("storyc", "empty"))
    figures = {"ms": 1000 * median(ours), "empty ms": 1000 * median(theirs)}
    if place.follows:
        figures["all ms"] = 1000 * median(typed.told for typed in taken["storyc"])
    figures["CPU ms"] = 1000 * median(typed.spent for typed in taken["storyc"])
    return Row(place.row, {**figures, _EMPTY: _times(ours, theirs)}, {_EMPTY: place.most})


def _times(ours: list[float], theirs: list[float]) -> float:
    """How much longer ours takes than theirs, turn by turn."""
    return median(own / other for own, other in zip(ours, theirs, strict=True))
