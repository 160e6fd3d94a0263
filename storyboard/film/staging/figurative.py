"""Words for a place, an hour or weather that only tell what another thing is like: `a sea of faces`, `a snow globe`."""

from __future__ import annotations

import re

from storyboard.film.staging.hours import HOURS
from storyboard.film.staging.words import meant, row
from storyboard.patterns import lazy

# Of these a whole can be made of anything; hills of sand are sand.
_WHOLES = frozenset({"sea", "forest", "desert"})
_WORD = lazy(r"\w+")
_NAMED = 3  # words between `of` and the noun that it leads to


def is_figurative(text: str, name: str, match: re.Match[str], language: str) -> bool:
    """Whether the head of a phrase is another word than the match in the folded text: it decides what is seen.

    `a forest of pencils` is no forest, but one of birches is; what is written large is a name, `the Sea of Japan`.
    """
    folded = match.string
    for _, things in meant("things", language, folded) if name in _WHOLES else ():
        if any(
            thing.start() <= match.start() and match.end() <= thing.end() and thing[0] != match[0] for thing in things
        ):
            return True  # a paper boat
    beside = dict(meant("beside", language, folded))
    if any(term.start() <= match.start() and match.end() <= term.end() for term in beside.get("terms", ())):
        return True  # profondeur de champ
    for head in beside.get("heads", ()):
        before, behind = folded[head.end() : match.start()], folded[match.end() : head.start()]
        if behind == " " or (head.end() < match.start() and _is_small(before, language)):
            return True
    owner = row("owners", language).match(folded, match.end() + 1) if name in _WHOLES and language != "de" else None
    following = _WORD.search(folded, owner.end()) if owner is not None else None
    if following is None or (len(text) == len(folded) and text[following.start()].isupper()):
        return False
    phrase = " ".join(_WORD.findall(folded, following.start())[:_NAMED])
    if any(mood in HOURS for mood, _ in meant("moods", language, phrase)):
        return False  # la mer de nuit
    return not any(place == name for place, _ in meant("places", language, phrase))


def _is_small(between: str, language: str) -> bool:
    """Whether nothing but small words and blanks stand between two words."""
    listed = _WORD.findall(between)
    small = (row("common", language), row("owners", language), row("where", language))
    return len(listed) <= 1 and all(any(pattern.fullmatch(word) for pattern in small) for word in listed)
