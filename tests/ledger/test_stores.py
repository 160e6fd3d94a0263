"""What every store promises, and what the store of one machine does to its files."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storyboard.ledger import open_ledger
from storyboard.store import Blob, Store, StoreTrouble, open_store
from storyboard.store import files as module
from tests.ledger.making import STORES

ROOT = Path(__file__).resolve().parents[2]
POSIX = pytest.mark.skipif(os.name == "nt", reason="there are no such modes and limits")
CLIP = b"a clip" * 1000
SHA = hashlib.sha256(CLIP).hexdigest()
OLD = 1_700_000_000


@pytest.fixture
def owner(tmp_path: Path) -> Iterator[str]:
    with closing(open_ledger(tmp_path)) as ledger:
        yield ledger.owner


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "clips"


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest, folder: Path, owner: str) -> Store:
    return STORES[request.param](folder, owner)


@pytest.fixture
def files(folder: Path, owner: str) -> Store:
    return open_store(folder, owner)


def kept(store: Store, data: bytes = CLIP) -> Blob:
    incoming = store.receive()
    incoming.write(data)
    return store.keep(incoming)


def on_the_way(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "tmp").iterdir())


def test_what_is_kept_is_found(store: Store) -> None:
    assert (store.path(SHA), store.has(SHA)) == (None, False)
    incoming = store.receive()
    for place in range(0, len(CLIP), 1000):
        incoming.write(CLIP[place : place + 1000])
    assert incoming.size == len(CLIP)
    assert incoming.path.read_bytes() == CLIP
    assert store.path(SHA) is None
    assert store.keep(incoming) == Blob(SHA, len(CLIP))
    found = store.path(SHA)
    assert found is not None
    assert store.has(SHA)
    assert found.read_bytes() == CLIP
    assert not incoming.path.exists()


def test_another_try(store: Store) -> None:
    incoming = store.receive()
    incoming.write(b"half of something el")
    incoming.restart()
    assert incoming.size == 0
    incoming.write(CLIP)
    assert store.keep(incoming) == Blob(SHA, len(CLIP))
    assert store.path(SHA) is not None


def test_what_was_kept_or_removed_is_over(store: Store) -> None:
    gone, done = store.receive(), store.receive()
    gone.write(CLIP)
    gone.discard()
    gone.discard()
    assert not gone.path.exists()
    store.keep(done)
    done.discard()
    for incoming in (gone, done):
        with pytest.raises(StoreTrouble, match="was kept or removed before"):
            incoming.write(b"more")
        with pytest.raises(StoreTrouble, match="was kept or removed before"):
            incoming.restart()
        with pytest.raises(StoreTrouble, match="was kept or removed before"):
            store.keep(incoming)
    assert store.path(hashlib.sha256(b"").hexdigest()) is not None


def test_equal_bytes_are_kept_once_and_are_young_again(store: Store, folder: Path) -> None:
    first = kept(store)
    os.utime(folder / SHA, (OLD, OLD))
    before = (folder / SHA).stat()
    assert kept(store) == first
    assert (folder / SHA).stat().st_ino == before.st_ino
    assert (folder / SHA).stat().st_mtime > OLD
    assert on_the_way(folder) == []


@POSIX
def test_equal_bytes_of_another_user_are_written_again(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = kept(store)
    os.utime(folder / SHA, (OLD, OLD))

    def refused(path: Path) -> None:
        raise PermissionError(errno.EPERM, "it is another's", str(path))

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(os, "utime", refused)
        assert kept(store) == first
    assert (folder / SHA).stat().st_mtime > OLD
    assert on_the_way(folder) == []


def test_a_damaged_file_is_not_there_until_it_is_kept_again(files: Store, folder: Path) -> None:
    kept(files)
    (folder / SHA).chmod(0o644)
    (folder / SHA).write_bytes(CLIP[:-1] + b"?")
    assert files.path(SHA) is None
    kept(files)
    assert (folder / SHA).read_bytes() == CLIP


@pytest.mark.parametrize("name", ["", "..", "tmp", "0" * 63, "0" * 64 + "/", f"../clips/{SHA}", SHA.upper()])
def test_what_is_no_hash_is_not_there(store: Store, name: str) -> None:
    kept(store)
    assert store.path(name) is None


@POSIX
def test_neither_links_nor_folders_are_blobs(store: Store, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "clip").write_bytes(CLIP)
    folder.mkdir()
    (folder / SHA).symlink_to(tmp_path / "clip")
    assert store.path(SHA) is None
    (folder / ("0" * 64)).mkdir()
    assert store.path("0" * 64) is None


def test_a_file_is_read_once(store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept(store)
    fresh, count, digest = open_store(folder, "x"), 0, hashlib.file_digest

    def counted(*given: object) -> object:
        nonlocal count
        count += 1
        return digest(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(hashlib, "file_digest", counted)
    assert store.path(SHA)
    assert count == 0  # it was hashed on its way in
    assert fresh.path(SHA)
    assert fresh.path(SHA)
    assert count == 1
    os.utime(folder / SHA, ns=(1, 1))
    assert fresh.path(SHA)
    assert count == 2


def test_reading_makes_nothing(store: Store, folder: Path) -> None:
    assert store.path(SHA) is None
    store.sweep()
    assert not folder.exists()


@POSIX
def test_modes(store: Store, folder: Path) -> None:
    incoming = store.receive()
    assert stat.S_IMODE(incoming.path.stat().st_mode) == 0o600
    assert [stat.S_IMODE(path.stat().st_mode) for path in (folder, folder / "tmp")] == [0o700, 0o700]
    store.keep(incoming)
    assert [stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir() if path.is_file()] == [0o444]


@POSIX
def test_on_the_disk_then_named_then_the_name_on_the_disk(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    def recorded(name: str, said: Callable[..., str]) -> None:
        real = getattr(os, name)
        monkeypatch.setattr(os, name, lambda *given: (done.append(f"{name} {said(*given)}"), real(*given))[1])

    def opened(handle: int) -> str:
        return "folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else f"file of {os.fstat(handle).st_size}"

    store.receive().discard()  # which makes the folders
    recorded("fsync", opened)
    recorded("replace", lambda source, target: f"{Path(source).parent.name} {Path(target).name}")
    recorded("write", lambda handle, block: str(len(block)))
    kept(store)
    assert done == [f"write {len(CLIP)}", f"fsync file of {len(CLIP)}", f"replace tmp {SHA}", "fsync folder"]


def test_sweeping(files: Store, owner: str, folder: Path, tmp_path: Path) -> None:
    incoming = files.receive()
    with closing(open_ledger(tmp_path)) as other:
        theirs = open_store(folder, other.owner).receive()
        theirs.write(CLIP)
        (folder / "tmp" / "0000000000-0123").touch()
        (folder / "tmp" / "notes").touch()
        # From where no owner is seen alive, not even our own, nothing may be removed.
        open_store(folder, owner, lambda name: False).sweep()
        assert len(on_the_way(folder)) == 4
        files.sweep()
        assert on_the_way(folder) == sorted([incoming.path.name, theirs.path.name, "notes"])
    files.sweep()
    assert on_the_way(folder) == sorted([incoming.path.name, "notes"])
    theirs.discard()
    files.keep(incoming)


def test_ready_leaves_nothing(store: Store, folder: Path) -> None:
    store.ready(0)
    store.ready(1 << 20)
    assert on_the_way(folder) == []


def test_no_room(store: Store, folder: Path) -> None:
    with pytest.raises(StoreTrouble, match=r"cannot be written: (the disk is full|a file may not be that large here)"):
        store.ready(1 << 60)
    assert on_the_way(folder) == []


def test_no_room_for_the_folder_itself(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    def gone(*_: object) -> None:
        raise FileNotFoundError(errno.ENOENT, "No such file or directory")

    monkeypatch.setattr(module, "_reserve", full)
    monkeypatch.setattr(module.shutil, "disk_usage", gone)
    with pytest.raises(StoreTrouble, match=r"the disk is full$"):
        open_store(folder, "x").ready(1 << 20)


def test_no_room_where_space_cannot_be_reserved(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "posix_fallocate", raising=False)
    store.ready(1 << 20)
    with pytest.raises(
        StoreTrouble, match=r"the disk is full: 1152921504606\.8 MB are needed, and [0-9.]+ MB are free$"
    ):
        store.ready(1 << 60)


def test_a_file_where_the_folder_should_be(folder: Path, owner: str) -> None:
    folder.touch()
    store = open_store(folder, owner)
    assert store.path(SHA) is None
    for use in (lambda: store.ready(1), store.receive):
        with pytest.raises(StoreTrouble, match=f"the store `{folder}` cannot be written: "):
            use()


def test_short_writes_are_written_on(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda handle, block: write(handle, block[:7]))
    assert kept(store) == Blob(SHA, len(CLIP))
    assert store.path(SHA) is not None


def program(text: str, *words: str) -> list[str]:
    """The lines that a Python program with the store at hand prints."""
    start = "import os, sys\nfrom pathlib import Path\nfrom storyboard.store import StoreTrouble, at_file, open_store\n"
    done = subprocess.run(
        [sys.executable, "-c", start + text, *words], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@POSIX
def test_a_file_that_grows_too_large(folder: Path) -> None:
    said = program(
        """
import resource
store = open_store(Path(sys.argv[1]), "x")
incoming = store.receive()
most = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, most))
for use in (lambda: incoming.write(b"x" * 1500), lambda: store.ready(2000), lambda: incoming.write(b"x"),
            lambda: store.keep(incoming)):
    try:
        use()
        print("done")
    except StoreTrouble as trouble:
        print(trouble)
resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
incoming.restart()
incoming.write(b"x" * 1500)
print(store.keep(incoming).size)
""",
        str(folder),
    )
    large = f"the store `{folder}` cannot be written: a file may not be that large here"
    assert said[:2] == [large, large]
    # Half a block is in the file: what is added or kept now would not be what its hash says.
    assert [line.endswith("could not be written whole") for line in said[2:4]] == [True, True]
    assert said[4:] == ["1500"]


@POSIX
def test_a_disk_that_may_only_be_read() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "clips"
        kept(open_store(folder, "x"))
        for path in (folder / "tmp", folder, folder.parent):
            path.chmod(0o555)
        said = program(
            """
if not os.getuid():
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
store = open_store(Path(sys.argv[1]), "x")
print(store.path(sys.argv[2]).name)
for use in (lambda: store.ready(1), store.receive):
    try:
        use()
    except StoreTrouble as trouble:
        print(trouble)
""",
            str(folder),
            SHA,
        )
        for path in (folder.parent, folder, folder / "tmp"):
            path.chmod(0o755)
    assert said == [SHA, *[f"the store `{folder}` cannot be written: that is not allowed"] * 2]


def test_words_for_what_has_none(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    incoming = store.receive()
    monkeypatch.setattr(module.os, "fsync", lambda handle: (_ for _ in ()).throw(OSError(5, "Input/output error")))
    with pytest.raises(StoreTrouble, match="the disk reports an error"):
        store.keep(incoming)
    monkeypatch.undo()
    incoming.write(CLIP)
    assert store.keep(incoming).sha256 == SHA


def test_notes_lie_apart_and_are_listed_from_a_name_on(store: Store) -> None:
    assert list(store.keepers()) == list(store.notes("books", "")) == []
    for name in ("b", "a", "c"):
        store.note(f"books/{name}", name.encode())
    store.note("other/d", b"")
    store.note("books/b", b"again")
    assert list(store.notes("books", "")) == ["a", "b", "c"]
    assert list(store.notes("books", "a")) == ["b", "c"]
    assert list(store.keepers()) == ["books", "other"]
    assert store.noted("books/b") == b"again"
    with pytest.raises(StoreTrouble):
        store.noted("books/e")
    assert list(store.all()) == []


def test_what_is_kept_is_listed_and_may_be_removed(store: Store) -> None:
    blob = kept(store)
    other = kept(store, b"another clip")
    assert {(file.sha256, file.size) for file in store.all()} == {(blob.sha256, blob.size), (other.sha256, other.size)}
    assert all(abs(datetime.now(UTC) - file.at) < timedelta(days=1) for file in store.all())
    assert not store.remove(blob.sha256, datetime.now(UTC) - timedelta(days=1))
    assert store.has(blob.sha256)
    for _ in range(2):
        assert store.remove(blob.sha256, datetime.now(UTC) + timedelta(days=1))
    assert not store.has(blob.sha256)
    assert store.path(blob.sha256) is None
    assert [file.sha256 for file in store.all()] == [other.sha256]
