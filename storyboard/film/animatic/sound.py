"""What is heard: the writer's sound or a room, a tick at each cut if asked for, and dialogue where `espeak-ng` is."""

from __future__ import annotations

import math
import random
import shutil
import subprocess
import zlib
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from io import BytesIO
from typing import NamedTuple

import av
from av.audio.resampler import AudioResampler
from av.error import FFmpegError

from storyboard.film.animatic import playback
from storyboard.film.staging.plan import Card, Reel, SpokenLine
from storyboard.film.staging.words import language_of
from storyboard.patterns import lazy
from storyboard.profiles.speech import Turn, turns

RATE = 48_000
_WAIT = 20.0  # seconds after which a voice that does not answer is left out
_VOICES = {"zh": "cmn", "pt": "pt-br", "en": "en-us"}
_PACE, _SLOWEST, _FASTEST = 165, 130, 320  # words a minute
_TRIES = 3  # a voice does not keep its pace quite
_LETTERS = 60  # more than the fastest voice says in a second
_SHOWN = 40  # letters of what was left out that a warning shows
_QUIET = 300
# Words, and each sign of the scripts that put no blanks between them.
_WORD = lazy(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\s\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]++")
_SILENT = "dialogue is silent without the program `espeak-ng`: install it with your system's package manager"
_VARIANTS = ("+m3", "+f2", "+m1", "+f4", "+m7", "+f3", "")


def has_voice() -> bool:
    """Whether dialogue can be spoken here."""
    return shutil.which("espeak-ng") is not None


class Track(NamedTuple):
    """A clip's sound as mono samples of 16 bits, exactly as long as the clip, and the warnings about it."""

    samples: array[int]
    warnings: tuple[str, ...]


def track(reel: Reel, speak: bool, files: Callable[[str], bytes] = playback.no_sound) -> Track:
    """The clip's sound, the same on every run; `files` gives the bytes of the writer's own by its SHA-256."""
    samples, warnings = _ground(reel, files)
    count = len(samples)
    lines = [line for card in reel.cards for line in _said(card, reel.language)] if speak and has_voice() else []
    if reel.audio and "://" not in reel.audio:
        playback.lowered(samples, ((line.start, line.start + len(line.words)) for line in lines))
    tick = _tick()
    for card in reel.cards[1:] if reel.ticks else ():
        _mix(samples, card.start * RATE // 1000, tick, count)
    for line in lines:
        _mix(samples, line.start, line.words, count)
    mute = speak and not has_voice() and any(card.dialogue or card.quotes for card in reel.cards)
    silent = (_SILENT,) if mute else ()
    return Track(samples, (*warnings, *silent, *(line.warning for line in lines if line.warning)))


def _ground(reel: Reel, files: Callable[[str], bytes]) -> Track:
    """What is heard where nobody speaks: the writer's sound, beside which a host makes none, or else a room."""
    count = reel.length * RATE // 1000
    if reel.audio and "://" not in reel.audio:
        samples, amiss = playback.decoded(files(reel.audio), count)
        return Track(samples, (f"the sound of `audio` {amiss}: the rest is silent",) if amiss else ())
    loop = _room()
    samples = array("h", loop * (count // len(loop) + 1))[:count]
    return Track(
        samples, (f"the sound at {reel.audio} is not fetched here: this film is without it",) if reel.audio else ()
    )


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


class _Said(NamedTuple):
    """A line as it is spoken: its first sample, its samples, and a warning where words were left out."""

    start: int
    words: array[int]
    warning: str = ""


def _said(card: Card, language: str) -> Iterator[_Said]:
    """What is spoken in a shot, each line in its turn; no word is begun for which there is no time."""
    quotes = (SpokenLine("", "", text) for text in card.quotes)
    lines = [line for line in (*quotes, *card.dialogue) if line.text.strip()]
    times = turns([line.text for line in lines], card.start, card.end, language)
    for line, turn in zip(lines, times, strict=True):
        words, rest = _voice(line, language, turn)
        who = f"`{line.name}`" if line.name else "the voice"
        shown = rest if len(rest) <= _SHOWN else f"{rest[:_SHOWN].rstrip()}…"
        warning = f"shot {card.number} is too short for its speech: {who} is not heard saying `{shown}`" if rest else ""
        yield _Said(turn.start * RATE // 1000, words, warning)


def _voice(line: SpokenLine, language: str, turn: Turn) -> tuple[array[int], str]:
    """A line as it is spoken, as long as its turn where a voice can, and the words that were left out.

    Both are empty where no voice can say it.
    """
    spoken = language_of(line.text)
    if spoken == "en" and language and line.text.isascii():
        spoken = language
    variant = _VARIANTS[zlib.crc32(line.name.casefold().encode()) % len(_VARIANTS)]
    limit = (turn.limit - turn.start) * RATE // 1000
    # What no pace can say is not handed to the voice: an hour of it would fill the memory.
    most = 1 + (turn.limit - turn.start) * _LETTERS // 1000
    ends = [match.end() for match in _WORD.finditer(line.text) if match.end() <= most]
    text = line.text if len(line.text) <= most else line.text[: ends[-1] if ends else 0]
    name = _VOICES.get(spoken, spoken) + variant
    if not _speak(name, text, _PACE):
        name = _VOICES["en"] + variant
    heard = _paced(name, text, max(1, (turn.end - turn.start) * RATE // 1000))
    if len(heard) > limit:
        heard, text = _fitting(name, text, ends, limit)
    elif not heard and text:
        return heard, ""
    return heard, line.text[len(text) :].strip()


def _paced(name: str, text: str, wanted: int) -> array[int]:
    """A text as it is spoken at the pace that takes just less than `wanted` samples, where the voice can."""
    pace, heard = _PACE, _speak(name, text, _PACE)
    for _ in range(_TRIES):
        better = max(_SLOWEST, min(_FASTEST, pace * len(heard) * 100 // (wanted * 99)))
        if better == pace or wanted * 98 <= len(heard) * 100 <= wanted * 100:
            break
        pace, heard = better, _speak(name, text, better)
    return heard


def _fitting(name: str, text: str, ends: list[int], limit: int) -> tuple[array[int], str]:
    """The most words from a text's start that can be spoken in `limit` samples, and these words."""
    count = bisect_right(ends, limit, key=lambda end: len(_speak(name, text[:end], _FASTEST)))
    words = text[: ends[count - 1]] if count else ""
    return _speak(name, words, _FASTEST) if words else array("h"), words


@lru_cache(4)
def _speak(voice: str, text: str, pace: int) -> array[int]:
    """What the voice says, empty where it cannot."""
    pitch = 40 + zlib.crc32(voice.encode()) % 22
    command = ["espeak-ng", "-v", voice, "-s", str(pace), "-p", str(pitch), "-a", "90", "--stdin", "--stdout"]
    try:
        done = subprocess.run(command, input=text.encode(), capture_output=True, timeout=_WAIT, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return array("h")
    return _samples(done.stdout) if done.returncode == 0 and len(done.stdout) > 44 else array("h")


def _samples(wave: bytes) -> array[int]:
    """A WAVE file in memory as our samples, the silence before its first word and after its last left out."""
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
    first = next((at for at, value in enumerate(samples) if abs(value) > _QUIET), len(samples))
    behind = next((at for at, value in enumerate(reversed(samples)) if abs(value) > _QUIET), 0)
    return samples[first : len(samples) - behind]
