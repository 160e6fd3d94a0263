"""A clip that came, measured and played through, before anybody calls it brought."""

from __future__ import annotations

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# (the stubs of `av` leave open whose packets a packet is)
from pathlib import Path

from storyboard.film.delivery import SILENT, Arrival, ClipShape, off_spec
from storyboard.film.loudness import is_silent
from storyboard.film.probe import UNREADABLE, NotMedia, Probe, opened, probe, video_of


def examine(path: Path, ordered: ClipShape) -> Arrival:
    """What a clip is beside what was ordered; every picture is decoded. Raises nothing for what a file may hold."""
    try:
        media = probe(path)
        why = _unplayable(path, media)
        silent = not why and is_silent(path, media)
    except NotMedia as error:
        return Arrival(spoilt=f"it {error.why}")
    except UNREADABLE as error:
        return Arrival(spoilt=f"it cannot be read: {error}")
    if why:
        return Arrival(spoilt=why)
    return Arrival(tuple(off_spec(ordered, shape_of(media))), notice=SILENT if silent else "")


def shape_of(media: Probe) -> ClipShape:
    """What a clip that was probed is on the outside."""
    size = f"{media.width}x{media.height}"
    return ClipShape(round(media.video_ms), size, round(float(media.fps), 3), media.audio_ms is not None)


def _unplayable(path: Path, media: Probe) -> str:
    """Why not every picture of a clip can be shown, empty where all can be."""
    if not media.whole:
        return "it ends in the midst of its data"
    shown = 0
    with opened(path) as container:
        try:
            for _ in container.decode(video_of(container)):
                shown += 1
        except UNREADABLE:
            return f"its picture {shown + 1} of {media.frames} cannot be decoded"
    return "" if shown >= media.frames else f"only {shown} of its {media.frames} pictures can be decoded"
