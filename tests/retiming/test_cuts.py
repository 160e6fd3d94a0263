"""What editors do to a cut, and what a hostile file may try: which clips are left alone, and why."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from storyboard.diagnostics import UserError
from storyboard.exchange import cuts
from storyboard.exchange.cuts.nodes import DEEP
from storyboard.exchange.retiming.edges import moved
from storyboard.exchange.timelines.rates import rate_of
from tests.exporters import timelines as oracle
from tests.importers.reading import compiled
from tests.retiming.test_round_trip import back, pieces, trim, written

STORY = """# One
duration: 10
Shot 1 [0-3s] A lamp.
Shot 2 [3-6s] A hand.
Shot 3 [6-10s] A face.
# Two
duration: 5
Shot 1 [0-2s] A door.
Shot 2 [2-5s] A stair.
"""
RATE = "24"
OWN = "a shot of a story says its own by `transition:`"


def cut(change: Callable[[Any, list[Any]], None], form: str = "otio", story: str = STORY) -> str:
    timeline = oracle.timeline(form, written(story, form, RATE), RATE)
    change(timeline.video_tracks()[0], pieces(timeline))
    return oracle.written(form, timeline, RATE)


def moved_last(track: Any, clips: list[Any]) -> None:
    clip = track.pop(0)
    track.insert(2, clip)


def halved(track: Any, clips: list[Any]) -> None:
    second = clips[1].clone()
    trim(clips[1], -36)
    trim(second, 0, 36)
    track.insert(2, second)


def without(track: Any, clips: list[Any]) -> None:
    track.pop(1)


def doubled(track: Any, clips: list[Any]) -> None:
    track.append(clips[4].clone())


def shortened(track: Any, clips: list[Any]) -> None:
    del track[3:]


def slowed(track: Any, clips: list[Any]) -> None:
    clips[1].effects.append(oracle.otio.schema.LinearTimeWarp(time_scalar=0.5))


@pytest.mark.parametrize(
    ("change", "left"),
    [
        (without, "clip 1, One: shot 2 is missing"),
        (moved_last, "clip 1, One: its shots stand in the order 2, 3, 1"),
        (doubled, "clip 2, Two: shot 2 is in the cut more than once"),
        (halved, "clip 1, One: shot 2 is in the cut more than once, split or doubled"),
        (slowed, "clip 1, One: the speed of `C01S02 One` was changed"),
        (shortened, "clip 2, Two: it is not in the cut"),
    ],
)
def test_a_clip_that_was_recut_is_left_alone_and_named(change: Callable[[Any, list[Any]], None], left: str) -> None:
    def changed(track: Any, clips: list[Any]) -> None:
        trim(clips[0 if left.startswith("clip 2") else 3], -12)
        change(track, clips)

    result = back(STORY, cut(changed), RATE)
    assert [phrase[: len(left)] for phrase in result.left] == [left]
    # The other clip has its new times all the same.
    assert result.changed == ((1,) if left.startswith("clip 2") else (2,))


def test_whole_clips_in_another_order_give_their_lengths_alone() -> None:
    def swapped(track: Any, clips: list[Any]) -> None:
        trim(clips[4], -24)
        track.insert(0, track.pop(3))
        track.insert(1, track.pop(4))

    result = back(STORY, cut(swapped), RATE)
    assert result.after == STORY.replace("[2-5s]", "[2-4s]")
    assert result.notes == ("clip 1, One, stands behind clip 2, Two in the cut: only lengths are taken",)


def test_gaps_in_the_cut_are_said_since_a_story_has_none() -> None:
    def parted(track: Any, clips: list[Any]) -> None:
        gap = oracle.otio.schema.Gap(duration=clips[0].duration())
        track.insert(1, gap)
        track.insert(5, gap.clone())

    for form in ("otio", "edl", "fcpxml", "xmeml"):
        result = back(STORY, cut(parted, form), RATE)
        assert (result.after, result.left) == (STORY, ())
        assert [note.partition(" before")[0] for note in result.notes] == ["the cut shows nothing for 6s, first"], form


def test_a_trimmed_head_counts_as_length_and_starts_follow_on() -> None:
    result = back(STORY, cut(lambda track, clips: trim(clips[1], 0, 12)), RATE)
    assert result.after == STORY.replace("[3-6s]", "[3-5.5s]").replace("[6-10s]", "[5.5-9.5s]")


def test_shots_are_known_by_their_file_where_no_mark_is_left() -> None:
    def stripped(track: Any, clips: list[Any]) -> None:
        for number, clip in enumerate(clips):
            clip.markers.clear()
            clip.metadata.clear()
            clip.name = f"take {number}"
        trim(clips[0], 6)
        trim(clips[4], -24)

    for form in ("otio", "xmeml"):
        result = back(STORY, cut(stripped, form), RATE)
        assert (result.left, result.strangers) == ((), ())
        assert "[0-3.25s]" in result.after
        assert "[2-4s]" in result.after

    def joined(track: Any, clips: list[Any]) -> None:
        stripped(track, clips)
        track.pop(1)
        trim(clips[0], 72)

    assert back(STORY, cut(joined), RATE).left == ("clip 1, One: `take 0` is of shots 1 to 2; shots 1, 2 are missing",)


def test_markers_of_whole_clips_that_were_moved_are_the_cuts() -> None:
    from storyboard.exchange.exporters import load_timeline
    from storyboard.exchange.timelines.laying import laid

    exporter = load_timeline("otio")
    assert exporter is not None
    timeline = json.loads(exporter.write(laid(compiled(STORY), rate=rate_of(RATE), events="clip")))
    mark = timeline["tracks"]["children"][0]["children"][0]["markers"][1]
    assert mark["name"] == "C01S02"
    mark["marked_range"]["start_time"]["value"] += 12
    result = back(STORY, json.dumps(timeline), RATE)
    assert result.after == STORY.replace("[0-3s]", "[0-3.5s]").replace("[3-6s]", "[3.5-6s]")


def test_a_time_is_written_in_its_own_form() -> None:
    story = """# One
duration: 10
Shot 1 [0:00-0:03, 3s] A lamp.
Shot 2 [0:03-0:08, 5s] A hand.
# Two
duration: 10
第1个镜头[０-３秒] 船。
第2个镜头[３-８秒] 水。
# Three
duration: 10
Shot 1 [3s] A door.
Shot 2 [4.5s] A stair.
"""

    def changed(track: Any, clips: list[Any]) -> None:
        for clip in clips[::2]:
            trim(clip, 12)

    after = back(story, cut(changed, story=story), RATE).after
    wanted = story.replace("[0:00-0:03, 3s]", "[0:00-0:03.5, 3.5s]").replace("[0:03-0:08,", "[0:03.5-0:08.5,")
    wanted = wanted.replace("[０-３秒]", "[０-３．５秒]").replace("[３-８秒]", "[３．５-８．５秒]")
    assert after == wanted.replace("[3s] A door", "[3.5s] A door")


def test_an_edge_falls_on_the_very_frame_wherever_its_clip_begins() -> None:
    # At 15 s and 29.97, a frame before 2 s is 1.966 s; the nearest millisecond, 1.967 s, is the frame after.
    rate = rate_of("29.97")
    assert rate is not None
    shots = compiled("duration: 5\nShot 1 [0-2s] A lamp.\nShot 2 [2-5s] A hand.\n").clips[0].shots
    rows = [(shot, shot.start or 0, shot.end or 0) for shot in shots]
    assert [row.new for row in moved(rows, [-1, 1], rate, 15_000)] == [(0, 1966), (1966, 5000)]


def test_whole_steps_of_the_model() -> None:
    def changed(track: Any, clips: list[Any]) -> None:
        trim(clips[0], 7)
        trim(clips[1], -71)

    assert back(STORY, cut(changed), RATE, snap=True).after == STORY.replace("[3-6s]", "[3-4s]").replace(
        "[6-10s]", "[4-8s]"
    )


def test_times_of_a_scene_that_is_split_stay_those_of_the_scene() -> None:
    rows = "".join(f"Shot {n} [{4 * n - 4}-{4 * n}s] Picture {n}.\n" for n in range(1, 8))
    story = f"title: Long\nsplit: auto\n---\n{rows}"
    result = back(story, cut(lambda track, clips: trim(clips[4], -24), story=story), RATE)
    assert result.left == ()
    assert "Shot 4 [12-16s]" in result.after
    assert "Shot 5 [16-19s]" in result.after
    assert "Shot 7 [23-27s]" in result.after


# ---- as editors write it --------------------------------------------------------------------------------------------

EDL = """TITLE: FINAL
FCM: DROP FRAME

001  C01T1    AA/V  C        00:00:00:00 00:00:03:00 01:00:00;00 01:00:03;00
* FROM CLIP NAME: 01-one.mp4
002  C01T1    V     C        00:00:03:00 00:00:03:00 01:00:03;00 01:00:03;00
003  C01T1    V     D    024 00:00:03:00 00:00:05:00 01:00:03;00 01:00:05;00
* FROM CLIP NAME: 01-one.mp4
* TO CLIP NAME: 01-one.mp4
004  BL       V     C        00:00:00:00 00:00:01:00 01:00:05;00 01:00:06;00
005  C01T1    V     C        00:00:06:00 00:00:10:00 01:00:06;00 01:00:10;00
006  AX       A2    C        00:00:00:00 00:00:10:00 01:00:00;00 01:00:10;00
007  C02T1    B     C        00:00:00:00 00:00:01:00 01:00:10;00 01:00:12;00
M2   C02T1    012.0          00:00:00:00
008  C02T1    V     C        00:00:02:00 00:00:05:00 01:00:12;00 01:00:15;00
"""


def test_an_edl_of_an_editor_with_hours_dissolves_black_and_sound() -> None:
    result = back(STORY, EDL.replace("\n", "\r\n"), "24")
    assert result.left == ("clip 2, Two: the speed of `C02T1` was changed",)
    assert result.after == STORY.replace("[3-6s]", "[3-5s]").replace("[6-10s]", "[5-9s]")
    assert result.notes == (
        "the cut shows nothing for 1s, before `C01T1`: only lengths are taken",
        f"the editor's transition at `01-one.mp4` is left out: {OWN}",
    )


def test_an_edl_of_files_with_more_frames_a_second_than_the_list() -> None:
    text = """TITLE: 30 IN 24
001  AX       V     C        00:00:00:00 00:00:02:29 01:00:00:00 01:00:02:23
* FROM CLIP NAME: 01-one.mp4
002  AX       V     C        00:00:03:00 00:00:06:00 01:00:02:23 01:00:05:23
* FROM CLIP NAME: 01-one.mp4
003  AX       V     C        00:00:06:00 00:00:09:15 01:00:05:23 01:00:09:11
* FROM CLIP NAME: 01-one.mp4
"""
    result = back(STORY, text, "24")
    assert result.left == ("clip 2, Two: it is not in the cut",)
    assert result.after == STORY.replace("[0-3s]", "[0-2.958s]").replace("[3-6s]", "[2.958-5.958s]").replace(
        "[6-10s]", "[5.958-9.458s]"
    )


FCPXML = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE fcpxml>
<fcpxml version="1.11"><resources>
<format id="r1" frameDuration="100/2400s"/>
<asset id="r2" name="01-one" start="0s" duration="10s" hasVideo="1" format="r1">
<media-rep kind="original-media" src="file:///Volumes/Film%20A/01-one.mp4"/></asset>
<asset id="r3" name="02-two" duration="5s"><media-rep src="02-two.take2.mp4"/></asset>
</resources><library><event><project><sequence format="r1" duration="15s"><spine>
<asset-clip ref="r2" offset="0s" duration="3s" name="01-one"/>
<clip offset="3s" start="3s" duration="7200/2400s" name="X"><video ref="r2" offset="3s" duration="10s"/>
<title lane="1" offset="4s" duration="2s" name="Lower third"/>
<asset-clip lane="-1" offset="3s" ref="r3" duration="9s" name="music"/></clip>
<transition offset="5s" duration="1s"/>
<audition><asset-clip ref="r2" offset="6s" start="6s" duration="5s" name="a"/><asset-clip ref="r2" offset="6s" duration="1s"/></audition>
<gap offset="11s" duration="1s"/>
<asset-clip ref="r3" offset="12s" duration="2s" name="b"/>
<asset-clip ref="r3" offset="14s" start="2s" duration="3s" name="c" enabled="1"><timeMap/></asset-clip>
</spine></sequence></project></event></library></fcpxml>
"""


def test_fcpxml_of_final_cut_with_auditions_titles_and_files_elsewhere() -> None:
    result = back(STORY.replace("duration: 5", "duration: 5\ntakes: 2"), FCPXML, "30")
    assert result.strangers == ("Lower third",)
    assert result.left == ("clip 2, Two: the speed of `c` was changed",)
    assert "[6-11s] A face." in result.after
    gap = "the cut shows nothing for 1s, before `b`: only lengths are taken"
    assert result.notes == (gap, f"the editor's transition at `a` is left out: {OWN}")


XMEML = """<?xml version="1.0"?><!DOCTYPE xmeml><xmeml version="4"><sequence><name>s</name>
<rate><timebase>24</timebase><ntsc>FALSE</ntsc></rate><media><video><track>
<clipitem><name>p</name><start>0</start><end>-1</end><in>0</in><out>90</out><file id="f"><name>01-one.mp4</name></file></clipitem>
<transitionitem><start>78</start><end>90</end><alignment>center</alignment></transitionitem>
<clipitem><name>q</name><start>-1</start><end>144</end><in>66</in><out>144</out><file id="f"/></clipitem>
<clipitem><name>r</name><start>144</start><end>240</end><in>144</in><out>240</out><file id="f"/></clipitem>
<clipitem><name>t</name><enabled>FALSE</enabled><start>240</start><end>300</end><in>0</in><out>60</out><file id="f"/></clipitem>
<clipitem><name>u</name><start>240</start><end>288</end><in>0</in><out>48</out><file id="g"><pathurl>file://localhost/D%3a/02-two.mp4</pathurl></file></clipitem>
<clipitem><name>v</name><start>288</start><end>360</end><in>48</in><out>120</out><file id="g"/></clipitem>
</track></video></media></sequence></xmeml>
"""


def test_xmeml_of_premiere_with_a_dissolve_over_a_cut() -> None:
    result = back(STORY, XMEML, "30")
    assert (result.left, result.strangers) == ((), ())
    assert result.after == STORY.replace("[0-3s]", "[0-3.5s]").replace("[3-6s]", "[3.5-6s]")
    assert result.notes == (f"the editor's transition at `q` is left out: {OWN}",)


def test_otio_with_transitions_over_a_cut_and_at_the_end() -> None:
    def blended(track: Any, clips: list[Any]) -> None:
        half = oracle.otio.opentime.RationalTime(6, 24)
        for place in (5, 1):
            track.insert(place, oracle.otio.schema.Transition("", "SMPTE_Dissolve", half, half))

    result = back(STORY, cut(blended), RATE)
    assert (result.after, result.left) == (STORY, ())
    (said,) = result.notes
    assert said == f"2 transitions of the editor's are left out, the first at `C01S02 One`: {OWN}"


# ---- what a hostile file may try ------------------------------------------------------------------------------------

LAUGHS = '<!DOCTYPE xmeml [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><xmeml><sequence>&b;</sequence></xmeml>'


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (LAUGHS, "it has a DTD, which is not read"),
        ('<!DOCTYPE fcpxml SYSTEM "file:///etc/passwd"><fcpxml/>', "it has a DTD, which is not read"),
        ('<!DOCTYPE fcpxml PUBLIC "a" "http://host/x"><fcpxml/>', "it has a DTD, which is not read"),
        ("<xmeml>" * (DEEP + 2), f"it is nested deeper than {DEEP}"),
        ("<fcpxml>", "it is no XML"),
        ("<fcpxml>&b;</fcpxml>", "it is no XML"),
        ("<fcpxml/>", "it holds no sequence"),
        ("<xmeml/>", "it holds no sequence with pictures"),
        ('{"OTIO_SCHEMA": "Clip.2"}', "it holds no timeline"),
        ('{"OTIO_SCHEMA": ' + "[" * 100_000, "it is no JSON"),
        ('{"OTIO_SCHEMA": ' + "[" * 200 + "]" * 200 + "}", "it is nested deeper than"),
        ("Shot 1 [0-3s] A lamp.\n", "it is no timeline"),
        ("", "it is no timeline"),
        (EDL.replace("01:00:03;00", "01:00:03;30"), "is no timecode at 24 frames a second"),
        (EDL.replace("M2   C02T1", "* LOC: 00:00:00:99 RED x\nM2   C02T1"), "`00:00:00:99` is no timecode"),
        (XMEML.replace("<start>0<", "<start>1e9<"), "is no number of frames"),
        (FCPXML.replace('"3s"', '"1/0s"'), "is no time"),
        (FCPXML.replace('"3s"', f'"{"9" * 40}s"'), "is no time"),
    ],
)
def test_a_file_that_is_no_cut_is_refused_with_the_reason(text: str, why: str) -> None:
    rate = rate_of("24")
    assert rate is not None
    with pytest.raises(UserError) as error:
        cuts.read(text.encode(), rate)
    assert why in str(error.value)


def test_a_time_of_otio_that_is_no_time_is_refused() -> None:
    for value in ("1e999", "NaN", '"x"', "-1", "1e300", "null"):
        text = written(STORY, "otio", RATE)
        assert '"value": 72.0' in text
        with suppress(UserError):
            assert not back(STORY, text.replace('"value": 72.0', f'"value": {value}'), RATE).strangers
