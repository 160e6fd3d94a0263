"""What a saved plan allows: to buy what it says, and less, never more."""

from __future__ import annotations

from typing import get_args

import msgspec
import pytest

from storyboard.compiler.pipeline import Options, compile_story
from storyboard.config import Config
from storyboard.production import plan
from storyboard.production.plan import saved
from storyboard.records.plan import State
from storyboard.source import MemoryFiles

FILES = MemoryFiles({"a.story": b"# One\nShot 1 [0-5s] A street.\n"})
STATES: tuple[State, ...] = get_args(State)


def row(state: State, price: int = 625_000) -> plan.PlanRow:
    request = compile_story(FILES, "a.story", Config(), Options()).requests[0]
    return plan.PlanRow(msgspec.structs.replace(request, price=price), 5, state)


def differences(was: plan.PlanRow, now: plan.PlanRow) -> list[str]:
    planned = saved.save([plan.ProjectPlan((was,), FILES)], saved.selection(["a.story"], Options()), "host")
    return list(saved.differences(planned, [now], FILES))


@pytest.mark.parametrize("was", STATES)
@pytest.mark.parametrize("now", STATES)
def test_only_what_would_be_paid_for_and_was_not_to_be_is_a_difference(was: State, now: State) -> None:
    more = now in plan.BOUGHT and was not in plan.BOUGHT
    assert differences(row(was), row(now)) == ([f"`a.story` clip 1 is {now}, planned was {was}"] if more else [])


@pytest.mark.parametrize("now", STATES)
def test_a_price_is_a_difference_only_of_what_would_be_paid_for(now: State) -> None:
    # Planned at what the host had charged for another clip; somebody has bought it since.
    said = "`a.story` clip 1 costs 0.625 USD for 5 s, planned were 1.9 USD for 5 s"
    assert differences(row("new", 1_900_000), row(now)) == ([said] if now in plan.BOUGHT else [])
