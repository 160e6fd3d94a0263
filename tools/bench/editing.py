"""The language server beside an empty one of pygls: how long it takes to start, and to answer an edit."""

from __future__ import annotations

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
    "diagnostics that are published for it; all are seconds of the processor."
)
_EMPTY = "× empty pygls"
_EDITS = 100
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
    starts: dict[str, list[float]] = {name: [] for name in servers}
    taken: dict[str, dict[str, list[float]]] = {row[0]: {name: [] for name in servers} for row in _PLACES}
    for _ in range(turns):
        for row, clips, before, _most in _PLACES:
            text = cast_story(clips // 10 if quick else clips)
            at = text.index(before if before in text else "past lamp 2 of")
            for name, command in servers.items():
                with Editor(command, folder, environment) as editor:
                    starts[name].append(editor.start)
                    taken[row][name].append(_typed(editor, text, at, 10 if quick else _EDITS))
    rows = [_row("start", starts, 1.15)]
    rows += [_row(row, taken[row], most) for row, _, _, most in _PLACES]
    return Section(TITLE, _ABOUT, rows)


def _typed(editor: Editor, text: str, at: int, edits: int) -> float:
    """The seconds that one edit takes: a letter comes and goes; the first ones, which set things up, do not count."""
    editor.open(text)
    longer = f"{text[:at]}x{text[at:]}"
    spent = 0.0
    for number in range(edits + 4):
        if number == 4:
            spent = editor.spent()
        if number % 2:
            editor.edit(longer, at, at + 1, "")
        else:
            editor.edit(text, at, at, "x")
    return (editor.spent() - spent) / edits


def _row(name: str, taken: dict[str, list[float]], most: float) -> Row:
    times = median(ours / theirs for ours, theirs in zip(taken["storyc"], taken["empty"], strict=True))
    figures = {"CPU ms": 1000 * median(taken["storyc"]), "empty, CPU ms": 1000 * median(taken["empty"]), _EMPTY: times}
    return Row(name, figures, {_EMPTY: most})
