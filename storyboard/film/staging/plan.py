"""What an animatic shows, without a picture yet: a clip's cards, with their words and their milliseconds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

import msgspec

from storyboard.language import words
from storyboard.language.quotes import quoted
from storyboard.profiles.speech import spoken_language

if TYPE_CHECKING:
    from storyboard.language.story import Clip, Member, Shot
    from storyboard.profiles import Profile

FIELDS = ("camera", "light", "sound", "music", "transition")
Pose = Literal["", "sit", "kneel", "lie"]
UNUSED = 1000  # milliseconds at most for which the seconds of a clip that no shot uses are shown


class SpokenLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """A line of dialogue: who speaks, how, and the words without their quotation marks; `unseen`, from off screen."""

    name: str
    manner: str
    text: str
    unseen: bool = False


class Person(msgspec.Struct, frozen=True, omit_defaults=True):
    """A member of the cast who is seen: the name, the description, and that of the shot's state where it has one."""

    name: str
    look: str = ""
    state: str = ""


class Figure(msgspec.Struct, frozen=True):
    """A person as drawn; `face` seeds what the words leave open, so that one name looks the same in every shot.

    `side` is -1 for who is on the left of a picture, 1 for who is on its right. `facing` tells whose face is not seen
    from the front: from the `back`, in `profile`, or `over` whose shoulder the others are seen; `pose` how who does not
    stand is seen.
    """

    traits: frozenset[str]
    face: int
    side: int = 0
    facing: Literal["", "back", "profile", "over"] = ""
    pose: Pose = ""


class Card(msgspec.Struct, frozen=True):
    """A shot as it is shown: `start` and `end` in milliseconds of the clip, texts empty where the shot has none.

    `people` are the members of the cast who are seen, in the order in which its words name them. `picture` is the
    SHA-256 of the shot's own picture, empty where it is drawn from its words; `quotes` is what is spoken in its action.
    """

    number: int
    start: int
    end: int
    title: str = ""
    action: str = ""
    camera: str = ""
    light: str = ""
    sound: str = ""
    music: str = ""
    transition: str = ""
    dialogue: tuple[SpokenLine, ...] = ()
    picture: str = ""
    quotes: tuple[str, ...] = ()
    people: tuple[Person, ...] = ()


class Whole(msgspec.Struct, frozen=True):
    """A whole film: its shots, and how many milliseconds of it are shown."""

    shots: int
    length: int


class Reel(msgspec.Struct, frozen=True):
    """A clip as it is drawn: `duration` is what is paid for, `planned` where its shots end, both in milliseconds.

    `overview` lends its mood to shots that name none; `language` is that of the story, empty where nothing tells;
    `audio` is the SHA-256 of the writer's own sound, or the address that the host fetches it from, empty where the clip
    has none. `begun` is where the film stands when the clip starts, in milliseconds; `part` counts the pieces of a clip
    that was split, from 1; `ticks` says that each cut is heard; `closing` is the text behind the last shot. `unused` is
    for how many milliseconds the seconds behind the last shot are shown. The rest a clip has from its film: `figures`
    are the people of each card, `beings` the names of those in it who are no people; `shots` counts those of a clip
    before it was split, `whole` stands in the title of the first clip, and `before` is the clip out of which it comes,
    where it does not begin with a cut; `left` is the place and the hour at which that clip ended.
    """

    film: str
    title: str
    index: int
    count: int
    width: int
    height: int
    duration: int
    planned: int
    cards: tuple[Card, ...]
    fps: int = 24
    overview: str = ""
    language: str = ""
    audio: str = ""
    begun: int = 0
    part: int = 0
    ticks: bool = False
    closing: str = ""
    unused: int = 0
    figures: tuple[tuple[Figure, ...], ...] = ()
    beings: tuple[tuple[str, ...], ...] = ()
    shots: int = 0
    whole: Whole | None = None
    before: Reel | None = None
    left: tuple[str, str] = ("", "")

    @property
    def length(self) -> int:
        """How many milliseconds are drawn."""
        return self.planned + self.unused

    @property
    def measure(self) -> int:
        """How many milliseconds the ruler spans: all that is paid for, unless what no shot uses is left out."""
        return self.duration if self.unused else self.planned


def reel(
    clip: Clip,
    *,
    film: str,
    count: int,
    profile: Profile | None = None,
    pictures: Mapping[str, str] = MappingProxyType({}),
    audio: str = "",
    cast: Mapping[str, Member] = MappingProxyType({}),
    ticks: bool = False,
    unused: int = UNUSED,
) -> Reel:
    """The reel of a clip that is laid out; `film` names the film, which has `count` clips.

    `cast` has the members by their names, `pictures` the SHA-256 of the shots' own pictures by their paths; one that it
    lacks is not shown; `audio` is as the reel has it. What no shot uses is shown for `unused` milliseconds at most.
    Shots without a known time share the clip evenly, so that a faulty story can be looked at.
    """
    del profile  # the size is the clip's, in the profile's words already
    width, height = (int(side) for side in clip.size.split("*"))
    duration = clip.duration or clip.planned or 1000 * max(1, len(clip.shots))
    shots = shown(clip)
    cards = _cards(shots, duration, pictures, cast)
    planned = min(cards[-1].end, duration) if cards else duration
    return Reel(
        film=film,
        title=clip.title,
        index=clip.index,
        count=count,
        width=width,
        height=height,
        duration=duration,
        planned=planned,
        cards=cards,
        overview=clip.overview.value,
        language=spoken_language(clip),
        audio=audio,
        part=clip.part,
        ticks=ticks,
        closing=clip.closing.value.strip(),
        unused=min(unused, duration - planned),
    )


def shown(clip: Clip) -> list[Shot]:
    """The shots that have a card: those whose marks can be read."""
    return [shot for shot in clip.shots if shot.mark is None or shot.mark.form != "broken"]


def _cards(
    shots: list[Shot], duration: int, pictures: Mapping[str, str], cast: Mapping[str, Member]
) -> tuple[Card, ...]:
    known = all(shot.start is not None and shot.end is not None and shot.start < shot.end for shot in shots)
    ordered = known and all(before.end == after.start for before, after in pairwise(shots))
    if not shots:
        return ()
    if ordered and shots[0].start == 0 and (shots[-1].start or 0) < duration:
        edges = [shot.start or 0 for shot in shots] + [min(shots[-1].end or duration, duration)]
    else:
        edges = [duration * place // len(shots) for place in range(len(shots) + 1)]
    people = _people(shots, cast)
    return tuple(
        _card(shot, start, end, pictures, seen)
        for shot, start, end, seen in zip(shots, edges, edges[1:], people, strict=False)
    )


@lru_cache(8)  # each clip of a film has the same cast
def _spellings(cast: tuple[str, ...]) -> tuple[dict[str, str], re.Pattern[str] | None]:
    """How plain words may name the members of a cast, with who is meant, and the expression that finds them."""
    # `ELLE` may be named as `Elle`, and `elle` is another word.
    plain = {spelling: name for name in cast for spelling in (name.title(), name)}
    return plain, re.compile(words.whole(plain)) if plain else None


def _people(shots: list[Shot], cast: Mapping[str, Member]) -> list[tuple[Person, ...]]:
    """The members of the cast who are seen in each shot: mentioned, named in plain words, or speaking there."""
    plain, pattern = _spellings(tuple(cast))
    by_shot: list[tuple[Person, ...]] = []
    for shot in shots:
        states: dict[str, str] = {}
        mentions = [piece for piece in shot.action.pieces if piece.kind == "mention"]
        speeches = [speech for speech in shot.dialogue if not speech.unseen]
        for spot in (*mentions, *speeches):
            states[spot.name] = states.get(spot.name) or spot.state
        for match in pattern.finditer(shot.action.value) if pattern else ():
            states.setdefault(plain[match[0]], "")
        by_shot.append(tuple(_person(cast[name], state) for name, state in states.items() if name in cast))
    return by_shot


def _person(member: Member, state: str) -> Person:
    look = member.look.value if member.look is not None else ""
    return Person(member.name, look, member.states[state].value if state in member.states else "")


def _card(shot: Shot, start: int, end: int, pictures: Mapping[str, str], people: tuple[Person, ...]) -> Card:
    named = {key: "\n".join(field.text.value for field in shot.fields if field.key == key) for key in FIELDS}
    return Card(
        number=shot.number,
        start=start,
        end=end,
        title=shot.title,
        action=shot.action.value,
        quotes=tuple(text for text, _ in quoted(shot.action)),
        dialogue=tuple(
            SpokenLine(speech.name, speech.manner, speech.words.value, speech.unseen) for speech in shot.dialogue
        ),
        picture=pictures.get(shot.picture.path or "", "") if shot.picture is not None else "",
        people=people,
        **named,
    )
