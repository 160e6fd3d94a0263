"""What a shot is about: its size, the thing or the place that it names, and whether it is a thing at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from storyboard.film.staging.plan import Card
from storyboard.film.staging.words import meant, named
from storyboard.patterns import lazy

_CLAUSE = lazy("([,.:;!?—–\n，。：；！？、…]+)")
_WORD = lazy(r"\w+")
_HEADING = 2, 16  # words and characters of a direction before a colon, `Hard cut:`, at most
_LONGEST = 60  # characters of a name
_OWNED = 3  # characters between a person and the hand that is theirs: `'s `

Spans = list[tuple[int, int]]


def size_of(card: Card, language: str) -> str:
    """How near a shot is seen, empty where its words do not tell."""
    return next(iter(named("sizes", card.action + "\n" + card.camera + "\n" + card.title, language)), "")


def subject_of(action: str, language: str) -> str:
    """What an action is about, in its own first words: a clause that does more than name the size of the shot."""
    words = next(_clauses(action, language), "")
    return words if len(words) <= _LONGEST else words[:_LONGEST].rsplit(" ", 1)[0] + "…"


def _clauses(action: str, language: str) -> Iterator[str]:
    """The clauses of an action that do more than name the size of the shot or its light, or head what follows."""
    parts = _CLAUSE.split(action[:400])
    for clause, sign, follows in zip(parts[::2], [*parts[1::2], ""], [*parts[2::2], ""], strict=True):
        words = clause.strip(" *_-")
        if sign in (":", "：") and follows.strip(" *_-") and _is_heading(words):
            continue
        folded = words.casefold()
        spotted = [
            match for kind in ("sizes", "moods") for _, matches in meant(kind, language, folded) for match in matches
        ]
        if words and not any(match.end() - match.start() >= len(words) - 1 for match in spotted):
            yield words


def _is_heading(words: str) -> bool:
    """Whether a clause is short enough to be a direction: `Insert`, `Hard cut`, `POV`."""
    return len(_WORD.findall(words)) <= _HEADING[0] and len(words) <= _HEADING[1]


def is_place(action: str, size: str, language: str) -> bool:
    """Whether what an action names is a place, which is drawn, and nothing near."""
    return size not in ("macro", "close", "top") and bool(named("places", action, language))


def is_thing(card: Card, language: str, names: Callable[[str], Spans]) -> bool:
    """Whether a near shot is about a thing, or about a hand, which is nobody's face.

    `names` gives the places of people's names in a folded text. Where the size and what is seen are one clause,
    `Close-up of the cup`, this clause decides; else the shot is about whoever is named anywhere.
    """
    if size_of(card, language) not in ("macro", "close"):
        return False
    clause = next(_clauses(card.action, language), "")
    if not clause:
        return False
    sized = any(True for _ in meant("sizes", language, clause.casefold()))
    about = (clause if sized else card.action).casefold()
    spans = {name: [match.span() for match in matches] for name, matches in meant("people", language, about)}
    hands = sorted(spans.pop("hands", []))
    people = sorted({*names(about), *(span for listed in spans.values() for span in listed if span not in hands)})
    if not hands or not people:
        return not people
    hand = hands[0][0]
    return hand < people[0][0] or any(0 <= hand - end <= _OWNED for _, end in people)
