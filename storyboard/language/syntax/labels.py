"""Reads the label of a shot that stands round a number: `Shot 2`, `SHOT2`, 镜头2, 第2个镜头, `Shot two`."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import chain

import msgspec

from storyboard.language import words
from storyboard.language.syntax.canon import parted
from storyboard.language.syntax.numbers import HAN, HAN_DIGITS, ORDINALS, any_of, value_of
from storyboard.patterns import lazy, of_words

_NUMBER = lazy(r"(\d{1,5})(?:\.(\d{1,2})(?!\d))?(?:[a-d](?![^\W_]))?(?!\d|[.,]\d)(?:/\d{1,3}(?![\w/]))?")  # 1 and 1/2
_DIGIT = lazy(r"\d")
_CLOCK = lazy(r":\d{2}(?!\d)")
_BEFORE = lazy(rf"({words.LETTER}+(?:[ -]{words.LETTER}+)?)(?:[ *_]*[#№.]?[ *_]*|(?P<odd>[ *_]*[-:][ *_]*))\Z")
_ALONE = lazy(r"[ *_]*(?:[:.)\]|,=]|\n|\Z)")  # behind the number of `Shot: 1` and `SHOT-1`, which is not a length then
_NTH = words.of("nth")[0]
_ORDINAL = lazy(rf"{_NTH} ?\Z")
_REACH = 32
_JOINTS = " *_#№.:-"


class ShotLabel(msgspec.Struct, frozen=True):
    """A label with its number, from `at` to `end`; `word` as in the table. `minor` is the 2 of `Shot 1.2`.

    `part` says that the word numbers parts as often as shots; `spelled` that the number is no digits behind the word;
    `serial` that it counts only in a series from 1 on: `Shot A`, `S1`, `#1`, ①.
    """

    at: int
    end: int
    word: str
    number: int
    minor: int = 0
    part: bool = False
    spelled: bool = False
    serial: bool = False


@cache
def _roles() -> dict[str, str]:
    return dict(words.lookup("shots", "weak", "parts"))


@cache
def _endings() -> frozenset[str]:
    return words.endings(_roles())


@cache
def _counting() -> re.Pattern[str]:
    """The word between a label and its number, as in `Shot no. 2`, with the blanks round it."""
    return re.compile(rf"[ *_]+(?:{words.alternation(words.of('counting'))})\.?[ *_]*\Z")


@cache
def _counting_endings() -> frozenset[str]:
    return words.endings(words.of("counting"))


@cache
def _counted() -> dict[str, str]:
    return dict(words.lookup("counted", "counted_parts"))


def before(text: str, at: int, typed: str = "") -> ShotLabel | None:
    """The label whose number begins at an offset of canonical text, or None.

    `typed` is the text as the writer has it: a full-width colon behind a number parts it from a time, any other before
    two digits makes it a clock.
    """
    begin = max(0, at - _REACH)
    left = text[begin:at]
    lead = left.rstrip(_JOINTS)
    if not words.may_end(lead, _endings()) and lead[-1:] != _NTH and not words.may_end(lead, _counting_endings()):
        return None  # nearly all numbers end here
    number = _NUMBER.match(text, at)
    if number is None or (_CLOCK.match(text, number.end()) and typed[number.end() : number.end() + 1] != "："):
        return None
    ordinal = _ORDINAL.search(left) if lead[-1] == _NTH else None
    if ordinal is not None:
        return _han(text, begin + ordinal.start(), number)
    counting = _counting().search(left)
    named = left[: counting.start()] if counting is not None else left
    word = _BEFORE.search(named)
    if word is None or (word["odd"] is not None and _ALONE.match(text, number.end()) is None):
        return None
    touching = counting is None and not left[-1:].isspace() and left[-1:] not in _JOINTS
    name, start = _named(word[1])
    if name is None:
        return None
    if touching and name not in words.known("glued") and not words.unspaced(name[-1]):
        return None
    placed = _placed().match(text, number.end())
    return ShotLabel(
        begin + word.start(1) + start,
        placed.end() if placed is not None else number.end(),
        name,
        int(number[1]),
        int(number[2] or 0),
        _roles()[name] == "parts",
    )


@cache
def _placed() -> re.Pattern[str]:
    """What a label's number may end with before its words: `Scene 5th:`, `Сцена 1-я:`, `Shot 1 of 2:`."""
    return re.compile(
        rf"(?:(?:{any_of(_endings_of_ordinals())})(?![^\W_])| (?:{any_of(words.of('out_of'))}) \d{{1,3}}){_CLOSED}"
    )


@cache
def _endings_of_ordinals() -> tuple[str, ...]:
    """What makes an ordinal of digits in letters: the `st` of `1st`."""
    return tuple(sign for sign in words.of("ordered") if sign[-1].isalpha() and sign[0] != ":")


def _named(letters: str) -> tuple[str | None, int]:
    """The label that one or two words end with, and where it begins in them."""
    known = _roles()
    if letters in known:
        return letters, 0
    _, _, last = letters.rpartition(" ") if " " in letters else letters.rpartition("-")
    if last in known:
        return last, len(letters) - len(last)
    if last and words.unspaced(last[-1]):
        for length in range(min(len(last), 8), 0, -1):
            if last[-length:] in known:
                return last[-length:], len(letters) - length
    return None, 0


def _han(text: str, at: int, number: re.Match[str]) -> ShotLabel | None:
    end = number.end() + (text[number.end() : number.end() + 1] == " ")
    for length in range(4, 0, -1):
        word = text[end : end + length]
        if len(word) == length and word in _counted():
            return ShotLabel(at, end + length, word, int(number[1]), 0, _counted()[word] == "counted_parts")
    return None


def _spelled() -> str:
    """Labels without digits behind them: `Shot one`, `Shot A`, `first shot`, `1st shot`, 镜头一, 1カット目."""
    every = words.of("shots", "parts")
    glued = [word for word in (*every, *words.of("weak")) if words.unspaced(word[0])]
    counts = (*words.of("numbers"), *ordinals())
    labels, cased = any_of(every), any_of((*every, *words.of("shots_within")))
    numbers = any_of((*counts, *words.of("roman")))
    spaced, unspaced = words.parted((*ordinals(), *words.of("further")))
    counted = any_of(words.of("counted", "counted_parts", "acts"))
    counting, out_of = any_of(words.of("counting")), any_of(words.of("out_of"))
    nth, ordered, after = (any_of(words.of(role)) for role in ("nth", "ordered", "ordered_after"))
    han = HAN
    bare = any_of(word for word in counts if words.unspaced(word[0]) and word[0] not in HAN_DIGITS)
    return (
        rf"(?<![^\W\d_])(?:"
        rf"(?P<label>{labels}) (?:(?:{counting})\.? )?(?:(?P<number>{numbers})(?![^\W\d_])"
        rf"(?: (?:{out_of}) (?:\d{{1,3}}|{numbers}){_CLOSED})?|(?P<letter>[a-z]){_CLOSED}"
        rf"|[^\W\d_]{{2,3}} (?P<number_2>{any_of(ordinals())}){_CLOSED})"
        rf"|(?:[^\W\d_]{{2,3}} )?(?P<ordinal>{any_of(spaced)}) (?P<named>{cased})(?![^\W\d_])"
        rf"|(?P<ordinal_2>{any_of(unspaced)}) ?(?P<named_2>{any_of(glued)}))"
        rf"|(?:{nth}) ?(?P<han>{han}|\d{{1,3}}) ?(?P<counted>{counted}|{any_of(glued)})"
        rf"|(?P<weak>{any_of(glued)}) ?(?:(?P<after>{han}|{bare})(?![^\W\d_])|(?P<letter_2>[a-z]){_CLOSED})"
        rf"|(?<![\w.,:/])(?P<digits>\d{{1,3}})(?:(?P<sign>{ordered}) ?(?P<placed>{labels})"
        rf"|(?P<placed_2>{any_of(glued)}))(?:{after})?(?! ?[#\d]){_CLOSED}"
        rf"|(?<![\w.,:/])(?P<han_2>{han}) ?(?P<placed_3>{any_of(glued)})(?:{after}){_CLOSED}"
    )


@cache
def _labelling() -> tuple[str, ...]:
    return words.stems(words.of("shots", "parts", "weak", "shots_within", "counted", "counted_parts", "acts"))


_SPELLED = of_words(_spelled, _labelling)
_NAMING = ("shots", "parts", "shots_within")
_NEAR = 5  # words of a text of ASCII from a label to the last one of its number: `shot no. al doilea`


@cache
def _parts_of(*roles: str) -> frozenset[str]:
    """All the words that a text of ASCII may have of some roles' words."""
    return frozenset(part for word in words.of(*roles) if word.isascii() for part in parted(word))


@cache
def _names_in_ascii() -> tuple[str, ...]:
    return tuple(_parts_of(*_NAMING))


@cache
def _last_of_counts() -> frozenset[str]:
    """The last word of each number: many first ones are an article, which stands by every noun."""
    listed = words.of("numbers", *ORDINALS, "roman", "further")
    return frozenset(parted(word)[-1] for word in listed if word.isascii())


def _may_spell(text: str) -> bool:
    """Whether a text has a word for a number by a label; False for most prose in ASCII.

    The expression for such labels is the longest of all, and is compiled for a text that may have one.
    """
    if not text.isascii():
        return True
    names, counts, signs = _parts_of(*_NAMING), _last_of_counts(), _parts_of("ordered")
    listed = parted(text)
    for place, word in enumerate(listed):
        if word not in names:
            # `1shot`, and `1:eshot` of an ordinal in digits.
            if (word[0].isdigit() or (place and listed[place - 1][0].isdigit())) and word.endswith(_names_in_ascii()):
                return True
            continue
        before, behind = listed[max(0, place - 2) : place], listed[place + 1 : place + 1 + _NEAR]
        if not counts.isdisjoint((*before, *behind)) or (behind and len(behind[0]) == 1 and behind[0].isalpha()):
            return True
        if before and (before[-1][0].isdigit() or (before[0][0].isdigit() and before[-1] in signs)):
            return True
    return False


# What stands behind a label that its line begins with and whose word may be a word of a sentence.
_CLOSED = r"(?=[*_ \"'”»]*(?:[:|)\]\[(\n]|- |\.[ \n]|\Z))"
# At a line's start, or behind a time in brackets.
_SERIES = r"(?:^[ >*_•\[(-]{0,8}(?:#{1,6} [*_]{0,3})?|(?<=[\])] )|(?<=[\])]))"


@cache
def _serial() -> re.Pattern[str]:
    """Numbers at a line's start that may count shots, with the initial of a label or a sign: `S1:`, `Sc. 2`, `#1:`."""
    short = [word for word in words.of("initials") if len(word) == 1]
    long = [word for word in words.of("initials") if len(word) > 1]
    return re.compile(
        rf"{_SERIES}(?P<all>(?:(?P<word>(?:{any_of(short)})(?=[#-]?\d)|(?:{any_of(long)})(?:\b|(?=\d)))"
        rf"(?:[#-]|\.? ?)|(?P<sign>#))"
        rf"(?P<digits>\d{{1,3}})(?![\w,]|[.:]\d| ?: ?[\"'“”„«「『]))(?P<closed>{_CLOSED})?",
        re.MULTILINE,
    )


@cache
def _circled() -> re.Pattern[str]:
    """Numbers in a circle at a line's start."""
    return re.compile(
        rf"{_SERIES}(?P<all>(?P<word>)(?P<digits>)(?P<sign>[\u2460-\u2468]))(?P<closed>[*_ ]*(?:[:：|)\]】\n]|- |\Z))?",
        re.MULTILINE,
    )


@cache
def _alone() -> re.Pattern[str]:
    """Ordinals in digits before a sign, or numbers in brackets, at a line's start: `1st: A lamp`, `[1] A lamp`."""
    endings = any_of(_endings_of_ordinals())
    return re.compile(
        rf"{_SERIES}(?P<all>(?P<word>)(?P<sign>)(?P<digits>\d{{1,3}})"
        rf"(?:{endings}(?=[*_ ]*[:|)\]])|(?:(?<=\[.)|(?<=\[..))(?=\])))(?P<closed>)",
        re.MULTILINE,
    )


@cache
def ordinals() -> tuple[str, ...]:
    """First, second and so on, in all languages and genders."""
    return words.of(*ORDINALS)


def _of_one_language(label: str, number: str) -> bool:
    """Whether a label and a number word share a language; short numbers of others are words: `Shot on 35 mm film`."""
    if len(number) > 2 or number in words.of("roman"):
        return True
    spoken = words.languages("numbers", *ORDINALS)[number]
    return not set(words.languages("shots", "parts")[label]).isdisjoint(spoken)


@lru_cache(maxsize=1)  # the scan and the reading of sentences ask for the same text
def spelled(text: str, typed: str = "") -> tuple[ShotLabel, ...]:
    """The labels of canonical text whose number is no digits behind their word, by place; `typed` is as in `before`.

    `number` is 0 for `next` and `last`.
    """
    matches = _SPELLED.finditer(text) if _may_spell(text) else ()
    read = [label for match in matches if (label := _read(match)) is not None]
    return tuple(sorted([*read, *serial(text, typed)], key=lambda label: label.at))


def serial(text: str, typed: str = "", *, parted: bool = True) -> list[ShotLabel]:
    """The numbers at the lines' starts that count shots where they are a series: `S1: A lamp`, `Sc. 1 A lamp`, `1st:`.

    With `parted` not set, those with a single letter or sign that nothing parts from the words: `① A lamp`.
    """
    return [label for label, sure in _series(text, typed) if sure is parted]


@lru_cache(maxsize=1)
def _series(text: str, typed: str) -> tuple[tuple[ShotLabel, bool], ...]:
    """The numbers at the lines' starts, and of each whether something parts it from the words."""
    if _DIGIT.search(text) is None:
        return ()
    read: list[tuple[ShotLabel, bool]] = []
    for match in chain(_serial().finditer(text), _alone().finditer(text), _circled().finditer(typed)):
        name, digits = match["word"] or match["sign"], match["digits"] or match["sign"]
        number = int(digits) if digits.isdecimal() else ord(digits) - _CIRCLED
        word = name if digits.isdecimal() else chr(_CIRCLED + 1)
        label = ShotLabel(*match.span("all"), word, number, 0, False, True, True)
        read.append((label, match["closed"] is not None or len(name) > 1))
    return tuple(read)


def leading(text: str) -> ShotLabel | None:
    """The label that canonical text begins with, its number in words; None where it begins with anything else."""
    match = _SPELLED.match(text) if _may_spell(text) else None
    return _read(match) if match is not None else None


def _read(match: re.Match[str]) -> ShotLabel | None:
    groups = match.groupdict()
    number_word = groups["number"] or groups["number_2"]
    if number_word and not _of_one_language(groups["label"], number_word):
        return None
    name = next(groups[key] for key in _NAMES if groups[key])
    counted, digits = groups["digits"], groups["han"] or groups["han_2"] or groups["after"] or ""
    letter = groups["letter"] or groups["letter_2"]
    if counted or digits.isdigit():
        number = int(counted or digits)
    elif letter:
        number = ord(letter) - ord("a") + 1
    else:
        number = value_of(digits or number_word or groups["ordinal"] or groups["ordinal_2"] or "")
    part = (_roles().get(name) or _counted().get(name)) not in ("shots", "counted")
    series = bool(letter or (counted and groups["sign"] in (None, ".")))
    return ShotLabel(match.start(), match.end(), name, number, 0, part, True, series)


_NAMES = ("label", "named", "named_2", "counted", "weak", "placed", "placed_2", "placed_3")
_CIRCLED = 0x245F
