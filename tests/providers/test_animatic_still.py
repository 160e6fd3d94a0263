"""Still lives: things that a shot is about stand on a table, with their name beside them; and figures of speech."""

from __future__ import annotations

import random

import pytest

from storyboard.board.picture import picture
from storyboard.film.staging.look import Look, looks
from storyboard.film.staging.outline import PIGMENTS
from storyboard.film.staging.plan import Card, Reel
from storyboard.film.staging.sets import Ground, SetLamp, SetPart
from storyboard.film.staging.things import THINGS, SeenThing, still_life
from storyboard.language.words import block


def seen(action: str, language: str = "en", overview: str = "") -> Look:
    cards = (Card(1, 0, 5000, action=action),)
    (look,) = looks(Reel("Film", "", 1, 1, 1280, 720, 5000, 5000, cards, overview=overview, language=language))
    return look


@pytest.mark.parametrize(
    ("action", "language", "things"),
    [
        ("Close-up: steam curls from a round blue teapot.", "en", ["blue teapot"]),
        ("A hand lays down a letter.", "en", ["letter", "hand"]),
        ("Two cups stand on the window sill.", "en", ["cup", "cup"]),
        ("Close-up of his hands round a match.", "en", ["match", "hand", "hand"]),
        ("Beans fall into a hand grinder.", "en", []),
        ("The van door slides open a hand's width.", "en", []),
        ("Wide shot: a bottle in the surf.", "en", []),
        ("A woman reads a letter.", "en", []),
        ("Nahaufnahme: eine Kerze auf dem Tisch.", "de", ["candle"]),
        ("Primer plano: una taza roja.", "es", ["red cup"]),
        ("特写：一把钥匙", "zh", ["key"]),
        ("花が咲く。", "ja", ["flower"]),
        # What only has the letters of a thing, or its word in another sense.
        ("The sun rose.", "en", []),
        ("A football match.", "en", []),
        ("Un ciel rose.", "fr", []),
        ("Gros plan : une rose rouge.", "fr", ["red flower"]),
        ("Nubes rosas.", "es", []),
        ("Nuvens rosas.", "pt", []),
        ("花火が夜空に上がる。", "ja", []),
        ("パンダが笹を食べる。", "ja", []),
        ("カメラがパンする。", "ja", []),
        ("Close-up: 산책.", "ko", []),
    ],
)
def test_things_that_can_be_drawn_stand_on_a_table(action: str, language: str, things: list[str]) -> None:
    look = seen(action, language)
    colours = {pigment: name for name, pigment in PIGMENTS.items()}
    named = [f"{colours[thing.pigment]} {thing.name}" if thing.pigment else thing.name for thing in look.things]
    assert named == things
    assert bool(look.beside and not look.subject) is bool(things)


def test_a_window_stands_on_no_table_in_a_room_that_has_one() -> None:
    look = seen("The open window. A bird is already small.", overview="A kitchen.")
    assert (look.things, look.subject, look.beside) == ((), "", "The open window")
    assert [thing.name for thing in seen("Close-up: a window.", overview="A kitchen.").things] == ["window"]


def test_every_thing_has_words_in_each_language_and_a_drawing() -> None:
    for language, things in block("things").items():
        assert things.keys() - {"hands"} == THINGS.keys(), language
    ground = Ground(90, -66, 34, 1, dark=True, chance=random.Random(1))
    for name in THINGS:
        parts = list(still_life([SeenThing(name)], near=True, steams=False)(ground))
        drawn = [point for part in parts if isinstance(part, SetPart) for shape in part.shapes for point in shape]
        assert all(y > -66 for _, y in drawn), name
        assert any(isinstance(part, SetLamp) for part in parts) == bool(THINGS[name].burns)
    assert picture(seen("Macro: a lantern."), 480, 270, "k") != picture(seen("Macro: a lamentation."), 480, 270, "k")


@pytest.mark.parametrize(
    ("action", "language", "place", "air"),
    [
        ("A sea of faces.", "en", "", ()),
        ("The Sea of Japan.", "en", "sea", ()),
        ("A sea of candles.", "en", "", ()),
        ("A forest of pencils.", "en", "", ()),
        ("A forest of birches.", "en", "forest", ()),
        ("Macro: a paper boat.", "en", "", ()),
        ("A snow globe.", "en", "", ()),
        ("Snow on the hills.", "en", "hills", ("snow",)),
        ("Una bola de nieve.", "es", "", ()),
        ("El mar de noche.", "es", "sea", ()),
        ("Une forêt de mains.", "fr", "", ()),
    ],
)
def test_the_head_of_a_phrase_says_what_is_seen(action: str, language: str, place: str, air: tuple[str, ...]) -> None:
    look = seen(action, language)
    assert (look.place, look.air) == (place, air)


@pytest.mark.parametrize(
    ("action", "language"),
    [
        ("Un homme aux cheveux gris en robe sombre.", "fr"),
        ("Le champion ouvre une bouteille de champagne.", "fr"),
        ("Un hombre de traje oscuro y pelo gris.", "es"),
        ("Una llamada; el campeón vela.", "es"),
        ("Un uomo dai capelli grigi.", "it"),
        ("Ela chama um gato cinza de terno escuro.", "pt"),
        ("Серьёзный водитель, темноволосая женщина, рекорд, мостовая.", "ru"),
    ],
)
def test_what_only_begins_like_a_place_or_an_hour_names_none(action: str, language: str) -> None:
    look = seen(action, language)
    assert (look.place, look.hour, look.mood) == ("", "", "")


@pytest.mark.parametrize(
    ("action", "language", "place", "hour"),
    [
        ("Une ruelle sombre, ciel gris.", "fr", "street", "grey"),
        ("Una calle oscura.", "es", "street", "night"),
        ("Piazza sotto un cielo grigio.", "it", "square", "grey"),
        ("Rua escura.", "pt", "street", "night"),
        ("Городок ночью, мост через реку.", "ru", "city", "night"),
    ],
)
def test_a_place_and_an_hour_are_known_in_the_forms_that_stand_in_a_sentence(
    action: str, language: str, place: str, hour: str
) -> None:
    look = seen(action, language)
    assert (look.place, look.hour) == (place, hour)
