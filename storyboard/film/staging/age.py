"""How old somebody is, as far as a silhouette shows it: a child, or one who is old."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from storyboard.film.staging.words import meant, row
from storyboard.patterns import lazy

_NUMBER = lazy(r"(?<![\w.,:/])(\d{1,3})(?![\d%]|[.,:]\d)[ -]?")
_BARE = lazy(r"(?:^|[(,;:])\s*(\d{1,3})\s*(?=[),;.]|$)")
_WORD = lazy(r"\w+")
_GROWN, _OLD, _OLDEST = 14, 65, 115
_FIRST = 3  # words of a description before `keeper` in `an old lighthouse keeper`

Spots = Mapping[str, Sequence[re.Match[str]]]


def age_of(folded: str, language: str, spotted: Spots, *, described: bool) -> set[str]:
    """`old`, `child`, `grown` or nothing, by a number of years or by words of a folded text.

    `old` counts before a person alone, since a coat is old too; where somebody is `described` it counts among the
    first words, and so does a number that stands alone: `71, a white bun`.
    """
    for age in _years(folded, spotted, described=described):
        if 0 < age <= _OLDEST:
            return {"child"} if age < _GROWN else {"old"} if age >= _OLD else {"grown"}
    if spotted.get("elder"):
        return {"old"}
    if any(_counts_years(folded, match, spotted, language) for match in spotted.get("teen", [])):
        return {"grown"}
    people = [match for kind in ("woman", "man", "child") for match in spotted.get(kind, [])]
    people += [match for name, listed in meant("people", language, folded) if name == "person" for match in listed]
    for match in spotted.get("old", []):
        before = _WORD.findall(folded, 0, match.start())
        if described and len(before) < _FIRST and row("common", language).search(folded, match.end()) is not None:
            return {"old"}
        if any(0 <= person.start() - match.end() <= 1 or person.start() == match.start() for person in people):
            return {"old"}
    return set()


def _counts_years(folded: str, match: re.Match[str], spotted: Spots, language: str) -> bool:
    """Whether a number in words is an age: `of sixteen`, `sechzehn Jahre`."""
    owners = row("owners", language)
    before = folded[: match.start()].rstrip().rpartition(" ")[2]
    return owners.fullmatch(before) is not None or any(
        0 <= unit.start() - match.end() <= 1 for unit in spotted.get("years", ())
    )


def _years(folded: str, spotted: Spots, *, described: bool) -> Iterator[int]:
    """The numbers of a folded text that count years."""
    units = {match.start() for match in spotted.get("years", [])}
    for match in _NUMBER.finditer(folded):
        if match.end() in units:
            yield int(match[1])
    if described:
        yield from (int(match[1]) for match in _BARE.finditer(folded))
        for match in _NUMBER.finditer(folded):
            if row("owners", "en").fullmatch(folded[: match.start()].rstrip().rpartition(" ")[2]):
                yield int(match[1])
