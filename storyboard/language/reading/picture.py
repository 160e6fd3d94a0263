"""Passes over labels that speak of one picture: `First frame: … Last frame: …`, `Primo piano: … Secondo piano: …`."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from storyboard.language import words
from storyboard.language.syntax.scan import Token


def without_pictures(tokens: Sequence[Token]) -> list[Token]:
    """The tokens, without labels that name the first and last frame of a shot, or its foreground and what lies behind.

    Where the labels count on, and where each plane has a line of its own, they are shots.
    """
    spelled = [token for token in tokens if token.label is not None and token.label.spelled]
    counted = {(token.label.word, token.label.number) for token in spelled if token.label is not None}
    ats: set[int] = set()
    for first, second in pairwise(spelled):
        if second.kind == "label" and _of_one(first, second, counted):
            ats |= {second.at} if first.kind != "label" else {first.at, second.at}
    return [token for token in tokens if token.at not in ats] if ats else list(tokens)


def _of_one(first: Token, second: Token, counted: set[tuple[str, int]]) -> bool:
    if first.label is None or second.label is None or first.label.word != second.label.word:
        return False
    if first.kind != "label" and first.label.at < first.at:
        return False  # a time of its own; in `[0-3s] First frame:` it is the shot's
    word, numbers = first.label.word, (first.label.number, second.label.number)
    if set(numbers) == {0, 1}:
        return word in words.known("stills") and (word, 2) not in counted
    planes = numbers == (1, 2) and word in words.known("planes") and second.place not in ("line", "cell")
    return planes and counted.isdisjoint({(word, 0), (word, 3)})
