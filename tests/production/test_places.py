"""How many clips are kept at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from storyboard.production.purchase.places import turns


@pytest.mark.parametrize(("store", "most"), [(Path("store"), 1), ("s3://films", 16)])
def test_a_disk_keeps_one_clip_at_a_time_and_a_bucket_several(store: Path | str, most: int) -> None:
    waiting = turns(store)
    assert [waiting.acquire(blocking=False) for _ in range(most + 1)] == [*[True] * most, False]
