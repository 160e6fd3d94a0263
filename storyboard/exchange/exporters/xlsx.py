"""The lists as a workbook: the shots, what is said, and the cast. Needs the extra `xlsx`.

All words are cells of text, whatever they begin with, so that no cell is a formula or a link.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from storyboard.compiler.pipeline import Compiled
from storyboard.diagnostics import UserError
from storyboard.exchange.columns import COLUMNS, Cell, cells
from storyboard.exchange.lists import shots, speeches
from storyboard.exchange.timelines.rates import FrameRate, story_rate
from storyboard.language.story import Text, plain
from storyboard.system import extras
from storyboard.timing import number

if TYPE_CHECKING:
    from xlsxwriter import Workbook

BINARY = True
_MOST = 32_767  # letters of a cell
_WIDE = {"text": 60, "dialogue": 40, "overview": 40, "look": 60, "voice": 30, "closing": 30, "title": 20, "name": 16}
_NARROW = 9
_NEVER = datetime(2000, 1, 1)  # a date of today would make other bytes of the same story
_SPOKEN = ("film_shot", "clip", "shot", "film_start", "film_end", "timecode", "name", "manner", "text")
_CAST = ("name", "state", "look", "voice")


def render(compiled: Compiled) -> bytes:
    """The workbook. Raises UserError where it cannot be written."""
    try:
        import xlsxwriter
    except ImportError as error:
        raise UserError(extras.lacking("xlsx", "a workbook needs")) from error
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": compiled.title, "created": _NEVER})  # pyright: ignore[reportUnknownMemberType]
    rate = story_rate(compiled)
    _sheet(book, "Shots", COLUMNS, cells(list(shots(compiled)), rate), fixed=3)
    _sheet(book, "Dialogue", _SPOKEN, list(_spoken(compiled, rate)), fixed=1)
    _sheet(book, "Cast", _CAST, list(_cast(compiled)), fixed=1)
    book.close()
    return out.getvalue()


def _spoken(compiled: Compiled, rate: FrameRate) -> Iterator[list[Cell]]:
    for speech in speeches(compiled):
        times: list[Cell] = [number(speech.start), number(speech.end), rate.code_at(speech.start)]
        places: list[Cell] = [speech.film_number, speech.clip.index, speech.number]
        yield [*places, *times, speech.name, speech.manner, speech.text]


def _cast(compiled: Compiled) -> Iterator[list[Cell]]:
    for member in compiled.story.cast.values() if compiled.story is not None else ():
        yield [member.name, "", _words(member.look), _words(member.voice)]
        for state, look in member.states.items():
            yield [member.name, state, plain(look), ""]


def _words(text: Text | None) -> str:
    return plain(text) if text is not None else ""


def _sheet(book: Workbook, name: str, columns: Sequence[str], rows: Sequence[Sequence[Cell]], *, fixed: int) -> None:
    sheet = book.add_worksheet(name)  # pyright: ignore[reportUnknownMemberType]
    head = book.add_format({"bold": True, "bottom": 1})  # pyright: ignore[reportUnknownMemberType]
    body = book.add_format({"text_wrap": True, "valign": "top"})  # pyright: ignore[reportUnknownMemberType]
    for at, column in enumerate(columns):
        sheet.write_string(0, at, column, head)
        sheet.set_column(at, at, _WIDE.get(column, 14 if column in ("file", "size", "timecode") else _NARROW))
    for down, row in enumerate(rows, start=1):
        for at, cell in enumerate(row):
            if isinstance(cell, str):
                if len(cell) > _MOST:
                    raise UserError(
                        f"a cell of a workbook holds {_MOST:,} letters, and `{columns[at]}` has {len(cell):,}"
                    )
                if cell:
                    sheet.write_string(down, at, cell, body)
            elif cell is not None:
                sheet.write_number(down, at, cell, body)
    sheet.freeze_panes(1, fixed)
    sheet.autofilter(0, 0, max(1, len(rows)), len(columns) - 1)
