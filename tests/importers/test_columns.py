"""Times in clothes that no list knows: what import reads, what check says of the same text, and prose that stays prose."""

from __future__ import annotations

import pytest

from storyboard.exchange.importers import Draft, read
from storyboard.language.reading.closely import read as read_shots
from tests.compiling import compiled
from tests.importers.reading import times

# Two shots, 0-3 s and 3-5 s.
RANGES = [
    "0ms-3000ms: A kite.\n3000ms-5000ms: A string.",
    "[0-3000ms] A kite.\n[3000-5000ms] A string.",
    "[0-3000ms] A kite.\n[3s-5000ms] A string.",
    "F0-F72 A kite, 24 fps.\nF72-F120 A string.",
    "24 fps throughout.\n[frames 0-72] A kite.\n[frames 72-120] A string.",
    "0..3 A kite.\n3..5 A string.",
    "0…3 A kite.\n3…5 A string.",
    "0 >> 3 A kite.\n3 >> 5 A string.",
    "0/3: A kite.\n3/5: A string.",
    "0s_3s A kite.\n3s_5s A string.",
    "(0, 3) A kite.\n(3, 5) A string.",
    "Shot 1 | 0:00 | 0:03 | A kite.\nShot 2 | 0:03 | 0:05 | A string.",
    "[0 3] A kite.\n[3 5] A string.",
    "@0-3s A kite.\n@3-5s A string.",
    "PT0S-PT3S A kite.\nPT3S-PT5S A string.",
    "s0-s3 A kite.\ns3-s5 A string.",
    ":00-:03 A kite.\n:03-:05 A string.",
    "0'00 à 0'03 : un cerf-volant.\n0'03 à 0'05 : un fil.",
    "0'00''-0'03'' A kite.\n0'03''-0'05'' A string.",
    '0"00 à 0"03 : un cerf-volant.\n0"03 à 0"05 : un fil.',
    "0m00s-0m03s A kite.\n0m03s-0m05s A string.",
    "00h00m00s - 00h00m03s A kite.\n00h00m03s - 00h00m05s A string.",
    "A kite. {0,3}\nA string. {3,5}",
    "A beach. 0/3 a kite. 3/5 a string.",
    "24 fps.\nFrames 0-72: A kite.\nFrames 72-120: A string.",
    "#1 0-3 A kite.\n#2 3-5 A string.",
    "① 0-3 A kite.\n② 3-5 A string.",
    "IN 0 OUT 3 A kite.\nIN 3 OUT 5 A string.",
    "001 AX V C 00:00:00:00 00:00:03:00 A kite.\n002 AX V C 00:00:03:00 00:00:05:00 A string.",
]
# Two shots that begin at 0 and 3 s.
STARTS = [
    "**00** A kite.\n**03** A string.",
    "0s A kite.\n3s A string.",
    "T+0: A kite.\nT+3: A string.",
    "T+00:00 A kite.\nT+00:03 A string.",
    "PT0S A kite.\nPT3S A string.",
    "[00.00] A kite.\n[03.00] A string.",
    "@0s A kite.\n@3s A string.",
    "t=0 A kite.\nt=3 A string.",
    "(t=0s) A kite.\n(t=3s) A string.",
    '0": A kite.\n3": A string.',
    ":00 A kite.\n:03 A string.",
    "0 - A kite.\n3 - A string.",
    "sec. 0 A kite.\nsec. 3 A string.",
    "<00:00> A kite.\n<00:03> A string.",
    "0m00s A kite.\n0m03s A string.",
    "A beach. 0s a kite. 3s a string.",
    "0.0 A kite.\n3.0 A string.",
    "A kite @0s\nA string @3s",
]
# Two shots of 3 s and 2 s.
LENGTHS = [
    "A kite. (3s)\nA string. (2s)",
    "A kite. [3s]\nA string. [2s]",
    "A kite - 3s\nA string - 2s",
    "A kite: 3s\nA string: 2s",
    "3s A kite.\n2s A string.",
    "A kite = 3s\nA string = 2s",
    "风筝，3秒\n绳子，2秒",
    "[len 3] A kite.\n[len 2] A string.",
    "3-second shot: A kite.\n2-second shot: A string.",
]
# Times of things within the picture, numbers of other things, and lists.
PROSE = [
    "A slow walk with a 3s fade.\nThen a 2s fade.",
    "A lens at f/2.8.\nA lens at f/4.",
    "A 24-70mm lens.\nA 70-200mm lens.",
    "A 16:9 frame.\nA 9:16 crop.",
    "Archive look, in 1990-1995.\nArchive look, in 1995-1999.",
    "3s later the door opens.\n5s later it shuts.",
    "An arcade: F0-F72 keys.\nThe keys F1-F12 glow.",
    "90s Look.\n80s Hair.",
    "1 A kite.\n2 A string.\n3 A reel.",
    "0. A kite.\n1. A string.\n2. A reel.",
    "0 degrees outside.\n5 people wait.",
    "T-3: ignition.\nT-2: clouds.\nT-1: silence.",
    "1,2,3,go\n4,5,6,stop",
    "1/3 of the light.\n2/3 of the dark.",
    "6'2\" tall man.\n5'4\" tall woman.",
    '3" of snow.\n5" of rain.',
    "(kite:1.2), (string:0.8)\n(reel:1.1)",
    "Room 0 is dark.\nRoom 7 is lit.",
    "A rope of 3 m.\nA sail of 2 m.",
    "**1** A kite.\n**2** A string.\n**3** A reel.",
    "Level 0: the lobby.\nLevel 3: the roof.",
    "He waits (3s) and leaves (2s).",
    "0m: surf.\n3m: a reef.\n9m: sand.",
    "0.00 EUR. 3.00 EUR.",
    "00 Agent\n07 Agent",
    "Stage 0/3 is done.\nStage 3/5 is done.",
    "A code (12345678).\nA code (23456789).",
]


def reported(text: str) -> bool:
    codes = {finding.code for finding in compiled(f"duration: 5\n{text}\n").diagnostics}
    return bool(codes & {"SB109", "SB110", "SB117", "SB208"})


def asked(text: str) -> bool:
    draft = read(text)
    assert isinstance(draft, Draft)
    return bool(draft.doubts or any(clip.doubts or any(shot.doubts for shot in clip.shots) for clip in draft.clips))


@pytest.mark.parametrize("text", RANGES)
def test_ranges_in_columns_are_read_and_reported(text: str) -> None:
    assert times(text) == [[(0, 3), (3, 5)]]
    assert reported(text)


@pytest.mark.parametrize("text", STARTS)
def test_starts_in_columns_are_read_asked_about_and_reported(text: str) -> None:
    assert times(text) == [[(0, 3), (3, 6)]]
    assert asked(text)
    assert reported(text)


@pytest.mark.parametrize("text", LENGTHS)
def test_lengths_in_columns_are_read_asked_about_and_reported(text: str) -> None:
    assert times(text) == [[(0, 3), (3, 5)]]
    assert asked(text)
    assert reported(text)


@pytest.mark.parametrize("text", PROSE)
def test_other_numbers_stay_prose(text: str) -> None:
    assert not reported(text)
    assert read_shots(text).marks == []


def test_frames_whose_rate_nobody_names_are_asked_about() -> None:
    text = "F0-F72 A kite.\nF72-F120 A string."
    assert asked(text)
    assert reported(text)


def test_times_within_shots_are_no_shots_of_their_own() -> None:
    story = "duration: 10\nShot 1 [0-5s] A kite rises.\n  0s It dips.\n  3s It turns.\nShot 2 [5-10s] A string.\n"
    assert not {"SB117"} & {finding.code for finding in compiled(story).diagnostics}


def test_columns_of_a_long_text_take_little_time() -> None:
    text = "".join(f"{at}/{at + 1}: a kite. " for at in range(8000))
    assert len(read_shots(text).marks) == 8000
