"""What a story says as the lines of a screenplay in Fountain."""

from __future__ import annotations

from collections.abc import Sequence

from storyboard.exchange.screenplay.reading import cue_name, heading, items_of
from storyboard.exchange.screenplay.records import Action, Item, NamedNote, SceneHeading, ShotNote, Spoken
from storyboard.exchange.screenplay.shotnotes import spelled_shot
from storyboard.language import words


def spelled(items: Sequence[Item], kept: Sequence[str] = ()) -> list[list[str]]:
    """The paragraphs of items that stand next to each other, each line as the kept one that says the same, if any."""
    paragraphs: list[list[str]] = []
    before: Item | None = None
    for item in items:
        lines = _lines(item)
        if before is not None and joins(before, item):
            if isinstance(item, Action):
                paragraphs[-1][-1] += f" {item.lines[0]}"
                lines.pop(0)
            elif isinstance(item, Spoken):
                lines.pop(0)
            paragraphs[-1] += lines
        else:
            paragraphs.append(lines)
        before = item
    spellings = {_meant(lines, at): line for lines in (kept,) for at, line in enumerate(lines)}
    return [[spellings.get(_meant(lines, at), line) for at, line in enumerate(lines)] for lines in paragraphs]


def _meant(lines: Sequence[str], at: int) -> object:
    """What a line of a paragraph says: a cue's name and extensions, or the words."""
    name = cue_name(lines[0]) if at == 0 and len(lines) > 1 else None
    return name or lines[at].strip().removeprefix("!")


def joins(before: Item, item: Item) -> bool:
    """Whether an item next to another stands in one paragraph with the one before it."""
    match before, item:
        case ShotNote(), Action():
            return True
        case (
            (ShotNote() | Action() | NamedNote(key="camera" | "light" | "sound" | "music" | "transition")),
            NamedNote(),
        ):
            return True
        case Spoken(), Spoken():
            # Who goes on in another manner does so in the same block of dialogue.
            parts, more = _parts(before.manner), _parts(item.manner)
            return before.name == item.name and parts[0] == more[0] and bool(more[1])
        case _:
            return False


def _lines(item: Item) -> list[str]:
    match item:
        case SceneHeading():
            # Two dots force no heading: a blank parts the sign from a title that begins with one.
            sign = ". " if item.title.startswith(".") else "."
            return [item.title if heading(item.title) == item.title else f"{sign}{item.title}"]
        case ShotNote():
            return [spelled_shot(item)]
        case NamedNote():
            return [f"[[{item.key}: {_within(item.text)}]]"]
        case Action():
            return _forced(item.lines)
        case Spoken():
            extensions, heads = _parts(item.manner)
            cue = " ".join([item.name, *(f"({part})" for part in extensions)])
            cue = cue if cue_name(cue) == (item.name, extensions) else f"@{cue}"
            return [cue, *([f"({', '.join(heads)})"] if heads else []), *item.lines]


def _within(text: str) -> str:
    """Words as they may stand in a note, which two brackets end: a blank parts those."""
    while "[[" in text or "]]" in text:
        text = text.replace("[[", "[ [").replace("]]", "] ]")
    return f"{text} " if text.endswith("]") else text


def _parts(manner: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What of a manner stands behind the name, as V.O. does, and what below it."""
    parts = [part.strip() for part in manner.split(",") if part.strip()]
    count = next((at for at, part in enumerate(parts) if words.fold(part) not in words.lookup("unseen")), len(parts))
    return tuple(parts[:count]), tuple(parts[count:])


def _forced(lines: Sequence[str]) -> list[str]:
    """Lines of action, each that would be read as something else with the sign that forces it."""
    cued = len(lines) > 1 and cue_name(lines[0]) is not None
    return [f"!{line}" if (cued and at == 0) or _misread(line) else line for at, line in enumerate(lines)]


def _misread(line: str) -> bool:
    return not line.startswith("[[") and items_of([line]) != (Action((line,)),)
