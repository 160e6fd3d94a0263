"""Finds the best timeline: the tokens that are alike and whose times join, or whose labels count on.

Dynamic programming over the tokens that may be marks. Each token is tried behind a few before it and behind the last
ones that end exactly where it starts, so that a text of any length takes linear time.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Sequence
from itertools import accumulate

from storyboard.language.reading.worth import GROUP, NEED, alike, follows, worth
from storyboard.language.syntax.scan import Token

_BEFORE = 10
_ENDING = 4
_SECOND = 1000
_NEVER = -1000.0
_BEST = 6.1  # more than `joint` and `alike` ever say together
_TENTH = 100  # a decimal that was meant to be exclusive: 0.0-2.5, 2.6-5.0
# What a token must be worth to be tried; a range that is worth less than `NEED` can be a mark where its times join.
_LEAST = {"label": NEED - 1, "one": NEED - 0.3}


def candidates(tokens: Sequence[Token]) -> list[Token]:
    """The tokens that may be marks, in order."""
    return list(filter(candidate, tokens))


def candidate(token: Token) -> bool:
    """Whether a token may be a mark."""
    return worth(token) >= _LEAST.get(token.kind, 0.1)


def start(token: Token) -> float:
    """How well a timeline begins with a token."""
    if token.key == "lasting":
        return 2.0
    if token.start is None:
        return 2.0 if token.label is not None and token.label.number <= 1 else -1.5
    if token.start == 0:
        return 2.0
    return 0.5 if token.start <= _SECOND else -2.5


def joint(before: Token, other: Token) -> float:
    """How well a token goes on from the one before it; without the likeness of both."""
    if other.start is None and other.label is None:
        # `next 3 seconds`, `final seconds`: they go on from whatever stands before them
        return 2.0 if before.kind != "open" else _NEVER
    if other.start is None:
        return _counted(before, other)
    if before.kind == "one" or other.kind == "one":
        return _instant(before, other)
    if before.finish is None:
        if before.kind == "open":
            return _anew(before, other) if other.start == 0 else _NEVER
        return 2.0 if follows(before, other) else _anew(before, other) if other.start == 0 else _NEVER
    late = other.start - before.finish
    if late == 0:
        return 3.0
    if other.start == 0:
        return _anew(before, other)
    if late == _SECOND and before.plain and other.plain:
        return 2.0
    if 0 < late <= _TENTH:
        return 2.0
    if late > 0:
        return 0.4 - min(3.0, 2.0 * late / max(before.finish, 1))
    if other.start <= (before.start or 0) or ((other.finish or 0) <= before.finish and alike(before, other) < 2):
        return _NEVER  # a time within the shot
    return -1.2


def _anew(before: Token, other: Token) -> float:
    """How well a token begins a timeline of its own behind another; badly in another notation."""
    return 0.2 if alike(before, other) >= 1.0 else -1.5


def _instant(before: Token, other: Token) -> float:
    """As `joint`, where one of both gives only when it starts."""
    begin, after = before.start or 0, other.start or 0
    if after <= begin:
        return _anew(before, other) if after == 0 and begin else _NEVER
    if before.kind == other.kind:
        return 1.5
    if before.start is None and follows(before, other):
        return 2.0  # [Shot 1] …, [Shot 2] At 00:02.000
    if before.kind == "one":
        return 0.5
    return 0.5 if before.finish is not None and after == before.finish and alike(before, other) > 0 else -2.0


def _counted(before: Token, other: Token) -> float:
    if before.label is not None and other.label is not None:
        if follows(before, other):
            if before.start is None:
                return 3.0
            same = before.label.word == other.label.word and GROUP[before.place] == GROUP[other.place]
            return 1.5 if same and worth(other) >= NEED else _NEVER
        if other.label.number <= 1 < before.label.number:
            return _anew(before, other)
        if before.label.word == other.label.word and other.label.number > before.label.number:
            return -0.5
    return _NEVER


def best(tokens: Sequence[Token]) -> tuple[list[Token], float]:
    """The tokens of the best timeline, in order, and what it scores."""
    if not tokens:
        return [], 0.0
    gains = [worth(token) - NEED for token in tokens]
    # What it costs to leave out the tokens up to each one.
    costs = [0.0, *accumulate(max(0.0, gain) / 2 for gain in gains)]
    scores: list[float] = []
    before: list[int] = []
    ending: dict[int, deque[int]] = defaultdict(lambda: deque(maxlen=_ENDING))
    for at, token in enumerate(tokens):
        score, link = start(token) - costs[at], -1
        near = range(max(0, at - _BEFORE), at)
        exact = [] if token.start is None else [j for j in ending[token.start] if j < at - _BEFORE]
        for j in reversed((*exact, *near)):  # the nearest first, which mostly wins; of equals the farthest does
            cost = costs[at] - costs[j + 1]
            if scores[j] + _BEST - cost < score:
                continue
            tried = scores[j] + joint(tokens[j], token) + alike(tokens[j], token) - cost
            if tried > score or (tried == score and link >= 0):
                score, link = tried, j
        scores.append(score + gains[at])
        before.append(link)
        if token.finish is not None:
            ending[token.finish].append(at)
    whole = costs[-1]
    last = max(range(len(tokens)), key=lambda at: scores[at] - (whole - costs[at + 1]))
    score = scores[last] - (whole - costs[last + 1])
    chain: list[Token] = []
    while last >= 0:
        chain.append(tokens[last])
        last = before[last]
    return chain[::-1], score
