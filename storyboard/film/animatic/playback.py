"""The sound that the writer gives a clip, `audio: score.wav`: decoded at its level, lowered under speech."""

from __future__ import annotations

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# (the stubs of `av` leave open whose packets a packet is)
from array import array
from collections.abc import Iterable, Iterator
from io import BytesIO

import av
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.container import InputContainer
from av.error import FFmpegError

from storyboard.film.audio import probe
from storyboard.film.encoder import RATE

LOWERED = 4  # under speech the sound has a quarter of its level: 12 dB less
FALL = RATE * 15 // 100  # samples in which it is lowered before the first word
RISE = RATE * 60 // 100  # samples in which it comes back after the last one

# A head may state any rate; between these a block of samples stays a block when it is brought to ours.
_SLOWEST, _FASTEST = 4_000, 384_000
_SHORT = RATE // 10  # what a sound may lack of the length that its head states


class SoundFault(Exception):
    """A sound cannot be played; the text says why, without naming the file."""


def no_sound(digest: str) -> bytes:
    """No bytes for any sound: raises SoundFault."""
    raise SoundFault("is not at hand")


def decoded(data: bytes, count: int) -> tuple[array[int], str]:
    """The first `count` samples of a WAV or MP3 as mono of 16 bits, silence behind its end, and what is amiss or "".

    Nothing behind `count` is decoded, however long the file is. Raises SoundFault where nothing can be heard of it.
    """
    sound = probe(data, len(data))
    if sound is None:
        raise SoundFault("is neither WAV nor MP3")
    samples = array("h")
    try:
        # The format is the one that was judged: a file's bytes choose no other reader, such as one that opens others.
        with av.open(BytesIO(data), "r", format=sound.kind) as source:
            for block in _blocks(_frames(source)):
                samples.frombytes(block)
                if len(samples) >= count:
                    break
    except (FFmpegError, ValueError, IndexError) as error:
        raise SoundFault(f"cannot be decoded: {getattr(error, 'strerror', None) or error}") from error
    if not samples:
        raise SoundFault("cannot be decoded: no sound is in it")
    stated = count if sound.milliseconds is None else min(count, sound.milliseconds * RATE // 1000)
    lacks = len(samples) < stated - _SHORT
    amiss = f"can be read for {len(samples) / RATE:.1f}s of the {stated / RATE:.1f}s that its head states"
    del samples[count:]
    samples.frombytes(bytes(2 * (count - len(samples))))
    return samples, amiss if lacks and sound.milliseconds is not None else ""


def _frames(source: InputContainer) -> Iterator[AudioFrame]:
    """The frames that can be decoded; damaged ones are left out, as players do."""
    track = source.streams.audio[0]
    for packet in source.demux(track):
        try:
            frames = packet.decode()
        except FFmpegError:
            continue
        yield from (frame for frame in frames if frame.samples)


def _blocks(frames: Iterable[AudioFrame]) -> Iterator[bytes]:
    resampler, form = AudioResampler("s16", "mono", RATE), None
    for frame in frames:
        if not _SLOWEST <= frame.sample_rate <= _FASTEST:
            raise SoundFault(f"has {frame.sample_rate:,} samples a second; storyc plays {_SLOWEST:,} to {_FASTEST:,}")
        this = (frame.format.name, frame.layout.name, frame.sample_rate)
        if form not in (None, this):
            yield from _resampled(resampler, None)
            resampler = AudioResampler("s16", "mono", RATE)
        form, frame.pts = this, None
        yield from _resampled(resampler, frame)
    yield from _resampled(resampler, None)


def _resampled(resampler: AudioResampler, frame: AudioFrame | None) -> Iterator[bytes]:
    for block in resampler.resample(frame):
        yield bytes(block.planes[0])[: block.samples * 2]


def lowered(samples: array[int], spoken: Iterable[tuple[int, int]]) -> None:
    """Lower a sound while somebody speaks; `spoken` has the first sample of each line and the one behind its last.

    Lines so close that the sound would not have come back between them are one.
    """
    for start, end in _runs(spoken):
        first, last = max(0, start - FALL), min(len(samples), end + RISE)
        for at in range(first, min(start, last)):
            samples[at] = samples[at] * (LOWERED * FALL - (LOWERED - 1) * (at - start + FALL)) // (LOWERED * FALL)
        samples[start:end] = array("h", (value // LOWERED for value in samples[start:end]))
        for at in range(min(end, last), last):
            samples[at] = samples[at] * (RISE + (LOWERED - 1) * (at - end)) // (LOWERED * RISE)


def _runs(spoken: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for start, end in sorted(spoken):
        if runs and start - runs[-1][1] < FALL + RISE:
            runs[-1] = runs[-1][0], max(end, runs[-1][1])
        else:
            runs.append((start, end))
    return runs
