"""Who of the cast is no person: an animal, the moon, a ship, a voice. No silhouette of a person stands for them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from storyboard.film.staging.plan import Person, Reel
from storyboard.film.staging.traits import COLOURS
from storyboard.film.staging.words import language_of, meanings, meant, named, row, unquoted
from storyboard.language.words import unspaced
from storyboard.patterns import lazy

_FIRST = 4  # words that may stand before what a description is of
_WORD = lazy(r"\w+")
_GENITIVE = lazy("['’]s?(?!\\w)")
_PRONOUNS = ("she", "he", "they", "his", "him")
_PEOPLE = ("woman", "man", "child", "elder", "keeper", "bearded")
_THINGS = ("animal", "thing")
_OF_ANYTHING = frozenset({*_THINGS, "wearing", *COLOURS, "accessory", "teen"})

Spots = Mapping[str, Sequence[re.Match[str]]]


def persons(reels: Sequence[Reel], languages: Sequence[str]) -> frozenset[str]:
    """The names of the members of the cast who are people.

    The description tells it, else the name. Of whom neither does, who speaks or is called `she` or `he` is one.
    """
    verdicts: dict[str, bool | None] = {}
    lively: set[str] = set()
    for reel, language in zip(reels, languages, strict=True):
        for card in reel.cards:
            for person in card.people:
                if verdicts.get(person.name) is None:
                    verdicts[person.name] = _is_person(person, reel.language)
            lively |= {line.name for line in card.dialogue if not line.unseen}
            if len(card.people) == 1 and {"she", "he"} & set(named("people", unquoted(card.action), language)):
                lively.add(card.people[0].name)
    return frozenset(name for name, verdict in verdicts.items() if verdict or (verdict is None and name in lively))


def beings(reels: Sequence[Reel], languages: Sequence[str]) -> list[tuple[tuple[str, ...], ...]]:
    """The names of the members of the cast in each card of each reel who are no people; `both` names them once more."""
    people = persons(reels, languages)
    by_reel: list[tuple[tuple[str, ...], ...]] = []
    before: tuple[str, ...] = ()
    for reel, language in zip(reels, languages, strict=True):
        by_card: list[tuple[str, ...]] = []
        for card in reel.cards:
            seen = tuple(person.name for person in card.people if person.name not in people)
            if not seen and len(card.people) < 2 and "both" in named("people", unquoted(card.action), language):
                seen = before
            before = seen
            by_card.append(seen)
        by_reel.append(tuple(by_card))
    return by_reel


def _is_person(person: Person, language: str) -> bool | None:
    """Whether a member of the cast is a person: as the state says, else the look, else the name; None if none does."""
    described = [text for text in (person.state, person.look) if text.strip()]
    # A name of one word may be anybody's: ROSE, LEO, SKY.
    texts = [*described, person.name] if " " in person.name else described
    for text in texts:
        # Many a look is in English, whatever the story is in.
        for tag in dict.fromkeys((language or language_of(text), "en")):
            for head, is_person in _heads(text.casefold(), tag):
                if _is_first(text.casefold(), head, tag):
                    return is_person
    return True if not described or any(_is_human(text, language) for text in described) else None


def _is_human(text: str, language: str) -> bool:
    """Whether a description tells what only people have: hair, clothes, a face, years."""
    for tag in dict.fromkeys((language or language_of(text), "en")):
        traits, people, _ = _told(text.casefold(), tag)
        if traits.keys() - _OF_ANYTHING or people.keys() - {*_PRONOUNS, "hands"}:
            return True
    return False


def _told(folded: str, tag: str) -> tuple[Spots, Spots, set[tuple[int, int]]]:
    """What a description says by the table: traits, people, and the places of pronouns."""
    traits, people = dict(meant("traits", tag, folded)), dict(meant("people", tag, folded))
    return traits, people, {match.span() for name in _PRONOUNS for match in people.get(name, ())}


def _heads(folded: str, tag: str) -> Iterator[tuple[re.Match[str], bool]]:
    """The nouns of a description in their order, and whether each is a person.

    Who owns something, `a captain's parrot`, is left out, and so is a compound but for its last word: `robot nurse`.
    """
    traits, people, pronouns = _told(folded, tag)
    kinds = {match.span(): (match, False) for name in _THINGS for match in traits.get(name, ())}
    nouns = [people.get("person", ()), *(traits.get(name, ()) for name in _PEOPLE)]
    kinds |= {match.span(): (match, True) for match in chain(*nouns) if match.span() not in pronouns}
    # Only a language that has words for keepers writes compounds with a blank, and the head last.
    begins = {start for start, _ in kinds} if "keeper" in meanings("traits", tag) else set[int]()
    for (_, end), kind in sorted(kinds.items(), key=lambda item: (item[0][0], -item[0][1])):
        if _GENITIVE.match(folded, end) is None and end + 1 not in begins:
            yield kind


def _is_first(folded: str, match: re.Match[str], tag: str) -> bool:
    """Whether a word is what a description is of: in `a vet with a cat` and `a hawk-nosed man` it is not."""
    if folded[match.end() : match.end() + 1] == "-":
        return False
    if match[0][-1] > "\u2e7f" and unspaced(match[0]):
        # In Han and Kana the head of a clause is its last word.
        return _WORD.match(folded, match.end()) is None
    # `A black and white cat` is one.
    before = row("and", tag).sub("", folded[: match.start()])
    return len(_WORD.findall(before)) <= _FIRST and row("common", tag).search(before, before.find(" ") + 1) is None
