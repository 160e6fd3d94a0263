"""The contact sheet as a PNG: one page with a picture of each shot, drawn for it. Needs the extra `video`."""

from __future__ import annotations

from storyboard.compiler.pipeline import Compiled
from storyboard.diagnostics import UserError
from storyboard.system import extras

BINARY = True


def render(compiled: Compiled) -> bytes:
    """The page, with a picture of each shot that could be read. Raises UserError where it cannot be drawn."""
    try:
        from storyboard.film import contact
        from storyboard.film.animatic import continued, reel
    except ImportError as error:
        raise UserError(extras.lacking("video", "the sheet needs")) from error
    try:
        cast = compiled.story.cast if compiled.story is not None else {}
        count = len(compiled.clips)
        reels = [reel(clip, film=compiled.title, count=count, cast=cast) for clip in compiled.clips]
        return contact.drawn(list(continued(reels)))
    except contact.TooMany as trouble:
        raise UserError(str(trouble)) from trouble
