"""Timelines for editors, read back by OpenTimelineIO; and what Resolve, Premiere and Final Cut stumble over."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from fractions import Fraction
from math import floor
from typing import cast

from msgspec.structs import replace

from storyboard.exchange.exporters import load, load_timeline, timelines
from storyboard.exchange.timelines.laying import laid
from storyboard.exchange.timelines.losses import losses
from storyboard.exchange.timelines.rates import FrameRate, nearest, rate_of
from storyboard.exchange.timelines.records import Events, Timeline
from tests.exporters import timelines as oracle
from tests.importers.reading import compiled

STORY = """title: Das große <Fest> & "mehr"
cast: {ÖDA: a clockmaker}
---
# Uhr & Rad
duration: 5
Shot 1 [0-1.34s, "Das Rad"] A brass wheel. [[ borrow it ]]
  ÖDA: "Almost <there>."
Shot 2 [1.34-3.5s] A hand.
  transition: dissolve
Shot 3 [3.5-4.25s] A face.

# Two
duration: 10
takes: 3
pick: 2
Shot 1 [0-4s] Noon.
Shot 2 [4-9.999s] Night.
"""
EDGES = [(0, 1340, 0), (1340, 3500, 1340), (3500, 4250, 3500), (5000, 9000, 0), (9000, 14999, 4000)]


def made(fps: str = "24", events: Events = "shot", story: str = STORY, *, alike: bool = False) -> Timeline:
    """The timeline of a story; with `alike` its files have its rate, since one oracle reads a clip at its file's."""
    rate = rate_of(fps)
    assert rate is not None
    timeline = laid(compiled(story), rate=rate, events=events)
    if not alike:
        return timeline
    clips = [replace(clip, media=tuple(replace(each, rate=rate) for each in clip.media)) for clip in timeline.clips]
    return replace(timeline, clips=tuple(clips))


def text(form: str, timeline: Timeline) -> str:
    exporter = load_timeline(form)
    assert exporter is not None
    return exporter.write(timeline)


def root(form: str, timeline: Timeline) -> ET.Element:
    return ET.fromstring(text(form, timeline))


def said(element: ET.Element | None, path: str) -> str:
    assert element is not None
    return element.findtext(path, "")


def whole(ms: int, rate: Fraction) -> int:
    """A millisecond as a frame, rounded half up, reckoned in another way than storyc does."""
    return floor(ms * rate / 1000 + Fraction(1, 2))


def test_each_timeline_has_the_right_frames_at_each_rate() -> None:
    assert set(timelines()) == set(oracle.ADAPTERS)
    for name, rate in oracle.RATES.items():
        wanted = [
            (whole(start, rate), whole(end, rate) - whole(start, rate), whole(source, rate))
            for start, end, source in EDGES
        ]
        for form in timelines():
            read = oracle.pictures(form, text(form, made(name, alike=form == "fcpxml")), name)
            assert [each[1:] for each in read] == wanted, (form, name)
            names = ["C01S01", "C01S02", "C01S03", "C02S01", "C02S02"]
            assert [each.name[:6] for each in read] == (names if form != "edl" else ["01-uhr"] * 3 + ["02-two"] * 2)


def test_an_event_a_clip_has_its_shots_as_markers() -> None:
    for form in timelines():
        read = oracle.timeline(form, text(form, made(events="clip", alike=True)))
        clips = [item for item in read.video_tracks()[0] if type(item).__name__ == "Clip"]
        assert [round(clip.source_range.duration.value) for clip in clips] == [120, 240], form
        marks = [(mark.name[:6], round(mark.marked_range.start_time.value)) for mark in clips[1].markers]
        # An EDL counts a locator on the film's time.
        by = 120 if form == "edl" else 0
        assert marks == [("C02S01", by), ("C02S02", 96 + by)], form


def test_speech_and_notes_are_markers() -> None:
    for form in timelines():
        read = oracle.timeline(form, text(form, made()))
        clip = next(iter(read.video_tracks()[0]))
        words = " ".join(f"{mark.name} {mark.comment} {mark.metadata}" for mark in clip.markers)
        assert "Almost <there>." in words, form
        assert "borrow it" in words, form
        frames = [round(mark.marked_range.start_time.value) for mark in clip.markers]
        assert frames == [0, 1, 2], form  # Final Cut keeps one marker a frame


def test_a_marker_that_is_one_line_says_the_same_in_each_format() -> None:
    edl, fcpxml = (text(form, made()) for form in ("edl", "fcpxml"))
    values = [str(mark.get("value")) for mark in ET.fromstring(fcpxml).iter("marker")]
    assert {"ÖDA: Almost <there>.", "note: borrow it"} <= set(values)
    assert "YELLOW  ODA: Almost <there>." in edl
    assert "PURPLE  note: borrow it" in edl


def test_takes_are_alternatives_and_an_edl_says_that_it_has_none() -> None:
    timeline = made()
    clip = oracle.timeline("otio", text("otio", timeline)).video_tracks()[0][-1]
    names = {key: medium.target_url.rpartition("/")[2] for key, medium in clip.media_references().items()}
    assert names == {"DEFAULT_MEDIA": "02-two.take2.mp4", "take 1": "02-two.mp4", "take 3": "02-two.take3.mp4"}
    spine = root("fcpxml", timeline).find(".//spine")
    assert spine is not None
    above = [clip.attrib for clip in spine[-1].findall("asset-clip")]
    assert [(each["lane"], each["enabled"], each["offset"]) for each in above] == [("1", "0", "4s"), ("2", "0", "4s")]
    tracks = root("xmeml", timeline).findall(".//video/track")
    assert [[said(item, "enabled") for item in track.findall("clipitem")] for track in tracks] == [
        ["TRUE"] * 5,
        ["FALSE"] * 2,
        ["FALSE"] * 2,
    ]
    lost = {clip.index: phrases for clip, phrases in losses(timeline, ("takes", "letters"))}
    assert "take 1 and 3 is left out, since the format has one a clip" in lost[2]
    assert "letters beyond ASCII are replaced" in lost[1]


def test_what_a_timeline_loses_is_said_clip_by_clip() -> None:
    lost = {clip.index: phrases for clip, phrases in losses(made(), ())}
    assert lost[1] == (
        "the dissolve into shot 2 is a cut, since it is in the clip's own picture",
        "0.75s behind its last shot are left out",
        "what is said becomes markers, and is heard in the clip alone",
        "1 edge falls between frames, by up to 7 ms",
    )
    assert not [*losses(made(story="Shot 1 [0-5s] A lamp.\n"), ("takes", "letters"))]


def test_the_writers_own_sound_is_a_track_and_the_clips_is_not_heard_twice() -> None:
    story = "# A\nduration: 5\naudio: sounds/bell ring.mp3\nShot 1 [0-2s] A bell.\nShot 2 [2-5s] A tower.\n# B\nShot 1 [0-5s] Noon.\n"
    timeline = made(story=story)
    for form in ("otio", "xmeml", "edl"):
        tracks = oracle.timeline(form, text(form, timeline)).audio_tracks()
        named = [[clip.name for clip in track if type(clip).__name__ == "Clip"] for track in tracks]
        assert ["bell ring.mp3"] in named, form
        own = [name for track in named for name in track if name != "bell ring.mp3"]
        assert own == (["02-b.mp4"] if form == "edl" else ["C02S01 B"]), form
    spine = root("fcpxml", timeline).find(".//spine")
    assert spine is not None
    under = spine[0].find("asset-clip")
    assert under is not None
    assert (under.get("lane"), under.get("duration")) == ("-1", "5s")
    assert [clip.get("srcEnable") for clip in spine] == ["video", "video", None]


# ---- what editors stumble over --------------------------------------------------------------------------------------


def test_resolve_and_final_cut_get_a_format_for_each_file_and_whole_frames() -> None:
    # Resolve ignores a file without a `format` (OpenTimelineIO 839); Final Cut refuses what is no whole frame.
    for name, rate in oracle.RATES.items():
        document = root("fcpxml", made(name))
        formats = {
            form.get("id"): Fraction(cast(str, form.get("frameDuration"))[:-1]) for form in document.iter("format")
        }
        assert formats[document.find(".//sequence").get("format")] == 1 / rate  # type: ignore[union-attr]
        assets = {asset.get("id"): asset for asset in document.iter("asset")}
        for asset in assets.values():
            frames = Fraction(cast(str, asset.get("duration"))[:-1]) / formats[asset.get("format")]
            assert frames.denominator == 1
            assert "file:" not in cast(str, asset.get("src"))  # a path of this machine opens nowhere else
        for clip in document.iter("asset-clip"):
            for key in ("offset", "start", "duration"):
                assert (Fraction(cast(str, clip.get(key))[:-1]) * rate).denominator == 1, (name, clip.attrib)
            assert clip.get("ref") in assets


def test_final_cut_gets_the_parts_of_a_clip_in_the_order_of_its_dtd() -> None:
    order = ["note", "conform-rate", "asset-clip", "marker"]
    story = STORY.replace("takes: 3", "takes: 3\naudio: a.mp3")
    for clip in root("fcpxml", made("25", story=story)).iter("asset-clip"):
        places = [order.index(part.tag) for part in clip]
        assert places == sorted(places)
        assert clip.find("conform-rate") is not None or clip.get("lane") == "-1"  # 30 in 25


def test_premiere_gets_a_duration_a_format_links_and_each_file_once() -> None:
    document = root("xmeml", made("29.97"))
    sequence = document.find("sequence")
    assert said(sequence, "duration") == "450"  # wonderunit/storyboarder 2154
    assert said(sequence, "media/video/format/samplecharacteristics/width") == "1280"  # OpenTimelineIO 839
    assert said(sequence, "rate/timebase") + said(sequence, "rate/ntsc") == "30TRUE"
    files = [file for file in document.iter("file") if len(file)]
    assert len({file.get("id") for file in files}) == len(files) == 4  # WyattBlue/auto-editor 195
    assert {file.get("id") for file in document.iter("file")} == {file.get("id") for file in files}
    for file in files:
        assert said(file, "media/video/samplecharacteristics/height") == "720"
        assert said(file, "media/audio/channelcount") == "2"
        assert said(file, "rate/timebase") == "30"
    items = {item.get("id") for item in document.iter("clipitem")}
    links = {said(link, "linkclipref") for link in document.iter("link")}
    assert links == {each for each in items if each and each[:2] in ("v1", "a1")}
    assert "%20" not in said(document, ".//pathurl")
    assert said(document, ".//pathurl").startswith("build/a/01-")


def test_an_edl_keeps_to_the_letters_and_columns_of_its_format() -> None:
    lines = text("edl", made("29.97")).splitlines()
    assert lines[:2] == ['TITLE: Das groe <Fest> & "mehr"'.replace("groe", "gro?e"), "FCM: NON-DROP FRAME"]
    assert all(line.isascii() and len(line) <= 160 for line in lines)
    rows = [line.split() for line in lines if line[:3].isdigit()]
    assert [row[0] for row in rows] == ["001", "002", "003", "004", "005"]
    assert {row[1] for row in rows} == {"C01T1", "C02T2"}
    assert all(len(row) == 8 and len(row[1]) <= 8 for row in rows)
    # Resolve and Premiere look for the file that a clip is called by.
    assert lines.count("* FROM CLIP NAME: 02-two.take2.mp4") == 2
    assert "* COMMENT: C02S01 Two" in lines


def test_an_edl_of_more_events_than_its_numbers_have_digits_says_so() -> None:
    clips = "".join(f"# {n}\n" + "".join(f"Shot {k} [{k}-{k + 1}s] x\n" for k in range(5)) for n in range(201))
    timeline = made(story=clips)
    lost = {clip.index: phrases for clip, phrases in losses(timeline, ("numbers",))}
    assert set(lost) == {200, 201}
    assert "001000  " not in text("edl", timeline)


def test_a_title_cannot_leave_its_element() -> None:
    hostile = 'title: "]]><x/>\\u0001&quot;\'"\n---\n# </name><y>\nShot 1 [0-5s] A. [[ --> <!-- & ]]\n'
    for form in ("fcpxml", "xmeml"):
        document = root(form, made(story=hostile))
        assert not [*document.iter("x"), *document.iter("y")]
    assert oracle.pictures("otio", text("otio", made(story=hostile)))


def test_a_rate_is_what_editors_call_it() -> None:
    names = ["24", "25", "30", "23.976", "29.97", "59.94", "60000/1001", "50.0"]
    assert [rate.name if (rate := rate_of(name)) else None for name in names] == [
        "24", "25", "30", "23.976", "29.97", "59.94", "59.94", "50",
    ]  # fmt: skip
    assert [rate_of(name) for name in ("0", "-1", "12.5", "1e9", "241", "x", "")] == [None] * 7
    assert nearest(Fraction(2997, 100)) == FrameRate(30000, 1001)
    assert nearest(30.0) == FrameRate(30)
    assert nearest(29.5) is None
    ntsc = FrameRate(30000, 1001)
    assert [ntsc.frame_of(code) for code in ("00:01:00;02", "00:10:00;00", "00:01:00:02")] == [1800, 17982, 1802]


def test_text_alone_makes_a_timeline_in_python_too() -> None:
    for form in timelines():
        assert oracle.pictures(form, load(form).render(compiled(STORY)), "30")
