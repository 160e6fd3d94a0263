"""What each test of a ledger leaves behind."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tools.postgres import SCHEMAS


@pytest.fixture(autouse=True)
def released() -> Iterator[None]:
    """Let the next test have the schemas of this one."""
    yield
    SCHEMAS.release()
