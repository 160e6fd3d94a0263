"""A raw prompt in any notation that people write: marks at line starts or in running text, one clip or several."""

from __future__ import annotations

import re

from msgspec.structs import replace

from storyboard.exchange.importers._clips import clips_in
from storyboard.exchange.importers._doubts import worded
from storyboard.exchange.importers._draft import Draft, Refused
from storyboard.exchange.importers._plain import plain
from storyboard.exchange.importers._rows import rows_of
from storyboard.language.reading import read as read_shots
from storyboard.source import Source

RANK = 9
# A line of a program or of data: "duration": 5,   scenes: [   }, {   const x = f(1);
_DATA = re.compile(
    r"""^[ \t]*+(?:[\]})]++[,;]?|\{[^\n]*\}[,;]?|["'][^"'\n]{1,60}["'][ \t]*+:[^\n]*|[^\n]*(?:[\[({]|\);))[ \t]*+$""",
    re.MULTILINE,
)


def suits(text: str) -> bool:
    """Whether this is a prompt, which any text is."""
    return True


def read(text: str) -> Draft | Refused:
    """The prompt as clips and shots."""
    return draft(text, several=True)


def draft(text: str, *, several: bool) -> Draft:
    """The prompt as clips and shots; as one clip where `several` is not set, whatever its times do."""
    source = Source("", plain(text))
    taken = read_shots(source.text)
    cut = rows_of(source, taken)
    doubts = worded(source, taken.doubts)
    if len(_DATA.findall(source.text)) > 2:
        doubts = ("some of the text looks like a program or data: is all of it the prompt?", *doubts)
    if any(row.kind == "FRONT" for row in cut.script.head):
        doubts = ("the settings between the two `---` are left out: which of them hold for this story?", *doubts)
    made = clips_in(source, cut.script, doubts, cut.anew if several else frozenset())
    left = tuple(f'left out, since it stands over shots with times: "{words}"' for words in cut.left_out)
    return replace(made, notes=(*made.notes, *left))
