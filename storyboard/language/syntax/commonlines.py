"""Reads the lines that most stories are made of without the expressions of the grammar, which take long to compile.

Whatever is said here of a line, the grammar says too: a test holds the answers against the terminals of story.lark,
over all samples and cases and over made lines. A line of any other sort gets no answer here and is read by the grammar,
so nothing in this module widens the language, and a doubt costs some time and no more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

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


# A range: its start, its end and its unit. A length has no start.
_START, _END = rf"(?P<start>{_TIME})[ ]?(?:-|–)[ ]?", rf"(?P<end>{_TIME})(?:[ ]?(?P<unit>{_LETTER}{{1,12}}+))?"
_TIMES = _START + _END
# The words behind a mark, which may be absent.
_SAID = r"""(?P<said>\Z|["'@(]?[^\W_])"""
# A sign beyond Latin in a class of other signs takes as long to compile as all else here.
_BULLET = r"(?P<bullet>(?:[-*]|(?=•).)[ \t]++)?"
# Each sort of lines has its expression, since most stories have lines of two or three sorts.
_EXPRESSIONS = {
    "labelled": lazy(
        rf"(?P<label>{_LETTER}++)[ ]?(?P<number>[0-9]{{1,5}}+)(?:"
        rf"[ ]?(?P<open>\[|(?P<round>\())(?:{_START})?{_END}(?(round)\)|\]):?[ \t]*+{_SAID}"
        rf"|(?P<sign>[:.])(?=[^()\[\]]*+\Z|[^0-9]*+\Z)(?P<behind>\Z|[ \t]*+(?=[\"'@(]?{_LETTER})))"
    ),
    "timed": lazy(rf"(?P<open>\[){_TIMES}\]:?[ \t]*+(?={_MANY}|[^0-9]*+\Z){_SAID}"),
    "worded": lazy(rf"(?P<title>(?:{_LETTER}{{1,24}}+[ ]){{1,5}})(?P<open>\(){_TIMES}\):[ \t]*+{_SAID}"),
    "bare": lazy(rf"{_TIMES}:(?=[ \t]|\Z)[ \t]*+{_SAID}"),
    "named": lazy(rf"{_BULLET}(?P<name>{_NAME})(?P<manner>\([^():0-9\n]{{1,60}}+\)[ \t]*+)?:"),
    "words": lazy(rf"{_BULLET}(?P<words>(?={_LETTER})(?={_MANY}|(?P<few>{_FEW})){_TEXT})"),
}
# The kinds that are marks.
_MARKS = frozenset(("SHOT_RANGE", "SHOT_LENGTH", "SHOT_UNTIMED", "SHOT_FIRST", "SHOT_WORDS", "SHOT_BARE"))
# What a line without brackets before a colon may be, without a colon and with one.
_SORTS = ("labelled", "words"), ("labelled", "named", "words")
_DEEPEST = 6  # signs of a heading
_DIGITS = "0123456789"
_HEAD = 24
# Two words of common letters, the second of which is no Roman number.
_TWO_WORDS = lazy(r"([a-z]++)(?![ \t]*+[^ -~])[ \t]*+(?![0-9]|[ivx]++(?![a-z]))(?:([a-z]++)(?![^ -~])|(?![a-z]))")


@cache
def _settings() -> frozenset[str]:
    return frozenset(re.findall(r"[a-z_]{3,}", EXPRESSIONS["SETTING"]))


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
    roles = ("shots", "parts", "weak", "counted", "counted_parts") if label else ("seconds",)
    spoken, word = words.by_language(*roles), words.fold(label or unit)
    zh, ja = (word in spoken.get(language, ()) for language in ("zh", "ja"))
    if label:
        return "zh" if zh else "ja" if ja else "other"
    return "cjk" if zh and ja else "zh" if zh else "ja" if ja else ""


@cache
def _familiar() -> re.Pattern[str]:
    """Letters that only their own capitals are taken for; an expression that ignores case takes the long s for an s."""
    letters = r"\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u012f\u0400-\u045f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3"
    return re.compile(rf"[\t -~‘’“”…—–、。，！？{letters}]*+")


def _is_familiar(text: str) -> bool:
    return text.isascii() or _familiar().fullmatch(text) is not None


def kind_of(line: str) -> str:
    """The kind of a line, a terminal of story.lark, or "" where the grammar must say it."""
    plain = _plain(line)
    text = plain.lstrip(" \t")
    kind = _by_sign(text)
    if kind:
        return kind
    sort, match = _matched(plain, text)
    return _kind(sort, match, line) if match is not None else ""


def _plain(line: str) -> str:
    return line if line.isascii() else line.translate(_SIGNS)


def _by_sign(text: str) -> str:
    """The kind of a line that its first signs tell."""
    if not text:
        return "BLANK"
    if text[0] in "\"'@\\":
        return "TEXT"
    if text.startswith("//"):
        return "COMMENT"
    if text[0] == "#":
        words = text.lstrip("#")
        if text[1:].lstrip(" \t").startswith("storyc:"):
            return "COMMENT"
        is_heading = len(text) - len(words) <= _DEEPEST and words[:1] in (" ", "\t")
        return "HEADING" if is_heading and (not _holds(words, "([") or not _holds(words, _DIGITS)) else ""
    drawn = text.rstrip(" \t") if text[0] in "-*" else ""
    return "BREAK" if len(drawn) > 2 and not drawn.strip(text[0]) else ""


def _holds(text: str, signs: str) -> bool:
    return any(sign in text for sign in signs)


def _matched(plain: str, text: str) -> tuple[str, re.Match[str] | None]:
    """The sort of a line and its match; None where it is of none. `text` is what begins with the line's first sign."""
    first, at = text[:1], len(plain) - len(text)
    if first == "[":
        sorts: tuple[str, ...] = ("timed",)
    elif first and first in _DIGITS:
        sorts = ("bare",)
    else:
        colon = ":" in text
        sorts = ("labelled", "worded", "named", "words") if colon and "):" in text else _SORTS[colon]
    for sort in sorts:
        match = _EXPRESSIONS[sort].match(plain, at)
        if match is not None:
            return sort, match
    return "", None


def _kind(sort: str, match: re.Match[str], line: str) -> str:
    if sort == "words":
        return "TEXT" if match["few"] is None or not _begins(match["words"]) else ""
    if sort == "labelled":
        if match["label"].lower() not in _labels():
            return ""
        if match["sign"] is not None:
            return "SHOT_UNTIMED"
        if match["start"] is None and (match["unit"] is None or ":" in match["end"]):
            return ""
        return ("SHOT_LENGTH" if match["start"] is None else "SHOT_RANGE") if _bracketed(match, line) else ""
    if sort == "named":
        return _named(match)
    if sort == "timed":
        return "SHOT_FIRST" if _counted(match) and _bracketed(match, line) else ""
    if sort == "bare":
        return "SHOT_BARE" if _counted(match) else ""
    fits = _counted(match) and _bracketed(match, line) and _is_familiar(match["title"])
    return "SHOT_WORDS" if fits and not words.fold(match["title"]).startswith(_beginnings()) else ""


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
        if name in _settings() and match["bullet"] is None:
            return "SETTING" if name != "frames" else ""  # which may count frames: the grammar decides
        if name in _fields():
            return "FIELD"
    return "PAIR" if _is_familiar(name) and not _begins(name) else ""


def _bracketed(match: re.Match[str], line: str) -> bool:
    """Whether a range has a unit that is known or none, and its bracket a closer of its own kind."""
    unit = match["unit"]
    if unit is not None and unit.lower() not in _units():
        return False
    return line.isascii() or _PAIRED[line[match.start("open")]] == line[max(match.end("unit"), match.end("end"))]


def _counted(match: re.Match[str]) -> bool:
    """Whether a range without a label counts seconds, by its unit or by two clocks."""
    unit, clocks = match["unit"], (":" in match["start"]) + (":" in match["end"])
    return clocks == 2 if unit is None else clocks == 0 and unit.lower() in _units()


def mark_of(path: str, row: Row) -> tuple[Mark, Row] | None:
    """The mark on a row of a common sort, and the words behind it as a row; None where the grammar must say it."""
    if row.kind not in _MARKS:
        return None
    line, at = row.text, row.start
    plain = _plain(line)
    text = plain.lstrip(" \t")
    sort, match = _matched(plain, text)
    if match is None or _kind(sort, match, line) != row.kind:
        return None
    label, label_span, number, number_span = "", None, None, None
    if sort == "labelled":
        (begins, ends), (first, last) = match.span("label"), match.span("number")
        label, label_span = line[begins:ends], Span(path, at + begins, at + ends)
        number, number_span = int(line[first:last]), Span(path, at + first, at + last)
    begin = at + len(line) - len(text)
    if row.kind == "SHOT_UNTIMED":
        span, said = Span(path, begin, at + match.end("sign")), match.end("behind")
        mark = Mark(span, "untimed", label, label_span, number, number_span, language=language_of(label, ""))
        return mark, Row("TEXT", at + said, line[said:].rstrip(SPACES))
    (start, started), (end, ended), unit = match.span("start"), match.span("end"), match.span("unit")
    ranged, final = start >= 0, milliseconds(line[end:ended])
    bracket, until = sort != "bare", max(ended, unit[1]) + 1
    typed = line.rstrip(SPACES)
    said = min(match.start("said"), len(typed))
    title, title_span = "", None
    if sort == "worded":
        first, last = match.start("title"), match.end("title") - 1
        title, title_span = line[first:last], Span(path, at + first, at + last)
    return Mark(
        Span(path, begin, at + until),
        "range" if ranged else "length",
        label,
        label_span,
        number,
        number_span,
        Span(path, at + (start if ranged else end) - bracket, at + until - (not bracket)),
        Span(path, at + start, at + started) if ranged else None,
        Span(path, at + end, at + ended),
        milliseconds(line[start:started]) if ranged else None,
        final if ranged else None,
        None if ranged else final,
        clocks=ranged and plain[start:ended].count(":") > 1,
        title=title,
        title_span=title_span,
        words_only=sort == "worded",
        language=language_of(label, line[unit[0] : unit[1]] if unit[0] >= 0 else ""),
    ), Row("TEXT", at + said, typed[said:])
