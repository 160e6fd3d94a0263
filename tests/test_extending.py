"""One change, one place: for each kind of addition one new file is laid into a copy of the package, and is used.

Where each lies is read from the table in CONTRIBUTING.md; what is laid stands in `tests/extending`.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.helpers import ROOT

LAID = ROOT / "tests" / "extending"
PARTS = ("storyboard", "grammars", "templates")
STORY = "# The match\nShot 1 [0-2s] A hand strikes a match.\nShot 2 [2-5s] A face in its light.\n"
SECRET = "made-up-" + "fedcba9876543210"


def table() -> dict[str, str]:
    """What is added and the path where it is written, a row each, as CONTRIBUTING.md has them."""
    rows = re.findall(
        r"^\| an? ([^|]+) \| `([^`|]+)`[^|]* \|", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.MULTILINE
    )
    return dict(rows)


class House:
    """A copy of the package in a folder of its own, and a project beside it."""

    def __init__(self, folder: Path) -> None:
        self.copy, self.project = folder / "copy", folder / "film"
        for part in PARTS:
            shutil.copytree(ROOT / part, self.copy / part, copy_function=linked)
        self.before = self.files()
        self.project.mkdir()
        self.write("storyc.toml", "")
        self.write("a.story", STORY)
        self.environment = os.environ | {"PYTHONPATH": str(self.copy), "COLUMNS": "100"}

    def files(self) -> dict[str, int]:
        """The files of the copy by their paths, and when each was changed; what Python keeps for itself is left out."""
        paths = [path for path in self.copy.rglob("*") if path.is_file() and path.suffix != ".pyc"]
        return {path.relative_to(self.copy).as_posix(): path.stat().st_mtime_ns for path in paths}

    def lay(self, file: str, pattern: str) -> str:
        """Put a file in the place that the pattern names, which must be free; its path from the copy's folder."""
        folder, _, name = pattern.rpartition("/")
        assert re.fullmatch(re.sub("<[a-z]+>", "[a-z_-]+", name.replace(".", r"\.")), file), (file, pattern)
        place = self.copy / folder / file
        with place.open("xb") as stream:
            stream.write((LAID / file).read_bytes())
        return f"{folder}/{file}"

    def write(self, path: str, text: str) -> None:
        """Write a file of the project."""
        (self.project / path).parent.mkdir(parents=True, exist_ok=True)
        (self.project / path).write_text(text, encoding="utf-8")

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "storyboard", *arguments]

    def run(self, *arguments: str, code: int = 0) -> str:
        """What a command of the copy prints to stdout."""
        done = subprocess.run(
            self.command(*arguments),
            cwd=self.project,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout

    @contextmanager
    def host(self, *arguments: str) -> Iterator[Callable[[], int]]:
        """An emulator of the copy, whose address the environment gets; how many clips it has billed."""
        variable = "STORYC_TOY_BASE_URL" if "toy" in arguments else "STORYC_SEGMIND_BASE_URL"
        words = self.command("emulate", "--seconds", "0", "--quiet", *arguments)
        with subprocess.Popen(
            words, cwd=self.project, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as process:
            try:
                assert process.stdout is not None
                self.environment[variable] = json.loads(process.stdout.readline())["url"]
                yield lambda: len(self.book(self.environment[variable])["charges"])
            finally:
                process.terminate()

    def book(self, url: str) -> dict[str, list[object]]:
        import urllib.request

        with urllib.request.urlopen(f"{url}/emulator/book", timeout=20) as answer:
            book: dict[str, list[object]] = json.load(answer)
        return book

    def buy(self, host: str, *more: str) -> None:
        """Buy the story's one clip."""
        self.run("build", "a.story", "--provider", host, "--yes", "--draft", "--quiet", *more)
        assert (self.project / "build/_rehearsal/a/01-the-match.mp4").is_file()


def linked(source: str, target: str) -> None:
    """Link a file, or copy it where the other folder lies on another disk."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


class Kind(NamedTuple):
    """A kind of addition: its row in the table, the file that is laid, and what shows that it is used."""

    row: str
    file: str
    use: Callable[[House], None]


KINDS: list[Kind] = []


def kind(row: str, file: str) -> Callable[[Callable[[House], None]], Callable[[House], None]]:
    def add(use: Callable[[House], None]) -> Callable[[House], None]:
        KINDS.append(Kind(row, file, use))
        return use

    return add


@kind("rule", "loud_title.py")
def rule(house: House) -> None:
    house.write("a.story", STORY.replace("The match", "THE MATCH"))
    assert "warning[SB699] loud-title: the title `THE MATCH` is all capitals" in house.run("check", "a.story")
    assert "Titles name the files that are built" in house.run("explain", "loud-title")


@kind("report format", "codes.py")
def report_format(house: House) -> None:
    house.write("a.story", STORY.replace("2-5s", "1-5s"))
    assert house.run("check", "--format", "codes", "a.story", code=1) == "SB201\n"


@kind("exporter", "cuts.py")
def exporter(house: House) -> None:
    assert house.run("export", "--format", "cuts", "a.story") == "1\t1\t0\n1\t2\t2\n"


@kind("importer", "beats.py")
def importer(house: House) -> None:
    house.write("beats.txt", ">> 0-2 | A hand strikes a match.\n>> 2-5 | A face in its light.\n")
    story = house.run("import", "beats.txt")
    assert "[0-2s] A hand strikes a match.\n" in story
    assert "// import?:" not in story
    house.write("a.story", story)
    house.run("check", "a.story")


@kind("prompt template", "terse.j2")
def template(house: House) -> None:
    prompt = house.run("render", "--format", "prompt", "a.story")
    house.write("storyc.toml", 'template = "terse"\n')
    terse = house.run("render", "--format", "prompt", "a.story")
    assert "- A hand strikes a match.\n- A face in its light.\n" in terse
    assert terse != prompt


@kind("model", "toon@segmind.yaml")
def profile(house: House) -> None:
    house.write("a.story", STORY.replace("5s", "4s"))
    assert "Shot 2, 2 to 4 s: A face" in house.run("render", "--format", "prompt", "--model", "toon@segmind", "a.story")
    assert "toon@segmind" in house.run("models")


@kind("host", "toy.yaml")
def host(house: House) -> None:
    toon = (LAID / "toon@segmind.yaml").read_text("utf-8")
    ours = toon.replace("api.segmind.com/v1", "toy.example/make").replace("segmind", "toy")
    house.write("profiles/toon@toy.yaml", ours)
    house.write("storyc.toml", 'model = "toon@toy"\n')
    house.write("a.story", STORY.replace("5s", "4s"))
    house.environment["TOY_API_KEY"] = SECRET
    house.environment["STORYC_TRUST_PRICES"] = "toon@toy"
    with house.host("--host", "toy", "--key", SECRET) as charges:
        house.buy("toy")
        assert charges() == 1
        assert '"host toy"' in house.run("doctor", "--online", "--provider", "toy", "--format", "json")


@kind("maker", "black.py")
def maker(house: House) -> None:
    film = house.run("build", "a.story", "--provider", "black", "--quiet")
    assert film == "build/a.animatic.mp4\n"
    record = json.loads((house.project / "build/a/01-the-match.animatic.json").read_text("utf-8"))
    assert (record["frames"], record["cuts"]) == (120, [])


@kind("ledger", "at_json.py")
def ledger(house: House) -> None:
    books = house.project.parent / "books.json"
    house.environment["STORYC_LEDGER"] = f"json://{books.as_posix()}"
    with house.host() as charges:
        house.buy("segmind")
        house.buy("segmind")
        assert charges() == 1
        listed = json.loads(house.run("ledger", "list", "--format", "json"))
    assert [attempt["state"] for attempt in listed] == ["published"]
    assert not list(house.project.rglob("ledger.db"))


@kind("store", "at_tree.py")
def store(house: House) -> None:
    tree = house.project.parent / "tree"
    house.environment["STORYC_LEDGER"] = "books"
    with house.host() as charges:
        house.buy("segmind", "--store", f"tree://{tree.as_posix()}")
        # What is gone from the build comes back from the store.
        (house.project / "build/_rehearsal/a/01-the-match.mp4").unlink()
        house.buy("segmind", "--store", f"tree://{tree.as_posix()}")
        assert charges() == 1
    files = [path.relative_to(tree).parts for path in tree.rglob("*") if path.is_file()]
    blobs = [parts for parts in files if "attempts" not in parts]  # who keeps clips there is noted beside them
    assert len(files) == len(blobs) + 1
    assert [(side, len(folder), name[:2]) for side, folder, name in blobs] == [("rehearsal", 2, blobs[0][1])]


@kind("command", "tally.py")
def command(house: House) -> None:
    assert house.run("tally", "a.story") == "a.story: 2\n"
    assert re.search(r"\n\nCount:\n  tally +Count the shots of stories\.\n", house.run("--help"))
    assert "Usage: storyc tally" in house.run("help", "tally")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.row.replace(" ", "-"))
def test_one_new_file_is_all(kind: Kind, tmp_path: Path) -> None:
    house = House(tmp_path)
    laid = house.lay(kind.file, table()[kind.row])
    kind.use(house)
    after = house.files()
    assert {path for path in after if after[path] != house.before.get(path)} == {laid}
    assert not house.before.keys() - after.keys()


def test_the_table_of_contributors_begins_with_these_kinds() -> None:
    assert len(KINDS) == 11
    assert list(table())[: len(KINDS)] == [kind.row for kind in KINDS]
