"""Where and when a shot takes place: what it keeps of the shot before it, and what its words change."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from storyboard.film.staging.figurative import is_figurative
from storyboard.film.staging.hours import HOURS, by_clock, clocked
from storyboard.film.staging.places import LAMPS, ROOFED
from storyboard.film.staging.plan import Card, Reel
from storyboard.film.staging.subject import size_of
from storyboard.film.staging.tones import tone_of
from storyboard.film.staging.views import view_of
from storyboard.film.staging.weather import air_of, is_denied
from storyboard.film.staging.words import Kind, left_over, meant, ranked, row, spots, unquoted
from storyboard.language.words import unspaced
from storyboard.patterns import lazy

_SENTENCE = lazy(r"[.!?\n。！？]")
_CLAUSE = lazy(r"[,.:;!?—–\n，。：；！？、]")
_DARK = ("night", "blue")
# Hours that count where nothing else tells the light.
_WEAK = {"evening": "blue", "morning": "day", "afternoon": "day"}
# What the light is in the evening and in the morning, where that is known already.
_THEN = {"blue": frozenset({"golden", "blue", "night", "neon"}), "day": frozenset({"dawn", "day", "golden"})}
_DRY = frozenset({"dawn", "golden", "day"})  # moods under a sky from which no rain falls
_WEATHER = frozenset({"grey", "snow"})


class StageSetting(msgspec.Struct, frozen=True):
    """A place, the hour or weather there, the light of something that stands there, such as a fire, and its tone."""

    place: str = ""
    hour: str = ""
    lamp: str = ""
    tone: str = ""

    @property
    def mood(self) -> str:
        """By what light the place is seen."""
        return self.lamp or self.hour or LAMPS.get(self.place, "")


def settings(reel: Reel, language: str, people: Sequence[Sequence[object]]) -> Iterator[StageSetting]:
    """The setting of each card: that of the one before, until words name another place or another hour.

    A clip begins where and when its heading says, `# The wheelhouse` or `# INT. KITCHEN - NIGHT`, else the overview;
    where these tell no hour and the clip goes on where the one before ended, it begins at the hour of that end.
    The room of an overview is left only for where `people` are, by card: the street before it, which a shot shows empty
    or only establishes, lasts that shot. A light that the overview names holds.
    """
    headed, _ = _told_of("places", reel.title, language)
    places = headed or _told_of("places", reel.overview, language)[1]
    moods = _hours(_told_of("moods", reel.overview, language)[1], StageSetting())
    hours = [mood for mood in _hours(_told_of("moods", reel.title, language)[0], StageSetting()) if mood in HOURS]
    if hours:
        moods = [*hours, *(mood for mood in moods if mood not in HOURS)]
    place = next(iter(places), "")
    if place in ROOFED:
        outside = _outside(reel.overview, language)
        moods = [mood for mood in moods if mood in HOURS or mood not in outside]
    now = _lit(StageSetting(place), moods, directed=False)
    now = _going_on(now, reel, language, headed=bool(headed))
    if now.lamp == "clean" and now.hour and now.hour not in _DARK:
        now = msgspec.structs.replace(now, lamp="")  # a studio in the morning sun
    lights = _lights(reel.overview, language) if now.place in ROOFED else set[str]()
    # By day a lamp in a room is not what lights it.
    steady = next((mood for mood in moods if mood in lights), "") if now.hour in ("", "grey", *_DARK) else ""
    now = msgspec.structs.replace(now, lamp=steady or now.lamp)
    first = now = now if now.lamp else _entered(now)
    general, tone = tone_of(reel.overview, language), ""
    for card, seen in zip(reel.cards, people, strict=True):
        if now.hour and now.place not in ROOFED and now.lamp in ("fire", "warm"):
            # Under a sky that is known a lamp lights its own shot.
            now = StageSetting(now.place, now.hour, first.lamp if now.place == first.place else "")
        before, now = now, _of(card, now, language, steady if now.place == first.place else "")
        if (now.place, now.hour) != (before.place, before.hour):
            tone = ""  # the light field of another place or hour
        named_tone = tone_of(card.light, language, directed=True)
        tone = named_tone or ("" if card.light.strip() else tone)
        now = msgspec.structs.replace(
            now, tone=tone or tone_of(f"{unquoted(card.action)}\n{card.title}", language) or general
        )
        falls = "rain" in air_of(card, language)
        yield msgspec.structs.replace(now, hour="grey") if falls and now.mood in _DRY else now
        shows = not _settles(card, language)
        is_out = now.place not in ROOFED or view_of(card, language).kind == "pov"
        left = before.place == first.place != now.place and first.place in ROOFED and is_out and not seen
        if shows or left:
            # The hour comes back along with it.
            now = before if now.hour in ("", before.hour) else _entered(StageSetting(before.place, now.hour))


def _going_on(now: StageSetting, reel: Reel, language: str, *, headed: bool) -> StageSetting:
    """Where and when a clip begins that goes on from another: a part of a longer one, or one that names no place."""
    place, hour = reel.left
    if reel.part > 1:
        return msgspec.structs.replace(now, place=place or now.place, hour=hour or now.hour)
    named = headed or not reel.cards or bool(_told_of("places", unquoted(reel.cards[0].action), language)[1])
    same = bool(place) and now.place == place and not now.hour and not named
    return msgspec.structs.replace(now, hour=hour) if same else now


def _settles(card: Card, language: str) -> bool:
    """Whether the film stays where a shot goes, which does not only show a place from outside."""
    return not any(
        name == "outside" for name, _ in meant("beside", language, f"{card.title}\n{card.action}".casefold())
    )


def _lights(text: str, language: str) -> set[str]:
    """The lights that words name, beside those that their places have: a kitchen is bright by itself."""
    places = {match.span() for _, match in spots("places", text, language)}
    listed = {name for name, match in spots("moods", text, language) if match.span() not in places}
    return listed - HOURS - _WEAK.keys()


def _outside(text: str, language: str) -> set[str]:
    """The moods that words name of what is outside of a room: `a neon sign outside` lights none."""
    folded = text.casefold()
    words = dict(meant("beside", language, folded)).get("out", [])
    return {
        name
        for name, match in spots("moods", text, language)
        if any(_together(_CLAUSE, folded, word, match) for word in words)
    }


def is_told(folded: str, place: re.Match[str], language: str) -> bool:
    """Whether a place of a folded text is only remembered, drawn or resembled: `like a desert`."""
    return _is_told(folded, place, dict(meant("beside", language, folded)).get("told", []))


def _is_told(folded: str, place: re.Match[str], tellings: list[re.Match[str]]) -> bool:
    return any(spot.start() < place.start() and _together(_CLAUSE, folded, spot, place) for spot in tellings)


def is_afloat(action: str, language: str) -> bool:
    """Whether an action names a boat: of what tells a sea, only boats are things."""
    shown = unquoted(action).casefold()
    at_sea = {match.span() for name, match in spots("places", shown, language) if name == "sea"}
    return bool(at_sea & _things(shown, language))


def _things(folded: str, language: str) -> set[tuple[int, int]]:
    return {match.span() for match in dict(meant("beside", language, folded)).get("things", [])}


def _of(card: Card, now: StageSetting, language: str, steady: str) -> StageSetting:
    words = _unnamed("\n".join((unquoted(card.action), card.title)), card)
    strong, weak = _told_of("places", f"{words}\n{card.light}", language, roofed=now.place in ROOFED)
    places = strong or ([] if now.place else weak)
    if not _settles(card, language):
        places = [place for place in places if place not in ROOFED] or places
    if not places and _is_elsewhere(words.casefold(), language):
        now = StageSetting("", now.hour)
    elif places and now.place not in places:
        # The light of a fire stays where the fire is; the hour comes along.
        now = _entered(StageSetting(places[0], now.hour))
    light = _hours(_told_of("moods", card.light, language)[0], now)
    if light:
        return _lit(now, light, directed=True)
    moods = _hours(_told_of("moods", words, language)[1], now)
    near = size_of(card, language) in ("macro", "close")
    if steady and not near:
        moods = [mood for mood in moods if mood in HOURS]
    if now.hour and now.hour not in _DARK and "clean" in moods and "clean" not in _lights(words, language):
        moods = [mood for mood in moods if mood != "clean"]  # by day the sun lights a kitchen
    dark = any(name == "dark" for name, _ in meant("beside", language, words.casefold()))
    return _lit(now, moods, directed=False, near=near, dark=dark)


def _hours(moods: list[str], now: StageSetting) -> list[str]:
    """Moods, in which `in the evening` is an hour where neither words nor what was before tell one."""
    weak = next((_WEAK[mood] for mood in moods if mood in _WEAK), "")
    others = [mood for mood in moods if mood not in _WEAK]
    if not weak or now.hour in _THEN[weak] or any(mood in HOURS - _WEATHER for mood in others):
        return others
    # Rain makes the light of a day, and none of an evening.
    return [*(mood for mood in others if weak == "day" or mood not in _WEATHER), weak]


def _is_elsewhere(folded: str, language: str) -> bool:
    """Whether words go to a place that they do not describe: `meanwhile in Tokyo`."""
    where = row("where", language)
    for spot in dict(meant("beside", language, folded)).get("elsewhere", ()):
        if unspaced(spot[0]) or where.match(folded, spot.end() + 1) is not None:
            return True
    return False


def _unnamed(words: str, card: Card) -> str:
    """Words without the names in them: GRISOU is no grey sky."""
    for person in card.people:
        words = words.replace(person.name, " " * len(person.name))
    return words


def _entered(now: StageSetting) -> StageSetting:
    """A place as one comes to it: at night a room is lit."""
    dark = now.hour in _DARK and now.place in ROOFED
    return msgspec.structs.replace(now, lamp=LAMPS[now.place]) if dark else now


def _lit(
    now: StageSetting, moods: list[str], *, directed: bool, near: bool = False, dark: bool = False
) -> StageSetting:
    """A setting in the light that words name.

    A lamp or a torch changes no sky, unless the light field directs it, or the shot is so `near` that no sky is seen.
    Night puts out no lamp of a room, unless words say that it is `dark` there.
    """
    grey = [mood for mood in moods if mood in HOURS] == ["grey"]
    if grey and now.hour in _DARK and not directed:
        moods = [mood for mood in moods if mood != "grey"]  # fog and rain at night are dark
    if not moods:
        return now
    hour, first = next((mood for mood in moods if mood in HOURS), ""), moods[0]
    if first in HOURS:
        lit = first in _DARK and now.place in ROOFED and not directed and not dark
        lamp = next((mood for mood in moods if mood not in HOURS), now.lamp) or LAMPS.get(now.place, "")
        return StageSetting(now.place, first, lamp if lit else "")
    under_sky, known = now.place not in ROOFED, bool(hour or now.hour or now.lamp)
    if directed:
        is_prop = under_sky and bool(hour)
    elif first == "warm":
        is_prop = known or under_sky
    else:
        is_prop = first == "fire" and bool(hour or now.hour) and under_sky and not near
    return StageSetting(now.place, hour or now.hour, now.lamp if is_prop else first)


def _told_of(kind: Kind, text: str, language: str, *, roofed: bool = False) -> tuple[list[str], list[str]]:
    """What words name as where or when a shot is, without and with what only may be: a tram also passes a window.

    What somebody remembers, draws or resembles, `like a desert`, is neither. Under a roof a table leads to no room.
    """
    folded = text.casefold()
    beside = dict(meant("beside", language, folded))
    strong: list[tuple[str, int]] = []
    every: list[tuple[str, int]] = []
    listed = list(spots(kind, text, language))
    if kind == "moods":
        listed = [(by_clock(name, folded, match.start(), language), match) for name, match in listed]
        listed += clocked(folded)
    begins = {match.start() for name, match in listed if name not in _WEAK}
    clothes = [
        match
        for worn, spots_of in meant("traits", language, folded)
        if worn in ("clothes", "pale")
        for match in spots_of
    ]
    # A village street is a street, and sea water no sea.
    begins |= {match.start() for match in beside.get("parts", [])} if kind == "places" else set()
    for name, match in listed:
        within = (other for _, other in listed if other.start() <= match.start() and match.end() <= other.end())
        if match.end() + 1 in begins or any(other.span() != match.span() for other in within):
            continue
        if any(worn.start() <= match.start() < match.end() <= worn.end() for worn in clothes):
            continue  # a `chemise de nuit` is no night
        if _is_told(folded, match, beside.get("told", [])) or is_denied(folded, match, language):
            continue
        if match.string == folded and is_figurative(text, name, match, language):
            continue
        every.append((name, match.start()))
        far = any(_together(_SENTENCE, folded, spot, match) for spot in beside.get("beyond", []))
        weak = [*beside.get("weak", []), *(beside.get("things", []) if roofed else [])]
        alone = any(spot.span() == match.span() for spot in weak) and not (
            name in ROOFED and _is_inside(folded, match, language, beside)
        )
        if not alone and (name in ROOFED or not far):
            strong.append((name, match.start()))
    return ranked(strong), ranked(every)


def _is_inside(folded: str, place: re.Match[str], language: str, beside: Mapping[str, Sequence[re.Match[str]]]) -> bool:
    """Whether words say that a scene is inside what else may only pass: `aboard a submarine`, not `in the window`."""
    if any(spot.span() == place.span() for spot in beside.get("things", ())):
        return False
    gaps = (folded[spot.end() : place.start()] for spot in beside.get("inside", ()) if spot.end() <= place.start())
    return any(not left_over(gap, row("common", language).finditer(gap)) for gap in gaps)


def _together(end: re.Pattern[str], text: str, first: re.Match[str], second: re.Match[str]) -> bool:
    """Whether two places of a text are in one clause, or one sentence."""
    start, stop = min(first.start(), second.start()), max(first.start(), second.start())
    return end.search(text, start, stop) is None
