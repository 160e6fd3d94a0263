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
    "a sign for the unit": 'PLANO 1. Duración: 2". Exterior.\nPLANO 2. Duración: 3". Interior.',
    "frames, whose rate is named": "24 fps.\nShot 1: A rope.\nFrames: 48\nShot 2: A boat.\nFrames: 72",
    "a word in short": "Bild 1: Ein Seil. Dauer ca. 2 Sekunden.\nBild 2: Ein Boot. Dauer ca. 3 Sekunden.",
    "Spanish": "Escena 1: la soga. Dura 2 segundos.\nEscena 2: el barco. Dura 3 segundos.",
    "Russian": "Сцена 1: верёвка. Хронометраж 2 сек.\nСцена 2: лодка. Хронометраж 3 сек.",
}
LISTED = {
    "between a comma and a stop": "1. Wide, 2 sec. A rope.\n2. Close, 3 sec. A boat.",
    "between a comma and a colon": "1. 远景，2秒：绳子。\n2. 特写，3秒：船。",
    "between dashes": "HOOK – 2 secs – a rope drips\nCTA – 3 secs – a boat turns",
    "behind a colon": "INTRO: 2s. A rope.\nEND: 3s. A boat.",
    "between slashes": "CU rope / 2 sec / dolly\nWS boat / 3 sec / static",
    "behind a letter": "Sequence:\n    a) 2s: a rope on a quay\n    b) 3s: a boat at anchor",
    "behind a number and its word": "1 план — 2 с — верёвка\n2 план — 3 с — лодка",
    "between signs": "rope drips =2s=\nboat turns =3s=",
    "behind a title of Portuguese": "Abertura, 2s: a corda.\nFinal, 3s: o barco.",
    "in headings": "## 1 · The rope · 2s\nIt drips.\n## 2 · The boat · 3s\nIt turns.",
    "in frames": "SC01_SH010 — 48 fr — a rope (24fps)\nSC01_SH020 — 72 fr — a boat",
    "at the end of sentences": "Wide shot of a rope, 2s. Close-up of a boat, 3s.",
    "in brackets between arrows": "A rope drips [2s] > a boat turns [3s]",
    "in brackets behind titles": "Plan serré (2 s) : la corde goutte. Plan large (3 s) : le bateau tourne.",
    "roughly, in brackets": "A rope drips (about 2 seconds), cut to: a boat turns (about 3 seconds).",
    "in brackets behind titles, words right behind": "オープニング（2秒）ロープ。エンディング（3秒）船。",
    "before the words": "2s rope + 3s boat",
    "that come to the whole": "Split the 5 seconds in two: 2s rope, 3s boat.",
    "between spaces, where words have none": "特写 2秒 绳子\n远景 3秒 小船",
    "between dots": "寄り・2秒・ロープ\n引き・3秒・船",
    "where words say that it cuts": "A rope for 2 seconds, then cut to a boat for 3 seconds.",
}
ONE = {
    "an action and another": "A candle burns for 3 seconds, then gutters; within 2 seconds the room is dark.",
    "a watch": "The stopwatch shows 3s, then 5s, then stops. A runner bends over.",
    "a breath": "A breathing exercise: inhale 4 seconds, hold 4 seconds, exhale 4 seconds. A woman on a mat.",
    "laps": "Scoreboard: lap 1, 58 seconds; lap 2, 61 seconds. A runner collapses.",
    "a light": "A lighthouse: flash 1s, dark 4s, flash 1s. Waves below.",
    "a light on and off": "A trawler at anchor. The lamp blinks, 2 seconds on, 2 seconds off.",
    "a lens": "Exposure 2s, aperture f/8, ISO 100: star trails over a barn.",
    "a recipe": "Recipe on a card: sear 30 seconds, flip, sear 30 seconds, rest. A steak hisses.",
    "a cake": "The waiter bows for 2 seconds, cuts the cake for 3 seconds, smiles.",
    "brackets in a sentence": "He waits (3s) and leaves (2s).",
    "waiting": "他等了3秒，又等了2秒，然后推开门。一个镜头到底。",
    "a clock": "Une horloge sonne, 3 secondes passent, puis une autre répond.",
    "thunder": "Lightning, then 4 seconds of silence, then thunder over the lake.",
}
WORDS = {
    "an action": "Shot 1: She holds her breath for 3 seconds, then dives.\nShot 2: The pool closes.",
    "an action that ends a sentence": "Shot 1: She waits for 3 seconds.\nShot 2: The pool closes.",
    "what comes later": "Shot 1: A rope. 3 seconds later a boat.\nShot 2: A gull.",
    "a rate": "Shot 1: Every 2 seconds a drop falls.\nShot 2: A bucket.",
    "a rate in Chinese": "镜头1：霓虹灯每隔2秒闪烁一次。\n镜头2：雨停了。",
    "speech": 'Shot 1: A teacher says: "You have 3 seconds."\nShot 2: The class freezes.',
    "actions that end sentences": "Shot 1: The light goes out in 3 seconds.\nShot 2: The door shuts after 2 seconds.",
    "an action that begins a sentence": "Shot 1: He waits. For 3 seconds, nothing.\nShot 2: A bird.",
    "the film's length below": "Shot 1: A rope.\nShot 2: A boat.\n10 seconds, no music.",
    "speech that counts": 'Shot 1: A drummer. "1, 2, 3 seconds!" he shouts.\nShot 2: The band.',
    "a colon in a sentence": "Shot 1: A pit stop: 2.3 seconds, the crowd roars.\nShot 2: The car is gone.",
    "an age": "Shot 1: A man, 30s, tired eyes.\nShot 2: A woman, red coat.",
    "an action between spaces": "镜头1：她等了 3 秒，然后离开。\n镜头2：空无一人的街道。",
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
    story = compiled(f"duration: 10\n{TOLD[name]}\n")
    assert [finding.code for finding in story.diagnostics if finding.level == "error"] == ["SB124"]


@pytest.mark.parametrize("name", WORDS)
def test_a_time_that_words_go_on_round_is_no_length(name: str) -> None:
    story = compiled(f"duration: 10\n{WORDS[name]}\n")
    assert "SB124" not in [finding.code for finding in story.diagnostics]
    draft = drafted(WORDS[name])
    assert [(shot.length, shot.end) for shot in draft.clips[0].shots] == [(None, None), (None, None)]
    assert not draft.doubts


@pytest.mark.parametrize("name", LISTED)
def test_lengths_that_stand_apart_alike_are_those_of_shots(name: str) -> None:
    assert times(LISTED[name]) == [[(0, 2), (2, 5)]]
    assert drafted(LISTED[name]).doubts
    assert "SB117" in [finding.code for finding in compiled(f"{LISTED[name]}\n").diagnostics]


@pytest.mark.parametrize("name", ONE)
def test_lengths_within_sentences_are_words(name: str) -> None:
    assert "SB117" not in [finding.code for finding in compiled(f"{ONE[name]}\n").diagnostics]
    draft = drafted(ONE[name])
    assert (draft.clips, draft.doubts) == ((), ())


def test_frames_whose_rate_nobody_names_are_asked_about() -> None:
    text = "Shot 1: A rope.\nFrames: 48\nShot 2: A boat.\nFrames: 72"
    assert times(f"duration: 10\n{text}") == [[(0, 5), (5, 10)]]
    assert ["counts frames" in doubt for doubt in drafted(text).doubts] == [True]
    finding = next(other for other in compiled(f"duration: 10\n{text}\n").diagnostics if other.code == "SB124")
    assert (finding.fix, finding.help.partition(",")[0]) == (None, "write its seconds")


def test_lengths_in_words_that_are_those_of_the_shares_need_no_mark() -> None:
    text = "duration: 10\nShot 1: A rope, held for 5 seconds.\nShot 2: A boat, held for 5 seconds.\n"
    assert [finding.code for finding in compiled(text).diagnostics] == ["SB210"]


@pytest.mark.parametrize(
    "text",
    [
        "2 shots, 3 seconds each:\n1. A rope\n2. A boat",
        "Je 3 Sekunden:\n- ein Seil\n- ein Boot",
        "Dos planos de 3 segundos cada uno:\n• una soga\n• un barco",
        "3 seconds each.\nShot 1: A rope.\nShot 2: A boat.",
    ],
)
def test_a_length_that_is_that_of_each_shot_is_read(text: str) -> None:
    assert times(text) == [[(0, 3), (3, 6)]]
    codes = [finding.code for finding in compiled(f"{text}\n").diagnostics if finding.level == "error"]
    assert codes in (["SB117"], ["SB124"])


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


WHOLE = {
    "an adjective that opens the text": ("A 10-second slow push-in on a rope.", 10, True),
    "behind a comma": ("Un bateau tourne, 10 secondes, plan-séquence.", 10, True),
    "a sentence": ("A heron lifts. 10 sec, locked-off, no music.", 10, True),
    "a word for the film": ("慢动作，全片10秒。", 10, False),
    "a key": ("A street musician plays, one take, duration 10s.", 10, False),
    "a word for a take": ("Plan-séquence de 10 secondes : un serveur traverse la terrasse.", 10, True),
    "beside an action": ("A rope in the wind, 10 seconds. Within 3 seconds it snaps.", 10, True),
    "a word for the film before": ("Видео длиной 10 секунд: лиса переходит ручей.", 10, True),
    "a take behind an adjective": ("10 saniyelik tek plan: martılar vapuru izliyor.", 10, True),
    "a take behind": ("10秒のワンカット。猫が窓辺で眠る。", 10, True),
    "beside a resolution": ("Product film, 10 seconds, 1080p.\nA rope.\nA boat.", 10, False),
    "behind a resolution": ("4K | 10s | handheld. A rope on a quay.", 10, False),
    "beside a rate": ("A 10-second slow push-in; a page turns every 3 seconds.", 10, True),
}
NO_WHOLE = {
    "an action": "The soprano holds a note for 12 seconds.",
    "what is within": "Within 3 seconds the balloon bursts.",
    "a traffic light": "The traffic light: green 3s, yellow 1s, red 5s, over and over. Rain.",
    "a timer": "Interval timer on the wall: WORK 20s / REST 10s. An athlete skips rope.",
    "an age": "A man (40s) waits at a bus stop.",
    "what comes later": "10 seconds later the kettle sings.",
    "no length of a clip": "She sets a timer, then waits, 2 seconds, then opens the oven.",
    "a clock beside it": "A timer shows 3 seconds, 12:30, and rings.",
    "an action in a list": "A lamp burns for 8 seconds, 1080p.",
    "a part of a second": "A pit stop: 2.3 seconds, the crowd roars.",
}


@pytest.mark.parametrize("name", WHOLE)
def test_the_length_of_the_film_in_words_is_its_duration(name: str) -> None:
    text, seconds, asked = WHOLE[name]
    draft = drafted(text)
    assert draft.settings == {"duration": str(seconds)}
    assert bool(draft.doubts) == asked
    assert [finding.code for finding in compiled(f"{text}\n").diagnostics] == ["SB125"]
    assert not compiled(f"duration: {seconds}\n{text}\n").diagnostics


@pytest.mark.parametrize("name", NO_WHOLE)
def test_a_time_of_an_action_is_not_the_length_of_the_film(name: str) -> None:
    assert drafted(NO_WHOLE[name]).settings == {}
    assert not compiled(f"{NO_WHOLE[name]}\n").diagnostics


def test_a_backslash_says_that_a_time_is_not_the_length_of_the_film() -> None:
    assert not compiled("A \\10-second push-in on a rope.\n").diagnostics
