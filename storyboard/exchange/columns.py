"""The columns of a list of shots, and what each says of a row; what is a clip's stands in its first row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from storyboard import timing
from storyboard.exchange.lists import FIELDS, ListedShot
from storyboard.exchange.timelines.rates import FrameRate

Cell: TypeAlias = "str | int | float | None"


def _ms(ms: int | None) -> Cell:
    return None if ms is None else timing.number(ms)


def _field(at: int) -> Callable[[ListedShot], Cell]:
    return lambda row: row.fields[at]


# A number that a sheet may add up, such as a price, stands once for each clip.
_SHOT: dict[str, Callable[[ListedShot], Cell]] = {
    "clip": lambda row: row.clip.index,
    "shot": lambda row: row.number,
    "film_shot": lambda row: row.film_number,
    "start": lambda row: _ms(row.start),
    "end": lambda row: _ms(row.end),
    "length": lambda row: _ms(row.length),
    "film_start": lambda row: _ms(row.film_start),
    "film_end": lambda row: _ms(row.film_end),
}
_WORDS: dict[str, Callable[[ListedShot], Cell]] = {
    "clip_title": lambda row: row.clip.title,
    "title": lambda row: row.title,
    "text": lambda row: row.text,
    **{key: _field(at) for at, key in enumerate(FIELDS)},
    "dialogue": lambda row: "\n".join(row.dialogue),
    "picture": lambda row: row.picture,
    "people": lambda row: ", ".join(row.people),
}
_CLIP: dict[str, Callable[[ListedShot], Cell]] = {
    "overview": lambda row: row.clip.overview,
    "closing": lambda row: row.clip.closing,
    "clip_length": lambda row: _ms(row.clip.length),
    "size": lambda row: row.clip.size,
    "takes": lambda row: row.clip.takes,
    "price_usd": lambda row: None if row.clip.price is None else timing.money_number(row.clip.price),
    "file": lambda row: row.clip.file,
}
TIMECODE = "timecode"
COLUMNS = (*_SHOT, TIMECODE, *_WORDS, *_CLIP)


def cells(rows: Sequence[ListedShot], rate: FrameRate) -> list[list[Cell]]:
    """The cells of each row, in the order of `COLUMNS`; numbers are numbers, and None is an empty cell."""
    listed: list[list[Cell]] = []
    for at, row in enumerate(rows):
        first = at == 0 or rows[at - 1].clip.index != row.clip.index
        code = "" if row.film_start is None else rate.code_at(row.film_start)
        listed.append(
            [
                *(say(row) for say in _SHOT.values()),
                code,
                *(say(row) for say in _WORDS.values()),
                *(say(row) if first else None for say in _CLIP.values()),
            ]
        )
    return listed
