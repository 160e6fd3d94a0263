"""What a store has noted of what its ledger has bought."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from storyboard.ledger import open_ledger
from storyboard.production.purchase import mirror
from storyboard.store import open_store


def test_what_is_no_note_is_passed_over(tmp_path: Path) -> None:
    """A file manager leaves files of its own wherever it looks."""
    store = open_store(tmp_path / "store", "")
    with closing(open_ledger(tmp_path / "books")) as ledger:
        store.note(f"{ledger.id}/Thumbs.db", b"")
        assert mirror.lacking(ledger, store) == []
