"""Where the words of a card stand: sizes that fit, columns, and pages where one picture cannot hold them all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple, cast

import msgspec

from storyboard.film.animatic.typeface import Typesetter
from storyboard.film.staging.lines import has_italics, in_quotes, is_rtl
from storyboard.film.staging.plan import FIELDS, Card, Reel
from storyboard.film.staging.words import label

Kind = Literal["action", "name", "speech", "key", "value"]


_GAP, _COLUMN = 32, 268  # units between a screen and the words beside it, and the least for those


class SheetRow(msgspec.Struct, frozen=True):
    """A line of the block: `height` is what it takes, `gap` the room above, `indent` that before it; all in pixels."""

    kind: Kind
    text: str
    size: float
    height: float
    gap: float = 0.0
    indent: float = 0.0


class Frame(msgspec.Struct, frozen=True):
    """The fixed places of a picture: `u` is a 720th of its shorter side, `margin` free on every side."""

    width: int
    height: int

    @property
    def u(self) -> float:
        """The unit that everything scales with."""
        return min(self.width, self.height) / 720

    @property
    def margin(self) -> int:
        """The free edge."""
        return 2 * round(24 * self.u)

    @property
    def tall(self) -> bool:
        """Whether the picture is too narrow for two columns."""
        return self.width < self.height * 1.15

    @property
    def ruler(self) -> tuple[int, int]:
        """The ruler's first row and its height, both even."""
        high = 2 * round(5 * self.u)
        return (self.height - self.margin - high) & ~1, high

    @property
    def bottom(self) -> float:
        """The lowest row of the block of words."""
        return self.ruler[0] - 44 * self.u


class Screen(NamedTuple):
    """Where the shot's own picture is seen: a part of the film's picture, in its shape, every number even."""

    left: int
    top: int
    width: int
    height: int


class Sheet(msgspec.Struct, frozen=True):
    """A card's words, set: pages of rows for the main column, rows for the side column, and where both stand.

    `top` is the first row of the block, `left` and `right` bound the main column, `side` the other one's edges.
    `mirrored` puts the main column on the right, for a script that runs from right to left; where there is a `screen`
    for the shot's own picture, the words stand on its other side or below it.
    """

    pages: tuple[tuple[SheetRow, ...], ...]
    side_rows: tuple[SheetRow, ...]
    top: float
    left: float
    right: float
    side: tuple[float, float]
    mirrored: bool
    screen: Screen | None = None


def set_card(types: Typesetter, reel: Reel, card: Card, language: str) -> Sheet:
    """The sheet of a card. No word is left out: the type shrinks, the block grows, then pages turn."""
    frame = Frame(reel.width, reel.height)
    u, inner = frame.u, frame.width - 2 * frame.margin
    fields = [(key, types.clean(getattr(card, key))) for key in FIELDS if getattr(card, key).strip()]
    action = types.clean(card.action)
    speeches = [(types.clean(line.name), types.clean(line.manner), types.clean(line.text)) for line in card.dialogue]
    mirrored = is_rtl(action or " ".join(text for _, _, text in speeches))
    if card.picture:
        lasts = (card.end - card.start) / 1000
        return _by_picture(types, frame, action, speeches, fields, language, mirrored, lasts)
    low, high = (0.31, 0.54) if frame.tall else (0.275, 0.51)
    small, large = frame.height * low, frame.height * high
    side = 268 * u if fields and not frame.tall else 0.0
    column = min(inner - side - 56 * u, 900 * u) if side else min(inner, 980 * u)
    start = 36 if frame.tall else 33
    beside: list[SheetRow] = []
    if side:
        beside = next(
            (
                rows
                for size in (18, 17, 16, 15, 14)
                if _height(rows := _fields(types, fields, size * u, side, language)) <= large
            ),
            cast("list[SheetRow]", []),
        )
        if not beside:
            side, column = 0.0, inner
    under = fields if fields and not beside else []
    column -= 2 * u
    chosen: list[SheetRow] = []
    for size in range(start, 17, -1):
        chosen = _rows(types, action, speeches, under, size * u, column, language)
        if _height(chosen) <= (max(small, _height(beside)) if size >= 23 else large):
            break
    else:
        column = inner - side - (40 * u if side else 0)
        seconds = (card.end - card.start) / 1000
        for size in (19, 18, 17, 16, 15):
            chosen = _rows(types, action, speeches, under, size * u, column, language)
            if _height(chosen) / large <= max(1.0, seconds / 1.4):
                break
    pages = _paged(chosen, large)
    tall = max([_height(page) for page in pages] + [_height(beside)])
    left = frame.width - frame.margin - column if mirrored else frame.margin
    edge = (
        (frame.margin, frame.margin + side)
        if mirrored
        else (frame.width - frame.margin - side, frame.width - frame.margin)
    )
    return Sheet(pages, tuple(beside), frame.bottom - tall, left, left + column, edge, mirrored)


def _by_picture(
    types: Typesetter,
    frame: Frame,
    action: str,
    speeches: list[tuple[str, str, str]],
    fields: list[tuple[str, str]],
    language: str,
    mirrored: bool,
    lasts: float,
) -> Sheet:
    """The sheet of a card with a picture of its own: one column, beside its screen or, in a tall film, below it."""
    u, margin, screen = frame.u, frame.margin, _screen(frame, mirrored)
    left, right, top = float(margin), float(frame.width - margin), float(screen.top)
    if frame.tall:
        top += screen.height + 26 * u
    elif mirrored:
        right = screen.left - _GAP * u
    else:
        left = screen.left + screen.width + _GAP * u
    room = frame.bottom - top
    chosen: list[SheetRow] = []
    for size in range(32 if frame.tall else 28, 14, -1):
        chosen = _rows(types, action, speeches, fields, size * u, right - left, language)
        # Small type is no better to read than pages that have time to turn.
        pages = 1 if size > 18 else max(1.0, lasts / 3)
        if _height(chosen) / room <= pages:
            break
    return Sheet(_paged(chosen, room), (), top, left, right, (0.0, 0.0), mirrored, screen)


def _screen(frame: Frame, mirrored: bool) -> Screen:
    """The screen of a film: as large as its words allow."""
    u, margin, aspect = frame.u, frame.margin, frame.width / frame.height
    top, inner = margin + 100 * u, frame.width - 2 * margin
    high = frame.bottom + 6 * u - top
    high = min(high * 0.7, inner / aspect) if frame.tall else min(high, (inner - (_GAP + _COLUMN) * u) / aspect)
    wide = high * aspect
    left = (frame.width - wide) / 2 if frame.tall else frame.width - margin - wide if mirrored else margin
    return Screen(*(max(2, round(edge / 2) * 2) for edge in (left, top, wide, high)))


def _height(rows: Sequence[SheetRow]) -> float:
    return sum(row.height + (row.gap if place else 0) for place, row in enumerate(rows))


def _rows(
    types: Typesetter,
    action: str,
    speeches: list[tuple[str, str, str]],
    fields: list[tuple[str, str]],
    size: float,
    width: float,
    language: str,
) -> list[SheetRow]:
    rows = [SheetRow("action", line, size, size * 1.34) for line in types.wrap(action, "text", size, width)]
    for name, manner, text in speeches:
        head, words = max(size * 0.46, size * 0.32 + 5), size * 0.88
        who = name.upper() + (f"  ({manner})" if manner else "")
        indent = size * 0.7
        heads = types.wrap(who, "strong", head * 1.14, width - indent)
        rows += [
            SheetRow("name", line, head, head * 1.5, 0 if at else size * 0.62, indent) for at, line in enumerate(heads)
        ]
        style = speech_style(text)
        lines = types.wrap(in_quotes(text, language), style, words, width - indent)
        rows += [SheetRow("speech", line, words, words * 1.34, 0, indent) for line in lines]
    return rows + _fields(types, fields, max(size * 0.6, size * 0.4 + 6), width, language, size * 0.7)


def speech_style(text: str) -> str:
    """The style of spoken words."""
    return "italic" if has_italics(text) else "text"


def _fields(
    types: Typesetter, fields: list[tuple[str, str]], size: float, width: float, language: str, gap: float = 0.0
) -> list[SheetRow]:
    rows: list[SheetRow] = []
    for key, text in fields:
        said = label(key, language).upper()
        rows.append(SheetRow("key", said, size * 0.72, size * 1.15, gap or size * 0.66))
        rows += [SheetRow("value", line, size, size * 1.34) for line in types.wrap(text, "text", size, width)]
    return rows


def _paged(rows: list[SheetRow], limit: float) -> tuple[tuple[SheetRow, ...], ...]:
    """The rows in as few pages as there need be, about equally full; a name stays with its first words."""
    total = _height(rows)
    if total <= limit or not rows:
        return (tuple(rows),)
    count = int(total // limit) + 1
    best = _filled(rows, limit)
    for step in range(12):
        tried = _filled(rows, min(limit, total / count * (1 + step * 0.05)))
        if len(tried) <= len(best):
            best = tried
            break
    return tuple(tuple(page) for page in best)


def _filled(rows: list[SheetRow], limit: float) -> list[list[SheetRow]]:
    pages: list[list[SheetRow]] = [[]]
    for place, row in enumerate(rows):
        together = [row, rows[place + 1]] if row.kind in ("name", "key") and place + 1 < len(rows) else [row]
        if pages[-1] and _height([*pages[-1], *together]) > limit:
            pages.append([])
        pages[-1].append(row)
    return pages
