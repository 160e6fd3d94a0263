"""A raw prompt in any notation that people write: marks at line starts or in running text, one clip or several."""

from __future__ import annotations

import re

from storyboard.importers._clips import clips_in
from storyboard.importers._draft import Draft, Refused
from storyboard.importers._plain import plain
from storyboard.importers._started import started
from storyboard.source import Source
from storyboard.syntax import read_script

RANK = 9
# A line of a program or of data: "duration": 5,   scenes: [   }, {   const x = f(1);
_DATA = re.compile(
    r"""^[ \t]*+(?:[\]})]++[,;]?|\{[^\n]*\}[,;]?|["'][^"'\n]{1,60}["'][ \t]*+:[^\n]*|[^\n]*(?:[\[({]|\);))[ \t]*+$""",
    re.MULTILINE,
)
_MOST = 10_000


def suits(text: str) -> bool:
    """Whether this is a prompt, which any text is."""
    return True


def read(text: str) -> Draft | Refused:
    """The prompt as clips and shots."""
    return draft(text, several=True)


def draft(text: str, *, several: bool) -> Draft:
    """The prompt as clips and shots; as one clip where `several` is not set, whatever its times do."""
    words, doubts = started(plain(text))
    source = Source("", words)
    if len(_DATA.findall(words)) > 2:
        doubts = ("some of the text looks like a program or data: is all of it the prompt?", *doubts)
    script, _ = read_script(source, clips=_MOST, shots=_MOST)
    return clips_in(source, script, doubts, several=several)
