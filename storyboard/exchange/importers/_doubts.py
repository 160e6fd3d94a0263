"""Words the questions of a reading: place and words, what was taken, the other reading, and what to write."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from storyboard.language.reading.records import Doubt
from storyboard.source import Source

_MOST = 3
_SHOWN = 40


def worded(source: Source, doubts: Iterable[Doubt]) -> tuple[str, ...]:
    """The questions, at most three of one sort, the others counted."""
    questions: list[str] = []
    counted: Counter[str] = Counter()
    for doubt in doubts:
        counted[doubt.reason] += 1
        if counted[doubt.reason] > _MOST:
            continue
        line = source.place(doubt.start).line
        shown = " ".join(source.text[doubt.start : doubt.end + _SHOWN].partition("\n")[0].split())[:_SHOWN]
        questions.append(f'line {line}, "{shown}": {doubt.taken}. {doubt.other}')
    more = sum(count - _MOST for count in counted.values() if count > _MOST)
    if more:
        questions.append(f"{more} more places like these: look at them too")
    return tuple(questions)
