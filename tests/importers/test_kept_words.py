"""What import keeps of a text: the words of each shot, without a sign of its mark, and at the shot that they are of."""

from __future__ import annotations

import pytest

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
    "corners": "「0-2秒」a rope\n「2-5秒」a boat",
    "arrows": ">>> 0.0 - 2.0 sec >>> a rope\n>>> 2.0 - 5.0 sec >>> a boat",
    "a line of signs": "=== Shot 1 (0-2s) === a rope\n=== Shot 2 (2-5s) === a boat",
    "angle brackets": "<<0-2s>> a rope\n<<2-5s>> a boat",
}


@pytest.mark.parametrize("name", DRESSED)
def test_no_sign_of_a_mark_stays_in_the_words(name: str) -> None:
    clip = compiled(imported(DRESSED[name])).clips[0]
    assert clip.overview.value == ""
    assert [(shot.start, shot.end, shot.action.value) for shot in clip.shots] == [
        (0, 2000, "a rope"),
        (2000, 5000, "a boat"),
    ]
