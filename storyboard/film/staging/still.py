"""Which of the things that can be drawn on a table a shot is about, and the colours that its words give them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from storyboard.film.staging.outline import PIGMENTS
from storyboard.film.staging.setting import is_told
from storyboard.film.staging.things import THINGS, SeenThing
from storyboard.film.staging.words import meant, row
from storyboard.language import words
from storyboard.patterns import lazy

_MOST, _HANDS = 3, 2  # things in a picture, and hands beside them
_NEAR = 1  # words between a colour and its thing
_WORD = lazy(r"\w+")
_PARTED = lazy(r"[,.;:，。；：]")
# English names things by what stands before them: a `hand grinder` is no hand. Verbs go on with these.
_VERB = lazy(r"\w+(?:s|ed|ing)\b")
_JOINS = frozenset("-'’")
_SMALL = 2  # letters of words that are no names: `is`, `by`


def things_of(subject: str, language: str) -> tuple[SeenThing, ...]:
    """The things that a shot is about, in the order in which its words name them; `subject` is what they say of it."""
    folded = subject.casefold()
    spotted = sorted(_spotted(folded, language), key=lambda spot: spot[1].start())
    seen: list[SeenThing] = []
    places: dict[str, re.Match[str]] = {}
    for name, match in spotted:
        if name not in places:
            places[name] = match
    for name, match in places.items():
        pigment = PIGMENTS.get(_colour(folded, match, language, list(places.values())))
        if name == "hands":
            seen += [SeenThing("hand"), SeenThing("hand")] if "hand" not in places else [SeenThing("hand")]
        else:
            thing = SeenThing(name, None if name == "hand" else pigment)
            seen += [thing] * _count(folded, match, language)
    others = [thing for thing in seen if not THINGS[thing.name].held][:_MOST]
    return (*others, *[thing for thing in seen if THINGS[thing.name].held][:_HANDS])


def _count(folded: str, match: re.Match[str], language: str) -> int:
    """How many of a thing are drawn: as many as words say, two where an English word is of several."""
    before = _WORD.findall(folded, 0, match.start())[-2:]
    numbers = words.by_language("numbers").get(language, ())
    number = next((numbers.index(word) + 1 for word in reversed(before) if word in numbers), 0)
    several = language == "en" and match[0].endswith("s") and not match[0].endswith("ss")
    return min(_MOST, number or (2 if several else 1))


def _spotted(folded: str, language: str) -> Iterator[tuple[str, re.Match[str]]]:
    spotted = [(name, match) for name, matches in meant("things", language, folded) for match in matches]
    for name, match in spotted:
        if any(
            other.start() <= match.start() and match.end() <= other.end() and other is not match for _, other in spotted
        ):
            continue  # a paper boat is more than paper
        if not is_told(folded, match, language) and not (language == "en" and _names_another(folded, match)):
            yield name, match


def _names_another(folded: str, match: re.Match[str]) -> bool:
    """Whether an English noun only names what is behind it: `hand grinder`, `key fob`, `a hand's width`."""
    if folded[match.end() : match.end() + 1] != " ":
        return folded[match.end() : match.end() + 1] in _JOINS
    following = _WORD.match(folded, match.end() + 1)
    if following is None or match[0].endswith("s") or len(following[0]) <= _SMALL or _VERB.match(following[0]):
        return False
    small = (spot for role in ("where", "common", "goes_on") for spot in row(role, "en").finditer(folded))
    return not any(spot.start() == following.start() for spot in small)


def _colour(folded: str, thing: re.Match[str], language: str, others: Sequence[re.Match[str]]) -> str:
    """The colour whose word is nearest to a thing, and to no other."""
    best: tuple[int, str] | None = None
    for name, matches in meant("traits", language, folded):
        for match in matches if name in PIGMENTS else ():
            gap = folded[min(match.end(), thing.end()) : max(match.start(), thing.start())]
            between = len(_WORD.findall(gap))
            nearer = any(abs(other.start() - match.start()) < abs(thing.start() - match.start()) for other in others)
            if between <= _NEAR and not nearer and _PARTED.search(gap) is None and (best is None or between < best[0]):
                best = between, name
    return best[1] if best is not None else ""
