"""A screenplay in Fountain: a clip for each scene, with what is seen and said; other lines are kept as they are."""

from __future__ import annotations

from msgspec.structs import replace

from storyboard.exchange.importers._draft import Draft, Refused
from storyboard.exchange.importers._plain import ended
from storyboard.exchange.importers._scenes import Block, drafted
from storyboard.exchange.screenplay.reading import is_title_page, items_of, paragraphs, title_of, titles
from storyboard.exchange.screenplay.records import Action, NamedNote, ShotNote
from storyboard.exchange.screenplay.shotnotes import is_shot_note
from storyboard.exchange.screenplay.spelling import spelled
from storyboard.language.syntax import nature
from storyboard.language.syntax.parser import sections

RANK = 1


def suits(text: str) -> bool:
    """Whether the text looks like a screenplay, or has shots marked as in one, and none as in a story."""
    whole = ended(text)
    marked = any(map(is_shot_note, whole.split("\n")))
    return nature.of_text(whole) is nature.SCREENPLAY or (marked and not _has_shots(whole))


def _has_shots(text: str) -> bool:
    return any(section.shots for section in sections(text)[1])


def read(text: str) -> Draft | Refused:
    """The scenes as clips; lengths that nobody wrote are estimates, and each scene asks for them."""
    blocks: list[Block] = []
    front: tuple[str, ...] = ()
    title = ""
    parts = list(paragraphs(text))
    if parts and not parts[0].above and is_title_page(parts[0].lines):
        front = parts.pop(0).lines
        title = next((title_of(lines) for key, lines in titles(front) if key == "title"), "")
    pending: Block | None = None
    for number, part in enumerate(parts):
        usual = ("",) if number or front else ()
        above = part.above if part.above != usual or not part.lines else ()
        items = items_of(part.lines)
        plain = bool(items) and spelled(items) == [list(part.lines)]
        if pending is not None and items and isinstance(items[0], Action | NamedNote):
            # A mark alone above what it marks: the story has them on one line.
            kept = (*pending.kept, *part.above, *part.lines)
            blocks[-1] = Block(kept, (*pending.items, *items))
            pending = None
            continue
        blocks.append(Block((*above, *(() if plain else part.lines)), items, part.lines if plain else ()))
        alone = len(items) == 1 and isinstance(items[0], ShotNote)
        pending = Block((*above, *part.lines), items) if alone else None
    if not any(block.items for block in blocks):
        return Refused("it holds no scene, no action and no speech")
    return replace(drafted(blocks, front, title), returns="fountain")
