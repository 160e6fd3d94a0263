"""WebVTT and SRT as stories, with and without numbers."""

from __future__ import annotations

import pytest

from storyboard.exchange.exporters import load as exporter
from storyboard.exchange.importers import Refused, guess, load
from tests.importers.reading import compiled, imported, times

CUES = {
    "webvtt": "WEBVTT\n\n00:00.000 --> 00:02.000\nA rope.\n\n00:02.000 --> 00:05.000\nA boat.\n",
    "webvtt with hours, names and settings": "WEBVTT - Quay\nKind: captions\n\nNOTE ask\nagain\n\nSTYLE\n::cue { color: red }\n\n"
    "first\n00:00:00.000 --> 00:00:02.000 align:start\nA <b>rope</b>.\n\nsecond\n00:00:02.000 --> 00:00:05.000\nA boat.\n",
    "srt": "1\n00:00:00,000 --> 00:00:02,000\nA rope.\n\n2\n00:00:02,000 --> 00:00:05,000\n{\\an8}A boat.\n",
    "srt without numbers": "00:00:00,000 --> 00:00:02,000\nA rope.\n\n00:00:02,000 --> 00:00:05,000\nA boat.\n",
    "srt without blank lines": "1\n00:00:00,000 --> 00:00:02,000\nA rope.\n2\n00:00:02,000 --> 00:00:05,000\nA boat.\n",
    "windows line ends": "1\r\n00:00:00,000 --> 00:00:02,000\r\nA rope.\r\n\r\n2\r\n00:00:02,000 --> 00:00:05,000\r\nA boat.\r\n",
    "blanks and short parts": "00:00:00.0   -->   00:00:02.00\nA rope.\n\n00:02.0 --> 00:05\nA boat.\n",
}


@pytest.mark.parametrize("name", CUES)
def test_every_cue_is_a_shot(name: str) -> None:
    assert guess(CUES[name]) == "subtitles"
    assert times(CUES[name]) == [[(0, 2), (2, 5)]]
    lines = [line for line in imported(CUES[name]).splitlines() if line and not line.startswith(("//", "title:"))]
    assert lines == ["Shot 1 [0-2s] A rope.", "Shot 2 [2-5s] A boat."]
    assert "// import: the cues are read as what is seen" in imported(CUES[name])


def test_a_title_is_kept_and_notes_are_counted() -> None:
    story = imported(CUES["webvtt with hours, names and settings"])
    assert "title: Quay" in story.splitlines()
    assert "// import: 5 lines of notes and styles are left out" in story.splitlines()


def test_words_above_the_cues_are_kept() -> None:
    assert "A quay." in imported("A quay.\n\n" + CUES["srt"]).splitlines()


def test_a_voice_is_a_speaker() -> None:
    story = imported("WEBVTT\n\n00:00.000 --> 00:02.000\n<v Oda>Well &amp; good?</v>\n")
    assert '  Oda: "Well & good?"' in story.splitlines()


def test_our_own_subtitles_come_back_as_the_times_that_they_had() -> None:
    story = compiled('Shot 1 [0-2s] A rope.\n  ODA: "Well?"\nShot 2 [2-5s] A boat.\n  ODA: "Yes."\n')
    for form in ("srt", "vtt"):
        assert len(times(exporter(form).render(story))[0]) == 2


@pytest.mark.parametrize("text", ["WEBVTT\n", "no cue", "00:00 -> 00:02\na\n"])
def test_without_a_cue_it_is_refused(text: str) -> None:
    assert isinstance(load("subtitles").read(text), Refused)
