"""Edits of a text for the editor: of a fix, and from a text to the one that it shall become."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from lsprotocol.types import Position, Range, TextEdit, WorkspaceEdit

from storyboard.diagnostics import Edit
from storyboard.lsp.lines import TextLines
from storyboard.lsp.sheet import StorySheet

# More lines than this are not compared: one edit replaces all that lies between what both ends have in common.
_MOST = 4000


def of_fix(edits: Iterable[Edit], sheet: StorySheet) -> WorkspaceEdit:
    """The edits of a fix, in each file that it changes; a line end is written as the file's."""
    changes: dict[str, list[TextEdit]] = {}
    for edit in edits:
        newline = sheet.compiled.sources[edit.span.path].newline
        written = TextEdit(sheet.range(edit.span), edit.text.replace("\n", newline))
        changes.setdefault(sheet.desk.uri(sheet.root, edit.span.path), []).append(written)
    return WorkspaceEdit(changes=changes)


def between(before: TextLines, after: str) -> list[TextEdit]:
    """The edits that make of a text another one, of whole lines, so that cursors elsewhere stay where they are."""
    if before.text == after:
        return []
    old, new = _split(before.text), _split(after)
    same = _common(old, new)
    back = _common(old[same:][::-1], new[same:][::-1])
    inner = old[same : len(old) - back], new[same : len(new) - back]
    return [
        TextEdit(Range(Position(same + start, 0), Position(same + end, 0)), "".join(inner[1][begin:stop]))
        if same + end < len(old)
        else TextEdit(
            Range(Position(same + start, 0), before.position(len(before.text))), "".join(inner[1][begin:stop])
        )
        for start, end, begin, stop in _changes(*inner)
    ]


def _changes(old: list[str], new: list[str]) -> Iterator[tuple[int, int, int, int]]:
    if len(old) + len(new) > _MOST:
        yield 0, len(old), 0, len(new)
        return
    for tag, start, end, begin, stop in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield start, end, begin, stop


def _common(old: list[str], new: list[str]) -> int:
    """How many lines both begin with."""
    return next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))


def _split(text: str) -> list[str]:
    """The lines with their ends, as editors part them."""
    lines = TextLines(text, "utf-32")
    return [text[start:end] for start, end in zip(lines.starts, [*lines.starts[1:], len(text)], strict=True)]
