"""Placeholders that know it: a thing is named on a slate, and neither a ball nor a landscape stands for it."""

from __future__ import annotations

import msgspec
import pytest

from storyboard.film.animatic.overlay import draw_page, zone_of
from storyboard.film.animatic.sheet import Frame, set_card
from storyboard.film.animatic.typeface import Typesetter
from storyboard.film.staging.look import looks
from storyboard.film.staging.plan import Card, Reel
from storyboard.film.staging.subject import subject_of


def subject(action: str, language: str = "en") -> str:
    card = Card(1, 0, 5000, action=action)
    return looks(Reel("Film", "", 1, 1, 1280, 720, 5000, 5000, (card,), language=language))[0].subject


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


def test_a_long_name_ends_at_a_word() -> None:
    said = subject_of("word " * 40, "en")
    assert said.endswith("word…")
    assert len(said) <= 61


@pytest.mark.parametrize("size", [(1280, 720), (720, 1280)])
def test_the_slate_stands_in_the_picture_and_not_over_the_words(size: tuple[int, int]) -> None:
    card, types = Card(1, 0, 5000, action="An empty bottle, macro."), Typesetter("en")
    reel = Reel("Film", "", 1, 1, *size, 5000, 5000, (card,))
    sheet, (look,) = set_card(types, reel, card, "en"), looks(reel)
    plain = msgspec.structs.replace(look, subject="")
    slate, bare = (draw_page(types, reel, 0, sheet, 0, seen, "en", True) for seen in (look, plain))
    _, top, _, bottom = zone_of(Frame(*size), sheet)
    rows = [at for at in range(size[1]) if slate.crop((0, at, size[0], at + 1)) != bare.crop((0, at, size[0], at + 1))]
    assert top < rows[0] < rows[-1] < bottom
