"""Finds the chain of shot marks in running text: what starts where the one before it ends, in one notation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from storyboard.source import Source
from storyboard.story import Mark, Row
from storyboard.syntax.marks import read_mark
from storyboard.syntax.parser import pattern

_D = "[0-9０-９]"
_REACH = 160
_KINDS = ("SHOT_RANGE", "SHOT_LABEL", "SHOT_FIRST", "SHOT_BARE", "SHOT_BARE_LABEL")
_LABELS = "镜头|分镜|画面|鏡頭|シーン|カット|장면|컷|씬"
_OPENING = re.compile(
    # a label with its number: `Shot 2 [`, `第2个镜头[`, `Scene 2: (`
    rf"(?<![^\W_])[^\W\d_]{{1,12}}+[ \t]*+[#№]?{_D}{{1,5}}+[^\W\d_]{{0,3}}+[ \t*_]*+[:：|｜,，–—-]?[ \t]*+(?=[\[(（【])"
    rf"|(?:{_LABELS})[ \t]*+(?=[\[(（【])"
    # a bracket with a number near its start
    rf"|[\[(（【](?=[^\[\]()（）【】\n0-9０-９]{{0,16}}+{_D})"
    # a number from which a range goes on
    rf"|(?<![A-Za-z0-9０-９_.．:：/-]){_D}{{1,6}}+"
    r"(?=[.．:：0-9０-９]{0,8}+[^\W\d_]{0,8}+[ \t]*+(?:[-–—~〜～至到]|to\b))"
)
# A bare range that no colon follows, with a unit at its end or as two clocks.
_BARE = re.compile(
    rf"{_D}{{1,3}}+(?:[.．:：]{_D}{{1,6}}+)?[ \t]*+(?:[^\W\d_]{{1,9}}+[ \t]*+)??(?:[-–—~〜～至到]|to\b)[ \t]*+"
    rf"{_D}{{1,3}}+(?:[.．:：]{_D}{{1,6}}+)?(?:[ \t]*+(?:s|secs?|seconds?|sn|с|сек|秒|초)(?![^\W_]))?",
    re.IGNORECASE,
)
_TOLERANCE = 100  # a decimal that was meant to be exclusive: 0.0-2.5, 2.6-5.0
_INCLUSIVE = 1000


class Found(NamedTuple):
    """What looks like a timed mark: where it begins and its time ends in the text, its milliseconds, its shape.

    `bare` says that no colon stands behind its time; `first` that it starts its line.
    """

    at: int
    stop: int
    start: int
    end: int
    shape: str
    bare: bool
    first: bool


def candidates(text: str) -> list[Found]:
    """Everything in a text that looks like a timed mark, in order; each line is looked at once."""
    source = Source("", text)
    found: list[Found] = []
    at = 0
    while (opening := _OPENING.search(text, at)) is not None:
        begin = opening.start()
        made = _read(source, begin)
        if made is None and opening[0][-1] not in "[(（【" and not opening[0][-1].isdigit():
            begin = opening.end()
            made = _read(source, begin)
        if made is None:
            at = opening.end()
        else:
            found.append(made)
            at = max(made.stop, opening.end())
    return found


def _read(source: Source, at: int) -> Found | None:
    before = source.text[at - 1 : at]
    if before == "\\" or (before == "`" and not _leads(source.text, at)):
        return None
    end = source.text.find("\n", at, at + _REACH)
    line = source.text[at : end if end >= 0 else at + _REACH]
    mark, bare = _mark(source, at, line), False
    if mark is None:
        match = _BARE.match(line)
        if match is None or line[match.end() : match.end() + 1] not in (" ", "\t", "\u3000", ",", "，", ""):
            return None
        mark, bare = _mark(source, at, line[: match.end()] + ":"), True
    if mark is None or mark.start is None or mark.end is None or mark.end <= mark.start:
        return None
    stop = mark.time_span.end if mark.time_span is not None else mark.span.end
    opened = source.text[at] if source.text[at] in "[(（【" else "(" if mark.label else ""
    shape = f"{opened and 'bracket'}{'clock' if mark.clocks else ''}{'label' if mark.label else ''}{bare or ''}"
    return Found(at, stop, mark.start, mark.end, shape, bare, _leads(source.text, at))


def _mark(source: Source, at: int, line: str) -> Mark | None:
    for kind in _KINDS:
        if pattern(kind).match(line):
            mark, _ = read_mark(source, Row(kind, at, line))
            return mark if mark.form == "range" and mark.start_span is not None else None
    return None


def _leads(text: str, at: int) -> bool:
    """Whether only ornaments stand before an offset on its line."""
    start = text.rfind("\n", max(0, at - 40), at) + 1
    if start == 0 and at > 40:
        return False
    return not any(letter.isalnum() for letter in text[start:at])


class _Link(NamedTuple):
    """The best chain that ends with the mark at `at`; `before` is where the mark before it stands, or -1."""

    score: float
    at: int
    before: int


def chain(found: list[Found]) -> list[Found]:
    """The marks that follow each other best: from 0, each from where the one before ends, in one notation.

    Several clips in one text are one chain that goes back to 0.
    """
    links: list[_Link] = []
    by_end: dict[int, _Link] = {}
    by_shape: dict[str, _Link] = {}
    best: _Link | None = None
    for at, each in enumerate(found):
        options = [(1.0 if each.start == 0 else 0.6 if each.start == _INCLUSIVE else 0.2, -1)]
        for gap, worth in ((0, 2.0), (_INCLUSIVE, 1.5), (_TOLERANCE, 1.2)):
            link = by_end.get(each.start - gap)
            if link is not None:
                options.append((link.score + worth + _alike(found[link.at], each), link.at))
        same = by_shape.get(each.shape)
        if same is not None and (each.start >= found[same.at].end or each.start == 0):
            options.append((same.score + 0.5, same.at))
        if each.start == 0 and each.first and best is not None and best.before >= 0:  # a further clip, noted otherwise
            options.append((best.score + 0.4, best.at))
        score, before = max(options, key=lambda option: option[0])
        link = _Link(score + 0.3 * each.first, at, before)
        links.append(link)
        if each.end not in by_end or by_end[each.end].score <= score:
            by_end[each.end] = link
        if each.shape not in by_shape or by_shape[each.shape].score <= link.score:
            by_shape[each.shape] = link
        if best is None or link.score > best.score:
            best = link
    return list(_walk(found, links, best))[::-1]


def _alike(one: Found, other: Found) -> float:
    return 0.3 if one.shape == other.shape else 0.0


def _walk(found: list[Found], links: list[_Link], last: _Link | None) -> Iterator[Found]:
    while last is not None:
        yield found[last.at]
        last = links[last.before] if last.before >= 0 else None


def follows(marks: list[Found]) -> bool:
    """Whether the marks are a chain for certain: from 0 or 1 on, each from where the one before ends."""
    if len(marks) < 2 or marks[0].start not in (0, _INCLUSIVE):
        return False
    at = 0
    for each in marks:
        if each.start not in (at, at + _INCLUSIVE, at + _TOLERANCE, 0):
            return False
        at = each.end
    return True
