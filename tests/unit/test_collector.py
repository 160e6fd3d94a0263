"""The collector of garbage, while something is made that stays."""

from __future__ import annotations

import gc

from storyboard.system import collector


def is_young(thing: object) -> bool:
    return any(other is thing for other in gc.get_objects(generation=0))


def test_what_is_made_while_it_is_paused_is_not_looked_at_next() -> None:
    with collector.paused():
        assert not gc.isenabled()
        kept: list[list[str]] = [[]]
        assert is_young(kept)
    assert gc.isenabled()
    assert not is_young(kept)
    assert is_young([kept])


def test_garbage_that_is_made_meanwhile_is_still_collected() -> None:
    class Knot:
        """A knot of one."""

    with collector.paused():
        knot = Knot()
        knot.itself = knot
        del knot
    gc.collect()
    assert not any(isinstance(thing, Knot) for thing in gc.get_objects())
    assert gc.get_freeze_count() == 0


def test_what_somebody_has_frozen_stays_frozen() -> None:
    gc.freeze()
    try:
        count = gc.get_freeze_count()
        with collector.paused():
            pass
        assert gc.get_freeze_count() == count
    finally:
        gc.unfreeze()
