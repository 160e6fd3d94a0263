"""What storyc made, and what it must not touch."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import threading
from pathlib import Path

import pytest

from storyboard.production.files import manifest
from storyboard.production.files.lock import locked
from storyboard.production.files.manifest import FileConflict, Manifest, prepare, remove_leftovers, write_part


def put(own: Manifest, target: Path, data: bytes) -> None:
    own.replace([(write_part(target, data), target)])


@pytest.fixture
def root(tmp_path: Path) -> Path:
    prepare(tmp_path)
    return tmp_path


def listed(root: Path) -> dict[str, dict[str, str]]:
    record: dict[str, dict[str, str]] = json.loads((root / ".storyc" / "files.json").read_bytes())
    return record


def test_the_folder_is_hidden_from_git(root: Path) -> None:
    assert (root / ".storyc" / ".gitignore").read_text() == "*\n"
    prepare(root)


def test_what_is_put_is_listed_and_may_be_replaced(root: Path) -> None:
    target = root / "build" / "a" / "01.txt"
    put(Manifest(root), target, b"one")
    assert listed(root)["files"] == {"build/a/01.txt": hashlib.sha256(b"one").hexdigest()}
    assert listed(root)["intents"] == {}
    put(Manifest(root), target, b"two")
    assert target.read_bytes() == b"two"
    assert sorted(path.name for path in target.parent.iterdir()) == ["01.txt"]


def test_somebodys_file_is_refused_by_name(root: Path) -> None:
    target = root / "a.txt"
    target.write_bytes(b"mine")
    own = Manifest(root)
    assert own.conflict(target) == "`a.txt` is there but storyc did not make it: move it away"
    with pytest.raises(FileConflict, match="did not make it"):
        put(own, target, b"ours")
    assert target.read_bytes() == b"mine"


def test_a_changed_file_is_refused_and_a_deleted_one_is_written(root: Path) -> None:
    target = root / "a.txt"
    put(Manifest(root), target, b"one")
    target.write_bytes(b"edited")
    assert Manifest(root).conflict(target) == "`a.txt` was changed since storyc wrote it: move it away"
    target.unlink()
    assert Manifest(root).conflict(target) == ""


def test_folders_and_links_are_refused(root: Path) -> None:
    (root / "folder").mkdir()
    assert "is a folder" in Manifest(root).conflict(root / "folder")
    if sys.platform != "win32":
        (root / "link").symlink_to(root / "nowhere")
        assert "is a link" in Manifest(root).conflict(root / "link")
    assert "cannot be looked at" in Manifest(root).conflict(root / ("x" * 300)) or os.name == "nt"


@pytest.mark.parametrize("after", [False, True], ids=["before the move", "after the move"])
def test_a_crash_around_the_move_leaves_the_file_ours(root: Path, monkeypatch: pytest.MonkeyPatch, after: bool) -> None:
    target = root / "a.txt"
    put(Manifest(root), target, b"one")
    part = write_part(target, b"two")
    real = os.replace

    class Crash(BaseException):
        pass

    def crash(old: Path | str, new: Path | str) -> None:
        if Path(new) == target:
            if after:
                real(old, new)
            raise Crash
        real(old, new)

    own = Manifest(root)
    monkeypatch.setattr(manifest.os, "replace", crash)
    with pytest.raises(Crash):
        own.replace([(part, target)])
    monkeypatch.undo()
    assert target.read_bytes() == (b"two" if after else b"one")
    assert Manifest(root).conflict(target) == ""
    put(Manifest(root), target, b"three")
    assert target.read_bytes() == b"three"


def test_a_file_outside_is_listed_by_its_whole_path(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    target = tmp_path_factory.mktemp("elsewhere") / "a.txt"
    put(Manifest(root), target, b"one")
    assert list(listed(root)["files"]) == [target.as_posix()]
    assert Manifest(root).conflict(target) == ""


@pytest.mark.parametrize("text", ["", "{", '{"files": 3}', '{"schema": "storyc.files/9"}', "\xff"])
def test_a_broken_list_is_trouble_and_not_forgotten(root: Path, text: str) -> None:
    (root / ".storyc" / "files.json").write_text(text, encoding="latin-1")
    with pytest.raises(FileConflict, match=r"`\.storyc/files\.json` (cannot be read: .+: move it away|is `)"):
        Manifest(root)


def test_what_a_killed_build_left_is_swept(root: Path) -> None:
    target = root / "build" / "a.mp4"
    write_part(target, b"half")
    other = target.with_name("b.mp4")
    other.write_bytes(b"mine")
    remove_leftovers(root, [target.parent, root / "nowhere"])
    assert list(target.parent.iterdir()) == [other]


def test_what_another_project_makes_in_a_shared_folder_is_not_swept(
    root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    shared = tmp_path_factory.mktemp("shared")
    young, old = (write_part(shared / name, b"half") for name in ("a.mp4", "b.mp4"))
    os.utime(old, (0, 0))
    remove_leftovers(root, [shared])
    assert list(shared.iterdir()) == [young]


def test_a_file_that_others_may_read_stays_so(root: Path) -> None:
    target = root / "a.txt"
    put(Manifest(root), target, b"one")
    if os.name != "nt":
        assert target.stat().st_mode & 0o777 == 0o666 & ~manifest._UMASK


def test_the_second_waits_and_says_so_once(tmp_path: Path) -> None:
    told, got = [], []
    with locked(tmp_path, lambda: told.append("first")):

        def second() -> None:
            with locked(tmp_path, lambda: told.append("second")):
                got.append(1)

        thread = threading.Thread(target=second)
        thread.start()
        thread.join(0.5)
        assert (told, got) == (["second"], [])
    thread.join(10)
    assert (told, got) == (["second"], [1])


def many(root: Path) -> list[Path]:
    """A hundred files that are listed, so that the next ones stay in the log for a while."""
    own = Manifest(root)
    targets = [root / "build" / f"{number:03}.txt" for number in range(100)]
    own.replace([(write_part(target, b"one"), target) for target in targets])
    return targets


def test_the_list_is_not_written_anew_for_each_file(root: Path) -> None:
    targets = many(root)
    before = (root / ".storyc/files.json").read_bytes()
    own = Manifest(root)
    put(own, targets[0], b"two")
    put(own, targets[1], b"two")
    assert (root / ".storyc/files.json").read_bytes() == before
    # The log is read with the list, and ends in it.
    again = Manifest(root)
    assert again.conflict(targets[0]) == ""
    targets[0].write_bytes(b"one")
    assert again.conflict(targets[0]) == "`build/000.txt` was changed since storyc wrote it: move it away"
    again.save()
    assert (root / ".storyc/files.log").read_bytes() == b""
    assert listed(root)["files"]["build/001.txt"] == hashlib.sha256(b"two").hexdigest()
    assert listed(root)["intents"] == {}


def test_what_another_build_has_written_is_seen_after_a_refresh(root: Path) -> None:
    targets = many(root)
    mine, theirs = Manifest(root), Manifest(root)
    put(theirs, targets[0], b"two")
    assert "changed" in mine.conflict(targets[0])
    mine.refresh()
    assert mine.conflict(targets[0]) == ""
    put(mine, targets[1], b"three")
    theirs.refresh()
    theirs.save()
    mine.refresh()
    assert [mine.conflict(target) for target in targets[:2]] == ["", ""]
    put(mine, targets[0], b"four")
    assert Manifest(root).conflict(targets[0]) == ""


@pytest.mark.parametrize("after", [False, True], ids=["before the move", "after the move"])
def test_a_crash_with_the_intent_in_the_log_leaves_the_file_ours(root: Path, after: bool) -> None:
    target = many(root)[0]
    own = Manifest(root)
    part = write_part(target, b"two")
    own._note([("build/000.txt", hashlib.sha256(b"two").hexdigest(), hashlib.sha256(b"one").hexdigest())])
    if after:
        part.replace(target)
    # What the crash has cut off in the log is not minded, and not in the way of the next.
    with (root / ".storyc/files.log").open("ab") as stream:
        stream.write(b'[["build/001.txt","ab')
    again = Manifest(root)
    assert again.conflict(target) == ""
    put(again, target, b"three")
    assert Manifest(root).conflict(target) == ""


def test_a_broken_log_is_trouble_and_not_forgotten(root: Path) -> None:
    many(root)
    (root / ".storyc/files.log").write_bytes(b"[3]\n")
    with pytest.raises(FileConflict, match=r"\.storyc/files\.log"):
        Manifest(root)


def test_a_signal_right_after_a_move_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prepare(tmp_path)
    owned, replace = Manifest(tmp_path), os.replace

    def moved(part: Path, target: Path) -> None:
        replace(part, target)
        raise KeyboardInterrupt

    part = write_part(tmp_path / "film.mp4", b"film")
    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", moved)
        with pytest.raises(KeyboardInterrupt):
            owned.replace([(part, tmp_path / "film.mp4")])
    # What tidies up writes the list anew.
    owned.save()
    assert Manifest(tmp_path).conflict(tmp_path / "film.mp4") == ""
