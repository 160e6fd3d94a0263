"""Speech that is quoted in running text, told from words that are to be read on the screen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from storyboard.language import words
from storyboard.language.story import Text
from storyboard.patterns import lazy, of_words
from storyboard.source import Span

# An opening sign ends the search for a closing one of its kind, so that signs without a partner cost nothing.
QUOTED = lazy(
    r"\"([^\"\n]++)\"|“([^“”\n]++)”|„([^„“”\"\n]++)[“”\"]|«([^«»\n]++)»|「([^「」\n]++)」|『([^『』\n]++)』|＂([^＂\n]++)＂"
)
_SIGNS = of_words('["“„«「『＂]', lambda: '"“„«「『＂')
_NEAR = 32
_SENTENCE_ENDS = ".!?。！？\n"


@cache
def _writing() -> re.Pattern[str]:
    """The words, in lower case, before a quotation that make it writing, not speech: a sign, a title, a caption."""
    return re.compile(words.whole(words.of("writing")))


def quoted(text: Text) -> Iterator[tuple[str, Span]]:
    """The quoted speech in a text, each with the place where it begins; what a sign or a title says is left out."""
    if _SIGNS.search(text.value) is None:
        return
    starts: list[tuple[int, Span]] = []
    at = 0
    for piece in text.pieces:
        starts.append((at, piece.span))
        at += len(piece.text)
    index = 0
    for match in QUOTED.finditer(text.value):
        before = text.value[max(0, match.start() - _NEAR) : match.start()].rstrip()
        last = max(before.rfind(end) for end in _SENTENCE_ENDS)
        if _writing().search(words.fold(before), last + 1):
            continue
        while index + 1 < len(starts) and starts[index + 1][0] <= match.start():
            index += 1
        begin, span = starts[index]
        start = min(span.start + match.start() - begin, max(span.start, span.end - 1))
        end = min(start + len(match[0]), span.end)
        yield next(group for group in match.groups() if group), Span(span.path, start, max(start, end))
