"""An old copy of a ledger, as a cache of CI restores one, counts again what the ledger has bought since."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from storyboard.cli import exits
from storyboard.ledger.opening import FILE
from tests.cli.paying import TWO, Project, project, today

THREE = TWO + "\n# The smoke\nSmoke in the rain.\nShot 1 [0-5s] It rises from the wick.\n"
SAID = (
    "`storyc.lock` names 1 clip that this ledger, an old copy, has bought, and that this build "
    "does not fetch: what was paid counts again"
)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Project]:
    with project(tmp_path, monkeypatch, capsys, story=THREE, protocol="v2") as it:
        (tmp_path / "storyc.toml").write_text("[caps]\nday = 1.3\n")
        yield it


def go_back(it: Project, *, lost: bool = False) -> None:
    """Buy the first and the second clip, and put a copy of the ledger back that knows the first one alone.

    The second one is `lost` meanwhile.
    """
    assert it.build("--yes", "--only", "1") == exits.DONE, it.err
    shutil.copy(it.root / ".storyc" / FILE, it.root / "copy")
    assert it.build("--yes", "--only", "2") == exits.DONE, it.err
    if lost:
        _at_the_host(it)
        assert it.call("ledger", "resolve", it.attempts()[1].id, "--lost", "--no-look") == exits.DONE, it.err
    for path in (it.root / ".storyc").glob(f"{FILE}*"):
        path.unlink()
    (it.root / "copy").rename(it.root / ".storyc" / FILE)


def _in_place(it: Project) -> None:
    pass


def _in_the_store(it: Project) -> None:
    shutil.rmtree(it.root / "build")


def _at_the_host(it: Project) -> None:
    shutil.rmtree(it.root / "build")
    shutil.rmtree(it.root / ".storyc" / "store")


@pytest.mark.parametrize("left", [_in_place, _in_the_store, _at_the_host])
def test_what_it_takes_back_counts_in_caps_and_on_the_bill(here: Project, left: Callable[[Project], None]) -> None:
    go_back(here)
    left(here)
    lock = (here.root / "storyc.lock").read_text()
    assert here.build("--yes", "--only", "2") == exits.DONE, here.err
    assert "02-the-lamp.mp4" in " ".join(here.built())
    assert (here.root / "storyc.lock").read_text() == lock
    assert here.build("--yes", "--only", "3") == exits.CAP, here.err
    assert "1.25" in here.err
    assert here.charges() == 2
    assert here.call("ledger", "reconcile", "--from", today(), "--to", today(), "--format", "json") == exits.DONE, (
        here.err
    )
    result = json.loads(here.out)
    assert (result["billed_usd"], result["counted_usd"]) == (1.25, 1.25)
    # The store may have lost the first clip too.
    assert here.build("--only", "1") == exits.DONE, here.err
    assert here.call("ledger", "audit") == exits.DONE, here.err


def test_it_counts_before_the_same_run_buys_anything(here: Project) -> None:
    go_back(here)
    _at_the_host(here)
    assert here.build("--yes", "--only", "2", "--only", "3") == exits.CAP, here.err
    assert "names 1 clip that this ledger, an old copy, does not know" in here.err
    assert "what it has bought itself counts again" in here.err
    assert here.charges() == 2


@pytest.mark.parametrize("at_the_host", [False, True])
def test_what_it_has_bought_and_lost_counts_once(
    here: Project, monkeypatch: pytest.MonkeyPatch, at_the_host: bool
) -> None:
    go_back(here, lost=True)
    if not at_the_host:
        monkeypatch.setattr(here, "build", partial(here.build, "--no-look"))
    code = exits.DONE if at_the_host else exits.CAP
    for _ in range(2):
        assert here.build("--yes", "--only", "2") == code, here.err
        assert [(attempt.spent, attempt.state) for attempt in here.attempts()][1] == (625_000, "void")
        assert sum(attempt.counted for attempt in here.attempts()) == 1_250_000
    assert here.build("--yes", "--only", "3") == exits.CAP, here.err
    assert here.charges() == 2


def test_it_says_what_it_has_bought_and_lost(here: Project) -> None:
    go_back(here, lost=True)
    assert here.build("--yes", "--no-look", "--only", "2") == exits.CAP, here.err
    assert SAID in here.err
    assert here.build("--yes", "--no-look", "--only", "2") == exits.CAP, here.err
    assert "counts again" not in here.err


@pytest.mark.parametrize("words", [THREE, THREE.replace("A lamp burns", "A candle burns")])
def test_what_it_has_bought_counts_whether_a_build_means_it_or_not(here: Project, words: str) -> None:
    go_back(here)
    _at_the_host(here)
    (here.root / "a.story").write_text(words)
    for more in ([SAID], []):
        assert here.build("--yes", "--only", "2" if words != THREE else "3") == exits.CAP, here.err
        assert [line for line in here.err.splitlines() if "counts again" in line] == more
        assert [(attempt.state, attempt.spent) for attempt in here.attempts()] == [
            ("published", 625_000), ("void", 625_000),
        ]  # fmt: skip
    # Who means it later fetches it for nothing.
    (here.root / "a.story").write_text(THREE)
    lock = (here.root / "storyc.lock").read_bytes()
    assert here.build("--only", "2") == exits.DONE, here.err
    assert (here.root / "storyc.lock").read_bytes() == lock
    assert here.call("ledger", "reconcile", "--from", today(), "--to", today(), "--format", "json") == exits.DONE, (
        here.err
    )
    result = json.loads(here.out)
    assert (result["billed_usd"], result["counted_usd"], here.charges()) == (1.25, 1.25, 2)
    assert here.build("--only", "1") == exits.DONE, here.err
    assert here.call("ledger", "audit") == exits.DONE, here.err
