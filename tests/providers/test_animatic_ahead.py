"""Items made ahead in a thread: the same ones, errors passed on, no thread left behind."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing

import pytest

from storyboard.film.animatic.ahead import ahead


def test_the_items_are_the_same() -> None:
    assert list(ahead(iter(range(100)), 3)) == list(range(100))


def test_an_error_of_the_maker_is_raised_where_it_is_used() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise LookupError("why")

    taken: list[int] = []
    with pytest.raises(LookupError, match="why"):
        taken.extend(ahead(items(), 2))
    assert taken == [1]


def test_a_user_that_leaves_ends_the_maker() -> None:
    before = set(threading.enumerate())  # of which some, that other tests left, may end meanwhile
    with closing(ahead(iter(range(10_000)), 2)) as items:
        assert next(items) == 0
    assert set(threading.enumerate()) <= before
