"""A night of stories, three of them bad in three ways, and a host that fails now and then: `make night`, smaller."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.paying import project
from tools import night

COUNT = 24
EVERY = 4


def test_a_night_is_resumed_without_paying_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from storyboard.emulate.faults import parse

    script = tuple(() if word == "none" else (parse(word),) for word in night.script(COUNT, EVERY))
    with project(tmp_path, monkeypatch, capsys, protocol="v2", script=script, rehearses=True) as it:
        (it.root / "a.story").unlink()
        night.write(it.root, COUNT)
        assert night.play(it.root, COUNT, EVERY, it.call, it.host.book) == []
        assert it.charges() == COUNT


def test_a_second_payment_would_be_seen(tmp_path: Path) -> None:
    night.write(tmp_path, 8)
    (tmp_path / night.REPORT).write_text('{"clips": [], "stories": [], "total_usd": 0}')
    charges: list[int] = []

    def call(*words: str) -> int:
        charges.extend([0] * 8)
        return 0

    def book() -> dict[str, object]:
        return {"requests": [{"submit": 1} for _ in charges], "charges": charges}

    from storyboard.ledger import open_ledger

    open_ledger(tmp_path / ".storyc/rehearsal").close()
    wrong = night.play(tmp_path, 8, 20, call, book)
    assert "the third run: charges: 8 instead of 0" in wrong
    assert "the third run: submits: 8 instead of 0" in wrong
