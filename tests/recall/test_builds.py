"""A build that finds all as it should be is answered by its record, until anything that it looks at has changed."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tools.hosting import hosting
from tools.recalled.program import YOUNG, Answer, Program

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no records on Windows")
STORY = "A lamp is lit.\nShot 1 [0-2s] A hand.\nShot 2 [2-5s] A face.\n"
_HOST = ("STORYC_", "SEGMIND_")


class Film:
    """A project of two stories whose clips were bought from an emulator."""

    def __init__(self, folder: Path, program: Program, variables: dict[str, str]) -> None:
        self.folder, self.program, self.variables = folder, program, variables

    def build(self, *words: str, **variables: str) -> Answer:
        words = "build", ".", "--provider", "segmind", *words
        return self.program.run(words, self.folder, self.variables | variables)

    def settle(self) -> None:
        """Build until a record answers, which needs files that are no longer young."""
        time.sleep(2 * YOUNG / 1e9)
        # A build writes down the hashes of files once they are two seconds old, whenever that is on a busy machine.
        assert any(self.build().recalled for _ in range(6))

    def file(self, pattern: str) -> Path:
        return sorted(self.folder.rglob(pattern))[0]


@pytest.fixture(scope="module")
def bought(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Film]:
    folder, home = tmp_path_factory.mktemp("bought"), tmp_path_factory.mktemp("home")
    with Program(home) as program, hosting("v1") as host:
        variables = {name: value for name, value in host.items() if name.startswith(_HOST)}
        film = Film(folder, program, variables)
        (folder / "storyc.toml").write_text("")
        for name in ("a", "b"):
            (folder / f"{name}.story").write_text(STORY.replace("lamp", f"lamp {name}"), encoding="utf-8")
        first = film.build("--yes")
        assert (first.code, first.recalled) == (0, False)
        yield film


@pytest.fixture
def film(bought: Film, tmp_path: Path) -> Film:
    folder = tmp_path / "film"
    shutil.copytree(bought.folder, folder)
    return Film(folder, bought.program, bought.variables)


def test_a_build_of_what_is_there_says_from_its_record_what_theprogram_says(film: Film) -> None:
    film.settle()
    answer = film.build()
    assert answer.recalled
    assert "2 clips, 10 s, 2 kept" in answer.err
    assert answer.said == film.build(STORYC_NO_CACHE="1").said
    # The program has left all as it was, its locks and logs too.
    assert film.build().recalled


def test_a_build_that_makes_anything_leaves_no_record(film: Film) -> None:
    film.settle()
    film.file("a.mp4").unlink()
    assert [film.build().recalled for _ in range(2)] == [False, False]


def again(path: Path, data: bytes) -> None:
    """A file with other bytes, its time of change as before."""
    status = path.stat()
    path.write_bytes(data)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def flipped(path: Path) -> None:
    data = path.read_bytes()
    again(path, data[:-1] + bytes((data[-1] ^ 1,)))


def linked(film: Film) -> None:
    (film.file(".storyc") / "stray").symlink_to(film.folder.parent)


def books_lost(film: Film) -> None:
    film.file("ledger.db").unlink()


def stored_clip_lost(film: Film) -> None:
    for blob in film.file("store").iterdir():
        if blob.is_file():
            blob.unlink()


def list_of_files_spoilt(film: Film) -> None:
    again(film.file("files.json"), b"no JSON")


def lock_file_gone(film: Film) -> None:
    film.file("storyc.lock").unlink()


def settings(film: Film) -> None:
    (film.folder / "storyc.toml").write_text("[rules]\nstrict = true\n")


def story_added(film: Film) -> None:
    (film.folder / "c.story").write_text(STORY)


CHANGES = (
    linked, books_lost, stored_clip_lost, list_of_files_spoilt, lock_file_gone, settings, story_added,
)  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_what_a_build_rests_on_is_looked_at(film: Film, change: Callable[[Film], None]) -> None:
    film.settle()
    change(film)
    assert not film.build().recalled


@pytest.mark.parametrize("how", [Path.unlink, flipped], ids=["gone", "changed"])
@pytest.mark.parametrize(
    "pattern", ["a.story", "a.mp4", "a.json", "01-clip*.mp4", "01-clip*.json", "*.prompt.txt", "*.request.json"]
)
def test_each_file_of_a_build_is_looked_at(film: Film, pattern: str, how: Callable[[Path], None]) -> None:
    film.settle()
    how(film.file(pattern))
    assert not film.build().recalled


def test_a_run_that_is_at_work_beside_it_leaves_a_build_without_record(film: Film) -> None:
    owners = film.file("ledger.db").with_name("owners")
    (owners / "another0000").write_bytes(b"")
    time.sleep(2 * YOUNG / 1e9)
    assert not film.build().recalled
    assert not (owners / "another0000").exists()
    film.settle()
