"""Reads the lines that most stories are made of without the expressions of the grammar, which take long to compile.

Whatever is said here of a line, the grammar says too: a test holds the answers against the terminals of story.lark,
over all samples and cases and over made lines. A line of any other sort gets no answer here and is read by the grammar,
so nothing in this module widens the language, and a doubt costs some time and no more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

import msgspec

from storyboard.language import words
from storyboard.language.story import Mark, Row
from storyboard.language.syntax import terminals
from storyboard.language.syntax.expressions import EXPRESSIONS
from storyboard.patterns import lazy
from storyboard.source import Span
from storyboard.timing import milliseconds

SPACES = " \t\u00a0\u202f\u2060\u3000\ufeff" + "".join(map(chr, range(0x2000, 0x200E)))
# One spelling for signs that the grammar takes for each other. A class of signs beyond Latin takes long to compile.
_SIGNS = str.maketrans("０１２３４５６７８９：（）【】“”「」『』«»‘’", '0123456789:()[]""""""""\'\'')
_PAIRED = {"[": "]", "(": ")", "【": "】", "（": "）"}
_LETTER = r"[^\W\d_]"
# Four words on end are no label with its number, which have three at most. Fewer may be one and are looked up; behind a
# number that a letter follows no other number is a time.
_MANY = rf"(?:(?:{_LETTER}|')++[ ]){{3}}{_LETTER}"
_FEW = rf"[^0-9]*+(?:\Z|(?<=[ ])[0-9]{{1,5}}+[ ]?{_LETTER})"
# What no mark begins is text: without a colon and a bracket, or without a colon and a digit, or where a quotation mark
# before the first colon says that no name stands before it.
_TEXT = r'(?:[^:(\[]*+\Z|[^:0-9]*+\Z|[^:/()\[\]"]*+"(?:[^(\[]*+\Z|[^0-9]*+\Z))'
_NAME = rf"{_LETTER}(?:{_LETTER}|[ ,'.-]|_(?=[a-z])){{0,60}}+(?:/{_LETTER}(?:{_LETTER}|[ '.-]){{0,30}}+)?"
_TIME = r"(?:[0-9]{1,2}:[0-9]{2}|[0-9]{1,6}(?:\.[0-9]{1,3})?)"


def _times(number: int) -> str:
    """A range, whose groups bear a number: its start, its end and its unit."""
    unit = rf"(?:[ ]?(?P<unit{number}>{_LETTER}{{1,12}}+))?"
    return rf"(?P<start{number}>{_TIME})[ ]?(?:-|–)[ ]?(?P<end{number}>{_TIME}){unit}"


def _said(number: int) -> str:
    """The words behind a mark, which may be absent."""
    return rf"""(?P<said{number}>\Z|["'@(]?[^\W_])"""


_LINE = lazy(
    rf"""[ \t]*+(?:
    (?P<BLANK>\Z)
    |(?P<COMMENT>//|\#[ \t]*+storyc:)
    |(?P<HEADING>\#{{1,6}}+[ \t](?:[^(\[]*+\Z|[^0-9]*+\Z))
    |(?P<BREAK>(?:-{{3,}}+|\*{{3,}}+)[ \t]*+\Z)
    |(?P<TEXT>["'@\\])
    |(?P<labelled>(?P<label>{_LETTER}++)[ ]?(?P<number>[0-9]{{1,5}}+)(?:
        [ ]?(?P<open1>\[|(?P<round>\()){_times(1)}(?(round)\)|\]):?[ \t]*+{_said(1)}
        |(?P<sign>[:.])(?=[^()\[\]]*+\Z|[^0-9]*+\Z)(?P<said2>\Z|[ \t]*+(?=["'@(]?{_LETTER}))
    ))
    |(?P<timed>(?P<open3>\[){_times(3)}\]:?[ \t]*+(?={_MANY}|[^0-9]*+\Z){_said(3)})
    |(?P<worded>(?P<title>(?:{_LETTER}{{1,24}}+[ ]){{1,5}})(?P<open5>\(){_times(5)}\):[ \t]*+{_said(5)})
    |(?P<bare>{_times(4)}:(?=[ \t]|\Z)[ \t]*+{_said(4)})
    |(?P<bullet>[-*•][ \t]++)?(?:
        (?P<named>(?P<name>{_NAME})(?P<manner>\([^():0-9\n]{{1,60}}+\)[ \t]*+)?:)
        |(?P<words>(?={_LETTER})(?={_MANY}|(?P<few>{_FEW})){_TEXT})
    ))""",
    re.VERBOSE,
)
_HEAD = 24
# Two words of common letters, the second of which is no Roman number.
_TWO_WORDS = lazy(r"([a-z]++)(?![ \t]*+[^ -~])[ \t]*+(?![0-9]|[ivx]++(?![a-z]))(?:([a-z]++)(?![^ -~])|(?![a-z]))")
_SETTINGS = frozenset(re.findall(r"[a-z_]{3,}", EXPRESSIONS["SETTING"]))


class _Groups(msgspec.Struct, frozen=True):
    """Where a sort of marks has its time, and where its words begin."""

    start: int
    end: int
    unit: int
    said: int


def _groups(number: int) -> _Groups:
    return _Groups(*(_LINE.groupindex[f"{name}{number}"] for name in _Groups.__struct_fields__))


_TIMED = {"labelled": _groups(1), "timed": _groups(3), "bare": _groups(4), "worded": _groups(5)}
_LABEL, _NUMBER, _SIGN, _TITLE, _WORDS_BEHIND = (
    _LINE.groupindex[name] for name in ("label", "number", "sign", "title", "said2")
)


@cache
def _labels() -> frozenset[str]:
    return frozenset(terminals.labels())


@cache
def _beginnings() -> tuple[str, ...]:
    """What a mark or a near miss may begin with: a label, an ordinal before one, and what stands before a number."""
    ordered = (word for tag in words.by_language("by_ordinal") for word in _ordinals(tag))
    return tuple(_dotted((*terminals.labels(), *words.of("counting"), *ordered)))


def _ordinals(language: str) -> tuple[str, ...]:
    return tuple(word for role in ("ordinals", "further") for word in words.by_language(role).get(language, ()))


@cache
def _fields() -> frozenset[str]:
    return frozenset(word for key in terminals.FIELDS for word in terminals.field(key))


@cache
def _units() -> frozenset[str]:
    return frozenset(terminals.unit())


@cache
def _numbers() -> frozenset[str]:
    """What stands behind a label or an ordinal that is a near miss of a mark: a number in words, or a label."""
    return frozenset(_dotted(words.of("numbers", "by_ordinal")))


def _dotted(listed: Iterable[str]) -> Iterator[str]:
    """Some words, and as they are read in capitals, where a dotless i has the capital of an i."""
    for word in listed:
        yield word
        if "ı" in word:
            yield word.replace("ı", "i")


@cache
def language_of(label: str, unit: str) -> str:
    """The language that a label tells, else its unit: `cjk` for a unit that two languages share, `` for none.

    Only languages whose labels stand without a blank are told apart; all others are `other`.
    """
    if label:
        languages = words.languages("shots", "parts", "weak", "counted", "counted_parts").get(words.fold(label), ())
        return next((language for language in ("zh", "ja") if language in languages), "other")
    languages = words.languages("seconds").get(words.fold(unit), ())
    if "zh" in languages:
        return "cjk" if "ja" in languages else "zh"
    return "ja" if "ja" in languages else ""


@cache
def _familiar() -> re.Pattern[str]:
    """Letters that only their own capitals are taken for; an expression that ignores case takes the long s for an s."""
    letters = r"\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u012f\u0400-\u045f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3"
    return re.compile(rf"[\t -~‘’“”…—–、。，！？{letters}]*+")


def _is_familiar(text: str) -> bool:
    return text.isascii() or _familiar().fullmatch(text) is not None


def kind_of(line: str) -> str:
    """The kind of a line, a terminal of story.lark, or "" where the grammar must say it."""
    match = _matched(line)
    return _kind(match, line) if match is not None else ""


def _matched(line: str) -> re.Match[str] | None:
    return _LINE.match(line if line.isascii() else line.translate(_SIGNS))


def _kind(match: re.Match[str], line: str) -> str:
    sort = match.lastgroup
    if sort == "words":
        return "TEXT" if match["few"] is None or not _begins(match["words"]) else ""
    if sort == "labelled":
        if match["label"].lower() not in _labels():
            return ""
        if match["sign"] is not None:
            return "SHOT_UNTIMED"
        return "SHOT_RANGE" if _bracketed(match, "1", line) else ""
    if sort == "named":
        return _named(match)
    if sort == "timed":
        return "SHOT_FIRST" if _counted(match, "3") and _bracketed(match, "3", line) else ""
    if sort == "bare":
        return "SHOT_BARE" if _counted(match, "4") else ""
    if sort == "worded":
        fits = _counted(match, "5") and _bracketed(match, "5", line) and _is_familiar(match["title"])
        return "SHOT_WORDS" if fits and not words.fold(match["title"]).startswith(_beginnings()) else ""
    return sort or ""


def _begins(text: str) -> bool:
    """Whether a text may begin as a mark or as a near miss that needs no time, such as `Shot one:` and `Scene IV`."""
    head = text[:_HEAD]
    if not _is_familiar(head):
        return True
    head = words.fold(head)
    if not head.startswith(_beginnings()):
        return False
    match = _TWO_WORDS.match(head)
    return match is None or match[1][-1] in "ivx" or (match[2] or "") in _numbers() or match.end() == _HEAD


def _named(match: re.Match[str]) -> str:
    name = match["name"].rstrip().lower()
    if match["manner"] is None:
        if name in _SETTINGS and match["bullet"] is None:
            return "SETTING" if name != "frames" else ""  # which may count frames: the grammar decides
        if name in _fields():
            return "FIELD"
    return "PAIR" if _is_familiar(name) and not _begins(name) else ""


def _bracketed(match: re.Match[str], number: str, line: str) -> bool:
    """Whether a range has a unit that is known or none, and its bracket a closer of its own kind."""
    unit = match[f"unit{number}"]
    if unit is not None and unit.lower() not in _units():
        return False
    if line.isascii():
        return True
    last = max(match.end(f"unit{number}"), match.end(f"end{number}"))
    return _PAIRED[line[match.start(f"open{number}")]] == line[last]


def _counted(match: re.Match[str], number: str) -> bool:
    """Whether a range without a label counts seconds, by its unit or by two clocks."""
    clocks = (":" in match[f"start{number}"]) + (":" in match[f"end{number}"])
    unit = match[f"unit{number}"]
    return clocks == 2 if unit is None else clocks == 0 and unit.lower() in _units()


def mark_of(path: str, row: Row) -> tuple[Mark, Row] | None:
    """The mark on a row of a common sort, and the words behind it as a row; None where the grammar must say it."""
    line, at = row.text, row.start
    match = _matched(line)
    sort = match.lastgroup if match is not None else None
    if match is None or sort not in _TIMED or _kind(match, line) != row.kind:
        return None
    regs = match.regs
    label, label_span, number, number_span = "", None, None, None
    if sort == "labelled":
        (begins, ends), (first, last) = regs[_LABEL], regs[_NUMBER]
        label, label_span = line[begins:ends], Span(path, at + begins, at + ends)
        number, number_span = int(line[first:last]), Span(path, at + first, at + last)
    begin = at + len(line) - len(line.lstrip(" \t"))
    if regs[_SIGN][0] >= 0:
        span, said = Span(path, begin, at + regs[_SIGN][1]), regs[_WORDS_BEHIND][1]
        mark = Mark(span, "untimed", label, label_span, number, number_span, language=language_of(label, ""))
        return mark, Row("TEXT", at + said, line[said:].rstrip(SPACES))
    groups = _TIMED[sort]
    (start, started), (end, ended), unit = regs[groups.start], regs[groups.end], regs[groups.unit]
    bracket, until = sort != "bare", max(ended, unit[1]) + 1
    typed = line.rstrip(SPACES)
    said = min(regs[groups.said][0], len(typed))
    titled = regs[_TITLE]
    return Mark(
        Span(path, begin, at + until),
        "range",
        label,
        label_span,
        number,
        number_span,
        Span(path, at + start - bracket, at + until - (not bracket)),
        Span(path, at + start, at + started),
        Span(path, at + end, at + ended),
        milliseconds(line[start:started]),
        milliseconds(line[end:ended]),
        clocks=match.string[start:ended].count(":") > 1,
        title=line[titled[0] : titled[1] - 1] if titled[0] >= 0 else "",
        title_span=Span(path, at + titled[0], at + titled[1] - 1) if titled[0] >= 0 else None,
        words_only=titled[0] >= 0,
        language=language_of(label, line[unit[0] : unit[1]] if unit[0] >= 0 else ""),
    ), Row("TEXT", at + said, typed[said:])
