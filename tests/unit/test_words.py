"""The table of words: what is generated is what grammars/words.yaml says, and what may not be in it."""

import ast
import re
from pathlib import Path

import pytest

from storyboard.language import words
from storyboard.language.words.table import TABLE
from tools import gen_words

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", ["table.py", "meanings.py"])
def test_the_modules_are_what_the_table_says(name):
    assert (gen_words.ROOM / name).read_text(encoding="utf-8") == gen_words.generated()[name]


@pytest.mark.parametrize("row", ["shots: [Shot]", "shots: [shot, shot]", 'shots: [" shot"]', "moods: {day: [Noon]}"])
def test_a_word_in_capitals_or_twice_is_refused(row):
    with pytest.raises(ValueError, match=r"shot|Noon"):
        gen_words.tables(f"en:\n  {row}\n")


def test_words_that_yaml_takes_for_truth_values_stay_words():
    assert gen_words.tables("en:\n  unseen: [off, no, on]\n").rows == {"unseen": {"en": ("off", "no", "on")}}


DRAWN = """
en:
  light: [light]
  captions: {shot: "shot {n}"}
  moods: {day: [noon], night: [moon]}
de:
  light: [licht, beleuchtung]
"""


def test_a_field_without_a_caption_is_named_by_the_first_word_of_its_row():
    read = gen_words.tables(DRAWN + '  captions: {shot: "Einstellung {n}"}\n  moods: {day: [mittag]}\n')
    assert read.captions["de"] == {"light": "licht", "shot": "Einstellung {n}"}
    assert read.blocks["moods"]["de"] == {"day": ("mittag",)}


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ("moods: {day: [mittag]}", "de has no captions"),
        ("captions: {shot: Bild}", "de has no moods"),
        ("captions: {}\n  moods: {day: [mittag]}", "de has no caption for shot"),
        ("captions: {shot: Bild, clip: Film}\n  moods: {}", "de.captions has clip, which English lacks"),
        ("captions: {shot: Bild}\n  moods: {dya: [mittag]}", "de.moods has dya, which English lacks"),
    ],
)
def test_a_language_that_lacks_what_is_drawn_is_refused(rows, problem):
    with pytest.raises(ValueError, match=problem):
        gen_words.tables(f"{DRAWN}  {rows}\n")


@pytest.mark.parametrize(
    "language", ["en", "zh", "ja", "ko", "de", "fr", "es", "pt", "it", "ru", "ar", "hi", "th", "vi"]
)
def test_each_language_has_what_a_storyboard_needs(language):
    needed = ("seconds", "shots", "camera", "sound", "music", "light", "lengths", "times", "private", "ends")
    assert [role for role in needed if role != "camera" and language not in TABLE[role]] == []


def test_folding_keeps_every_offset():
    text = "İSTANBUL [0-3s] ŞEHİR ß Straße"
    assert len(words.fold(text)) == len(text)
    assert words.fold("SHOT Сцена ÉCRAN") == "shot сцена écran"


def test_a_word_inside_a_longer_one_is_none():
    seconds = re.compile(words.pattern("seconds"))
    assert seconds.search("sand and sea") is None
    assert seconds.search("3 s") is not None
    assert seconds.search("3秒画面") is not None


def test_of_a_word_with_several_roles_the_first_named_counts():
    assert words.lookup("shots", "parts")["scene"] == "parts"
    assert words.lookup("to", "from")["a"] == "to"
    assert words.languages("camera")["kamera"][:1] == ("de",)


ROOMS = ("syntax", "reading", "importers", "words")
# What lower-casing makes two characters of is named to be left alone.
ALLOWED = {("terminals.py", "İ")}


def literals(path: Path) -> list[str]:
    """The texts in a module that are no docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and isinstance(node.body[0], ast.Expr)
    }
    constants = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in docs)
    return [node.value for node in constants if isinstance(node.value, str)]


MODULES = [
    path for room in ROOMS for path in sorted((ROOT / "storyboard" / room).glob("*.py")) if path.name != "table.py"
]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_other_module_holds_a_word_of_another_alphabet(path):
    foreign = [text for text in literals(path) if any(ord(sign) > 127 and sign.isalpha() for sign in text)]
    assert [text for text in foreign if (path.name, text) not in ALLOWED] == []


def test_the_grammar_holds_no_word_of_another_alphabet():
    lines = (ROOT / "grammars" / "story.lark").read_text(encoding="utf-8").split("\n")
    rules = [line.partition(" // ")[0] for line in lines if not line.startswith("//")]
    assert [line for line in rules if any(ord(sign) > 127 and sign.isalpha() for sign in line)] == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_expression_lists_words_of_the_table(path):
    roles = (
        "shots",
        "seconds",
        "minutes",
        "to",
        "ends",
        "rates",
        "totals",
        "lengths",
        "numbers",
        "ordinals",
        "tracks",
        "films",
    )
    known = {word for word in words.of(*roles) if word.isascii() and len(word) > 3}
    listed = [set(re.findall(r"(?<![\w$])[a-z]{4,}(?=\|)|(?<=\|)[a-z]{4,}", text)) & known for text in literals(path)]
    assert [names for names in listed if len(names) > 1] == []
