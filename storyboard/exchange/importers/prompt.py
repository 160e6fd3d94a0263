"""A raw prompt in any notation that people write: marks at line starts or in running text, one clip or several."""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec.structs import replace

from storyboard.config import Limits
from storyboard.exchange.importers._amendments import (
    duration_compared,
    duration_lifted,
    duration_told,
    half_open,
    negative_lifted,
    settings_lifted,
)
from storyboard.exchange.importers._clips import clips_in
from storyboard.exchange.importers._doubts import worded
from storyboard.exchange.importers._draft import Draft, DraftLine, Refused
from storyboard.exchange.importers._plain import plain
from storyboard.exchange.importers._rows import rows_of
from storyboard.language.reading import crowded
from storyboard.language.reading.closely import read as read_shots
from storyboard.language.reading.records import Reading
from storyboard.language.story import Script
from storyboard.patterns import lazy
from storyboard.source import Source

RANK = 9
_MOST = Limits().numbers
# A line of a program or of data: "duration": 5,   scenes: [   }, {   const x = f(1);
_DATA = lazy(
    r"""^[ \t]*+(?:[\]})]++[,;]?|\{[^\n]*\}[,;]?|["'][^"'\n]{1,60}["'][ \t]*+:[^\n]*|[^\n]*(?:[\[({]|\);))[ \t]*+$""",
    re.MULTILINE,
)


def suits(text: str) -> bool:
    """Whether this is a prompt, which any text is."""
    return True


def read(text: str) -> Draft | Refused:
    """The prompt as clips and shots."""
    return _draft(text, several=True)


# What a prompt says of its own draft, in the order in which it counts.
_PASSES: tuple[Callable[[Draft], Draft], ...] = (
    half_open,
    settings_lifted,
    negative_lifted,
    duration_lifted,
    duration_told,
    duration_compared,
)


def draft(text: str, *, several: bool) -> Draft:
    """The prompt that stands in data as clips and shots; as one clip where `several` is not set.

    One with more numbers than are read closely is words, with a question.
    """
    if crowded(text, _MOST):
        asked = f"more than {_MOST:,} numbers in it may be times or labels: import the prompt from a file of its own"
        return Draft(lines=tuple(map(DraftLine, text.split("\n"))), doubts=(asked,))
    return _draft(text, several=several)


def _draft(text: str, *, several: bool) -> Draft:
    source = Source("", plain(text))
    reading = read_shots(source.text)
    cut = rows_of(source, reading)
    story = clips_in(source, cut.script, _doubts(source, reading, cut.script), cut.anew if several else frozenset())
    for amend in _PASSES:
        story = amend(story)
    left = tuple(f'left out, since it stands over shots with times: "{words}"' for words in cut.left_out)
    return replace(story, notes=(*story.notes, *left))


def _doubts(source: Source, reading: Reading, script: Script) -> tuple[str, ...]:
    """The questions of the reading, below those about what the text is."""
    doubts = worded(source, reading.doubts)
    if len(_DATA.findall(source.text)) > 2:
        doubts = ("some of the text looks like a program or data: is all of it the prompt?", *doubts)
    if any(row.kind == "FRONT" for row in script.head):
        doubts = ("the settings between the two `---` are left out: which of them hold for this story?", *doubts)
    return doubts
