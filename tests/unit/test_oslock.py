"""Locks that are given back whatever happens to their holder."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from storyboard.ledger.owners import inherited
from storyboard.system.oslock import give, is_held, take


def test_one_holder(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    assert not is_held(path)
    first, second = (os.open(path, os.O_RDWR | os.O_CREAT) for _ in range(2))
    try:
        assert not is_held(path)
        assert take(first)
        assert not take(second)
        assert is_held(path)
        give(first)
        assert not is_held(path)
        assert take(second)
    finally:
        os.close(first)
        os.close(second)
    assert not is_held(path)


def test_what_cannot_be_looked_at_is_held(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert is_held(tmp_path / "file" / "lock")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with a name")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "theirs")
    seen: list[bool] = []

    def look() -> None:
        seen.append(is_held(tmp_path / "theirs"))
        with inherited(tmp_path, "theirs") as dead:
            seen.append(dead)

    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    looking.join(20)
    assert seen == [False, True]
    assert not (tmp_path / "theirs").exists()
