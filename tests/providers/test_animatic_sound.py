"""What is heard in a drawn clip: the writer's sound at its level, lowered under speech, and bounded whatever it is."""

from __future__ import annotations

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# (the stubs of `av` leave open whose packets a packet is)
import io
import math
import struct
import wave
from array import array
from collections.abc import Iterator
from pathlib import Path

import av
import msgspec
import pytest
from av.audio.frame import AudioFrame
from av.container import InputContainer

from storyboard.exchange.cues import cues, offsets
from storyboard.film.animatic import Card, Reel, SoundFault, SpokenLine, make, playback, reel
from storyboard.film.animatic.playback import decoded
from storyboard.film.animatic.sound import RATE, track
from tests.importers.reading import compiled
from tests.providers import voice

LEVEL = 8000


def tone(seconds: float, hertz: float = 220, rate: int = RATE, channels: int = 1) -> bytes:
    """A WAV of one tone."""
    values = (round(LEVEL * math.sin(at * math.tau * hertz / rate)) for at in range(round(seconds * rate)))
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(array("h", (value for value in values for _ in range(channels))).tobytes())
    return out.getvalue()


def strength(samples: array[int], start: float, end: float, hertz: float) -> float:
    """The amplitude of one frequency between two seconds."""
    part = samples[round(start * RATE) : round(end * RATE)]
    turn = math.tau * hertz / RATE
    across = sum(value * math.cos(at * turn) for at, value in enumerate(part))
    down = sum(value * math.sin(at * turn) for at, value in enumerate(part))
    return 2 * math.hypot(across, down) / len(part)


def spoken(audio: str = "a", seconds: int = 9) -> Reel:
    """Nine seconds, in whose fourth to sixth somebody says six words."""
    line = SpokenLine("ODA", "", "one two three four five six")
    cards = (Card(1, 0, 3000), Card(2, 3000, 6000, dialogue=(line,)), Card(3, 6000, seconds * 1000))
    return Reel("Film", "", 1, 1, 128, 128, seconds * 1000, seconds * 1000, cards, audio=audio)


def heard(path: Path) -> array[int]:
    """The sound of a film as samples."""
    samples = array("h")
    resampler = av.AudioResampler("s16", "mono", RATE)
    with av.open(str(path)) as film:
        for frame in film.decode(audio=0):
            for block in resampler.resample(frame):
                samples.frombytes(bytes(block.planes[0])[: block.samples * 2])
    return samples


def test_music_has_its_level_and_is_lowered_by_12_db_under_speech(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    voice.install(tmp_path / "bin", monkeypatch)
    make(spoken(), tmp_path / "f.mp4", moving=False, files=lambda digest: tone(9))
    samples = heard(tmp_path / "f.mp4")
    music = [strength(samples, at, at + 1, 220) / LEVEL for at in range(9)]
    words = [strength(samples, at, at + 1, 880) / 9000 for at in range(9)]
    assert [round(20 * math.log10(share)) for share in music[:2] + music[6:]] == [0] * 5
    assert round(20 * math.log10(music[4])) == -12
    assert min(words[3:5]) > 0.6
    assert max(words[:3] + words[6:]) < 0.02


def test_music_is_down_at_the_first_word_and_back_600_ms_after_the_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    voice.install(tmp_path / "bin", monkeypatch)
    samples = track(spoken(), speak=True, files=lambda digest: tone(9)).samples
    silent = track(spoken(""), speak=True).samples
    words = [at / RATE for at, value in enumerate(silent) if abs(value) > 4000]
    first, last = words[0], words[-1]
    assert strength(samples, first - 0.25, first - 0.16, 220) > 0.95 * LEVEL
    assert 0.4 * LEVEL < strength(samples, first - 0.1, first - 0.05, 220) < 0.8 * LEVEL
    assert strength(samples, first, first + 0.1, 220) < 0.35 * LEVEL
    assert 0.4 * LEVEL < strength(samples, last + 0.25, last + 0.4, 220) < 0.9 * LEVEL
    assert strength(samples, last + 0.75, last + 0.95, 220) > 0.95 * LEVEL


STORY = """cast: {ODA: a clockmaker, BOY: a boy}

# One
duration: 10
Shot 1 [0-4s] A brass wheel.
  ODA: "We have very nearly done it."
  BOY (low): "And now?"
Shot 2 [4-10s] He says: "Now it runs and will not stop."

# Two
Shot 1 [0-5s] Noon.
  BOY: "One."
  ODA: "Two."
"""


def test_each_cue_begins_and_ends_with_its_sound_to_the_frame(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    voice.install(tmp_path / "bin", monkeypatch)
    story = compiled(STORY)
    sounds: list[tuple[float, float]] = []
    for at, clip in offsets(story.clips):
        drawn = reel(clip, film="Film", count=2)
        speaking, silent = (track(drawn, speak=speak).samples for speak in (True, False))
        # The pauses between words are shorter than those between lines.
        for sample in (at for at, pair in enumerate(zip(speaking, silent, strict=True)) if pair[0] != pair[1]):
            time = at + sample / RATE * 1000
            if sounds and time - sounds[-1][1] < 120:
                sounds[-1] = sounds[-1][0], time
            else:
                sounds.append((time, time))
    spoken = list(cues(story))
    assert [cue.text for cue in spoken] == [
        "We have very nearly done it.", "And now?", "Now it runs and will not stop.", "One.", "Two.",
    ]  # fmt: skip
    frame = 1000 / 24
    for cue, (start, end) in zip(spoken, sounds, strict=True):
        assert abs(cue.start - start) < frame
        assert abs(cue.end - max(end, cue.start + 700)) < frame


def test_what_does_not_fit_is_left_out_by_whole_words_and_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    voice.install(tmp_path / "bin", monkeypatch)
    words = " ".join(f"word{at}" for at in range(40))
    lines = (SpokenLine("ODA", "", words), SpokenLine("BOY", "", "走" * 90))
    silent = Reel("Film", "", 1, 1, 128, 128, 4000, 4000, (Card(1, 0, 4000),))
    cards = (Card(1, 0, 2000, dialogue=lines[:1]), Card(2, 2000, 4000, dialogue=lines[1:]))
    speaking = msgspec.structs.replace(silent, cards=cards)
    heard = track(speaking, speak=True)
    ground = track(msgspec.structs.replace(silent, cards=(Card(1, 0, 2000), Card(2, 2000, 4000))), speak=False)
    # At 320 words a minute, a tenth of each a pause, ten words end after 1.86 seconds, and an eleventh would after 2.04.
    changed = [at / RATE for at in range(2 * RATE) if heard.samples[at] != ground.samples[at]]
    assert changed[-1] == pytest.approx(1.856, abs=0.02)
    assert heard.warnings[0] == (
        "shot 1 is too short for its speech: `ODA` is not heard saying `word10 word11 word12 word13 word14 word1…`"
    )


def test_an_endless_line_is_not_handed_to_the_voice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    voice.install(tmp_path / "bin", monkeypatch)
    cards = (Card(1, 0, 1000, dialogue=(SpokenLine("ODA", "", "word " * 200_000),)),)
    heard = track(Reel("Film", "", 1, 1, 128, 128, 1000, 1000, cards), speak=True)
    assert len(heard.warnings) == 1
    assert len(heard.samples) == RATE


def test_a_sound_begins_with_its_clip_and_is_cut_or_followed_by_silence_at_its_end() -> None:
    short = track(spoken(), speak=False, files=lambda digest: tone(4)).samples
    long = track(spoken(), speak=False, files=lambda digest: tone(20)).samples
    assert len(short) == len(long) == 9 * RATE
    assert strength(short, 0, 4, 220) == pytest.approx(LEVEL, rel=0.02)
    assert max(map(abs, short[7 * RATE :])) == 0
    assert strength(long, 8, 9, 220) == pytest.approx(LEVEL, rel=0.02)


@pytest.mark.parametrize(("rate", "channels"), [(44_100, 2), (8_000, 1), (96_000, 6)])
def test_any_rate_and_channels_keep_pitch_length_and_level(rate: int, channels: int) -> None:
    samples, amiss = decoded(tone(3, rate=rate, channels=channels), 3 * RATE)
    assert amiss == ""
    assert len(samples) == 3 * RATE
    assert strength(samples, 1, 2, 220) > 0.7 * LEVEL


def test_an_address_is_not_fetched_and_that_is_said() -> None:
    heard = track(spoken("https://example.com/rain.mp3"), speak=False)
    assert heard.warnings == ("the sound at https://example.com/rain.mp3 is not fetched here: this film is without it",)
    assert heard.samples == track(spoken(""), speak=False).samples


def mp3(seconds: int) -> bytes:
    out = io.BytesIO()
    with av.open(out, "w", format="mp3") as file:
        stream = file.add_stream("libmp3lame", rate=RATE, layout="mono")
        frame = av.AudioFrame("s16p", "mono", RATE)
        frame.sample_rate = RATE
        for second in range(seconds):
            frame.planes[0].update(tone(1)[44:])
            frame.pts = second * RATE
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return out.getvalue()


def test_a_sound_that_breaks_off_is_played_as_far_as_it_goes_and_that_is_said() -> None:
    data = mp3(8)
    samples, amiss = decoded(data[: len(data) // 2], 9 * RATE)
    assert strength(samples, 1, 3, 220) == pytest.approx(LEVEL, rel=0.1)
    assert max(map(abs, samples[5 * RATE :])) == 0
    assert amiss.startswith("can be read for 4.")
    assert amiss.endswith("s of the 8.0s that its head states")
    warnings = track(spoken(), speak=False, files=lambda digest: data[: len(data) // 2]).warnings
    assert warnings == (f"the sound of `audio` {amiss}: the rest is silent",)


def test_what_lies_behind_the_end_of_the_clip_is_not_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    real, count = playback._frames, 0  # pyright: ignore[reportPrivateUsage]

    def counted(source: InputContainer) -> Iterator[AudioFrame]:
        nonlocal count
        for frame in real(source):
            count += frame.samples
            yield frame

    monkeypatch.setattr(playback, "_frames", counted)
    hour = io.BytesIO()
    with wave.open(hour, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(4000)
        file.writeframes(b"\x80" * 4000 * 3600)
    limit = RATE * 5
    samples, amiss = decoded(hour.getvalue(), limit)
    assert (len(samples), amiss) == (limit, "")
    assert 5 * 4000 <= count < 7 * 4000


SLOW = bytearray(tone(3))
SLOW[24:28] = struct.pack("<I", 1)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "is neither WAV nor MP3"),
        (b"#EXTM3U\nfile:///etc/passwd\n", "is neither WAV nor MP3"),
        (tone(1)[:40], "cannot be decoded"),
        (tone(1)[:44], "cannot be decoded: no sound is in it"),
        (bytes(SLOW), "has 1 samples a second; storyc plays 4,000 to 384,000"),
        (b"ID3\x04\x00\x00\x00\x00\x0f\x00" + b"\xff" * 5000, "is neither WAV nor MP3"),
    ],
)
def test_what_cannot_be_played_is_a_fault_in_words(data: bytes, why: str) -> None:
    with pytest.raises(SoundFault) as fault:
        decoded(data, RATE)
    assert str(fault.value).startswith(why)


def test_silence_for_want_of_a_voice_is_said_once_a_clip(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    silent = track(spoken(audio=""), speak=True).warnings
    assert [warning for warning in silent if "espeak-ng" in warning] == list(silent)
    assert len(silent) == 1
    assert track(spoken(audio=""), speak=False).warnings == ()
