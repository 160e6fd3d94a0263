"""Readings that an early version of the language left open, each settled here."""

from __future__ import annotations

import pytest

from storyboard.compiler.layout.timeline import in_order
from tests.compiling import codes, compiled, marked, prompt, prompts, times


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("Shot 10-12s: A lamp.", ["10-12 - <> A lamp."]),
        ("1-2 sec: repeat", ["1-2 - <> repeat"]),
        ("5-6 с: лампа", ["5-6 - <> лампа"]),
        ("SCENE 1 — MORNING ROLLOUT [0-5s]", ["0-5 1 <MORNING ROLLOUT> "]),
        ("[0-5s] Shot 1 — A lamp.", ["0-5 1 <> A lamp."]),
        ("0:00-0:15  Intro", ["0-15 - <> Intro"]),
        ("0-5s T-shirt on a line", []),
        ("0-4s slow-motion pan", []),
        ("0-5s Hook - a lamp", ["0-5 - <> a lamp"]),
        ("0-5s - a lamp", ["0-5 - <> a lamp"]),
        ("0-5s -a lamp", ["0-5 - <> a lamp"]),
        ("Shot 1 0-3 The man", []),
        ("Part 1 of the story", []),
        ("Act 1 begins here.", []),
        ("Shot 1\u00a0[0-5s] A lamp.", ["0-5 1 <> A lamp."]),
        ("Shot\u30001\u2009[0\u2013\u20095\u00a0s] A lamp.", ["0-5 1 <> A lamp."]),
    ],
)
def test_one_line(line: str, read: list[str]) -> None:
    assert marked(line) == read


def test_words_behind_an_untimed_mark_are_action() -> None:
    assert marked("duration: 5\nSCENE 1 — MORNING ROLLOUT\nA van.") == ["0-5 1 <> MORNING ROLLOUT\nA van."]


def test_a_mark_after_a_break_is_a_shot() -> None:
    made = compiled("Shot 1 [0-2s] a\n---\nShot 2 [2-5s] b\n---\nFade.\n---\nBlack.")
    assert times(made.clips[0]) == ["0-2", "2-5"]
    assert codes(made) == ["SB215"]
    assert made.clips[0].closing.value == "Fade.\n\nBlack."


def test_a_misplaced_line_never_becomes_text_without_a_word() -> None:
    assert "SB111" in codes(compiled("Shot 1 [0-5s] A lamp.\nduration: 5\n"))
    assert "SB111" in codes(compiled("# One\ntitle: x\nShot 1 [0-5s] A lamp."))
    assert "title: x" not in "".join(prompts(compiled("# One\ntitle: x\nShot 1 [0-5s] A lamp.")))


def test_a_story_without_headings_has_a_place_for_settings() -> None:
    made = compiled("duration: 10\ntitle: Night\nShot 1: A lamp.")
    assert (made.title, made.requests[0].fields["duration"]) == ("Night", 10)


def test_a_field_on_the_marks_own_line_is_action() -> None:
    (shot,) = compiled("Shot 1 [0-5s] camera: slow push").clips[0].shots
    assert (shot.action.value, shot.fields) == ("camera: slow push", ())


def test_capitals_before_the_first_shot_are_text() -> None:
    text = 'FORMAT: 15-second spot\nSTYLE: "clean"\nShot 1 [0-5s] A lamp.'
    assert prompt(compiled(text)) == 'FORMAT: 15-second spot\nSTYLE: "clean"\n\nShot 1 [0-5s] A lamp.'


def test_speakers_in_a_closing_sound_list_stay_text_of_the_clip() -> None:
    made = compiled("镜头1【0-3秒】灯。\n镜头2【3-5秒】手。\n\n【声音】\n孩童A：“你好”\n官员B（画外音）：“走”")
    assert made.clips[0].shots[-1].dialogue == ()
    assert made.clips[0].closing.value == "【声音】\n孩童A：“你好”\n官员B（画外音）：“走”"


def test_counting_through_the_film_is_allowed() -> None:
    assert codes(compiled("# One\nShot 1 [0-2s] a\nShot 2 [2-5s] b\n# Two\nShot 3 [0-2s] c\nShot 4 [2-5s] d")) == []


def test_an_include_adds_no_labels() -> None:
    assert "SB105" in codes(compiled("include: x.yaml\nShot 1 [0-5s] a", {"x.yaml": "labels: [Toma]\n"}))


def test_escapes_make_every_line_text() -> None:
    for line in (
        "# x",
        "// x",
        "---",
        "***",
        "Shot 1 [0-3s] x",
        "0-3s: x",
        "HOOK (0-1s): x",
        "title: x",
        "Shot one: x",
        "[0-3s x",
        "@x",
        "[[ x",
        "{{ x",
    ):
        made = compiled(f"\\{line}")
        assert prompt(made) == line
        assert len(made.clips) == 1


def test_escapes_make_every_line_of_a_shot_text() -> None:
    for line in ("camera: x", "duration: 5", 'ANNA: "x"', "Shot 2 [0-3s] x", "# x", "---"):
        made = compiled(f"Shot 1 [0-5s] A lamp.\n\\{line}")
        assert prompt(made) == f"Shot 1 [0-5s] A lamp.\n{line}"


@pytest.mark.parametrize(
    "text",
    [
        "Shot 1 [0-3s] a\nShot 2 [3-6s] b",
        "Shot 1 (0.0s - 1.5s): a\nShot 2 (1.5s - 5.0s): b",
        "[00:00-00:03] a\n[00:03-00:05] b",
        "0-3秒画面：a\n3-5秒画面：b",
        "### Scene 1 (0-3s)\na\n### Scene 2 (3-5s)\nb",
        "| 0-3s | a |\n| 3-5s | b |",
        "- **0-3s**: a\n- **3-5s**: b",
        "【镜头1｜0-3s】a\n【镜头2｜3-5s】b",
        "Escena 1 (0-3 segundos): a\nEscena 2 (3-5 segundos): b",
        "Cảnh 1 (0-3 giây): a\nCảnh 2 (3-5 giây): b",
        "장면 1 (0-3초): a\n장면 2 (3-5초): b",
        "المشهد 1 (0-3 ثوان): a\nالمشهد 2 (3-5 ثانية): b",
        "HOOK (0-3s): a\nPAYOFF (3-5s): b",
        "🎬 Shot 1 — 0-3s: a\n🎬 Shot 2 — 3-5s: b",
    ],
    ids=lambda text: ascii(text[:16]),
)
def test_notations_of_two_shots(text: str) -> None:
    (clip,) = compiled(text).clips
    assert [shot.action.value for shot in clip.shots] == ["a", "b"]
    assert in_order(clip.shots)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("duration: 10\nShot 1 A lamp.\nShot 2 A hand.\n", ["SB117"]),
        ("duration: 10\nscene 1 a lamp\nscene 2 a hand\nscene 3 a door\n", ["SB117"]),
        ("duration: 5\nShot 1 [0-3s] a\nShot 2 [3-5s] b. 4-5s: a flash\n", ["SB109"]),
        ("duration: 10\nShot 1 [0-5s] He turns. 0-2s: he turns. 2-4s: he waves.\nShot 2 [5-10s] b\n", []),
        ("duration: 5\nA man walks. \\Shot 1 [0-2s] a lamp. \\Shot 2 [2-5s] a hand.\n", []),
        ("duration: 5\nAct 1 begins here.\n", []),
    ],
)
def test_what_may_be_a_shot_is_said(text: str, said: list[str]) -> None:
    assert codes(compiled(text)) == said
