"""Finds times in a notation that nobody has listed: numbers in one dress on several lines, which join or rise from 0.

The dress is whatever stands before, between and right behind the numbers: `F0-F72`, `T+3`, `**03**`, `start=0 end=3`.
Only lines without a time or a label that the scan knows are looked at, and only their heads and ends.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

import msgspec
from msgspec.structs import replace

from storyboard.language import words
from storyboard.language.reading.chain import candidate
from storyboard.language.reading.worth import NEED, worth
from storyboard.language.syntax import times
from storyboard.language.syntax.canon import canonical
from storyboard.language.syntax.scan import Token
from storyboard.language.syntax.times import Unit
from storyboard.patterns import lazy

# The head of a line or of a sentence, up to its first number.
_HEAD = lazy(r"(?:^[ \t>*•-]*+|(?<=[.!?;] )|(?<=[。！？；]) ?+)(?P<dress>[^\d\n]{0,24})(?=\d)", re.MULTILINE)
# What may end a line: a sign, numbers with their units, and what closes them.
_TAIL = lazy(
    r"(?:[\[({<|]|(?<=[\w.!?])[,:] |[，、]|(?<= )(?:[-~=] |@))"
    rf" ?[^\d\s\[\](){{}}|,:]{{0,6}}(?P<number>\d)[\d.,:]{{0,11}}(?:[^\w\n\[\](){{}}|]{{0,4}}\d[\d.,:]{{0,11}})?"
    rf"(?: ?(?:{words.LETTER}){{1,12}})?[*_.\])}}> ]{{0,6}}$",
    re.MULTILINE,
)
# A number of things, as most numbers are: `3 men`.
_COUNT = lazy(rf"(?!0\d)\d{{1,6}} ({words.LETTER}++)")
_THINGS = lazy(rf" {words.LETTER}++(?: {words.LETTER}++)?")
_GAP = lazy(r"(?:(?![.!?;] )[^\d\n。！？；]){1,16}(?=\d)")
_DIGITS = lazy(r"\d{1,6}(?!\d)")
_LISTED = lazy(r"\d+,\d")  # two numbers, as in 0,3, or a decimal
_LETTER = lazy(r" ?([hm])(?![^\W\d_])")  # of minutes, where it is a column's unit
_BEHIND = lazy(r"[^\S\n]?[^\w\s<(\[{]++")
_WORD = lazy(rf"({words.LETTER}+)[^\w\n]*\Z")
_CLOSING = " *_:|])}>=\"',;~-"
_LEAST = 3
_MOST_NUMBERS = 4
_PADDED = lazy(r"0\.?\d")
_TITLED = lazy(r"[^.!?:\n]{1,30}:")
_SECOND = 1000
_DECADE = 10_000


class _Number(msgspec.Struct, frozen=True):
    """A number of a line with its offset and end, in milliseconds by its unit; `padded` as in 00 and 0.0.

    A number of `metres` counts minutes only where it is an end of a range: `0m-1m`.
    """

    at: int
    end: int
    ms: int
    unit: Unit
    padded: bool
    metres: bool = False


class _Line(msgspec.Struct, frozen=True):
    """One or two numbers of a line in their dress, from `begin` to `stop`, on a line's head or at its end."""

    begin: int
    stop: int
    first: _Number
    last: _Number | None
    dress: str
    tail: bool


def with_columns(text: str, tokens: Sequence[Token]) -> list[Token]:
    """The tokens, with the times that only their columns tell among them, by place; a label has the time behind it."""
    extra = list(columns(text, tokens))
    if not extra:
        return list(tokens)
    lines = {token.line for token in extra}
    labels = {token.line: token for token in tokens if token.line in lines and _labels(token)}
    named = [_named_by(labels[token.line], token) if token.line in labels else token for token in extra]
    kept = [token for token in tokens if token.line not in lines or (token.kind == "label" and not _labels(token))]
    return sorted([*named, *kept], key=lambda token: token.at)


def _named_by(label: Token, time: Token) -> Token:
    return replace(time, begin=label.begin, label=label.label) if time.begin >= label.end else time


def columns(text: str, tokens: Iterable[Token] = ()) -> Iterator[Token]:
    """The times that stand in columns of numbers; none on the lines of the tokens that name a range or a shot.

    Behind labels that lead their lines such a time is in a dress: `Shot 1 F0-F72`, `Shot 2 F72-F144`.
    """
    tokens = list(tokens)
    marks = list(filter(_marks, tokens))
    labels = list(filter(_labels, marks))
    lasting = {token.line for token in tokens if token.kind == "one" and token.unit}  # the words tell how long it is
    plain = _without(canonical(text), labels)
    ends = [match.start() for match in re.finditer("\n", plain)]
    named = {token.line for token in labels}
    known = {token.line for token in marks if not _labels(token)}
    known.update(bisect_left(ends, token.cut[0]) for token in marks if token.cut is not None)
    pairs: dict[tuple[str, ...], list[_Line]] = defaultdict(list)
    singles: dict[tuple[str, ...], list[_Line]] = defaultdict(list)
    for line in _lines(plain, lambda at: bool(known) and bisect_left(ends, at) in known):
        number = bisect_left(ends, line.begin) if named else -1
        behind = number in named
        if behind and (line.tail or line.begin == line.first.at):
            continue  # Shot 1: 3 men
        if behind and line.last is None and number in lasting:
            continue
        table = singles if line.last is None else pairs
        if named and table is singles and not behind:
            continue
        unit = line.first.unit if line.last is None else line.last.unit
        table[(line.dress, unit, "tail" if line.tail else "head")].append(line)
    taken: set[int] = set()
    # Beside marks, single times are what happens within the shots.
    for table, runs in ((pairs, _joined), (singles, _rising)) if not known else ((pairs, _joined),):
        for group in table.values():
            for line in runs(text, group) if len(group) > 1 else ():
                if line.begin not in taken:
                    taken.add(line.begin)
                    yield _token(plain, line, bisect_left(ends, line.first.at))


def _labels(token: Token) -> bool:
    """Whether a token is a label without a time that leads its line."""
    return token.kind == "label" and token.place == "line" and token.label is not None


def _without(plain: str, labels: Iterable[Token]) -> str:
    """The text with blanks for some labels, and for what parts them from their words."""
    parts: list[str] = []
    at = 0
    for label in labels:
        parts += (plain[at : label.begin], " " * (label.stop - label.begin))
        at = label.stop
    return "".join((*parts, plain[at:])) if parts else plain


def _marks(token: Token) -> bool:
    likely = candidate(token) and (token.kind != "range" or worth(token) >= NEED - 1)
    return likely and (token.kind in ("range", "open", "label") or token.label is not None)


def _lines(plain: str, passed: Callable[[int], bool]) -> Iterator[_Line]:
    """Each pair of numbers and each number at a head, and those at a line's end, but for offsets that are `passed`."""
    reached = first = -1
    for match in _HEAD.finditer(plain):
        begin, at = match.start("dress"), match.end()
        if begin < reached and at != first:  # `sec. 3` is a head, and so may be the 3
            continue
        if passed(at):
            continue
        if begin == at and (count := _COUNT.match(plain, at)) is not None and _things(count[1]):
            continue
        numbers = list(_numbers(plain, at))
        first, reached = at, (numbers[-1].end if numbers else at)
        yield from _head(plain, begin, numbers)
        if _LISTED.match(plain, at):
            yield from _head(plain, begin, list(_numbers(plain, at, listed=True)))
    for match in _TAIL.finditer(plain):
        at = match.start("number")
        if passed(at):
            continue
        yield from _tail(plain, match, list(_numbers(plain, at))[:2])
        if _LISTED.match(plain, at):
            yield from _tail(plain, match, list(_numbers(plain, at, listed=True))[:2])


def _things(word: str) -> bool:
    """Whether the word behind a number names what is counted: it is no unit of time, and no word between two ends."""
    return not words.unspaced(word) and word not in words.known("seconds", "minutes", "thousandths", "frames", "to")


def _tail(plain: str, match: re.Match[str], numbers: Sequence[_Number]) -> Iterator[_Line]:
    """The one or two numbers at a line's end, in what they stand in."""
    if not numbers:
        return  # more digits than a time has
    begin, end = match.span()
    first, last = numbers[0], numbers[-1]
    between = plain[first.end : last.at] if len(numbers) > 1 else ""
    dress = f"{plain[begin : first.at]}\0{between}\0{plain[last.end : end].rstrip(' .')}"
    yield _Line(begin, end, first, last if len(numbers) > 1 else None, dress, True)


def _head(plain: str, begin: int, numbers: Sequence[_Number]) -> Iterator[_Line]:
    """What up to four numbers at a head may tell: each two of them a range, each of them a start."""
    dress = ""
    for at, number in enumerate(numbers):
        dress += plain[numbers[at - 1].end if at else begin : number.at] + "\0"
        stop = _stop(plain, number.end)
        if plain[stop : stop + 1] in ("", "\n") and plain[begin - 1 : begin] not in ("", "\n"):
            return  # behind its words
        if not number.metres:
            yield _Line(begin, stop, number, None, f"{dress}\0{plain[number.end : stop].strip()}", False)
        if at:
            yield _Line(begin, stop, numbers[at - 1], number, dress, False)


def _numbers(plain: str, at: int, *, listed: bool = False) -> Iterator[_Number]:
    """The numbers from an offset on, with little between them; `listed` says that commas part them."""
    for _ in range(_MOST_NUMBERS):
        digits = _DIGITS.match(plain, at)
        read = None if listed else times.number(plain, at)
        if digits is None:
            return
        end, ms, unit = (
            (read.end, read.ms, read.unit) if read is not None else (digits.end(), int(digits[0]) * 1000, "")
        )
        letter = _LETTER.match(plain, end) if not unit else None
        if letter is not None:
            end, ms, unit = letter.end(), ms * (60 if letter[1] == "m" else 3600), "min"
        padded = _PADDED.match(plain, at) is not None
        yield _Number(at, end, ms, unit, padded, letter is not None)
        gap = _GAP.match(plain, end)
        if gap is None:
            return
        at = gap.end()


def _stop(plain: str, end: int) -> int:
    behind = _BEHIND.match(plain, end)
    return behind.end() if behind is not None else end


def _joined(_: str, group: Sequence[_Line]) -> Iterator[_Line]:
    """The lines whose ranges follow each other, from 0 on."""
    run: list[_Line] = []
    for line in group:
        start, end = line.first.ms, _last(line)
        if end <= start or not _named(line):
            yield from _run(run)
            run = []
        elif run and (start == _last(run[-1]) or start == _last(run[-1]) + _SECOND):
            run.append(line)
        else:
            yield from _run(run)
            run = [line] if start == 0 else []
    yield from _run(run)


def _last(line: _Line) -> int:
    return line.last.ms if line.last is not None else 0


def _run(run: Sequence[_Line]) -> Sequence[_Line]:
    exact = all(line.first.ms == _last(before) for before, line in pairwise(run))
    return run if len(run) >= (2 if exact else _LEAST) else ()


def _rising(text: str, group: Sequence[_Line]) -> Iterator[_Line]:
    """The lines that say when shots begin, from 0 on, or how long each lasts."""
    run: list[_Line] = []
    begun = False
    for line in group:
        if run and line.first.ms > run[-1].first.ms:
            run.append(line)
            continue
        if _starts(text, run):
            begun = True
            yield from run
        run = [line] if line.first.ms == 0 else []
    if _starts(text, run):
        yield from run
    elif not begun and _ending(group):
        starts = (replace(group[0].first, ms=0), *(line.first for line in group))
        yield from (
            replace(line, first=replace(start, at=line.first.at), last=line.first)
            for start, line in zip(starts, group, strict=False)
        )
    elif not begun and _lasting(text, group):
        yield from group


def _ending(group: Sequence[_Line]) -> bool:
    """Whether numbers say when shots end, each later than the one before: `until 3s A lamp`, `until 5s A hand`."""
    rises = all(line.first.ms > before.first.ms for before, line in pairwise(group))
    word = _word(group[0])
    return (
        rises and group[0].first.ms > 0 and group[0].first.unit == "s" and len(word) > 1 and word in words.known("to")
    )


def _starts(text: str, run: Sequence[_Line]) -> bool:
    """Whether numbers that rise from 0 are times: with a unit, in a dress of their own, not as a list counts."""
    if len(run) < 2 or not _named(run[0]):
        return False
    unit = run[0].first.unit
    if unit:
        return True
    if all(line.first.ms == at * _SECOND for at, line in enumerate(run)) and not run[0].first.padded:
        return False  # a list that counts from 0
    lead, behind = run[0].dress.split("\0\0")
    if behind or lead.replace("\0", "").strip(" *-"):
        return True
    counted = {match[0] for line in run if (match := _THINGS.match(text, line.first.end)) is not None}
    return run[0].first.padded and len(counted) > 1  # not 0.00 EUR, 3.00 EUR


def _named(line: _Line) -> bool:
    """Whether the word before the first number, if any, speaks of a time: a letter or two, or a word for it."""
    word = _word(line)
    return len(word) < _LEAST or word in words.known("from", "times", "starts", "seconds", "frames", "shots", "parts")


def _word(line: _Line) -> str:
    """The word before the first number of a time, or none."""
    before = line.dress.partition("\0\0")[0].rstrip("\0").split("\0")
    word = _WORD.search(before[-1] if line.last is None or len(before) < 2 else before[-2])
    return word[1] if word is not None else ""


def _lasting(text: str, group: Sequence[_Line]) -> bool:
    """Whether numbers with a unit say how long shots last, each parted from the words of its line."""
    if not all(line.first.ms for line in group):
        return False
    if not group[0].tail and _word(group[0]) in words.known("lengths"):
        return True
    if group[0].first.unit in ("", "clock"):
        return False
    if all(line.first.ms % _DECADE == 0 and text[line.first.end - 2].isdigit() for line in group):
        return False  # 80s, 90s
    return all(line.tail or _parted(text, line) for line in group)


def _parted(text: str, line: _Line) -> bool:
    """Whether a number leads its line and a sign, a capital or a line's end follows: `3s A hand`, not `3s later`."""
    after = text[line.stop : line.stop + 2].lstrip(" ")[:1]
    alone = not any(letter.isalnum() for letter in text[line.begin : line.first.at])
    return alone and (not after.islower() or _TITLED.match(text, line.stop) is not None)


def _token(plain: str, line: _Line, number: int) -> Token:
    """A line's numbers as a token that stands at the line's start, or behind its words in a bracket."""
    first, last = line.first, line.last
    unit = (last.unit if last is not None else "") or first.unit or _counted(line)
    ends = last is not None and last.at == first.at
    stop = line.stop
    while stop < len(plain) and plain[stop] in _CLOSING and not line.tail:
        stop += 1
    return Token(
        "one" if last is None else "range", first.at, (last or first).end, line.begin, stop, first.ms,
        last.ms if last is not None else None, None, unit or ("" if last is not None else "s"), None, None,
        "line", "(" if line.tail else "", "line" if line.tail else ":", 0, "ends" if ends else "column", number, "",
    )  # fmt: skip


def _counted(line: _Line) -> Unit:
    """The unit that the word before a number names: `F72`, `frame 72`, `sec. 3`."""
    before = line.dress.split("\0")[0]
    word = _WORD.search(before)
    if word is not None and word[1] in words.known("frames"):
        return "frame"
    return "s" if word is not None and word[1] in words.known("seconds") else ""
