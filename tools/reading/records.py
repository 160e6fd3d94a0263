"""The records of the measurement: a text with its truth, what was read of it, and what that is worth."""

from __future__ import annotations

import msgspec

Times = tuple[tuple[float | None, float | None], ...]
OPEN, CLOSE = "⟦", "⟧"


class Text(msgspec.Struct, frozen=True):
    """A text and its truth: start and end of each shot in seconds, None where the text leaves one open.

    `spans` are the places of the ranges, the first one of the first shot. `group` says where the text comes from
    (`own`, `made`, `respelt`, `slip`, `trap`, `given`), `row` under which it is counted there.
    """

    id: str
    language: str
    notation: str
    group: str
    row: str
    text: str
    truth: Times
    spans: tuple[tuple[int, int], ...] = ()
    inclusive: bool = False
    data: bool = False

    @property
    def clips(self) -> int | None:
        """How many clips the truth has: one, and one more wherever the times begin anew. A given truth does not say."""
        return None if self.group == "given" else max(1, sum(start == 0 for start, _ in self.truth))

    @property
    def untimed(self) -> bool:
        """Whether the text leaves a start or an end open."""
        return any(side is None for shot in self.truth for side in shot)


class Reading(msgspec.Struct, frozen=True):
    """What came of a text: its shots' times in seconds, what was found, and the times of the shots that have a mark.

    `codes` are all that were found, `errors` those of errors; `asked` says that the import has a question.
    """

    shots: Times
    clips: int
    codes: tuple[str, ...]
    errors: tuple[str, ...]
    marks: Times
    asked: bool = False


class Verdict(msgspec.Struct, frozen=True):
    """What a reading is worth: `exact`, `asked` (exact, with a question), `visible` or `silent`.

    `alarms` are the codes that a text which was read exactly does not deserve.
    """

    worth: str
    shots: Times
    clips: int = 1
    codes: tuple[str, ...] = ()
    alarms: tuple[str, ...] = ()


class Judged(msgspec.Struct, frozen=True):
    """A text with its verdict by mode (`check`, `import`).

    `broken` says in what the modes differ without a word: in `marks`, in `shots` (of texts or clips without marks), or
    in nothing (``).
    """

    text: Text
    verdicts: dict[str, Verdict]
    broken: str = ""


def parted(written: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text without the signs that stand round its ranges, and the ranges' places in it."""
    pieces: list[str] = []
    spans: list[tuple[int, int]] = []
    length = 0
    for place, piece in enumerate(written.split(OPEN)):
        inner, close, rest = piece.partition(CLOSE)
        if place and not close:
            raise ValueError(f"a range is not closed: {piece[:40]}")
        if close:
            spans.append((length, length + len(inner)))
        pieces += (inner, rest)
        length += len(inner) + len(rest)
    return "".join(pieces), tuple(spans)
