"""The people of the free film: who is in a shot, and that each looks as the story says, wherever they are seen."""

from __future__ import annotations

import pytest

from storyboard.compiler.pipeline import compile_story
from storyboard.config import Config
from storyboard.film.staging.cast import Figure, figures, traits_of
from storyboard.film.staging.look import language_for
from storyboard.film.staging.plan import reel
from storyboard.film.staging.silhouette import build_of, face
from storyboard.source import MemoryFiles

CAST = """---
cast:
  PAUL: a man of seventy, bald
  LENA:
    look: a nurse of forty with a long ponytail
    old: white hair under a hat
  ELLE: a woman with cropped black hair
---
"""


def seen(text: str) -> list[list[tuple[Figure, ...]]]:
    """The people of each shot, clip by clip."""
    compiled = compile_story(MemoryFiles({"film.story": text}), "film.story", Config())
    assert compiled.story is not None
    reels = [reel(clip, film="Film", count=2, cast=compiled.story.cast) for clip in compiled.clips]
    return [list(people) for people in figures(reels, [language_for(clip) for clip in reels])]


def hair(figure: Figure) -> str:
    return build_of(figure.traits, figure.face).hair


def test_the_cast_looks_as_described_in_every_shot_of_every_clip() -> None:
    one, two = seen(
        CAST
        + "# One\nShot 1 [0-2s] @PAUL looks at her.\nShot 2 [2-4s] @PAUL waits.\nShot 3 [4-5s] Close on @LENA.\n"
        + "# Two\nShot 1 [0-2s] @ELLE turns her head.\nShot 2 [2-5s] Paul waits, a woman passes.\n"
    )
    assert one[0] == one[1] == two[1]
    assert [hair(figure) for (figure,) in (*one, *two)] == ["bald", "bald", "tail", "short", "bald"]
    assert "woman" in two[0][0].traits
    assert "man" in one[0][0].traits


def test_a_state_changes_what_it_names_and_no_face() -> None:
    ((young, old),) = seen(CAST + "Shot 1 [0-2s] @LENA waits.\nShot 2 [2-5s] @LENA/old waits.\n")
    assert young[0].face == old[0].face
    assert (hair(young[0]), hair(old[0])) == ("tail", "hat")


def test_a_bald_head_a_cropped_one_and_a_beard_show_different_faces() -> None:
    bald, cropped, bearded = (
        [down for _, down in face(0, 0, 1, build_of(frozenset({"man", *traits}), 1))]
        for traits in (("bald",), ("short",), ("short", "beard"))
    )
    assert min(bald) < 0.1 < 0.25 < min(cropped) == min(bearded)
    assert max(bearded) < 0.85 < max(cropped) == max(bald)


@pytest.mark.parametrize(
    "line", ['NARRATOR: "Stay."', 'PAUL (V.O.): "Stay."', 'ELLE (V.O., whispering): "Stay."', 'SPRECHER (Off): "Halt."']
)
def test_a_voice_without_a_body_draws_nobody(line: str) -> None:
    assert seen(CAST + f"Shot 1 [0-5s] An empty bottle on black stone, macro.\n  {line}\n") == [[()]]


def test_two_who_talk_are_two() -> None:
    ((both,),) = seen(CAST + 'Shot 1 [0-5s] @LENA leans over @PAUL.\n  PAUL: "No."\n')
    assert [hair(figure) for figure in both] == ["tail", "bald"]


@pytest.mark.parametrize(
    "shot",
    ["The two of them wait.", "Les deux attendent.", "Los dos esperan.", 'Die beiden warten.\n  PAUL: "Na?"'],
)
def test_both_are_the_two_who_were_seen_last(shot: str) -> None:
    ((first, second), (two,)) = seen(
        CAST + f"# One\nShot 1 [0-2s] @ELLE waits.\nShot 2 [2-5s] @PAUL and @LENA.\n# Two\nShot 1 [0-5s] {shot}\n"
    )
    assert set(two) == set(second)
    assert set(two).isdisjoint(first)


def test_a_pronoun_is_the_person_before_and_a_noun_is_another() -> None:
    ((lena, she, man, he),) = seen(
        CAST
        + "Shot 1 [0-2s] @LENA waits.\nShot 2 [2-3s] She turns.\nShot 3 [3-4s] A man comes in.\nShot 4 [4-5s] He sits.\n"
    )
    assert lena == she
    assert man != lena
    assert man == he
    assert "man" in man[0].traits


def test_a_pronoun_tells_the_sex_where_there_is_no_cast() -> None:
    ((she,),) = seen("Shot 1 [0-5s] She waits.\n")
    assert "woman" in she[0].traits


def test_a_name_that_is_a_word_in_lower_case_is_no_mention_of_the_cast() -> None:
    ((nobody, elle),) = seen(
        "---\nlanguage: fr\ncast:\n  BELLE: une femme chauve\n---\n"
        "Shot 1 [0-2s] Une belle bouteille sur la pierre.\nShot 2 [2-5s] Belle attend.\n"
    )
    assert nobody == ()
    assert hair(elle[0]) == "bald"


@pytest.mark.parametrize(
    ("language", "look", "traits"),
    [
        ("en", "a woman in a long coat with short grey hair", {"woman", "short"}),
        ("en", "a tall man, long wavy black hair, a beard", {"man", "curly", "beard"}),
        ("en", "a woman of twenty, dark hair loose, a short jacket", {"woman", "long"}),
        ("de", "ein Mann von siebzig, Glatze, Vollbart", {"man", "bald", "beard"}),
        ("fr", "une femme aux cheveux longs", {"woman", "long"}),
        ("es", "una mujer con el pelo corto", {"woman", "short"}),
        ("pt", "um homem careca", {"man", "bald"}),
        ("it", "una donna con i capelli corti", {"woman", "short"}),
        ("zh", "三十岁女人，短发", {"woman", "short"}),
        ("ja", "長い髪の女", {"woman", "long"}),
        ("ko", "대머리 남자", {"man", "bald"}),
        ("ru", "лысый мужчина с бородой", {"man", "bald", "beard"}),
        ("ar", "رجل أصلع", {"man", "bald"}),
        ("hi", "गंजा आदमी", {"man", "bald"}),
        ("nl", "een vrouw met kort haar", {"woman", "short"}),
        ("pl", "łysy mężczyzna z brodą", {"man", "bald", "beard"}),
        ("sv", "en kvinna med hästsvans", {"woman", "tail"}),
        ("tr", "uzun saçlı bir kadın", {"woman", "long"}),
        ("vi", "một người đàn ông hói", {"man", "bald"}),
        ("id", "pria botak berjanggut", {"man", "bald", "beard"}),
    ],
)
def test_a_look_is_read_in_its_language(language: str, look: str, traits: set[str]) -> None:
    assert traits <= traits_of(look, language)
    assert not traits_of(look, language) & ({"long", "short", "woman", "man"} - traits)
