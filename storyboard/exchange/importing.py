"""A text of another kind made into a story, whoever asks for it."""

from __future__ import annotations

from storyboard.config import Limits
from storyboard.diagnostics import Finding
from storyboard.exchange.importers import AUTO, Refused, read, written
from storyboard.language.syntax import UNREADABLE, read_text
from storyboard.records.api import Imported
from storyboard.source import Source

NO_TEXT = "SB118"
_QUESTION = "// import?: "
_LIMITS = Limits()


def text_of(path: str, data: bytes, most: int) -> tuple[Source, Finding | None]:
    """The text that bytes hold, and the mistake that forbids to import it, None for a good one.

    More than `most` bytes are such a mistake; its code is `NO_TEXT` where the bytes are a file of another kind.
    """
    source, faults = read_text(path, data, most, most, most)
    return source, next((fault for fault in faults if fault.code == NO_TEXT or fault.code in UNREADABLE), None)


def imported(text: str, form: str = AUTO, limits: Limits = _LIMITS) -> Imported | Refused:
    """The story that a text is, or why it is none. Raises LookupError for a form that is not known."""
    draft = read(text, form, limits)
    if isinstance(draft, Refused):
        return draft
    story = written(draft)
    return Imported(text=story, questions=story.count(_QUESTION), notes=draft.notes)
