"""Where and when each shot of the free film takes place: what words name, and what they only speak of."""

from __future__ import annotations

import pytest

from storyboard.film.staging.look import looks, shows_night
from storyboard.film.staging.plan import Card, Reel
from storyboard.film.staging.stage import stands
from storyboard.film.staging.subject import size_of
from storyboard.film.staging.tones import tone_of


def film(overview: str, *actions: str, language: str = "en", light: str = "") -> list[tuple[str, str]]:
    """The place and the mood of each shot."""
    cards = tuple(Card(n, n * 1000, n * 1000 + 1000, action=action) for n, action in enumerate(actions))
    if light:
        cards = (*cards[:-1], Card(9, 9000, 10000, action=actions[-1], light=light))
    reel = Reel("Film", "", 1, 1, 1280, 720, 10000, 10000, cards, overview=overview, language=language)
    return [(look.place, look.mood) for look in looks(reel)]


@pytest.mark.parametrize(
    ("shot", "language"),
    [
        ("She remembers the street of her childhood.", "en"),
        ("He draws the sea and a mountain.", "en"),
        ("A tram passes the window.", "en"),
        ("She says: “I love the sea.”", "en"),
        ("A photo of a desert.", "en"),
        ("The curtain moves like a forest.", "en"),
        ("On the screen, a beach.", "en"),
        ("Sie erinnert sich an das Meer.", "de"),
        ("Eine Straßenbahn fährt vorbei.", "de"),
        ("Elle rêve de la mer.", "fr"),
        ("Recuerda la playa.", "es"),
    ],
)
def test_what_is_only_remembered_told_or_passing_is_no_place(shot: str, language: str) -> None:
    kitchen = {"en": "A kitchen.", "de": "Eine Küche.", "fr": "Une cuisine.", "es": "Una cocina."}[language]
    assert film(kitchen, shot, language=language)[0][0] == "room"


@pytest.mark.parametrize(
    ("shot", "place"),
    [
        ("She steps out into the street.", "street"),
        ("A village street in autumn.", "street"),
        ("A tram.", "city"),
        ("She walks across the car park.", "lot"),
        ("A multi-storey car park.", "hall"),
        ("Wide: they walk through a vineyard at dusk.", "hills"),
        ("A funeral in a cemetery.", "garden"),
        ("Small boats.", "sea"),
    ],
)
def test_what_is_named_is_the_place(shot: str, place: str) -> None:
    assert film("", shot)[0][0] == place


@pytest.mark.parametrize(
    ("overview", "language"),
    [
        ("Faible profondeur de champ. Contre-champ, une voix hors champ.", "fr"),
        ("Poca profundidad de campo, una voz fuera de campo.", "es"),
        ("Profundidade de campo curta.", "pt"),
        ("Campo lungo, poi campo medio. Una voce fuori campo.", "it"),
    ],
)
def test_a_term_of_film_makers_is_no_field(overview: str, language: str) -> None:
    assert film(overview, "- -", language=language)[0][0] == ""


@pytest.mark.parametrize(
    ("overview", "language"),
    [("Il cortile di un palazzo.", "it"), ("Двор старого дома.", "ru"), ("Um pátio.", "pt"), ("庭院。", "zh")],
)
def test_a_courtyard_is_a_square(overview: str, language: str) -> None:
    assert film(overview, "- -", language=language)[0][0] == "square"


@pytest.mark.parametrize(
    ("overview", "rain", "language"),
    [
        ("A pharmacy on a November evening. A green neon cross outside, warm shelves.", "Rain on the window.", "en"),
        ("Eine Apotheke am Abend. Draußen ein grünes Neonkreuz.", "Regen am Fenster.", "de"),
        ("Une pharmacie, la nuit. Une croix au néon dehors.", "La pluie.", "fr"),
    ],
)
def test_rain_brings_no_day_into_a_room_at_night_and_a_sign_outside_does_not_light_it(
    overview: str, rain: str, language: str
) -> None:
    assert film(overview, rain, "- -", language=language) == [("room", "warm")] * 2


def test_the_hour_comes_along_to_another_place_and_the_light_of_a_room_does_not() -> None:
    assert film("A beach at dawn.", "Wet sand.", "She walks into the forest.") == [("sea", "dawn"), ("forest", "dawn")]
    room, street = film("A café at night.", "A cup.", "She steps into the street.")
    assert (room, street) == (("room", "warm"), ("street", "night"))


def test_a_bar_of_light_is_no_room_where_the_place_is_known() -> None:
    assert film("A ferry.", "The beam is a solid bar in the fog.")[0][0] == "sea"


def test_a_torch_changes_no_sky_and_a_light_field_does() -> None:
    harbour = "A harbour at night."
    assert film(harbour, "He waves with a torch.") == [("harbour", "night")]
    assert film(harbour, "He waves.", light="a fire on the shore") == [("sea", "fire")]


def test_a_torch_that_is_carried_is_no_fire_in_a_room_either() -> None:
    assert film("A hospital lift.", "A porter kneels with a torch.") == film("A hospital lift.", "A porter kneels.")
    assert film("A great hall at night.", "Torches burn along the walls.") == [("room", "fire")]


@pytest.mark.parametrize(
    ("overview", "language"),
    [
        ("Below the car deck of a ferry.", "en"),
        ("The engine room below the car deck.", "en"),
        ("A lift between two floors.", "en"),
        ("Ein Weinkeller.", "de"),
        ("Un ascenseur.", "fr"),
        ("Un sótano.", "es"),
        ("В лифте.", "ru"),
        ("电梯里。", "zh"),
        ("エレベーターの中。", "ja"),
    ],
)
def test_a_room_without_windows_is_one(overview: str, language: str) -> None:
    assert film(overview, "- -", language=language)[0][0] == "chamber"


def test_a_table_leads_out_of_no_cellar_and_a_kitchen_does() -> None:
    shots = film("A cellar.", "A letter on the table.", "She stands in the kitchen.")
    assert [place for place, _ in shots] == ["chamber", "room"]


@pytest.mark.parametrize(
    ("overview", "outside", "language"),
    [
        ("A bakery at dawn.", "Establishing shot: the bakery on a street, ANNA at the door.", "en"),
        ("A bakery at dawn.", "Wide: an empty street.", "en"),
        ("Eine Küche.", "Außenaufnahme: eine Frau auf der Straße.", "de"),
        ("Une cuisine.", "Extérieur : une femme dans la rue.", "fr"),
        ("Una cocina.", "Exterior: una mujer en la calle.", "es"),
        ("厨房。", "外景：街道，一个女人。", "zh"),
    ],
)
def test_the_outside_of_what_the_overview_names_lasts_one_shot(overview: str, outside: str, language: str) -> None:
    places = [place for place, _ in film(overview, outside, "- -", language=language)]
    assert places == ["street", "room"]


def test_from_outside_a_room_that_nothing_named_is_entered() -> None:
    shots = film("A story.", "Exterior: a house on a street at night, a man at its door.", "He reads.")
    assert [place for place, _ in shots] == ["street", ""]


def test_who_goes_out_stays_out() -> None:
    shots = film("A bakery.", "A woman steps into the street.", "She waits.")
    assert [place for place, _ in shots] == ["street", "street"]
    assert [place for place, _ in film("A harbour.", "An empty road.", "A gull.")] == ["street", "street"]


def test_another_place_without_a_word_for_it_is_not_the_one_before() -> None:
    assert film("A desert, noon.", "Meanwhile in Tokyo, a man waits.")[0][0] == ""
    assert film("A desert, noon.", "Meanwhile, a man waits.")[0][0] == "desert"


@pytest.mark.parametrize(
    ("shot", "mood"),
    [
        ("She laughs for the first time tonight.", "warm"),
        ("Moonlight on the floor of the room.", "night"),
        ("The lights go out. Darkness.", "night"),
        ("Morning.", "day"),
    ],
)
def test_a_room_keeps_its_lamps_at_night(shot: str, mood: str) -> None:
    assert film("A café.", "A cup.", shot)[1][1] == mood


def test_a_kitchen_that_is_named_again_keeps_the_light_of_the_day() -> None:
    again, lamps = film("A kitchen in the afternoon.", "Wide: the kitchen.", "The kitchen under fluorescent tubes.")
    assert (again, lamps) == (("room", "day"), ("room", "clean"))
    assert film("A kitchen at night.", "Wide: the kitchen.") == [("room", "clean")]


@pytest.mark.parametrize(
    ("shot", "language"),
    [("She looks up. A meteor crosses the sky.", "en"), ("Eine Sternschnuppe.", "de"), ("流星。", "zh")],
)
def test_a_meteor_crosses_a_night(shot: str, language: str) -> None:
    assert film("", shot, language=language)[0][1] == "night"


def test_a_light_that_the_overview_names_holds() -> None:
    shots = film(
        "A hospital lift, at night. Cold strip light.",
        "Two men.",
        "A candle burns.",
        "It is still night.",
        "They wait.",
    )
    assert [mood for _, mood in shots] == ["clean"] * 4
    assert film("A launderette on a rainy evening, fluorescent light.", "Two men.")[0] == ("room", "clean")
    assert film("A hospital lift. Cold strip light.", "Two men.", "Close-up of a candle flame.")[1][1] == "fire"
    assert film("A hospital lift. Cold strip light.", "Two men.", light="a candle")[-1][1] == "fire"
    assert film("A car ferry on a northern sound.", "Two men wait.")[0][0] == "sea"


@pytest.mark.parametrize(
    ("shot", "camera", "size", "language"),
    [
        ("One hand on the face of the wave.", "keep her small in the frame", "wide", "en"),
        ("His eyes and face are calm. Medium shot.", "", "medium", "en"),
        ("Her face.", "", "close", "en"),
        ("Une femme, face à la mer.", "", "", "fr"),
    ],
)
def test_a_face_brings_a_shot_near_where_no_size_is_named(shot: str, camera: str, size: str, language: str) -> None:
    assert size_of(Card(1, 0, 5000, action=shot, camera=camera), language) == size


@pytest.mark.parametrize(
    ("shot", "language", "boats"),
    [
        ("Wide shot: she walks along the beach.", "en", 0),
        ("Wide shot: she rows a boat over the lake.", "en", 1),
        ("远景，一叶小舟从雾中划来，爷爷站在船尾。", "zh", 1),
    ],
)
def test_who_is_seen_far_off_at_the_sea_stands_in_a_boat_that_is_named(shot: str, language: str, boats: int) -> None:
    card = Card(1, 0, 5000, action=shot)
    reel = Reel("Film", "", 1, 1, 1280, 720, 5000, 5000, (card,), language=language)
    (look,) = looks(reel)
    assert (look.place, look.size, len(look.figures)) == ("sea", "wide", 1)
    assert [len(stand.beside) for stand in stands(look, (0, 0, 1280, 720))] == [boats]


def test_no_rain_falls_from_a_clear_sky() -> None:
    assert film("A square at noon.", "They wait.", "It begins to rain.", "Rain on the stones.")[1:] == [
        ("square", "grey"),
        ("square", "grey"),
    ]


def slate(shot: str, overview: str = "", language: str = "en") -> str:
    cards = (Card(1, 0, 5000, action=shot),)
    reel = Reel("Film", "", 1, 1, 1280, 720, 5000, 5000, cards, overview=overview, language=language)
    (look,) = looks(reel)
    return look.subject or look.beside


@pytest.mark.parametrize(
    ("shot", "name"),
    [
        ("A tram passes the window.", "A tram passes the window"),
        ("A bowl on a set table.", "A bowl on a set table"),
        ("Silence. Small waves.", "Small waves"),
        ("Inside the wheelhouse: a lamp swings.", "a lamp swings"),
        ("Close-up of the cup.", "the cup"),
        ("The dog trots down the empty car deck.", "The dog trots down the empty car deck"),
        ("Wet sand.", ""),
        ("A quiet street.", ""),
    ],
)
def test_a_thing_is_named_where_it_is_and_a_place_is_drawn(shot: str, name: str) -> None:
    assert slate(shot, "A kitchen.") == name


def test_names_and_nightgowns_are_no_weather_and_no_hour() -> None:
    assert film("Une cuisine, midi.", "MADAME en chemise de nuit.", language="fr") == [("room", "day")]


def test_fog_lets_no_day_into_a_night_under_the_sky() -> None:
    shots = (
        "She waits.",
        "A buoy rears out of the fog.",
        "Her torch is a bar in the fog.",
        "Grey morning. The fog lifts.",
    )
    assert [mood for _, mood in film("A ferry at night.", *shots)] == ["night", "night", "night", "grey"]


@pytest.mark.parametrize(
    ("shots", "airs"),
    [
        (("A buoy rears out of the fog.", "The dog listens."), ["fog", "fog"]),
        (("It begins to rain.", "The dog listens.", "Sunny morning.", "She waits."), ["rain", "rain", "", ""]),
        (("Steam rises from a cup.", "The dog listens."), ["fog", ""]),
        (("Rain.", "In the kitchen she waits."), ["rain", ""]),
    ],
)
def test_rain_and_fog_last_where_they_fall(shots: tuple[str, ...], airs: list[str]) -> None:
    cards = tuple(Card(n, n * 1000, n * 1000 + 1000, action=action) for n, action in enumerate(shots))
    reel = Reel("Film", "", 1, 1, 1280, 720, 10000, 10000, cards, overview="A harbour at night.", language="en")
    assert [" ".join(look.air) for look in looks(reel)] == airs


@pytest.mark.parametrize(
    ("overview", "language", "mood"),
    [
        ("A street in the evening.", "en", "blue"),
        ("A street in the evening, golden light.", "en", "golden"),
        ("A street in the evening, rain.", "en", "blue"),
        ("Eine Straße am Abend.", "de", "blue"),
        ("Une rue, le soir.", "fr", "blue"),
        ("A street in the morning.", "en", "day"),
        ("A street by day.", "en", "day"),
        ("Eine Straße bei Tag.", "de", "day"),
        ("A street, a rainy morning.", "en", "grey"),
        ("Grey morning on a street.", "en", "grey"),
        ("A street before sunrise.", "en", "blue"),
        ("Eine Straße vor Sonnenaufgang.", "de", "blue"),
        ("A woman in an evening dress on a street.", "en", ""),
    ],
)
def test_evening_and_morning_are_hours_where_nothing_else_tells_the_light(
    overview: str, language: str, mood: str
) -> None:
    assert film(overview, "- -", language=language)[0] == ("street", mood)


@pytest.mark.parametrize(
    ("overview", "language", "mood"),
    [
        ("A street at three in the morning.", "en", "night"),
        ("A street, half past four in the morning.", "en", "night"),
        ("A street at five in the morning.", "en", "blue"),
        ("A street at eight in the morning.", "en", "day"),
        ("A street, 3:20 a.m.", "en", "night"),
        ("A street at 11pm.", "en", "night"),
        ("A street at 3 pm.", "en", "day"),
        ("One morning on a street.", "en", "day"),
        ("Two women in the morning sun on a street.", "en", "day"),
        ("A street in the afternoon.", "en", "day"),
        ("Eine Straße um drei Uhr morgens.", "de", "night"),
        ("Une rue à trois heures du matin.", "fr", "night"),
        ("Una calle a las tres de la madrugada.", "es", "night"),
        ("Una strada alle tre del mattino.", "it", "night"),
        ("Una strada, luce del pomeriggio.", "it", "day"),
        ("Улица, три часа утра.", "ru", "night"),
        ("凌晨三点，街。", "zh", "night"),
    ],
)
def test_a_clock_tells_the_hour_of_a_morning_and_of_an_evening(overview: str, language: str, mood: str) -> None:
    assert film(overview, "- -", language=language)[0] == ("street", mood)


def test_the_evening_of_a_night_or_of_a_sunset_is_not_another_hour() -> None:
    assert [mood for _, mood in film("A beach at sunset.", "She leaves in the evening.")] == ["golden"]
    assert [mood for _, mood in film("A street at night.", "An evening paper.", "The next morning.")] == [
        "night",
        "day",
    ]


@pytest.mark.parametrize(
    ("text", "language", "directed", "tone"),
    [
        ("Warm", "en", True, "warm"),
        ("one work lamp, cold white", "en", True, "cold"),
        ("Warm, first sun of the day, 35 mm.", "en", False, "warm"),
        ("A warm bread on cold stone.", "en", False, ""),
        ("Cold strip lights.", "en", False, "cold"),
        ("kaltes Licht", "de", True, "cold"),
        ("In warmem Licht.", "de", False, "warm"),
        ("Une lumière froide.", "fr", False, "cold"),
        ("冷光", "zh", True, "cold"),
    ],
)
def test_light_is_warm_or_cold_where_words_say_so_of_light(text: str, language: str, directed: bool, tone: str) -> None:
    assert tone_of(text, language, directed=directed) == tone


def test_a_cold_lamp_is_not_brown_and_a_warm_day_not_blue() -> None:
    def wall(overview: str, light: str) -> tuple[int, int, int]:
        cards = (Card(1, 0, 1000, action="- -", light=light),)
        reel = Reel("Film", "", 1, 1, 1280, 720, 1000, 1000, cards, overview=overview, language="en")
        return looks(reel)[0].palette.middle

    red, _, blue = wall("A workshop at night.", "one work lamp, cold white")
    assert blue > red
    for light in ("", "Warm."):
        red, _, blue = wall("A tailor's shop on a sunny day.", light)
        assert red > blue


@pytest.mark.parametrize(
    ("overview", "language", "place"),
    [
        ("Dawn on the balcony.", "en", "balcony"),
        ("A back garden.", "en", "garden"),
        ("By the swimming pool.", "en", "pool"),
        ("A pool of light on black stone.", "en", ""),
        ("A football stadium.", "en", "stadium"),
        ("The harbour at dawn.", "en", "harbour"),
        ("Inside the wheelhouse of a ferry.", "en", "wheelhouse"),
        ("A packed tram.", "en", "carriage"),
        ("A warehouse.", "en", "hall"),
        ("An abandoned opera house.", "en", "stage"),
        ("Auf dem Balkon.", "de", "balcony"),
        ("Im Freibad.", "de", "pool"),
        ("Im Bus.", "de", "carriage"),
        ("Sur la terrasse.", "fr", "balcony"),
        ("Un estadio vacío.", "es", "stadium"),
        ("На причале.", "ru", "harbour"),
        ("花园里。", "zh", "garden"),
        ("プールサイド。", "ja", "pool"),
    ],
)
def test_a_place_is_the_one_that_words_name(overview: str, language: str, place: str) -> None:
    assert film(overview, "- -", language=language)[0][0] == place


def test_a_vehicle_that_passes_does_not_move_the_scene_and_the_inside_of_one_does() -> None:
    moon = "The craters of a planet."
    assert {place for place, _ in film(moon, "A yellow submarine lands.", "It opens.")} == {"space"}
    assert film("Open sea.", "Inside the submarine: a red lamp.")[0][0] == "chamber"
    mond = film("Ein Planet mit Kratern.", "Ein U-Boot-Bus landet zwischen zwei Kratern.", language="de")
    assert mond[0][0] == "space"


def test_a_lit_room_shows_the_night_in_its_window() -> None:
    cards = (Card(1, 0, 1000, action="- -"),)
    for overview, dark in (("A kitchen at night.", True), ("A kitchen at noon.", False)):
        reel = Reel("Film", "", 1, 1, 1280, 720, 1000, 1000, cards, overview=overview, language="en")
        assert shows_night(looks(reel)[0]) is dark


@pytest.mark.parametrize(
    ("action", "sound", "language", "air"),
    [
        ("She waits.", "rain on the roof", "en", ("rain",)),
        ("She waits.", "no rain, no wind", "en", ()),
        ("She waits.", "radio: snow tomorrow", "en", ()),
        ("No rain for weeks. She waits.", "", "en", ()),
        ("Sie wartet.", "kein Regen", "de", ()),
        ("Elle attend.", "radio : neige demain", "fr", ()),
        ("她等着。", "无雨", "zh", ()),
    ],
)
def test_weather_that_is_denied_or_on_the_radio_does_not_fall(
    action: str, sound: str, language: str, air: tuple[str, ...]
) -> None:
    cards = (Card(1, 0, 1000, action=action, sound=sound),)
    reel = Reel("Film", "", 1, 1, 1280, 720, 1000, 1000, cards, overview="- -", language=language)
    (look,) = looks(reel)
    assert look.air == air
    assert air or look.mood != "grey"
