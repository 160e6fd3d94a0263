"""Speech lengths: a range by language, plausible, and linear in the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyboard.profiles.speech import estimate, guess, rates
from tests.steps import linear


def test_each_rate_has_a_range_and_a_source() -> None:
    assert {"en", "zh", "ja", "ko", "de", "fr", "es", "pt", "it", "ru", "ar", "hi", "vi", "id", "tr", "default"} <= set(
        rates()
    )
    for rate in rates().values():
        assert 0 < rate.slow < rate.fast
        assert rate.source


@pytest.mark.parametrize(
    ("text", "language", "least", "most"),
    [
        ("Evolved. What's next?", None, 700, 1_500),
        ("The old lighthouse keeper climbs the stairs one last time before dawn.", "en", 3_500, 5_600),
        ("今天天气很好，我们出去走走吧。", None, 2_100, 3_400),
        ("明日は雨が降るでしょう。", None, 1_400, 2_500),
        ("내일은 비가 올 것 같습니다.", None, 1_300, 2_300),
        ("Der alte Leuchtturmwärter steigt ein letztes Mal hinauf.", "de-AT", 2_000, 4_000),
        ("Завтра пойдёт дождь.", None, 700, 1_400),
        ("غدا سوف تمطر", None, 1_100, 2_100),
    ],
)
def test_estimates_are_plausible(text: str, language: str | None, least: int, most: int) -> None:
    fast, slow = estimate(text, language)
    assert least <= fast < slow <= most


@pytest.mark.parametrize("text", ["", " ", "…!?", "——", '""'])
def test_without_words_there_is_nothing_to_say(text: str) -> None:
    assert estimate(text, None) == (0, 0)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("hello there", "en"),
        ("中文很好", "zh"),
        ("これは本です", "ja"),
        ("한국어", "ko"),
        ("मौसम अच्छा है", "hi"),
        ("שלום עולם", "he"),
        ("Où est l'été à Orléans, mon frère aîné ?", "default"),
        ("café in the morning with friends and family", "en"),
        ("123", "default"),
    ],
)
def test_the_script_speaks_for_the_language(text: str, language: str) -> None:
    assert guess(text) == language


def test_tags_are_read_and_unknown_ones_fall_back_to_the_script() -> None:
    assert estimate("Guten Morgen", "de") == estimate("Guten Morgen", "DE_ch")
    assert estimate("good morning", "xx") == estimate("good morning", "default") == estimate("good morning", None)


def test_names_in_another_script_are_counted() -> None:
    assert estimate("我爱 Evolution", "zh") > estimate("我爱", "zh")
    assert estimate("I love 北京烤鸭", "en") > estimate("I love", "en")


@pytest.mark.parametrize("language", [None, "de"])
@pytest.mark.parametrize("sign", ["a", "a ", "a'", "'", "中", "1", "é", "-", "\u0300"], ids=ascii)
def test_a_long_text_takes_steps_in_proportion(sign: str, language: str | None) -> None:
    assert linear(lambda size: estimate(sign * size, language), 5_000)


@given(st.text(), st.one_of(st.none(), st.text(max_size=5)))
def test_no_text_raises(text: str, language: str | None) -> None:
    fast, slow = estimate(text, language)
    assert 0 <= fast <= slow
