"""Finds every expression of a time and every numbered label of a text, with its place and its surroundings.

The rules, the near misses and the importer read a text by this one scan. It judges nothing: what is a mark is the
matter of `storyboard.language.reading`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import chain, repeat
from typing import Literal

import msgspec

from storyboard.language import words
from storyboard.language.syntax import labels, times, wordedtimes
from storyboard.language.syntax.canon import canonical
from storyboard.language.syntax.labels import ShotLabel
from storyboard.language.syntax.leads import before
from storyboard.language.syntax.surroundings import REFERENCE, Closer, Place, Surroundings
from storyboard.language.syntax.times import Unit, WrittenTime
from storyboard.patterns import lazy

_DIGITS = lazy(r"\d+")
_REACH = 80
_SIGNS = " *_:-|,.([])#~·`"
_ENDS = lazy(r"^[\W_]+|[\W_]+$")
_SHORT = lazy(rf" {{0,2}}({words.LETTER}{{1,8}})[*_ ]*:(?![*_ ]*[\"“«「„'])")  # but a speaker is none


class Token(msgspec.Struct, frozen=True, gc=False):
    """A time, a label, or a label with its time, as it stands in the text; offsets are those of the text itself.

    `at` to `end` is the expression itself; a mark made of it would begin at `begin`, and its words would stand behind
    `stop`. `start` and `finish` are milliseconds, None where the text gives none; `length` is a length in the mark.
    `title` is the stretch between label and time, or behind the time in its bracket. `place` says where it stands,
    `bracket` which one it stands in, `closer` what follows it, `flags` what the words near it make of it. `key` is the
    role of the word before a colon (`times`, `lengths`), or how its times became known (`column`, `lasting`, `ends`),
    `line` the number of its line, `word` the word before it.
    `cut` is a line that holds nothing but its time, which is none of its words; `stated` is where its words tell one.
    """

    kind: Literal["range", "open", "one", "length", "label"]
    at: int
    end: int
    begin: int
    stop: int
    start: int | None
    finish: int | None
    length: int | None
    unit: Unit
    label: ShotLabel | None
    title: tuple[int, int] | None
    place: Place
    bracket: str
    closer: Closer
    flags: int
    key: str
    line: int
    word: str
    plain: bool = True
    cut: tuple[int, int] | None = None
    stated: tuple[int, int] | None = None


class _Expression(msgspec.Struct, frozen=True, gc=False):
    """A time or a label before its surroundings are known."""

    time: WrittenTime | None
    label: ShotLabel | None
    at: int
    end: int
    begin: int


def scan(text: str, *, spelled: bool = False) -> list[Token]:
    """Every time and numbered label of a text, in order; with `spelled` also labels with their number in words."""
    return list(_Scan(text).tokens(spelled=spelled))


def tokens(text: str) -> Iterator[Token]:
    """As `scan`, one after the other, for who asks only whether there is one of some sort."""
    return _Scan(text).tokens(spelled=False)


def _milliseconds(thousandths: int, unit: Unit) -> int:
    return thousandths * 60 if unit == "min" else thousandths // 1000 if unit == "ms" else thousandths


class _Scan:
    """One pass over a text; every look round an expression is bounded, so it takes linear time."""

    def __init__(self, text: str) -> None:
        self.typed, self.text = text, canonical(text)
        self.around = Surroundings(self.text, self.typed)
        self.ends = [match.start() for match in re.finditer("\n", self.text)]

    def tokens(self, *, spelled: bool) -> Iterator[Token]:
        expressions = self.expressions()
        if spelled:
            expressions = self._with_spelled(list(expressions))
        return (token for token in self._joined(expressions) if not self._escaped(token))

    def _with_spelled(self, expressions: list[_Expression]) -> list[_Expression]:
        """The expressions with labels and lengths in words, without times that lie in those: `1.` of `1. Szene`."""
        ends = {expression.end for expression in expressions if expression.time is not None}
        labelled = {expression.at for expression in expressions if expression.label is not None}
        extra = [
            _Expression(None, label, label.at, label.end, label.at)
            for label in labels.spelled(self.text, self.typed)
            if label.at not in labelled
            and (self._leads(self.around.bracket(label.at, label.end)[1]) or self._follows(label.at, ends))
        ]
        marks = {expression.begin for expression in expressions if self._marks(expression.time)}
        extra += [
            _Expression(None, label, label.at, label.end, label.at)
            for label in labels.serial(self.text, self.typed, parted=False)
            if self._blank(label.end) in marks  # ① 0-3s
        ]
        extra += [_Expression(time, None, time.at, time.end, time.at) for time in wordedtimes.worded(self.text)]
        extra.sort(key=lambda expression: expression.at)
        if not extra:
            return expressions
        starts = [label.at for label in extra]
        inside = (bisect_right(starts, expression.at) - 1 for expression in expressions)
        kept = [
            expression
            for expression, at in zip(expressions, inside, strict=True)
            if at < 0 or expression.at >= extra[at].end
        ]
        return sorted([*kept, *extra], key=lambda expression: expression.at)

    def _marks(self, time: WrittenTime | None) -> bool:
        """Whether a time has a unit, or is parted from the words behind it."""
        return time is not None and (bool(time.unit) or self._closes(time.end))

    def _follows(self, at: int, ends: set[int]) -> bool:
        """Whether nothing but signs stands between an offset and one of the ends: `[0-3s] Shot A:`."""
        begin = max(0, at - 8)
        return begin + len(self.text[begin:at].rstrip(_SIGNS)) in ends

    def _blank(self, at: int) -> int:
        """Where what stands behind an offset, its emphasis and an opening bracket begins."""
        while self.text[at : at + 1] in (" ", "*", "_", "(", "["):
            at += 1
        return at

    def _escaped(self, token: Token) -> bool:
        """Whether a `\\` before a label, a bracket or a time, or at the line's start, makes it text, or a code span."""
        text, begin = self.text, token.begin
        if text[begin - 1 : begin] == "\\" or text[token.at - 1 : token.at] == "\\":
            return True
        if token.place not in ("line", "cell", "head"):
            return text[begin - 1 : begin] == "`"  # code in a sentence speaks of a mark
        return text[self._line(begin)[1] : begin].lstrip().startswith("\\")

    # ---- expressions ------------------------------------------------------------------------------------------------

    def expressions(self) -> Iterator[_Expression]:
        """Each expression, in order."""
        text, at = self.text, 0
        for digits in _DIGITS.finditer(text):
            begin = digits.start()
            if begin < at:
                continue
            label = labels.before(text, begin, self.typed)
            behind_label = at == begin - 1 and text[at] == ":"
            if label is None and not behind_label and not times.may_begin(text, begin):
                continue
            said = before(text, begin)
            time = times.read(text, begin, between=said.between, second=said.second)
            if label is not None and not self._timed(label, time):
                at = label.end
                yield _Expression(None, label, label.at, label.end, label.at)
            elif time is not None:
                at = time.end
                yield _Expression(time, None, time.at, time.end, said.at)

    def _line(self, at: int) -> tuple[int, int]:
        """The index of the line of an offset, and where that line begins."""
        index = bisect_left(self.ends, at)
        return index, self.ends[index - 1] + 1 if index else 0

    def _leads(self, at: int) -> bool:
        """Whether what begins at an offset begins its line, its sentence or a part of it."""
        line_start = self._line(at)[1]
        return self.around.place(at, line_start)[0] in ("line", "cell", "sentence", "colon", "comma")

    def _timed(self, label: ShotLabel, time: WrittenTime | None) -> bool:
        """Whether a number behind a label word is a time after all: `Hook 0-3s`, but `Shot 2 - 4s` is a length."""
        if time is None or label.word in words.lookup("counted", "counted_parts"):
            return False
        if time.kind == "one":
            return time.end <= label.end + 9 and time.unit != "" and self.text[label.end : label.end + 1] != " "
        if not time.unit:
            return False
        sign = self.text[label.end : label.end + 4]
        return not (sign.startswith((" - ", "--", " --")) and time.unit == "s" and time.start)

    # ---- surroundings -----------------------------------------------------------------------------------------------

    def _joined(self, expressions: Iterable[_Expression]) -> Iterator[Token]:
        """The tokens, each time with the label that stands before or right behind it."""
        coming = chain(expressions, repeat(None))
        first, after, third = (next(coming) for _ in range(3))
        while first is not None:
            its = after.time if after is not None and first.label is not None else None
            if its is not None and after is not None and self._one_mark(first, after, its):
                extra = self._second(after, third)
                yield self._token(after, first.label, first, extra)
                first, after, third = (third, next(coming), next(coming))
                if extra is not None:
                    first, after, third = after, third, next(coming)
                continue
            label: ShotLabel | None = None
            extra: WrittenTime | None = None
            if first.time is not None:
                extra = self._second(first, after)
                if extra is not None:
                    after, third = third, next(coming)
                label = self._behind(first, after, third)
                if label is not None:
                    after, third = third, next(coming)
            yield self._token(first, label or first.label, None, extra)
            first, after, third = after, third, next(coming)

    def _one_mark(self, label: _Expression, time: _Expression, its: WrittenTime) -> bool:
        """Whether a label and the time behind it on its line are one mark."""
        gap = self.text[label.end : min(time.begin, label.end + _REACH)]
        if time.begin - label.end > 70 or time.begin < label.end or "\n" in gap:
            return False
        between = _ENDS.sub("", gap)
        if any(sign in gap for sign in "。！？!?;") or re.search(r"[.!?] ", between):
            return False
        if its.kind == "one":
            return self._length_of(label, time) or self._at(label, time)
        bracket, opened, closed = self.around.bracket(time.begin, time.end)
        if bracket:
            words_before = self.text[label.end : opened].strip(_SIGNS)
            return bool(its.unit) or not words_before or self._closes(closed)
        if between and gap.rstrip(" *_")[-1:] not in (":", "|", "-", ","):
            return False  # words that go on into the time: a street of the 1960-1970s
        return bool(its.unit) or self._closes(its.end)

    def _length_of(self, label: _Expression, time: _Expression) -> bool:
        """Whether one time behind a label is the shot's own: in a bracket, or behind a separator and before one."""
        gap = self.text[label.end : time.begin]
        bracket, opened, _ = self.around.bracket(time.begin, time.end)
        if bracket:
            # [-5s], [2/5s] and [3s-] are slips of ranges, no lengths
            before, after = self.text[opened + 1 : time.at].rstrip(), self.text[time.end : time.end + 3].lstrip()
            spoilt = before[-1:] in ("-", "/") or before[-1:].isdigit() or after[:1] in ("-", "/", ":")
            return len(gap) <= 60 and not spoilt
        between = gap.strip(" *_:-|,.·~")
        if between in words.known("lengths", "totals", "times"):  # Plan 1 – Durée : 4 s
            return self._closes(time.end)
        return not between and gap.strip(" *_") in ("", "·", "-", "--", "|", ",", ":") and self._closes(time.end)

    def _at(self, label: _Expression, time: _Expression) -> bool:
        """Whether a time right behind a label says when the shot begins: `[Shot 2] At 00:02.000, …`."""
        return time.begin < time.at and not self.text[label.end : time.begin].strip(" *_:-|,.])")

    def _closes(self, end: int) -> bool:
        at = end
        while at < len(self.text) and self.text[at] in " *_":
            at += 1
        return at >= len(self.text) or (self.text[at] in "\n:|-,，" and not self.text[at + 1 : at + 2].isdigit())

    def _second(self, first: _Expression, other: _Expression | None) -> WrittenTime | None:
        """A second time in the bracket of a range: its length."""
        if other is None or other.time is None or other.time.kind != "one" or first.time is None:
            return None
        if first.time.kind == "one":
            return None
        gap = self.text[first.end : other.at]
        within = len(gap) <= 30 and not any(sign in gap for sign in "\n])[")
        if within and self.around.bracket(first.begin, first.end)[0]:
            return other.time
        # 0-3s (3s): a bracket right behind it that holds nothing else
        closer = self.text[other.end : other.end + 1]
        alone = gap.strip(" ])*_") in ("(", "[") and closer in ("]", ")") and first.time.stop is not None
        return other.time if alone and other.time.start == (first.time.stop or 0) - first.time.start else None

    def _behind(self, time: _Expression, label: _Expression | None, after: _Expression | None) -> ShotLabel | None:
        """The label right behind a time that is of the same mark, as in `[0-5s] Shot 1: …`."""
        if label is None or label.label is None:
            return None
        gap = self.text[time.end : label.at]
        if len(gap) > 12 or gap.strip(" *_:-|,，.)]~·\u3000【["):
            return None
        if after is not None and after.time is not None and after.time.kind != "one":
            ahead = self.text[label.end : after.begin]
            if "\n" not in ahead and not ahead.strip(" *_:-|,.([~"):
                return None  # it is the label of the next time
        return label.label if self._stands(label.label) else None

    def _stands(self, label: ShotLabel) -> bool:
        """Whether a label behind a time is none of the words there, as in `0-3s: The first shot of espresso`."""
        closer = self.around.after(label.end, self._line(label.at)[1])[0]
        if label.spelled:
            return closer in (":", "-", "line") or (closer == "comma" and label.word not in words.known("depths"))
        return closer != "other" or not self.text[label.end : label.end + 1].startswith("-")

    def _frames(self, opened: int, begin: int) -> bool:
        """Whether a word before a range in its bracket says that it counts frames."""
        lead = self.text[opened + 1 : begin].split()
        return bool(lead) and len(lead[-1]) > 2 and lead[-1] in words.known("frames")

    def _token(
        self, expression: _Expression, label: ShotLabel | None, joined: _Expression | None, extra: WrittenTime | None
    ) -> Token:
        text, time = self.text, expression.time
        bracket, opened, closed = self.around.bracket(expression.begin, expression.end)
        begin = min(opened, expression.begin)
        end = max(closed, expression.end)
        alone = joined is not None and time is not None and time.kind == "one" and not self._at(joined, expression)
        words_round = (text[opened + 1 : expression.at], text[expression.end : closed - 1])
        bound = times.bound(*words_round) if alone and bracket else ""
        title: tuple[int, int] | None = None
        if joined is not None:
            _, label_opened, label_closed = self.around.bracket(joined.begin, joined.end)
            begin = min(joined.at, begin, label_opened)
            between = (max(joined.end, 0), opened if opened > joined.end or bound else expression.begin)
            if label_closed <= opened and label_closed > joined.end:
                between = (label_closed, opened)
            title = between if _ENDS.sub("", text[between[0] : between[1]]) else None
        elif label is not None and time is not None:  # behind it
            end = max(end, label.end)
            bracket_end = text[end : end + 1]
            if bracket_end in ("]", ")"):
                end += 1
        if extra is not None and extra.end > end:  # 0-3s (3s): the bracket of the length
            end = extra.end + (text[extra.end : extra.end + 1] in ("]", ")"))
        inner, end = self.around.wrapped(expression.begin, end)
        begin, end = self.around.wrapped(min(inner, begin), end)
        line_at, line_start = self._line(begin)
        place, word, key = self.around.place(begin, line_start)
        closer, stop = self.around.after(end, line_start)
        if closer == "word" and not bracket and time is not None and time.kind != "one":
            short = _SHORT.match(text, end)  # 0-3秒画面：
            if short is not None and (len(short[1]) <= 4 or not words.unspaced(short[1][0])):
                title, (closer, stop) = short.span(1), self.around.after(short.end() - 1, line_start)
        if bracket and time is not None and title is None and not bound:
            tail = (expression.end, closed - 1)
            if extra is not None and tail[0] <= extra.at < tail[1]:
                tail = (extra.end, tail[1])
            if text[tail[0] : tail[1]].strip(" ,|:;·-*_."):
                title = tail
            elif label is None and text[opened + 1 : expression.begin].strip(" ,|:;·-*_."):
                title = (opened + 1, expression.begin)
        flags = self.around.flags("label" if time is None else time.kind, expression.end, begin, end, line_start, word)
        hyphened = text[stop : stop + 1] == "-" and text[stop + 1 : stop + 2].isalpha()  # Act 3-era curtains
        if hyphened and time is None and closer == "other" and place not in ("line", "cell"):
            flags |= REFERENCE
        kind: Literal["range", "open", "one", "length", "label"]
        start = finish = length = None
        unit: Unit = ""
        if time is None:
            kind = "label"
        else:
            unit = time.unit or ("frame" if bracket and self._frames(opened, expression.begin) else "")
            start = _milliseconds(time.start, unit)
            finish = _milliseconds(time.stop, unit) if time.stop is not None else None
            unit = "s" if unit == "ms" else unit
            kind = time.kind
            if alone:
                if bound == "finish":
                    kind, start, finish = "range", None, start
                elif not bound:
                    kind, length, start = "length", start, None
            if extra is not None:
                length = extra.start
        return Token(
            kind, expression.at, expression.end, begin, stop, start, finish, length, unit, label, title, place, bracket,
            closer, flags, key, line_at, word, time.plain if time is not None else True,
        )  # fmt: skip
