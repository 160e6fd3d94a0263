"""What the fixes of time-below-mark, shot-as-heading, clip-without-heading and their like make of a story."""

from __future__ import annotations

import pytest

from storyboard.compiler import Compiled, Options
from storyboard.config import Config
from storyboard.diagnostics import Level
from storyboard.rewriting import mended
from storyboard.source import MemoryFiles
from tests.compiling import PATH, codes, compiled, times


def fixed(text: str) -> Compiled:
    return mended(MemoryFiles({PATH: text}), PATH, Config(), Options(), unsafe=True).compiled


def sound(made: Compiled) -> bool:
    return all(each.level is not Level.ERROR for each in made.diagnostics)


def shots(made: Compiled) -> list[list[str]]:
    """The shots of each clip as `0-2 words`."""
    return [[f"{time} {shot.action.value}" for time, shot in zip(times(clip), clip.shots)] for clip in made.clips]


# ---- time-below-mark ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shot 1: a\nTime: 0-2s\nShot 2: b\nTime: 2-5s\n", ["0-2 a", "2-5 b"]),
        ("SHOT 1\nDuration: 2s\na\n\n**Shot 2**\n- **Duration:** 3 seconds\nb\n", ["0-2 a", "2-5 b"]),
        ("**Shot 1**: a\n- [ ] Duration: 2s\n**Shot 2**: b\n- [ ] Duration: 3s\n", ["0-2 a", "2-5 b"]),
        ("Shot 1. a\nduration: 5\n", ["0-5 a"]),
        ("镜头1：灯\n时长：2秒\n第2个镜头：手\n时长：3秒\n", ["0-2 灯", "2-5 手"]),
        ("Shot 1: a\nTimestamp: 0:00\nShot 2: b\nTimestamp: 0:02\nShot 3 [5-10s] c\n", ["0-2 a", "2-5 b", "5-10 c"]),
        ("duration: 5\nShot 1: a\nTimestamp: 0:00\nShot 2: b\nTimestamp: 0:02\n", ["0-2 a", "2-5 b"]),
        ("Shot 1: a\nStart: 0s\nEnd: 2s\nShot 2: b\nStart: 2s\nEnd: 5s\n", ["0-2 a", "2-5 b"]),
    ],
)
def test_times_below_marks_are_written_into_them(text: str, expected: list[str]) -> None:
    assert "SB218" in codes(compiled(text))
    assert not {"SB111", "SB209", "SB210"} & set(codes(compiled(text)))
    made = fixed(text)
    assert sound(made)
    assert shots(made) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "duration: 5\nShot 1: a\nShot 2: b\n\nDuration: 3 seconds in all\n",
        "duration: 5\nShot 1: a\nShot 2: b\n\n**Duration:** 15s\n",
        "Shot 1 [0-5s] a\nTime: 0-5s\n",
        "duration: 5\nShot 1: a\nTime: night\n",
        "duration: 5\nShot 1: a\nTime: 12:30\n",
    ],
)
def test_other_lines_below_marks_are_text(text: str) -> None:
    assert "SB218" not in codes(compiled(text))


def test_a_setting_below_a_mark_with_a_time_is_misplaced() -> None:
    assert codes(compiled("Shot 1 [0-5s] a\nduration: 5\n")) == ["SB111"]


def test_a_range_behind_a_key_of_lengths_is_no_time_where_it_does_not_go_on() -> None:
    text = "Shot 1: a\nDuration: 3-5 seconds\n"
    made = compiled(text)
    assert codes(made) == ["SB218"]
    assert made.diagnostics[0].finding.fix is None
