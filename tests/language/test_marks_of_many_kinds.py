"""Marks beyond a label and a time: labels in brackets, glued labels, any word with a number, open ends, all languages."""

from __future__ import annotations

import pytest

from storyboard.language import words
from storyboard.language.syntax import terminals
from tests.compiling import codes, compiled, found, marked, prompt, times
from tests.helpers import applied

TWO = ["0-2 1 <> A lamp.", "2-5 2 <> A hand."]


@pytest.mark.parametrize(
    "form",
    [
        "[Shot {n}] {t}s: {w}",
        "[Shot {n}] {t}s {w}",
        "[Shot {n}] ({t}s) {w}",
        "[Shot {n}] [{t}] {w}",
        "**[Shot {n}]** {t}s: {w}",
        "[Shot {n} | {t}s] {w}",
        "[Shot {n}, {t} sec.]: {w}",
        "【镜头{n}】{t}秒：{w}",
        "- 【镜头{n}】（{t}秒）{w}",
        "Shot {n}: {t}s {w}",
        "Shot {n} - {t} seconds - {w}",
        "镜头{n}：{t}秒，{w}",
        "第{n}镜（{t}秒）：{w}",
        "第{n}个镜头：{t}秒 {w}",
        "Scene {n} | {t}s | {w}",
        "Moment {n} ({t}s) {w}",
        "第{n}段（{t}秒）：{w}",
        "Step {n} [{t}s] {w}",
    ],
)
def test_a_label_in_any_dress_and_its_time(form: str) -> None:
    text = "\n".join(form.format(n=n, t=t, w=w) for n, t, w in ((1, "0-2", "A lamp."), (2, "2-5", "A hand.")))
    assert marked(text) == TWO
    assert not [code for code in codes(compiled(text)) if code.startswith("SB1")]


@pytest.mark.parametrize(
    "form",
    ["[Shot {n}] {w}", "(Scene {n}) {w}", "【镜头{n}】{w}", "**[Shot {n}]** {w}", "> [Shot {n}]: {w}", "[Shot {n}] — {w}",
     "SHOT{n} {w}", "Frame{n} {w}", "**SHOT{n}** {w}", "カット{n} {w}", "镜头{n}：{w}", "Panel {n}: {w}", "第{n}镜：{w}"],
)  # fmt: skip
def test_a_label_without_a_time(form: str) -> None:
    text = "duration: 10\n" + "\n".join(form.format(n=n, w=w) for n, w in ((1, "A lamp."), (2, "A hand.")))
    assert marked(text) == ["0-5 1 <> A lamp.", "5-10 2 <> A hand."]


def test_clocks_behind_a_label_and_a_colon() -> None:
    assert marked("Shot 1: 0:00-0:02 A lamp.\nShot 2: 0:02-0:05 A hand.") == TWO


def test_a_length_in_the_bracket_of_a_label() -> None:
    assert marked("[Shot 1: 2s] A lamp.\n[Shot 2 | 3 sec, low angle] A hand.") == [TWO[0], "2-5 2 <low angle> A hand."]


def test_words_between_a_label_in_brackets_and_its_time_are_a_title() -> None:
    assert marked("[SCENE 1] HOOK (0-5s)\nA lamp.") == ["0-5 1 <HOOK> A lamp."]
    assert marked("duration: 5\n[Scene 1: The kitchen] A lamp.") == ["0-5 1 <The kitchen> A lamp."]


def test_numbers_behind_a_wide_colon_are_words() -> None:
    assert marked("duration: 5\n镜头1：3个人走过") == ["0-5 1 <> 3个人走过"]


def test_any_word_with_a_number_gives_way_to_labelled_shots() -> None:
    made = compiled("第1段（0-5秒）：夜里。\n镜头1（0-2秒）：灯。\n镜头2（2-5秒）：手。")
    assert times(made.clips[0]) == ["0-2", "2-5"]
    assert codes(made) == ["SB216"]


def test_the_number_of_any_word_is_not_judged() -> None:
    assert codes(compiled("Version 7 (0-5s) A lamp.")) == []


@pytest.mark.parametrize("first", ["SHOT1", "SHOT2", "A market.\nSHOT3"])
def test_a_glued_label_alone_is_text(first: str) -> None:
    assert marked(f"{first} A lamp.") == []


def test_glued_labels_that_do_not_count_are_text() -> None:
    (shot,) = compiled("Rain.\nSHOT1 is the hero.\n  // note\nSHOT9 is the villain.").clips[0].shots
    assert shot.mark is None
    assert shot.action.value == "Rain.\nSHOT1 is the hero.\nSHOT9 is the villain."


def test_glued_labels_that_do_not_count_stay_with_the_shot_above() -> None:
    made = compiled("[0-5s] A lamp.\nSHOT7 is on the wall.\ncamera: slow")
    assert prompt(made) == "Shot 1 [0-5s] A lamp.\nSHOT7 is on the wall. Camera: slow."


def test_a_wrong_number_later_on_is_a_mistake_in_a_mark() -> None:
    made = compiled("duration: 15\nSHOT1 A lamp.\nSHOT2 A hand.\nSHOT4 A face.")
    assert len(made.clips[0].shots) == 3
    assert "SB213" in codes(made)


@pytest.mark.parametrize(
    "form",
    ["[{}s-end]", "{}s-end:", "{}s - the end:", "{} s to end —", "[{}-end]", "Shot 2 [{}s-end]", "Shot 2: {}s-end:",
     "[{}s-end] Shot 2:", "DOOR ({}s-end):", "【{}秒-结束】", "{}秒-结束：", "{}秒至结尾：", "[0:0{}-end]", "0:0{} – end:", "{} Sek - Ende:",
     "[{}s-fin]", "{} сек – конец:", "{}초-끝:", "{}秒から最後：", "[{} วินาที-จบ]"],
)  # fmt: skip
def test_an_open_end_is_the_end_of_the_clip(form: str) -> None:
    made = compiled(f"duration: 10\n[0-4s] A lamp.\n{form.format(4)} A door.")
    assert times(made.clips[0]) == ["0-4", "4-10"]
    assert made.clips[0].shots[1].action.value == "A door."
    assert codes(made) == []


@pytest.mark.parametrize("language", sorted(words.by_language("ends")))
def test_each_language_has_an_open_end(language: str) -> None:
    for word in words.by_language("ends")[language]:
        assert times(compiled(f"duration: 10\n[0-4s] A lamp.\n4s-{word}: A door.").clips[0]) == ["0-4", "4-10"], word


@pytest.mark.parametrize("setting", ["", "duration: auto\n"])
def test_an_open_end_needs_a_duration(setting: str) -> None:
    made = compiled(f"{setting}[0-4s] A lamp.\n[4s-end] A door.")
    assert codes(made) == ["SB217"]
    assert not made.requests


def test_only_the_last_shot_has_an_open_end() -> None:
    made = compiled("duration: 10\n[0-4s] A lamp.\n[4s-end] A door.\n[6-10s] A hand.")
    assert found(made, "SB217") == ["shot 2 runs to the end of the clip but shot 3 follows it"]


def test_an_open_end_before_its_start() -> None:
    made = compiled("duration: 5\n[0-6s] A lamp.\n[6s-end] A door.")
    assert "shot 2 starts at 6s but the clip's duration is 5s" in found(made, "SB217")


@pytest.mark.parametrize(
    "line", ["4s-endless: a door", "[4s-ending] x", "4s, the end: x", "to the end: x", "4s to the ende x"]
)
def test_no_open_end(line: str) -> None:
    assert marked(line) == []


@pytest.mark.parametrize("label", [label for label in terminals.labels() if len(label) > 1])
@pytest.mark.parametrize("form", ["{} 1 [0-5] A lamp.", "[{} 1] 0-5s: A lamp.", "{} 1 (5s) A lamp."])
def test_each_label_of_the_table(label: str, form: str) -> None:
    assert marked(form.format(label)) == ["0-5 1 <> A lamp."]


@pytest.mark.parametrize("unit", terminals.unit())
def test_each_unit_of_the_table(unit: str) -> None:
    assert marked(f"[0-5 {unit}] A lamp.") == ["0-5 - <> A lamp."]
    assert marked(f"Shot 1 (5{unit}) A lamp.") == ["0-5 1 <> A lamp."]


@pytest.mark.parametrize("word", words.of("to"))
def test_each_word_of_a_range(word: str) -> None:
    assert marked(f"[0 {word} 5 s] A lamp.") == ["0-5 - <> A lamp."]


@pytest.mark.parametrize("word", words.of("everyday"))
def test_a_word_that_numbers_other_things_wants_a_time(word: str) -> None:
    if word not in terminals.labels():
        assert marked(f"duration: 5\n{word} 1: mix the flour.") == []
    assert marked(f"{word} 1 [0-5s] A lamp.") == ["0-5 1 <> A lamp."]


@pytest.mark.parametrize(
    "text",
    [
        "A second later the lamp burns.",
        "Del 5 al 7 de mayo: la feria.",
        "Parte della notte: 3 a 5 lampade.",
        "2-3 saat: Istanbul waits.",
        "(2-3 images) on the wall.",
        "3 people walk, 2 a day.",
        "[2 a.m.] The market sleeps.",
        "2-3 วิธี: x",
        "Piano music: 3 to 5 notes.",
        "Take two, she said.",
        "Take ten",
        "Part one of the story",
        "Cut on: the beat",
        "At 5 to 7 the bell rings.",
        "5 a 7 lampade.",
        "Kare kare dans eder.",
        "Bild an Bild, 1 bis 3 Lampen.",
        "Plan: 3 a 5 personas.",
        "Room 5, a man waits (3-5s) for her.",
        "Gate 5: boarding.",
        "Gate 5 (boarding) opens.",
        "Shot in 35mm, 4 to the end of it.",
        "第3集：归来",
        "Step 2: the hand mixes.",
    ],
)
def test_plain_prose_makes_no_mark_and_no_error(text: str) -> None:
    made = compiled(text)
    assert marked(text) == []
    assert not [each for each in made.diagnostics if each.code in ("SB110", "SB208")]


@pytest.mark.parametrize(
    ("line", "mended"),
    [
        ("[00:00:00-00:00:03] A lamp.", "[0-3s] A lamp."),
        ("Shot 1 [00:00:00:00-00:00:03:00] A lamp.", "Shot 1 [0-3s] A lamp."),
        ("[Shot 1] 00:00:00 - 00:00:03 A lamp.", "[Shot 1] 0-3s: A lamp."),
        ("00:00:00.000 --> 00:00:03.500", "0-3.5s"),
        ("00:00:00-00:00:03 A lamp.", "0-3s: A lamp."),
        ("[Shot 1 (3s)] A lamp.", "Shot 1 (3s) A lamp."),
        ("[Shot 1, 0-3] A lamp.", "[Shot 1, 0-3s] A lamp."),
        ("Toma dos: una mano.", "Toma 2: una mano."),
        ("Einstellung drei [0-3s] x", "Einstellung 3 [0-3s] x"),
        ("镜头十二：灯", "镜头 12：灯"),
        ("第二个镜头：灯", "第2个镜头：灯"),
    ],
)
def test_a_near_miss_is_mended(line: str, mended: str) -> None:
    (diagnostic,) = [each for each in compiled(line).diagnostics if each.code == "SB110"]
    fix = diagnostic.finding.fix
    assert fix is not None
    assert applied(line, fix.edits) == mended
    assert marked(f"duration: 5\n{mended}")


@pytest.mark.parametrize(
    "line", ["[00:00:00:00-00:00:03:12] x", "[Shot 1 5] x", "Shot one: x", "SHOT ONE", "[Shot one] x"]
)
def test_a_near_miss_is_an_error(line: str) -> None:
    assert "SB110" in codes(compiled(line))


@pytest.mark.parametrize("label", ["Einstellung", "Toma", "Кадр", "シーン", "컷", "เฟรม", "Inquadratura"])
def test_a_label_that_the_profile_has_no_words_for_is_sent_as_shot(label: str) -> None:
    assert prompt(compiled(f"{label} 1 [0-5s] A lamp.")) == "Shot 1 [0-5s] A lamp."
