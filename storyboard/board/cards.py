"""A card for each shot of a film, as SVG: its picture, and beside or below it its number, time and words.

A card is made from the text alone: it opens no file and needs no package for pictures. It says of a shot what the
animatic shows, since both read its words in film/staging. Words are drawn in the reader's own font; a page may give
the classes `paper`, `ink`, `quiet` and `mark` colours of its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import msgspec

from storyboard.board.letters import set_in, width
from storyboard.board.picture import picture
from storyboard.board.svg import Markup, element, joined
from storyboard.film.staging.continuity import continued
from storyboard.film.staging.ending import ended, ending_of
from storyboard.film.staging.lines import has_italics, in_quotes, is_rtl
from storyboard.film.staging.look import Look, language_for, looks
from storyboard.film.staging.plan import FIELDS, Reel, reel
from storyboard.film.staging.words import label
from storyboard.language.story import Clip, Member
from storyboard.timing import seconds

WIDTH = 640  # of a card, in its own pixels
_MARGIN = 22.0
_BESIDE = 1.25  # the shape below which a picture has its words beside it
_TALL = 440.0  # the height of such a picture
_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif"
_COLOURS = {"paper": "#fbfaf7", "ink": "#1b1b1e", "quiet": "#6c6c72", "mark": "#a86a00"}


class ShotCard(msgspec.Struct, frozen=True):
    """The card of a shot: the clip and the number that it has there, its start and end in milliseconds, and the SVG."""

    clip: int
    number: int
    start: int
    end: int
    svg: str


def reels(clips: Sequence[Clip], film: str, cast: Mapping[str, Member]) -> list[Reel]:
    """The clips of a film as they are drawn; people, and the count of shots, go through all of them."""
    return list(continued([reel(clip, film=film, count=len(clips), cast=cast, unused=0) for clip in clips]))


def cards(drawn: Reel) -> list[ShotCard]:
    """The cards of a clip, in the order of its shots."""
    language, seen = language_for(drawn), looks(drawn)
    drawn = msgspec.structs.replace(drawn, cards=ended(drawn, ending_of(drawn.closing)))
    return [
        ShotCard(drawn.index, card.number, card.start, card.end, _drawn(drawn, place, look, language))
        for place, (card, look) in enumerate(zip(drawn.cards, seen, strict=True))
    ]


class _Box(msgspec.Struct, frozen=True):
    """Where the words stand: from the left edge to the right one, from a row down."""

    left: float
    right: float
    top: float


def _drawn(drawn: Reel, place: int, look: Look, language: str) -> str:
    shape = drawn.width / drawn.height
    beside = shape < _BESIDE
    high = _TALL if beside else round(WIDTH / shape)
    wide = round(_TALL * shape) if beside else float(WIDTH)
    box = _Box(wide + _MARGIN if beside else _MARGIN, WIDTH - _MARGIN, _MARGIN - 4 if beside else high + _MARGIN - 6)
    words, bottom = _words(drawn, place, box, language)
    height = round(max(high if beside else 0.0, bottom + _MARGIN - 4))
    # The names of its gradients are those of no other card on a page.
    seen = msgspec.json.encode((look, wide, str(words)), order="deterministic")
    key = "c" + hashlib.sha256(seen).hexdigest()[:10]
    card = drawn.cards[place]
    title = f"{label('shot', language, card.number, drawn.shots or len(drawn.cards))}: {card.title or card.action}"
    return element(
        "svg",
        element("title", title[:200]),
        _ground("paper", 0, 0, WIDTH, height),
        picture(look, float(wide), float(high), key),
        words,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH} {height}",
        width=WIDTH,
        height=height,
        font_family=_FONT,
        role="img",
    )


def _ground(kind: str, x: float, y: float, wide: float, high: float, **more: object) -> Markup:
    return element(
        "rect", x=float(x), y=float(y), width=float(wide), height=float(high), class_=kind, fill=_COLOURS[kind], **more
    )


def _text(kind: str, text: str, x: float, y: float, size: float, **more: object) -> Markup:
    return element("text", text, x=float(x), y=float(y), font_size=size, class_=kind, fill=_COLOURS[kind], **more)


def _words(drawn: Reel, place: int, box: _Box, language: str) -> tuple[Markup, float]:
    """All that is written on a card, and its lowest row."""
    parts: list[Markup] = []
    y = box.top
    for block in (_head, _ruler, _action, _speeches, _fields, _closing):
        written, y = block(drawn, place, _Box(box.left, box.right, y), language)
        parts += written
    return joined(parts), y


def _head(drawn: Reel, place: int, box: _Box, language: str) -> tuple[list[Markup], float]:
    """The shot's number, large, with its time and its title beside it."""
    card = drawn.cards[place]
    number = str(card.number)
    x = box.left + width(number, 42) + 8
    said = label("shot", language, card.number, drawn.shots or len(drawn.cards)).upper()
    if drawn.count > 1:
        said = f"{label('clip', language, drawn.index, drawn.count).upper()} · {said}"
    time = f"{seconds(card.start)}–{seconds(card.end)} s  ·  {seconds(card.end - card.start)} s"
    parts = [_text("ink", number, box.left - 2, box.top + 38, 42, font_weight=300)]
    y = box.top + 15
    for text in set_in(said, 11, box.right - x, strong=True, spread=True):
        parts.append(_text("mark", text, x, y, 11, font_weight=700, letter_spacing=1.2))
        y += 15
    parts.append(_text("ink", time, x, y + 6, 16))
    y = max(y + 12, box.top + 44)
    for text in set_in(card.title, 17, box.right - box.left, strong=True):
        parts.append(_set("ink", text, box, y + 20, 17, font_weight=650))
        y += 23
    return parts, y


def _ruler(drawn: Reel, place: int, box: _Box, language: str) -> tuple[list[Markup], float]:
    """The shots of the clip in true proportion, this one marked."""
    del language
    y, room = box.top + 9, box.right - box.left
    last = drawn.cards[-1].end
    parts: list[Markup] = []
    for number, card in enumerate(drawn.cards):
        left = box.left + room * card.start / max(1, last)
        wide = max(1.5, room * (card.end - card.start) / max(1, last) - 2)
        here = number == place
        parts.append(_ground("mark" if here else "quiet", left, y, wide, 4, rx=1, fill_opacity=None if here else 0.28))
    return parts, y + 8


def _set(kind: str, text: str, box: _Box, y: float, size: float, **more: object) -> Markup:
    """A line from the side on which its script begins."""
    if is_rtl(text):
        return _text(kind, text, box.right, y, size, direction="rtl", **more)
    return _text(kind, text, box.left, y, size, **more)


def _column(kind: str, text: str, box: _Box, size: float, **more: object) -> tuple[list[Markup], float]:
    step, y = size * 1.42, box.top
    parts: list[Markup] = []
    for row in set_in(text, size, box.right - box.left):
        y += step
        parts.append(_set(kind, row, box, y - size * 0.3, size, **more))
    return parts, y


def _action(drawn: Reel, place: int, box: _Box, language: str) -> tuple[list[Markup], float]:
    del language
    action = drawn.cards[place].action
    size = 18 if len(action) < 260 else 16 if len(action) < 600 else 14
    return _column("ink", action, _Box(box.left, box.right, box.top + 8), size)


def _speeches(drawn: Reel, place: int, box: _Box, language: str) -> tuple[list[Markup], float]:
    """What is said: who and how, and the words beside a bar."""
    parts: list[Markup] = []
    y = box.top
    for line in drawn.cards[place].dialogue:
        top = y + 10
        inner = _Box(box.left + 14, box.right, top)
        who = line.name.upper() + (f" ({line.manner})" if line.manner else "")
        heads = set_in(who, 11.5, inner.right - inner.left, strong=True, spread=True)
        for text in heads:
            parts.append(_set("mark", text, inner, y + 21, 11.5, font_weight=700, letter_spacing=1))
            y += 15
        words = _Box(inner.left, inner.right - 14, y + 10)
        slant = "italic" if has_italics(line.text) else None
        said, y = _column("ink", in_quotes(line.text, language), words, 17, font_style=slant)
        bar = box.right - 3 if is_rtl(line.text) else box.left
        parts += [_ground("mark", bar, top + 1, 3, y - top), *said]
    return parts, y


def _closing(drawn: Reel, place: int, box: _Box, language: str) -> tuple[list[Markup], float]:
    """What is to be read at the end of a clip, below its last shot, on the colour into which the picture goes."""
    del language
    ending = ending_of(drawn.closing)
    if place + 1 < len(drawn.cards) or not ending.title:
        return [], box.top
    middle, y = (box.left + box.right) / 2, box.top + 14
    ground, ink = ("#fff", "#141416") if ending.into == "white" else ("#000", "#f8f7f4")
    lines = [row for text in ending.title.splitlines() for row in set_in(text, 20, box.right - box.left - 32)]
    high = max(34.0, len(lines) * 28.0 + 28)
    edge = element("rect", x=box.left, y=float(y), width=box.right - box.left, height=high, fill=ground, stroke="#888")
    words = (
        element(
            *("text", row),
            x=middle,
            y=y + 35.0 + at * 28,
            font_size=20,
            font_weight=300,
            fill=ink,
            text_anchor="middle",
            direction="rtl" if is_rtl(row) else None,
        )
        for at, row in enumerate(lines)
    )
    return [edge, *words], y + high


def _fields(drawn: Reel, place: int, box: _Box, language: str) -> tuple[list[Markup], float]:
    """Camera, light, sound, music and transition, each behind its name."""
    card, y = drawn.cards[place], box.top
    named = [(label(key, language).upper(), getattr(card, key)) for key in FIELDS if getattr(card, key).strip()]
    parts: list[Markup] = []
    if not named:
        return parts, y
    edge = min(max(width(name, 10.5, strong=True, spread=True) for name, _ in named), (box.right - box.left) * 0.4) + 12
    y += 8
    for name, text in named:
        inner = _Box(box.left + edge, box.right, y)
        parts.append(_text("mark", name, box.left, y + 15.5, 10.5, font_weight=700, letter_spacing=1))
        rows, y = _column("quiet", text, inner, 14)
        parts += rows
    return parts, y
