"""The outline: the cast, and the clips with their shots and times."""

from __future__ import annotations

from lsprotocol.types import DocumentSymbol, DocumentSymbolParams, SymbolKind

from storyboard.language.story import Clip, Shot
from storyboard.lsp.desk import Desk
from storyboard.lsp.sheet import StorySheet
from storyboard.source import Span
from storyboard.timing import seconds


def document_symbol(desk: Desk, params: DocumentSymbolParams) -> list[DocumentSymbol]:
    """The members of the cast that this file describes, then its clips in film order."""
    sheet = desk.sheet(params.text_document.uri)
    if sheet is None:
        return []
    story = sheet.compiled.story
    members = [member for member in story.cast.values() if member.span.path == story.path] if story is not None else []
    people = [
        DocumentSymbol(
            member.name, SymbolKind.Class, where := sheet.range(member.span), where, detail=", ".join(member.states)
        )
        for member in members
        if member.name
    ]
    return [*people, *(_clip(clip, sheet) for clip in sheet.compiled.clips)]


def _clip(clip: Clip, sheet: StorySheet) -> DocumentSymbol:
    shots = [_shot(shot, sheet) for shot in clip.shots]
    whole = sheet.range(clip.span)
    title = sheet.range(clip.heading) if clip.heading is not None and not clip.part > 1 else None
    if title is None:
        first = clip.shots[0].span.start if clip.shots else clip.span.start
        title = sheet.range(Span(clip.span.path, first, first))
    detail = f"{seconds(clip.duration)} s" if clip.duration is not None else ""
    return DocumentSymbol(
        clip.title or f"clip {clip.index}", SymbolKind.Namespace, whole, title, detail, children=shots
    )


def _shot(shot: Shot, sheet: StorySheet) -> DocumentSymbol:
    words = shot.title or " ".join(shot.action.value.split())[:60]
    known = shot.start is not None and shot.end is not None
    detail = f"{seconds(shot.start or 0)}-{seconds(shot.end or 0)} s" if known else ""
    title = sheet.range(shot.mark.span if shot.mark is not None else shot.span)
    return DocumentSymbol(f"{shot.number} {words}".strip(), SymbolKind.Event, sheet.range(shot.span), title, detail)
