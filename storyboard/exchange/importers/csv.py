"""A list of shots as CSV, with commas, semicolons or tabs: a header, and a shot a row."""

from __future__ import annotations

import csv
import io

from storyboard.exchange.importers._draft import Draft, Refused
from storyboard.exchange.importers._lines import with_ends
from storyboard.exchange.importers._plain import ended
from storyboard.exchange.importers._table import bare, headed, shots_of
from storyboard.exchange.importers._times import cell_of
from storyboard.language.syntax import nature
from storyboard.language.syntax.parser import kind_of
from storyboard.language.words.keys import key

RANK = 5
_SIGNS = ",;\t|"
_LONGEST = 4000
# Kinds of lines that a header may be; one that is a shot mark begins a prompt.
_PLAIN = frozenset({"TEXT", "PAIR"})


def suits(text: str) -> bool:
    """Whether the first line is the header of a list of shots, or with tabs a shot itself."""
    text = _opened(text)
    head = text.partition("\n")[0]
    if head.strip().startswith("|") or len(head) > _LONGEST:
        return False
    try:
        rows = _rows("\n".join(text.split("\n", 60)[:60]))
    except csv.Error:
        return False
    if len(rows) < 2 or not _even(rows):
        return False
    named = any(key(cell).roles and cell_of(cell) == cell_of("") for cell in rows[0]) and kind_of(head) in _PLAIN
    sure = named or _sign(head) == "\t" or bare(rows) is not None or nature.of_text(text) is nature.CSV
    return sure and headed(rows) is not None


def _even(rows: list[list[str]]) -> bool:
    """Whether most rows have the header's cells or one more or less, which lines of prose with commas hardly have."""
    even = sum(abs(len(row) - len(rows[0])) < 2 for row in rows[1:])
    return 4 * even >= 3 * len(rows[1:])


def read(text: str) -> Draft | Refused:
    """The shots of the rows."""
    try:
        draft = shots_of(_rows(_opened(text)))
    except csv.Error as error:
        return Refused(f"it is no CSV: {error}")
    return draft if isinstance(draft, Refused) else with_ends(draft, "")


def _opened(text: str) -> str:
    """The text from its header on, without the line that tells a spreadsheet the separator."""
    text = ended(text).lstrip("\n")
    first, _, rest = text.partition("\n")
    return rest if first.strip().strip('"').startswith("sep=") and len(first.strip()) < 9 else text


def _rows(text: str) -> list[list[str]]:
    return [_undefused(row) for row in csv.reader(io.StringIO(text), delimiter=_sign(text.partition("\n")[0]))]


def _sign(head: str) -> str:
    return max(_SIGNS, key=head.count)


def _undefused(row: list[str]) -> list[str]:
    """The cells without the apostrophe that keeps a spreadsheet from reckoning with them."""
    return [cell[1:] if cell[:1] == "'" and cell[1:2] in ("=", "+", "-", "@") else cell for cell in row]
