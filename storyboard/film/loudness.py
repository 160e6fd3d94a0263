"""What is heard of a film: how loud it gets, and where it is silent."""

from __future__ import annotations

import math
from pathlib import Path

import msgspec

from storyboard.film.encoder import RATE
from storyboard.film.probe import Probe
from storyboard.film.soundtrack import soundtrack

SILENCE = 33  # of 32768: 60 decibels below full scale, which no room is without a machine's help
_WINDOW = RATE // 20  # samples that are judged together


class Loudness(msgspec.Struct, frozen=True):
    """The loudest sample in decibels below full scale, None for pure silence, and silent stretches in milliseconds."""

    peak: float | None
    silent: tuple[tuple[int, int], ...]


def listen(path: Path, probe: Probe) -> Loudness | None:
    """The loudness while the pictures last, or None for a film without a track of sound. Raises `NotMedia`."""
    if probe.sample_rate is None:
        return None
    loud: list[int] = []
    left = b""
    for block in soundtrack([(path, probe)], "mono"):
        samples = memoryview(left + block).cast("h")
        whole = len(samples) // _WINDOW * _WINDOW
        for start in range(0, whole, _WINDOW):
            part = samples[start : start + _WINDOW]
            loud.append(_loudest(part))
        left = bytes(samples[whole:])
    if left:
        loud.append(_loudest(memoryview(left).cast("h")))
    highest = max(loud, default=0)
    peak = round(20 * math.log10(highest / 32768), 1) if highest else None
    silent: list[tuple[int, int]] = []
    for place, level in enumerate(loud):
        start, end = place * 50, min((place + 1) * 50, round(probe.video_ms))
        if level < SILENCE and silent and silent[-1][1] == start:
            silent[-1] = (silent[-1][0], end)
        elif level < SILENCE and end > start:
            silent.append((start, end))
    return Loudness(peak, tuple(silent))


def is_silent(path: Path, probe: Probe) -> bool:
    """Whether a film has a track of sound and nothing is heard in it; read no further than to the first sound."""
    if probe.sample_rate is None:
        return False
    left = b""
    for block in soundtrack([(path, probe)], "mono"):
        whole = len(left + block) // 2 * 2
        samples, left = (left + block)[:whole], (left + block)[whole:]
        if samples and _loudest(memoryview(samples).cast("h")) >= SILENCE:
            return False
    return True


def _loudest(samples: memoryview[int]) -> int:
    high, low = max(samples), min(samples)
    return max(high, -low)
