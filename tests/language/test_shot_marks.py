"""The section on shot marks: labels, ranges, brackets, clocks, separators, units, lengths, titles, what is no time."""

from __future__ import annotations

import pytest

from tests.compiling import codes, compiled, marked, prompt
from tests.helpers import applied

LABELS = (
    "Shot Scene Cut Act Part Phase Beat Segment Clip 镜头 分镜 画面 鏡頭 シーン カット 장면 컷 씬 Сцена Кадр Escena Plano Plan Cena "
    "Scène Szene Scena Sahne Cảnh Adegan المشهد दृश्य"
).split()
UNITS = ("s sec secs second seconds Sekunden segundos secondes detik giây сек с sn 秒 초 ثانية ثوان").split()
SEPARATORS = ["-", "–", "—", "~", "〜", "～", " to ", "至", "到", " - ", " – "]
ORNAMENTS = ["- ", "* ", "> ", "1. ", "2) ", "🎬 ", "🎙️ ", "• ", "  ", "\t", "- 🎬 ", "> - ", "→ "]


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize(
    "form", ["{} 1 [0-5s] A lamp.", "{}1[0-5s] A lamp.", "{} #1 (0-5s): A lamp.", "{} 1 0-5s: A lamp."]
)
def test_label_number_and_time(label: str, form: str) -> None:
    assert marked(form.format(label)) == ["0-5 1 <> A lamp."]


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize(
    "end", [": A lamp.", "：A lamp.", ". A lamp.", " | A lamp.", " - A lamp.", " – A lamp.", " — A lamp.", "\nA lamp."]
)
def test_label_and_number_alone(label: str, end: str) -> None:
    assert marked(f"duration: 5\n{label} 1{end}") == ["0-5 1 <> A lamp."]


@pytest.mark.parametrize("label", [*LABELS, *(each.upper() for each in LABELS), *(each.lower() for each in LABELS)])
def test_label_in_any_case_and_time_first(label: str) -> None:
    assert marked(f"[0-5s] {label} 1: A lamp.") == ["0-5 1 <> A lamp."]


@pytest.mark.parametrize("label", LABELS)
def test_label_without_a_number_wants_a_time_with_a_unit(label: str) -> None:
    assert marked(f"{label} [0-5s] A lamp.") == ["0-5 - <> A lamp."]
    assert marked(f"{label}: a lamp.") == []
    assert marked(f"{label} — a lamp.") == []


@pytest.mark.parametrize(
    "line",
    [
        "第1个镜头[0-5秒] A lamp.",
        "第 1 个镜头（0-5秒）：A lamp.",
        "第1镜头 [0-5s] A lamp.",
        "第１个镜头[０-５秒]A lamp.",
    ],
)
def test_ordinal_label(line: str) -> None:
    assert marked(line) == ["0-5 1 <> A lamp."]


def test_ordinal_label_alone() -> None:
    assert marked("duration: 5\n第1个镜头：A lamp.") == ["0-5 1 <> A lamp."]


@pytest.mark.parametrize(
    "line",
    [
        "Shot 1 A lamp.",
        "Shot 1, a lamp.",
        "Shot 1) a lamp.",
        "Shot a: lamp.",
        "Shot: a lamp.",
        "Shots fired.",
        "A shot 1: lamp.",
        "Screenshot 1: a lamp.",
        "Shot 1.5: a lamp.",
    ],
)
def test_no_mark(line: str) -> None:
    assert marked(line) == []


@pytest.mark.parametrize("ornament", ORNAMENTS)
@pytest.mark.parametrize("mark", ["Shot 1 [0-5s]", "[0-5s]", "0-5s:", "[0-5s] Shot 1:"])
def test_ornament_is_skipped(ornament: str, mark: str) -> None:
    number = 1 if "Shot" in mark else "-"
    assert marked(f"{ornament}{mark} A lamp.") == [f"0-5 {number} <> A lamp."]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("**Shot 1 (0.0s - 5s):** A lamp.", "A lamp."),
        ("**Shot 1 [0-5s]** A lamp.", "A lamp."),
        ("**[0-5s]** A lamp.", "A lamp."),
        ("**0-5s:** A lamp.", "A lamp."),
        ("**0-5s: A lamp.**", "A lamp."),
        ("*Shot 1* [0-5s] A lamp.", "A lamp."),
        ("__Shot 1 [0-5s]__ A lamp.", "A lamp."),
        ("Shot 1 [0-5s] **Wide** shot", "**Wide** shot"),
        ("**Shot 1 [0-5s]** **Wide** shot", "**Wide** shot"),
        ("- **Shot 1 [0-5s]:** A **lamp**", "A **lamp**"),
    ],
)
def test_closer_of_an_ornament_goes_with_it(line: str, text: str) -> None:
    clip = compiled(line).clips[0]
    assert [(shot.start, shot.end, shot.action.value) for shot in clip.shots] == [(0, 5000, text)]


@pytest.mark.parametrize(
    "line",
    [
        "[0-5s] A lamp.",
        "(0-5s) A lamp.",
        "【0-5秒】A lamp.",
        "（0-5秒）A lamp.",
        "[0s-5s] A lamp.",
        "[0 - 5 s] A lamp.",
        "[ 0-5s ] A lamp.",
        "[0-5s]: A lamp.",
        "[0-5s] - A lamp.",
        "0-5s: A lamp.",
        "0-5s： A lamp.",
        "0-5s | A lamp.",
        "0-5s — A lamp.",
        "0-5s - A lamp.",
        "0s-5s: A lamp.",
        "0-5秒画面：A lamp.",
        "0-5s hook: A lamp.",
        "[0:00-0:05] A lamp.",
        "[00:00-00:05] A lamp.",
        "[0：00-0：05] A lamp.",
        "(0:00 – 0:05) A lamp.",
        "0:00-0:05: A lamp.",
        "0:00-0:05 — A lamp.",
        "0:00-0:05 | A lamp.",
        "0:00-0:05  A lamp.",
        "0:00-0:05\tA lamp.",
        "00:00-00:05  A lamp.",
        "[０-５s] A lamp.",
        "[0.0-5.0s] A lamp.",
        "[０：００-０：０５] A lamp.",
    ],
)
def test_range(line: str) -> None:
    assert marked(line) == ["0-5 - <> A lamp."]


@pytest.mark.parametrize("separator", SEPARATORS)
def test_separator(separator: str) -> None:
    assert marked(f"[0{separator}5s] A lamp.") == ["0-5 - <> A lamp."]
    assert marked(f"Shot 1 [0{separator}5] A lamp.") == ["0-5 1 <> A lamp."]
    assert marked(f"0{separator}5s: A lamp.") == ["0-5 - <> A lamp."]
    assert marked(f"0:00{separator}0:05: A lamp.") == ["0-5 - <> A lamp."]


@pytest.mark.parametrize("unit", [*UNITS, *(each.upper() for each in UNITS if each.isascii())])
@pytest.mark.parametrize("space", ["", " "])
def test_unit(unit: str, space: str) -> None:
    assert marked(f"[0-5{space}{unit}] A lamp.") == ["0-5 - <> A lamp."]
    assert marked(f"0-5{space}{unit}: A lamp.") == ["0-5 - <> A lamp."]
    assert marked(f"Shot 1 ({5}{space}{unit}) A lamp.") == ["0-5 1 <> A lamp."]


@pytest.mark.parametrize(
    ("line", "is_mark"),
    [
        ("Shot 1 [0-5] A lamp.", True),
        ("Shot 1 (0-5): A lamp.", True),
        ("镜头1【0-5】A lamp.", True),
        ("[0:00-0:05] A lamp.", True),
        ("[0-5] A lamp.", False),
        ("(0-5) A lamp.", False),
        ("0-5: A lamp.", False),
        ("Shot [0-5] A lamp.", False),
        ("Shot 1 0-5 A lamp.", False),
        ("Shot 1 0-5s A lamp.", False),
        ("0-5s A lamp.", False),
        ("[0:00-5] A lamp.", False),
        ("0:00-0:05 A lamp.", False),
        ("0-5s two words: a lamp.", False),
    ],
)
def test_a_range_needs_a_unit_unless_its_place_tells(line: str, is_mark: bool) -> None:
    assert bool(marked(line)) is is_mark


@pytest.mark.parametrize(
    "line",
    [
        "[0-5sx] A lamp.",
        "[0-5steps] A lamp.",
        "[0-5sq] A lamp.",
        "(0-5a) A lamp.",
        "[0:00-0:05x] A lamp.",
        "0:00-0:5: A lamp.",
        "[0:00:00-0:05] A lamp.",
    ],
)
def test_a_number_touches_no_other_letter_and_no_digit_behind_a_colon(line: str) -> None:
    assert marked(line) == []


@pytest.mark.parametrize(
    "line",
    ["Shot 1 [0-5s) A lamp.", "Shot 1 (0-5s] A lamp.", "[0-5s) A lamp.", "【0-5秒] A lamp.", "Shot 1 （0-5s) A lamp."],
)
def test_brackets_pair_in_kind(line: str) -> None:
    assert marked(line) == []
    assert "SB110" in codes(compiled(line))


@pytest.mark.parametrize("words", ["HOOK", "The big hook", "One two three four five", "Cierre", "开场", "A-ROLL"])
@pytest.mark.parametrize("brackets", ["()", "[]", "【】", "（）"])
def test_words_before_a_bracket_with_unit_and_colon(words: str, brackets: str) -> None:
    assert marked(f"{words} {brackets[0]}0-5s{brackets[1]}: A lamp.") == [f"0-5 - <{words}> A lamp."]


@pytest.mark.parametrize(
    "line",
    [
        "One two three four five six (0-5s): a lamp.",
        "HOOK (0-5s) a lamp.",
        "HOOK (0-5): a lamp.",
        "HOOK 0-5s: a lamp.",
        "HOOK (5s): a lamp.",
    ],
)
def test_words_that_make_no_mark(line: str) -> None:
    assert marked(line) == []


def test_bold_words_before_a_bracket() -> None:
    assert marked("**Cierre (0-5 s):** A lamp.") == ["0-5 - <Cierre> A lamp."]


def test_a_worded_range_that_overlaps_a_labelled_shot_is_text_with_a_warning() -> None:
    made = compiled("Shot 1 [0-3s] A lamp.\nShot 2 [3-5s] Steam.\nFinal hold (4-5s): the sign stays lit.")
    assert [shot.action.value for shot in made.clips[0].shots][-1] == "Steam.\nFinal hold (4-5s): the sign stays lit."
    assert "SB216" in codes(made)
    assert made.requests


@pytest.mark.parametrize(
    "line",
    [
        "Shot 1 [5s] A lamp.",
        "Shot 1 (5s) A lamp.",
        "Shot 1 (5s): A lamp.",
        "Shot 1 · 5 sec A lamp.",
        "Shot 1: [5s] A lamp.",
        "镜头1（5秒）：A lamp.",
    ],
)
def test_length(line: str) -> None:
    assert marked(line) == ["0-5 1 <> A lamp."]


def test_a_length_without_a_label_is_no_mark() -> None:
    assert marked("(5s) A lamp.") == []
    assert marked("[5s] A lamp.") == []


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("Scene 1 — A-ROLL (5s): A lamp.", "A-ROLL"),
        ("Scene 1 - The forge [0-5s] A lamp.", "The forge"),
        ("Scene 1 | The forge [0-5s] A lamp.", "The forge"),
        ("Scene 1: The forge (0-5s): A lamp.", "The forge"),
        ("Shot 1 [0-5s, hook] A lamp.", "hook"),
        ("Shot 1 [0-5s，hook] A lamp.", "hook"),
        ("Shot 1 [0-5s | low angle] A lamp.", "low angle"),
        ("Shot 1 [0-5s｜hook] A lamp.", "hook"),
        ("Shot 1 [5s, hook] A lamp.", "hook"),
        ("Shot 1 [0-5, hook] A lamp.", "hook"),
        ("【镜头 1｜0-5s｜hook】 A lamp.", "hook"),
    ],
)
def test_title_is_kept_and_never_sent(line: str, title: str) -> None:
    assert marked(line) == [f"0-5 1 <{title}> A lamp."]
    assert title not in prompt(compiled(line))


def test_a_second_length_in_the_bracket_is_no_title() -> None:
    assert marked("Shot 1 (0:00 - 0:05, 5s): A lamp.") == ["0-5 1 <> A lamp."]
    assert codes(compiled("Shot 1 (0:00 - 0:05, 4s): A lamp.")) == ["SB204"]


@pytest.mark.parametrize(
    "line",
    [
        "(20-25) year old men walk by.",
        "Repeat every 1-2 seconds: blink.",
        "every 1-2 seconds",
        "AM 7:00-10:00",
        "AM 7:00-10:00: the market opens.",
        "The lamp burns for 2-3s, then dies.",
        "The lamp burns [2-3s] and dies.",
        "A man (20-25 years) walks.",
        "2-3 people: they walk.",
        "16:9 frame: a lamp.",
        "1920-1930: the market.",
        "10:30-11:00 is the hour of the fair.",
    ],
)
def test_never_a_time(line: str) -> None:
    assert marked(line) == []


def test_numbers_behind_a_label_and_colon_are_words() -> None:
    assert marked("duration: 5\nScene 1: 5-6 years later") == ["0-5 1 <> 5-6 years later"]
    assert marked("duration: 5\nScene 1 - 5 people enter") in (["0-5 1 <> 5 people enter"], [])


def test_a_number_or_a_time_after_a_label() -> None:
    assert marked("Shot 0-5s: A lamp.") == ["0-5 - <> A lamp."]


@pytest.mark.parametrize(
    "line",
    ["Shot 1 [0-5s] A lamp.", "Shot 1 [0-5s, hook] A lamp.", "Shot 1 [5s] A lamp.", "duration: 5\nShot 1: A lamp."],
)
def test_canonical_forms(line: str) -> None:
    assert prompt(compiled(line)) == "Shot 1 [0-5s] A lamp."


@pytest.mark.parametrize(
    ("numbers", "warned"),
    [((1, 2, 3), 0), ((1, 3, 2), 2), ((2, 3, 4), 3), ((1, 1, 1), 2)],
)
def test_a_number_that_is_neither_place(numbers: tuple[int, ...], warned: int) -> None:
    text = "\n".join(f"Shot {n} [{at * 5}-{at * 5 + 5}s] A lamp." for at, n in enumerate(numbers))
    made = compiled(text)
    assert codes(made).count("SB213") == warned
    assert made.requests


def test_a_number_through_the_film_is_no_mistake() -> None:
    made = compiled("# One\nShot 1 [0-5s] A lamp.\n# Two\nShot 2 [0-5s] A hand.")
    assert codes(made) == []


def test_a_story_without_marks_is_one_untimed_shot() -> None:
    made = compiled("A night market in the rain.\n\nSteam rises.")
    assert prompt(made) == "A night market in the rain.\n\nSteam rises."
    assert [(shot.start, shot.end, shot.mark) for shot in made.clips[0].shots] == [(0, 5000, None)]
    assert made.requests[0].fields["duration"] == 5


def test_a_story_without_marks_lasts_as_long_as_its_clip() -> None:
    clip = compiled("duration: 10\nA night market in the rain.").clips[0]
    assert [(shot.start, shot.end) for shot in clip.shots] == [(0, 10_000)]


@pytest.mark.parametrize(
    "text", ["", "\n\n", "// only a remark\n", "# A heading alone\n", "---\ntitle: x\n---\n", "# One\nA lamp.\n# Two\n"]
)
def test_a_clip_without_words_is_no_request(text: str) -> None:
    made = compiled(text)
    assert "SB114" in codes(made)
    assert not made.requests


def test_a_worded_range_before_the_labelled_shots_it_overlaps_is_text_of_the_clip() -> None:
    made = compiled("Rain.\nHOOK (0-3s): neon.\nShot 1 [0-3s] A lamp.\nShot 2 [3-5s] Steam.")
    assert codes(made) == ["SB216"]
    assert prompt(made) == "Rain.\n\nHOOK (0-3s): neon.\n\nShot 1 [0-3s] A lamp.\nShot 2 [3-5s] Steam."


@pytest.mark.parametrize("label", ["Shot {} ", "**Scene {}** ", "- Shot #{} ", "镜头{} "])
def test_a_label_and_a_bare_time_without_a_colon_are_named(label: str) -> None:
    text = f"{label.format(1)}0-3s A lamp.\n{label.format(2)}3-5s Steam.\n"
    made = compiled(text)
    assert codes(made) == ["SB117"]
    fix = made.diagnostics[0].finding.fix
    assert fix is not None
    assert marked(applied(text, fix.edits)) == ["0-3 1 <> A lamp.", "3-5 2 <> Steam."]


@pytest.mark.parametrize("text", ["Act 1 0-3 years ago", "Plan 9 from space, 0-3 of them"])
def test_a_label_and_a_number_in_a_sentence_are_not_named(text: str) -> None:
    assert codes(compiled(text)) == []
