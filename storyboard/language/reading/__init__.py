"""Reads which shots a text names, in any notation: the best timeline of its times and labels, and what is uncertain.

`read` is the one judgement of raw text. `import` makes a story of it; `check` holds it against the marks that the
grammar sees, so that no shot that the text names stays unread.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import islice

from storyboard.language.reading.accept import accepted, lengths
from storyboard.language.reading.account import left_over, questions, spoken_of
from storyboard.language.reading.behind import behind, words_of
from storyboard.language.reading.chain import best, candidate, candidates
from storyboard.language.reading.columns import columns, with_columns
from storyboard.language.reading.ended import ended
from storyboard.language.reading.keyed import keyed
from storyboard.language.reading.learned import in_seconds, with_units
from storyboard.language.reading.levels import levels
from storyboard.language.reading.nearmiss import near_misses, unparted_series
from storyboard.language.reading.picture import without_pictures
from storyboard.language.reading.quiet import is_quiet
from storyboard.language.reading.records import Doubt, Reading
from storyboard.language.reading.sequence import tells_in_order
from storyboard.language.reading.spoken import spoken, with_spoken
from storyboard.language.reading.stated import may_last, with_lengths
from storyboard.language.reading.trigger import may_hold_a_time, may_hold_marks
from storyboard.language.reading.unmarked import by_lengths
from storyboard.language.reading.whole import whole
from storyboard.language.reading.worded import begins_in_words, said, worded
from storyboard.language.syntax.canon import canonical
from storyboard.language.syntax.labels import spelled
from storyboard.language.syntax.scan import Token, scan, tokens
from storyboard.patterns import lazy

__all__ = [
    "Doubt",
    "Reading",
    "Token",
    "begins_in_words",
    "behind",
    "columned",
    "crowded",
    "is_quiet",
    "may_hold_a_time",
    "may_hold_marks",
    "read",
    "states_a_length",
    "suspicious",
    "tells_in_order",
    "times_a_shot",
    "whole",
    "words_of",
]

_NUMBERS = lazy(r"(?:(?<![A-Za-z\d_$@])|(?<=\\n))\d+")  # `\n` is how some write a line's end


@lru_cache(maxsize=1)  # an import asks what check makes of the text that it has just read
def read(text: str, *, spelled: bool = True) -> Reading:
    """The reading of a text; `spelled` looks for labels whose number is in words too."""
    keys = in_seconds(text, with_columns(text, keyed(text, ended(scan(text, spelled=spelled)))))
    pictured = without_pictures(keys)
    known, learned = with_units(text, with_spoken(text, worded(text, pictured)) if spelled else keys)
    timeline, _ = best(candidates(known))
    parts = levels(text, timeline)
    clips, doubts = accepted(text, parts.clips)
    clips, stated = with_lengths(text, known, clips)
    doubts += stated
    for unmarked in (lengths(known), by_lengths(text, known)) if not clips else ():
        if unmarked[0] and not clips:
            clips, doubts = [unmarked[0]], unmarked[1]
    left, sections = left_over(known, clips, parts.sections)
    near = near_misses(text, [*(mark for clip in clips for mark in clip), *sections, *left])
    counts = unparted_series(text) if spelled and not clips else ()
    asked = sorted(
        [*parts.doubts, *learned, *near, *counts, *doubts, *questions(left, clips)], key=lambda doubt: doubt.start
    )
    return Reading(tuple(map(tuple, clips)), tuple(sections), tuple(asked), tuple(left))


def crowded(text: str, most: int) -> bool:
    """Whether a text holds more than so many numbers that may be times or labels; it is read no further than that."""
    if len(text) <= 2 * most:  # the shortest takes two letters with the blank that parts it from the next
        return False
    if any(True for _ in islice(_NUMBERS.finditer(text), most, None)):
        return True
    return len(spelled(canonical(text))) > most


def suspicious(text: str) -> bool:
    """Whether a text holds anything that may be the mark of a shot."""

    def telling(token: Token) -> bool:
        return candidate(token) or spoken_of(token)

    if any(map(telling, said(text))):
        return True
    scanned: list[Token] = []
    for token in tokens(text):
        if telling(token):
            return True
        scanned.append(token)
    if spoken(text, scanned):
        return True
    return next(near_misses(text, ()), None) is not None


def states_a_length(text: str) -> bool:
    """Whether a text holds a time that may be the length of a shot."""
    return any(map(may_last, tokens(text)))


def columned(text: str) -> bool:
    """Whether a text holds columns of numbers that may be times, in no notation that the scan knows."""
    return next(columns(text), None) is not None


def times_a_shot(heading: str) -> bool:
    """Whether a heading holds a time that may be a shot's; a label in it names a clip."""
    return any(token.kind != "label" for token in candidates(scan(heading)))
