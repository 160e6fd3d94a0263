"""Each kind of notation that once passed as prose: what import reads, and what check says of the same text."""

from __future__ import annotations

import pytest

from storyboard.compiler.pipeline import compile_story
from storyboard.config import Config
from storyboard.exchange.importers import Draft, read
from storyboard.source import MemoryFiles
from tests.compiling import compiled
from tests.importers.reading import imported, times

TWO = [(0, 2), (2, 5)]
UNTIMED = [None, None]
KINDS: dict[str, tuple[str, object, set[str]]] = {
    "label in brackets": ("[Shot 1] A rope.\n[Shot 2] A boat.", UNTIMED, {"SB209"}),
    "label in Chinese brackets": ("【镜头1】绳子。\n【镜头2】船。", UNTIMED, {"SB209"}),
    "length in the label's bracket": ("[Shot 1: 2s] A rope.\n[Shot 2: 3s] A boat.", TWO, set()),
    "glued label": ("SHOT1 A rope\nSHOT2 A boat", UNTIMED, {"SB209"}),
    "labels in running text": ("A quay. Shot 1: A rope. Shot 2: A boat.", UNTIMED, {"SB117"}),
    "ordinals": ("A quay. First shot [0-2s] a rope. Second shot [2-5s] a boat.", TWO, {"SB117"}),
    "ordinals at the line": ("The first shot [0-2s] a rope\nThe second shot [2-5s] a boat", TWO, {"SB117"}),
    "Chinese ordinals": ("第一个镜头[0-2秒]：绳子。第二个镜头[2-5秒]：船。", TWO, {"SB117"}),
    "no unit, a dash": ('0.00–2.00 — "Rope"\n2.00–5.00 — "Boat"', TWO, {"SB117"}),
    "clocks glued to a word": ("00:00-00:02全景：绳子\n00:02-00:05特写：船", TWO, {"SB117"}),
    "French words": ("De 0 à 2 s : une corde\nDe 2 à 5 s : un bateau", TWO, {"SB117"}),
    "Spanish words": ("Del segundo 0 al 2: una cuerda\nDel segundo 2 al 5: un barco", TWO, {"SB117"}),
    "lengths in words": ("First 2 seconds: a rope. Next 3 seconds: a boat.", TWO, {"SB117"}),
    "unit first": ("Seconds 0-2: a rope\nSeconds 2-5: a boat", TWO, {"SB117"}),
    "starts": ("0:00 - a rope\n0:02 - a boat", [(0, 2), (2, 4)], {"SB117"}),
    "numbers in words": ("SHOT ONE - 0 to 2 seconds - A rope.\nSHOT TWO - 2 to 5 seconds - A boat.", TWO, {"SB117"}),
    "clock behind a label": ("Shot 1: 0:00-0:02 A rope.\nShot 2: 0:02-0:05 A boat.", TWO, set()),
    "blank in a clock": ("0 :00–0:02 a rope\n0 :02–0:05 a boat", TWO, {"SB117"}),
    "a unit that one mark lacks": ("- 0–2：绳子\n- 2–5秒：船", TWO, {"SB117"}),
    "parts over shots": ("第1段（0-5秒）：镜头1（0-2秒）绳子。镜头2（2-5秒）船。", TWO, {"SB109"}),
    "label and bare time": ("[Shot 1] 0-2s: A rope.\n[Shot 2] 2-5s: A boat.", TWO, set()),
    "title in the bracket": ("第1镜（0-2s 绳）：甲\n第2镜（2-5s 船）：乙", TWO, set()),
    "frames that are 00": ("[00:00:00:00-00:00:02:00] A rope\n[00:00:02:00-00:00:05:00] A boat", TWO, {"SB110"}),
    "heading and time below": (
        "### Shot 1: The rope\n**Time:** 0-2s\n\n### Shot 2: The boat\n**Time:** 2-5s",
        TWO,
        {"SB119"},
    ),
    "label and time below": ("SHOT 1\nTime: 0-2s\na rope\nSHOT 2\nTime: 2-5s\na boat", TWO, {"SB218"}),
    "time behind the words": ("A rope drips. (0-2s)\nA boat turns. (2-5s)", TWO, {"SB117"}),
    "words before the time": ("Shot 1: A rope drips (0-2s)\nShot 2: A boat turns (2-5s)", TWO, set()),
    "subtitles": ("WEBVTT\n\n00:00.000 --> 00:02.000\na\n\n00:02.000 --> 00:05.000\nb", TWO, {"SB118"}),
    "ends alone": ("Shot 1 (until 2s): A rope.\nShot 2 (until 5s): A boat.", TWO, {"SB110"}),
    "ends alone, German": ("Einstellung 1 (bis 2 s) Ein Seil.\nEinstellung 2 (bis 5 s) Ein Boot.", TWO, {"SB110"}),
    "starts behind labels": ("Shot 1 (0s in) A rope.\nShot 2 (2s in) A boat.", [(0, 2), (2, 4)], {"SB110"}),
    "starts with a sign": ("Shot 1 [@0s] A rope.\nShot 2 [@2s] A boat.", [(0, 2), (2, 4)], {"SB110"}),
    "frames behind labels": ("24 fps.\nShot 1 F0-F48 A rope.\nShot 2 F48-F120 A boat.", TWO, {"SB117"}),
    "starts in a dress behind labels": ("Shot 1 T+0 A rope.\nShot 2 T+2 A boat.", [(0, 2), (2, 4)], {"SB117"}),
    "a dress behind labels": ("Shot 1 t0..t2 A rope.\nShot 2 t2..t5 A boat.", TWO, {"SB117"}),
    "ends at the line": ("until 2s A rope\nuntil 5s A boat", TWO, {"SB117"}),
    "ends at the line, German": ("Bis 2 s: ein Seil\nBis 5 s: ein Boot", TWO, {"SB117"}),
    "circled numbers": ("镜头①：绳子。\n镜头②：船。", UNTIMED, {"SB117"}),
}


@pytest.mark.parametrize("name", KINDS)
def test_import_reads_the_shots(name: str) -> None:
    text, shots, _ = KINDS[name]
    assert times(text) == [shots]


@pytest.mark.parametrize("name", KINDS)
def test_check_reads_the_shots_or_reports_them(name: str) -> None:
    text, _, codes = KINDS[name]
    made = compile_story(MemoryFiles({"a.story": text + "\n"}), "a.story", Config())
    assert codes <= {diagnostic.code for diagnostic in made.diagnostics}
    assert codes or len(made.clips[0].shots) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Shot number 1: A lamp.\nShot number 2: A hand.",
        "Shot no 1\nA lamp.\nShot no 2\nA hand.",
        "Plan numéro 1 : une lampe.\nPlan numéro 2 : une main.",
        "Plan n° 1 : une lampe.\nPlan n° 2 : une main.",
        "Shot: 1\nA lamp.\nShot: 2\nA hand.",
        "=== Shot 1 ===\nA lamp.\n=== Shot 2 ===\nA hand.",
        "SHOT-1: A lamp.\nSHOT-2: A hand.",
        "\uff33\uff48\uff4f\uff54\u30001\uff1aA lamp.\n\uff33\uff48\uff4f\uff54\u30002\uff1aA hand.",
        "\U0001d5e6\U0001d5f5\U0001d5fc\U0001d601 1: A lamp.\n\U0001d5e6\U0001d5f5\U0001d5fc\U0001d601 2: A hand.",
        "[b]Shot 1[/b] A lamp.\n[b]Shot 2[/b] A hand.",
        "<b>Shot 1</b> A lamp.\n<b>Shot 2</b> A hand.",
        "<h3>Shot 1</h3><p>A lamp.</p>\n<h3>Shot 2</h3><p>A hand.</p>",
    ],
)
def test_a_label_in_odd_dress_is_a_label(text: str) -> None:
    draft = read(text)
    assert isinstance(draft, Draft)
    assert [len(clip.shots) for clip in draft.clips] == [2]
    assert "SB117" in [finding.code for finding in compiled(f"duration: 10\n{text}\n").diagnostics]


@pytest.mark.parametrize("bracket", ["3s", "about 3s", "3s to camera", "3s in slow motion", "de 3s", "hold 3s"])
def test_a_length_with_words_beside_it_is_a_length(bracket: str) -> None:
    story = compiled(f"Shot 1 ({bracket}) A rope.\nShot 2 (2s) A boat.\n")
    assert [(shot.start, shot.end) for shot in story.clips[0].shots] == [(0, 3000), (3000, 5000)]


@pytest.mark.parametrize(
    "text",
    [
        "Shot: 3 seconds of rain.",
        "Wide shot - 4 people wait.",
        "The last shot: 35 mm, soft.",
        "A no 5 scent.",
        "Wait\nuntil 3 men",
    ],
)
def test_a_number_of_things_behind_a_label_is_none(text: str) -> None:
    assert "SB117" not in [finding.code for finding in compiled(f"duration: 10\n{text}\n").diagnostics]


HYPHENS = [
    "Scene 3-A of the play",
    "Scene 2-person table",
    "Act 3–era look",
    "Сцена 1-го акта балета",
    "Kadr 3-ci",
    "Szene 1-jähriger Hund",
    "Cena 2-D de animação",
    "Shot 2's end is near",
    "Scene 5th of the play",
]


@pytest.mark.parametrize("text", HYPHENS)
def test_a_number_that_is_part_of_a_word_takes_no_word_away(text: str) -> None:
    assert times(text) == [[(0, 5)]]
    assert imported(text).strip() == text
    assert compiled(f"{text}\n").clips[0].shots[0].action.value == text


@pytest.mark.parametrize("mark", ["Shot 1 -", "Shot 1-", "Shot 1—", "镜头1-", "**Shot 1**-"])
def test_a_dash_that_parts_a_label_from_its_words_makes_a_mark(mark: str) -> None:
    blank = "" if mark[-1] == "—" or "镜" in mark else " "
    shots = compiled(f"duration: 5\n{mark}{blank}绳 hangs.\n").clips[0].shots
    assert [(shot.mark is not None, shot.action.value) for shot in shots] == [(True, "绳 hangs.")]


@pytest.mark.parametrize("text", ["Сцена 1-я: Верёвка.\nСцена 2-я: Лодка.", "Scene 1st: Верёвка.\nScene 2nd: Лодка."])
def test_the_ending_of_an_ordinal_behind_a_label_is_of_the_label(text: str) -> None:
    story = compiled(f"duration: 10\n{imported(text)}")
    assert [shot.action.value for shot in story.clips[0].shots] == ["Верёвка.", "Лодка."]
    assert "SB117" in [finding.code for finding in compiled(f"{text}\n").diagnostics]


def test_bare_numbers_behind_labels_are_no_times() -> None:
    text = "Shot 1: 0 - no glass.\nShot 2: 3 - full glasses."
    assert times(text) == [[None, None]]
    assert "0 - no glass." in imported(text)


def test_a_title_before_the_last_time_is_no_word_of_the_shot_before() -> None:
    clip = compiled(imported("Shot 1 [0-2s] A rope.\nEnd card 2-5s a boat.")).clips[0]
    assert [(shot.title, shot.action.value) for shot in clip.shots] == [("", "A rope."), ("End card", "a boat.")]
