"""Subtitles and the list of shots, read back by other people's readers."""

from __future__ import annotations

import csv
import io

import pyexcel
import pysubs2
import pytest

from storyboard.exchange.exporters import load
from tests.importers.reading import compiled

STORY = """cast: {ODA: a clockmaker, BOY: a boy}

# One
duration: 10
Shot 1 [0-4s] A brass wheel.
  ODA: "Almost."
  BOY (low): "And now?"
Shot 2 [4-9s] He says: "Now <it> & that --> runs."

# Two
Shot 1 [0-5s] Noon.
Shot 2 [5-7.5s, end] -1+1
  camera: =HYPERLINK("x")
  ODA: @ last
"""
CUES = [
    (0, 700, "ODA", "Almost."),
    (1334, 2091, "BOY", "And now?"),
    (4000, 5515, "", "Now <it> & that → runs."),
    (15000, 15700, "ODA", "@ last"),
]


def test_cues_share_their_shot_and_run_on_over_the_clips() -> None:
    read = pysubs2.SSAFile.from_string(load("srt").render(compiled(STORY)), format_="srt", keep_unknown_html_tags=True)
    assert [(cue.start, cue.end, cue.text) for cue in read] == [
        (a, b, text.replace("<it>", "‹it›")) for a, b, _, text in CUES
    ]


def test_a_cue_is_read_for_700_ms_or_until_the_next_begins() -> None:
    words = "One. Two. Three."
    lines = "".join(f'  ODA: "{word}"\n' for word in words.split())
    story = f'cast: {{ODA: a clockmaker}}\nShot 1 [0-1s] A wheel.\n{lines}Shot 2 [1-5s] Noon.\n  ODA: "Well, that is that."\n'
    read = pysubs2.SSAFile.from_string(load("srt").render(compiled(story)), format_="srt")
    assert [(cue.start, cue.end) for cue in read] == [(0, 333), (333, 666), (666, 1000), (1000, 2515)]
    alone = 'Shot 1 [0-2s] A wheel.\n  ODA: "One."\n  ODA: "Two."\nShot 2 [2-5s] Noon.\n'
    read = pysubs2.SSAFile.from_string(load("srt").render(compiled(alone)), format_="srt")
    assert [(cue.start, cue.end) for cue in read] == [(0, 700), (1000, 1700)]


def test_webvtt_names_its_voices() -> None:
    text = load("vtt").render(compiled(STORY))
    read = pysubs2.SSAFile.from_string(text, format_="vtt")
    assert [(cue.start, cue.end) for cue in read] == [(a, b) for a, b, _, _ in CUES]
    assert "<v ODA>Almost." in text
    assert "Now &lt;it&gt; &amp; that → runs." in text


@pytest.mark.parametrize(("form", "empty"), [("srt", "\n"), ("vtt", "WEBVTT\n")])
def test_a_story_in_which_nobody_speaks(form: str, empty: str) -> None:
    assert load(form).render(compiled("Shot 1 [0-5s] A rope.\n")) == empty


def test_the_list_of_shots_is_csv_without_formulas() -> None:
    text = load("csv").render(compiled(STORY))
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["clip"], row["shot"], row["start"], row["end"], row["length"], row["film_start"]) for row in rows] == [
        ("1", "1", "0", "4", "4", "0"),
        ("1", "2", "4", "9", "5", "4"),
        ("2", "1", "0", "5", "5", "10"),
        ("2", "2", "5", "7.5", "2.5", "15"),
    ]
    assert rows[3]["text"] == "'-1+1"
    assert rows[3]["camera"] == '\'=HYPERLINK("x")'
    assert rows[0]["dialogue"] == 'ODA: "Almost."\nBOY (low): "And now?"'
    sheet = pyexcel.get_sheet(file_type="csv", file_content=text, auto_detect_float=False, auto_detect_int=False)
    assert sheet.number_of_rows() == 5
    assert sheet[4, 11] == "'-1+1"


def test_no_word_is_a_tag_of_subrip() -> None:
    """Players colour, enlarge and move what stands in tags, also in those of other formats."""
    story = 'Shot 1 [0-5s] x\n  ANNA: "<b>{\\\\an8}a</b> <font color=red>b</font> 1 < 2 <3 {\\\\pos(1,1)}"\n'
    text = load("srt").render(compiled(story))
    assert "‹b›{ \\" in text
    assert "‹font color=red›b‹/font› 1 < 2 <3 { \\" in text
    for cue in pysubs2.SSAFile.from_string(text, format_="srt"):
        assert "{\\" not in cue.text.replace("{ \\", "")
