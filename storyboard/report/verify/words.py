"""The words that several reports have for a verdict."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from storyboard.production.verify.judge import size_of
from storyboard.production.verify.records import Cut, Verdict
from storyboard.timing import seconds


def name(verdict: Verdict) -> str:
    """The clip as one speaks of it: `clip 2 The forge (vertical), take 3`, or `, animatic`."""
    clip = verdict.clip
    variant = f" ({verdict.variant})" if verdict.variant else ""
    version = ", animatic" if verdict.free else f", take {verdict.take}"
    return f"clip {clip.index} {clip.title}".rstrip() + variant + version


def facts(verdict: Verdict) -> str:
    """What was measured, in one line: `5 s, 1280x720, 30 fps, sound up to -18 dB`."""
    measured, plan = verdict.measured, verdict.plan
    if measured is None:
        return ""
    length = f"{seconds(measured.length)} s"
    if plan is not None and plan.duration != measured.length:
        length += f" of {seconds(plan.duration)} s"
    sound = measured.sound
    heard = "no sound" if sound is None else "silent" if sound.peak is None else f"sound up to {sound.peak:g} dB"
    return ", ".join([length, size_of(measured), f"{measured.fps:g} fps", heard])


def kept(verdict: Verdict) -> str:
    """How many of the planned cuts are there: `2 of 3`."""
    cuts = () if verdict.measured is None else verdict.measured.cuts
    planned = [cut for cut in cuts if cut.planned is not None]
    return f"{sum(cut.found is not None for cut in planned)} of {len(planned)}"


def error(cut: Cut) -> str:
    """How much later than planned a cut was found: `on time`, `+42 ms`, a dash where there is nothing to compare."""
    if cut.error is None:
        return "-"
    return f"{cut.error:+d} ms" if cut.error else "on time"


def time(ms: int | None) -> str:
    """A time in seconds, a dash where there is none."""
    return "-" if ms is None else f"{seconds(ms)} s"


def totals(verdicts: Sequence[tuple[Path, Verdict]]) -> str:
    """`3 clips keep their plan`, or `1 of 3 clips differs from its plan`."""
    count, bad = len(verdicts), sum(not verdict.ok for _, verdict in verdicts)
    if not bad:
        return "1 clip keeps its plan" if count == 1 else f"{count} clips keep their plan"
    clips = "1 clip" if count == 1 else f"{count} clips"
    return f"{bad} of {clips} {'differs from its' if bad == 1 else 'differ from their'} plan"
