"""What a printed film is asked to be, and what it came to be."""

from __future__ import annotations

from typing import Literal, TypeAlias, get_args

import msgspec

Part: TypeAlias = Literal["board", "shots", "dialogue"]
PerPage: TypeAlias = Literal[6, 9, 12]
Paper: TypeAlias = Literal["a4", "letter"]
PARTS: tuple[Part, ...] = get_args(Part)
PER_PAGE: tuple[PerPage, ...] = get_args(PerPage)
PAPERS: tuple[Paper, ...] = get_args(Paper)


class Print(msgspec.Struct, frozen=True):
    """The parts of a document in order, the shots of a page of the board, and the paper."""

    parts: tuple[Part, ...] = PARTS
    per_page: PerPage = 6
    landscape: bool = False
    paper: Paper = "a4"

    @property
    def grid(self) -> tuple[int, int]:
        """How many shots stand side by side, and how many below each other."""
        short, long = {6: (2, 3), 9: (3, 3), 12: (3, 4)}[self.per_page]
        return (long, short) if self.landscape else (short, long)


class Printed(msgspec.Struct, frozen=True):
    """A document, and the letters in it that no font draws, for each of which it has a box."""

    document: bytes
    undrawn: tuple[str, ...] = ()
