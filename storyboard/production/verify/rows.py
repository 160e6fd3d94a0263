"""A verdict as a row of JSON, `storyc.verify/1`, and the measures that are read back of one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from storyboard.production.files import paths
from storyboard.production.verify.judge import size_of
from storyboard.production.verify.records import Cut, Kind, Measured, Sound, Verdict
from storyboard.timing import number

SCHEMA = "storyc.verify/1"


class _Cut(msgspec.Struct, frozen=True):
    planned: float | None
    found: float | None
    kind: Kind
    shot: int
    strength: float
    frames: int


class _Sound(msgspec.Struct, frozen=True):
    length: float
    peak_db: float | None
    silent: tuple[tuple[float, float], ...]


class _Row(msgspec.Struct, frozen=True):
    sha256: str
    length: float
    size: str
    fps: float
    steady: bool
    frames: int
    whole: bool
    sound: _Sound | None
    black: tuple[tuple[float, float], ...]
    cuts: tuple[_Cut, ...]
    key: str


class _Kept(msgspec.Struct, frozen=True):
    schema: str
    clips: tuple[_Row, ...]


def row(verdict: Verdict, root: Path) -> dict[str, Any]:
    """What is said of one clip; times in seconds, the path from the root with `/`."""
    found, plan = verdict.measured, verdict.plan
    return {
        "story": verdict.story,
        "clip": msgspec.to_builtins(verdict.clip),
        "variant": verdict.variant,
        "take": verdict.take,
        "path": None if verdict.path is None else paths.from_root(root, verdict.path),
        "length": None if found is None else number(found.length),
        "planned_length": None if plan is None else number(plan.duration),
        "size": None if found is None else size_of(found),
        "fps": None if found is None else _plain(found.fps),
        "steady": None if found is None else found.steady,
        "frames": None if found is None else found.frames,
        "whole": None if found is None else found.whole,
        "sound": _sound(found),
        "black": [] if found is None else [_span(each) for each in found.black],
        "cuts": [] if found is None else [_cut(each) for each in found.cuts],
        "off": None if verdict.off is None else number(verdict.off),
        "best": verdict.best,
        "ok": verdict.ok,
        "problems": list(verdict.problems),
        "notes": list(verdict.notes),
        "sha256": None if found is None else found.sha256,
    }


def _cut(cut: Cut) -> dict[str, Any]:
    return {
        "planned": None if cut.planned is None else number(cut.planned),
        "found": None if cut.found is None else number(cut.found),
        "error": None if cut.error is None else number(cut.error),
        "kind": cut.kind,
        "shot": cut.shot,
        "strength": cut.strength,
        "frames": cut.frames,
    }


def _sound(found: Measured | None) -> dict[str, Any] | None:
    if found is None or found.sound is None:
        return None
    sound = found.sound
    return {"length": number(sound.length), "peak_db": sound.peak, "silent": [_span(each) for each in sound.silent]}


def _span(span: tuple[int, int]) -> list[int | float]:
    return [number(span[0]), number(span[1])]


def _plain(value: float) -> int | float:
    return int(value) if value == int(value) else value


def measured(data: bytes, key: str) -> Measured | None:
    """The measures in what was kept beside a clip; None where it is no such file, or answers another question."""
    try:
        kept = msgspec.json.decode(data, type=_Kept)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    if kept.schema != SCHEMA or len(kept.clips) != 1 or kept.clips[0].key != key:
        return None
    found = kept.clips[0]
    width, _, height = found.size.partition("x")
    sound = found.sound
    try:
        return Measured(
            sha256=found.sha256,
            length=_ms(found.length),
            width=int(width),
            height=int(height),
            fps=found.fps,
            steady=found.steady,
            frames=found.frames,
            whole=found.whole,
            sound=None if sound is None else Sound(_ms(sound.length), sound.peak_db, _spans(sound.silent)),
            black=_spans(found.black),
            cuts=tuple(
                Cut(_maybe(each.planned), _maybe(each.found), each.kind, each.shot, each.strength, each.frames)
                for each in found.cuts
            ),
        )
    except (ValueError, OverflowError):
        return None


def _ms(seconds: float) -> int:
    return round(seconds * 1000)


def _maybe(seconds: float | None) -> int | None:
    return None if seconds is None else _ms(seconds)


def _spans(spans: tuple[tuple[float, float], ...]) -> tuple[tuple[int, int], ...]:
    return tuple((_ms(start), _ms(end)) for start, end in spans)
