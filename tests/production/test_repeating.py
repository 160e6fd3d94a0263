"""A send without an answer at a host that says again what it has said: what is sent once more, and where."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest

from storyboard.ledger.records import PriorLook
from storyboard.production.plan.lineage import Origins
from storyboard.production.purchase.history import reconcile
from storyboard.providers import Abilities, Trouble
from tests.production.test_steps import attempt

NOW = datetime.now(UTC)


@pytest.mark.parametrize(("kept", "route"), [("where/it/went", "where/it/went"), ("", "as/the/profile/says")])
def test_it_is_repeated_where_it_was_sent_though_its_profile_has_another_route_by_now(kept: str, route: str) -> None:
    sends: list[str] = []

    def again(model: str, body: dict[str, Any], own: str) -> Trouble:
        sends.append(model)
        return Trouble(f"{own} is not known")

    host = SimpleNamespace(abilities=Abilities(replays=86_400.0), moment=lambda: NOW, again=again)
    lost = attempt("unknown", request="{}", sent=NOW, look=PriorLook(NOW, own="a1", route=kept))
    reconcile(cast(Any, None), cast(Any, host), "as/the/profile/says", lost, Origins(), repeats=True)
    assert sends == [route]
