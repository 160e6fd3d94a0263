"""How often an emulator is asked that has told how long a generation takes there."""

from __future__ import annotations

from storyboard.config import HostSettings
from storyboard.production.purchase.ordering import paced
from storyboard.production.purchase.records import Polling

USUAL = Polling(lead=60.0, patience=600.0)


def test_questions_follow_the_emulator() -> None:
    assert paced(USUAL, HostSettings(), None) == USUAL
    fast = paced(USUAL, HostSettings(), 0.4)
    assert (fast.lead, fast.first, fast.most, fast.patience) == (0.2, 0.1, 0.2, 600.0)
    at_once = paced(USUAL, HostSettings(), 0.0)
    assert (at_once.lead, at_once.first, at_once.most) == (0.0, 0.05, 0.05)
    slow = paced(USUAL, HostSettings(), 1000.0)
    assert (slow.lead, slow.first, slow.most, slow.patience) == (60.0, 0.5, 15.0, 3000.0)


def test_a_patience_that_was_set_holds() -> None:
    assert paced(USUAL, HostSettings(patience=5), 1000.0).patience == 600.0
