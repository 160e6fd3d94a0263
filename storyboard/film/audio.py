"""What the head of a sound file says of it: WAV by its RIFF chunks, MP3 by its frames. Nothing is decoded."""

from __future__ import annotations

from typing import Literal

import msgspec

# kbit/s by index for MPEG 1 layer III, then for MPEG 2 and 2.5; Hz by index for MPEG 1 (ISO 11172-3, ISO 13818-3).
_RATES_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_RATES_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_HERTZ = (44_100, 48_000, 32_000)
_DIVISORS = {3: 1, 2: 2, 0: 4}
# How far behind its tags an MP3's first frame is looked for.
_SEARCH = 65_536
_ENCODERS = (b"LAME", b"Lavc", b"Lavf")


class SoundFile(msgspec.Struct, frozen=True):
    """A sound file's kind, and its length where the head says it."""

    kind: Literal["wav", "mp3"]
    milliseconds: int | None


class _Mp3Frame(msgspec.Struct, frozen=True):
    """One MP3 frame: its bytes, its samples, samples a second, and where a table of frames would stand in it."""

    size: int
    samples: int
    hertz: int
    table: int


def probe(data: bytes, size: int) -> SoundFile | None:
    """The kind and length of a sound file, or None for what is neither WAV nor MP3.

    `data` is the file or its start, `size` the bytes of the whole file. A length is exact but for an MP3 without a
    table of frames of which only the start is given: it is reckoned from the frames seen.
    """
    if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
        return SoundFile("wav", _wav(data, size))
    start = _behind_tags(data)
    if start >= len(data):
        return SoundFile("mp3", None) if start and start < size else None
    first = _first_frame(data, start, size)
    return None if first is None else SoundFile("mp3", _mp3(data, first, size))


def _wav(data: bytes, size: int) -> int | None:
    at, rate = 12, 0
    while at + 8 <= len(data):
        kind, length = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        if kind == b"fmt " and length >= 16 and at + 20 <= len(data):
            rate = int.from_bytes(data[at + 16 : at + 20], "little")
        if kind == b"data":
            # A recorder that was cut off leaves a length that the file does not have.
            return min(length, max(0, size - at - 8)) * 1000 // rate if rate else None
        at += 8 + length + length % 2
    return None


def _behind_tags(data: bytes) -> int:
    """The offset behind the ID3v2 tags, which may lie behind the data's end."""
    at = 0
    while data[at : at + 3] == b"ID3" and at + 10 <= len(data):
        sizes = data[at + 6 : at + 10]
        if any(part & 0x80 for part in sizes):
            break
        length = sizes[0] << 21 | sizes[1] << 14 | sizes[2] << 7 | sizes[3]
        at += 10 + length + (10 if data[at + 5] & 0x10 else 0)
    return at


def _frame(data: bytes, at: int) -> _Mp3Frame | None:
    """The layer III frame whose header stands at an offset, or None."""
    if at + 4 > len(data) or data[at] != 0xFF or data[at + 1] & 0xE0 != 0xE0:
        return None
    version, layer = data[at + 1] >> 3 & 3, data[at + 1] >> 1 & 3
    rate, hertz, padding = data[at + 2] >> 4, data[at + 2] >> 2 & 3, data[at + 2] >> 1 & 1
    if version not in _DIVISORS or layer != 1 or not 0 < rate < 15 or hertz == 3:
        return None
    first = version == 3
    kbits = (_RATES_1 if first else _RATES_2)[rate]
    samples, per_second = (1152 if first else 576), _HERTZ[hertz] // _DIVISORS[version]
    mono = data[at + 3] >> 6 == 3
    table = (21 if mono else 36) if first else (13 if mono else 21)
    return _Mp3Frame(samples // 8 * kbits * 1000 // per_second + padding, samples, per_second, table)


def _first_frame(data: bytes, start: int, size: int) -> int | None:
    """The offset of the first frame that another one, or the file's end, follows."""
    at = data.find(b"\xff", start, start + _SEARCH)
    while at >= 0:
        frame = _frame(data, at)
        if frame is not None:
            following = at + frame.size
            if _frame(data, following) is not None or following == size or len(data) - 4 < following < size:
                return at
        at = data.find(b"\xff", at + 1, start + _SEARCH)
    return None


def _mp3(data: bytes, first: int, size: int) -> int | None:
    frame = _frame(data, first)
    if frame is None:
        return None
    samples = _stated_samples(data, first, frame)
    if samples is not None:
        return samples * 1000 // frame.hertz
    at, samples = first, 0
    while (current := _frame(data, at)) is not None:
        at, samples = at + current.size, samples + current.samples
    if len(data) < size and at > len(data) - 4:
        samples = samples * (size - first) // (at - first)
    return samples * 1000 // frame.hertz


def _stated_samples(data: bytes, first: int, frame: _Mp3Frame) -> int | None:
    """The samples that a Xing, Info or VBRI table in the first frame counts, without the encoder's padding."""
    at = first + frame.table
    if data[at : at + 4] in (b"Xing", b"Info") and at + 12 <= len(data) and data[at + 7] & 1:
        samples = int.from_bytes(data[at + 8 : at + 12], "big") * frame.samples
        # Behind the count: bytes, 100 entries and a quality, each where its flag is set; then the encoder's own tag.
        tag = at + 12 + sum(length for bit, length in ((2, 4), (4, 100), (8, 4)) if data[at + 7] & bit)
        if data[tag : tag + 4] in _ENCODERS and tag + 24 <= len(data):
            pads = int.from_bytes(data[tag + 21 : tag + 24], "big")
            samples = max(0, samples - (pads >> 12) - (pads & 0xFFF))
        return samples or None
    at = first + 36
    if data[at : at + 4] == b"VBRI" and at + 18 <= len(data):
        return int.from_bytes(data[at + 14 : at + 18], "big") * frame.samples or None
    return None
