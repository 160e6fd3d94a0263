"""What a screenplay and a story both say: headings, shots, what is seen, speech, and a shot's fields."""

from __future__ import annotations

from typing import TypeAlias

import msgspec


class SceneHeading(msgspec.Struct, frozen=True):
    """Where a scene plays, without its number: `INT. KITCHEN - DAY`. It begins a clip."""

    title: str


class ShotNote(msgspec.Struct, frozen=True):
    """Where a shot begins, with a range or a length in milliseconds, or neither; an `open` one has no end."""

    start: int | None = None
    end: int | None = None
    length: int | None = None
    open: bool = False
    title: str = ""


class Action(msgspec.Struct, frozen=True):
    """A paragraph of what is seen, its lines without the blanks round them, notes included."""

    lines: tuple[str, ...]


class Spoken(msgspec.Struct, frozen=True):
    """What somebody says: the lines without quotation marks; `manner` holds extension and parenthetical."""

    name: str
    manner: str
    lines: tuple[str, ...]


class NamedNote(msgspec.Struct, frozen=True):
    """A part of a story that Fountain has only notes for: `[[camera: slow push in]]`, `[[overview: …]]`."""

    key: str
    text: str


Item: TypeAlias = SceneHeading | ShotNote | Action | Spoken | NamedNote


def same(item: Item, other: Item) -> bool:
    """Whether two items say the same, whatever blanks and line ends part their words; a named note is seen as typed."""
    alike = type(item) is type(other) or {type(item), type(other)} == {Action, NamedNote}
    return alike and said(item) == said(other)


def said(item: Item) -> tuple[object, ...]:
    """What an item says, its words parted by one blank."""
    match item:
        case SceneHeading():
            return (_words(item.title),)
        case ShotNote():
            return (item.start, item.end, item.length, item.open, _words(item.title))
        case Action():
            return (_words(" ".join(item.lines)),)
        case Spoken():
            return (_words(item.name), _words(item.manner), _words(" ".join(item.lines)))
        case NamedNote():
            return (_words(f"[[{item.key}: {item.text}]]"),)


def _words(text: str) -> str:
    return " ".join(text.split())
