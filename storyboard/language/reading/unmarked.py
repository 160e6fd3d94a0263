"""Finds the shots of a text without marks by the lengths that it states: `Wide, 3 sec. Empty diner.` on each line.

Two lengths or more that stand apart from their sentences in the same way are those of shots: no notation is listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from msgspec.structs import replace

from storyboard.language import words
from storyboard.language.reading.apiece import apiece, items
from storyboard.language.reading.records import Doubt
from storyboard.language.reading.stated import StatedLength, aged, may_last, said_in, stated
from storyboard.language.syntax.canon import canonical
from storyboard.language.syntax.scan import Token
from storyboard.language.syntax.surroundings import DAY, RATE
from storyboard.patterns import lazy

# What adorns a line: bullets, signs of headings, the number or letter of a list's item.
_ORNAMENT = lazy(
    r"[ \t>*_#•·\u2190-\u2bff\U0001f000-\U0001faff-]*+(?:(?:\d{1,3}|[a-z])[.)、](?!\d)|\(\d{1,3}\))?[ \t*_]*+"
)
_SENTENCE = lazy(r"[.!?;](?=[ *_])|[。！？；\n]")
# An item of a list that counts, to its end.
_COUNTED = lazy(r"(?m)^[ \t>*_]*+\(?(?P<number>\d{1,3})[.)、](?!\d)[^\n]*")
_CLOSERS = " \t*_)]}.!。！"
_CLOSING = frozenset(".!?。！？;,，>→+/\n")
_BETWEEN = " \t\n*_.,;:!?>→+/|)]}。！？，；-"
_LONGEST = 30_000


def by_lengths(text: str, tokens: Sequence[Token]) -> tuple[list[Token], list[Doubt]]:
    """The shots of a text without marks, each with the length that is stated in its words, and the question whether."""
    times = [token for token in tokens if may_last(token) and token.unit == "s"]
    if not times:
        return [], []
    plain = canonical(text)
    if (every := apiece(plain, times)) is not None:
        begins = list(items(plain, every.end))
        if len(begins) > 1:
            asked = Doubt("series", every.begin, every.end, "taken as the length of each shot", "Is it?")
            return [_marked(plain, every, begin, stop, line) for line, (begin, stop) in enumerate(begins)], [asked]
    said = list(_said(plain, times))
    for listed in (_apart(plain, said), _cut(plain, said), _heads(plain, said, times), _numbered(plain, times)):
        if listed:
            shots = [_shot(plain, length, begin) for length, begin in zip(listed, _begins(plain, listed), strict=True)]
            first = listed[0].token
            asked = Doubt("series", first.begin, first.end, "taken as the length of a shot", "Is it one of its own?")
            return shots, [asked]
    return [], []


def _said(plain: str, times: Sequence[Token]) -> Iterator[StatedLength]:
    """How each time stands in its line."""
    for token in times:
        begin = _line(plain, token.at)
        stop = plain.find("\n", token.end)
        said = said_in(plain, token, begin, stop if stop >= 0 else len(plain))
        if said is not None and said.way != "end" and (token.start or 0) <= _LONGEST:
            yield said


def _line(plain: str, at: int) -> int:
    """Where the words of the line of an offset begin."""
    start = plain.rfind("\n", 0, at) + 1
    ornament = _ORNAMENT.match(plain, start, at)
    return ornament.end() if ornament is not None else start


def _apart(plain: str, said: Sequence[StatedLength]) -> list[StatedLength]:
    """The lengths that signs part from their sentences, all in the same way and each with words of its own; or none."""
    apart = [length for length in said if length.way == "apart"]
    shapes = {(length.before, length.token.bracket, length.behind == ")") for length in apart}
    if len(apart) < 2 or len(shapes) > 1:
        return []
    if all(map(aged, apart)) and apart[0].token.bracket:
        return []  # ANNA (30s)
    keyed = apart[0].before == ":" and not apart[0].token.bracket
    if keyed and any(not length.behind for length in apart):
        return []  # settings: `Fade: 2s`
    return apart if _worded(plain, apart) else []


@cache
def _cuts_to() -> re.Pattern[str]:
    return re.compile(rf"{words.pattern('cuts')} (?:{words.alternation(words.of('to'))})(?!\w)")


def _cut(plain: str, said: Sequence[StatedLength]) -> list[StatedLength]:
    """The lengths of actions, where words between any two of them say that the film cuts; or none."""
    acts = [length for length in said if length.way in ("tail", "acts")]
    gaps = (plain[before.token.end : other.token.at] for before, other in pairwise(acts))
    return acts if len(acts) > 1 and all(_cuts_to().search(gap) for gap in gaps) else []


def _heads(plain: str, said: Sequence[StatedLength], times: Sequence[Token]) -> list[StatedLength]:
    """The lengths that open the parts of one line, where they are all its parts or come to a length stated; or none."""
    heads = [length for length in said if length.way == "head"]
    if len(heads) < 2 or len({length.token.line for length in heads}) > 1 or not _worded(plain, heads):
        return []
    whole = sum(length.token.start or 0 for length in heads)
    opened = {length.token.at for length in heads}
    others = [token.start for token in times if token.at not in opened]
    return heads if (not others and not heads[0].before) or others == [whole] else []


def _numbered(plain: str, times: Sequence[Token]) -> list[StatedLength]:
    """The lengths that end the items of a list that counts from 1, one each: `1. A dog runs 5 seconds`; or none."""
    ends: dict[int, list[Token]] = {}
    for token in times:
        ends.setdefault(plain.rfind("\n", 0, token.at) + 1, []).append(token)
    listed: list[StatedLength] = []
    for item in _COUNTED.finditer(plain):
        if int(item["number"]) != len(listed) + 1:
            return []
        token, *more = ends.get(item.start(), [None])
        if token is None or more or plain[token.end : item.end()].strip(_CLOSERS):
            return []
        said = StatedLength(token, "tail", "", "")
        keyed = plain[item.start() : token.begin].rstrip(" *_").endswith(":")  # settings: `1. Fade: 2 s`
        if keyed or aged(said) or token.flags & (RATE | DAY) or (token.start or 0) > _LONGEST:
            return []
        listed.append(said)
    return listed if len(listed) > 1 and _worded(plain, listed) else []


def _worded(plain: str, listed: Sequence[StatedLength]) -> bool:
    """Whether words stand between any two of the lengths."""
    gaps = (plain[before.token.end : other.token.begin] for before, other in pairwise(listed))
    return all(any(map(str.isalpha, gap)) for gap in gaps)


def _begins(plain: str, listed: Sequence[StatedLength]) -> Iterator[int]:
    """Where the words of each shot begin: at its line, at the sentence of its length, or behind the length before."""
    closing = all(not length.behind or length.behind in _CLOSING for length in listed)
    shared = {before.token.line for before, other in pairwise(listed) if before.token.line == other.token.line}
    reached, line = 0, -1
    for length in listed:
        token = length.token
        first = token.line != line
        low = _line(plain, token.begin) if first else reached
        begin = low
        if length.way == "head":
            begin = token.begin
        elif token.line in shared and (first or not closing) and length.before != ".":
            begin = max((match.end() for match in _SENTENCE.finditer(plain, low, token.begin)), default=low)
        while begin < token.begin and plain[begin] in _BETWEEN:
            begin += 1
        yield begin
        reached, line = token.end, token.line


def _shot(plain: str, said: StatedLength, begin: int) -> Token:
    """The mark of a shot whose words begin at an offset; at its line's start what adorns the line is the mark's."""
    start = plain.rfind("\n", 0, begin) + 1
    return _marked(plain, said.token, start if _line(plain, begin) == begin else begin, begin, said.token.line)


def _marked(plain: str, token: Token, begin: int, stop: int, line: int) -> Token:
    """The mark of a shot that has the length of a time; nothing is written where it stands but its words."""
    leads = begin == plain.rfind("\n", 0, begin) + 1
    return replace(
        token, kind="length", at=stop, end=stop, begin=begin, stop=stop, start=None, length=token.start, title=None,
        place="line" if leads else "sentence", bracket="", closer="word", flags=0, key="stated", line=line, word="",
        stated=stated(plain, token),
    )  # fmt: skip
