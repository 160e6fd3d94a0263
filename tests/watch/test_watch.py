"""`storyc watch` in a process of its own, over real files."""

from __future__ import annotations

import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.stories import GOOD
from tests.test_house import ROOT

OVERLAP = GOOD.replace("[2-5s]", "[1-5s]")
PATIENCE = 60.0
pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals are sent")


class Watch:
    """A running watch, whose lines come one after another."""

    def __init__(self, folder: Path, *words: str, path: str = str(ROOT)) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-m", "storyboard", "watch", *words],
            cwd=folder,
            env={
                **os.environ,
                "PYTHONPATH": path,
                "PYTHONUNBUFFERED": "1",
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        self.heard: list[str] = []
        self.thread = threading.Thread(target=self._listen, daemon=True)
        self.thread.start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            for line in lines:
                self.lines.put(line)

    def until(self, words: str) -> str:
        """The next line with these words; those before it are passed over."""
        while True:
            try:
                line = self.lines.get(timeout=PATIENCE)
            except queue.Empty:
                raise AssertionError(f"never said {words!r}, but {self.heard}") from None
            self.heard.append(line)
            if words in line:
                return line

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        self.thread.join()

    def end(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "storyc.toml").write_text('provider = "segmind"\n')
    return tmp_path


@pytest.fixture
def begun(folder: Path) -> Iterator[Watch]:
    (folder / "a.story").write_text(GOOD)
    watch = Watch(folder, ".")
    try:
        watch.until("ok: 1 story")
        yield watch
    finally:
        watch.close()


def save(path: Path, text: str) -> None:
    """Write as an editor does that never leaves half a file."""
    part = path.with_name(path.name + "~")
    part.write_text(text)
    os.replace(part, path)


def test_it_reports_each_save_and_drafts_what_is_good(begun: Watch) -> None:
    assert "board  build/_draft/a.board.html\n" in begun.heard
    assert "A face in its light." in (begun.folder / "build/_draft/a.board.html").read_text("utf-8")
    begun.until("drawn  build/_draft/a.animatic.mp4")
    story = begun.folder / "a.story"
    save(story, OVERLAP)
    begun.until("error[SB201]")
    # A story with errors has a board, which says so.
    begun.until("board  build/_draft/a.board.html")
    assert "SB201" in (begun.folder / "build/_draft/a.board.html").read_text("utf-8")
    story.unlink()
    story.write_text(GOOD.replace("face", "hand"))
    begun.until("ok: 1 story")
    begun.until("drawn  build/_draft/a.animatic.mp4")
    assert begun.end() == 130
    begun.until("watch ended")
    assert os.listdir(begun.folder / "build") == ["_draft"]
    assert not [line for line in begun.heard if "Traceback" in line or "key" in line or "gone" in line]
    assert not list(begun.folder.rglob(".storyc-*"))


def test_stories_come_and_go(begun: Watch) -> None:
    (begun.folder / "act" / "one").mkdir(parents=True)
    save(begun.folder / "act" / "one" / "b.story", GOOD)
    begun.until("ok: 1 story")
    (begun.folder / "a.story").unlink()
    begun.until("gone   a.story")
    save(begun.folder / "act" / "one" / "b.story", OVERLAP)
    begun.until("error[SB201]")
    assert begun.end() == 130


def test_a_folder_may_be_deleted_and_made_again(folder: Path) -> None:
    film = folder / "film"
    film.mkdir()
    (film / "a.story").write_text(GOOD)
    watch = Watch(folder, "film")
    try:
        watch.until("ok: 1 story")
        for text, said in ((OVERLAP, "1 error in 1 story"), (GOOD, "ok: 1 story")):
            time.sleep(0.5)
            shutil.rmtree(film)
            film.mkdir()
            (film / "a.story").write_text(text)
            watch.until(said)
        time.sleep(0.5)
        save(film / "b.story", OVERLAP)
        watch.until("1 error in 1 story")
        assert watch.end() == 130
    finally:
        watch.close()


def test_what_a_story_uses_and_the_settings_count(begun: Watch) -> None:
    settings, cast = begun.folder / "storyc.toml", begun.folder / "cast.yaml"
    save(begun.folder / "a.story", "include: cast.yaml\n\n" + GOOD)
    begun.until("error[SB4")
    save(cast, "cast:\n  ANNA: tall\n")
    begun.until("checked in")
    save(settings, "provder = 1\n")
    begun.until("`provder` is no setting of storyc")
    save(settings, "[rules]\nstrict = true\n")
    begun.until("checked in")
    save(cast, "cast: [\n")
    begun.until("error[SB1")
    assert begun.end() == 130


def test_many_saves_in_a_burst_are_few_looks(begun: Watch) -> None:
    for number in range(50):
        (begun.folder / "a.story").write_text(GOOD.replace("face", f"face {number}"))
        time.sleep(0.01)
    save(begun.folder / "a.story", OVERLAP)
    begun.until("1 error in 1 story")
    assert sum("checked in" in line for line in begun.heard) < 25
    assert begun.end() == 130


def test_an_empty_folder_waits_for_a_story(folder: Path) -> None:
    watch = Watch(folder, str(folder))
    try:
        watch.until("there is no story here yet")
        save(folder / "a.story", GOOD)
        watch.until("ok: 1 story")
        assert watch.end() == 130
    finally:
        watch.close()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["-"], "nobody saves stdin"),
        (["nowhere.story"], "there is no file or folder `nowhere.story`"),
    ],
)
def test_what_cannot_be_watched(folder: Path, words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    from storyboard.cli import run

    assert run(["watch", *words]) == 2
    assert said in capsys.readouterr().err


def test_without_the_extra_it_looks_every_second(folder: Path) -> None:
    (folder / "hidden").mkdir()
    (folder / "hidden" / "watchfiles.py").write_text("raise ImportError\n")
    (folder / "a.story").write_text(GOOD)
    watch = Watch(folder, "a.story", path=f"{folder / 'hidden'}{os.pathsep}{ROOT}")
    try:
        watch.until("note: looking every second, since the extra `watch` is not installed")
        save(folder / "a.story", OVERLAP)
        watch.until("error[SB201]")
        save(folder / "a.story", GOOD)
        watch.until("ok: 1 story")
        assert watch.end() == 130
    finally:
        watch.close()


def test_the_system_may_end_it_while_it_draws(begun: Watch) -> None:
    begun.process.send_signal(signal.SIGTERM)
    code = begun.process.wait(PATIENCE)
    begun.thread.join(PATIENCE)
    assert code == 143, [*begun.heard, *(begun.lines.get() for _ in range(begun.lines.qsize()))]
    assert not list(begun.folder.rglob(".storyc-*"))
