"""A film decoded picture by picture: each cut, each dissolve and each cue of the subtitles is at its frame."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

pytest.importorskip("av")
pytest.importorskip("PIL")

import av
from PIL import ImageChops, ImageStat

from storyboard.exchange.exporters import srt, vtt
from storyboard.film.animatic import continued, make, reel
from storyboard.film.animatic.motion import picture_of
from storyboard.film.animatic.sound import RATE
from storyboard.film.animatic.timeline import frame_at
from storyboard.film.cuts import survey
from storyboard.film.join import join
from storyboard.film.probe import probe
from tests.importers.reading import compiled
from tests.providers import voice
from tests.providers.test_animatic_sound import heard

# Times between frames at each rate, a dissolve inside a clip, and one from clip to clip.
STORY = """cast: {ODA: a clockmaker in a red coat, BOY: a boy}

# One
duration: 5
Shot 1 [0-1.7s] A wide street at noon, blue sky.
  ODA: "Very nearly done."
Shot 2 [1.7-3.3s] A room at night.
  transition: dissolve
Shot 3 [3.3-5s] A wide beach, snow.
  BOY (low): "And now?"

# Two
duration: 5
Shot 1 [0-2.45s] Close-up of @ODA in a dark cellar.
  transition: dissolve
  ODA: "Now it runs."
Shot 2 [2.45-5s] A desert at noon.
  BOY: "One."
"""
HARD, SOFT = (3300, 7450), (1700, 5000)


@pytest.mark.parametrize("fps", [24, 25, 30])
def test_cuts_and_cues_are_at_their_frames(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fps: int) -> None:
    voice.install(tmp_path / "bin", monkeypatch)
    story = compiled(STORY)
    assert story.story is not None
    alone = (
        msgspec.structs.replace(reel(clip, film="Film", count=2, cast=story.story.cast), fps=fps, width=320, height=192)
        for clip in story.clips
    )
    paths: list[Path] = []
    for clip in continued(list(alone)):
        paths.append(tmp_path / f"{clip.index}.mp4")
        make(clip, paths[-1])
    film = tmp_path / "film.mp4"
    join(paths, film)
    assert probe(film).frames == 10 * fps

    changes = {change.frame for change in survey(film, probe(film)).changes if not change.weak}
    assert changes == {frame_at(time, fps) for time in HARD}
    # The picture above the words, from one frame to the next.
    steps, before = [0.0], None
    with av.open(str(film)) as source:
        for frame in source.decode(video=0):
            seen = picture_of(frame.reformat(format="gray").planes[0]).crop((0, 50, 320, 100))
            if before is not None:
                steps.append(ImageStat.Stat(ImageChops.difference(seen, before)).mean[0])
            before = seen
    for time in SOFT:
        first, frames = frame_at(time, fps), fps * 2 // 3
        still = max(steps[first - 6 : first])
        assert all(step > 2 * still for step in steps[first : first + frames // 2])
        assert max(steps[first + frames + 1 : first + frames + 7]) < min(steps[first + 1 : first + frames // 2])

    sounds: list[tuple[float, float]] = []
    for at, value in enumerate(heard(film)):
        if abs(value) > 1500:
            time = at / RATE * 1000
            if sounds and time - sounds[-1][1] < 120:  # the pauses between words are shorter than those between lines
                sounds[-1] = sounds[-1][0], time
            else:
                sounds.append((time, time))
    for text in (srt.render(story), vtt.render(story)):
        stamps = re.findall(r"(\d\d):(\d\d):(\d\d)[,.](\d{3})", text)
        times = [int(h) * 3600000 + int(m) * 60000 + int(s) * 1000 + int(ms) for h, m, s, ms in stamps]
        told_of = list(zip(times[::2], times[1::2], strict=True))
        assert len(told_of) == len(sounds) == 4
        for (start, end), (begins, ends) in zip(told_of, sounds, strict=True):
            assert abs(start - begins) < 1000 / fps
            assert abs(end - max(ends, start + 700)) < 1000 / fps
