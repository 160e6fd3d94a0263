"""What is heard: the room, a soft tick at each cut if asked for, and lines spoken where `espeak-ng` is on the path."""

from __future__ import annotations

import math
import random
import shutil
import subprocess
import zlib
from array import array
from functools import cache
from io import BytesIO

import av
from av.audio.resampler import AudioResampler
from av.error import FFmpegError

from storyboard.film.animatic.plan import Card, Reel, SpokenLine
from storyboard.film.animatic.words import language_of

RATE = 48_000
_WAIT = 20.0  # seconds after which a voice that does not answer is left out
_VOICES = {"zh": "cmn", "pt": "pt-br", "en": "en-us"}
_VARIANTS = ("+m3", "+f2", "+m1", "+f4", "+m7", "+f3", "")


def has_voice() -> bool:
    """Whether dialogue can be spoken here."""
    return shutil.which("espeak-ng") is not None


def track(reel: Reel, speak: bool) -> array[int]:
    """The clip's sound as mono samples of 16 bits, exactly as long as the clip; the same on every run."""
    count = reel.duration * RATE // 1000
    loop = _room()
    samples = array("h", loop * (count // len(loop) + 1))[:count]
    tick = _tick()
    for card in reel.cards[1:] if reel.ticks else ():
        _mix(samples, card.start * RATE // 1000, tick, count)
    if speak and has_voice():
        for card in reel.cards:
            _say_all(samples, card, reel.language)
    return samples


@cache
def _room() -> array[int]:
    """Two seconds of a quiet room that can be repeated without a seam."""
    chance = random.Random(24)  # noqa: S311
    length = 2 * RATE
    samples, level, slow = array("h"), 0.0, 0.0
    for value in chance.randbytes(length + RATE // 4):
        level += ((value - 127.5) * 0.9 - level) * 0.035
        slow += (level - slow) * 0.002
        samples.append(round((level - slow) * 3.4))
    over = RATE // 4
    for at in range(over):
        share = at / over
        samples[at] = round(samples[at] * share + samples[length + at] * (1 - share))
    return samples[:length]


@cache
def _tick() -> array[int]:
    """A soft tick of 30 ms, its attack within a third of a millisecond."""
    return array(
        "h",
        (
            round(2600 * math.exp(-at / RATE * 160) * math.sin(at / RATE * 2 * math.pi * 1150) * min(1, at / 16))
            for at in range(RATE * 30 // 1000)
        ),
    )


def _mix(samples: array[int], start: int, heard: array[int], until: int) -> None:
    for at, value in enumerate(heard[: max(0, until - start)], start):
        samples[at] = max(-32768, min(32767, samples[at] + value))


def _say_all(samples: array[int], card: Card, language: str) -> None:
    """Speak a card's lines one after the other, each inside its share of the shot."""
    lines = [line for line in card.dialogue if line.text.strip()]
    if not lines:
        return
    room = card.end - card.start
    start = card.start + min(300, room // 8)
    free = card.end - start - min(150, room // 10)
    total = sum(len(line.text) + 6 for line in lines)
    for line in lines:
        share = free * (len(line.text) + 6) // total
        words = _voice(line, language, share)
        # It ends with its shot, in a short fade instead of a click.
        limit = share * RATE // 1000
        if len(words) > limit:
            words = words[:limit]
            fade = min(len(words), RATE // 50)
            for at in range(fade):
                words[-1 - at] = words[-1 - at] * at // fade
        _mix(samples, start * RATE // 1000, words, len(samples))
        start += max(share, 0)


def _voice(line: SpokenLine, language: str, room: int) -> array[int]:
    """A line as it is spoken, quicker when its milliseconds are few; empty where no voice can say it."""
    spoken = language_of(line.text)
    if spoken == "en" and language and line.text.isascii():
        spoken = language
    variant = _VARIANTS[zlib.crc32(line.name.casefold().encode()) % len(_VARIANTS)]
    name = _VOICES.get(spoken, spoken) + variant
    heard = _speak(name, line.text, 165)
    if not heard:
        name = _VOICES["en"] + variant
        heard = _speak(name, line.text, 165)
    if len(heard) > room * RATE // 1000 and room > 0:
        quicker = min(320, 165 * len(heard) * 1000 // (room * RATE) + 10)
        heard = _speak(name, line.text, quicker)
    return heard


def _speak(voice: str, text: str, pace: int) -> array[int]:
    pitch = 40 + zlib.crc32(voice.encode()) % 22
    command = ["espeak-ng", "-v", voice, "-s", str(pace), "-p", str(pitch), "-a", "90", "--stdin", "--stdout"]
    try:
        done = subprocess.run(command, input=text.encode(), capture_output=True, timeout=_WAIT, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return array("h")
    return _samples(done.stdout) if done.returncode == 0 and len(done.stdout) > 44 else array("h")


def _samples(wave: bytes) -> array[int]:
    """A WAVE file in memory as our samples, its silence before the first word left out."""
    samples = array("h")
    resampler = AudioResampler(format="s16", layout="mono", rate=RATE)
    try:
        with av.open(BytesIO(wave), "r") as source:
            for frame in source.decode(audio=0):
                for part in resampler.resample(frame):
                    samples.frombytes(bytes(part.planes[0])[: part.samples * 2])
        for part in resampler.resample(None):
            samples.frombytes(bytes(part.planes[0])[: part.samples * 2])
    except FFmpegError:
        return array("h")
    first = next((at for at, value in enumerate(samples) if abs(value) > 300), 0)
    return samples[first:]
