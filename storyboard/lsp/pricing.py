"""What a clip comes to: length, price and what is lost, as a lens above it and for the editor's status bar."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lsprotocol.types import CodeLens, CodeLensParams, Command, Position

from storyboard.compiler.losses import take_price
from storyboard.language.story import Clip
from storyboard.lsp.desk import Desk
from storyboard.lsp.sheet import StorySheet
from storyboard.report.drawing.words import count
from storyboard.timing import money, money_number, number, seconds


def code_lens(desk: Desk, params: CodeLensParams) -> list[CodeLens]:
    """A line above each clip: its shots, its length, its price, and what would be lost."""
    sheet = desk.sheet(params.text_document.uri)
    if sheet is None:
        return []
    return [
        CodeLens(sheet.range(_head(clip)), Command(" · ".join(_words(clip, sheet)), ""))
        for clip in sheet.compiled.clips
    ]


def status(desk: Desk, params: Any) -> dict[str, object] | None:
    """The clip at a position: which it is, the seconds that are planned and paid for, and the price in dollars."""
    sheet = desk.sheet(params.textDocument.uri)
    if sheet is None:
        return None
    position = Position(params.position.line, params.position.character)
    clip = sheet.clip_at(sheet.offset(position))
    if clip is None:
        return None
    return {
        "clip": {"index": clip.index, "title": clip.title, "slug": clip.slug},
        "planned": number(clip.planned) if clip.planned is not None else None,
        "paid": number(clip.duration) if clip.duration is not None else None,
        "price_usd": money_number(cost) if (cost := clip_price(clip, sheet)) is not None else None,
    }


def clip_price(clip: Clip, sheet: StorySheet) -> int | None:
    """What the takes of a clip cost in micro-dollars; None where the model has no such length or size."""
    profile = sheet.compiled.profile
    cost = None if profile is None else take_price(clip, profile, sheet.compiled.losses)
    return None if cost is None else cost * clip.takes


def _head(clip: Clip) -> Any:
    if clip.heading is not None and clip.part < 2:
        return clip.heading
    return clip.shots[0].span if clip.shots else clip.span


def _words(clip: Clip, sheet: StorySheet) -> Iterator[str]:
    yield count(len(clip.shots), "shot")
    if clip.duration is not None:
        yield f"{seconds(clip.duration)} s"
    cost = clip_price(clip, sheet)
    if cost is not None:
        yield f"{money(cost)} USD" + (f" for {clip.takes} takes" if clip.takes > 1 else "")
    if clip.duration is not None and clip.planned is not None and clip.planned < clip.duration:
        yield f"{seconds(clip.duration - clip.planned)} s without a shot"
    for loss in sheet.compiled.losses:
        if clip.index in loss.clips:
            yield f"lost: {loss.message}"
