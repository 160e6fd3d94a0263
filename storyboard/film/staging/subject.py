"""What a shot is about: its size, the thing or the place that it names, and whether it is a thing at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from storyboard.film.staging.plan import Card
from storyboard.film.staging.words import meant, ranked, row, spots, unquoted
from storyboard.language.words import unspaced
from storyboard.patterns import lazy

_CLAUSE = lazy("([,.:;!?—–\n，。：；！？、…]+)")
_WORD = lazy(r"\w+")
_HEADING = 2, 16  # words and characters of a direction before a colon, `Hard cut:`, at most
_WHERE = 5  # words of a heading that says where, `Inside the wheelhouse:`, at most
_LONGEST = 60  # characters of a name
_OWNED = 3  # characters between a person and the hand that is theirs: `'s `
_STOPS = frozenset(".!?。！？…")
_ENDS = _STOPS | {"\n"}
_GENITIVE = lazy("['’]s(?!\\w)|['’](?!\\w)")

Spans = list[tuple[int, int]]


class SaidClause(NamedTuple):
    """A clause of an action, and whether it names the size of the shot with what is seen: `Close-up of the cup`.

    `sentence` counts the sentences of the action.
    """

    words: str
    sized: bool
    sentence: int


def size_of(card: Card, language: str) -> str:
    """How near a shot is seen, empty where its words do not tell.

    A face brings it near only where no size is named, and in its own language: French `face à la mer` has none.
    """
    text = f"{unquoted(card.action)}\n{card.camera}\n{card.title}"
    faces = {match.span() for name, match in spots("people", text, language) if name == "faces"}
    english = {span.span() for span in dict(meant("people", "en", text.casefold())).get("faces", [])}
    spotted = [(size, match) for size, match in spots("sizes", text, language) if match.span() not in english - faces]
    sizes = ranked((size, match.start()) for size, match in spotted if match.span() not in faces)
    return next(iter(sizes or ranked((size, match.start()) for size, match in spotted)), "")


def shortened(words: str) -> str:
    """What a shot is about, in its own words, as far as a slate has room for them."""
    return words if len(words) <= _LONGEST else words[:_LONGEST].rsplit(" ", 1)[0] + "…"


def clauses(action: str, language: str) -> Iterator[SaidClause]:
    """The clauses of an action that do more than name the size of the shot, its light or its place for what follows."""
    parts = _CLAUSE.split(action[:400])
    sentence = 0
    for clause, sign, follows in zip(parts[::2], [*parts[1::2], ""], [*parts[2::2], ""], strict=True):
        words, number = clause.strip(" *_-"), sentence
        sentence += bool(_ENDS & set(sign))
        folded = words.casefold()
        if not words or (follows.strip(" *_-") and _heads(folded, sign, language)):
            continue
        sizes = [match for _, matches in meant("sizes", language, folded) for match in matches]
        spotted = sizes + [match for _, matches in meant("moods", language, folded) for match in matches]
        spotted += dict(meant("camerawork", language, folded)).get("angles", [])
        if any(match.end() - match.start() >= len(words) - 1 for match in spotted):
            continue
        start = next((_behind(folded, match.end(), language) for match in sizes if match.start() == 0), 0)
        yield SaidClause(words[start:] or words, bool(sizes), number)


def _heads(folded: str, sign: str, language: str) -> bool:
    """Whether a clause is only a direction for what follows: `Hard cut:`, `Inside the wheelhouse:`, `Silence.`."""
    count = len(_WORD.findall(folded))
    if sign in (":", "："):
        if any(match.start() == 0 for _, matches in meant("views", language, folded) for match in matches):
            return True
        where = row("where", language).match(folded)
        return (count <= _HEADING[0] and len(folded) <= _HEADING[1]) or (where is not None and count <= _WHERE)
    return count == 1 and bool(_STOPS & set(sign)) and (len(folded) < 3 or not unspaced(folded))


def _behind(folded: str, end: int, language: str) -> int:
    """Where the thing begins behind the size of a shot: `of the cup`, `on a door`; 0 where it has none."""
    for role in ("owners", "where"):
        if row(role, language).fullmatch(folded[:end].rpartition(" ")[2]):
            return end + 1
        match = row(role, language).match(folded, end + 1)
        if match is not None:
            return match.end() + 1
    return 0


def is_thing(card: Card, language: str, names: Callable[[str], Spans]) -> bool:
    """Whether a near shot is about a thing, or about a hand, which is nobody's face.

    `names` gives the places of people's names in a folded text. Where the size and what is seen are one clause,
    `Close-up of the cup`, this clause decides; else the shot is about whoever is named anywhere.
    """
    if size_of(card, language) not in ("macro", "close"):
        return False
    action = unquoted(card.action)
    first = next(clauses(action, language), None)
    if first is None:
        return False
    about = (first.words if first.sized else action).casefold()
    hands, people = _seen(about, language, names)
    if not hands or not people:
        return not people
    hand = hands[0][0]
    return hand < people[0][0] or any(0 <= hand - end <= _OWNED for _, end in people)


def _seen(about: str, language: str, names: Callable[[str], Spans]) -> tuple[Spans, Spans]:
    """The places of hands in a folded text, and those of people, but for who only owns a thing in it."""
    spans = {name: [match.span() for match in matches] for name, matches in meant("people", language, about)}
    hands = sorted(spans.pop("hands", []))
    faces, own = spans.pop("faces", []), set(spans.pop("his", []))
    spans.pop("they", None)
    people = sorted({*names(about), *(span for listed in spans.values() for span in listed)} - set(hands))
    if not faces and not hands:
        people = [span for span in people if not _owns(about, span, own, language)]
    return hands, sorted({*people, *faces} - set(hands))


def _owns(about: str, span: tuple[int, int], own: set[tuple[int, int]], language: str) -> bool:
    """Whether somebody is named as the owner of what is seen: `her letter`, `Anna's letter`, `la lettre d'Anna`."""
    start, end = span
    after = _WORD.search(about, end)
    if _GENITIVE.match(about, end) is not None and after is not None:
        return True
    if span in own:
        following = _WORD.search(about, end)
        return following is not None and not row("links", language).fullmatch(following[0])
    before = about[:start].rstrip()
    owner = next((match for match in row("owners", language).finditer(before) if match.end() == len(before)), None)
    return owner is not None and bool(before[: owner.start()].strip())
