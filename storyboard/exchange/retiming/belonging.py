"""Whether a cut is one of the story that it is held against, by what both say of themselves."""

from __future__ import annotations

import unicodedata

from storyboard.exchange.cuts.records import EditorCut
from storyboard.exchange.timelines.records import Timeline, TimelineEvent, events, shot_name
from storyboard.patterns import lazy
from storyboard.source import Files

_NAMED = lazy(r"(C\d{2,5}S\d{2,5})[ \t]+(\S.*)")


def foreign_by(cut: EditorCut, timeline: Timeline, files: Files) -> str:
    """Why a cut is one of another story, as a phrase; empty where nothing says so.

    The cut names its story, or else its events bear the titles of their shots; one that is right is enough.
    """
    if cut.story:
        # A story that is gone may be this one, under another name.
        other = cut.story != timeline.story and files.exists(cut.story)
        return f"it was made of `{cut.story}`" if other else ""
    own = {_code(event): event.name for event in events(timeline)}
    wrong = ""
    for event in cut.events:
        read = _NAMED.fullmatch(event.name)
        name = own.get(read[1]) if read is not None else None
        if name is None:
            continue
        if _plain(event.name).startswith(_plain(name)):
            return ""
        wrong = wrong or f"it has `{event.name}` where this story has `{name}`"
    return wrong


def _code(event: TimelineEvent) -> str:
    return shot_name(event.clip.index, event.marks[0].shot)


def _plain(name: str) -> str:
    """A name as an edit decision list can hold it, whose letters are those of ASCII."""
    flat = unicodedata.normalize("NFKD", name).lower()
    return "".join(letter for letter in flat if letter.isascii() and letter.isalnum())
