"""A paid build on a network's file system: refused before a ledger is made or anything is sent."""

from __future__ import annotations

from pathlib import Path

import pytest

from storyboard.system import mounts
from tests.cli.paying import project


def test_a_ledger_on_a_network_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root, local = tmp_path / "nas", tmp_path / "local"
    root.mkdir()
    table = tmp_path / "mounts"
    table.write_text(f"x / ext4 rw 0 0\nnas:/films {root} nfs4 rw 0 0\n")
    monkeypatch.setattr(mounts, "TABLE", table)
    with project(root, monkeypatch, capsys) as it:
        assert it.build("--yes") == 2
        assert (
            f"`{root / '.storyc'}` lies on `nfs4`, a network's file system: name a local folder by `--store`" in it.err
        )
        assert it.calls() == 0
        assert not (root / ".storyc" / "ledger.db").exists()
        # The films may lie there: only the books may not.
        assert it.build("--yes", "--store", str(local)) == 0, it.err
        assert it.charges() == 2
