"""Who of the cast is no person: named on a slate, alone or beside the people of a shot, and never left out."""

from __future__ import annotations

import pytest

from storyboard.board.cards import cards
from storyboard.film.staging.continuity import continued
from storyboard.film.staging.look import Look, looks
from storyboard.film.staging.plan import Reel, reel
from tests.compiling import compiled


def reels(text: str) -> list[Reel]:
    made = compiled(text)
    assert made.story is not None
    cast = made.story.cast
    return list(continued([reel(clip, film="Film", count=len(made.clips), cast=cast) for clip in made.clips]))


def seen(text: str) -> list[Look]:
    return [look for drawn in reels(text) for look in looks(drawn)]


def is_drawn(look: str, language: str, name: str = "SOL X") -> bool:
    """Whether a member with a look is drawn as a person, and is named where it is not."""
    (shot,) = seen(f"---\nlanguage: {language}\ncast:\n  {name}: {look}\n---\nShot 1 [0-5s] @{name}\n")
    assert (shot.subject == name) is not bool(shot.figures)
    return bool(shot.figures)


@pytest.mark.parametrize(
    ("language", "look"),
    [
        ("en", "the moon herself, a round pale face in a nightcap"),
        ("en", "a small round robot with a woman's voice"),
        ("en", "a calm male voice"),
        ("en", "an old ship with red sails"),
        ("en", "the captain's parrot"),
        ("en", "a nurse robot"),
        ("en", "all rivets and steam"),
        ("de", "der Mond, rund und müde"),
        ("de", "ein Oktopus in einer Kapitänsmütze"),
        ("fr", "une araignée à lunettes"),
        ("es", "un pulpo con gorra"),
        ("fr", "le navire, vieux et rouillé"),
        ("es", "la luna, redonda y pálida"),
        ("pt", "o farol, velho e branco"),
        ("it", "la nave, vecchia e arrugginita"),
        ("ru", "старый корабль"),
        ("zh", "月亮，圆脸"),
        ("ja", "月、丸い顔"),
        ("ko", "작은 로봇"),
        ("ar", "القمر"),
        ("hi", "चाँद"),
        ("pl", "księżyc"),
        ("nl", "de maan"),
    ],
)
def test_who_is_no_person_is_named(language: str, look: str) -> None:
    assert not is_drawn(look, language)


@pytest.mark.parametrize(
    ("language", "look"),
    [
        ("en", "a ship's cook"),
        ("en", "a robot nurse"),
        ("en", "a piano teacher"),
        ("en", "a woman dressed as the moon"),
        ("en", "a man made of paper"),
        ("en", "thin, of sixty years, in a grey coat"),
        ("en", "a lobster fisherman in oilskins"),
        ("en", "a butterfly collector in a straw hat"),
        ("de", "ein Buchhalter"),
        ("de", "a nurse"),
        ("ru", "бухгалтер"),
        ("zh", "穿红衣的老渔夫，白发"),
    ],
)
def test_who_is_a_person_is_drawn(language: str, look: str) -> None:
    assert is_drawn(look, language)


def test_the_name_tells_where_the_look_does_not_unless_it_is_one_word() -> None:
    assert not is_drawn("pale and tired", "en", "THE MOON")
    assert is_drawn("", "en", "ROSE")


def test_who_speaks_or_is_called_she_is_a_person_where_nothing_tells() -> None:
    head = "---\ncast:\n  NIB: always late\n---\n"
    (speaker,) = seen(head + 'Shot 1 [0-5s] @NIB waits.\n  NIB: "No."\n')
    first, _ = seen(head + "Shot 1 [0-2s] @NIB waits.\nShot 2 [2-5s] She turns, and @NIB is gone.\n")
    assert speaker.figures
    assert first.figures


def test_an_animal_is_named_beside_who_is_drawn_and_by_both() -> None:
    shots = seen(
        "---\ncast:\n  NORA: a girl of nine\n  BISCUIT: a brown terrier\n---\n"
        "Shot 1 [0-2s] @NORA kneels, and @BISCUIT sniffs.\nShot 2 [2-3s] Both of them jump.\nShot 3 [3-5s] She laughs.\n"
    )
    assert [(len(look.figures), look.subject, look.beside) for look in shots] == [
        (1, "", "BISCUIT"),
        (1, "", "BISCUIT"),
        (1, "", ""),
    ]


def test_a_place_is_drawn_and_the_animal_in_it_named() -> None:
    (shot,) = seen("---\ncast:\n  REX: a brown terrier\n---\nShot 1 [0-5s] A street at dawn. @REX waits.\n")
    assert (shot.place, shot.subject, shot.beside) == ("street", "", "REX")


def test_a_card_names_who_stands_beside_somebody() -> None:
    (drawn,) = reels(
        '---\ncast:\n  NORA: a girl\n  BISCUIT: a brown terrier\n---\nShot 1 [0-5s] @NORA kneels.\n  BISCUIT: "Woof."\n'
    )
    (card,) = cards(drawn)
    assert card.svg.count(">BISCUIT<") == 2  # the name of who speaks, and the slate
