"""Who is in a shot, and what each person looks like: the cast by their descriptions, others by the shot's own words."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from storyboard.film.staging.plan import Card, Figure, Person, Reel
from storyboard.film.staging.sides import sides_of, staged
from storyboard.film.staging.subject import Spans, is_thing
from storyboard.film.staging.traits import COLOURS, GROUPS, PARTS, PEOPLE, over, traits_of
from storyboard.film.staging.words import named

NONE = frozenset[str]()
MOST = 3  # figures in one picture
_LASTING = frozenset({"woman", "man", "beard", "cap", "hat", "helmet", "hood", "child"}) | {
    f"{colour} {part}" for colour in COLOURS for part in PARTS
}


def person_of(person: Person, language: str) -> Figure:
    """A member of the cast: the look, and over it what the state says otherwise."""
    traits = traits_of(person.look, language)
    if person.state:
        traits = over(traits, traits_of(person.state, language))
    return Figure(traits, _face(person.name))


def is_animal(figure: Figure) -> bool:
    """Whether a member of the cast is an animal: it may wear a coat, and no animal is a man."""
    return "animal" in figure.traits and not figure.traits & PEOPLE


class _Scene(NamedTuple):
    """What the words of a card name: members of the cast, other speakers, traits, and kinds of people.

    Of a shot that shows a `thing`, nobody is seen; where only an `animal` of the cast is, pronouns are its own.
    """

    card: Card
    members: list[Figure]
    others: list[str]
    traits: frozenset[str]
    who: list[str]
    thing: bool
    animal: bool


def figures(reels: Sequence[Reel], languages: Sequence[str]) -> list[tuple[tuple[Figure, ...], ...]]:
    """The people of each card of a film's clips, the one whom it is about first; a speaker who is not seen is nobody.

    One name looks the same in the whole film. Where it has no cast, a pronoun may go back to the clip before.
    """
    scenes = [list(_scenes(reel, language)) for reel, language in zip(reels, languages, strict=True)]
    worn = _worn(scene for clip in scenes for scene in clip)
    no_cast = not any(scene.members for clip in scenes for scene in clip)
    last: Figure | None = None
    lately: dict[int, Figure] = {}  # who was seen, by face, the latest last
    by_clip: list[list[tuple[tuple[Figure, ...], dict[int, int]]]] = []
    for reel, clip, language in zip(reels, scenes, languages, strict=True):
        last = last if no_cast else None
        anonymous = zlib.crc32(reel.film.encode())
        by_card: list[tuple[tuple[Figure, ...], dict[int, int]]] = []
        for scene in clip:
            if scene.thing:
                by_card.append(((), {}))
                continue
            others = [Figure(worn[name], _face(name)) for name in scene.others]
            seen = scene.members + others
            faces_by_name = {name.casefold(): _face(name) for name in (*_cast(scene.card), *scene.others)}
            if "both" in scene.who and len(seen) < 2:
                faces = {figure.face for figure in seen}
                seen += [figure for face, figure in reversed(lately.items()) if face not in faces][: 2 - len(seen)]
            for figure in seen:
                lately.pop(figure.face, None)
                lately[figure.face] = figure
            # `She turns` is about the woman of the shot before; `a woman turns` is about another.
            again = not scene.traits & PEOPLE
            if not seen and scene.who and not (scene.animal and again):
                stranger = Figure(scene.traits | _sex(scene.who), anonymous)
                seen = [last if last is not None and again and _agrees(last, scene.who) else stranger]
            last = seen[0] if seen else last
            if len(seen) == 1 and "many" in scene.who and not scene.members:
                seen = [*seen, Figure(seen[0].traits & {"child", "robot"}, seen[0].face + 17)]
            stated = sides_of(scene.card.action, language, faces_by_name or {"": seen[0].face} if seen else {})
            by_card.append((tuple(seen[:MOST]), stated))
        by_clip.append(by_card)
    return staged(reels[0].film if reels else "", by_clip)


def _scenes(reel: Reel, language: str) -> Iterator[_Scene]:
    spoken = sorted({line.name for card in reel.cards for line in card.dialogue if line.name and not line.unseen})
    for card in reel.cards:
        words = card.action + "\n" + card.title
        known = _cast(card)
        names = [*known, *spoken]
        cast = [person_of(person, reel.language) for person in card.people]
        members = [figure for figure in cast if not is_animal(figure)]
        yield _Scene(
            card,
            members,
            [name for name in _others(card, spoken) if name not in known],
            traits_of(words, language),
            named("people", words, language),
            is_thing(card, language, lambda text, names=names: _places(names, text)),
            len(members) < len(cast),
        )


def _cast(card: Card) -> set[str]:
    return {person.name for person in card.people}


def _places(names: Iterable[str], folded: str) -> Spans:
    return [match.span() for name in names for match in _name(name.casefold()).finditer(folded)]


def _face(name: str) -> int:
    return zlib.crc32(name.casefold().encode())


def _worn(scenes: Iterable[_Scene]) -> dict[str, frozenset[str]]:
    """What the speakers outside the cast look like: a beard or a hat that one shot tells is there in all of them."""
    worn: dict[str, frozenset[str]] = {}
    for scene in scenes:
        for name in scene.others:
            worn.setdefault(name, NONE)
        if scene.others and not scene.members:
            traits = (scene.traits | _sex(scene.who)) & _LASTING
            for group in GROUPS:
                # What the first shot says of somebody stays: a later one may speak of somebody else.
                traits -= group if group & worn[scene.others[0]] else NONE
            worn[scene.others[0]] |= traits
    return worn


def _others(card: Card, spoken: list[str]) -> list[str]:
    """The speakers outside the cast who are in a card: by what they say, and where its action names them."""
    speaking = {line.name for line in card.dialogue if not line.unseen}
    folded = card.action.casefold()
    return [name for name in spoken if name in speaking or _name(name.casefold()).search(folded)]


@cache
def _name(name: str) -> re.Pattern[str]:
    """The expression for a folded name, which Han and Thai write without blanks round it."""
    return re.compile(re.escape(name) if name[:1] > "\u2e7f" else rf"(?<!\w){re.escape(name)}(?!\w)")


def _sex(who: list[str]) -> frozenset[str]:
    """What the first pronoun of a shot says."""
    pronouns = [name for name in who if name in ("she", "he")]
    return frozenset({"woman" if pronouns[0] == "she" else "man"}) if pronouns else NONE


def _agrees(figure: Figure, who: list[str]) -> bool:
    sex = _sex(who)
    return bool(sex) and (sex <= figure.traits or not figure.traits & {"woman", "man"})
