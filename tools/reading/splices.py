"""Random splices of the sample texts, on which `check` and `import` have to keep to each other."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence

from storyboard.language.words import of
from tools.reading.scoring import broken, compiled, imported, visible

_SIGNS = ("[", "]", "(", ")", "【", "】", ":", "：", "-", "–", "~", "|", ", ", "\n", "\n\n", "# ", "- ", "**", ". ")
_MOST = 1200  # letters of a splice
_TURNS = 400  # attempts at making a violation smaller
_WORD = re.compile(r"\S+\s*|\s+")


def splices(texts: Sequence[str], count: int, seed: int) -> Iterator[str]:
    """That many texts, each the head of one text and the tail of another, with signs, digits and units put in."""
    chance = random.Random(seed)
    units = of("seconds", "minutes", "frames")
    for _ in range(count):
        one, other = chance.choice(texts), chance.choice(texts)
        text = one[: chance.randrange(len(one) + 1)] + other[chance.randrange(len(other) + 1) :]
        text = text[:_MOST]
        for _ in range(chance.choice((0, 0, 1, 2, 4))):
            place = chance.randrange(len(text) + 1)
            put = chance.choice((chance.choice(_SIGNS), str(chance.randrange(16)), chance.choice(units)))
            text = text[:place] + put + text[place:]
        yield text


def violates(text: str) -> bool:
    """Whether `import` reads marks without a doubt that `check` neither reads nor reports."""
    check = compiled(text)
    return not visible(check) and broken(check, imported(text)) == "marks"  # most need no import


def smaller(text: str, holds: Callable[[str], bool] = violates) -> str:
    """The text without the lines and words that it needs not to go on holding."""
    turns = _TURNS
    for pieces in (text.splitlines(keepends=True), None):
        parts = pieces if pieces is not None else _WORD.findall(text)
        place = 0
        while place < len(parts) and turns:
            turns -= 1
            rest = parts[:place] + parts[place + 1 :]
            if holds("".join(rest)):
                parts = rest
            else:
                place += 1
        text = "".join(parts)
    return text
