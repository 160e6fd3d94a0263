"""Placeholders that know it: a thing is named on a slate, and neither a ball nor a landscape stands for it."""

from __future__ import annotations

import msgspec
import pytest
from PIL import Image, ImageChops

from storyboard.film.animatic.overlay import draw_page, zone_of
from storyboard.film.animatic.placeholder import draw_placeholders
from storyboard.film.animatic.sheet import Frame, set_card
from storyboard.film.animatic.typeface import Typesetter
from storyboard.film.staging.look import looks
from storyboard.film.staging.plan import Card, Reel
from storyboard.film.staging.subject import shortened


def subject(action: str, language: str = "en") -> str:
    card = Card(1, 0, 5000, action=action)
    (look,) = looks(Reel("Film", "", 1, 1, 1280, 720, 5000, 5000, (card,), language=language))
    return look.beside if look.things else look.subject  # the name stands beside a thing that can be drawn


@pytest.mark.parametrize(
    ("action", "language", "name"),
    [
        ("An empty bottle on black stone, macro.", "en", "An empty bottle on black stone"),
        ("Macro, a spoon.", "en", "a spoon"),
        ("Night. Close-up of a spoon.", "en", "a spoon"),
        ("Amber light on a dog.", "en", "Amber light on a dog"),
        ("Nahaufnahme: ein Hundenapf.", "de", "ein Hundenapf"),
        ("Insert: a ticket with a golden elephant.", "en", "a ticket with a golden elephant"),
        ("Hard cut: inside the net, a lamp.", "en", "inside the net"),
        ("Schnitt: ein Hundenapf.", "de", "ein Hundenapf"),
        ("A dog that everybody knows: wet.", "en", "A dog that everybody knows"),
        ("Insert:", "en", "Insert"),
        ("特写，一只空瓶。", "zh", "一只空瓶"),
        ("A street at dawn, wide shot.", "en", ""),
        ("A woman waits.", "en", ""),
        ("", "en", ""),
    ],
)
def test_what_cannot_be_drawn_is_named(action: str, language: str, name: str) -> None:
    assert subject(action, language) == name


@pytest.mark.parametrize(
    ("action", "language", "name"),
    [
        ("Dutch angle: underwater, a whale reads the complaint.", "en", "a whale reads the complaint"),
        ("Sea water runs out over the step.", "en", "Sea water runs out over the step"),
        ("Snap! A red fan fills the street.", "en", "A red fan fills the street"),
        ("A lighthouse stands dark on its cliff.", "en", "A lighthouse stands dark on its cliff"),
        ("In the forest, a fox waits.", "en", "a fox waits"),
        ("The ferry, seen from the hill.", "en", "The ferry"),
        ("POV of Leo: an envelope on the beach.", "en", "an envelope on the beach"),
        ("Ein Wal liegt am Strand.", "de", "Ein Wal liegt am Strand"),
        ("Une baleine dort sur la plage.", "fr", "Une baleine dort sur la plage"),
        ("Una ballena duerme en la playa.", "es", "Una ballena duerme en la playa"),
        ("Кит лежит на пляже.", "ru", "Кит лежит на пляже"),
        ("森林里一只狐狸醒来。", "zh", "森林里一只狐狸醒来"),
        ("海水漫过台阶。", "zh", "海水漫过台阶"),
        ("森で狐が目を覚ます。", "ja", "森で狐が目を覚ます"),
        ("Dawn on black sand.", "en", ""),
        ("Rain drums on the roofs of a village.", "en", ""),
        ("A silent glass kitchen, some years from now.", "en", ""),
        ("Une plage au petit matin.", "fr", ""),
        ("清晨的街道。", "zh", ""),
    ],
)
def test_what_is_in_a_place_is_named_and_a_place_is_drawn(action: str, language: str, name: str) -> None:
    assert subject(action, language) == name


@pytest.mark.parametrize(
    ("action", "beside"),
    [
        ("A glass kitchen. A robot arm sets down an egg.", "A robot arm sets down an egg"),
        ("A village street. Rain falls. Snow on the roofs.", ""),
    ],
)
def test_a_thing_in_a_place_that_is_drawn_is_named_beside_it(action: str, beside: str) -> None:
    card = Card(1, 0, 5000, action=action)
    (look,) = looks(Reel("Film", "", 1, 1, 1280, 720, 5000, 5000, (card,), language="en"))
    assert (look.subject, look.beside) == ("", beside)


def test_a_long_name_ends_at_a_word() -> None:
    said = shortened("word " * 40)
    assert said.endswith("word…")
    assert len(said) <= 61


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("A robot arm sets down a perfect egg", "A robot arm sets down a perfect egg"),
        (", ".join(["A robot arm"] * 20), "A robot arm, " * 8 + "A…"),
    ],
)
def test_a_name_beside_what_is_drawn_is_whole_or_ends_in_an_ellipsis(
    name: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    types, card, lines = Typesetter("en"), Card(1, 0, 5000, action="A glass kitchen."), list[str]()

    def draw(pen: object, x: float, y: float, text: str, *style: object) -> None:
        lines.append(text)

    monkeypatch.setattr(types, "draw", draw)
    reel = Reel("Film", "", 1, 1, 1280, 720, 5000, 5000, (card,))
    (look,) = looks(reel)
    frame = Frame(1280, 720)
    picture = Image.new("RGBA", (1280, 720))
    draw_placeholders(types, picture, frame, (48, 120, 1232, 480), msgspec.structs.replace(look, beside=name))
    assert " ".join(lines) == words


@pytest.mark.parametrize("size", [(1280, 720), (720, 1280)])
def test_the_slate_stands_in_the_picture_and_not_over_the_words(size: tuple[int, int]) -> None:
    card, types = Card(1, 0, 5000, action="An empty nest, macro."), Typesetter("en")
    reel = Reel("Film", "", 1, 1, *size, 5000, 5000, (card,))
    sheet, (look,) = set_card(types, reel, card, "en"), looks(reel)
    plain = msgspec.structs.replace(look, subject="")
    named = msgspec.structs.replace(plain, beside="BISCUIT")
    _, top, _, bottom = zone_of(Frame(*size), sheet)
    bare, *slates = (draw_page(types, reel, 0, sheet, 0, seen, "en", True) for seen in (plain, look, named))
    for slate in slates:
        *_, low = box = ImageChops.difference(slate.convert("RGB"), bare.convert("RGB")).getbbox() or (0, 0, 0, 0)
        assert top < box[1] < low < bottom
