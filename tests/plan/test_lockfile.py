"""The lock file's entries brought together: what was paid for is never given up for a rehearsal."""

from __future__ import annotations

import msgspec
import pytest

from storyboard.compiler.request import Request
from storyboard.production.plan.lockfile import Entry, Lock, entry, merged
from tests.ledger.making import request

ONE = request(1)
TWIN = msgspec.structs.replace(ONE, clip=request(2).clip)  # the same words once more: the same request


def locked(of: Request, *, rehearsal: bool) -> Entry:
    job = "rehearsed" if rehearsal else "paid"
    return entry(of, provider="segmind", seed=1, request_id=job, price=100, sha256="c" * 64, rehearsal=rehearsal)


@pytest.mark.parametrize("paid", [ONE, TWIN])
@pytest.mark.parametrize("rehearsed", [(ONE,), (TWIN,), (ONE, TWIN), (TWIN, ONE)])
def test_a_rehearsed_twin_does_not_cost_what_was_paid_for(paid: Request, rehearsed: tuple[Request, ...]) -> None:
    lock = Lock({paid.sha256: locked(paid, rehearsal=False)})
    fresh = [locked(of, rehearsal=True) for of in rehearsed]
    for requests in ((ONE, TWIN), (TWIN, ONE)):
        after = merged(lock, fresh, requests)
        assert [one.request_id for one in after.entries.values()] == ["paid"]


@pytest.mark.parametrize("bought", [(ONE,), (TWIN,), (ONE, TWIN), (TWIN, ONE)])
def test_what_is_paid_for_takes_the_place_of_a_rehearsal(bought: tuple[Request, ...]) -> None:
    lock = Lock({ONE.sha256: locked(ONE, rehearsal=True)})
    after = merged(lock, [locked(of, rehearsal=False) for of in bought], (ONE, TWIN))
    assert [one.request_id for one in after.entries.values()] == ["paid"]
