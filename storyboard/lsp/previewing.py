"""The preview beside the text: the cards of the clip at the cursor, and the draft of it where one is built."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from lsprotocol.types import Position
from pygls.uris import from_fs_path

from storyboard.board.cards import cards as drawn
from storyboard.board.cards import reels
from storyboard.film.staging.plan import Reel, shown
from storyboard.language.story import Clip
from storyboard.lsp.desk import Desk
from storyboard.lsp.sheet import StorySheet
from storyboard.production.files import paths
from storyboard.timing import number


def cards(desk: Desk, params: Any) -> dict[str, object] | None:
    """The clip at a position, the number of the shot there, a card for each shot, and the address of its animatic.

    `version` is that of the document that was read. A card has its shot's line, from 0, and its times in seconds.
    """
    uri = params.textDocument.uri
    sheet, buffer = desk.sheet(uri), desk.buffer(uri)
    if sheet is None or buffer is None:
        return None
    offset = sheet.offset(Position(params.position.line, params.position.character))
    clip = sheet.clip_at(offset)
    if clip is None:
        return None
    shot = sheet.shot_at(clip, offset)
    shots = shown(clip)
    reel = _reels(sheet)[sheet.compiled.clips.index(clip)]
    return {
        "version": buffer.version,
        "clip": {"index": clip.index, "title": clip.title, "slug": clip.slug},
        "clips": len(sheet.compiled.clips),
        "shot": shots.index(shot) if shot in shots else None,
        "cards": [
            {
                "number": card.number,
                "line": sheet.range(shot.span).start.line,
                "start": number(card.start),
                "end": number(card.end),
                "svg": card.svg,
            }
            for card, shot in zip(drawn(reel), shots, strict=True)
        ],
        "film": _film(sheet, clip),
    }


@lru_cache(maxsize=1)
def _reels(sheet: StorySheet) -> list[Reel]:
    """The reels of a story's clips, made once while its text stays as it is: the cursor moves more often."""
    compiled = sheet.compiled
    story = compiled.story
    return reels(compiled.clips, story.title if story is not None else "", story.cast if story is not None else {})


def _film(sheet: StorySheet, clip: Clip) -> str | None:
    """The animatic of a clip: the one that `storyc watch` drew last, or that a build has drawn."""
    built = sheet.root / sheet.config.out
    count = len(sheet.compiled.clips)
    for out in (built / paths.DRAFTED, built):
        film = paths.animatic(paths.clip_base(out, sheet.path, "", clip, count))
        if film.is_file():
            return from_fs_path(str(film))
    return None
