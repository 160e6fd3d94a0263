"""Who is in a shot, and what each person looks like: the cast by their descriptions, others by the shot's own words."""

from __future__ import annotations

import re
import zlib

import msgspec

from storyboard.film.animatic.plan import Card, Person, Reel
from storyboard.film.animatic.words import language_of, meant, named
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


class Figure(msgspec.Struct, frozen=True):
    """A person as drawn; `face` seeds what the words leave open, so that one name looks the same in every shot."""

    traits: frozenset[str]
    face: int


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


def figures(reel: Reel, language: str) -> list[tuple[Figure, ...]]:
    """The people of each card, the one whom it is about first; a speaker who is not seen is nobody."""
    spoken = sorted({line.name for card in reel.cards for line in card.dialogue if line.name and not line.unseen})
    worn: dict[str, frozenset[str]] = {}
    last: Figure | None = None
    anonymous = zlib.crc32(reel.film.encode())
    by_card: list[tuple[Figure, ...]] = []
    for card in reel.cards:
        words = card.action + "\n" + card.title
        who = named("people", words, language)
        members = [person_of(person, reel.language) for person in card.people]
        known = {person.name for person in card.people}
        others = [name for name in _others(card, spoken) if name not in known]
        seen: list[Figure] = members
        if others:
            traits = traits_of(words, language) | _sex(who) if not members else NONE
            # A beard or a hat that one shot of a named person tells is there in all of them.
            worn[others[0]] = worn.get(others[0], NONE) | (traits & _LASTING)
            seen = members + [Figure(worn.get(name, NONE), zlib.crc32(name.casefold().encode())) for name in others]
        if not seen and who:
            traits = traits_of(words, language)
            # `She turns` is about the woman of the shot before; `a woman turns` is about another.
            stranger = Figure(traits | _sex(who), anonymous)
            again = not traits & {"woman", "man", "child", "robot"}
            seen = [last if last is not None and again and _agrees(last, who) else stranger]
        last = seen[0] if seen else last
        if len(seen) == 1 and "many" in who and not members:
            seen = [*seen, Figure(seen[0].traits & {"child", "robot"}, seen[0].face + 17)]
        by_card.append(tuple(seen[:MOST]))
    return by_card


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
