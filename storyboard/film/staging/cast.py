"""Who is in a shot, and what each person looks like: the cast by their descriptions, others by the shot's own words."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from storyboard.film.staging.plan import Card, Figure, Person, Reel
from storyboard.film.staging.words import language_of, meant, named
from storyboard.patterns import lazy

NONE = frozenset[str]()
MOST = 3  # figures in one picture
_NEAR = 2  # words that may stand between `long` and `hair`
_WORD = lazy(r"\w+")
_KINDS = ("long", "short", "curly")
# What excludes each other: where a state names one of a group, the others of the look are gone.
_GROUPS = (
    frozenset({"woman", "man"}),
    frozenset({"bald", "short", "long", "curly", "curls", "tail", "bun", "bob"}),
    frozenset({"cap", "hat", "hood"}),
)
_LASTING = frozenset({"woman", "man", "beard", "cap", "hat", "hood", "child"})


def traits_of(text: str, language: str) -> frozenset[str]:
    """What a description says that a silhouette can show; `long`, `short` and `curly` count close to hair alone."""
    folded = text.casefold()
    tag = language or language_of(text)
    spotted = dict(meant("traits", tag, folded))
    if not spotted and tag != "en":
        spotted = dict(meant("traits", "en", folded))
    hair = [match.span() for match in spotted.pop("hair", [])]
    near: dict[str, int] = {}
    for kind in _KINDS:
        gaps = [_between(folded, match.span(), place) for match in spotted.pop(kind, []) for place in hair[:20]]
        if gaps and min(gaps) <= _NEAR:
            near[kind] = min(gaps)
    nearest = {min(near, key=lambda kind: near[kind])} if near else set[str]()
    first = {name: matches[0].start() for name, matches in spotted.items()}
    if "woman" in first and "man" in first:
        first.pop(max(("woman", "man"), key=lambda name: first[name]))
    return frozenset(first) | nearest


def _between(text: str, first: tuple[int, int], second: tuple[int, int]) -> int:
    """How many words stand between two stretches of a text."""
    gap = text[min(first[1], second[1]) : max(first[0], second[0])]
    return len(_WORD.findall(gap[:80])) if len(gap) <= 80 else 80


def person_of(person: Person, language: str) -> Figure:
    """A member of the cast: the look, and over it what the state says otherwise."""
    traits = traits_of(person.look, language)
    if person.state:
        stated = traits_of(person.state, language)
        for group in _GROUPS:
            if group & stated:
                traits -= group
        traits |= stated
    return Figure(traits, zlib.crc32(person.name.casefold().encode()))


class _Scene(NamedTuple):
    """What the words of a card name: members of the cast, other speakers, traits, and kinds of people."""

    members: list[Figure]
    others: list[str]
    traits: frozenset[str]
    who: list[str]


def figures(reels: Sequence[Reel], languages: Sequence[str]) -> list[tuple[tuple[Figure, ...], ...]]:
    """The people of each card of a film's clips, the one whom it is about first; a speaker who is not seen is nobody.

    One name looks the same in the whole film. Where it has no cast, a pronoun may go back to the clip before.
    """
    scenes = [list(_scenes(reel, language)) for reel, language in zip(reels, languages, strict=True)]
    worn = _worn(scene for clip in scenes for scene in clip)
    no_cast = not any(scene.members for clip in scenes for scene in clip)
    last: Figure | None = None
    lately: dict[int, Figure] = {}  # who was seen, by face, the latest last
    by_clip: list[tuple[tuple[Figure, ...], ...]] = []
    for reel, clip in zip(reels, scenes, strict=True):
        last = last if no_cast else None
        anonymous = zlib.crc32(reel.film.encode())
        by_card: list[tuple[Figure, ...]] = []
        for scene in clip:
            others = [Figure(worn[name], zlib.crc32(name.casefold().encode())) for name in scene.others]
            seen = scene.members + others
            if "both" in scene.who and len(seen) < 2:
                faces = {figure.face for figure in seen}
                seen += [figure for face, figure in reversed(lately.items()) if face not in faces][: 2 - len(seen)]
            for figure in seen:
                lately.pop(figure.face, None)
                lately[figure.face] = figure
            if not seen and scene.who:
                # `She turns` is about the woman of the shot before; `a woman turns` is about another.
                again = not scene.traits & {"woman", "man", "child", "robot"}
                stranger = Figure(scene.traits | _sex(scene.who), anonymous)
                seen = [last if last is not None and again and _agrees(last, scene.who) else stranger]
            last = seen[0] if seen else last
            if len(seen) == 1 and "many" in scene.who and not scene.members:
                seen = [*seen, Figure(seen[0].traits & {"child", "robot"}, seen[0].face + 17)]
            by_card.append(tuple(seen[:MOST]))
        by_clip.append(tuple(by_card))
    return by_clip


def _scenes(reel: Reel, language: str) -> Iterator[_Scene]:
    spoken = sorted({line.name for card in reel.cards for line in card.dialogue if line.name and not line.unseen})
    for card in reel.cards:
        words = card.action + "\n" + card.title
        known = {person.name for person in card.people}
        yield _Scene(
            [person_of(person, reel.language) for person in card.people],
            [name for name in _others(card, spoken) if name not in known],
            traits_of(words, language),
            named("people", words, language),
        )


def _worn(scenes: Iterable[_Scene]) -> dict[str, frozenset[str]]:
    """What the speakers outside the cast look like: a beard or a hat that one shot tells is there in all of them."""
    worn: dict[str, frozenset[str]] = {}
    for scene in scenes:
        for name in scene.others:
            worn.setdefault(name, NONE)
        if scene.others and not scene.members:
            traits = (scene.traits | _sex(scene.who)) & _LASTING
            for group in _GROUPS:
                # What the first shot says of somebody stays: a later one may speak of somebody else.
                traits -= group if group & worn[scene.others[0]] else NONE
            worn[scene.others[0]] |= traits
    return worn


def _others(card: Card, spoken: list[str]) -> list[str]:
    """The speakers outside the cast who are in a card: by what they say, and where its action names them."""
    speaking = {line.name for line in card.dialogue if not line.unseen}
    folded = card.action.casefold()
    return [name for name in spoken if name in speaking or _names(name.casefold(), folded)]


def _names(name: str, folded: str) -> bool:
    at = folded.find(name)
    if at < 0:
        return False
    return name[0] > "\u2e7f" or re.search(rf"(?<!\w){re.escape(name)}(?!\w)", folded) is not None


def _sex(who: list[str]) -> frozenset[str]:
    """What the first pronoun of a shot says."""
    pronouns = [name for name in who if name in ("she", "he")]
    return frozenset({"woman" if pronouns[0] == "she" else "man"}) if pronouns else NONE


def _agrees(figure: Figure, who: list[str]) -> bool:
    sex = _sex(who)
    return bool(sex) and (sex <= figure.traits or not figure.traits & {"woman", "man"})
