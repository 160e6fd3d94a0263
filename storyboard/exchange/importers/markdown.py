"""A Markdown table of shots, with the words above and below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from storyboard.exchange.importers._draft import Draft, DraftClip, DraftLine, Refused
from storyboard.exchange.importers._lift import lift
from storyboard.exchange.importers._lines import closed
from storyboard.exchange.importers._plain import ended
from storyboard.exchange.importers._table import headed, shots_of
from storyboard.patterns import lazy

RANK = 4
_RULE = lazy(r"[ \t]*+\|?[ \t]*+:?-{1,}+:?[ \t]*+(?:\|[ \t]*+:?-{1,}+:?[ \t]*+)*+\|?[ \t]*+")
_CELLS = lazy(r"(?<!\\)\|")


def suits(text: str) -> bool:
    """Whether a table of shots stands in the text."""
    return next(_tables(ended(text).split("\n")), None) is not None


def read(text: str) -> Draft | Refused:
    """The tables of shots, each a clip; what stands above one is its text, what stands below the last its closing."""
    lines = ended(text).split("\n")
    tables = list(_tables(lines))
    if not tables:
        return Refused("it holds no table with a column of times or numbers beside one of words")
    clips: list[DraftClip] = []
    doubts: list[str] = []
    notes: list[str] = []
    at = 0
    overview: tuple[DraftLine, ...] = ()
    for number, (start, end) in enumerate(tables, start=1):
        table = shots_of([_cells(line) for line in lines[start:end] if not _RULE.fullmatch(line)])
        if isinstance(table, Refused):
            return table
        doubts += table.doubts
        notes += table.notes
        above = tuple(DraftLine("" if line.strip() in ("---", "***") else line) for line in lines[at:start])
        at = end
        heading = _heading(above) if len(tables) > 1 else ""
        if heading:
            above = tuple(line for line in above if _title(line) != heading)
        if number == 1 and len(tables) == 1:
            overview, above = above, ()
        clip = replace(table.clips[0], title=heading or (f"Clip {number}" if len(tables) > 1 else ""), lines=above)
        clips += [clip, *table.clips[1:]]
    closing = tuple(DraftLine(line) for line in lines[at:])
    lifted, closing = lift(overview, closing)
    clips[-1] = replace(clips[-1], closing=closing, shots=closed(clips[-1].shots, lifted.settings.get("duration", "")))
    return Draft(
        lifted.settings, lifted.lines, tuple(clips), tuple(doubts), tuple(dict.fromkeys((*notes, *lifted.notes)))
    )


def _tables(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where each table of shots starts and ends, in lines; one without a rule below its header has edges."""
    at = 0
    while at < len(lines):
        if "|" not in lines[at]:
            at += 1
            continue
        end = at
        while end < len(lines) and "|" in lines[end]:
            end += 1
        ruled = next((line for line in range(at, min(end, at + 200)) if _RULE.fullmatch(lines[line])), None)
        first = max(at, ruled - 1) if ruled is not None else at
        rows = [_cells(line) for line in lines[first:end] if not _RULE.fullmatch(line)]
        edged = ruled is not None or (len(rows) > 2 and all(line.lstrip().startswith("|") for line in lines[first:end]))
        if edged and headed(rows) is not None:
            yield first, end
        at = end


def _cells(line: str) -> list[str]:
    inner = line.strip()
    inner = inner.removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return [cell.strip().replace("\\|", "|") for cell in _CELLS.split(inner)]


def _title(line: DraftLine) -> str:
    text = line.text.strip()
    return text.lstrip("#").strip(" *") if text.startswith("#") else ""


def _heading(lines: tuple[DraftLine, ...]) -> str:
    """The last heading above a table, or none."""
    return next((title for line in reversed(lines) if (title := _title(line))), "")
