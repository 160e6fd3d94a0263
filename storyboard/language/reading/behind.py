"""Tells times that stand behind the words of their shots, as in `A lamp burns (0-3s). A hand reaches in (3-6s)`."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from storyboard.language.syntax.scan import Token

_SIGNS = ".。;；,，、"
_ENDS = ".。;；"
_LEAST = 2


def behind(text: str, clip: Sequence[Token]) -> bool:
    """Whether each time of a clip stands in brackets behind its words: at the line's end, or at a sentence's."""
    if len(clip) < _LEAST or not all(mark.bracket for mark in clip):
        return False
    if all(mark.closer == "line" for mark in clip):
        return not any(text[before.stop : _line(text, mark)].strip() for before, mark in pairwise(clip))
    if not all(_closed(text, mark) for mark in clip):
        return False
    ends = [*(mark.begin for mark in clip[1:]), _line_end(text, clip[-1].stop)]
    if any(mark.label is not None for mark in clip) or _sign(text, clip[-1]) not in _ENDS:
        following = zip(clip, ends, strict=True) if clip[0].label is not None else ((clip[-1], ends[-1]),)
        if any(_worded(text[mark.stop : end]) for mark, end in following):
            return False
    return all(_says(text[words_of(text, clip, at) : _opened(text, mark)]) for at, mark in enumerate(clip))


def words_of(text: str, clip: Sequence[Token], at: int) -> int:
    """Where the words of a mark that stands behind them begin: at its label, its line, or the mark before.

    Of running text the first shot has the last sentence.
    """
    mark = clip[at]
    if mark.label is not None:
        return mark.label.end
    line = _line(text, mark)
    if at or _line(text, clip[1]) != line:
        return max(line, clip[at - 1].stop) if at else line
    sentence = max(text.rfind(sign, line, mark.begin) for sign in (". ", "! ", "? ", *_ENDS[1:]))
    return sentence + 1 if sentence >= 0 and _worded(text[sentence + 1 : mark.begin]) else line


def _says(words: str) -> bool:
    """Whether words before a time go on into it."""
    return _worded(words) and words.rstrip()[-1] not in ".:。：；;!?"


def _opened(text: str, mark: Token) -> int:
    """Where the bracket of a mark's time opens."""
    return (
        max(text.rfind(sign, mark.begin, mark.at) for sign in "[(（【{｛〈《") if mark.label is not None else mark.begin
    )


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return end if end >= 0 else len(text)


def _line(text: str, mark: Token) -> int:
    return text.rfind("\n", 0, mark.begin) + 1


def _sign(text: str, mark: Token) -> str:
    """The sign that ends the sentence of a mark, or none; it may stand in the mark or right behind it."""
    inside = text[mark.end : mark.stop].rstrip()[-1:]
    return inside if inside and inside in _SIGNS else text[mark.stop : mark.stop + 1].strip()


def _closed(text: str, mark: Token) -> bool:
    sign = _sign(text, mark)
    return mark.closer == "line" or (sign != "" and sign in _SIGNS)


def _worded(words: str) -> bool:
    return any(map(str.isalnum, words))
