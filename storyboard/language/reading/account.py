"""Gives a reason to every time and label that the chosen timeline leaves out, or a question."""

from __future__ import annotations

import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from storyboard.language.reading.records import Doubt
from storyboard.language.reading.worth import NEED, alike, worth
from storyboard.language.syntax.scan import Token
from storyboard.language.syntax.surroundings import DAY, LASTING, RATE, REFERENCE, TOTAL

_LIKE = 1.5
# How many marks and sections a token is held against.
_SAMPLE = 5
# Where the words of a shot of its own may begin: `…; for the last 4 seconds, …`.
_CLAUSES = ("line", "cell", "sentence", "comma")


def left_over(
    tokens: Sequence[Token], clips: Sequence[Sequence[Token]], sections: Iterable[Token]
) -> tuple[list[Token], list[Token]]:
    """The tokens that look like marks, are none, and that no reason explains; and all that stand over several shots."""
    marks = [mark for clip in clips for mark in clip]
    over = list(sections)
    used = {mark.at for mark in marks} | {section.at for section in over}
    cuts = sorted(mark.cut for mark in marks if mark.cut is not None)
    begins = [mark.begin for mark in marks]
    sample = marks[:_SAMPLE]
    whole = _Film(clips)
    numbers = {(mark.label.word, mark.label.number) for mark in marks if mark.label is not None}
    left: list[Token] = []
    beats: dict[int, int | None] = {}  # by shot, where the times that lie within it have come to
    for token in tokens:
        cut = bisect_right(cuts, (token.at, sys.maxsize)) - 1
        if token.at in used or (cut >= 0 and token.at < cuts[cut][1]):
            continue
        at = bisect_right(begins, token.begin) - 1
        around = marks[at] if at >= 0 else None
        if around is not None and token.at < around.stop:
            continue  # a length in the mark, or its label
        if any(alike(section, token) >= _LIKE for section in over[:_SAMPLE]) or _tiled(token, marks[at + 1 : at + 60]):
            over.append(token)
            continue
        if around is None and whole.holds(token):
            continue
        explained = _explained(token, around, sample, numbers)
        if explained and around is not None and _leads(token) and _inside(token, around):
            explained = token.start in (0, around.start, beats.get(at))
            beats[at] = token.finish
        if not explained:
            left.append(token)
    return left, over


def _leads(token: Token) -> bool:
    """Whether a range begins a line or a sentence and parts it from the words behind, as a mark does."""
    return token.kind == "range" and token.place in ("line", "cell", "sentence") and token.closer == ":"


def spoken_of(token: Token) -> bool:
    """Whether a token is a label that may be a shot beside others, and is no reference to one."""
    return token.kind == "label" and worth(token) >= 0 and not token.flags & REFERENCE


def _tiled(token: Token, after: Sequence[Token]) -> bool:
    """Whether the shots right behind a range fill it, two or more of them."""
    if (
        token.kind != "range"
        or not after
        or token.place not in ("line", "head", "cell")
        or after[0].start != token.start
    ):
        return False
    reached, count = token.start, 0
    for mark in after:
        if mark.start != reached or mark.finish is None:
            return False
        reached, count = mark.finish, count + 1
        if reached >= (token.finish or 0):
            return reached == token.finish and count > 1
    return False


def _explained(token: Token, around: Token | None, sample: Sequence[Token], numbers: set[tuple[str, int]]) -> bool:
    value = worth(token)
    likes = max((alike(mark, token) for mark in sample), default=0.0)
    if token.kind == "label":
        label = token.label
        if token.flags & REFERENCE or label is None:
            return True
        if label.spelled and (not sample or (label.serial and (label.word, label.number - 1) not in numbers)):
            return True
        if (label.word, label.number - 1) in numbers and value >= 0:
            return (label.word, label.number) in numbers
        if value < NEED:
            value -= 1 if token.closer == "word" else 0  # Take 2 of his medicine
            return (label.word, label.number) in numbers or not _counts_on(label.word, label.number, numbers, value)
        # A label that is a shot already is spoken of, not begun.
        return (label.word, label.number) in numbers or (
            bool(sample) and likes < 0 and label.part and not token.bracket
        )
    if token.key == "lasting" and token.kind == "one":
        if not token.flags & LASTING:
            return token.word == "first"  # the next one is asked about
        return token.word == "first" or token.place not in _CLAUSES or around is None or _lasts_in(token, around)
    if token.kind in ("one", "length"):
        if value < NEED or token.flags & (TOTAL | RATE | DAY | LASTING):
            return True
        return token.kind == "one" and likes < _LIKE
    if value < NEED:
        return not (likes >= _LIKE and value >= NEED - 1)
    if token.flags & (RATE | DAY):
        return True
    if not sample:
        closed = token.place in ("line", "cell") and token.closer in (":", "-", "line") and bool(token.unit)
        return bool(token.start) and not closed and not (token.bracket and token.unit == "s")
    if around is None or token.start is None:
        return likes < _LIKE and bool(token.flags & TOTAL)
    if token.start == around.start and token.finish == around.finish:
        return True
    return likes < _LIKE and _inside(token, around)


def _lasts_in(token: Token, around: Token) -> bool:
    """Whether a length is no longer than its shot, or that has no time."""
    length = around.length
    if length is None and around.start is not None and around.finish is not None:
        length = around.finish - around.start
    return length is None or (token.start or 0) <= length


def _counts_on(word: str, number: int, numbers: set[tuple[str, int]], value: float) -> bool:
    """Whether a label has the word of the marks and a number behind all of theirs, or the number that comes next."""
    known = [other for name, other in numbers if name == word]
    if not known:
        return value >= 0 and bool(numbers) and number == len(numbers) + 1
    return value >= 0 and number > max(known)


class _Film:
    """How long the clips and their shots are, to know the length of the film or of a shot where one is told."""

    def __init__(self, clips: Sequence[Sequence[Token]]) -> None:
        lengths = [mark.length for clip in clips for mark in clip if mark.length is not None]
        self.shortest, self.longest = min(lengths, default=0), max(lengths, default=0)
        ends = [clip[-1].finish for clip in clips if clip[-1].finish is not None]
        self.ends = sorted({*ends, sum(ends)}) if ends else []

    def holds(self, token: Token) -> bool:
        """Whether a time above the shots is the length of the film or of each shot, or a range that it lies in."""
        if token.start is None:
            return False
        if self.shortest and token.start <= self.shortest and self.longest <= (token.finish or 0):
            return True  # how long each shot may be
        low = token.start if token.kind == "range" and token.start else (token.finish or token.start)
        at = bisect_left(self.ends, low)
        inside = at < len(self.ends) and self.ends[at] <= (token.finish or token.start)
        return inside or bool(self.ends and token.flags & TOTAL)


def _inside(token: Token, around: Token) -> bool:
    """Whether a range lies inside its shot, by the clip's time or by the shot's own."""
    if token.start is None or token.finish is None or around.start is None or around.finish is None:
        return False
    length = around.finish - around.start
    return around.start <= token.start < token.finish <= around.finish or token.finish <= length


def questions(left: Iterable[Token], clips: Sequence[Sequence[Token]]) -> list[Doubt]:
    """The doubts about tokens that are left over."""
    doubts: list[Doubt] = []
    marks = [mark for clip in clips for mark in clip]
    begins = [mark.begin for mark in marks]
    for token in left:
        at = bisect_right(begins, token.begin)
        taken = f"taken as words of shot {at}" if at else "taken as words"
        doubts.append(Doubt("shot", token.begin, token.stop, taken, "A shot of its own?"))
    return doubts
