"""The drawn clips of a run: an animatic that is as it should be is kept, another is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyboard.language.story import Clip
from storyboard.production.files import drawn, paths
from storyboard.production.records import Film
from storyboard.production.run.parts import FilmRun, Job, Workshop
from storyboard.production.work import Work
from storyboard.production.worker import Draw, Drawn
from storyboard.records import sidecars

if TYPE_CHECKING:
    from storyboard.film.animatic import Reel


def draw(shop: Workshop, run: FilmRun, work: Work) -> None:
    """Keep a clip's animatic, or have it drawn."""
    key = key_of(run.film, work.clip, draft=shop.settings.draft)
    video, beside = paths.animatic(work.base), paths.sidecar(work.base)
    head = drawn.known(beside, video, sidecars.Animatic, shop.hashes.of)
    if head is not None and head.key == key:
        run.digests[work.clip.index] = head.sha256
        ms = work.clip.duration or 0
        shop.log.say_of(run.film, "kept", work.clip.index, path=video, ms=ms, warnings=head.warnings)
        return
    begun = shop.begin(run, work, video, beside, key)
    if begun is not None:
        number, job = begun
        shop.tasks.append(Draw(number, _reel(run.film, work.clip), job.part, not shop.settings.draft))


def finish_drawn(shop: Workshop, job: Job, result: Drawn) -> None:
    """Put a drawn clip in its place."""
    work = job.work
    assert work is not None
    clip, fps = work.clip, _reel(work.film, work.clip).fps

    def beside(digest: str) -> bytes:
        return drawn.of_clip(
            work.requests[0], key=job.key, digest=digest, draft=shop.settings.draft, fps=fps, frames=result.frames,
            cuts=result.cuts, duration=clip.duration or 0, planned=clip.planned or 0, warnings=result.warnings,
        )  # fmt: skip

    shop.finish(job, beside, ms=clip.duration or 0, warnings=result.warnings)


def key_of(film: Film, clip: Clip, *, draft: bool) -> str:
    """The key of a clip's animatic: where it differs, the clip must be drawn again."""
    from storyboard.film import animatic

    profile = film.requests[0].profile
    return drawn.key_of(_reel(film, clip), profile, animatic.KEY, "still" if draft else "moving")


def _reel(film: Film, clip: Clip) -> Reel:
    from storyboard.film.animatic import reel

    return reel(clip, film=film.title, count=len(film.clips))
