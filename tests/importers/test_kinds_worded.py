"""Labels without digits behind their word: ordinals, letters, initials and signs; what import reads and check says."""

from __future__ import annotations

import pytest

from storyboard.exchange.importers import Draft, read, written
from tests.compiling import compiled
from tests.importers.reading import times

TWO = [(0, 2), (2, 5)]
TIMED: dict[str, str] = {
    "Korean ordinals": "첫 번째 장면 [0초~2초] 밧줄.\n두 번째 장면 [2초~5초] 배.",
    "initials": "S1 (0-2s): A rope.\nS2 (2-5s): A boat.",
    "letters": "Shot A (0-2s): A rope.\nShot B (2-5s): A boat.",
    "circles": "① 0-2s: A rope.\n② 2-5s: A boat.",
    "hashes": "#1 0-2s: A rope.\n#2 2-5s: A boat.",
    "digits before the label": "1st shot [0-2s] A rope.\n2nd shot [2-5s] A boat.",
    "ordinals and a comma": "Erste Einstellung, 0-2 s: ein Seil.\nZweite Einstellung, 2-5 s: ein Boot.",
    "a word between": "Plan nº 1 · del segundo 0 al 2: una soga.\nPlan nº 2 · del segundo 2 al 5: un barco.",
    "a word with a full stop between": "Toma n.º 1 (0-2 s): una soga.\nToma n.º 2 (2-5 s): un barco.",
    "a word before a number in words": "Shot number one [0-2s] A rope.\nShot number two [2-5s] A boat.",
    "letters behind the time": "[0-2s] Shot A: A rope.\n[2-5s] Shot B: A boat.",
    "ordinals behind the time": "0-2s — First shot: A rope.\n2-5s — Second shot: A boat.",
    "how many there are": "Shot 1 of 2 (0-2s): A rope.\nShot 2 of 2 (2-5s): A boat.",
    "how many there are, in words": "Plan 1 sur 2 (0-2 s) : une corde.\nPlan 2 sur 2 (2-5 s) : un bateau.",
    "initials behind the time": "[0-2s] S1: A rope.\n[2-5s] S2: A boat.",
    "a label and seconds in signs": "画面一（0″-2″）：绳子。\n画面二（2″-5″）：船。",
    "a length in words": "Shot 1 (two seconds) A rope.\nShot 2 (three seconds) A boat.",
    "a length in Chinese": "镜头1（两秒）绳子。\n镜头2（三秒）船。",
    "lengths in words below": "Shot 1: A rope.\nDuration: two seconds\nShot 2: A boat.\nDuration: three seconds",
    "times in words": "Zero to two seconds: a rope.\nTwo to five seconds: a boat.",
    "emoji": "🎬 Shot 1 (0-2s): A rope.\n🎬 Shot 2 (2-5s): A boat.",
}
NAMED = [
    "[1] A rope.\n[2] A boat.",
    "【1】绳子。\n【2】船。",
    "**[01]** A rope.\n**[02]** A boat.",
    "一カット目：ロープ。\n二カット目：船。",
    "Sh01: A rope.\nSh02: A boat.",
    "1st: A rope.\n2nd: A boat.",
    "1er : une corde.\n2e : un bateau.",
    '"Shot A": A rope.\n"Shot B": A boat.',
    "Scene the First: A rope.\nScene the Second: A boat.",
    "«Кадр первый»: верёвка.\n«Кадр второй»: лодка.",
    "Shot one of two: A rope.\nShot two of two: A boat.",
    "第一镜：绳子。\n第二镜：船。",
    "1カット目：ロープ。\n2カット目：船。",
    "最初のカット：ロープ。\n二番目のカット：船。",
    "第一場：ロープ。\n第二場：船。",
    "1번째 장면: 밧줄.\n2번째 장면: 배.",
    "제1장: 밧줄.\n제2장: 배.",
    "ฉากแรก: เชือก\nฉากที่สอง: เรือ",
    "镜头A：绳子。\n镜头B：船。",
    "Shot A: A rope.\nShot B: A boat.",
    "Panel A - A rope.\nPanel B - A boat.",
    "Shot I A rope hangs.\nShot II A boat leaves.",
    "S1: A rope.\nS2: A boat.",
    "Sc.1 A rope.\nSc.2 A boat.",
    "SC 1 - A rope.\nSC 2 - A boat.",
    "[S1] A rope.\n[S2] A boat.",
    "C1: A rope.\nC2: A boat.",
    "#1: A rope.\n#2: A boat.",
    "①：绳子。\n②：船。",
    "1st shot: A rope.\n2nd shot: A boat.",
    "1. Szene: Ein Seil.\n2. Szene: Ein Boot.",
    "1-й кадр: верёвка.\n2-й кадр: лодка.",
    "Première scène : une corde.\nDeuxième scène : un bateau.",
    "**Première scène**\nune corde.\n**Deuxième scène**\nun bateau.",
    "1) Première scène : une corde.\n2) Deuxième scène : un bateau.",
    "🎬 Première scène — une corde.\n🎬 Deuxième scène — un bateau.",
    "[Erste Einstellung] Ein Seil.\n[Zweite Einstellung] Ein Boot.",
    "Primer plano - una soga.\nSegundo plano - un barco.",
    "### Prima inquadratura\nuna corda.\n### Seconda inquadratura\nuna barca.",
    "### Shot A\nA rope.\n### Shot B\nA boat.",
    "A quay. First scene: a rope. Second scene: a boat.",
    "Сцена первая. Верёвка.\nСцена вторая. Лодка.",
    "Перша сцена: мотузка.\nДруга сцена: човен.",
    "Scena pierwsza: lina.\nScena druga: łódź.",
    "První scéna: lano.\nDruhá scéna: loď.",
    "Första scenen: ett rep.\nAndra scenen: en båt.",
    "Første scene: et reb.\nAnden scene: en båd.",
    "Første scene: et tau.\nAndre scene: en båt.",
    "Ensimmäinen kohtaus: köysi.\nToinen kohtaus: vene.",
    "Birinci sahne: bir halat.\nİkinci sahne: bir tekne.",
    "المشهد الأول: حبل.\nالمشهد الثاني: قارب.",
    "صحنه اول: طناب.\nصحنه دوم: قایق.",
    "סצנה ראשונה: חבל.\nסצנה שנייה: סירה.",
    "पहला दृश्य: रस्सी।\nदूसरा दृश्य: नाव।",
    "প্রথম দৃশ্য: দড়ি।\nদ্বিতীয় দৃশ্য: নৌকা।",
    "Cảnh thứ nhất: sợi dây.\nCảnh thứ hai: con thuyền.",
    "Adegan pertama: tali.\nAdegan kedua: perahu.",
    "Babak pertama: tali.\nBabak kedua: perahu.",
    "Πρώτη σκηνή: σχοινί.\nΔεύτερη σκηνή: βάρκα.",
    "Prima scenă: o frânghie.\nA doua scenă: o barcă.",
    "Első jelenet: kötél.\nMásodik jelenet: csónak.",
    "Eerste scène: een touw.\nTweede scène: een boot.",
    "Primeira cena: uma corda.\nSegunda cena: um barco.",
]
PROSE = [
    "Plan B: run for the door.",
    "# Plan B\nA rope.",
    "# The first shot of the day\nA rope.",
    "Vitamin C: a bottle.\nVitamin D: another.",
    "One scene a day, shot on 35mm.",
    "Team A: red shirts.\nTeam B: blue shirts.",
    "The first act of kindness.\nThe second act of war.",
    "The first shot of espresso is poured. The second shot of espresso is cold.",
    "The first shot rings out. The second shot hits a can.",
    "In part one sees the sea, in part the sky.",
    "第一个镜头感十足的女孩走来。",
    "第一个镜头的灯。第二个镜头的手。",
    "一カット目の写真。二カット目の写真。",
    "첫 장면의 등불. 두 번째 장면의 손.",
    "In the first act of kindness a boy sings. In the second act of kindness he dances.",
    "Der erste Schnitt der Schere. Der zweite Schnitt der Schere.",
    "В первом кадре плёнки дыра.",
    "No primeiro plano, uma flor. No segundo plano, um muro.",
    "A footnote [1] on a page.",
    "En primer plano, un hombre.\nEn segundo plano, una casa.",
    "Primer plano: el rostro de una mujer.\nPlano general: la playa.",
    "Erste Hilfe: ein Koffer.\nZweite Wahl: ein Boot.",
    "The last shot: soft, on film.",
    "C1: English learners smile.",
    'S1: "Hello."\nS2: "Hi."',
    "#1 fan of the team waves.",
    "1. Scene: a market at night.\n2. Camera: slow.\n3. Light: warm.",
    "第一：灯亮。\n第二：手伸。",
    "2人目の男。1つ目の窓。",
    "Der 1. Mai. Der 2. Weltkrieg.",
]
SPOKEN = [
    "The first shot is a rope. The second shot is a boat.",
    "In shot one, a rope. In shot two, a boat.",
    "In shot 1, a rope. In shot 2, a boat.",
    "Scene one shows a rope. Scene two shows a boat.",
    "Scene 1 shows a rope.\nScene 2 shows a boat.",
    "In the first shot a rope. In the second shot a boat.",
    "A quay: the first shot is a rope, the second shot is a boat.",
    "The opening shot is a rope. The second shot is a boat.",
    "第一个镜头是a rope，第二个镜头是a boat。",
    "在第一个镜头中，a rope。在第二个镜头中，a boat。",
    "第一个镜头绳子，第二个镜头船。",
    "最初のカットはa rope。二番目のカットはa boat。",
    "첫 장면은 a rope. 두 번째 장면은 a boat.",
    "Im ersten Bild a rope. Im zweiten Bild a boat.",
    "Die erste Einstellung zeigt a rope. Die zweite Einstellung zeigt a boat.",
    "Dans le premier plan, a rope. Dans le deuxième plan, a boat.",
    "En la primera toma, a rope. En la segunda toma, a boat.",
    "Na primeira cena, a rope. Na segunda cena, a boat.",
    "В первом кадре a rope. Во втором кадре a boat.",
    "पहले शॉट में a rope। दूसरे शॉट में a boat।",
    "İlk sahnede a rope. İkinci sahnede a boat.",
]


@pytest.mark.parametrize("text", SPOKEN)
def test_labels_in_sentences_that_count_on_are_asked_about_and_named(text: str) -> None:
    draft = read(text)
    assert isinstance(draft, Draft)
    assert len(draft.doubts) == 1
    said = [[line.text for line in shot.lines if line.text.strip()] for shot in draft.clips[0].shots]
    assert [[line.strip(" .,。，।") for line in lines] for lines in said] in (
        [["a rope"], ["a boat"]],
        [["绳子"], ["船"]],
    )
    assert "SB117" in [finding.code for finding in compiled(f"duration: 10\n{text}\n").diagnostics]


def test_labels_in_sentences_beside_marks_speak_of_those() -> None:
    text = "In shot 1, the rope is red. In shot 2, the boat is blue.\nShot 1 [0-2s] A rope.\nShot 2 [2-5s] A boat."
    assert times(text) == [TWO]
    draft = read(text)
    assert isinstance(draft, Draft)
    assert [line.text for line in draft.lines if line.text.strip()] == [text.partition("\n")[0]]


@pytest.mark.parametrize("name", TIMED)
def test_import_reads_label_and_time_and_leaves_nothing_of_them(name: str) -> None:
    draft = read(TIMED[name])
    assert isinstance(draft, Draft)
    assert times(TIMED[name]) == [TWO]
    assert not any(line.text.strip() for line in draft.lines)
    assert [len([line for line in shot.lines if line.text.strip()]) for shot in draft.clips[0].shots] == [1, 1]
    assert not any(shot.title for shot in draft.clips[0].shots)


@pytest.mark.parametrize("text", NAMED)
def test_import_reads_each_label(text: str) -> None:
    draft = read(text)
    assert isinstance(draft, Draft)
    assert [len(clip.shots) for clip in draft.clips] == [2]


@pytest.mark.parametrize("text", NAMED)
def test_check_names_each_label_that_the_grammar_does_not_read(text: str) -> None:
    codes = {finding.code for finding in compiled(f"{text}\n").diagnostics}
    assert codes & {"SB110", "SB117", "SB119"}


@pytest.mark.parametrize("text", PROSE)
def test_words_that_number_nothing_are_words(text: str) -> None:
    draft = read(text)
    assert isinstance(draft, Draft)
    assert not draft.clips
    assert not {finding.code for finding in compiled(f"{text}\n").diagnostics} & {"SB109", "SB110", "SB117", "SB119"}


@pytest.mark.parametrize(
    "text", ["① A rope.\n② A boat.", "#1 A rope.\n#2 A boat.", "S1 A rope.\nS2 A boat.", "[1] A rope. [2] A boat."]
)
def test_a_number_that_nothing_parts_from_the_words_is_asked_about(text: str) -> None:
    draft = read(text)
    assert isinstance(draft, Draft)
    assert (len(draft.clips), len(draft.doubts)) == (0, 1)
    assert {"SB109", "SB110"} & {finding.code for finding in compiled(f"{text}\n").diagnostics}


ENDS = ["Quadro 1 (até 2s): uma corda.\nQuadro 2 (até 5s): um barco.", "镜头1（到2秒）：绳子。\n镜头2（到5秒）：船。"]


@pytest.mark.parametrize("text", ENDS)
def test_an_end_alone_is_no_length(text: str) -> None:
    draft = read(text)
    assert isinstance(draft, Draft)
    assert times(text) == [TWO]
    assert [shot.title for shot in draft.clips[0].shots] == ["", ""]
    assert len(draft.doubts) == 1
    assert [finding.code for finding in compiled(f"{text}\n").diagnostics] == ["SB110", "SB110"]


def test_an_ordinal_behind_a_range_of_seconds_is_no_title() -> None:
    draft = read("カット1（0〜2秒目）ロープ。\nカット2（2〜5秒目）船。")
    assert isinstance(draft, Draft)
    assert [(shot.start, shot.end, shot.title) for shot in draft.clips[0].shots] == [(0, 2000, ""), (2000, 5000, "")]


def test_an_end_behind_whole_times_is_asked_about() -> None:
    text = "Shot 1 (0-2s): A rope.\nShot 2 (until 5s): A boat."
    draft = read(text)
    assert isinstance(draft, Draft)
    assert times(text) == [TWO]
    assert len(draft.doubts) == 1


def test_ends_of_each_clip_are_counted_from_its_first_shot() -> None:
    text = (
        "Shot 1 (until 2s): A rope.\nShot 2 (until 5s): A boat.\nShot 1 (until 2s): A sail.\nShot 2 (until 5s): A net."
    )
    assert times(text) == [TWO, TWO]


def test_ends_that_do_not_grow_are_taken_as_lengths_and_asked_about() -> None:
    draft = read("Shot 1 (up to 2s): A rope.\nShot 2 (up to 2s): A boat.")
    assert isinstance(draft, Draft)
    assert [shot.length for shot in draft.clips[0].shots] == [2000, 2000]
    assert len(draft.doubts) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Sahne 1 — 0 ile 2. saniye: bir halat.\nSahne 2 — 2 ile 5. saniye: bir tekne.",
        "0. bis 2. Sekunde: ein Seil.\n2. bis 5. Sekunde: ein Boot.",
        "Szene 1: 0.–2. Sekunde – ein Seil.\nSzene 2: 2.–5. Sekunde – ein Boot.",
    ],
)
def test_a_second_may_be_an_ordinal(text: str) -> None:
    assert times(text) == [TWO]
    assert "SB117" in [finding.code for finding in compiled(f"duration: 10\n{text}\n").diagnostics]


@pytest.mark.parametrize("text", ["Shot a) A rope.\nShot b) A boat.", "Shot 1/2: A rope.\nShot 2/2: A boat."])
def test_no_sign_of_a_label_stays_in_the_words(text: str) -> None:
    draft = read(text)
    assert isinstance(draft, Draft)
    lines = [[line.text for line in shot.lines if line.text.strip()] for shot in draft.clips[0].shots]
    assert lines == [["A rope."], ["A boat."]]
    assert "SB117" in [finding.code for finding in compiled(f"{text}\n").diagnostics]


RANGES_IN_WORDS = [
    "For the first two seconds, a rope. From two to four seconds a boat. From four to eight seconds the sea.",
    "From zero to two seconds a rope. From two to four seconds a boat. From four to eight seconds the sea.",
    "De zéro à deux secondes, a rope. De deux à quatre secondes, a boat. De quatre à huit secondes, the sea.",
    "Nos primeiros 2 segundos, a rope. Dos 2 aos 4 segundos, a boat. Dos 4 aos 8 segundos, the sea.",
    "Dai 0 ai 2 secondi a rope. Dai 2 ai 4 secondi a boat. Dai 4 ai 8 secondi the sea.",
]


@pytest.mark.parametrize("text", RANGES_IN_WORDS)
def test_ranges_that_count_in_words_are_read_and_named(text: str) -> None:
    draft = read(text)
    assert isinstance(draft, Draft)
    shots = compiled(written(draft)).clips[0].shots
    assert [(shot.start, shot.end) for shot in shots] == [(0, 2000), (2000, 4000), (4000, 8000)]
    assert all(shot.action.value.strip(" .,") in ("a rope", "a boat", "the sea") for shot in shots)
    assert {finding.code for finding in compiled(f"{text}\n").diagnostics} >= {"SB117"}
