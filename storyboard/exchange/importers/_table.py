"""A table as a clip: which column holds what, and a shot for each row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, zip_longest

import msgspec

from storyboard.exchange.importers._draft import Draft, DraftClip, DraftLine, DraftShot, Refused
from storyboard.exchange.importers._lines import Said, number_of, shot_lines
from storyboard.exchange.importers._times import ROLES as TIMES
from storyboard.exchange.importers._times import ShotTime, cell_of, label_time, times_of
from storyboard.language import words
from storyboard.language.words.keys import FIELDS, key
from storyboard.patterns import lazy
from storyboard.timing import seconds

# Columns of our own lists of shots that no other list has.
_OWN = {"clip_title": "cliptitle", "film_start": ""}
# Those that count only where all of them stand: what a story says, and what follows from it.
_OURS = {"overview": "cliptext", "closing": "clipend", "takes": "takes"} | dict.fromkeys(
    ("film_shot", "film_end", "timecode", "people", "clip_length", "size", "price_usd", "file"), ""
)
_PICTURE = lazy(r"[^\n]{1,500}\.(?:png|jpe?g|webp|gif|bmp|tiff?|svg|psd|exr)(?:\?[^\s]*+)?", re.IGNORECASE)
_REST = frozenset({"styles", "tracks", "negatives"})
MOST_CELLS = 200_000
_MOST_COLUMNS = 200
_MARK = 100
_BRACKET = lazy(r"[(\[（【][^()\[\]（）【】]*+[)\]）】]")


class Columns(msgspec.Struct, frozen=True):
    """What each column holds, by role, none where nothing tells; `units` of the columns of times; questions."""

    roles: tuple[str, ...]
    units: dict[str, str] = {}
    doubts: tuple[str, ...] = ()


def _own(header: Sequence[str]) -> dict[str, str]:
    """What the columns of a list that storyc wrote hold, by their names."""
    return _OWN | _OURS if _OURS.keys() <= {cell.strip(" *") for cell in header} else _OWN


def columns_of(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Columns:
    """What the columns of a table hold: what a header may mean and its cells bear out, and times by their cells."""
    keys = [key(cell) for cell in header]
    below = [[row[at].strip() for row in rows if at < len(row) and row[at].strip()] for at in range(len(header))]
    own = _own(header)
    roles = [own.get(cell.strip(), "?") for cell in header]
    taken: set[str] = set()
    for sure in (True, False):  # a header with one meaning comes before one with several
        for at, its in enumerate(keys):
            if roles[at] == "?" and (len(its.roles) == 1) == sure:
                free = (role for role in its.roles if role in FIELDS or role not in taken)
                roles[at] = next((role for role in free if role not in _REST and _bears(role, below[at])), "")
                taken.add(roles[at])
    doubts: list[str] = []
    if not set(TIMES) & set(roles):
        unnamed = [at for at, role in enumerate(roles) if not role and not keys[at].roles]
        ranged = next((at for at in unnamed if _are_times(below[at])), None)
        if ranged is not None:
            roles[ranged] = "times"
            if all(cell_of(cell).end is None for cell in below[ranged]):
                doubts.append(f'are the times of the shots in the column "{header[ranged].strip() or ranged + 1}"?')
    if "numbers_of" not in roles:
        counted = next((at for at, cell in enumerate(header) if not cell.strip() and _counts(below[at])), None)
        if counted is not None:
            roles[counted] = "numbers_of"
    if "actions" not in roles:
        unnamed = [at for at, role in enumerate(roles) if not role and below[at] and set(keys[at].roles) <= {"actions"}]
        if unnamed:
            roles[max(unnamed, key=lambda at: sum(map(len, below[at])))] = "actions"
    units = {role: its.unit for role, its in zip(roles, keys, strict=True) if role in TIMES and its.unit}
    return Columns(tuple(roles), units, tuple(doubts))


def _bears(role: str, cells: Sequence[str]) -> bool:
    """Whether most cells of a column are what its role says."""
    if role in TIMES:
        fitting = sum(cell_of(cell) != cell_of("") for cell in cells)
    elif role == "numbers_of":
        fitting = sum(number_of(cell) is not None for cell in cells)
    elif role == "pictures":
        fitting = sum(_PICTURE.fullmatch(cell) is not None for cell in cells)
    else:
        return True
    return 2 * fitting >= len(cells) and (fitting > 0 or not cells)


def _are_times(cells: Sequence[str]) -> bool:
    """Whether most cells of a column that no header names are times: with units, as clocks, or ranges that join."""
    read = [cell_of(cell) for cell in cells]
    ranges = [(cell.start, cell.end) for cell in read if cell.end is not None]
    joined = len(ranges) > 1 and all(a[1] == b[0] for a, b in pairwise(ranges))
    return bool(read) and 2 * sum(cell != cell_of("") and (joined or not cell.bare) for cell in read) > len(read)


def _counts(cells: Sequence[str]) -> bool:
    """Whether the cells of a column are 1, 2, 3 and so on."""
    return bool(cells) and [number[0] if (number := number_of(cell)) else 0 for cell in cells] == list(
        range(1, len(cells) + 1)
    )


def fits(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether a table is a list of shots: times beside words, or numbers beside words that a header names."""
    rows = rows[:50]
    if len(header) > _MOST_COLUMNS or not rows:
        return False
    columns = columns_of(header, rows)
    roles = set(columns.roles)
    named = {role for cell in header for role in key(cell).roles}
    marked = 0 if roles & set(TIMES) else sum(_mark(columns, row) is not None for row in rows)
    if "actions" in roles and 2 * marked > len(rows):
        return True
    if roles & {"times", "starts", "lengths"} and _timed(columns, rows):
        return bool(roles & {"actions", "camera", "dialogue"})
    return "numbers_of" in roles and bool({"actions", "camera", "dialogue"} & roles & named)


def _mark(columns: Columns, row: Sequence[str]) -> tuple[int, ShotTime] | None:
    """Which cell of a row holds a shot's whole mark (`Scene 1 (0-3s)`), and the time that the mark gives."""
    for at, (role, cell) in enumerate(zip(columns.roles, row, strict=False)):
        given = label_time(cell.strip()) if role in ("", "numbers_of", "titles") and len(cell) < _MARK else None
        if given is not None:
            return at, given[1]
    return None


def _timed(columns: Columns, rows: Sequence[Sequence[str]]) -> bool:
    """Whether at least one cell of a column of times has one."""
    at = [place for place, role in enumerate(columns.roles) if role in TIMES]
    return any(cell_of(row[place]) != cell_of("") for row in rows for place in at if place < len(row))


def headless(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a table begins with a shot instead of a header: its first row has a time where the others have one."""
    if len(rows) < 2 or any(key(cell).roles and not _a_time(cell) for cell in rows[0]):
        return False
    return any(_a_time(a) and _a_time(b) for a, b in zip(rows[0], rows[1], strict=False))


def _a_time(cell: str) -> bool:
    """Whether a cell is a range, or a time with its unit or colon, which no header is."""
    time = cell_of(cell)
    return time.end is not None or (time.alone is not None and not time.bare)


def bare(rows: Sequence[Sequence[str]]) -> list[str] | None:
    """The header of a table that has none, whose rows hold starts and ends that join from 0 on; else None."""
    if len(rows) < 2 or not 1 < len(rows[0]) <= _MOST_COLUMNS or any(len(row) != len(rows[0]) for row in rows):
        return None
    columns = [[_plain_time(row[at]) for row in rows] for at in range(len(rows[0]))]
    for at, (starts, ends) in enumerate(pairwise(columns)):
        joined = starts[0] == 0 and None not in (*starts, *ends) and starts[1:] == ends[:-1]
        if joined and all((start or 0) < (end or 0) for start, end in zip(starts, ends, strict=True)):
            named = [""] * len(columns)
            named[at : at + 2] = words.of("starts")[0], words.of("finishes")[0]
            return named
    return None


def _plain_time(cell: str) -> int | None:
    time = cell_of(cell.strip())
    return time.alone if time.end is None else None


def headed(rows: Sequence[Sequence[str]]) -> list[Sequence[str]] | None:
    """The rows of a list of shots below their header, also where it has none or stands on its side; else None."""
    if (header := bare(rows)) is not None:
        return [header, *rows]
    if headless(rows):
        return [[""] * max(map(len, rows)), *rows]
    if len(rows) > 1 and fits(rows[0], rows[1:]):
        return list(rows)
    if 1 < len(rows) <= _MOST_COLUMNS and len(rows[0]) > 2 and _sideways(rows):
        return list(zip_longest(*rows, fillvalue=""))
    return None


def _sideways(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a shot is a column: the first cells of the rows are headers, and with these it is a list of shots."""
    across = list(zip_longest(*rows, fillvalue=""))
    named = [role for cell in across[0] for role in key(cell).roles]
    return bool({"actions", "camera", "dialogue"} & set(named)) and fits(across[0], across[1:])


def shots_of(rows: Sequence[Sequence[str]]) -> Draft | Refused:
    """The rows below a header as shots, in clips where a column names them."""
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    if sum(map(len, rows)) > MOST_CELLS:
        return Refused(f"it has more than {MOST_CELLS:,} cells")
    if len(rows) == 1:
        return Refused("it has no rows below its header")
    rows = headed(rows) or []
    if not rows:
        return Refused("its header names no column of times or numbers beside one of words")
    return drafted(rows[0], rows[1:])


def drafted(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Draft:
    """The shots of some rows, whatever the header names."""
    columns = columns_of(header, rows)
    header = [cell.strip(" *") for cell in header]
    body, notes = _untotalled(columns, rows)
    read = [_said(header, columns, row) for row in body]
    clips: list[_Rows] = []
    names = [_cell(columns, row, "clips") for row in body]
    times = _times(columns, body, names)
    for at, (row, said, name) in enumerate(zip(body, read, names, strict=True)):
        beyond = [cell.strip() for cell in row[len(header) :] if cell.strip()]
        if beyond:
            asked = f'"{", ".join(beyond)}" stands beyond the header\'s last column: does it belong here?'
            times[at] = times[at].asking(asked)
        if not clips or clips[-1].name != name:
            clips.append(_Rows(name, row, []))
        clips[-1].shots.append(_shot(said, times[at]))
    several = len(clips) > 1
    texts = {_cell(columns, clip.first, "cliptext") for clip in clips}
    shared = texts.pop() if len(texts) == 1 else ""  # what each clip says is the story's
    if any(name == "private" for name in columns.roles):
        column = header[columns.roles.index("private")]
        notes = (*notes, f'the column "{column}" is kept as comments, which are not sent')
    return Draft(
        lines=_paragraphs(shared),
        clips=tuple(
            DraftClip(
                title=_cell(columns, clip.first, "cliptitle") or (_title(clip.name) if several else ""),
                settings={"takes": takes} if (takes := _cell(columns, clip.first, "takes")) not in ("", "1") else {},
                lines=() if shared else _paragraphs(_cell(columns, clip.first, "cliptext")),
                shots=tuple(clip.shots),
                closing=_paragraphs(_cell(columns, clip.first, "clipend")),
            )
            for clip in clips
        ),
        doubts=columns.doubts,
        notes=notes,
    )


class _Rows(msgspec.Struct, frozen=True):
    """The rows of a clip: its name, the first one, and the shots that they are."""

    name: str
    first: Sequence[str]
    shots: list[DraftShot]


def _paragraphs(text: str) -> tuple[DraftLine, ...]:
    return tuple(map(DraftLine, text.split("\n"))) if text else ()


def _times(columns: Columns, rows: Sequence[Sequence[str]], names: Sequence[str]) -> list[ShotTime]:
    """The time of each row, those of each clip read together."""
    if not set(TIMES) & set(columns.roles):
        return [mark[1] if (mark := _mark(columns, row)) is not None else ShotTime() for row in rows]
    times: list[ShotTime] = []
    edges = [0, *(at for at, (a, b) in enumerate(pairwise(names), start=1) if a != b), len(rows)]
    for first, stop in pairwise(edges):
        typed = [
            {role: _cell(columns, row, role) for role in TIMES if role in columns.roles} for row in rows[first:stop]
        ]
        times += times_of(typed, columns.units)
    return times


def _untotalled(columns: Columns, rows: Sequence[Sequence[str]]) -> tuple[list[Sequence[str]], tuple[str, ...]]:
    """The rows without a last one that adds up the lengths, and a note of what it said."""
    totals = words.lookup("totals", "lengths")
    last: Sequence[str] = rows[-1] if rows else ()
    first = next((words.fold(cell).strip(" *_:：") for cell in last if cell.strip()), "")
    if len(rows) < 3 or first not in totals or _cell(columns, last, "actions"):
        return list(rows), ()
    given = next((cell_of(cell) for cell in last if cell_of(cell).alone or cell_of(cell).end), cell_of(""))
    total = given.alone or given.end or 0
    lengths = [_length(columns, row) for row in rows[:-1]]
    if total and total == sum(lengths):
        return list(rows[:-1]), (f"the last row, a total of {seconds(total)} s, is no shot",)
    return list(rows), ()


def _length(columns: Columns, row: Sequence[str]) -> int:
    time = times_of([{role: _cell(columns, row, role) for role in TIMES if role in columns.roles}], columns.units)[0]
    return time.length or ((time.end or 0) - (time.start or 0))


def _cell(columns: Columns, row: Sequence[str], role: str) -> str:
    return next((cell.strip() for name, cell in zip(columns.roles, row, strict=False) if name == role), "")


def _title(name: str) -> str:
    return f"Clip {name}" if name.isdecimal() else name


def _said(header: Sequence[str], columns: Columns, row: Sequence[str]) -> list[Said]:
    """The cells of a row with words in them; one beyond the header's last column has no role and no header."""
    entries: list[Said] = []
    own = _own(header)
    mark = _mark(columns, row) if not set(TIMES) & set(columns.roles) else None
    if mark is not None:  # what stands before its bracket is the number, and its time is the shot's
        row = [*row[: mark[0]], _BRACKET.sub("", row[mark[0]]), *row[mark[0] + 1 :]]
    for at, cell in enumerate(row):
        role = columns.roles[at] if at < len(columns.roles) else ""
        name = header[at] if at < len(header) else ""
        if cell.strip() and role not in ("clips", *TIMES) and name not in own:
            entries.append(Said(role, name, cell.strip()))
    return entries


def _shot(said: Sequence[Said], time: ShotTime) -> DraftShot:
    number = next((number_of(entry.text) for entry in said if entry.role == "numbers_of"), None)
    named = [entry.text for entry in said if entry.role == "numbers_of" and number is None]
    title = next((entry.text for entry in said if entry.role == "titles"), "")
    return DraftShot(
        number=number[0] if number is not None and number[0] > 0 else None,
        start=time.start, end=time.end, length=time.length, open=time.open,
        title=title or (number[1] if number is not None else " ".join(named)),
        lines=tuple(_lines(said)),
        doubts=time.doubts,
    )  # fmt: skip


def _lines(said: Sequence[Said]) -> Iterator[DraftLine]:
    return shot_lines([entry for entry in said if entry.role not in ("numbers_of", "titles")])
