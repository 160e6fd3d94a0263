"""Inlay hints: how long each shot is where its mark does not say it, and what is left of each clip, with its price."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol.types import InlayHint, InlayHintKind, InlayHintParams

from storyboard.language.story import Clip, Shot
from storyboard.lsp.desk import Desk
from storyboard.lsp.pricing import clip_price
from storyboard.lsp.sheet import StorySheet
from storyboard.source import Span
from storyboard.timing import money, seconds


def inlay_hint(desk: Desk, params: InlayHintParams) -> list[InlayHint]:
    """The hints of the lines of a range."""
    sheet = desk.sheet(params.text_document.uri)
    if sheet is None:
        return []
    start, end = sheet.offset(params.range.start), sheet.offset(params.range.end)
    return [
        _hint(at, text, sheet)
        for clip in sheet.compiled.clips
        if clip.span.start <= end and start <= max(clip.span.end, clip.span.start)
        for at, text in _of_clip(clip, sheet)
        if start <= at <= end
    ]


def _of_clip(clip: Clip, sheet: StorySheet) -> Iterator[tuple[int, str]]:
    if clip.heading is not None and clip.part < 2:
        words = " · ".join(_words(clip, sheet))
        if words:
            yield clip.heading.end, words
    for shot in clip.shots:
        if shot.mark is not None and shot.start is not None and shot.end is not None:
            yield shot.mark.span.end, _length(shot)


def _length(shot: Shot) -> str:
    """The length of a shot, and where it stands in its clip when its mark gives no range."""
    start, end = shot.start or 0, shot.end or 0
    said = shot.mark is not None and shot.mark.form == "range"
    return f"{seconds(end - start)} s" if said else f"{seconds(end - start)} s, {seconds(start)}-{seconds(end)}"


def _words(clip: Clip, sheet: StorySheet) -> Iterator[str]:
    if clip.planned is not None and clip.duration is not None:
        left = clip.duration - clip.planned
        yield f"{seconds(clip.planned)} / {seconds(clip.duration)} s"
        if left > 0:
            yield f"{seconds(left)} s left"
        elif left < 0:
            yield f"{seconds(-left)} s too long"
    cost = clip_price(clip, sheet)
    if cost is not None:
        yield f"{money(cost)} USD"


def _hint(at: int, text: str, sheet: StorySheet) -> InlayHint:
    place = sheet.range(Span(sheet.compiled.path, at, at)).start
    return InlayHint(place, text, InlayHintKind.Type, padding_left=True)
