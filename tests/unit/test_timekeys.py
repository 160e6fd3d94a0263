"""Lines that state a shot's time: what is read of them, and what is left alone."""

from __future__ import annotations

import pytest

from storyboard.language.syntax.timekeys import Stated, bracketed, settled, stated, together

TOLD = {
    "Time: 0-2s": Stated(0, 2000),
    "**Time:** 0–2 s": Stated(0, 2000),
    "**Time: 0-2s**": Stated(0, 2000),
    "- [ ] **Duration:** 5 seconds": Stated(length=5000),
    "* [x] Duration: 5 sec.": Stated(length=5000),
    "**Duration**: 3s": Stated(length=3000),
    "Duration (seconds): 4": Stated(length=4000),
    "⏱️ Duration: ~3 seconds": Stated(length=3000),
    "Duration: about 3 seconds": Stated(length=3000),
    "Duration: 0:00 - 0:02": Stated(0, 2000),
    "Duration: 3 seconds (0:02-0:05)": Stated(2000, 5000),
    "Duration: 2-5s": Stated(2000, 5000, loose=True),
    "Timestamp: 0:02": Stated(2000),
    "Timecode: 00:00:00:00-00:00:03:00": Stated(0, 3000),
    "Timing: [0.0s – 2.4s]": Stated(0, 2400),
    "Start: 0s": Stated(0),
    "End: 2s": Stated(end=2000),
    "时长：３秒": Stated(length=3000),
    "时间：0-3秒": Stated(0, 3000),
    "時間：第0秒到第3秒": Stated(0, 3000),
    "Zeit: 0 bis 2,5 s": Stated(0, 2500),
    "Durée : 3 secondes": Stated(length=3000),
    "Время: с 0 до 3 сек": Stated(0, 3000),
}


@pytest.mark.parametrize("line", TOLD)
def test_a_line_states_a_time(line: str) -> None:
    assert stated(line) == TOLD[line]


@pytest.mark.parametrize(
    "line",
    [
        "Time: night",
        "Time: 5pm",
        "Length: 10 meters",
        "When: 3 people meet",
        "Duration: auto",
        "Time: 3-2s",
        "Timecode: 00:00:00:12-00:00:03:00",
        "The duration: 3s",
        "Time 0-2s",
        "Time: 0-2s the lamp burns",
        "Time: " + "0" * 200,
        "",
    ],
)
def test_any_other_line_states_none(line: str) -> None:
    assert stated(line) is None


def test_what_several_lines_state_of_one_shot() -> None:
    assert together([Stated(0), Stated(end=2000)]) == Stated(0, 2000)
    assert together([Stated(2000), Stated(length=3000)]) == Stated(2000, 5000, 3000)
    assert together([Stated(length=3000), Stated(2000, 5000)]) == Stated(2000, 5000)
    assert together([Stated(2000), Stated(end=1000)]) == Stated()


def test_the_shots_of_a_clip_settle_each_other() -> None:
    starts = settled([Stated(0), Stated(2000), Stated(5000)])
    assert [bracketed(time) for time in starts] == ["[0-2s]", "[2-5s]", ""]
    loose = settled([Stated(0, 2000, loose=True), Stated(2000, 5000, loose=True), Stated(3000, 4000, loose=True)])
    assert [bracketed(time, "the lamp") for time in loose] == ["[0-2s, the lamp]", "[2-5s, the lamp]", ""]
    ends = settled([Stated(end=2000), Stated(end=5000), Stated(length=1500)])
    assert [bracketed(time) for time in ends] == ["[0-2s]", "[2-5s]", "[1.5s]"]
