"""The table of words: what is generated is what grammars/words.yaml says, and what may not be in it."""

import pytest

from storyboard import words
from storyboard.words.table import TABLE
from tools import gen_words


def test_the_module_is_what_the_table_says():
    assert gen_words.TARGET.read_text(encoding="utf-8") == gen_words.generated()


@pytest.mark.parametrize("row", ["shots: [Shot]", "shots: [shot, shot]", 'shots: [" shot"]'])
def test_a_word_in_capitals_or_twice_is_refused(row):
    with pytest.raises(ValueError, match="shot"):
        gen_words.table(f"en:\n  {row}\n")


def test_words_that_yaml_takes_for_truth_values_stay_words():
    assert gen_words.table("en:\n  unseen: [off, no, on]\n") == {"unseen": {"en": ("off", "no", "on")}}


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
    import re

    seconds = re.compile(words.pattern("seconds"))
    assert seconds.search("sand and sea") is None
    assert seconds.search("3 s") is not None
    assert seconds.search("3秒画面") is not None


def test_of_a_word_with_several_roles_the_first_named_counts():
    assert words.lookup("shots", "parts")["scene"] == "parts"
    assert words.lookup("to", "from")["a"] == "to"
    assert words.languages("camera")["kamera"][:1] == ("de",)
