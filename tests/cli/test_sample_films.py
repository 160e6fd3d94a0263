"""Three samples as films that one would send to a client: their people, pictures, cuts, sound and subtitles."""

from __future__ import annotations

import re
import shutil
from array import array
from pathlib import Path

import pytest

pytest.importorskip("av")
pytest.importorskip("PIL")

import av
from av.video.frame import VideoFrame
from PIL import ImageStat

from storyboard.cli import run
from storyboard.compiler.pipeline import compile_story
from storyboard.config import Config
from storyboard.film.animatic import continued, reel
from storyboard.film.animatic.motion import picture_of
from storyboard.film.probe import probe
from storyboard.film.staging.look import looks
from storyboard.source import DiskFiles
from tests.helpers import SAMPLES
from tests.providers import voice

STARTS = {
    "teapot": (0, 4, 8, 12),
    "platform": (0, 5, 10, 15, 20, 25, 30, 36, 40),
    "paraguas": (0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55),
}
LENGTHS = {"teapot": 15, "platform": 45, "paraguas": 60}
# Who is seen in each shot: the letters of the cast.
PEOPLE = {"platform": "J M J JM . M J . M", "paraguas": "L L L A L A A . LA . LA L"}
TRAITS = {"J": {"man", "beard"}, "M": {"woman", "bun"}, "L": {"woman", "short"}, "A": {"man", "bald"}}


@pytest.fixture
def film(request: pytest.FixtureRequest, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A sample built as a draft by a voice that is heard, in a project of its own."""
    for path in folder.glob("*.story"):
        path.unlink()
    name = str(request.param)
    shutil.copy(SAMPLES / f"{name}.story", folder)
    for beside in ("sounds", "teapot"):
        shutil.copytree(SAMPLES / beside, folder / beside)
    voice.install(folder / "bin", monkeypatch)
    assert run(["build", "--draft", f"{name}.story"]) == 0
    assert run(["export", "--format", "srt", "-o", str(folder / "film.srt"), f"{name}.story"]) == 0
    return folder / "build" / f"{name}.animatic.mp4"


@pytest.mark.parametrize("film", STARTS, indirect=True)
def test_a_sample_film_is_as_long_as_its_story_cuts_on_the_frame_and_speaks_with_its_subtitles(film: Path) -> None:
    name = film.name.partition(".")[0]
    measured = probe(film)
    assert measured.video_ms == measured.audio_ms == LENGTHS[name] * 1000
    with av.open(str(film)) as source:
        keys = {round(frame.time * 24) for frame in source.decode(video=0) if frame.key_frame}
    assert {start * 24 for start in STARTS[name]} <= keys
    # Speech is heard where the subtitles stand, and nowhere else.
    strength = _strengths(film)
    cues = re.findall(r"(\d\d):(\d\d):(\d\d),(\d{3}) --> (\d\d):(\d\d):(\d\d),(\d{3})", Path("film.srt").read_text())
    spoken: set[int] = set()
    for cue in cues:
        start, end = (
            sum(int(part) * by for part, by in zip(cue[at : at + 4], (3600e3, 60e3, 1e3, 1), strict=True))
            for at in (0, 4)
        )
        tenths = range(round(start / 100), round(end / 100))
        assert max(strength[at] for at in tenths) > 2000
        spoken.update(range(tenths.start - 8, tenths.stop + 8))
    quiet = [value for at, value in enumerate(strength) if at not in spoken]
    assert quiet
    if name == "teapot":
        assert max(quiet) > 4000  # the writer's music
    else:
        assert max(quiet) < 1000


@pytest.mark.parametrize("name", PEOPLE)
def test_the_cast_is_who_is_seen(name: str) -> None:
    compiled = compile_story(DiskFiles(SAMPLES), f"{name}.story", Config())
    count, cast = len(compiled.clips), compiled.story.cast if compiled.story else {}
    reels = continued([reel(clip, film=name, count=count, cast=cast) for clip in compiled.clips])
    seen = [look.figures for clip in reels for look in looks(clip)]
    for figures, letters in zip(seen, PEOPLE[name].split(), strict=True):
        expected = [TRAITS[letter] for letter in letters.strip(".")]
        assert len(figures) == len(expected)
        assert all(traits <= figure.traits for traits, figure in zip(expected, figures, strict=True))


@pytest.mark.parametrize("film", ["teapot"], indirect=True)
def test_each_shot_of_the_advertisement_shows_the_writer_s_own_picture(film: Path) -> None:
    frames: dict[int, VideoFrame] = {}
    with av.open(str(film)) as source:
        for frame in source.decode(video=0):
            frames[round(frame.time * 24)] = frame
    for start in STARTS["teapot"]:
        # A drawing of greys: the card is without colour where it is.
        _, blue, red = (
            picture_of(plane) for plane in frames[min(at for at in frames if at >= (start * 24 or 31))].planes
        )
        for plane in (blue, red):
            assert all(abs(mean - 128) < 4 for mean in ImageStat.Stat(plane.crop((240, 100, 400, 200))).mean)


def _strengths(film: Path) -> list[int]:
    """The loudest sample of each tenth of a second."""
    samples, resampler = array("h"), av.AudioResampler("s16", "mono", 8000)
    with av.open(str(film)) as source:
        for frame in source.decode(audio=0):
            for block in resampler.resample(frame):
                samples.frombytes(bytes(block.planes[0])[: block.samples * 2])
    return [max(map(abs, samples[at : at + 800])) for at in range(0, len(samples) - 799, 800)]
