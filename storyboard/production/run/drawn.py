"""The drawn clips of a run: an animatic that is as it should be is kept, another is drawn."""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.language.story import Clip
from storyboard.production.files import drawn, paths
from storyboard.production.run.parts import FilmRun, VideoJob, Workshop
from storyboard.production.work import Work
from storyboard.production.worker import Draw
from storyboard.providers import LocalClip, Made
from storyboard.providers.registry import local_maker
from storyboard.records import sidecars
from storyboard.source.paths import project_path


def draw(shop: Workshop, run: FilmRun, work: Work) -> None:
    """Keep a clip's animatic, or have it drawn."""
    local = _local(shop, run, work.clip)
    key = _key(shop, local)
    video, beside = paths.animatic(work.base), paths.sidecar(work.base)
    head = drawn.known(beside, video, sidecars.Animatic, shop.hashes.of)
    if head is not None and head.key == key:
        run.digests[work.clip.index] = head.sha256
        ms = head.frames * 1000 // head.fps
        shop.log.say_of(run.film, "kept", work.clip.index, path=video, ms=ms, warnings=head.warnings)
        return
    begun = shop.begin(run, work, video, beside, key)
    if begun is not None:
        number, job = begun
        shop.tasks.append(Draw(number, shop.settings.maker, local, job.part))


def finish_drawn(shop: Workshop, job: VideoJob, result: Made) -> None:
    """Put a drawn clip in its place."""
    work = job.work
    assert work is not None
    clip = work.clip

    def beside(digest: str) -> bytes:
        return drawn.of_clip(
            work.requests[0], key=job.key, digest=digest, draft=shop.settings.draft, fps=result.fps,
            frames=result.frames, cuts=result.cuts, duration=clip.duration or 0, planned=clip.planned or 0,
            warnings=result.warnings,
        )  # fmt: skip

    shop.finish(job, beside, ms=result.frames * 1000 // result.fps, warnings=result.warnings)


def key_of(shop: Workshop, run: FilmRun, clip: Clip) -> str:
    """The key of a clip's animatic: where it differs, the clip must be drawn again."""
    return _key(shop, _local(shop, run, clip))


def _key(shop: Workshop, local: LocalClip) -> str:
    return drawn.key_of(*local_maker(shop.settings.maker).key(local))


def _local(shop: Workshop, run: FilmRun, clip: Clip) -> LocalClip:
    """A clip as the local maker gets it, who is shown all clips of the film before."""
    if not run.locals:
        clips = local_maker(shop.settings.maker).film([_alone(shop, run, clip) for clip in run.film.clips])
        run.locals = {local.clip.index: local for local in clips}
    return run.locals[clip.index]


def _alone(shop: Workshop, run: FilmRun, clip: Clip) -> LocalClip:
    settings = shop.settings
    return LocalClip(
        run.firsts[clip.index], clip, run.film.title, len(run.film.clips), settings.draft, root=str(settings.root),
        pictures=dict(_pictures(shop, clip)), sounds=dict(_sounds(shop, clip)), cast=run.film.cast,
        ticks=settings.ticks, planned=settings.planned, paid=clip.index in run.paid,
    )  # fmt: skip


def _pictures(shop: Workshop, clip: Clip) -> Iterator[tuple[str, str]]:
    """The pictures of a clip's shots, each with its SHA-256."""
    for path in dict.fromkeys(shot.picture.path for shot in clip.shots if shot.picture is not None):
        if path is not None:
            yield path, _digest(shop, path)


def _sounds(shop: Workshop, clip: Clip) -> Iterator[tuple[str, str]]:
    """The sound that a clip is given with its SHA-256, or its address twice."""
    setting = clip.settings.get("audio")
    if setting is None:
        return
    if "://" in setting.value:
        yield setting.value, setting.value
    elif (path := project_path(setting.span.path, setting.value)) is not None:
        yield path, _digest(shop, path)


def _digest(shop: Workshop, path: str) -> str:
    """The SHA-256 that a file of the project has now, or that of no file where it cannot be read."""
    try:
        return shop.hashes.of(shop.settings.root / path)
    except OSError:  # it was there when the story was compiled; whoever draws it says what is wrong
        return "0" * 64
