"""What the fixes of time-below-mark, shot-as-heading, clip-without-heading and their like make of a story."""

from __future__ import annotations

import pytest

from storyboard.compiler.pipeline import Compiled, Options
from storyboard.compiler.rewriting import mended
from storyboard.config import Config, Rules
from storyboard.diagnostics import Level
from storyboard.source import MemoryFiles
from tests.compiling import PATH, codes, compiled, times


def fixed(text: str) -> Compiled:
    return mended(MemoryFiles({PATH: text}), PATH, Config(), Options(), unsafe=True).compiled


def sound(made: Compiled) -> bool:
    return all(each.level is not Level.ERROR for each in made.diagnostics)


def shots(made: Compiled) -> list[list[str]]:
    """The shots of each clip as `0-2 words`."""
    return [
        [f"{time} {shot.action.value}" for time, shot in zip(times(clip), clip.shots, strict=True)]
        for clip in made.clips
    ]


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


# ---- shot-as-heading ---------------------------------------------------------------------------------------------

CHAT = """### Shot 1: The lamp
**Time:** 0-2s
**Prompt:** a lamp

### Shot 2: The hand
**Time:** 2-5s
**Prompt:** a hand
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (CHAT, ["0-2 a lamp", "2-5 a hand"]),
        (CHAT.replace("Time:** 0-2s", "Timestamp:** 0:00").replace("Time:** 2-5s", "Time:** 0:02-0:05"), ["0-2 a lamp", "2-5 a hand"]),
        (CHAT.replace("Time:** 0-2s", "Duration:** 2 seconds").replace("Time:** 2-5s", "Duration:** ~3s"), ["0-2 a lamp", "2-5 a hand"]),
        (CHAT.replace("Time:**", "Duration**:"), ["0-2 a lamp", "2-5 a hand"]),
        (CHAT.replace("**Time:**", "- [ ] **Timing:**").replace("**Prompt:**", "- [x] **Description:**"), ["0-2 a lamp", "2-5 a hand"]),
        (CHAT.replace("### Shot", "## 🎬 SHOT #").replace("\n\n", "\n\n---\n\n"), ["0-2 a lamp", "2-5 a hand"]),
        (f"A market.\n\n{CHAT}", ["0-2 a lamp", "2-5 a hand"]),
        (f"# Market\nA market.\n\n{CHAT}", ["0-2 a lamp", "2-5 a hand"]),
        (f"{CHAT}\nThe hand opens.\n", ["0-2 a lamp", "2-5 a hand\n\nThe hand opens."]),
        ("### Frame 1: Lamp | 0:00-0:02\na\n### Frame 2: Hand | 2-5s\nb\n", ["0-2 a", "2-5 b"]),
        ("## 镜头一：灯\n时长：2秒\n画面描述：灯亮\n## 镜头二：手\n时长：3秒\n手\n", ["0-2 灯亮", "2-5 手"]),
        ("## Shot 1\nDuration: 0:00 - 0:02\nA.\n## Shot 2\nDuration: 0:02 - 0:05\nB.\n", ["0-2 A.", "2-5 B."]),
        ("duration: 10\n# Shot 1: a\nA.\n# Shot 2: b\nB.\n", ["0-5 a\nA.", "5-10 b\nB."]),
        ("## Einstellung 1: Lampe\n**Dauer:** 5 Sekunden\nEine Lampe.\n", ["0-5 Eine Lampe."]),
    ],
)  # fmt: skip
def test_headings_of_shots_become_marks(text: str, expected: list[str]) -> None:
    assert codes(compiled(text)).count("SB119") == 1
    made = fixed(text)
    assert sound(made)
    assert shots(made) == [expected]
    assert "Time" not in str(made.requests[0].fields["prompt"])


def test_the_heading_of_a_part_stays_a_heading() -> None:
    scene = "## SCENE {0} (30 seconds)\n\n### Shot {0}.1 - Lamp\n- [ ] **Duration:** 2 seconds\n- [ ] **Prompt:** a\n\n### Shot {0}.2 - Hand\n- [ ] **Duration:** 3 seconds\nb\n\n"
    made = fixed(scene.format(1) + scene.format(2))
    assert sound(made)
    assert shots(made) == [["0-2 a", "2-5 b"], ["0-2 a", "2-5 b"]]
    assert [clip.title for clip in made.clips] == ["SCENE 1", "SCENE 2"]


@pytest.mark.parametrize(
    "text",
    [
        "# Scene 1\nA lamp.\n# Scene 2\nA hand.\n",
        "# Clip 1: lamp\nA lamp.\n# Clip 2\nA hand.\n",
        "# Act 1\nA lamp.\n",
        "# Shots of the sea\nA lamp.\n",
        "# Shot 1: lamp\nShot 1 [0-2s] A lamp.\nShot 2 [2-5s] A hand.\n",
        "# Shots 1-3\nA lamp.\n",
        "# 第1幕\nA lamp.\n",
    ],
)
def test_headings_of_clips_are_right(text: str) -> None:
    assert "SB119" not in codes(compiled(text))


# ---- clip-without-heading ----------------------------------------------------------------------------------------

OUTLINE = "Scene 1\nShot 1 [0-3s] a\nShot 2 [3-5s] b\nScene 2\nShot 1 [0-5s] c\n"


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        (OUTLINE, ["Scene 1", "Scene 2"]),
        (OUTLINE.replace("Scene 1", "**SCENE 1: The forge**"), ["SCENE 1: The forge", "Scene 2"]),
        (OUTLINE.replace("Shot 1 ", "").replace("Shot 2 ", ""), ["Scene 1", "Scene 2"]),
        (OUTLINE.replace("Scene 1", "Scene: the forge").replace("Scene 2", "\nScene: the sea"), ["Scene: the forge", "Scene: the sea"]),
        (OUTLINE.replace("Scene 1", "第一幕").replace("Scene 2", "第二幕"), ["第一幕", "第二幕"]),
        (OUTLINE.replace("0-3s", "3s").replace("3-5s", "2s").replace("0-5s", "5s"), ["Scene 1", "Scene 2"]),
    ],
)  # fmt: skip
def test_an_outline_of_scenes_becomes_clips(text: str, titles: list[str]) -> None:
    assert codes(compiled(text)) == ["SB123"]
    made = fixed(text)
    assert sound(made)
    assert [clip.title for clip in made.clips] == titles
    assert shots(made) == [["0-3 a", "3-5 b"], ["0-5 c"]]


@pytest.mark.parametrize(
    "text",
    [
        "duration: 10\nScene 1: a\nScene 2: b\n",
        "Scene 1 [0-3s] a\nScene 2 [3-5s] b\n",
        "Scene: the forge\nShot 1 [0-3s] a\nShot 2 [3-5s] b\n",
        "# Scene 1\nShot 1 [0-5s] a\n# Scene 2\nShot 1 [0-5s] b\n",
        "Shot 1 [0-3s] a\nScene by scene it grows.\nShot 2 [3-5s] b\n",
    ],
)
def test_other_scenes_are_right(text: str) -> None:
    assert "SB123" not in codes(compiled(text))


# ---- heading-without-blank ---------------------------------------------------------------------------------------


def test_a_heading_gets_its_blank_and_the_settings_below_it() -> None:
    text = "# A\nShot 1 [0-5s] a\n##The sea\nduration: 10\n\nShot 1 [0-5s] b\nShot 2 [5-10s] c\n"
    assert "SB122" in codes(compiled(text))
    made = fixed(text)
    assert sound(made)
    assert [clip.title for clip in made.clips] == ["A", "The sea"]
    assert [clip.duration for clip in made.clips] == [5000, 10000]


@pytest.mark.parametrize(
    "text",
    [
        "#cinematic\nShot 1 [0-5s] a\n",
        "#Neon #Rain\nShot 1 [0-5s] a\n",
        "#The forge\nA forge.\nShot 1 [0-5s] a\n",
        "Shot 1 [0-5s] a\n#The end\n",
        "# The forge\nShot 1 [0-5s] a\n",
        "\\#The forge\nShot 1 [0-5s] a\n",
    ],
)
def test_other_signs_of_number_are_text(text: str) -> None:
    assert "SB122" not in codes(compiled(text))


# ---- private-text ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "sent"),
    [
        ("A lamp. // the client's idea", "A lamp."),
        ("A lamp, see https://example.org/a // why", "A lamp, see https://example.org/a"),
        ("A lamp. /* red? */ A hand.", "A lamp. A hand."),
        ("A lamp. <!-- red? -->", "A lamp."),
        ("A lamp.\nNote: bring an umbrella", "A lamp."),
        ("A lamp.\n- **TODO:** ask\n- fixme: all\n  of it", "A lamp."),
        ("A lamp.\n备注：红色", "A lamp."),
        ("A lamp.\nAnmerkung: rot", "A lamp."),
        ("A lamp. /* red\n\n  or blue */ A hand.", "A lamp.\n\nA hand."),
    ],
)
def test_private_words_become_notes(line: str, sent: str) -> None:
    text = f"Shot 1 [0-5s] {line}\nShot 2 [5-10s] A door.\n"
    assert set(codes(compiled(text))) == {"SB120"}
    made = fixed(text)
    assert codes(made) == []
    assert shots(made) == [[f"0-5 {sent}", "5-10 A door."]]


@pytest.mark.parametrize(
    "line",
    [
        "A lamp // a hand // a door",
        'A sign reads "left // right".',
        "See https://example.org/a.",
        "On//off.",
        "The path /usr/* and more.",
        "[[ note: bring an umbrella // or not ]]",
        "[[ the client\n  note: bring an umbrella ]]",
        'ANNA: "Note: it // burns"',
        "Not: this",
        "Props: an umbrella",
        "A lamp.\n\nNote: no subtitles.",
    ],
)
def test_what_is_no_private_text(line: str) -> None:
    assert "SB120" not in codes(compiled(f"Shot 1 [0-5s] A lamp.\n  {line}\n"))


def test_props_are_private_in_a_strict_run() -> None:
    strict = Config(rules=Rules(strict=True))
    assert codes(compiled("Shot 1 [0-5s] A lamp.\n  Props: an umbrella\n", config=strict)) == ["SB120"]


def test_a_name_of_the_cast_is_no_private_text() -> None:
    cast = "---\ncast:\n  Nota: a woman\n---\n"
    assert codes(compiled(f"{cast}Shot 1 [0-5s] @Nota waits.\n  Nota: I wait.\n")) == []
