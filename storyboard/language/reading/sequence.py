"""Divides a text by lengths that are told in order: `In the first two seconds …, for the next three seconds …`."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence

from msgspec.structs import replace

from storyboard.language import words
from storyboard.language.reading.ordered import Ordered, ordered
from storyboard.language.reading.worth import NEED, worth
from storyboard.language.syntax.canon import canonical
from storyboard.language.syntax.labels import ShotLabel
from storyboard.language.syntax.scan import Token
from storyboard.language.syntax.surroundings import LASTING, Surroundings
from storyboard.patterns import lazy

_STARTING = ("until", "first")
_LEADING = ("line", "cell", "sentence", "colon", "comma")
_PARTED = (":", "-", "line")
_QUOTE = lazy(r"(?<!\d)\"|[“”„«»「」『』]")
_OPENING = "“„«「『"
# The key of a line: what it says in order is the sound's, the camera's.
_KEY = lazy(rf"[\W\d_]*({words.LETTERS}(?: {words.LETTERS})?)[*_ ]*:")
_FIELDS = ("sound", "music", "camera", "light", "transition", "tracks", "negatives")
# A clause of up to three words before a length.
_NAME = rf"{words.LETTERS}(?: {words.LETTERS}){{0,2}}"
_CLAUSE = lazy(rf"(?:^|(?<=[\n.!?;,:。！？；，、：]))[\W_]{{0,8}}?(?P<words>{_NAME})[ *_]{{0,3}}\Z")
_REACH = 40


def sequenced(text: str, tokens: Sequence[Token]) -> list[Token]:
    """The tokens, with the lengths that divide the text as marks, and those that may only be words as lengths of words.

    Lengths in a row that begin with the first are ranges from 0 on; what goes on from other marks stays a length.
    """
    plain = canonical(text)
    placed = list(_placed(plain, text, tokens))
    if not placed:
        return list(tokens)
    starts = {token.start for token in _without(tokens, placed) if token.kind != "label" and token.start}
    placed = [length for length in placed if length.word != "until" or _limits(length, starts)]
    others = _without(tokens, placed)
    if any(map(_begins, others)):
        return sorted([*others, *_apart(placed)], key=lambda token: token.at)
    placed = sorted([*placed, *_between(plain, others, placed)], key=lambda token: token.at)
    read = (token for row in _rows(placed) for token in _divided(row, starts))
    return sorted([*_without(others, placed), *read], key=lambda token: token.at)


def _placed(plain: str, typed: str, tokens: Sequence[Token]) -> Iterator[Token]:
    """The lengths that a word of order places; none that is a quotation's, a field's, a mark's own, or escaped."""
    around = Surroundings(plain, typed)
    ends = [match.start() for match in re.finditer("\n", plain)]
    quotes = [match.start() for match in _QUOTE.finditer(plain)]
    ats = [token.at for token in tokens]
    for length in ordered(plain):
        at = bisect_left(ats, length.at)
        own = tokens[at] if at < len(tokens) and tokens[at].at < length.end else None
        if own is not None and (own.kind != "one" or own.label is not None):
            continue
        number = bisect_left(ends, length.begin)
        line = ends[number - 1] + 1 if number else 0
        if plain[length.begin - 1 : length.begin] == "\\" or _quoted(plain, quotes, line, length.at):
            continue
        key = _KEY.match(plain, line, line + _REACH)
        if key is None or key[1] not in words.known(*_FIELDS):
            yield _token(around, length, line, number)


def _token(around: Surroundings, length: Ordered, line: int, number: int) -> Token:
    """A length as a token, whose `word` is what its word of order says."""
    bracket, opened, closed = around.bracket(length.begin, length.end)
    begin, end = (opened, closed) if bracket else (length.begin, length.end)
    place, _, _ = around.place(begin, line)
    closer, stop = around.after(end, line)
    return Token(
        "length", length.at, length.end, begin, stop, None, None, length.length, "s", None, None, place, bracket,
        closer, 0, "lasting", number, length.order,
    )  # fmt: skip


def _quoted(plain: str, quotes: Sequence[int], line: int, at: int) -> bool:
    """Whether a quotation is open at an offset of a line."""
    last = bisect_left(quotes, at)
    first = bisect_left(quotes, line)
    if first == last:
        return False
    sign = plain[quotes[last - 1]]
    return (last - first) % 2 == 1 if sign == '"' else sign in _OPENING


def _without(tokens: Sequence[Token], placed: Sequence[Token]) -> list[Token]:
    """The tokens that lie in none of the lengths."""
    begins = [length.at for length in placed]
    before = (bisect_right(begins, token.at) - 1 for token in tokens)
    return [token for token, at in zip(tokens, before, strict=True) if at < 0 or token.at >= placed[at].end]


def _between(plain: str, tokens: Sequence[Token], placed: Sequence[Token]) -> Iterator[Token]:
    """The lengths behind the first that go on with a word that the table lacks, and are parted from their words."""
    first = next((length.at for length in placed if length.word in _STARTING), None)
    for token in tokens:
        if first is None or token.at < first or token.kind != "one" or token.unit != "s" or token.label is not None:
            continue
        clause = _CLAUSE.search(plain, max(0, token.begin - _REACH), token.begin)
        if clause is not None and token.closer in _PARTED and not token.bracket:
            place = "line" if plain[clause.start() - 1 : clause.start()] in ("", "\n") else "sentence"
            yield replace(
                token, kind="length", begin=clause.start("words"), start=None, length=token.start, place=place,
                key="lasting", word="next", flags=0,
            )  # fmt: skip


def _begins(token: Token) -> bool:
    """Whether a token looks like the first mark of a text that has marks of its own."""
    if worth(token) < NEED or token.kind == "one":
        return False
    return not token.start and (token.label is None or token.label.number <= 1)


def _limits(length: Token, starts: Collection[int | None]) -> bool:
    """Whether `until second 3` begins its sentence, and another time goes on from there."""
    return length.place in ("line", "cell", "sentence") and length.length in starts


def _rows(placed: Sequence[Token]) -> Iterator[list[Token]]:
    """The lengths that go on from each other; a first one begins anew."""
    row: list[Token] = []
    for length in placed:
        if length.word in _STARTING and row:
            yield row
            row = []
        row.append(length)
    if row:
        yield row


def _divided(row: Sequence[Token], starts: Collection[int | None]) -> Iterator[Token]:
    """The lengths of a row as marks, where it divides the clip: it has a first one, and what goes on from that."""
    first = row[0]
    halves = [length.length for length in row].count(0)
    goes_on = first.word in _STARTING and (len(row) > 1 or first.length in starts) and halves in (0, len(row))
    if not goes_on or (first.place not in _LEADING and not first.bracket):
        # The lamp is dark for the first 2 seconds and bright for the next 3.
        asked = goes_on and not halves and any(length.word in ("next", "rest") for length in row)
        yield from _apart(row, 0 if asked else LASTING)
        return
    reached = 0
    for place, length in enumerate(row, start=1):
        if halves:
            label = ShotLabel(length.at, length.end, length.word, place, spelled=True)
            yield replace(length, kind="label", length=None, unit="", label=label)
        elif length.length is None:
            yield replace(length, kind="open", start=reached)
        else:
            start, reached = reached, reached + length.length
            yield replace(length, kind="range", start=start, finish=reached, length=None)


def _apart(placed: Sequence[Token], flags: int = LASTING) -> Iterator[Token]:
    """Lengths that do not divide the clip, as marks if they are written as such, else as lengths in a shot.

    Without a flag they are asked about.
    """
    for length in placed:
        if length.place in ("line", "cell", "sentence", "head") and length.closer in _PARTED and length.length:
            yield length
        elif length.length:
            yield replace(length, kind="one", start=length.length, length=None, flags=flags)
