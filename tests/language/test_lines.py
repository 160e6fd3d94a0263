"""The table of lines and the notes below it: what each line is, and where it counts."""

from __future__ import annotations

import pytest

from storyboard.diagnostics import Level
from tests.compiling import codes, compiled, found, marked, prompt, prompts, times
from tests.helpers import applied

CAST = "---\ncast:\n  ANNA: a tall woman\n  OLD MAN:\n    look: a bent man\n    young: a boy of ten\n---\n"
SHOT = "Shot 1 [0-5s] A lamp.\n"


# ---- front matter ----


def test_front_matter_counts_at_the_first_line() -> None:
    made = compiled("---\ntitle: Night\nduration: 10\n---\nA lamp.")
    assert made.title == "Night"
    assert made.requests[0].fields["duration"] == 10
    assert prompt(made) == "A lamp."


def test_front_matter_counts_at_the_first_line_only() -> None:
    made = compiled("\n---\ntitle: Night\n---\nA lamp.")
    assert codes(made) == ["SB215", "SB215"]
    assert made.title == "Night"  # a setting's line above the first shot is a setting wherever it stands
    assert prompt(made) == "A lamp."


def test_front_matter_that_is_not_closed_is_an_error_at_line_1() -> None:
    made = compiled("---\ntitle: Night\nA lamp.")
    errors = [each for each in made.diagnostics if each.level is Level.ERROR]
    assert [(each.code, made.sources["film.story"].place(each.span.start).line) for each in errors] == [("SB103", 1)]
    assert not made.requests


def test_a_rule_in_the_text_opens_no_second_front_matter() -> None:
    made = compiled("---\ntitle: Night\n---\nShot 1 [0-5s] A lamp.\n---\nFade to white.\n---\n")
    assert prompt(made) == "Shot 1 [0-5s] A lamp.\n\nFade to white."


# ---- comments ----


@pytest.mark.parametrize("comment", ["// a remark", "    // a remark", "\t// a remark", "//a remark", "//"])
@pytest.mark.parametrize(
    "place", ["{}\nA lamp.\n", "Shot 1 [0-5s] A lamp.\n{}\n", "Shot 1 [0-5s] A lamp.\n{}\n  It burns.\n"]
)
def test_a_comment_is_never_sent(comment: str, place: str) -> None:
    sent = prompt(compiled(place.format(comment)))
    assert sent == prompt(compiled(place.replace("{}\n", "")))


def test_slashes_inside_a_line_are_text() -> None:
    assert prompt(compiled("A sign: https://example.org // as it is.")) == "A sign: https://example.org // as it is."


def test_a_comment_ignores_a_rule_on_the_next_line() -> None:
    late = "Shot 1 [0-1s] A lamp.\nShot 2 [1-5s] A hand."
    assert codes(compiled(late)) == ["SB211"]
    assert codes(compiled(f"A market.\n// storyc: ignore[SB211] a flash\n{late}")) == []
    assert codes(compiled(f"A market.\n  // storyc: ignore[shot-too-short] a flash\n{late}")) == []
    assert codes(compiled(f"A market.\n// storyc: ignore[SB211]\n\n{late}")) == ["SB108", "SB211"]


@pytest.mark.parametrize(
    "top",
    [
        "// storyc: ignore[SB211] flashes\n",
        "\n// storyc: ignore[SB211]\n\n",
        "---\n# storyc: ignore[SB211]\ntitle: x\n---\n",
    ],
)
def test_a_comment_above_all_text_ignores_it_in_the_file(top: str) -> None:
    assert codes(compiled(f"{top}A market.\nShot 1 [0-1s] A lamp.\nShot 2 [1-5s] A hand.")) == []


def test_an_ignore_in_an_include_holds_for_what_is_found_there() -> None:
    story = "---\ninclude: people.yaml\n---\nShot 1 [0-5s] A lamp."
    story = story.replace("A lamp", "@ANNA")
    assert codes(compiled(story, {"people.yaml": "cast:\n  ANNA: as in @image1\n"})) == ["SB407"]
    shared = "# storyc: ignore[SB407] for all films\ncast:\n  ANNA: as in @image1\n"
    assert codes(compiled(story, {"people.yaml": shared})) == []
    above = "cast:\n  # storyc: ignore[SB407] here\n  ANNA: as in @image1\n"
    assert codes(compiled(story, {"people.yaml": above})) == []


# ---- headings and breaks ----


@pytest.mark.parametrize(
    "heading", ["# Night", "## Night", "###### Night", "#\tNight", "  # Night", "# Night ##", "#   Night  "]
)
def test_a_heading_starts_a_clip(heading: str) -> None:
    made = compiled(f"# Day\nShot 1 [0-5s] A lamp.\n{heading}\nShot 1 [0-5s] A hand.")
    assert [clip.title for clip in made.clips] == ["Day", "Night"]
    assert [times(clip) for clip in made.clips] == [["0-5"], ["0-5"]]
    assert prompts(made) == ["Shot 1 [0-5s] A lamp.", "Shot 1 [0-5s] A hand."]


@pytest.mark.parametrize(
    "title",
    [
        "Act 1",
        "Scene 2: The forge",
        "Part 2: The ship",
        "Scene 3",
        "Clip 2: The ship",
        "Shots of the sea",
        "第1幕：x",
        "[0-3] x",
        "Fluxo do vídeo (30-45 segundos)",
    ],
)
def test_a_heading_is_its_whole_title(title: str) -> None:
    made = compiled(f"# {title}\nA lamp.")
    assert [clip.title for clip in made.clips] == [title]
    assert prompt(made) == "A lamp."


@pytest.mark.parametrize(("title", "code"), [("0-3s: x", "SB117"), ("Shot 1 0-3s: x", "SB119")])
def test_a_heading_that_times_a_shot_is_named(title: str, code: str) -> None:
    assert codes(compiled(f"# {title}\nA lamp.")) == [code]


@pytest.mark.parametrize("text", ["#cinematic", "####### Night", "#"])
def test_no_heading(text: str) -> None:
    made = compiled(f"A lamp.\n{text}\nA hand.")
    assert prompt(made) == f"A lamp.\n{text}\nA hand."


@pytest.mark.parametrize(
    "line",
    [
        "# [0-5s] A lamp.",
        "## Shot 1 [0-5s] A lamp.",
        "# Shot 1 [0-5] A lamp.",
        "### Shot 1 (5s): A lamp.",
        "# Shot 1 [0-5s]: A lamp.",
        "### HOOK (0-5s): A lamp.",
        "# Shot [0-5s] A lamp.",
    ],
)
def test_a_line_with_a_hash_and_a_bracketed_time_is_a_shot(line: str) -> None:
    made = compiled(line)
    assert len(marked(line)) == 1
    assert made.clips[0].title == ""
    assert prompt(made) == "Shot 1 [0-5s] A lamp."


@pytest.mark.parametrize("rule", ["---", "***", "-----", "******", "  ---  "])
def test_a_break_opens_the_closing_text(rule: str) -> None:
    made = compiled(f"Shot 1 [0-5s] A lamp.\n{rule}\nFade to white.")
    assert prompt(made) == "Shot 1 [0-5s] A lamp.\n\nFade to white."
    assert made.clips[0].closing.value == "Fade to white."
    assert codes(made) == []


@pytest.mark.parametrize(
    "text",
    [
        "A market.\n---\nShot 1 [0-5s] A lamp.",
        "A market.\nShot 1 [0-2s] A lamp.\n---\nShot 2 [2-5s] A hand.",
        "A market.\n\n***\nShot 1 [0-5s] A lamp.",
    ],
)
def test_a_break_elsewhere_is_dropped_with_a_notice(text: str) -> None:
    made = compiled(text)
    assert codes(made) == ["SB215"]
    bare = text.replace("---\n", "").replace("***\n", "")
    assert prompt(made) == prompt(compiled(bare))


# ---- settings, fields ----


@pytest.mark.parametrize(
    "line", ["duration: 10", "Duration: 10", "DURATION: 10", "duration： 10", "  duration: 10", "duration:10"]
)
def test_a_setting_before_the_first_shot(line: str) -> None:
    made = compiled(f"{line}\nA market.\nShot 1 [0-10s] A lamp.")
    assert made.requests[0].fields["duration"] == 10
    assert prompt(made) == "A market.\nShot 1 [0-10s] A lamp." or prompt(made) == "A market.\n\nShot 1 [0-10s] A lamp."


def test_a_setting_above_the_first_heading_is_the_storys_and_below_it_the_clips() -> None:
    made = compiled(
        "seed: 7\n# One\nShot 1 [0-5s] A lamp.\n# Two\nseed: 9\nShot 1 [0-5s] A hand.\n# Three\nShot 1 [0-5s] A cat."
    )
    assert [each.fields["seed"] for each in made.requests] == [7, 9, 7]


@pytest.mark.parametrize(
    "key",
    [
        "title: x",
        "language: en",
        "model: wan-2.6-t2v@segmind",
        "split: auto",
        "vars:\n  a: b",
        "cast:\n  ANNA: x",
        "variants:\n  v: {size: 720*1280}",
        "include: x.yaml",
    ],
)
def test_a_story_setting_under_a_heading_is_an_error(key: str) -> None:
    made = compiled(f"# One\n{key}\nShot 1 [0-5s] A lamp.")
    assert "SB111" in codes(made)
    fix = next(each.finding.fix for each in made.diagnostics if each.code == "SB111")
    assert fix is not None
    assert fix.edits[0].span.start == 0


@pytest.mark.parametrize(
    "key",
    [
        "duration: 5",
        "size: 1280*720",
        "seed: 4",
        "takes: 2",
        "title: x",
        "negative_prompt: x",
        "split: auto",
        "template: wan",
    ],
)
def test_a_setting_inside_a_shot_is_an_error(key: str) -> None:
    made = compiled(f"Shot 1 [0-5s] A lamp.\n{key}\n")
    assert codes(made) == ["SB111"]


FIELDS = {
    "camera": ["camera", "Camera", "CAMERA", "机位", "运镜", "镜头"],
    "light": ["light", "Light", "LIGHT"],
    "sound": ["sound", "Sound", "audio", "Audio", "AUDIO", "sfx", "SFX", "音效", "声音"],
    "music": ["music", "MUSIC", "bgm", "BGM", "音乐"],
    "transition": ["transition", "Transition"],
}


@pytest.mark.parametrize(("key", "word"), [(key, word) for key, words in FIELDS.items() for word in words])
@pytest.mark.parametrize(
    "form",
    [
        "  {}: slow rain",
        "{}：slow rain",
        "- {}: slow rain",
        "  * {}: slow rain",
        "🎬 {}: slow rain",
        "- **{}:** slow rain",
        "  {} : slow rain",
    ],
)
def test_a_field_of_a_shot(key: str, word: str, form: str) -> None:
    shot = compiled(f"Shot 1 [0-5s] A lamp.\n{form.format(word)}\n").clips[0].shots[0]
    assert [(field.key, field.text.value) for field in shot.fields] == [(key, "slow rain")]
    assert shot.action.value == "A lamp."


def test_a_field_before_the_first_shot_is_text() -> None:
    assert prompt(compiled("A market.\ncamera: handheld\nShot 1 [0-5s] A lamp.")).startswith(
        "A market.\ncamera: handheld\n"
    )


def test_an_alias_is_the_setting_before_the_first_shot() -> None:
    made = compiled("audio: https://example.org/a.mp3\nShot 1 [0-5s] A lamp.\n  audio: rain\n")
    assert made.requests[0].fields["audio"] == "https://example.org/a.mp3"
    assert [field.key for field in made.clips[0].shots[0].fields] == ["sound"]


def test_a_field_and_a_speech_end_with_their_line_and_go_on_where_deeper() -> None:
    text = f"{CAST}Shot 1 [0-5s] @ANNA, @OLD MAN.\n  camera: slow\n    push in\n  ANNA: Wait\n    for me.\n  A hand.\n"
    shot = compiled(text).clips[0].shots[0]
    assert [field.text.value for field in shot.fields] == ["slow\npush in"]
    assert [speech.words.value for speech in shot.dialogue] == ["Wait\nfor me."]
    assert shot.action.value == "ANNA, OLD MAN.\nA hand."


def test_a_blank_line_ends_a_paragraph_and_a_field() -> None:
    shot = compiled("Shot 1 [0-5s] A lamp.\n  camera: slow\n\n    It burns.\n\n  A hand.\n").clips[0].shots[0]
    assert [field.text.value for field in shot.fields] == ["slow"]
    assert shot.action.value == "A lamp.\n\nIt burns.\n\nA hand."


@pytest.mark.parametrize(
    ("slip", "meant"),
    [("camra", "camera"), ("Soun", "sound"), ("lihgt", "light"), ("musik", "music"), ("transitoin", "transition")],
)
def test_a_slip_in_a_field_is_a_warning_with_a_suggestion(slip: str, meant: str) -> None:
    made = compiled(f"Shot 1 [0-5s] A lamp.\n  {slip}: slow\n")
    assert codes(made) == ["SB106"]
    assert meant in found(made, "SB106")[0]
    assert made.requests


@pytest.mark.parametrize(
    ("slip", "meant"), [("durration", "duration"), ("titel", "title"), ("negative_promt", "negative_prompt")]
)
def test_a_slip_in_a_setting_is_a_warning_with_a_suggestion(slip: str, meant: str) -> None:
    made = compiled(f"{slip}: 10\nShot 1 [0-5s] A lamp.\n")
    assert codes(made) == ["SB106"]
    assert meant in found(made, "SB106")[0]


# ---- dialogue ----


@pytest.mark.parametrize(
    ("line", "name", "state", "manner", "words"),
    [
        ('ANNA: "Wait!"', "ANNA", "", "", "Wait!"),
        ("ANNA: Wait!", "ANNA", "", "", "Wait!"),
        ("ANNA：“Wait!”", "ANNA", "", "", "Wait!"),
        ('ANNA (softly): "Wait!"', "ANNA", "", "softly", "Wait!"),
        ("ANNA（softly）：「Wait!」", "ANNA", "", "softly", "Wait!"),
        ('OLD MAN: "Wait!"', "OLD MAN", "", "", "Wait!"),
        ('OLD MAN/young: "Wait!"', "OLD MAN", "young", "", "Wait!"),
        ('OLD MAN/young (grunting): "Wait!"', "OLD MAN", "young", "grunting", "Wait!"),
        ('- ANNA: "Wait!"', "ANNA", "", "", "Wait!"),
        ('VENDOR: "Wait!"', "VENDOR", "", "", "Wait!"),
        ('VENDOR 2: "Wait!"', "VENDOR 2", "", "", "Wait!"),
        ("ÉLODIE: « Wait! »", "ÉLODIE", "", "", "Wait!"),
        ("ПЁТР: «Wait!»", "ПЁТР", "", "", "Wait!"),
        ("VENDOR (shouting): “Wait!”", "VENDOR", "", "shouting", "Wait!"),
    ],
)
def test_dialogue(line: str, name: str, state: str, manner: str, words: str) -> None:
    shot = compiled(f"{CAST}Shot 1 [0-5s] @ANNA and @OLD MAN.\n  {line}\n").clips[0].shots[0]
    got = [(each.name, each.state, each.manner, each.words.value.strip()) for each in shot.dialogue]
    assert got == [(name, state, manner, words)]


@pytest.mark.parametrize(
    "line",
    [
        "VENDOR: Wait!",
        'Vendor: "Wait!"',
        'VO: "Wait!"',
        'CUT TO: "Wait!"',
        'SUPER: "Wait!"',
        "CUT TO: the alley",
        "POV: a hand",
        "孩童A：“你好”",
        "小贩：“你好”",
        'AM 7:00-10:00 "open"',
    ],
)
def test_no_dialogue(line: str) -> None:
    shot = compiled(f"Shot 1 [0-5s] A lamp.\n  {line}\n").clips[0].shots[0]
    assert shot.dialogue == ()
    assert shot.action.value == f"A lamp.\n{line}"


def test_dialogue_before_the_first_shot_is_text() -> None:
    assert 'ANNA: "Wait!"' in prompt(compiled(f'{CAST}@ANNA, @OLD MAN.\nANNA: "Wait!"\nShot 1 [0-5s] A lamp.'))


def test_a_state_that_is_not_there_is_an_error() -> None:
    assert "SB402" in codes(compiled(f'{CAST}Shot 1 [0-5s] @ANNA, @OLD MAN.\n  ANNA/old: "Wait!"\n'))
    assert "SB402" in codes(compiled(f"{CAST}Shot 1 [0-5s] @ANNA/old, @OLD MAN.\n"))


# ---- near misses ----


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("Shot 1 [0-3s Macro", "SB110"),
        ("Shot 1 [3-s] A lamp.", "SB110"),
        ("Shot 1 [-3s] A lamp.", "SB110"),
        ("Shot 2 [0,5-1,5s] A lamp.", "SB110"),
        ("[00:00:00-00:00:05] A lamp.", "SB110"),
        ("00:00:00 - 00:00:05 A lamp.", "SB110"),
        ("[00:00:00.000-00:00:05.500] A lamp.", "SB110"),
        ("Shot one: a lamp.", "SB110"),
        ("Scene III: a lamp.", "SB110"),
        ("Shot 1A: a lamp.", "SB110"),
        ("Shots 1-3: lamps.", "SB110"),
        ("镜头一：灯", "SB110"),
        ("第一个镜头：灯", "SB110"),
        ("镜头6（收尾）：灯", "SB110"),
        ("Shot 1 (0-45f) A lamp.", "SB208"),
        ("Shot 1 [0-90 frames] A lamp.", "SB208"),
        ("Shot 1 [0-2 min] A lamp.", "SB208"),
        ("3–5 minutes: a lamp.", "SB208"),
        ("[0-5 min] A lamp.", "SB208"),
        ("Shot 1 [0-5s) A lamp.", "SB110"),
        ("[0-5] A lamp.", "SB110"),
        ("Shot 1: (0-5s) A lamp.", "SB110"),
        ("Last shot: a lamp.", "SB110"),
    ],
)
@pytest.mark.parametrize("before", ["", "A market.\n", "Shot 1 [0-5s] A lamp.\n"])
def test_a_near_miss_is_an_error_that_says_what_to_do(line: str, code: str, before: str) -> None:
    made = compiled(before + line)
    assert code in codes(made)
    assert not made.requests
    for each in made.diagnostics:
        assert each.finding.help


@pytest.mark.parametrize(
    ("line", "mended"),
    [
        ("Shot 1 [0-5s Macro", "Shot 1 [0-5s] Macro"),
        ("Shot 1 [0,5-1,5s] A lamp.", "Shot 1 [0.5-1.5s] A lamp."),
        ("[00:00:00-00:00:05] A lamp.", "[0-5s] A lamp."),
        ("Shot one: a lamp.", "Shot 1: a lamp."),
        ("镜头二：灯", "镜头 2：灯"),
        ("Shot 1 [0-5s) A lamp.", "Shot 1 [0-5s] A lamp."),
        ("[0-5] A lamp.", "[0-5s] A lamp."),
        ("Shot 1: (0-5s) A lamp.", "Shot 1 (0-5s) A lamp."),
        ("镜头6（收尾）：灯", "镜头6:（收尾）：灯"),
    ],
)
def test_the_fix_of_a_near_miss_writes_the_mark(line: str, mended: str) -> None:
    made = compiled(line)
    fix = next(each.finding.fix for each in made.diagnostics if each.code == "SB110")
    assert fix is not None
    (edit,) = fix.edits
    assert line[: edit.span.start] + edit.text + line[edit.span.end :] == mended
    assert "SB110" not in codes(compiled(mended))


def test_a_near_miss_is_text_behind_a_backslash() -> None:
    made = compiled("\\Shot one: a lamp.")
    assert codes(made) == []
    assert prompt(made) == "Shot one: a lamp."


@pytest.mark.parametrize(
    "text",
    [
        "[0-3s] A person walks. [3-6s] They stop. [6-10s] They turn.",
        "Shot 1 [0-3s] A lamp. Shot 2 [3-5s] A hand.",
        "镜头1[0-3秒] 灯。镜头2[3-5秒] 手。",
        "A film: [0-3s] a lamp, [3-5s] a hand.",
        "Opening 0-3s: a lamp; 3-5s: a hand.",
    ],
)
def test_timed_marks_inside_running_text_are_unread(text: str) -> None:
    made = compiled(text)
    assert "SB117" in codes(made)
    fix = next(each.finding.fix for each in made.diagnostics if each.code == "SB117")
    assert fix is not None
    named = text.count("[") or text.count("s:")
    assert len(compiled(applied(text, fix.edits)).clips[0].shots) == named


@pytest.mark.parametrize(
    "text",
    ["Shot 1 [0-3s] A lamp (20-25s old).", "Shot 1 [0-5s] Blink every [1-2s].", "Shot 1 [0-5s] It moves at [2-4s]."],
)
def test_another_time_inside_running_text_is_none(text: str) -> None:
    assert not {"SB109", "SB117"} & set(codes(compiled(text)))


# ---- text, closing text ----


def test_the_overview_is_given_to_every_clip() -> None:
    made = compiled("A market.\n# One\nBy day.\nShot 1 [0-5s] A lamp.\n# Two\nBy night.\nShot 1 [0-5s] A hand.")
    assert prompts(made) == [
        "A market.\n\nBy day.\n\nShot 1 [0-5s] A lamp.",
        "A market.\n\nBy night.\n\nShot 1 [0-5s] A hand.",
    ]


@pytest.mark.parametrize(
    ("rows", "action", "closing"),
    [
        ("Shot 2 [2-5s] A hand.\n\nFade to white.", "A hand.", "Fade to white."),
        ("Shot 2 [2-5s] A hand.\n\n  Fade to white.", "A hand.\n\nFade to white.", ""),
        ("Shot 2 [2-5s] A hand.\nFade to white.", "A hand.\nFade to white.", ""),
        ("Shot 2 [2-5s]\n\nFade to white.", "Fade to white.", ""),
        ("Shot 2 [2-5s]\n\nA hand.\n\nFade to white.", "A hand.", "Fade to white."),
        ("Shot 2 [2-5s] A hand.\n\nFade.\n\nBlack.\nEnd.", "A hand.", "Fade.\n\nBlack.\nEnd."),
        ("Shot 2 [2-5s] A hand.\n// remark\n\n// remark\nFade.", "A hand.", "Fade."),
        ("Shot 2 [2-5s] A hand.\n  It waits.\n\nFade.", "A hand.\nIt waits.", "Fade."),
        ("Shot 2 [2-5s] A hand.\n\n  camera: slow\n\nFade.", "A hand.", "Fade."),
        ('Shot 2 [2-5s] A hand.\n\nNARRATOR X: "Now."\n', "A hand.", ""),
        ("Shot 2 [2-5s] A hand.\n\n【声音】雨声", "A hand.", "【声音】雨声"),
    ],
)
def test_closing_text(rows: str, action: str, closing: str) -> None:
    clip = compiled(f"Shot 1 [0-2s] A lamp.\n\nNot the end.\n{rows}").clips[0]
    assert clip.shots[0].action.value == "A lamp.\n\nNot the end."
    assert (clip.shots[-1].action.value, clip.closing.value) == (action, closing)


def test_closing_text_belongs_to_its_clip() -> None:
    made = compiled("# One\nShot 1 [0-5s] A lamp.\n\nFade.\n# Two\nShot 1 [0-5s] A hand.")
    assert prompts(made) == ["Shot 1 [0-5s] A lamp.\n\nFade.", "Shot 1 [0-5s] A hand."]


# ---- notes, variables, escapes ----


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("A lamp. [[ better? ]] A hand.", "A lamp. A hand."),
        ("A lamp. [[ better? ]]", "A lamp."),
        ("[[ better? ]] A lamp.", "A lamp."),
        ("A [[ [x] ]] lamp.", "A lamp."),
        ("A [[ x [y]]] lamp.", "A lamp."),
        ("A lamp [[ of\nmany\nlines ]] and a hand.", "A lamp and a hand."),
        ("A lamp.\n[[ gone ]]\nA hand.", "A lamp.\nA hand."),
        ("A lamp.\n\n[[ gone ]]\n\nA hand.", "A lamp.\n\nA hand."),
        ("A lamp [[ a ]], a hand [[ b ]].", "A lamp, a hand."),
        ("A [x] lamp.", "A [x] lamp."),
        ("A \\[[ lamp.", "A [[ lamp."),
        ("A \\{{ lamp }}.", "A {{ lamp }}."),
        ("Write to \\@anna.", "Write to @anna."),
        ("\\// no comment", "// no comment"),
        ("\\# no heading", "# no heading"),
        ("\\Shot 1 [0-5s] no shot", "Shot 1 [0-5s] no shot"),
        ("\\duration: no setting", "duration: no setting"),
        ("\\---", "---"),
        ("\\\\ one backslash", "\\ one backslash"),
        ("C:\\temp stays", "C:\\temp stays"),
    ],
)
def test_notes_and_escapes(typed: str, sent: str) -> None:
    made = compiled(typed)
    assert prompt(made) == sent
    assert codes(made, "SB109") == []


@pytest.mark.parametrize(
    "typed", ["A [[ lamp.", "A [[ lamp.\n\nA hand ]].", "Shot 1 [0-5s] A [[ lamp.\nShot 2 [5-10s] ]] x."]
)
def test_a_note_that_is_not_closed_in_its_paragraph(typed: str) -> None:
    made = compiled(typed)
    assert "SB115" in codes(made)
    assert not made.requests


@pytest.mark.parametrize(
    ("place", "sent"),
    [
        ("A {{ word }}.", "A lamp."),
        ("A {{word}}.", "A lamp."),
        ("Shot 1 [0-5s] A {{ word }}.", "Shot 1 [0-5s] A lamp."),
        ("Shot 1 [0-5s] A hand.\n  camera: to the {{ word }}", "Shot 1 [0-5s] A hand. Camera: to the lamp."),
        ('Shot 1 [0-5s] A hand.\n  VENDOR: "My {{ word }}!"', 'Shot 1 [0-5s] A hand. VENDOR: "My lamp!"'),
        ("Shot 1 [0-5s] A hand.\n\nThe {{ word }} fades.", "Shot 1 [0-5s] A hand.\n\nThe lamp fades."),
    ],
)
def test_a_variable(place: str, sent: str) -> None:
    assert prompt(compiled(f"---\nvars:\n  word: lamp\n---\n{place}")) == sent


def test_a_variable_in_titles_and_cast() -> None:
    made = compiled(
        "---\ntitle: The {{ word }}\nvars:\n  word: lamp\ncast:\n  ANNA: a {{ word }} seller\n---\n# A {{ word }}\nShot 1 [0-5s] @ANNA."
    )
    assert made.title == "The lamp"
    assert made.clips[0].title == "A lamp"
    assert prompt(made) == "Shot 1 [0-5s] ANNA (a lamp seller)."


def test_the_value_of_a_variable_is_never_parsed_again() -> None:
    text = '---\nvars:\n  word: "[[ no note ]] @ANNA {{ other }} Shot 9 [0-3s] # x"\n  other: x\ncast:\n  ANNA: a woman\n---\nShot 1 [0-5s] @ANNA: {{ word }}'
    assert prompt(compiled(text)).endswith(": [[ no note ]] @ANNA {{ other }} Shot 9 [0-3s] # x")


@pytest.mark.parametrize(
    "typed",
    [
        "A {{ lamp }}.",
        "A {{ }}.",
        "A {{ a.b }}.",
        "A {{ a + b }}.",
        "A {{ a|upper }}.",
        "A {{ lamp.",
        "seed: {{ n }}\nA lamp.",
        "size: {{ n }}\nA lamp.",
        "negative_prompt: {{ n }}\nA lamp.",
    ],
)
def test_a_variable_without_value_or_place_is_an_error(typed: str) -> None:
    made = compiled(typed)
    assert {"SB404", "SB112"} & set(codes(made))
    assert not made.requests


# ---- mentions ----


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("@ANNA waits.", "ANNA (a tall woman) waits."),
        ("@OLD MAN waits.", "OLD MAN (a bent man) waits."),
        ("@OLD MAN/young waits.", "OLD MAN (a boy of ten) waits."),
        ("@ANNA's lamp.", "ANNA (a tall woman)'s lamp."),
        ("@ANNA and @ANNA.", "ANNA (a tall woman) and ANNA."),
        (
            "@OLD MAN, then @OLD MAN/young, @OLD MAN/young.",
            "OLD MAN (a bent man), then OLD MAN (a boy of ten), OLD MAN.",
        ),
        ("ANNA waits.", "ANNA waits."),
    ],
)
def test_mentions(typed: str, sent: str) -> None:
    assert prompt(compiled(f"{CAST}{typed}")) == sent


def test_the_longest_name_that_fits_is_meant() -> None:
    text = "---\ncast:\n  OLD: a place\n  OLD MAN: a bent man\n  小明: a boy\n---\n@OLD MAN, @OLD, @小明走过.\n"
    assert prompt(compiled(text)) == "OLD MAN (a bent man), OLD (a place), 小明 (a boy)走过."


@pytest.mark.parametrize("typed", ["Write to @somebody.", "a sign reads x@ANNA", "five @ two", "@"])
def test_any_other_at_is_text(typed: str) -> None:
    made = compiled(f"{CAST}{typed}")
    assert codes(made, "SB403") == []
    assert prompt(made) == typed


@pytest.mark.parametrize("typed", ["@ANA waits.", "@ANNNA waits.", "@Anna waits.", "@OLD MEN waits."])
def test_an_at_one_slip_from_the_cast_is_a_warning(typed: str) -> None:
    made = compiled(f"{CAST}{typed}")
    assert "SB401" in codes(made)
    assert prompt(made) == typed


@pytest.mark.parametrize("typed", ["@image1 walks.", "@图片1的庭院全景", "@视频1 opens.", "@Image 1 walks."])
def test_an_at_that_points_at_uploads_is_a_warning(typed: str) -> None:
    made = compiled(typed)
    assert codes(made) == ["SB407"]
    assert prompt(made) == typed


def test_each_first_mention_counts_overview_and_speakers() -> None:
    made = compiled(f'{CAST}@ANNA sells lamps.\nShot 1 [0-5s] @ANNA waits.\n  OLD MAN: "Wait!"\n')
    assert prompt(made) == 'ANNA (a tall woman) sells lamps.\n\nShot 1 [0-5s] ANNA waits. OLD MAN (a bent man): "Wait!"'


def test_the_first_mention_counts_in_each_clip() -> None:
    made = compiled(f"{CAST}# One\nShot 1 [0-5s] @ANNA.\n# Two\nShot 1 [0-5s] @ANNA and @OLD MAN.")
    assert prompts(made) == [
        "Shot 1 [0-5s] ANNA (a tall woman).",
        "Shot 1 [0-5s] ANNA (a tall woman) and OLD MAN (a bent man).",
    ]


def test_a_manner_of_speech_loses_its_notes_and_names_the_cast() -> None:
    made = compiled(f'{CAST}Shot 1 [0-5s] @ANNA and @OLD MAN.\n  ANNA (softly [[ or not? ]], to @OLD MAN): "Yes."')
    assert made.clips[0].shots[0].dialogue[0].manner == "softly, to OLD MAN"
    assert prompt(made).endswith('ANNA (softly, to OLD MAN): "Yes."')


def test_a_manner_that_is_a_note_leaves_no_trace() -> None:
    assert prompt(compiled('Shot 1 [0-5s] A lamp.\n  BO ([[ how? ]]): "Yes."')).endswith('A lamp. BO: "Yes."')


@pytest.mark.parametrize("row", ["camera: [[ ask ]]", "camera:", "transition: [[ cut? ]]", "ANNA: [[ to be written ]]"])
def test_a_part_that_holds_nothing_but_a_note_leaves_no_trace(row: str) -> None:
    assert prompt(compiled(f"{CAST}Shot 1 [0-5s] @ANNA waits.\n  {row}")) == "Shot 1 [0-5s] ANNA (a tall woman) waits."


def test_a_state_ends_where_its_word_ends() -> None:
    made = compiled(f"{CAST}Shot 1 [0-5s] @OLD MAN/youngster and @ANNA.")
    assert codes(made) == ["SB402"]
    text = "---\ncast:\n  李:\n    look: 男人\n    老: 老人\n---\nShot 1 [0-5s] @李/老了。"
    assert prompt(compiled(text)) == "Shot 1 [0-5s] 李 (老人)了。"
