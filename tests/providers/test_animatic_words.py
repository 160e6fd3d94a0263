"""What the words of a shot are read as: camera moves, moods, languages; and how words are set."""

from __future__ import annotations

import pytest

from storyboard.film.animatic import fonts
from storyboard.film.animatic.sheet import set_card
from storyboard.film.animatic.typeface import Typesetter
from storyboard.film.staging.camera import motion_of
from storyboard.film.staging.lines import is_rtl
from storyboard.film.staging.look import looks
from storyboard.film.staging.places import PLACES
from storyboard.film.staging.plan import Card, Reel, SpokenLine
from storyboard.film.staging.words import MOVES, label, language_of, languages, meanings, meant, named
from storyboard.language.words import block


def reel(*cards: Card, **more: object) -> Reel:
    until = cards[-1].end if cards else 5000
    given = {"width": 1280, "height": 720, "duration": until, "planned": until, **more}
    return Reel(film="Film", title="", index=1, count=1, cards=cards, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize("language", languages())
def test_a_language_tells_the_moves_of_the_camera_from_those_of_others(language: str) -> None:
    moves = {word for listed in meanings("moves", language).values() for word in listed}
    assert set(meanings("camerawork", language)["shared"]) <= moves
    assert {"named", "paces"} <= meanings("camerawork", language).keys()


@pytest.mark.parametrize("language", languages())
def test_a_language_knows_the_moves_that_are_drawn(language: str) -> None:
    moves, directions = meanings("moves", language).keys(), meanings("directions", language).keys()
    assert moves | directions <= {*MOVES, "aside"}
    assert {"in", "out", "left", "right", "up", "down", "still"} <= moves
    assert label("shot", language, 2, 7).count("7") == 1


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("role", ["moves", "directions", "moods", "places", "air", "sizes", "people", "traits"])
def test_each_word_is_seen_in_a_text(role: str, language: str) -> None:
    for meaning, listed in meanings(role, language).items():
        for word in listed:
            text = f"- {word.replace('*', '')}, 7."
            assert text.find(word.partition("*")[0]) in [
                match.start() for name, matches in meant(role, language, text) if name == meaning for match in matches
            ]
    assert not list(meant(role, language, "- 7."))


def test_a_language_without_words_is_drawn_with_english_ones() -> None:
    assert label("shot", "nl", 2, 7) == "shot 2 of 7"
    assert named("places", "A street at dawn.", "nl") == ["street"]


@pytest.mark.parametrize(
    ("field", "action", "language", "move"),
    [
        ("slow push in at floor height", "", "en", "in"),
        ("dolly left past the anvil", "", "en", "left"),
        ("slow pan left to right", "", "en", "right"),
        ("pan from right to left", "", "en", "left"),
        ("pan left past the door on the right", "", "en", "left"),
        ("tracking shot to the left", "", "en", "left"),
        ("tracking shot from behind", "", "en", "follow"),
        ("Schwenk von links nach rechts", "", "de", "right"),
        ("panoramique de droite à gauche", "", "fr", "left"),
        ("从右到左摇", "", "zh", "left"),
        ("locked off", "", "en", "still"),
        ("handheld", "", "en", "shake"),
        ("", "He lifts a pan the size of a shield.", "en", "drift"),
        ("", "Whip pan along the tram.", "en", "right"),
        ("", "Nothing moves to the left of him.", "en", "drift"),
        ("", "She pulls back the curtain.", "en", "drift"),
        ("", "The camera slowly pulls back over the roofs.", "en", "out"),
        ("", "Medium shot, slow push in on the letter.", "en", "in"),
        ("", "The camera races over the garden, pulling back and rotating.", "en", "out"),
        ("", "俯拍，小舟划开满江倒影，两岸白墙黑瓦缓缓后退。", "zh", "drift"),
        ("", "他看着镜头，后退半步。", "zh", "drift"),
        ("", "他手持宝剑。", "zh", "drift"),
        ("", "缓缓后退，露出整条街。", "zh", "out"),
        ("", "镜头缓缓后退。", "zh", "out"),
        ("", "老人が静かに引く。", "ja", "drift"),
        ("", "カメラがゆっくり引く。", "ja", "out"),
        ("", "Sie fährt zurück nach Hause.", "de", "drift"),
        ("", "Die Kamera fährt zurück.", "de", "out"),
        ("", "Машина отъезжает от дома.", "ru", "drift"),
        ("", "Медленный отъезд.", "ru", "out"),
        ("", "Suben con lentitud hasta su acercamiento.", "es", "drift"),
        ("", "Un acercamiento lento a sus manos.", "es", "in"),
        ("缓慢横移", "", "zh", "right"),
        ("镜头慢推", "", "zh", "in"),
        ("ゆっくり右へパン", "", "ja", "right"),
        ("Schwenk nach links", "", "de", "left"),
        ("travelling arrière", "", "fr", "out"),
        ("la cámara se acerca", "", "es", "in"),
        ("slow tilt up", "", "zh", "up"),
        ("long glide down the centre aisle", "", "en", "in"),
        ("moves slowly up the street", "", "en", "in"),
        ("down on the street", "", "en", "down"),
        ("descends to the platform", "", "en", "down"),
        ("tilt down the wall of the street", "", "en", "down"),
        ("تقترب الكاميرا ببطء", "", "ar", "in"),
    ],
)
def test_a_move_is_read_from_the_field_or_the_words(field: str, action: str, language: str, move: str) -> None:
    motion = motion_of(field, action, language)
    assert motion.move == move
    assert motion.named is (move != "drift")


def test_haste_is_read_too() -> None:
    assert motion_of("whip pan right", "", "en").fast
    assert not motion_of("slow pan right", "", "en").fast


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("A man in a forest", "en"),
        ("Ein Mann geht durch den Wald", "de"),
        ("Un hombre en la playa", "es"),
        ("Un homme dans la forêt", "fr"),
        ("江南水乡，清晨薄雾", "zh"),
        ("彼は海へ向かう", "ja"),
        ("رجل عجوز", "ar"),
        ("", "en"),
    ],
)
def test_a_text_tells_its_language(text: str, language: str) -> None:
    assert language_of(text) == language


def test_words_that_only_look_alike_name_nothing() -> None:
    assert named("people", "Er hat ein Haus", "de") == ["person", "he"]
    assert named("places", "shallow depth of field, a sandwich", "en") == []


@pytest.mark.parametrize(
    ("text", "language", "place"),
    [
        ("A provincial station at midnight.", "en", "station"),
        ("She waits on the empty platform.", "en", "station"),
        ("A police station at night.", "en", "city"),
        ("A space station over Mars.", "en", "space"),
        ("A hand reaches from the carriage door.", "en", "station"),
        ("Two men in the carriage.", "en", "carriage"),
        ("Ein Bahnsteig im Regen.", "de", "station"),
        ("Un andén vacío.", "es", "station"),
        ("Sur le quai de la gare.", "fr", "station"),
        ("雨中的站台。", "zh", "station"),
        ("A woman on the town square.", "en", "square"),
        ("Una plaza de Cádiz.", "es", "square"),
        ("Eine Gasse bei Nacht.", "de", "street"),
        ("A skyline at night.", "en", "city"),
        ("A gravel car park, thin snow.", "en", "lot"),
        ("Ein leerer Parkplatz.", "de", "lot"),
        ("Un parcheggio vuoto.", "it", "lot"),
    ],
)
def test_a_platform_a_street_and_a_square_are_no_skyline(text: str, language: str, place: str) -> None:
    assert named("places", text, language)[0] == place


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Mister Brown makes a mistake under the mistletoe.", "en"),
        ("A man in a raincoat; a rainbow, a steamer, a dustbin, a fogged mirror.", "en"),
        ("A farmer with a pineapple, a flamenco dancer, a sailor on a trampoline, a deserted cup.", "en"),
        ("Ein Regenschirm, ein Regenbogen, ein Dampfer, ein Staubsauger.", "de"),
        ("Ein grauer Bart, ein Sandwich, ein Nachttisch, ein Feuerzeug, eine Winterjacke, ein dunkelblauer Hut.", "de"),
    ],
)
def test_words_that_only_begin_like_weather_a_place_or_an_hour_are_none(text: str, language: str) -> None:
    assert [named(kind, text, language) for kind in ("air", "moods", "places")] == [[], [], []]


def test_each_place_that_words_name_is_drawn() -> None:
    places = {place for places in block("places").values() for place in places}
    assert places == set(PLACES)


def test_a_shot_without_a_mood_is_where_the_last_one_was() -> None:
    first, second = looks(
        reel(Card(1, 0, 2000, action="A cave at dawn."), Card(2, 2000, 5000, action="The egg bursts."))
    )
    assert (first.mood, first.place) == (second.mood, second.place) == ("dawn", "cave")


def test_a_person_looks_the_same_in_every_shot() -> None:
    cards = (
        Card(1, 0, 2000, action="ANNA waits.", dialogue=(SpokenLine("ANNA", "", "Late."),)),
        Card(2, 2000, 4000, action="A tree."),
        Card(3, 4000, 5000, action="ANNA, in her hat, leaves."),
    )
    seen = looks(reel(*cards))
    assert [len(look.figures) for look in seen] == [1, 0, 1]
    (first,), (last,) = seen[0].figures, seen[2].figures
    assert first.face == last.face
    assert "hat" in last.traits


def test_a_hostile_text_is_read_in_linear_time() -> None:
    motion_of("pan " * 20_000, "-" * 8_000 + "\u0301" * 8_000, "en")
    named("moods", "fire" * 20_000, "en")


# ---- setting -------------------------------------------------------------------------------------------------------


def words_in(sheet: object) -> list[str]:
    return " ".join(row.text for page in sheet.pages for row in page).split()  # type: ignore[attr-defined]


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (720, 1280), (960, 960), (1920, 1080)])
@pytest.mark.parametrize("count", [1, 30, 120, 400, 1200])
def test_every_word_of_an_action_is_set(width: int, height: int, count: int) -> None:
    text = " ".join(f"word{number}" for number in range(count))
    card = Card(1, 0, 5000, action=text, camera="slow push in", light="warm " * 20)
    sheet = set_card(Typesetter("en"), reel(card, width=width, height=height), card, "en")
    assert [word for word in words_in(sheet) if word.startswith("word")] == text.split()
    assert sheet.top > height * 0.2
    for page in sheet.pages:
        assert sum(row.height + (row.gap if at else 0) for at, row in enumerate(page)) <= height * 0.6


def test_a_word_without_spaces_is_broken_not_cut() -> None:
    card = Card(1, 0, 5000, action="x" * 500)
    sheet = set_card(Typesetter("en"), reel(card), card, "en")
    assert "".join(words_in(sheet)) == "x" * 500


def test_a_speaker_stays_with_the_words() -> None:
    lines = tuple(SpokenLine(f"N{number}", "", "word " * 40) for number in range(9))
    card = Card(1, 0, 5000, action="He talks.", dialogue=lines)
    sheet = set_card(Typesetter("en"), reel(card), card, "en")
    assert len(sheet.pages) > 1
    assert all(page[-1].kind != "name" for page in sheet.pages)


def test_a_line_never_starts_with_a_closing_mark() -> None:
    types = Typesetter("zh")
    text = types.clean("，".join(["江南水乡"] * 40) + "。")
    for width in range(200, 700, 37):
        assert all(line[0] not in "，。" for line in types.wrap(text, "text", 30, width))


def test_right_to_left_is_set_from_the_right() -> None:
    card = Card(1, 0, 5000, action="رجل عجوز يفتح الباب", camera="push in")
    sheet = set_card(Typesetter("ar"), reel(card), card, "ar")
    assert sheet.mirrored
    assert sheet.side[1] < sheet.left
    assert is_rtl("  (مقهى")
    assert not is_rtl("3 cafés")


def test_a_glyph_that_no_font_has_is_told_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    # A font of the machine may have any sign.
    monkeypatch.setattr(fonts, "system_files", lambda: ())
    types = Typesetter("en")
    assert types.clean("a\u200b fire \ue123!") == "a fire [u+e123]!"
    assert types.missing == {"\ue123"}
