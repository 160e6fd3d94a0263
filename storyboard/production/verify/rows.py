"""A verdict as a row of `storyc.verify/1`, and the measures that are read back of one."""

from __future__ import annotations

from pathlib import Path

import msgspec

from storyboard.production.files import paths
from storyboard.production.verify.judge import size_of
from storyboard.production.verify.records import Cut, Measured, Sound, Verdict
from storyboard.records import decoded
from storyboard.records.verify import Kept, KeptClip, VerifyClip, VerifyCut, VerifySound
from storyboard.timing import number

_Spans = tuple[tuple[int | float, int | float], ...]


def row(verdict: Verdict, root: Path) -> VerifyClip:
    """What is said of one clip; times in seconds, the path from the root with `/`."""
    measured, plan = verdict.measured, verdict.plan
    return VerifyClip(
        story=verdict.story,
        clip=verdict.clip,
        variant=verdict.variant,
        take=verdict.take,
        path=None if verdict.path is None else paths.from_root(root, verdict.path),
        length=None if measured is None else number(measured.length),
        planned_length=None if plan is None else number(plan.duration),
        size=None if measured is None else size_of(measured),
        fps=None if measured is None else _plain(measured.fps),
        steady=None if measured is None else measured.steady,
        frames=None if measured is None else measured.frames,
        whole=None if measured is None else measured.whole,
        sound=None if measured is None or measured.sound is None else _sound(measured.sound),
        black=() if measured is None else _seconds(measured.black),
        cuts=() if measured is None else tuple(map(_cut, measured.cuts)),
        off=_number(verdict.off),
        best=verdict.best,
        ok=verdict.ok,
        problems=verdict.problems,
        notes=verdict.notes,
        sha256=None if measured is None else measured.sha256,
    )


def _cut(cut: Cut) -> VerifyCut:
    planned, actual, error = _number(cut.planned), _number(cut.found), _number(cut.error)
    return VerifyCut(planned, actual, error, cut.kind, cut.shot, cut.strength, cut.frames)


def _sound(sound: Sound) -> VerifySound:
    return VerifySound(number(sound.length), sound.peak, _seconds(sound.silent))


def _number(ms: int | None) -> int | float | None:
    return None if ms is None else number(ms)


def _seconds(spans: tuple[tuple[int, int], ...]) -> _Spans:
    return tuple((number(start), number(end)) for start, end in spans)


def _plain(value: float) -> int | float:
    return int(value) if value == int(value) else value


def measured(data: bytes, key: str) -> Measured | None:
    """The measures in what was kept beside a clip; None where it is no such file, or answers another question."""
    try:
        (clip,) = decoded(data, Kept).clips
        return _measured(clip) if clip.key == key else None
    except (msgspec.DecodeError, ValueError, OverflowError):
        return None


def _measured(clip: KeptClip) -> Measured:
    width, _, height = clip.size.partition("x")
    sound = clip.sound
    return Measured(
        sha256=clip.sha256,
        length=_ms(clip.length),
        width=int(width),
        height=int(height),
        fps=clip.fps,
        steady=clip.steady,
        frames=clip.frames,
        whole=clip.whole,
        sound=None if sound is None else Sound(_ms(sound.length), sound.peak_db, _spans(sound.silent)),
        black=_spans(clip.black),
        cuts=tuple(
            Cut(_maybe(cut.planned), _maybe(cut.found), cut.kind, cut.shot, cut.strength, cut.frames)
            for cut in clip.cuts
        ),
    )


def _ms(seconds: float) -> int:
    return round(seconds * 1000)


def _maybe(seconds: float | None) -> int | None:
    return None if seconds is None else _ms(seconds)


def _spans(spans: _Spans) -> tuple[tuple[int, int], ...]:
    return tuple((_ms(start), _ms(end)) for start, end in spans)
