"""What import keeps of a text: the words of each shot, without a sign of its mark, and at the shot that they are of."""

from __future__ import annotations

import pytest

from tests.helpers import applied
from tests.importers.reading import compiled, imported

# Marks in odd dress, by what stands round them; the words of both shots are `a rope` and `a boat`.
DRESSED = {
    "emoji between": "🎬 Shot 1 ⏱️ 0–2s a rope\n🎬 Shot 2 ⏱️ 2–5s a boat",
    "slashes": "SHOT 1 // 00:00 > 00:02 // a rope\nSHOT 2 // 00:02 > 00:05 // a boat",
    "a list's comma": "1、【0-2S】a rope\n2、【2-5S】a boat",
    "keycaps": "1️⃣ 0-2s a rope\n2️⃣ 2-5s a boat",
    "curly brackets": "{0-2s} a rope\n{2-5s} a boat",
    "a curly bracket behind a label": "Shot 1 {0-2} a rope\nShot 2 {2-5} a boat",
    "quotation marks": '- "0-2s": a rope\n- "2-5s": a boat',
    "French quotation marks": "« 0-2 s » a rope\n« 2-5 s » a boat",
    "German quotation marks": "»0–2 s« a rope\n»2–5 s« a boat",
    "Japanese brackets": "①〈0〜2秒〉a rope\n②〈2〜5秒〉a boat",
    "an arrow behind": "⏱ 0–2s ➤ a rope\n⏱ 2–5s ➤ a boat",
    "a list in Chinese": "一、【0-2秒】a rope\n二、【2-5秒】a boat",
    "circles before brackets": "① (0-2s) a rope\n② (2-5s) a boat",
    "counted scenes": "一シーン目（0〜2秒）：a rope\n二シーン目（2〜5秒）：a boat",
    "corners": "「0-2秒」a rope\n「2-5秒」a boat",
    "arrows": ">>> 0.0 - 2.0 sec >>> a rope\n>>> 2.0 - 5.0 sec >>> a boat",
    "a line of signs": "=== Shot 1 (0-2s) === a rope\n=== Shot 2 (2-5s) === a boat",
    "angle brackets": "<<0-2s>> a rope\n<<2-5s>> a boat",
    "bold with its title": "**Quay (0-2s)** a rope\n**Pier (2-5s)** a boat",
    "bold titles": "- **Quay** (0-2s) a rope\n- **Pier** (2-5s) a boat",
}


@pytest.mark.parametrize("name", DRESSED)
def test_no_sign_of_a_mark_stays_in_the_words(name: str) -> None:
    clip = compiled(imported(DRESSED[name])).clips[0]
    assert clip.overview.value == ""
    assert [(shot.start, shot.end, shot.action.value) for shot in clip.shots] == [
        (0, 2000, "a rope"),
        (2000, 5000, "a boat"),
    ]


# Times behind the words of their shots.
BEHIND = {
    "sentences": "A rope (0-2s). A boat (2-5s).",
    "commas": "A rope (0-2s), a boat (2-5s)",
    "clocks": "A rope [0:00-0:02]. A boat [0:02-0:05].",
    "Chinese": "A rope（0-2秒）。A boat（2-5秒）。",
    "labels": "Shot 1: A rope (0-2s). Shot 2: A boat (2-5s).",
    "labels at lines": "Shot 1: A rope (0-2s).\nShot 2: A boat (2-5s).",
    "lines": "A rope (0-2s)\nA boat (2-5s)",
}


@pytest.mark.parametrize("name", BEHIND)
def test_words_before_their_time_are_of_its_shot(name: str) -> None:
    clip = compiled(imported(BEHIND[name])).clips[0]
    assert clip.overview.value == ""
    assert [(shot.start, shot.end, shot.action.value.lower()) for shot in clip.shots] == [
        (0, 2000, "a rope"),
        (2000, 5000, "a boat"),
    ]


def test_what_stands_round_sentences_with_times_keeps_its_place() -> None:
    clip = compiled(imported("Film noir. A rope (0-2s). A boat (2-5s). Then black.")).clips[0]
    assert clip.overview.value == "Film noir."
    assert [shot.action.value for shot in clip.shots] == ["A rope", "A boat\nThen black."]


def test_times_before_their_words_keep_them() -> None:
    clip = compiled(imported("Timeline: (0-2s), a rope, (2-5s), a boat.")).clips[0]
    assert [shot.action.value for shot in clip.shots] == ["a rope,", "a boat."]


def test_the_fix_of_unread_marks_leaves_words_at_their_times() -> None:
    text = "Film noir. A rope (0-2s). A boat (2-5s). Then black.\n"
    (finding,) = [finding for finding in compiled(text).diagnostics if finding.code == "SB117"]
    assert finding.fix is not None
    clip = compiled(applied(text, finding.fix.edits)).clips[0]
    assert [(shot.start, shot.end, shot.action.value) for shot in clip.shots] == [
        (0, 2000, "A rope"),
        (2000, 5000, "A boat\nThen black."),
    ]
    assert clip.overview.value == "Film noir."


@pytest.mark.parametrize(
    "words",
    [
        "Scene 2-person table, candles burning low.",
        "The first shot of espresso is poured. The second shot follows.",
        "No primeiro plano, uma flor. No segundo plano, um muro.",
        'A board of 12"-15" leans on a bench.',
        "Act 3-era curtains sway.",
    ],
)
def test_words_behind_a_time_that_begin_like_a_label_stay_words(words: str) -> None:
    text = f"0-2s: {words}\n2-5s: A boat.\n"
    assert [shot.action.value for shot in compiled(imported(text)).clips[0].shots] == [words, "A boat."]
    assert "// import?" not in imported(text)
    assert [finding.code for finding in compiled(text).diagnostics if finding.code.startswith("SB1")] == []
