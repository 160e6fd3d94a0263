"""Sound files by their heads: files made here by the standard library and by hand."""

from __future__ import annotations

import io
import wave
from typing import SupportsIndex, overload

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyboard.film.audio import SoundFile, probe

# MPEG 1 layer III, 128 kbit/s, 44.1 kHz, stereo: 417 bytes and 1152 samples a frame.
FRAME = b"\xff\xfb\x90\x00" + bytes(413)
# The same at 64 kbit/s: 208 bytes.
SMALL = b"\xff\xfb\x50\x00" + bytes(204)
# MPEG 2, 64 kbit/s, 22.05 kHz, mono: 208 bytes and 576 samples.
LOW = b"\xff\xf3\x80\xc0" + bytes(204)


def wav(milliseconds: int, rate: int = 48_000, channels: int = 2, width: int = 2) -> bytes:
    stream = io.BytesIO()
    with wave.open(stream, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate)
        file.writeframes(bytes(rate * milliseconds // 1000 * channels * width))
    return stream.getvalue()


def whole(data: bytes) -> SoundFile | None:
    return probe(data, len(data))


def frames(count: int) -> int:
    return count * 1152 * 1000 // 44_100


def id3(size: int, footer: bool = False) -> bytes:
    length = bytes((size >> shift) & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x04\x00" + (b"\x10" if footer else b"\x00") + length + bytes(size + 10 * footer)


@pytest.mark.parametrize(("rate", "channels", "width"), [(48_000, 2, 2), (8_000, 1, 1), (44_100, 1, 3)])
def test_wav(rate: int, channels: int, width: int) -> None:
    data = wav(3_500, rate, channels, width)
    assert whole(data) == SoundFile("wav", 3_500)
    assert probe(data[:100], len(data)) == SoundFile("wav", 3_500)


def test_wav_with_other_chunks_before_its_sound() -> None:
    data = wav(1_000)
    assert whole(data[:12] + b"LIST\x03\x00\x00\x00abc\x00" + data[12:]) == SoundFile("wav", 1_000)


def test_a_wav_that_was_cut_off_is_as_long_as_its_bytes() -> None:
    data = wav(2_000)
    assert whole(data[: 44 + (len(data) - 44) // 2]) == SoundFile("wav", 1_000)
    assert whole(data[:40]) == SoundFile("wav", None)
    assert whole(data[:12]) == SoundFile("wav", None)


def test_mp3_of_one_rate_and_of_several() -> None:
    assert whole(FRAME * 100) == SoundFile("mp3", frames(100))
    assert whole((FRAME + SMALL) * 50) == SoundFile("mp3", frames(100))
    assert whole(LOW * 100) == SoundFile("mp3", 100 * 576 * 1000 // 22_050)
    assert whole(FRAME) == SoundFile("mp3", frames(1))


def test_mp3_of_which_only_the_start_is_given_is_reckoned() -> None:
    found = probe(FRAME * 20, len(FRAME) * 400)
    assert found == SoundFile("mp3", frames(400))


def test_mp3_behind_tags_and_before_one() -> None:
    assert whole(id3(300) + FRAME * 10) == SoundFile("mp3", frames(10))
    assert whole(id3(300, footer=True) + bytes(50) + FRAME * 10) == SoundFile("mp3", frames(10))
    assert whole(FRAME * 10 + b"TAG" + bytes(125)) == SoundFile("mp3", frames(10))
    assert probe(id3(5_000)[:1_000], 90_000) == SoundFile("mp3", None)


def test_mp3_with_a_table_of_frames() -> None:
    def head(at: int, table: bytes) -> bytes:
        return FRAME[:at] + table + FRAME[at + len(table) :]

    count = (500).to_bytes(4, "big")
    assert whole(head(36, b"Xing\0\0\0\1" + count) + FRAME) == SoundFile("mp3", frames(500))
    assert whole(head(36, b"VBRI" + bytes(10) + count) + FRAME) == SoundFile("mp3", frames(500))
    assert whole(head(36, b"Xing\0\0\0\0") + FRAME) == SoundFile("mp3", frames(2))
    pads = (576 << 12 | 1_000).to_bytes(3, "big")
    table = b"Info\0\0\0\x0f" + count + bytes(108) + b"LAME3.100" + bytes(12) + pads
    assert whole(head(36, table) + FRAME) == SoundFile("mp3", (500 * 1152 - 1_576) * 1000 // 44_100)


@pytest.mark.parametrize(
    "data",
    [
        *(b"", b"RIFF", b"\xff" * 1_000, b"\xff\xfb", b"ID3", bytes(500), b"# a story\nShot 1 [0-3s] x\n"),
        *(b"fLaC" + bytes(100), b"OggS" + bytes(100), id3(100) + b"fLaC" + bytes(100), FRAME[:4] + b"x" * 600),
    ],
)
def test_what_is_neither_is_none(data: bytes) -> None:
    assert whole(data) is None


class Counted(bytes):
    """Bytes that count how often one of them, or a stretch, is asked for."""

    asked = 0

    @overload
    def __getitem__(self, at: SupportsIndex, /) -> int: ...
    @overload
    def __getitem__(self, at: slice, /) -> bytes: ...
    def __getitem__(self, at: SupportsIndex | slice, /) -> int | bytes:
        self.asked += 1
        return super().__getitem__(at)


@pytest.mark.parametrize(
    "data",
    [
        b"\xff" * 2_000_000,
        b"\xff\xfb\x90\x00" * 100_000,
        b"ID3\0\0\0\0\0\0\0" * 40_000,
        b"RIFF\0\0\0\0WAVE" + b"LIST\0\0\0\0" * 40_000,
    ],
    ids=lambda data: ascii(data[:4]),
)
def test_a_long_odd_file_is_read_once(data: bytes) -> None:
    counted = Counted(data)
    whole(counted)
    assert 0 < counted.asked < len(data)


PARTS = st.sampled_from(
    [b"RIFF", b"WAVE", b"fmt ", b"data", b"ID3", b"\xff\xfb\x90\x00", b"Xing", FRAME, LOW, bytes(8)]
)


@given(st.lists(st.one_of(PARTS, st.binary(max_size=20)), max_size=12).map(b"".join), st.integers(0, 5_000))
def test_no_bytes_raise(data: bytes, more: int) -> None:
    for size in (0, len(data), len(data) + more):
        found = probe(data, size)
        assert found is None or found.milliseconds is None or found.milliseconds >= 0
