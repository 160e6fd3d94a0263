"""A finished clip measured: its length and size, its sound, and its cuts beside those of its plan."""

from __future__ import annotations

from pathlib import Path

from storyboard.film.cuts import Seen, survey
from storyboard.film.loudness import listen
from storyboard.film.probe import NotMedia, Probe, probe
from storyboard.production.files.manifest import sha256
from storyboard.production.verify.match import match, milliseconds
from storyboard.production.verify.records import CutPlan, Measured, Sound

__all__ = ["NotMedia", "measure"]

_BLACK, _SILENT = 500, 1000  # milliseconds below which black and silence are not worth a word


def measure(path: Path, plan: CutPlan, tolerance: int) -> tuple[Measured, Probe, Seen]:
    """A clip as it is. Raises `NotMedia` for a file that is no video, and OSError for one that cannot be read."""
    digest = sha256(path)
    media = probe(path)
    seen = survey(path, media)
    heard = listen(path, media)
    sound = None
    if heard is not None:
        silent = tuple(span for span in heard.silent if span[1] - span[0] >= _SILENT)
        sound = Sound(round(media.audio_ms or 0), heard.peak, silent)
    black = ((milliseconds(first, seen), milliseconds(end, seen)) for first, end in seen.black)
    measured = Measured(
        sha256=digest,
        length=round(media.video_ms),
        width=media.width,
        height=media.height,
        fps=round(float(media.fps), 3),
        steady=media.steady,
        frames=media.frames,
        whole=media.whole,
        sound=sound,
        black=tuple(span for span in black if span[1] - span[0] >= _BLACK),
        cuts=match(plan.cuts, seen, tolerance=tolerance, title=plan.title),
    )
    return measured, media, seen
