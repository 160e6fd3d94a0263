"""What was hashed before is not read again, and a file that has changed is noticed whatever it looks like."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

import pytest

from storyboard.production.files import hashes
from storyboard.production.files.hashes import Hashes
from storyboard.production.files.manifest import prepare

LONG_AGO = 1_000_000_000 * 10**9


@pytest.fixture
def clip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    prepare(tmp_path)
    place = tmp_path / "a.mp4"
    place.write_bytes(b"one")
    # The file is younger than this test; no time must pass for it to count as old.
    monkeypatch.setattr(hashes, "_GRAIN", -(10**18))
    return place


def reads(root: Path, monkeypatch: pytest.MonkeyPatch, clip: Path) -> tuple[str, bool]:
    """The hash that a new run has of a clip, and whether it has read it."""
    found: list[bool] = []
    real = hashlib.file_digest

    def counted(*given: object) -> object:
        found.append(True)
        return real(*given)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(hashes.hashlib, "file_digest", counted)
        known = Hashes(root)
        digest = known.of(clip)
        known.save()
    return digest, bool(found)


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def test_a_file_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clip: Path) -> None:
    assert reads(tmp_path, monkeypatch, clip) == (sha(b"one"), True)
    assert reads(tmp_path, monkeypatch, clip) == (sha(b"one"), False)


def test_a_changed_file_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clip: Path) -> None:
    os.utime(clip, ns=(LONG_AGO, LONG_AGO))
    reads(tmp_path, monkeypatch, clip)
    clip.write_bytes(b"two, longer")
    assert reads(tmp_path, monkeypatch, clip) == (sha(b"two, longer"), True)
    other = tmp_path / "b.mp4"
    other.write_bytes(b"TWO, LONGER")
    os.replace(other, clip)
    assert reads(tmp_path, monkeypatch, clip) == (sha(b"TWO, LONGER"), True)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no time of change there")
def test_a_change_that_hides_its_time_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clip: Path) -> None:
    os.utime(clip, ns=(LONG_AGO, LONG_AGO))
    reads(tmp_path, monkeypatch, clip)
    clip.write_bytes(b"two")
    os.utime(clip, ns=(LONG_AGO, LONG_AGO))
    assert reads(tmp_path, monkeypatch, clip) == (sha(b"two"), True)


def test_a_file_that_has_just_been_written_is_not_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prepare(tmp_path)
    clip = tmp_path / "a.mp4"
    clip.write_bytes(b"one")
    assert reads(tmp_path, monkeypatch, clip) == (sha(b"one"), True)
    assert reads(tmp_path, monkeypatch, clip) == (sha(b"one"), True)


@pytest.mark.parametrize("text", ["", "{", '{"a": 3}', "\xff"])
def test_what_cannot_be_read_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clip: Path, text: str
) -> None:
    (tmp_path / ".storyc/seen.json").write_text(text, encoding="latin-1")
    assert reads(tmp_path, monkeypatch, clip) == (sha(b"one"), True)
    assert reads(tmp_path, monkeypatch, clip) == (sha(b"one"), False)
