"""A text of another kind made into a story, whoever asks for it."""

from __future__ import annotations

from msgspec.structs import replace

from storyboard.compiler.pipeline import compile_story
from storyboard.config import Config, Limits
from storyboard.diagnostics import Finding
from storyboard.exchange import exporters
from storyboard.exchange.importers import AUTO, Refused, read, written
from storyboard.exchange.screenplay.kept import form_comment, form_of
from storyboard.language.syntax import UNREADABLE, read_text
from storyboard.records.api import Imported
from storyboard.source import MemoryFiles, Source

NO_TEXT = "SB118"
_QUESTION = "// import?: "
_NAME = "imported.story"
_LIMITS = Limits()


def text_of(path: str, data: bytes, most: int) -> tuple[Source, Finding | None]:
    """The text that bytes hold, and the mistake that forbids to import it, None for a good one.

    More than `most` bytes are such a mistake; its code is `NO_TEXT` where the bytes are a file of another kind.
    """
    source, faults = read_text(path, data, most, most, most)
    return source, next((fault for fault in faults if fault.code == NO_TEXT or fault.code in UNREADABLE), None)


def imported(text: str, form: str = AUTO, limits: Limits = _LIMITS) -> Imported | Refused:
    """The story that a text is, or why it is none. Raises LookupError for a form that is not known.

    The text is as typed, with its byte order mark and its line ends.
    """
    source = Source(_NAME, text)
    draft = read(source.text, form, limits)
    if isinstance(draft, Refused):
        return draft
    if draft.returns and (form_line := form_comment(form_of(text))):
        draft = replace(draft, kept=(form_line, *draft.kept))
    story, notes = written(draft), draft.notes
    if draft.returns and _returned(story, draft.returns, limits) != text:
        notes = (*notes, f"`storyc export --format {draft.returns}` will not give back the same file: compare the two")
    return Imported(text=story, questions=story.count(_QUESTION), notes=notes)


def _returned(story: str, form: str, limits: Limits) -> str:
    """What an export makes of a story that was imported."""
    compiled = compile_story(MemoryFiles({_NAME: story}), _NAME, Config(limits=limits))
    return exporters.load(form).render(compiled)
