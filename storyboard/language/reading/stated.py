"""Finds the lengths that the words of shots state: `held for 3 seconds`, `Wide, 3 sec.`, `约3秒`, `Duration: 3"`.

A length stands apart where a sign or the end of its words is on either side; one that opens or ends the words of a
shot counts where each shot has one. What a sentence says of an action, `for 3 seconds she waits`, is none.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Literal

import msgspec
from msgspec.structs import replace

from storyboard.language import words
from storyboard.language.reading.apiece import apiece
from storyboard.language.reading.ended import ended
from storyboard.language.reading.records import Doubt
from storyboard.language.syntax.canon import canonical
from storyboard.language.syntax.scan import Token
from storyboard.language.syntax.surroundings import DAY, LASTING, RATE, TOTAL
from storyboard.patterns import lazy

Way = Literal["apart", "end", "tail", "head", "acts"]
_REACH = 48
_SIGNS = frozenset(".!?。！？;؛,，、،:|/·•・([{<>=~+→॥।")
_STOPS = frozenset(".!?。！？।")
_BETWEEN = frozenset("x×=/")  # one of these alone parts a mark from its length: `Shot 1 x 3s`
_CLOSING = (")", "]", "}")
_GAP = " *_`"
_TAKEN = "taken as the length of its shot"
_FRAMES = "counts frames, and no rate is named: not taken as a length"
_LASTS = "Does it last so long?"
_HEADING = lazy(r"\n[ \t]{0,3}#{1,6}[ \t]")
_NEAR = 28
_SPEECH = 120
_TITLE = 16
_OPENING, _CLOSED = "\u201c\u00ab\u300c\u300e", "\u201d\u00bb\u300d\u300f"
_QUOTE = lazy(r'(?<!\d)"')  # behind a digit it counts seconds
_HAN = lazy(r"[\u3040-\u30ff\u3400-\u9fff]\Z")
_WORD = lazy(words.LETTERS)
_LAST = lazy(rf"{words.LETTERS}\Z")
_BLANK = lazy(r"\n[ \t]*\n")


class StatedLength(msgspec.Struct, frozen=True):
    """A time in words and how it stands there; `before` and `behind` are the signs round it, none at an end.

    `only` says that the words hold no other time.
    """

    token: Token
    way: Way
    before: str
    behind: str
    only: bool = True


@cache
def _saying() -> re.Pattern[str]:
    """The words between what parts a length from its sentence and the length: `held for`, `about`, `Duration:`."""
    return re.compile(rf"(?P<word>{words.pattern('holds', 'abouts', 'lengths', spaces=' ')})[ *_:=.]{{0,4}}\Z")


@cache
def _closing() -> re.Pattern[str]:
    """The words that make a time the end of its shot: `End at`, `cut after`."""
    by = words.pattern("from", "lasting", spaces=" ")
    return re.compile(rf"(?P<word>{words.pattern('cuts', 'finishes', spaces=' ')})[ *_:]{{0,3}}(?P<by>{by})?[ *_]*\Z")


@cache
def _endings() -> frozenset[str]:
    """What the words that belong to a time behind them end with; nearly all others do not."""
    return words.endings(words.of("holds", "abouts", "lengths", "cuts", "finishes", "from", "lasting"))


@cache
def _after() -> re.Pattern[str]:
    return re.compile(rf"[ *_]*{words.pattern('holds_after', spaces=' ')}")


def with_lengths(
    text: str, tokens: Sequence[Token], clips: Sequence[Sequence[Token]]
) -> tuple[list[list[Token]], list[Doubt]]:
    """The clips, each shot without a time with the length that its words state, and questions about these."""
    if all(mark.kind != "label" for clip in clips for mark in clip) or not any(map(may_last, tokens)):
        return [list(clip) for clip in clips], []
    plain = canonical(text)
    times = [token for token in tokens if may_last(token)]
    begins = [token.at for token in times]
    every = apiece(plain, times)
    starts = sorted(mark.begin for clip in clips for mark in clip)
    timed: list[list[Token]] = []
    doubts: list[Doubt] = []
    for clip in clips:
        said: list[StatedLength | None] = []
        for mark in clip:
            if mark.kind != "label":
                said.append(None)
                continue
            stop = _stop(plain, mark, starts, last=mark is clip[-1])
            inside = times[bisect_left(begins, mark.stop) : bisect_left(begins, stop)]
            best = _best(plain, inside, mark.stop, stop)
            said.append(best if best is None or not _headed(plain, mark) or _alone(plain, best) else None)
        if every is not None and every.at < clip[0].begin and not any(said) and all(m.kind == "label" for m in clip):
            said = [StatedLength(every, "apart", "", "")] * len(clip)
        marks, asked = _timed(plain, clip, said)
        timed.append(marks)
        doubts += asked
    return timed, doubts


def may_last(token: Token) -> bool:
    """Whether a time may be the length of a shot, or say when it ends."""
    if token.kind != "one" or token.label is not None or not token.start:
        return False
    return token.unit in ("s", "clock", "frame") and not token.flags & DAY


def _headed(plain: str, mark: Token) -> bool:
    """Whether a mark is a heading, whose text below it may be that of a clip."""
    return plain[plain.rfind("\n", 0, mark.begin) + 1 : mark.begin].lstrip().startswith("#")


def _alone(plain: str, said: StatedLength) -> bool:
    """Whether nothing but its time stands on the line of a length."""
    at = said.token.at
    return not said.behind and not any(map(str.isalpha, plain[plain.rfind("\n", 0, at) + 1 : at]))


def _stop(plain: str, mark: Token, starts: Sequence[int], *, last: bool) -> int:
    """Where the words of a shot end: at the next mark or heading; those of the last also at a blank line."""
    after = bisect_left(starts, mark.begin + 1)
    stop = starts[after] if after < len(starts) else len(plain)
    ways = (_HEADING, _BLANK) if last else (_HEADING,)
    for way in ways:
        match = way.search(plain, mark.stop, stop)
        if match is not None and plain[mark.stop : match.start()].strip():
            stop = match.start()
    return stop


def _best(plain: str, times: Sequence[Token], begin: int, stop: int) -> StatedLength | None:
    """What of the times in a shot's words most likely is its length or its end."""
    known = [said for token in times if (said := said_in(plain, token, begin, stop)) is not None]
    known = [said for said in known if said.way in _WAYS and (said.way != "head" or not said.before)]
    best = min(known, key=lambda said: _WAYS.index(said.way), default=None)
    return replace(best, only=len(times) == 1) if best is not None else None


_WAYS: tuple[Way, ...] = ("apart", "end", "tail", "head")


def said_in(plain: str, token: Token, begin: int, stop: int) -> StatedLength | None:
    """How a time stands in the words from `begin` to `stop`, or None where a sentence goes on round it."""
    if _spoken(plain[max(begin, token.at - _SPEECH) : token.at]):
        return None
    behind, goes_on = _behind(plain, token, stop)
    left = plain[max(begin, token.at - _REACH) : token.at].rstrip(_GAP)
    if left.lstrip(_GAP) in _BETWEEN and begin >= token.at - _REACH:
        left = ""
    speaks = words.may_end(left.rstrip(" *_:=."), _endings())
    if speaks and behind is not None and (closing := _closing().search(left)) is not None:
        parted = _parted(left[: closing.start()], begin == token.at - len(left))
        if parted is not None and (len(closing["word"]) > 2 or words.unspaced(closing["word"])):
            after = closing["by"] is not None and closing["by"] in words.known("lasting")
            return StatedLength(token, "apart" if after else "end", parted, behind)
    if token.unit == "clock":
        return None
    sayings = list(_sayings(left)) if speaks else []
    if sayings:
        left = left[: sayings[-1].start()].rstrip(_GAP)
    said = {match["word"] for match in sayings}
    if token.flags & RATE and said.isdisjoint(words.known("abouts")) and behind is None:
        return None
    if token.flags & TOTAL and said.isdisjoint(words.known("lengths")) and (behind is None or _whole(left)):
        return None
    before = _parted(left, begin >= token.at - _REACH)
    if before == ":" and _started(left):
        return None
    if before is None and behind in (" ", "") and plain[token.begin - 1 : token.begin] == " " and _HAN.search(left):
        before = " "  # words of Han without spaces, parted by them
    weak = bool(said) and said <= words.known("lasting") and not token.bracket
    if before is not None and behind is not None and not weak:
        lead = plain[max(begin, token.begin - _REACH) : token.begin]
        whole = begin >= token.begin - _REACH
        inside = behind == ")" and _parted(lead, whole) is None and not _titled(lead, whole)  # a barn (3s) at dawn
        return StatedLength(token, "tail" if inside else "apart", before, behind)
    acts = token.flags & (LASTING | RATE) and not said
    if acts:
        return None
    if behind is not None:
        way = "tail" if not behind or behind in _STOPS else "acts"
        return StatedLength(token, way, before or "", behind) if weak or way == "tail" else None
    return StatedLength(token, "head", before, "") if before is not None and not goes_on else None


def _spoken(left: str) -> bool:
    """Whether quotation marks that open in the words before a time are open still."""
    opened = max(map(left.rfind, _OPENING))
    return opened > max(map(left.rfind, _CLOSED)) or len(_QUOTE.findall(left)) % 2 == 1


def _titled(lead: str, whole: bool) -> bool:
    """Whether what stands before a bracket is a title: a word or two that begin a sentence."""
    stop = max(map(lead.rfind, _STOPS))
    return (whole or stop >= 0) and len(lead[stop + 1 :].strip()) <= _TITLE


def _whole(left: str) -> bool:
    """Whether the words before a time speak of the length of the film."""
    return not words.known("totals").isdisjoint(_WORD.findall(left[-_NEAR:]))


def _started(left: str) -> bool:
    """Whether a key says that the time behind it is the start of a shot, or its whole time."""
    word = _LAST.search(left.rstrip(" *_:"))
    return word is not None and word[0] in words.known("starts", "times", "instants")


def _sayings(left: str) -> Iterator[re.Match[str]]:
    for _ in range(3):
        match = _saying().search(left)
        if match is None:
            return
        yield match
        left = left[: match.start()].rstrip(_GAP)


def _parted(left: str, whole: bool) -> str | None:
    """The sign that parts what stands behind from the words before it, none at their start; None where words go on."""
    left = left.rstrip(_GAP)
    if not left:
        return "" if whole else None
    if left[-1] in _SIGNS or left[-1] == "\n":
        return left[-1]
    return "-" if left[-1] == "-" and left[-2:-1] in ("", " ", "-") else None


def _behind(plain: str, token: Token, stop: int) -> tuple[str | None, bool]:
    """The sign behind a time, none at its words' end; None where words go on, and whether these make it another."""
    at = token.end
    end = min(stop, at + _REACH)
    if plain[at - 1 : at] == ".":  # 3 sec.
        return ".", False
    after = _after().match(plain, at, end)
    if after is not None:
        at = after.end()
    right = plain[at:end].lstrip(_GAP)
    if plain[at : at + 1] == " " and _HAN.match(right[:1]) is not None:
        return " ", False
    if right[:1] in _CLOSING:
        beyond = right[1:].lstrip(_GAP)
        return (_sign(beyond) if _sign(beyond) is not None else ")"), False
    if _sign(right) is not None:
        return _sign(right), False
    word = re.match(words.LETTERS, right)
    return None, word is not None and word[0] in words.known("rates_after")


def _sign(right: str) -> str | None:
    """The sign that some words begin with, none at a line's end; None where they begin with a letter."""
    if not right or right[0] == "\n":
        return ""
    return right[0] if right[0] in _SIGNS or right[:2] in ("- ", "--") else None


def _timed(plain: str, clip: Sequence[Token], said: Sequence[StatedLength | None]) -> tuple[list[Token], list[Doubt]]:
    """The marks of a clip with the lengths that their words state, where these are the shots' own."""
    marks = list(clip)
    if any(mark.start is not None for mark in clip):
        return marks, []
    every = all(length is not None or mark.kind != "label" for mark, length in zip(clip, said, strict=True))
    if len(clip) < 2 or not every:
        # A sentence of some shots speaks of an action as often, or of an age.
        said = [length if length is not None and _sure(length) else None for length in said]
    known = [at for at, length in enumerate(said) if length is not None]
    if not known or (known == [len(clip) - 1] and _below(plain, clip[-1], said[-1])):
        return marks, []
    for at in known:
        marks[at] = _with(plain, marks[at], said[at])
    first = said[known[0]]
    assert first is not None
    if first.token.unit == "frame":
        return marks, [Doubt("unit", first.token.begin, first.token.end, _FRAMES, "Which seconds are these?")]
    doubts = [Doubt("series", first.token.begin, first.token.end, _TAKEN, _LASTS)]
    bare = next((mark for mark in marks if mark.kind == "label"), None)
    if bare is not None and all(mark.kind in ("length", "label") for mark in clip):
        doubts.append(Doubt("series", bare.begin, bare.stop, "has no length, and others have one", "How long is it?"))
    return ended(marks), doubts


def aged(said: StatedLength) -> bool:
    """Whether a time may be an age or a decade: `ANNA (30s)`."""
    ms = said.token.start or 0
    return ms > 10_000 and ms % 10_000 == 0 and said.token.end - said.token.at == 3  # two digits and the unit


def _sure(said: StatedLength) -> bool:
    """Whether a time must be the length of its shot, whatever the words of the others say."""
    return said.way in ("apart", "end") and said.before != ":" and said.only and not aged(said)


def _below(plain: str, mark: Token, said: StatedLength | None) -> bool:
    """Whether a length stands below the line of its mark, where it may be that of the film."""
    return len(plain) > 0 and said is not None and "\n" in plain[mark.stop : said.token.at]


def stated(plain: str, token: Token) -> tuple[int, int]:
    """Where a time stands, with its bracket where that holds little else."""
    return token.begin, token.end + (bool(token.bracket) and plain[token.end : token.end + 1] in _CLOSING)


def _with(plain: str, mark: Token, said: StatedLength | None) -> Token:
    if said is None:
        return mark
    token = said.token
    where = stated(plain, token)
    if token.unit == "frame":
        return replace(mark, stated=where)  # of which nobody knows how many a second has
    if said.way == "end":
        return replace(mark, kind="range", finish=token.start, unit=token.unit, stated=where)
    return replace(mark, kind="length", length=token.start, unit=token.unit, stated=where)
