"""Lengths that stand in words: which of them are a shot's, what import reads of them and what check says."""

from __future__ import annotations

import pytest

from tests.compiling import compiled
from tests.importers.reading import drafted, times

TOLD = {
    "a verb": "Shot 1: A rope, held for 2 seconds.\nShot 2: A boat, held for 3 seconds.",
    "a key behind the words": "Plan 1 : une corde. Durée : 2 s.\nPlan 2 : un bateau. Durée : 3 s.",
    "a key before the words": "【分镜1】时长2s 全景：绳子\n【分镜2】时长3s 特写：船",
    "between commas": "镜头1：固定镜头，2秒，绳子\n镜头2：航拍，3秒，船",
    "about": "镜头1：绳子，约2秒。\n镜头2：船，约3秒。",
    "between dashes": "Shot 1 - CU - 2s - rope\nShot 2 - WS - 3s - boat",
    "between slashes": "Shot 1: CU / 2 sec / rope\nShot 2: WS / 3 sec / boat",
    "a bracket behind another": "Scene 1. (INT. BAR) [2 sec] A rope.\nScene 2. (EXT. QUAY) [3 sec] A boat.",
    "the first words": "Shot 1: 2 seconds of a rope that drips.\nShot 2: 3 seconds of a boat.",
    "an adjective": "Shot 1: 2-second close-up of a rope.\nShot 2: 3-second wide of a boat.",
    "the last words": "Shot 1: a rope drips. 2s\nShot 2: a boat turns. 3s",
    "a word behind": "장면 1: 밧줄, 2초간.\n장면 2: 배, 3초간.",
    "words behind": "장면 1: 2초 동안 밧줄을 비춘다.\n장면 2: 3초 동안 배가 돈다.",
    "an item of a list": "Shot 1: A rope.\n- length 2 s\n- lens 35mm\nShot 2: A boat.\n- length 3 s\n- lens 50mm",
    "a line of its own": "Scene 1: a rope, day\n(2s)\nScene 2: a boat, night\n(3s)",
    "the ends": "Shot 1: a rope. End at 0:02.\nShot 2: a boat. End at 0:05.",
    "Spanish": "Escena 1: la soga. Dura 2 segundos.\nEscena 2: el barco. Dura 3 segundos.",
    "Russian": "Сцена 1: верёвка. Хронометраж 2 сек.\nСцена 2: лодка. Хронометраж 3 сек.",
}
WORDS = {
    "an action": "Shot 1: She holds her breath for 3 seconds, then dives.\nShot 2: The pool closes.",
    "an action that ends a sentence": "Shot 1: She waits for 3 seconds.\nShot 2: The pool closes.",
    "what comes later": "Shot 1: A rope. 3 seconds later a boat.\nShot 2: A gull.",
    "a rate": "Shot 1: Every 2 seconds a drop falls.\nShot 2: A bucket.",
    "a rate in Chinese": "镜头1：霓虹灯每隔2秒闪烁一次。\n镜头2：雨停了。",
    "speech": 'Shot 1: A teacher says: "You have 3 seconds."\nShot 2: The class freezes.',
    "an age": "Shot 1: A man, 30s, tired eyes.\nShot 2: A woman, red coat.",
    "a count": "Shot 1: The referee counts 3 seconds, 4 seconds.\nShot 2: He gets up.",
    "the length of the film": "Shot 1: A rope.\nShot 2: A boat.\nTotal: 10 seconds.",
    "the film's length below a blank line": "Shot 1: A rope.\nShot 2: A boat.\n\n10 seconds, no music, 35mm.",
    "German, after": "Szene 1: Nach 3 Sekunden geht das Licht aus.\nSzene 2: Nur noch Schritte.",
}


@pytest.mark.parametrize("name", TOLD)
def test_words_that_tell_the_length_of_each_shot_are_read(name: str) -> None:
    assert times(TOLD[name]) == [[(0, 2), (2, 5)]]


@pytest.mark.parametrize("name", TOLD)
def test_check_names_the_words_that_tell_a_length(name: str) -> None:
    story = compiled(f"duration: 5\n{TOLD[name]}\n")
    assert [finding.code for finding in story.diagnostics if finding.level == "error"] == ["SB124"]


@pytest.mark.parametrize("name", WORDS)
def test_a_time_that_words_go_on_round_is_no_length(name: str) -> None:
    story = compiled(f"duration: 10\n{WORDS[name]}\n")
    assert "SB124" not in [finding.code for finding in story.diagnostics]
    draft = drafted(WORDS[name])
    assert [(shot.length, shot.end) for shot in draft.clips[0].shots] == [(None, None), (None, None)]
    assert not draft.doubts


def test_one_length_among_shots_without_any_is_read_where_a_sign_parts_it() -> None:
    text = "Shot 1. A rope, cut after 3 seconds.\nShot 2. A boat."
    assert "SB124" in [finding.code for finding in compiled(f"duration: 10\n{text}\n").diagnostics]
    assert [shot.length for shot in drafted(text).clips[0].shots] == [3000, None]


def test_a_backslash_before_the_number_makes_it_words() -> None:
    text = "duration: 10\nShot 1: A rope, \\3 seconds, a knot.\nShot 2: A boat.\n"
    assert "SB124" not in [finding.code for finding in compiled(text).diagnostics]


def test_the_words_of_a_shot_with_a_time_tell_none() -> None:
    text = "Shot 1 [0-4s] A rope, held for 3 seconds.\nShot 2 [4-10s] A boat, 2 seconds.\n"
    assert not [finding for finding in compiled(text).diagnostics if finding.code.startswith("SB1")]
