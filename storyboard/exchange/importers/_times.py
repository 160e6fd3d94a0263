"""The times of a list of shots, read together: ranges, lengths, starts and ends in any unit, and questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import msgspec

from storyboard.exchange.importers._cells import Cell, read_cell
from storyboard.language.syntax.scan import scan
from storyboard.timing import seconds

ROLES = ("times", "starts", "finishes", "lengths")
# A film of so many milliseconds is none, if its times are seconds; they may be thousandths.
_THOUSANDTHS = 1_000_000
ONLY_STARTS = "the table gives only when each shot starts: how long is this one?"


class ShotTime(NamedTuple):
    """A shot's milliseconds, as far as they are known, and questions about them; `open` runs to the clip's end."""

    start: int | None = None
    end: int | None = None
    length: int | None = None
    open: bool = False
    doubts: tuple[str, ...] = ()

    def asking(self, *doubts: str) -> ShotTime:
        """The same time with further questions."""
        return self._replace(doubts=(*self.doubts, *doubts))


class _TimeCells(msgspec.Struct, frozen=True):
    """What a row's cells tell, by role, beside the cells as typed; a cell that tells nothing is None."""

    typed: Mapping[str, str]
    cells: Mapping[str, Cell | None]

    def cell(self, role: str) -> Cell:
        """The cell of a role, one that tells nothing where there is none."""
        return self.cells.get(role) or Cell()

    def alone(self, role: str) -> int | None:
        """The one time that a role's cell tells."""
        return self.cell(role).alone


def times_of(rows: Sequence[Mapping[str, str]], units: Mapping[str, str]) -> list[ShotTime]:
    """The time of each row of a list of shots: cells by role, and the unit that each role's header names.

    A column of instants that rise from 0 tells when each shot starts, and so does a column of starts alone.
    """
    typed = [{role: text for role in ROLES if (text := row.get(role, "").strip())} for row in rows]
    read = [_row(texts, units, "") for texts in typed]
    asked = _thousandths(read)
    if asked:
        read = [_row(texts, units, "thousandths") for texts in typed]
    starts, unsure = _starts(read)
    asked = asked or unsure
    ending = all(row.typed.keys() <= {"finishes"} for row in read)
    timed = any(row.cells for row in read)
    times: list[ShotTime] = []
    before: int | None = 0
    for at, row in enumerate(read):
        time = _time(row, starts[at], starts[at + 1] if at + 1 < len(read) else None)
        if ending and before is not None and (row.alone("finishes") or 0) > before:
            time = ShotTime(before, row.alone("finishes"))
        if timed and not row.typed:
            time = ShotTime(doubts=("this row gives no time: how long is this shot?",))
        elif time.open and at < len(read) - 1:
            time = time._replace(open=False).asking(f'"{_shown(row)}" has no end, and this is not the last shot')
        elif "times" not in row.typed and row.cell("lengths").end is not None and time.start != before:
            # A range among lengths is a time only where the times join; else it is how long the shot may be.
            time = ShotTime(doubts=(_doubt(_shown(row), None),))
        before = time.end
        times.append(time)
    if asked and times:
        times[0] = times[0].asking(asked)
    return times


def _row(typed: Mapping[str, str], units: Mapping[str, str], unit: str) -> _TimeCells:
    return _TimeCells(typed, {role: read_cell(text, units.get(role, "") or unit) for role, text in typed.items()})


def _thousandths(read: Sequence[_TimeCells]) -> str:
    """A question where times without a unit are too large for seconds, or none."""
    cells = [cell for row in read for cell in row.cells.values() if cell is not None]
    known = [ms for cell in cells for ms in (cell.start, cell.end, cell.alone) if ms is not None]
    if not all(cell.bare or cell == Cell(open=True) for cell in cells) or max(known, default=0) < _THOUSANDTHS:
        return ""
    return f"the times have no unit: is {max(known) // 1000} a number of milliseconds?"


def _starts(read: Sequence[_TimeCells]) -> tuple[list[int | None], str]:
    """When each shot starts, where the list tells only that, and a question where it may tell something else.

    A column of starts tells it, and so does one of instants that rise: surely from 0, and as clocks from anywhere.
    """
    none: list[int | None] = [None] * len(read)
    if any({"finishes", "lengths"} & row.typed.keys() for row in read):
        return none, ""
    instants = [_instant(row) for row in read]
    known = [ms for ms in instants if ms is not None]
    rises = len(known) > 1 and all(a < b for a, b in pairwise(known))
    if not rises or any(row.cell("times").end is not None for row in read):
        return none, ""
    first = next(_shown(row) for row in read if row.typed)
    if known[0] == 0:
        return instants, ""
    if "starts" in read[0].typed or any(row.cell("times").clock for row in read):
        return instants, f'the first shot starts at "{first}": are these times of the film, or when each shot ends?'
    return none, f'is "{first}" how long this shot is, or when it ends?'


def _instant(row: _TimeCells) -> int | None:
    cell = row.cell("starts") if "starts" in row.typed else row.cell("times")
    if cell.open and cell.start is not None:
        return cell.start
    return cell.alone if not cell.long else None


def _time(row: _TimeCells, start: int | None, following: int | None) -> ShotTime:
    """The time of one row; `start` and `following` are when it and the next one start, where that is all there is."""
    doubts = [
        _doubt(text, row.cells[role])
        for role, text in row.typed.items()
        if row.cells[role] is None or row.cell(role).about
    ]
    framed = "-".join(text for role, text in row.typed.items() if row.cell(role).frames)
    if framed:
        doubts.append(_doubt(framed, Cell(frames=True)))
    return _known(row, start, following).asking(*doubts)


def _doubt(text: str, cell: Cell | None) -> str:
    if cell is not None and cell.frames:
        return f'"{text}" counts frames: how many of them are a second?'
    return f'which time does "{text}" mean?'


def _known(row: _TimeCells, start: int | None, following: int | None) -> ShotTime:
    if start is not None:
        return (
            ShotTime(start, following) if following is not None else ShotTime(start, open=True, doubts=(ONLY_STARTS,))
        )
    time, length = row.cell("times"), row.cell("lengths")
    for cell in (time, length):
        if cell.start is not None and cell.end is not None:
            return _checked(ShotTime(cell.start, cell.end), row, cell)
    begin, end, long = row.alone("starts"), row.alone("finishes"), length.alone
    if begin is None and ("finishes" in row.typed or long):
        begin = time.alone
    if begin is not None and end is not None:
        return ShotTime(begin, end)
    if begin is not None and long:
        return ShotTime(begin, begin + long)
    opening = next((cell for cell in (time, length, row.cell("starts"), row.cell("finishes")) if cell.open), None)
    if opening is not None:
        begin = opening.start if opening.start is not None else begin
        return ShotTime(begin, open=True) if begin is not None else ShotTime(doubts=(_doubt(_shown(row), None),))
    if long or (time.alone and begin is None):
        return ShotTime(length=long or time.alone)
    if time.alone == 0:
        return ShotTime(doubts=(f'is "{row.typed["times"]}" the time of this shot?',))
    if begin is not None:
        return ShotTime(begin, open=True, doubts=(f"this shot starts at {seconds(begin)} s: when does it end?",))
    return ShotTime()


def _checked(time: ShotTime, row: _TimeCells, cell: Cell) -> ShotTime:
    """A range, with a question where another cell of its row gives another length."""
    length = row.alone("lengths") if cell is not row.cell("lengths") else None
    assert time.start is not None
    assert time.end is not None
    if length and length != time.end - time.start:
        given = f"{seconds(time.end - time.start)} s, its length says {seconds(length)}"
        return time.asking(f"this shot's range lasts {given}: which is right?")
    return time


def _shown(row: _TimeCells) -> str:
    return ", ".join(row.typed.values())


def label_time(text: str) -> tuple[int | None, ShotTime] | None:
    """The number and time of a mark that a field holds alone (`Scene 1 (0-3s)`); None where it holds anything else."""
    tokens = scan(text, spelled=True)
    if len(tokens) != 1 or tokens[0].kind not in ("range", "length"):
        return None
    token, label = tokens[0], tokens[0].label
    if label is None or text[: token.begin].strip() or text[token.stop :].strip():
        return None
    return label.number or None, ShotTime(token.start, token.finish, token.length)


def cell_of(text: str, unit: str = "") -> Cell:
    """What a cell tells of a time, and an empty cell where it tells nothing."""
    return read_cell(text, unit) or Cell()
