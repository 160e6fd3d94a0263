"""The sound of a clip in a build: drawn again when it changes, told of when it cannot be played, bounded before."""

from __future__ import annotations

import json
import math
import os
import struct
import wave
from array import array
from pathlib import Path

import pytest

pytest.importorskip("av")
pytest.importorskip("PIL")

from storyboard.cli import run

Captured = pytest.CaptureFixture[str]


def write(path: Path, hertz: float, seconds: int = 5, rate: int = 8000) -> None:
    """A WAV of one tone at the path."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        values = (round(8000 * math.sin(at * math.tau * hertz / rate)) for at in range(seconds * rate))
        file.writeframes(array("h", values).tobytes())


@pytest.fixture
def film(folder: Path) -> Path:
    """A project with one story, whose clip of five seconds has a sound."""
    for path in folder.glob("*.story"):
        path.unlink()
    (folder / "sounds").mkdir()
    write(folder / "sounds" / "a.wav", 220)
    (folder / "f.story").write_text("audio: sounds/a.wav\nShot 1 [0-3s] A lamp.\nShot 2 [3-5s] A hand.\n")
    return folder


def built(capsys: Captured) -> tuple[int, str, list[str]]:
    """The exit code of a build, the state of its clip or why it failed, and its warnings."""
    code = run(["build", "--draft", "--report", "r.json", "."])
    capsys.readouterr()
    row = json.loads(Path("r.json").read_bytes())["clips"][0]
    return code, row.get("reason") or row["state"], row.get("warnings", [])


def drawn(folder: Path) -> str:
    return json.loads((folder / "build" / "f" / "01-clip.animatic.json").read_bytes())["sha256"]


def test_a_clip_is_drawn_again_when_its_sound_changed_and_only_then(film: Path, capsys: Captured) -> None:
    assert built(capsys) == (0, "done", [])
    first = drawn(film)
    os.utime(film / "sounds" / "a.wav")
    assert run(["build", "--draft", "."]) == 0
    assert "kept" in capsys.readouterr().err
    assert drawn(film) == first
    write(film / "sounds" / "a.wav", 440)
    assert run(["build", "--draft", "."]) == 0
    assert "drawn" in capsys.readouterr().err
    assert drawn(film) != first


def test_the_film_of_two_clips_plays_the_sound_from_the_start_of_each(film: Path) -> None:
    import av
    from av.audio.resampler import AudioResampler

    text = (film / "f.story").read_text()
    (film / "f.story").write_text(
        f"{text.partition('Shot')[0]}# One\nShot 1 [0-5s] A lamp.\n# Two\nShot 1 [0-5s] Sea.\n"
    )
    assert run(["build", "--draft", "."]) == 0
    samples, resampler = array("h"), AudioResampler("s16", "mono", 8000)
    with av.open(str(film / "build" / "f.animatic.mp4")) as joined:
        for frame in joined.decode(audio=0):
            for block in resampler.resample(frame):
                samples.frombytes(bytes(block.planes[0])[: block.samples * 2])
    peaks = [max(samples[at * 8000 + 800 : (at + 1) * 8000 - 800]) for at in range(10)]
    assert all(7000 < peak < 9000 for peak in peaks)


def test_a_head_that_lies_fails_its_clip_in_words(film: Path, capsys: Captured) -> None:
    data = bytearray((film / "sounds" / "a.wav").read_bytes())
    data[24:28] = struct.pack("<I", 1)  # a sample a second, by which five seconds would be half a day
    (film / "sounds" / "a.wav").write_bytes(data)
    code, why, _ = built(capsys)
    assert (code, why) == (3, "the sound `sounds/a.wav` has 1 samples a second; storyc plays 4,000 to 384,000")


@pytest.mark.parametrize(
    "what", ["a pipe", "a folder", "a link out of the project", "a path out of the project", "text"]
)
def test_what_is_no_sound_of_the_project_is_an_error_and_is_not_waited_for(
    what: str, film: Path, tmp_path_factory: pytest.TempPathFactory, capsys: Captured
) -> None:
    path = film / "sounds" / "a.wav"
    outside = tmp_path_factory.mktemp("outside") / "a.wav"
    path.replace(outside)
    if what == "a pipe":
        os.mkfifo(path)
    elif what == "a folder":
        path.mkdir()
    elif what == "text":
        path.write_text("#EXTM3U\n")
    elif "link" in what:
        path.symlink_to(outside)
    else:
        (film / "f.story").write_text("audio: ../outside0/a.wav\nShot 1 [0-5s] A lamp.\n")
    assert run(["build", "--draft", "f.story"]) == 1
    out = "".join(capsys.readouterr())
    assert {"text": "SB410", "a path out of the project": "SB406"}.get(what, "SB405") in out
    assert not (film / "build").exists()


def test_hours_of_sound_are_refused_by_their_size_and_not_read(film: Path, capsys: Captured) -> None:
    os.truncate(film / "sounds" / "a.wav", 1 << 33)  # a sparse file
    assert run(["build", "--draft", "f.story"]) == 1
    out = "".join(capsys.readouterr())
    assert "`sounds/a.wav` is larger than 15 MB, the most that `wan-2.6-t2v@segmind` takes" in out
