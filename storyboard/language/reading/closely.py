"""Reads a text closely: the best timeline of its times and labels, and what is uncertain about it.

A check of a story comes here only where the first look of this room found something.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from storyboard.language.reading.accept import accepted, lengths
from storyboard.language.reading.account import left_over, questions, spoken_of
from storyboard.language.reading.chain import best, candidate, candidates
from storyboard.language.reading.columns import with_columns
from storyboard.language.reading.ended import ended
from storyboard.language.reading.keyed import keyed
from storyboard.language.reading.learned import in_seconds, with_units
from storyboard.language.reading.levels import levels
from storyboard.language.reading.nearmiss import near_misses, unparted_series
from storyboard.language.reading.picture import without_pictures
from storyboard.language.reading.records import Reading
from storyboard.language.reading.sequence import sequenced
from storyboard.language.reading.spoken import spoken, with_spoken
from storyboard.language.reading.stated import may_last, with_lengths
from storyboard.language.reading.unmarked import by_lengths
from storyboard.language.reading.worded import said
from storyboard.language.syntax.scan import Token, scan, tokens


@lru_cache(maxsize=1)  # an import asks what check makes of the text that it has just read
def read(text: str, *, spelled: bool = True) -> Reading:
    """The reading of a text; `spelled` looks for labels whose number is in words too."""
    keys = in_seconds(text, with_columns(text, keyed(text, ended(scan(text, spelled=spelled)))))
    pictured = without_pictures(keys)
    known, learned = with_units(text, with_spoken(text, _worded(text, pictured)) if spelled else keys)
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


def _worded(text: str, scanned: Sequence[Token]) -> list[Token]:
    """The tokens, with the times that are said in words among them, by place."""
    placed = sequenced(text, scanned)
    # A last second is no open end, and `Zero to three seconds` is read by its numbers already.
    known = {token.end for token in placed if token.key == "lasting" or token.kind == "range"}
    return sorted([*placed, *(token for token in said(text) if token.end not in known)], key=lambda token: token.at)


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


def times_a_shot(heading: str) -> bool:
    """Whether a heading holds a time that may be a shot's; a label in it names a clip."""
    return any(token.kind != "label" for token in candidates(scan(heading)))
