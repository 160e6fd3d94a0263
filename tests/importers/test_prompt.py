"""Raw prompts in the notations that people use; all sentences are our own."""

from __future__ import annotations

import pytest

from storyboard.compiler.formatter import fmt
from storyboard.config import Limits
from storyboard.exchange.exporters import load as exporter
from storyboard.source import MemoryFiles
from tests.importers.reading import codes, compiled, drafted, imported, times

THREE = [[(0, 3), (3, 5), (5, 10)]]
PROMPTS = {
    "lines": "A quay.\nShot 1 [0-3s] A rope.\nShot 2 [3-5s] A boat.\nShot 3 [5-10s] The sea.",
    "running": "A quay. Shot 1 [0-3s] A rope. Shot 2 [3-5s] A boat. Shot 3 [5-10s] The sea.",
    "running bare": "0-3s: a rope in the rain. 3-5s: a boat. 5-10s: the sea, no text.",
    "running clocks": "A quay, 16:9. [00:00-00:03] A rope. [00:03-00:05] A boat. [00:05-00:10] The sea.",
    "running labels": "Escena 1 (0-3s): una cuerda; Escena 2 (3-5s): un barco; Escena 3 (5-10s): el mar.",
    "chinese": "码头。第1个镜头[0-3秒] 一根绳子。 第2个镜头[3-5秒] 一条船。 第3个镜头[5-10秒] 大海。",
    "chinese fields": "画面（0-3秒）：绳子在雨中。画面（3-5秒）：船来了。画面（5-10秒）：大海。",
    "korean": "- 장면 1 (0~3초): 밧줄\n- 장면 2 (3~5초): 배\n- 장면 3 (5~10초): 바다",
    "japanese": "カット1（3秒）：ロープ。\nカット2（2秒）：船。\nカット3（5秒）：海。",
    "russian": "### Сцена 1 (0с - 3с) — [Верёвка]\nДождь.\n\n### Сцена 2 (3с - 5с) — Лодка\n\n### Сцена 3 (5с - 10с) — Море",
    "german": "**Szene 1 (0-3s):** Ein Seil.\n**Szene 2 (3-5s):** Ein Boot.\n**Szene 3 (5-10s):** Das Meer.",
    "nested": "[Scene 1 (3s)]\nA rope.\n[Scene 2 (2s)]\nA boat.\n[Scene 3 (5s)]\nThe sea.",
    "headings": "## 0-3s: The rope\nRain.\n## 3-5s: The boat\nIt turns.\n## 5-10s: The sea\nWide.",
    "labels before": "【改】0-3秒：绳子\n【改】3-5秒：船\n【改】5-10秒：海",
    "numbered rows": "1 | 0-3s | A rope | push in\n2 | 3-5s | A boat | pan\n3 | 5-10s | The sea | still",
    "html": "<p><strong>Shot 1 (0-3s):</strong> A rope.<br>Shot 2 (3-5s): A &amp; B.</p><div>Shot 3 (5-10s): The sea.</div>",
    "fenced": "```text\nShot 1 [0-3s] A rope.\nShot 2 [3-5s] A boat.\nShot 3 [5-10s] The sea.\n```",
    "no colon": "0-3s a rope in the rain\n3-5s a boat\n5-10s the sea",
    "below": "### Shot 1: The rope\n**Duration:** 3 seconds\nRain.\n\n### Shot 2: The boat\n**Time:** 3-5s\n\n### Shot 3: The sea\n**Duration:** 5s\n",
    "decoys": "Since 7:00-10:00. 0-3s: a rope, (1.0s-2.0s) a knot (2-4s: no). 3-5s: a boat, 6-7s: a splash. 5-10s: the sea.",
    "kling": "shot 1, 3s, a rope in the rain; shot 2, 2s, a boat; shot 3, 5s, the sea",
    "kling lines": "A quay.\nSHOT 1, 3s:\na rope\nin the rain\n\nSHOT 2, 2s:\na boat\n\nSHOT 3, 5s:\nthe sea",
    "unit first": "Segundos 0-3: una cuerda\nSegundos 3-5: un barco\nSegundos 5-10: el mar",
    "ordinal": "第0-3秒：绳子\n第3-5秒：船\n第5-10秒：海",
    "numbers in words": "镜头一（0-3秒）：绳子\n镜头二（3-5秒）：船\n镜头三（5-10秒）：海",
    "arrows": "Shot 1 (0s → 3s): A rope.\nShot 2 (3s → 5s): A boat.\nShot 3 (5s → 10s): The sea.",
    "no unit, a title": "### カット1（0.0-3.0 港）\nロープ。\n\n### カット2（3.0-5.0 船）\n船。\n\n### カット3（5.0-10.0 海）\n海。",
    "korean cuts": "컷 1 (0–3초) : 밧줄.\n\n컷 2 (3–5초) : 배.\n\n컷 3 (5–10초) : 바다.",
    "korean scenes": "**씬 1 (0:00~0:03)**\n밧줄\n\n**씬 2 (0:03~0:05)**\n배\n\n**씬 3 (0:05~0:10)**\n바다",
    "french": "SCÈNE 1 (0-3s) — LA CORDE\n- Pluie\n\nSCÈNE 2 (3-5s) — LE BATEAU\n- Il tourne\n\nSCÈNE 3 (5-10s) — LA MER",
    "bold words": "**0-3s The old rope:** rain\n**3-5s The boat:** turns\n**5-10s The wide sea:** calm",
    "bold alone": "**0-3s**\n- a rope\n- rain\n\n**3-5s**\n- a boat\n\n**5-10s**\n- the sea",
    "unknown label": "**Aufzug 1 (0-3s)**\nSeil\n\n**Aufzug 2 (3-5s)**\nBoot\n\n**Aufzug 3 (5-10s)**\nMeer",
    "code": "Cut at `[0-9s]` if needed.\n[0-3s] A rope.\n[3-5s] A boat.\n[5-10s] The sea.",
    "two levels": "HOOK (0-5s):\nShot 1 (0-3s): A rope.\nShot 2 (3-5s): A boat.\nShot 3 (5-10s): The sea.",
}


@pytest.mark.parametrize("name", PROMPTS)
def test_every_notation_gives_the_same_shots(name: str) -> None:
    assert times(PROMPTS[name], "prompt") == THREE
    assert not {"SB110", "SB117", "SB201", "SB202"} & set(codes(PROMPTS[name], "prompt"))


@pytest.mark.parametrize("name", PROMPTS)
def test_what_was_imported_is_what_the_compiler_reads(name: str) -> None:
    story = imported(PROMPTS[name], "prompt")
    draft = drafted(PROMPTS[name], "prompt")
    made = compiled(story)
    for clip, read in zip(draft.clips, made.clips, strict=True):
        kept = [shot for shot in clip.shots if not shot.typed]
        for shot, its in zip(kept, read.shots, strict=True):
            assert its.title == shot.title
            if not any(line.key for line in shot.lines):
                assert its.action.value.split() == " ".join(line.text for line in shot.lines).split()
    assert exporter("json").render(made) == exporter("json").render(compiled(story))


@pytest.mark.parametrize("name", PROMPTS)
def test_the_formatter_leaves_an_import_as_it_is(name: str) -> None:
    story = imported(PROMPTS[name], "prompt")
    assert fmt(MemoryFiles({"a.story": story}), "a.story", Limits()) == story


def test_inclusive_seconds_are_made_half_open_and_said() -> None:
    text = "0-3s: a rope\n4-8s: a boat\n9-15s: the sea"
    assert times(text) == [[(0, 3), (3, 8), (8, 15)]]
    assert imported(text).startswith("// import: the seconds were counted inclusively, as in 4-8;")
    assert codes(text) == []
    assert times("1-3s: a rope\n4-8s: a boat\n9-15s: the sea") == [[(0, 3), (3, 8), (8, 15)]]


def test_two_ranges_with_a_hole_stay_as_they_are() -> None:
    assert times("0-3s: a rope\n4-8s: a boat") == [[(0, 3), (4, 8)]]
    assert "SB202" in codes("0-3s: a rope\n4-8s: a boat")


@pytest.mark.parametrize(
    ("text", "settings"),
    [
        ("【时长】15 秒\n镜头1：绳子\n镜头2：船", {"duration": "15"}),
        (
            "**Duration:** 10s\n**Aspect ratio:** 9:16\nScene 1: A rope.\nScene 2: A boat.",
            {"duration": "10", "size": "720*1280"},
        ),
        ("A 10-second video of a quay.\nScene 1: A rope.\nScene 2: A boat.", {"duration": "10"}),
        ("Vertical video.\n0-5s: a rope\n5-10s: a boat", {"size": "720*1280"}),
        ("Total duration: 10s\n0-5s: a rope\n5-10s: a boat", {}),
        ("He is in his late 20s, the last 4s are dark.\n0-5s: a rope\n5-10s: a boat", {}),
        ("延长15秒视频\n0-5秒：绳子\n5-10秒：船", {}),
        ("0-5s: a rope\n5-10s: a boat\n\nNegative prompt: blur, text", {"negative_prompt": "blur, text"}),
        ("0-5s: a rope\n5-10s: a boat\n\nNEGATIVE PROMPT:\nNo blur, no text.", {"negative_prompt": "blur, text"}),
    ],
)
def test_settings_are_lifted_out_of_the_words(text: str, settings: dict[str, str]) -> None:
    assert drafted(text).settings == settings


def test_a_duration_that_disagrees_is_asked_about() -> None:
    text = "Duration: 15 seconds\n0-5s: a rope\n5-10s: a boat"
    assert "// import?: the text says 15 seconds, the shots end at 10: which is right?" in imported(text)
    assert {"SB116", "SB206"} <= set(codes(text))


def test_a_duration_that_the_shots_decide_is_compared_with_nothing() -> None:
    story = imported("duration: auto\n\n0-5s: a rope\n5-10s: a boat")
    assert "duration: auto" in story
    assert "// import?" not in story


def test_a_tail_of_what_shall_not_be_seen_is_offered() -> None:
    story = imported("0-5s: a rope\n5-10s: a boat\n\nSoft light. No text, no logos.")
    assert "`negative_prompt: text, logos`" in story
    assert "No text, no logos." in story


def test_clips_are_told_by_their_headings_and_by_times_that_start_again() -> None:
    shots = "Shot 1 [0-3s] A rope.\nShot 2 [3-5s] A boat.\n"
    headed = f"# Film\nRain.\n\n## One\n{shots}\nThe bell.\n\n## Two\nA sea.\n{shots}"
    assert imported(headed) == (f"title: Film\n\nRain.\n\n# One\n{shots}---\nThe bell.\n\n# Two\nA sea.\n{shots}")
    bare = f"Clip 1: the quay\n{shots}\nClip 2: the sea\n{shots}"
    assert [clip.title for clip in drafted(bare).clips] == ["Clip 1: the quay", "Clip 2: the sea"]
    assert times(bare) == [[(0, 3), (3, 5)], [(0, 3), (3, 5)]]
    assert "SB116" in codes(f"The first:\n{shots}\nThe second:\n{shots}")


def test_headings_inside_one_clip_are_no_clips() -> None:
    text = "### HOOK (0-3s)\nPlan 1 (0-3s)\nA rope.\n\n### BODY (3-5s)\nPlan 2 (3-5s)\nA boat."
    assert times(text) == [[(0, 3), (3, 5)]]


def test_words_that_look_like_more_are_written_as_words() -> None:
    text = "Shot 1 [0-3s] A {{ rope }} [[ old ]] and \\@x\n// no comment\nTitle: a sign\n\\back\n# sky\nShot 2 [3-5s] : a boat"
    made = compiled(imported(text))
    assert (
        made.clips[0]
        .shots[0]
        .action.value.startswith("A {{ rope }} [[ old ]] and \\@x\n// no comment\nTitle: a sign\n\\back")
    )
    assert [each.code for each in made.diagnostics if each.code != "SB116"] == []


@pytest.mark.parametrize(
    ("text", "shots"),
    [
        ("0-3: a rope\n3-5: a boat", [(0, 3), (3, 5)]),
        ("0s: a rope\n3s: a boat\n5s: the sea", [(0, 3), (3, 5), (5, 7)]),
        ("Shot one: A rope.\nShot two: A boat.", None),
        ("Shot 1a: A rope (3 s)\nShot 1a (3s): A rope.\nShot 1b (2s): A boat.", None),
        ("# Scene 1: A rope\nRain.\n# Scene 2: A boat\nSun.", None),
    ],
)
def test_what_is_not_certain_is_a_question(text: str, shots: list[tuple[float, float]] | None) -> None:
    assert "SB116" in codes(text)
    if shots is not None:
        assert times(text) == [shots]


def test_prose_without_marks_is_one_shot() -> None:
    text = "Two (20-25) year old men run every 1-2 seconds.\n\nAt 7:00-10:00 they rest."
    assert imported(text).split() == text.split()
    assert len(times(text)[0]) == 1


def test_a_word_with_a_hyphen_behind_a_time_is_kept() -> None:
    text = "A fight.\nHard light. 0-4 s slow-motion; 4-8 s real-time; 8-10 s a snap."
    assert [[shot.action.value for shot in clip.shots] for clip in compiled(imported(text)).clips] == [
        ["slow-motion;", "real-time;", "a snap."]
    ]
    assert "// import?" not in imported(text)  # three times that join from 0 on need no question


def test_a_label_that_goes_on_counting_is_a_shot() -> None:
    text = "Scena 1 (0-3s): a rope. Scena 2 (3-5s): a boat. Scena 3: the sea."
    assert times(text) == [[(0, 3), (3, 5), None]]
    assert "Scena 3: the sea." in imported(text).splitlines()


def test_a_label_in_running_text_that_may_be_a_shot_is_asked_about() -> None:
    story = imported("Plan 1 (0-2s, hook) : a rope. Plan 2-4 : a boat. Plan 5 (end) : the sea.")
    assert '"Plan 2-4 : a boat. Plan 5 (end) : the se": taken as words of shot 1. A shot of its own?' in story
    assert '"Plan 5 (end) : the sea.": taken as words of shot 1. A shot of its own?' in story


def test_times_of_the_film_over_times_of_the_clip_are_headings() -> None:
    text = (
        "## Cut 1 (0-5s) — the quay\n```\n[0-3s] A rope.\n[3-5s] A boat.\n```\n\n"
        "## Cut 2 (5-10s) — the sea\n```\n[0-2s] Waves.\n[2-5s] The sky.\n```\n"
    )
    assert times(text) == [[(0, 3), (3, 5)], [(0, 2), (2, 5)]]
    assert [clip.title for clip in drafted(text).clips] == ["Cut 1 — the quay", "Cut 2 — the sea"]


def test_clips_of_two_notations_are_found() -> None:
    text = "## One\n**Szene 1 (0-3s):** Seil\n**Szene 2 (3-5s):** Boot\n\n## Two\n**0-3s Das Meer:** Wellen\n**3-5s Der weite Himmel:** Blau"
    assert times(text) == [[(0, 3), (3, 5)], [(0, 3), (3, 5)]]


def test_a_length_at_the_end_of_every_shot_is_its_length() -> None:
    text = "Scene 1: a rope, slow zoom, 4 seconds.\nScene 2: a boat, 3 seconds."
    assert times(text) == [[(0, 4), (4, 7)]]
    assert '// import?: line 1, "4 seconds.": taken as the length of its shot.' in imported(text)


def test_a_heading_that_is_left_out_is_named() -> None:
    text = "Shot 1 [0-3s] A rope.\n\n# Rain\nGrey.\n\nShot 2 [3-5s] A boat."
    assert "the heading `# Rain` is left out" in imported(text)


def test_what_looks_like_data_is_asked_about() -> None:
    text = '"beats": [\n{"at": 2, "kind": "rope"},\n{"at": 5, "kind": "boat"}\n],\n'
    assert "// import?: some of the text looks like a program or data" in imported(text, "prompt")


def test_a_length_beside_a_range_that_it_contradicts_stays() -> None:
    text = "컷 1 (00:00~00:08 | 3s): 밧줄\n컷 2 (00:08~00:10 | 2s): 배"
    assert "SB204" in codes(text)


@pytest.mark.parametrize(
    ("text", "story"),
    [
        ("镜头一（0-3秒）：绳子\n镜头二（3-5秒）：船", "镜头1 [0-3s] 绳子\n镜头2 [3-5s] 船\n"),
        (
            "**0-3s The old rope:** rain\n**3-5s The boat:** turns",
            "Shot 1 [0-3s] \\**The old rope:** rain\nShot 2 [3-5s] \\**The boat:** turns\n",
        ),
        (
            "**Aufzug 1 (0-3s)**\nSeil\n**Aufzug 2 (3-5s)**\nBoot",
            "Shot 1 [0-3s, Aufzug 1] Seil\nShot 2 [3-5s, Aufzug 2] Boot\n",
        ),
        (
            "**0-3s**\n- a rope\n- rain\n\n**3-5s**\n- a boat",
            "Shot 1 [0-3s]\n  - a rope\n  - rain\nShot 2 [3-5s]\n  - a boat\n",
        ),
        ("0-3s Hook: a rope\n3-5s: a boat", "Shot 1 [0-3s, Hook] a rope\nShot 2 [3-5s] a boat\n"),
    ],
)
def test_nothing_but_the_words_stands_in_the_story(text: str, story: str) -> None:
    assert imported(text) == story


def test_a_text_whose_line_begins_with_the_negative_prompt_keeps_its_other_sentences() -> None:
    text = "Negative: no cuts, no text. One continuous shot; within 3 seconds the camera reaches the window."
    assert imported(text).splitlines() == [
        "negative_prompt: no cuts, no text",
        "",
        "One continuous shot; within 3 seconds the camera reaches the window.",
    ]


def test_the_last_of_labelled_shots_is_none_that_a_track_behind_it_fills() -> None:
    text = (
        "Clip 1 (0-2s): A rope dries.\nClip 2 (2-5s): Gulls lift off.\nClip 3 (5-10s): A bow cuts the water.\n\n"
        "**Audio:**\n- [0-2s]: creaking\n- [2-5s]: cries\n- [5-10s]: foam"
    )
    assert times(text) == [[(0, 2), (2, 5), (5, 10)]]
    assert "begins at 0 again: taken as words, a second track of the clip above" in imported(text)


@pytest.mark.parametrize("mistyped", ["3 6s", "3/6s", "3-6d", "-6s"])
@pytest.mark.parametrize("dress", [">>> {} >>>", "« {} »", '"{}":'])
def test_a_mistyped_time_in_the_dress_of_the_others_is_asked_about(dress: str, mistyped: str) -> None:
    text = f"{dress.format('0-3s')} a rope dries.\n{dress.format(mistyped)} gulls lift off.\n"
    assert "// import?" in imported(text)
