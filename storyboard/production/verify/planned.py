"""Which files are looked at, and what each of them should be: its own record first, the story where it has none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TypeVar

import msgspec

from storyboard.compiler.request import Request
from storyboard.language import words
from storyboard.language.story import Clip, Shot
from storyboard.patterns import lazy
from storyboard.production.files import paths
from storyboard.production.records import FilmOrder
from storyboard.production.verify.records import CutPlan, PlannedCut
from storyboard.profiles import load
from storyboard.providers.registry import is_paid
from storyboard.records import Record, decoded, sidecars
from storyboard.records import request as written
from storyboard.records.clip import ClipRef
from storyboard.source import Files

TITLE = 1300  # milliseconds of an animatic in which it may show its title
_MOST = 1 << 20
_R = TypeVar("_R", bound=Record)
_SIZE = lazy(r"(\d{1,5})\*(\d{1,5})")


class Subject(msgspec.Struct, frozen=True):
    """A clip to look at: where it should lie, what it should be, and what one should know of its record."""

    story: str
    clip: ClipRef
    variant: str
    take: int
    path: Path
    free: bool
    plan: CutPlan
    record_sha256: str = ""
    notes: tuple[str, ...] = ()


def subjects(film: FilmOrder, out: Path, files: Files, provider: str | None) -> Iterator[Subject]:
    """The clips of a film that are meant, in order: each paid take that is there, else the animatic of the clip.

    A `provider` names which of the two, whether it is there or not.
    """
    clips = {clip.index: clip for clip in film.clips}
    by: dict[int, list[Request]] = {}
    for request in film.requests:
        by.setdefault(request.clip.index, []).append(request)
    for index, requests in by.items():
        clip = clips[index]
        base = paths.clip_base(out, film.story, film.variant, clip, len(film.clips))
        paid = [request for request in requests if provider or paths.paid(base, request.take).exists()]
        if (provider and not is_paid(provider)) or not paid:
            yield _free(film, clip, base, requests[0])
        else:
            for request in paid:
                yield _paid(film, clip, base, request, files)


def _free(film: FilmOrder, clip: Clip, base: Path, request: Request) -> Subject:
    record = _read(paths.sidecar(base), sidecars.Animatic)
    story = _of_story(clip, request)
    if record is None:
        plan, notes = story, ["no record lies beside it: held against the story as it is now"]
    else:
        shots = record.shots
        # What the free film draws is no cut, as asked for.
        soft = {shot.number for shot in clip.shots if _is_soft(shot)}
        begun = ((cut, shots[place].number if place < len(shots) else 0) for place, cut in enumerate(record.cuts, 1))
        cuts = tuple(PlannedCut(_frame_ms(cut, record.fps), number) for cut, number in begun if number not in soft)
        stale = _times(record) != [(shot.number, shot.start, shot.end) for shot in request.shots]
        stale = stale or _ms(record.duration) != clip.duration
        title = min(TITLE, cuts[0].at // 2 if cuts else TITLE)
        size = "" if stale else story.size
        plan = CutPlan(_frame_ms(record.frames, record.fps), cuts, size, record.fps, title=title, draft=record.draft)
        notes = _stale(stale)
    digest = record.sha256 if record is not None else ""
    path = paths.animatic(base)
    return Subject(film.story, request.clip, film.variant, request.take, path, True, plan, digest, tuple(notes))


def _is_soft(shot: Shot) -> bool:
    """Whether a shot asks to begin by another change than a cut; a fade out is how it ends."""
    texts = [words.fold(field.text.value) for field in shot.fields if field.key == "transition"]
    return any(_changes(ends=False).search(text) and not _changes(ends=True).search(text) for text in texts)


@cache
def _changes(*, ends: bool) -> re.Pattern[str]:
    """The words of all languages for the changes that are drawn, or for that by which a shot ends."""
    listed = (row for meanings in words.block("changes").values() for row in meanings.items())
    chosen = (word for name, named in listed if (name == "fade_out") is ends for word in named)
    return re.compile(words.whole(words.fold(word) for word in chosen))


def _paid(film: FilmOrder, clip: Clip, base: Path, request: Request, files: Files) -> Subject:
    path = paths.paid(base, request.take)
    record = _read(paths.record(base, request.take), sidecars.ClipRecord)
    profile = load(request.profile, files)
    story = msgspec.structs.replace(_of_story(clip, request), fps=profile.fps, sound=profile.sounds)
    if record is None:
        plan, notes = story, ["no record lies beside it: held against the story as it is now"]
    else:
        stale = record.request_sha256 != request.sha256
        size = _asked(paths.request(base, request.take), record.request_sha256) if stale else story.size
        cuts = tuple(PlannedCut(_ms(shot.start), shot.number) for shot in record.shots[1:])
        duration = _ms(record.duration)
        plan = CutPlan(duration, _inside(cuts, duration), size, story.fps, story.sound)
        notes = _stale(stale)
    digest = record.sha256 if record is not None else ""
    return Subject(film.story, request.clip, film.variant, request.take, path, False, plan, digest, tuple(notes))


def _stale(stale: bool) -> list[str]:
    return ["the story is newer than the clip: held against the plan that it was made by"] if stale else []


def _of_story(clip: Clip, request: Request) -> CutPlan:
    duration = clip.duration or 0
    cuts = tuple(PlannedCut(shot.start, shot.number) for shot in request.shots[1:])
    return CutPlan(duration, _inside(cuts, duration), _shape(clip.size))


def _inside(cuts: tuple[PlannedCut, ...], duration: int) -> tuple[PlannedCut, ...]:
    """The cuts that are one: what starts with the clip or at its end is none; in order of time."""
    times = sorted({cut.at: cut for cut in cuts if 0 < cut.at < duration}.values(), key=lambda cut: cut.at)
    return tuple(times)


def _read(path: Path, kind: type[_R]) -> _R | None:
    """The record of a kind beside a clip, None where there is none."""
    try:
        with path.open("rb") as stream:
            return decoded(stream.read(_MOST), kind)
    except (OSError, msgspec.DecodeError):
        return None


def _asked(path: Path, request_sha256: str) -> str:
    """The size that a request asked for, as `1280x720`; empty where the request that lies there is another."""
    sent = _read(path, written.Request)
    return _shape(str(sent.request.get("size", ""))) if sent and sent.request_sha256 == request_sha256 else ""


def _shape(size: str) -> str:
    sides = _SIZE.fullmatch(size)
    return f"{sides[1]}x{sides[2]}" if sides else ""


def _times(record: sidecars.Animatic) -> list[tuple[int, int, int]]:
    return [(shot.number, _ms(shot.start), _ms(shot.end)) for shot in record.shots]


def _ms(seconds: float) -> int:
    return round(seconds * 1000)


def _frame_ms(frame: int, fps: int) -> int:
    return (frame * 2000 + fps) // (2 * fps)
