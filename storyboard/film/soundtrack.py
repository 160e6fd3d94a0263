"""The sound of clips as one run of samples, each clip's exactly as long as its pictures."""

from __future__ import annotations

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# (the stubs of `av` leave open whose packets a packet is)
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler

from storyboard.film.encoder import RATE
from storyboard.film.fit import readable
from storyboard.film.probe import UNREADABLE, Probe, opened, sound_track

_SLACK = RATE // 100  # a file's clock may be this far off its sound before it is believed


def soundtrack(clips: Sequence[tuple[Path, Probe]], layout: str) -> Iterator[bytes]:
    """Blocks of signed 16-bit samples, 48,000 a second: each clip's sound is as long as its pictures.

    Ends are rounded from the beginning of the film, so that no error adds up.
    """
    width = 4 if layout == "stereo" else 2
    end, done = Fraction(0), 0
    for path, probe in clips:
        end += probe.length
        goal = int(end * RATE + Fraction(1, 2))
        for block in _samples(path, probe, layout, width):
            part = block[: (goal - done) * width]
            done += len(part) // width
            yield part
            if done >= goal:
                break
        yield from _silence(goal - done, width)
        done = goal


def _silence(count: int, width: int) -> Iterator[bytes]:
    """Silence in blocks of a second at most, because a damaged clip may lack an hour."""
    while count > 0:
        yield bytes(min(count, RATE) * width)
        count -= RATE


def _samples(path: Path, probe: Probe, layout: str, width: int) -> Iterator[bytes]:
    """A clip's sound from its first picture on; gaps in the file's time are silence, what lies double is dropped."""
    if probe.sample_rate is None:
        return
    resampler, format_ = AudioResampler("s16", layout, RATE), None
    heard, drop = Fraction(0), 0  # the samples due so far, and how many of the next to leave out
    for time, frame in _decoded(path, probe):
        this = (frame.format.name, frame.layout.name, frame.sample_rate)
        gap = 0 if time is None else round(time * RATE - heard)
        if format_ != this or abs(gap) > _SLACK:
            if format_ is not None:
                for block in _resampled(resampler, None, width):
                    yield block[drop * width :]
                    drop = max(0, drop - len(block) // width)
                resampler = AudioResampler("s16", layout, RATE)
            format_, heard, drop = this, heard + gap, max(0, drop - gap)
            yield from _silence(min(gap, int(probe.length * RATE) + 1), width)
        heard += Fraction(frame.samples * RATE, frame.sample_rate)
        for block in _resampled(resampler, frame, width):
            yield block[drop * width :]
            drop = max(0, drop - len(block) // width)
    if format_ is not None:
        for block in _resampled(resampler, None, width):
            yield block[drop * width :]
            drop = max(0, drop - len(block) // width)


def _decoded(path: Path, probe: Probe) -> Iterator[tuple[Fraction | None, AudioFrame]]:
    """The frames of sound that can be decoded, each with its time in seconds after the first picture."""
    with opened(path) as container:
        track = sound_track(container)
        assert track is not None
        for packet in readable(container, track):
            try:
                frames = track.codec_context.decode(packet)
            except UNREADABLE:
                continue
            for frame in frames:
                if frame.samples and frame.sample_rate:
                    time = None
                    if frame.pts is not None and frame.time_base:
                        time = frame.pts * frame.time_base - probe.origin
                    yield time, frame


def _resampled(resampler: AudioResampler, frame: AudioFrame | None, width: int) -> Iterator[bytes]:
    if frame is not None:
        frame.pts = None  # times are kept here; the resampler would stretch the sound to fit them
    for block in resampler.resample(frame):
        yield bytes(block.planes[0])[: block.samples * width]
