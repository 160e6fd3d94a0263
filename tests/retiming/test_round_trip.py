"""Out to an editor and back: export, another program changes the cut, retime, export again, the same frames."""

from __future__ import annotations

import random
import re
from typing import Any

import pytest
from msgspec.structs import replace

from storyboard.config import Config
from storyboard.exchange import cuts
from storyboard.exchange.exporters import load_timeline
from storyboard.exchange.retiming import Retimed, retimed
from storyboard.exchange.timelines.laying import laid
from storyboard.exchange.timelines.rates import rate_of
from storyboard.source import MemoryFiles
from tests.exporters import timelines as oracle
from tests.importers.reading import compiled

# What a writer may write times as, with the line ends of Windows and a byte order mark.
STORY = """\ufefftitle: Große Fahrt
cast: {ÖDA: a clockmaker}
---
A river, by night. // kept
# Ranges
duration: 15
Shot 1 [0-3s] A wheel.   [[ a note ]]{blanks}
  ÖDA: "Fast … 3s."
Shot 2 [3-5.34s, "0-3s"] A hand [0-3s] by 12:30.
Shot 3 [5.34s-9s]: A face.
// Shot 4 [9-10s] is no shot
Shot 4 [9-12s] A boat.

# Clocks
duration: 15
Shot 1 [0:00-0:04] Noon.
Shot 2 [0:04-0:07.5] Dusk.
Shot 3 [0:07.5-0:11] Night.

# Lengths
duration: 10
Shot 1 [3s] One.
Shot 2 [2.5s] Two.
Shot 3 [4.5s] Three.

# 镜头
duration: 15
第1个镜头[０-３秒] 船。
第2个镜头[３-８秒] 水。
第3个镜头[８-１１．５秒] 山。

# Shares
duration: 15
Shot 1: First.
Shot 2: Second.
Shot 3: Third.

# Stated
duration: 15
Shot 1 [0:00-0:03, 3s] A lamp.
Shot 2 [0:03-0:08, 5s] A door.
Shot 3 [0:08-0:12, 4s] A stair.

# Two
duration: auto
Shot 1 [0-2s] Up.
Shot 2 [2-6s] Down.

The end.
""".replace("{blanks}", "  ").replace("\n", "\r\n")
TIMES = re.compile(r"[0-9０-９.．:]+")
FOREIGN = ("Titelkarte.mov", "drone 7", "Schwarz.png")


def written(text: str, form: str, rate: str) -> str:
    exporter = load_timeline(form)
    assert exporter is not None
    known = rate_of(rate)
    assert known is not None
    timeline = laid(compiled(text), rate=known)
    # One oracle reads a clip at the rate of its file.
    clips = [replace(clip, media=tuple(replace(each, rate=known) for each in clip.media)) for clip in timeline.clips]
    return exporter.write(replace(timeline, clips=tuple(clips)))


def back(text: str, cut: str, rate: str, *, snap: bool = False) -> Retimed:
    known = rate_of(rate)
    assert known is not None
    return retimed(MemoryFiles({"a.story": text}), "a.story", Config(), cuts.read(cut.encode(), known), snap=snap)


def pieces(timeline: Any) -> list[Any]:
    return [item for item in timeline.video_tracks()[0] if isinstance(item, oracle.otio.schema.Clip)]


def trim(clip: Any, frames: int, head: int = 0) -> None:
    """Let a clip end so many frames later, and begin so many later."""
    schema, source = oracle.otio.opentime, clip.source_range
    start = source.start_time + schema.RationalTime(head, source.start_time.rate)
    clip.source_range = schema.TimeRange(
        start, source.duration + schema.RationalTime(frames - head, source.duration.rate)
    )


def recut(form: str, text: str, rate: str) -> tuple[str, list[int]]:
    """A timeline with 20 cuts moved and three foreign clips in it, and the frames that each shot lasts in it."""
    timeline = oracle.timeline(form, text, rate)
    chance = random.Random(19)
    clips = pieces(timeline)
    for clip in chance.sample(clips, 20):
        trim(clip, chance.choice([-30, -17, -7, -1, 1, 2, 11, 40]), chance.choice([0, 0, 3]))
    lengths = [round(clip.source_range.duration.value) for clip in clips]
    track = timeline.video_tracks()[0]
    rates = clips[0].source_range.duration.rate
    schema = oracle.otio.opentime
    whole = schema.TimeRange(schema.RationalTime(0, rates), schema.RationalTime(24, rates))
    for place, name in ((0, FOREIGN[0]), (9, FOREIGN[1]), (len(track), FOREIGN[2])):
        medium = oracle.otio.schema.ExternalReference(target_url=f"other/{name}", available_range=whole)
        track.insert(place, oracle.otio.schema.Clip(name=name, media_reference=medium, source_range=whole))
    for sound in timeline.audio_tracks():  # an editor would move it along
        timeline.tracks.remove(sound)
    return oracle.written(form, timeline, rate), lengths


@pytest.mark.parametrize("form", sorted(oracle.ADAPTERS))
def test_a_cut_comes_back_to_the_frame_and_no_word_is_touched(form: str) -> None:
    for rate in ("24", "25", "30", "29.97"):
        if form == "fcpxml" and rate == "29.97":
            continue  # the adapter takes it for 29
        cut, lengths = recut(form, written(STORY, form, rate), rate)
        result = back(STORY, cut, rate)
        assert result.left == ()
        assert sorted(result.strangers) == sorted(FOREIGN)
        assert TIMES.sub("", result.before) == TIMES.sub("", STORY)
        # The shots that shared their clip have lengths of their own now.
        assert TIMES.sub(
            "", re.sub(r"(Shot \d) \[[0-9.]+s\]: (?=First|Second|Third)", r"\1: ", result.after)
        ) == TIMES.sub("", STORY)
        again = back(result.after, cut, rate)
        assert again.after == result.after
        read = oracle.pictures("otio", written(result.after, "otio", rate), rate)
        assert [each.length for each in read] == lengths, rate


def test_an_unchanged_cut_changes_nothing_at_any_rate_and_of_either_kind() -> None:
    for form in oracle.ADAPTERS:
        for rate in ("24", "25", "30", "29.97", "59.94"):
            for kind in ("shot", "clip"):
                exporter = load_timeline(form)
                assert exporter is not None
                text = exporter.write(laid(compiled(STORY), rate=rate_of(rate), events=kind))
                result = back(STORY, text, rate)
                assert (result.after, result.changed, result.left, result.strangers) == (STORY, (), (), ()), (
                    form,
                    rate,
                )


def test_the_cut_is_the_same_whichever_format_brings_it() -> None:
    # At 29.97 too, where the oracle does not read FCPXML.
    for rate in ("24", "29.97"):
        cut, _ = recut("otio", written(STORY, "otio", rate), rate)
        wanted = back(STORY, cut, rate).after
        assert wanted != STORY
        for form in oracle.ADAPTERS:
            assert back(STORY, written(wanted, form, rate), rate).after == wanted, (form, rate)
