"""A list of shots as CSV, with commas, semicolons or tabs: a header, and a shot a row."""

from __future__ import annotations

import csv
import io

from storyboard.importers._draft import Draft, Refused
from storyboard.importers._table import fits, shots_of

RANK = 3
_SIGNS = ",;\t|"


def suits(text: str) -> bool:
    """Whether the first line is the header of a list of shots."""
    head = text.lstrip("\ufeff").partition("\n")[0]
    return (
        not head.strip().startswith("|")
        and len(head) < 4000
        and any(map(fits, csv.reader([head], delimiter=_sign(head))))
    )


def read(text: str) -> Draft | Refused:
    """The shots of the rows."""
    text = text.lstrip("\ufeff")
    try:
        return shots_of(
            [_undefused(row) for row in csv.reader(io.StringIO(text), delimiter=_sign(text.partition("\n")[0]))]
        )
    except csv.Error as error:
        return Refused(f"it is no CSV: {error}")


def _sign(head: str) -> str:
    return max(_SIGNS, key=head.count)


def _undefused(row: list[str]) -> list[str]:
    """The cells without the apostrophe that keeps a spreadsheet from reckoning with them."""
    return [cell[1:] if cell[:1] == "'" and cell[1:2] in ("=", "+", "-", "@") else cell for cell in row]
