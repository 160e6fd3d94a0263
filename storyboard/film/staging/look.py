"""What a shot's picture is made of, decided from its words alone: mood, place, air, who is in it, how near."""

from __future__ import annotations

import colorsys
import random
import zlib

import msgspec

from storyboard.film.staging.beings import beings
from storyboard.film.staging.camera import Motion, motion_of
from storyboard.film.staging.cast import Figure, figures
from storyboard.film.staging.outline import Colour
from storyboard.film.staging.places import ROOFED, UNPAVED
from storyboard.film.staging.plan import Reel
from storyboard.film.staging.setting import is_afloat, settings
from storyboard.film.staging.shown import Slates, slates_of
from storyboard.film.staging.still import things_of
from storyboard.film.staging.subject import size_of
from storyboard.film.staging.things import SeenThing
from storyboard.film.staging.tones import tinted
from storyboard.film.staging.weather import air, air_of
from storyboard.film.staging.words import language_of, languages, named, unquoted


class Palette(msgspec.Struct, frozen=True):
    """The colours of a mood: sky from its top to the horizon, the light, and what stands nearest."""

    top: Colour
    middle: Colour
    horizon: Colour
    light: Colour
    near: Colour


class Look(msgspec.Struct, frozen=True):
    """A plate's contents: `figures` are its people, the one whom it is about first; a `crowd` is seen from above.

    `subject` names what cannot be drawn, where that is what the shot shows, `beside` what is there with what is drawn.
    The first figure is on the left where `side` is -1, on the right where it is 1, and the light on the other third.
    `afloat`: it stands in a boat. `things` are what lies on a table in a shot that is about them, with its name beside.
    """

    palette: Palette
    mood: str
    place: str
    air: tuple[str, ...]
    size: str
    figures: tuple[Figure, ...]
    crowd: bool
    subject: str
    beside: str
    motion: Motion
    side: int
    seed: int
    afloat: bool
    hour: str = ""
    things: tuple[SeenThing, ...] = ()

    @property
    def is_named(self) -> bool:
        """Whether names stand in the picture."""
        return bool(self.subject or self.beside)

    @property
    def unnamed(self) -> Look:
        """The same without names."""
        return msgspec.structs.replace(self, subject="", beside="")


MOODS = {
    "dawn": Palette((42, 46, 66), (122, 104, 112), (226, 180, 142), (255, 238, 196), (22, 20, 25)),
    "golden": Palette((52, 30, 36), (164, 84, 40), (246, 178, 88), (255, 230, 150), (20, 12, 10)),
    "day": Palette((44, 96, 150), (112, 162, 200), (214, 226, 222), (255, 250, 232), (26, 38, 38)),
    "blue": Palette((18, 28, 62), (52, 74, 124), (148, 160, 190), (236, 232, 226), (10, 15, 28)),
    "night": Palette((6, 9, 20), (15, 26, 52), (48, 66, 104), (222, 232, 255), (4, 6, 12)),
    "neon": Palette((12, 8, 38), (44, 16, 92), (24, 120, 150), (64, 236, 240), (7, 5, 18)),
    "grey": Palette((50, 57, 66), (98, 107, 116), (166, 172, 174), (222, 228, 232), (18, 21, 25)),
    "snow": Palette((74, 92, 116), (146, 164, 186), (220, 229, 238), (255, 255, 255), (40, 52, 70)),
    "fire": Palette((14, 9, 9), (58, 22, 13), (186, 82, 28), (255, 196, 100), (10, 6, 5)),
    "clean": Palette((84, 100, 110), (152, 168, 174), (222, 229, 229), (255, 255, 255), (34, 43, 49)),
    "warm": Palette((30, 20, 15), (96, 58, 35), (204, 138, 80), (255, 216, 154), (15, 10, 8)),
}
NIGHT: Colour = (24, 34, 62)  # behind the window of a lit room
# By day walls are not as blue as the sky is.
_INDOORS = {
    "day": Palette((96, 88, 78), (158, 146, 128), (226, 220, 204), (255, 250, 236), (38, 34, 30)),
    "snow": Palette((92, 96, 100), (156, 160, 162), (226, 228, 228), (255, 255, 255), (38, 40, 44)),
}
_SPACE = Palette((2, 3, 9), (8, 10, 24), (36, 44, 84), (200, 220, 255), (3, 4, 10))


def looks(reel: Reel) -> list[Look]:
    """The look of each card; a shot that names no mood or place is where the shot before it was, and in its weather."""
    language = language_for(reel)
    general = air(reel.overview, language)
    by_card: list[Look] = []
    side, weather, before = 0, list[str](), ""
    people_by_card = reel.figures or figures([reel], [language])[0]
    beings_by_card = reel.beings or beings([reel], [language])[0]
    shots = zip(reel.cards, people_by_card, beings_by_card, settings(reel, language, people_by_card), strict=True)
    for card, people, others, setting in shots:
        words = "\n".join((card.title, unquoted(card.action), card.light))
        size = size_of(card, language)
        # Where nobody is seen, the light stays where it was.
        side = people[0].side if people else side
        named_air = air_of(card, language)
        if setting.place in ROOFED:
            weather = []
        elif {"grey", "snow"} & set(named("moods", words, language)):
            weather = [name for name in named_air if name in ("rain", "fog", "snow")]
        elif setting.place != before or setting.mood in ("dawn", "golden", "day"):
            weather = []
        before = setting.place
        slates = slates_of(card, language, others, peopled=bool(people))
        on_table = size in ("macro", "close") or (size in ("", "medium") and setting.place in ("", *ROOFED))
        things = things_of(slates.subject, language) if on_table and not others else ()
        if things:
            slates = Slates(beside=slates.subject)
        if setting.place == "room" and size in ("", "medium"):
            things = tuple(thing for thing in things if thing.name != "window")  # the room's is seen
        by_card.append(
            Look(
                palette=toned(_palette(setting.mood, setting.place, reel.film), setting.tone),
                mood=setting.mood,
                place=setting.place,
                air=tuple(named_air or weather or general),
                size=size,
                figures=people,
                crowd="many" in named("people", card.action + "\n" + card.title, language),
                subject=slates.subject,
                beside=slates.beside,
                motion=motion_of(card.camera, card.action, language),
                side=side or -1,
                seed=zlib.crc32(f"{reel.film}\n{reel.index}\n{card.number}\n{card.action}".encode()),
                afloat=setting.place == "sea" and is_afloat(card.action, language),
                hour=setting.hour,
                things=things,
            )
        )
    return by_card


def language_for(reel: Reel) -> str:
    """The story's language, or the one its words seem to be in."""
    if reel.language in languages():
        return reel.language
    return language_of("\n".join([reel.overview, *(card.action for card in reel.cards)]))


def _palette(mood: str, place: str, key: str) -> Palette:
    if place == "space" and mood in ("", "night"):
        return _SPACE
    if mood in MOODS:
        return _INDOORS.get(mood, MOODS[mood]) if place in ROOFED else MOODS[mood]
    # Where no word tells, a film keeps one quiet hue of its own.
    picked = random.Random(zlib.crc32(key.encode()))  # noqa: S311
    hue = picked.choice((0.55, 0.58, 0.6, 0.63, 0.06))

    def tone(light: float, strong: float, shift: float = 0.0) -> Colour:
        red, green, blue = colorsys.hls_to_rgb((hue + shift) % 1, light, strong)
        return round(red * 255), round(green * 255), round(blue * 255)

    return Palette(tone(0.15, 0.3), tone(0.33, 0.26, 0.02), tone(0.7, 0.34, 0.035), (255, 240, 214), tone(0.06, 0.26))


def toned(palette: Palette, tone: str) -> Palette:
    """A palette in warm or cold light."""
    return Palette(*(tinted(colour, tone) for colour in msgspec.structs.astuple(palette))) if tone else palette


def shows_night(look: Look) -> bool:
    """Whether the windows of a lit room show the night."""
    return look.hour in ("night", "blue") and look.mood != look.hour


def outside_of(look: Look) -> Look:
    """The look of what is seen behind the windows of a place: by the light of the hour, where that is known."""
    if not indoors(look) or look.hour not in MOODS or look.hour == look.mood:
        return look
    return msgspec.structs.replace(look, palette=MOODS[look.hour], mood=look.hour)


def indoors(look: Look) -> bool:
    """Whether the place has a roof."""
    return look.place in ROOFED


def is_veiled(look: Look) -> bool:
    """Whether rain, or fog at night, hides what stands in the sky."""
    return "stars" not in look.air and ("rain" in look.air or (look.mood == "night" and "fog" in look.air))


def is_paved(look: Look) -> bool:
    """Whether the ground has a floor: not on a beach, in a forest, or on another planet."""
    return look.place not in UNPAVED


def surroundings(look: Look) -> str:
    """What is drawn behind a shot: its place, a `backdrop` where words name none, or the ground from `above`."""
    if look.size == "top" and (look.figures or look.place in ("", *ROOFED)):
        return "above"
    near = look.size in ("macro", "close") and (look.subject or look.things or look.size == "macro")
    if look.size == "top" or (near and look.place not in ("cave", "space")):
        return "backdrop"
    return look.place or "backdrop"
