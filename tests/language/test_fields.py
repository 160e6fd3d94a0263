"""Fields and manners of speech in the languages of the table."""

from __future__ import annotations

import pytest

from storyboard.compiler.formatter import fmt
from storyboard.compiler.layout.fields import KEYS
from storyboard.language import words
from storyboard.language.story import Shot
from storyboard.source import MemoryFiles
from tests.compiling import DEFAULTS, PATH, codes, compiled, found

FOREIGN = [
    (language, key, word)
    for key in KEYS
    for language, listed in words.by_language(key).items()
    for word in listed
    if language not in ("en", "zh")
]


def shot_of(text: str) -> Shot:
    return compiled(text).clips[0].shots[0]


def fields(text: str) -> list[tuple[str, str]]:
    return [(field.key, field.text.value) for field in shot_of(text).fields]


@pytest.mark.parametrize(("language", "key", "word"), FOREIGN)
def test_a_field_in_the_language_of_the_story(language: str, key: str, word: str) -> None:
    lines = f"Shot 1 [0-5s] A lamp.\n  - **{word.capitalize()}:** slow\n"
    text = f"language: {language}\n{lines}"
    assert fields(text) == [(words.lookup(*KEYS)[word], "slow")]
    assert shot_of(text).action.value == "A lamp."
    assert key == fields(text)[0][0] or word in words.of(fields(text)[0][0])


@pytest.mark.parametrize(
    ("mark", "word", "key"),
    [
        ("Escena 1 [0-5s]", "cámara", "camera"),
        ("Szene 1 [0-5s]", "Ton", "sound"),
        ("[0-5 Sekunden]", "Kamera", "camera"),
        ("Кадр 1 [0-5 сек]", "свет", "light"),
        ("カット1 [0-5s]", "カメラ", "camera"),
        ("Shot 1 [0-5s]", "Lighting", "light"),
        ("Shot 1 [0-5s]", "camera movement", "camera"),
        ("Shot 1 [0-5s]", "Camera/Shot", "camera"),
        ("Shot 1 [0-5s]", "照明", "light"),
    ],
)
def test_a_field_in_the_language_of_the_marks(mark: str, word: str, key: str) -> None:
    assert fields(f"{mark} Una lámpara.\n{word}: slow\n") == [(key, "slow")]


def test_words_of_one_language_make_each_other_fields() -> None:
    assert fields("Shot 1 [0-5s] Eine Lampe.\nKamera: langsam\nTon: Regen\n") == [
        ("camera", "langsam"),
        ("sound", "Regen"),
    ]
    alone = "Shot 1 [0-5s] A lamp.\nTon: he waits\nShot 2 [5-10s] A hand.\nTon: he goes\n"
    assert fields(alone) == []
    assert codes(compiled(alone)) == ["SB106", "SB106"]
    assert fields("Shot 1 [0-5s] A lamp.\nTon: he waits\nLumière: blue\n") == []


def test_a_word_of_another_language_is_text_with_a_suggestion() -> None:
    made = compiled("Shot 1 [0-5s] A lamp.\nKamera: slow\n")
    assert found(made, "SB106") == ["`Kamera:` is text, in another language (`de`) it is `camera:`"]
    assert made.clips[0].shots[0].action.value == "A lamp.\nKamera: slow"
    fix = made.diagnostics[0].finding.fix
    assert fix is not None
    assert [edit.text for edit in fix.edits] == ["camera"]


def test_a_name_of_the_cast_is_a_speaker_before_it_is_a_field() -> None:
    cast = "---\nlanguage: de\ncast:\n  Ton: a man\n  Music: a girl\n---\n"
    shot = shot_of(f"{cast}Shot 1 [0-5s] @Ton and @Music.\n  Ton: Guten Tag\n  Music: Hello\n  Licht: blau\n")
    assert [speech.name for speech in shot.dialogue] == ["Ton", "Music"]
    assert [field.key for field in shot.fields] == ["light"]


def test_capitals_before_a_quotation_speak_unless_the_word_is_an_english_field() -> None:
    shot = shot_of('language: de\nShot 1 [0-5s] Eine Lampe.\n  TON: "Hallo!"\n  MUSIC: "Hallo"\n  TON: Regen\n')
    assert [speech.name for speech in shot.dialogue] == ["TON"]
    assert [(field.key, field.text.value) for field in shot.fields] == [("music", '"Hallo"'), ("sound", "Regen")]


def test_a_field_goes_on_where_deeper_and_keeps_text_from_closing() -> None:
    text = "language: es\nShot 1 [0-5s] Una lámpara.\n\ncámara: lenta\n  y baja\n\nFin.\n"
    made = compiled(text)
    assert fields(text) == [("camera", "lenta\ny baja")]
    assert made.clips[0].closing.value == "Fin."


@pytest.mark.parametrize("line", ["  - **Cámara:** lenta\n    y baja\n", "cámara：lenta\n", "  CÁMARA : lenta\n"])
def test_fmt_keeps_what_a_foreign_field_says(line: str) -> None:
    text = f"language: es\nShot 1 [0-5s] Una lámpara.\n{line}"
    out = fmt(MemoryFiles({PATH: text}), PATH, DEFAULTS.limits)
    assert out is not None
    assert "*" not in out
    assert compiled(out).requests[0].fields == compiled(text).requests[0].fields
    assert fmt(MemoryFiles({PATH: out}), PATH, DEFAULTS.limits) == out


@pytest.mark.parametrize(
    ("manner", "unseen"),
    [
        ("V.O.", True),
        ("VO", True),
        ("O.S., whispering", True),
        ("off screen", True),
        ("voz en off", True),
        ("Voix off - très bas", True),
        ("旁白，低声", True),
        ("за кадром", True),
        ("Aus dem Off", True),
        ("showing off", False),
        ("grunting", False),
        ("whispering", False),
    ],
)
def test_a_manner_says_whether_the_speaker_is_seen(manner: str, unseen: bool) -> None:
    (speech,) = shot_of(f'Shot 1 [0-5s] A lamp.\n  ANNA ({manner}): "Wait!"\n').dialogue
    assert (speech.manner, speech.unseen) == (manner, unseen)


def test_a_narrator_is_not_seen_unless_the_cast_describes_one() -> None:
    line = 'Shot 1 [0-5s] A lamp.\n  NARRATOR: "Once."\n'
    assert [each.unseen for each in shot_of(line).dialogue] == [True]
    cast = "---\ncast:\n  NARRATOR: a man at a desk\n---\n"
    assert [each.unseen for each in shot_of(cast + line).dialogue] == [False]


@pytest.mark.parametrize(
    "line", ['TITEL: "Neu"', 'TÍTULO: "Nuevo"', 'ТИТР: "Новый"', 'SMASH CUT: "New"', 'V.O.: "Wait"']
)
def test_what_stands_on_the_screen_does_not_speak(line: str) -> None:
    assert shot_of(f"Shot 1 [0-5s] A lamp.\n  {line}\n").dialogue == ()
