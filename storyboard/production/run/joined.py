"""The films of a run: each is joined once all its clips are finished, or says what it lacks."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from storyboard.production.files import drawn, paths
from storyboard.production.run.drawn import key_of
from storyboard.production.run.parts import FilmRun, VideoJob, Workshop
from storyboard.production.worker import Join, JoinedFilm
from storyboard.records import sidecars

# Counted up when the same clips come to be joined in another way.
_JOINT = 1


def film_key(digests: Sequence[str]) -> str:
    """The key of a film of these clips, each by its SHA-256."""
    return drawn.key_of("film", _JOINT, digests)


def join(shop: Workshop, run: FilmRun) -> None:
    """Join a film whose clips are all finished, or say what it lacks; nothing is done while some are being made."""
    if shop.log.last(run.film, 0) is not None:
        return
    steps = [shop.log.last(run.film, work.clip.index) for work in run.works if work.clip.index not in run.paid]
    if any(step is None for step in steps):
        return
    bad = [step for step in steps if step is not None and step.state in ("failed", "refused")]
    if bad:
        shop.log.say_of(run.film, "lacking", 0, reason=f"{_clips(step.clip for step in bad)} missing")
        return
    clips: list[tuple[Path, str]] = []
    gone: list[int] = []
    older: list[int] = []
    for clip in run.film.clips:
        if clip.index in run.paid:
            clips.append(run.paid[clip.index])
            continue
        base = paths.clip_base(shop.settings.out, run.film.story, run.film.variant, clip, len(run.film.clips))
        if clip.index not in run.digests:
            head = drawn.known(paths.sidecar(base), paths.animatic(base), sidecars.Animatic, shop.hashes.of)
            if head is None:
                gone.append(clip.index)
                continue
            run.digests[clip.index] = head.sha256
            older += [clip.index] if head.key != key_of(shop, run, clip) else []
        clips.append((paths.animatic(base), run.digests[clip.index]))
    if gone:
        shop.log.say_of(run.film, "lacking", 0, reason=f"{_clips(gone)} not drawn yet")
        return
    _join(shop, run, clips, paths.animatic(run.base), paths.sidecar(run.base), _older(older))


def join_paid(shop: Workshop, run: FilmRun) -> None:
    """Join a film whose clips are all paid for."""
    clips = [run.paid[clip.index] for clip in run.film.clips]
    _join(shop, run, clips, paths.paid(run.base), paths.record(run.base), take=1)


def _join(
    shop: Workshop, run: FilmRun, clips: list[tuple[Path, str]], video: Path, beside: Path, reason: str = "",
    take: int = 0,
) -> None:  # fmt: skip
    key = film_key([digest for _, digest in clips])
    head = drawn.known(beside, video, sidecars.Film, shop.hashes.of)
    if head is not None and head.key == key and not run.conflict:
        shop.log.say_of(run.film, "kept", 0, take=take, path=video, ms=round(head.duration * 1000), reason=reason)
        return
    begun = shop.begin(run, None, video, beside, key, conflict=run.conflict, take=take)
    if begun is not None:
        number, job = begun
        job.since, job.reason = time.monotonic(), reason
        job.clips = [(paths.from_root(shop.settings.root, path), digest) for path, digest in clips]
        # Joining comes first: a film that is finished can be watched while others are drawn.
        shop.tasks.appendleft(Join(number, tuple(path for path, _ in clips), job.part))


def finish_joined(shop: Workshop, job: VideoJob, result: JoinedFilm) -> None:
    """Put a joined film in its place."""

    def beside(digest: str) -> bytes:
        encoded = [paths.from_root(shop.settings.root, Path(path)) for path, _ in result.encoded]
        return drawn.of_film(job.run.film, key=job.key, digest=digest, ms=result.ms, clips=job.clips, encoded=encoded)

    shop.finish(job, beside, ms=result.ms)


def _older(numbers: list[int]) -> str:
    return f"{_clips(numbers)} older than the story" if numbers else ""


def _clips(numbers: Iterable[int]) -> str:
    """`clip 2 is`, `clips 2, 3 and 5 are`, at most five of them by number."""
    names = [str(number) for number in numbers]
    if len(names) > 5:
        return f"{len(names)} clips are"
    return f"clip {names[0]} is" if len(names) == 1 else f"clips {', '.join(names[:-1])} and {names[-1]} are"
