"""The table of words: what is generated is what grammars/words.yaml says, and what may not be in it."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from storyboard.language import words
from storyboard.language.words.table import TABLE
from tests.helpers import all_hold
from tools import gen_words

ROOT = Path(__file__).parents[2]


def test_the_files_are_what_the_table_says():
    assert {path: path.read_text(encoding="utf-8") for path in gen_words.generated()} == gen_words.generated()


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
    assert [role for role in needed if role != "camera" and language not in words.by_language(role)] == []


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


# Signs, each by itself: what lower-casing makes two characters of is left alone, doctor looks for the font of a sign,
# accents tell English from other languages, no line starts with small kana, and stretches
# of scripts have bounds.
SIGNS = {
    ("terminals.py", "İ"),
    ("commonlines.py", "ı"),
    ("trigger.py", "ı"),
    ("machine.py", "中"),
    ("__init__.py", "\u0e00\u0f00\u1000\u10a0\u1780\u1800\u3040\u3100\u3400\ua000\uac00\ud7b0"),
    ("speech.py", "áàâãäåçéèêëíìîïñóòôõöøúùûüýăđơưşğıßłńśźż"),
    (
        "lines.py",
        "，。、；：？！）」』】》〉〕｝］”’…—·～ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々〜゛゜％,.;:?!)]}%",
    ),
}
# Expressions that list names of HTML or of JSON keys, which are the same in every language.
MARKUP = {
    ("tags.py", frozenset({"table", "section"})),
    ("request.py", frozenset({"prompt", "text"})),
    ("fonts.py", frozenset({"black", "light", "mono"})),
    ("nature.py", frozenset({"script", "section", "main", "table", "style"})),
}
# Words of another language that the code has as English ones.
ENGLISH_TOO = {"alter", "arabic", "chinese", "close", "hebrew", "japanese", "kind", "korean", "links", "plan"}
_CLASS = re.compile(r"\[[^]]*\]")


@cache
def parsed(path: Path) -> ast.Module:
    """A module's tree."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def literals(path: Path) -> list[str]:
    """The texts in a module that are no docstrings."""
    nodes = list(ast.walk(parsed(path)))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    docs = {
        id(node.body[0].value) for node in nodes if isinstance(node, documented) and isinstance(node.body[0], ast.Expr)
    }
    constants = (node for node in nodes if isinstance(node, ast.Constant) and id(node) not in docs)
    return [node.value for node in constants if isinstance(node.value, str)]


def sets(path: Path) -> list[str]:
    """The texts in each set, list or dictionary of a module, together."""
    nodes = (node for node in ast.walk(parsed(path)) if isinstance(node, ast.Set | ast.Tuple | ast.List | ast.Dict))
    items = (node.keys if isinstance(node, ast.Dict) else node.elts for node in nodes)
    return [" ".join(str(item.value) for item in listed if isinstance(item, ast.Constant)) for listed in items]


def sources() -> list[Path]:
    """The modules of the package that are written by hand."""
    paths = sorted((ROOT / "storyboard").rglob("*.py"))
    return [path for path in paths if "generated by tools/" not in path.read_text(encoding="utf-8").partition("\n")[0]]


def foreign(text: str) -> bool:
    """Whether a text has letters outside ASCII that are no range or class of an expression."""
    return any(ord(sign) > 127 and sign.isalpha() for sign in _CLASS.sub("", text))


def ascii_words(*, english: bool) -> set[str]:
    """The words of the table in ASCII letters, of English or of all other languages."""
    rows = [(language, listed) for role in TABLE for language, listed in words.by_language(role).items()]
    for role in words.blocks():
        rows += [(language, listed) for language, meanings in words.block(role).items() for listed in meanings.values()]
    listed = {word.rstrip("*") for language, row in rows if (language == "en") is english for word in row}
    return {word for word in listed if word.isascii() and word.isalpha() and len(word) > 3}


MODULES = sources()
ENGLISH = ascii_words(english=True)
OTHERS = ascii_words(english=False) - ENGLISH - ENGLISH_TOO


def each_module(holds):
    all_hold(holds, MODULES, lambda path: str(path.relative_to(ROOT / "storyboard")))


def test_the_whole_package_is_looked_at():
    wings = {path.relative_to(ROOT / "storyboard").parts[0] for path in MODULES}
    assert wings >= {"cli", "compiler", "exchange", "film", "language", "production", "profiles", "project"}
    assert len(MODULES) > 300
    assert len(ENGLISH) > 500
    assert len(OTHERS) > 1000


def test_no_other_module_holds_a_word_of_another_alphabet():
    def holds(path):
        assert [text for text in literals(path) if foreign(text) and (path.name, text) not in SIGNS] == []

    each_module(holds)


@pytest.mark.parametrize(
    "path",
    sorted([*(ROOT / "storyboard").rglob("*.yaml"), *(ROOT / "templates" / "prompts").glob("*.j2")]),
    ids=lambda path: path.name,
)
def test_no_data_holds_a_word_of_another_alphabet(path):
    lines = path.read_text(encoding="utf-8").split("\n")
    # A profile's own shot style stands in its `labels`; a `source` names people.
    labels = re.compile(r" +(?:shot|camera|light|sound|music|transition|source): ")
    assert [line for line in lines if foreign(line.partition("# ")[0]) and not labels.match(line)] == []


def test_the_grammar_holds_no_word_of_another_alphabet():
    lines = (ROOT / "grammars" / "story.lark").read_text(encoding="utf-8").split("\n")
    rules = [line.partition(" // ")[0] for line in lines if not line.startswith("//")]
    assert [line for line in rules if any(ord(sign) > 127 and sign.isalpha() for sign in line)] == []


def test_no_expression_lists_words_of_the_table():
    known = ENGLISH | OTHERS

    def holds(path):
        listed = [set(re.findall(r"(?<![\w$])[a-z]{4,}(?=[)?]*\|)|(?<=\|)[a-z]{4,}", text)) for text in literals(path)]
        named = [frozenset(names & known) for names in listed]
        assert [names for names in named if len(names) > 1 and (path.name, names) not in MARKUP] == []

    each_module(holds)


def test_no_text_or_set_holds_words_of_another_language():
    """Sets of English words are not looked for, since those of roles, fields and keys look the same."""

    def holds(path):
        listed = [OTHERS & set(re.findall("[a-z]+", text.lower())) for text in (*literals(path), *sets(path))]
        assert [names for names in listed if len(names) > 1] == []

    each_module(holds)
