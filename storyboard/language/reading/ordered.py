"""Finds lengths that are told by their place in the clip: `First 2 seconds:`, `for the next three seconds`, 前三秒."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

import msgspec

from storyboard.language import words
from storyboard.language.reading import orderwords
from storyboard.language.reading.orderwords import Order, Part

_SHORT = 2
_LONG, _ENDING = 4, 4  # units that may have an ending of so many letters: saniyede


class Ordered(msgspec.Struct, frozen=True):
    """A length with its word of order, from `at` to `end` of canonical text; a mark made of it begins at `begin`.

    `length` is in milliseconds; 0 is a half of the clip, None the rest of it. `until second 3` is one that ends there.
    """

    at: int
    end: int
    begin: int
    order: Order
    length: int | None


def ordered(plain: str) -> Iterator[Ordered]:
    """The lengths of canonical text that a word of order places, in order; each look is bounded."""
    reached = 0
    for at, end in _anchors(plain):
        if at < reached or not (stop := _word_ends(plain, at, end)):
            continue
        word = plain[at:end]
        placed = _without_number(plain, at, stop, word) if word in _wholes() else _placed(plain, at, stop, word)
        if placed is not None:
            reached = placed.end
            yield placed


# ---- where to look ---------------------------------------------------------------------------------------------------


@cache
def _wholes() -> Mapping[str, Order]:
    """What is told in order and has no number: the halves, and the rest."""
    wholes: dict[str, Order] = dict.fromkeys((word for word in words.of("order_rest") if "*" not in word), "rest")
    wholes.update(dict.fromkeys(words.of("half_first"), "first"))
    wholes.update(dict.fromkeys(words.of("half_last"), "last"))
    return wholes


@cache
def _stems(ascii_only: bool) -> tuple[str, ...]:
    """What the units in letters, the halves and the rest begin with: letters alone are found at once."""
    every = (word for word in (*words.of("seconds"), *_wholes()) if not ascii_only or word.isascii())
    stems: list[str] = []
    # In their order as text all that begin with a stem follow it.
    for word in sorted(word for word in every if len(word) > _SHORT or words.unspaced(word)):
        if not stems or not word.startswith(stems[-1]):
            stems.append(word)
    return tuple(stems)


def _places(plain: str, stem: str) -> Iterator[int]:
    at = plain.find(stem)
    while at >= 0:
        yield at
        at = plain.find(stem, at + len(stem))


@cache
def _long() -> re.Pattern[str]:
    return re.compile(words.alternation((*words.of("seconds"), *_wholes()), spaces=" "))


@cache
def _short(is_ascii: bool) -> re.Pattern[str]:
    """A number with a unit of a letter or two; for ASCII without all other letters, which take long to compile."""
    units = [word for word in words.of("seconds") if len(word) <= _SHORT and not words.unspaced(word)]
    if is_ascii:
        units = [word for word in units if word.isascii()]
    letter = "[A-Za-z]" if is_ascii else words.LETTER
    return re.compile(rf"\d[ *_-]{{0,2}}(?P<unit>{words.alternation(units)})(?!{letter})")


def _anchors(plain: str) -> list[tuple[int, int]]:
    """Where the words stand that may be the unit of such a length, or the whole of it, by place."""
    begins = {at for stem in _stems(plain.isascii()) for at in _places(plain, stem)}
    long = (match for at in begins if (match := _long().match(plain, at)) is not None)
    return sorted(
        [*(match.span() for match in long), *(match.span("unit") for match in _short(plain.isascii()).finditer(plain))]
    )


def _word_ends(plain: str, at: int, end: int) -> int:
    """Where the word ends that an anchor begins, with its ending; 0 where it is part of another word."""
    if words.unspaced(plain[end - 1]):
        return end
    if at and plain[at - 1].isalpha():
        return 0
    word = orderwords.next_word(plain, end - 1)
    stop = word.end() if word is not None else end
    return stop if stop == end or (end - at >= _LONG and stop - end <= _ENDING) else 0


# ---- what stands round it --------------------------------------------------------------------------------------------


def _without_number(plain: str, at: int, end: int, word: str) -> Ordered | None:
    """A half of the clip, or the rest where that is said to be of the film, or a mark's colon stands behind it."""
    order, begin = _wholes()[word], orderwords.leads(plain, at)
    if order != "rest":
        other = orderwords.of_other(plain, end) or orderwords.number_behind(plain, end) is not None
        return None if other else Ordered(at, end, begin, order, 0)
    if not plain.startswith((":", "- "), orderwords.ahead(plain, end)):
        further = orderwords.of_film(plain, end)
        return Ordered(at, further, begin, order, None) if further is not None else None
    return Ordered(at, end, begin, order, None)


def _placed(plain: str, at: int, end: int, unit: str) -> Ordered | None:
    number = orderwords.number_before(plain, at)
    if number is None:
        return _unit_first(plain, at, end, unit) or _number_apart(plain, at, end, unit) or _one(plain, at, end, unit)
    order = (
        orderwords.order_before(plain, number.at, unit)
        or orderwords.order_behind(plain, end, unit)
        or orderwords.limit_before(plain, number.at)
    )
    return _length(plain, min(number.at, order.at), max(end, order.end), order, number) if order is not None else None


def _number_apart(plain: str, at: int, end: int, unit: str) -> Ordered | None:
    """As in `3 premières secondes`, where the word of order stands between the number and the unit."""
    order = orderwords.order_before(plain, at, unit)
    number = orderwords.number_before(plain, order.at) if order is not None else None
    return _length(plain, number.at, end, order, number) if order is not None and number is not None else None


def _unit_first(plain: str, at: int, end: int, unit: str) -> Ordered | None:
    """The unit, the number, the word of order, as in Arabic; and `until second 3`."""
    number = orderwords.number_behind(plain, end)
    if number is None:
        return None
    order = orderwords.order_behind(plain, number.end, unit)
    if order is not None:
        return _length(plain, at, order.end, order, number)
    limit = orderwords.limit_before(plain, at)
    return _length(plain, limit.at, number.end, limit, number) if limit is not None else None


def _one(plain: str, at: int, end: int, unit: str) -> Ordered | None:
    """A single second: `in the first second`."""
    if unit not in words.known("a_second"):
        return None
    order = orderwords.order_before(plain, at, unit) or orderwords.order_behind(plain, end, unit)
    if order is None:
        return None
    return _length(plain, min(at, order.at), max(end, order.end), order, Part(at, at, "", 1000))


def _length(plain: str, at: int, end: int, order: Part, number: Part) -> Ordered | None:
    if not number.value or orderwords.of_other(plain, end):
        return None
    placed = orderwords.orders().get(order.word, "until")
    if plain.startswith(".", end) and plain[end + 1 : end + 3].lstrip()[:1] in (":", ")", "]", "-", ","):
        end += 1  # 3 Sek.:
    return Ordered(at, orderwords.trails(plain, end), orderwords.leads(plain, at), placed, number.value)
