"""Finds shots that sentences tell of, one after the other, as in `The first shot is a lamp. In shot two, a hand`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import chain

import msgspec

from storyboard.language import words
from storyboard.language.reading.worth import NEED, worth
from storyboard.language.syntax import labels
from storyboard.language.syntax.canon import canonical
from storyboard.language.syntax.labels import ShotLabel
from storyboard.language.syntax.scan import Token

SPOKEN = "spoken"
_REACH = 32


@cache
def _lead() -> re.Pattern[str]:
    """What stands before such a label: the start of a line or a sentence, and `in`, or `in the`."""
    spaced, glued = words.parted(words.of("within"))
    within = rf"(?:{words.alternation(spaced)}) (?:{words.LETTER}{{1,3}}[ '])?|(?:{words.alternation(glued)}) ?"
    return re.compile(rf"(?:(?P<line>^|\n)[\s>*_•-]{{0,8}}|[.!?;,:。！？；，、،؟।] ?)(?P<all>(?P<within>{within})?)\Z")


@cache
def _says() -> re.Pattern[str]:
    """What stands behind such a label: a word that says what is seen, which is of the mark or of the shot's words."""
    spaced, glued = words.parted(words.of("copulas"))
    copulas = rf" (?:{words.alternation(spaced, spaces=' ')})(?!\w)|(?:{words.alternation(glued)}) ?"
    kept = rf" (?={words.pattern('showing', spaces=' ')})"
    return re.compile(rf"(?P<all>(?:{copulas})[,，:、]? ?|{kept})|(?P<comma> ?[,，、] ?)")


@cache
def _owned() -> re.Pattern[str]:
    spaced, glued = words.parted(words.of("owners"))
    return re.compile(rf" (?:{words.alternation(spaced)})(?!\w)|'|(?:{words.alternation(glued)})")


def with_spoken(text: str, tokens: Sequence[Token]) -> list[Token]:
    """The tokens, with labels in sentences that count 1, 2 … as marks where no others are marks for certain."""
    series = spoken(text, tokens, labels.spelled(canonical(text), text))
    if not series:
        return list(tokens)
    begins = [token.begin for token in series]
    kept = [token for token in tokens if not _covers(series, bisect_right(begins, token.at) - 1, token)]
    if any(worth(token) >= NEED for token in kept):
        return list(tokens)
    return sorted([*kept, *series], key=lambda token: token.at)


def _covers(series: Sequence[Token], at: int, token: Token) -> bool:
    return at >= 0 and token.at < max(series[at].stop, series[at].end)


def spoken(text: str, tokens: Iterable[Token], spelled: Iterable[ShotLabel] = ()) -> list[Token]:
    """The labels of the first series in sentences, of the tokens and those `spelled`: of one word, and from 1 on."""
    numbered = (token.label for token in tokens if token.kind == "label" and token.label is not None)
    known = {label.at: label for label in chain(numbered, spelled) if not label.serial}
    plain = canonical(text) if known else ""
    series: list[Token] = []
    line = counted = 0
    for at in sorted(known):
        label, place = known[at], len(series) + 1
        deep = label.spelled and label.word in words.known("depths")
        other = bool(series) and series[0].label is not None and series[0].label.word != label.word
        if deep or other or label.number not in (0, place):
            continue
        line, counted = line + plain.count("\n", counted, at), at
        if (token := _token(plain, msgspec.structs.replace(label, number=place), line)) is not None:
            series.append(token)
    return series if len(series) > 1 else []


def _token(plain: str, label: ShotLabel, line: int) -> Token | None:
    """A label as the mark of a shot, where it begins a sentence that says what is seen; else None."""
    lead = _lead().search(plain, max(0, label.at - _REACH), label.at)
    says = _says().match(plain, label.end)
    if lead is None:
        return None
    within = lead["within"] or plain[label.at : label.end].partition(" ")[0] in words.known("within")
    within = within or plain[label.at : label.end].endswith(words.of("shots_within"))
    if says is None or says["comma"]:
        glued = words.unspaced(plain[label.end : label.end + 1]) and label.spelled
        if not (within or glued) or _owned().match(plain, label.end) is not None:
            return None
    return Token(
        "label", label.at, label.end, lead.start("all"), says.end() if says is not None else label.end, None, None,
        None, "", label, None, "line" if lead["line"] is not None else "sentence", "", ":", 0, SPOKEN, line, "",
    )  # fmt: skip
