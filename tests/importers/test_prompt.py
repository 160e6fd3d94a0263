"""Raw prompts in the notations that people use; all sentences are our own."""

from __future__ import annotations

import pytest

from storyboard.config import Limits
from storyboard.exporters import load as exporter
from storyboard.formatter import fmt
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
    "two levels": "HOOK (0-5s):\nShot 1 (0-3s): A rope.\nShot 2 (3-5s): A boat.\nShot 3 (5-10s): The sea.",
}


@pytest.mark.parametrize("name", PROMPTS)
def test_every_notation_gives_the_same_shots(name: str) -> None:
    assert times(PROMPTS[name], "prompt") == THREE
    assert not {"SB109", "SB110", "SB201", "SB202"} & set(codes(PROMPTS[name], "prompt"))


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
        ("# Shot 1: A rope\nRain.\n# Shot 2: A boat\nSun.", None),
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
