"""The front door: what it answers from a record, when it asks the program, and whom it believes."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from storyboard.project import finding
from storyboard.recall import keeping, parts, records, signs, witness
from storyboard.recall.parts import END, Name, Portion, Value
from tests.helpers import ROOT
from tools.recalled.buying import Buyer
from tools.recalled.program import YOUNG, Answer, Program

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no records on Windows")
STORY = "A lamp is lit.\nShot 1 [0-2s] A hand.\nShot 2 [2-5s] A face.\n"
OVERLAP = STORY.replace("[2-5s]", "[1-5s]")
OFF = {"STORYC_NO_CACHE": "1"}
# Runs the front door as `storyc` does, and says last on stderr what was loaded for it.
LOADED = """
import os, sys
before, leave = set(sys.modules), os._exit
def ended(code):
    print(*sorted(set(sys.modules) - before), file=sys.stderr, flush=True)
    leave(code)
os._exit = ended
from storyboard.front import main
main()
"""


class Place:
    """A folder with a story, a home of its own, and the program to run in it."""

    def __init__(self, folder: Path, program: Program) -> None:
        self.folder, self.home, self.program = folder / "film", folder / "home", program
        self.folder.mkdir()
        self.home.mkdir()
        program.home = self.home
        self.story = self.folder / "a.story"
        self.write(STORY)

    def write(self, text: str, name: str = "a.story") -> None:
        (self.folder / name).write_text(text, encoding="utf-8")

    def run(self, *words: str, **variables: str) -> Answer:
        return self.program.run(words, self.folder, variables)

    def started(self, code: str, *words: str) -> subprocess.CompletedProcess[str]:
        """A process of its own."""
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.home), "PYTHONPATH": str(ROOT)}
        return subprocess.run(
            [sys.executable, "-c", code, *words],
            cwd=self.folder, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip

    @property
    def records(self) -> list[Path]:
        """The records themselves, without their parts."""
        files = (self.home / ".cache" / "storyc" / "records").glob("*")
        return sorted(path for path in files if path.suffix != END)


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    with Program(tmp_path_factory.mktemp("home")) as program:
        yield program


@pytest.fixture
def place(tmp_path: Path, program: Program) -> Place:
    return Place(tmp_path, program)


@pytest.mark.parametrize("text", [STORY, OVERLAP])
def test_an_unchanged_check_is_answered_by_its_record(place: Place, text: str) -> None:
    place.write(text)
    first, second = place.run("check", "a.story"), place.run("check", "a.story")
    assert (first.recalled, second.recalled) == (False, True)
    assert first.said == second.said == place.run("check", "a.story", **OFF).said


@pytest.mark.parametrize(
    "words", [["plan"], ["build", "--dry-run"], ["render"], ["render", "--format", "curl"], ["export"]], ids=" ".join
)
def test_the_same_holds_for_each_command_that_only_answers(place: Place, words: list[str]) -> None:
    first, second = place.run(*words, "a.story"), place.run(*words, "a.story")
    assert (first.recalled, second.recalled) == (False, True)
    assert first.said == second.said == place.run(*words, "a.story", **OFF).said
    place.write(STORY.replace("lamp", "match"))
    assert not place.run(*words, "a.story").recalled


@pytest.mark.parametrize("words", [["explain", "SB201"], ["models"], ["doctor"]])
def test_other_commands_are_never_answered_by_a_record(place: Place, words: list[str]) -> None:
    for _ in range(2):
        assert not place.run(*words).recalled
    assert place.records == []


def test_an_answer_needs_nothing_but_what_python_loads_by_itself(place: Place) -> None:
    for words in (["check", "a.story"], ["--help"], ["--version"]):
        place.started(LOADED, *words)
        loaded = set(place.started(LOADED, *words).stderr.splitlines()[-1].split())
        own = {name for name in loaded if name.startswith("storyboard")}
        assert own <= {f"storyboard{name}" for name in ("", ".front", ".recall", *RECALLING)}
        assert loaded - own <= {"_blake2", "__future__", "_operator", "marshal", "posix"}


RECALLING = (".recall.asked", ".recall.records", ".recall.signs")


def test_version_and_help_are_those_of_the_program(place: Place) -> None:
    for words in (["--version"], ["--help"], ["check", "--help"], ["check", "-h"]):
        plain = place.started("from storyboard.cli import main; main()", *words)
        for _ in range(2):
            answer = place.run(*words)
            assert answer.said == (plain.returncode, plain.stdout, plain.stderr)
        assert answer.recalled


def test_no_record_is_kept_or_read_where_nobody_wants_one(place: Place) -> None:
    place.run("check", "a.story", **OFF)
    assert place.records == []
    place.run("check", "a.story")
    assert not place.run("check", "a.story", **OFF).recalled


def written(place: Place) -> None:
    place.write(OVERLAP)


def same_size_and_time(place: Place) -> None:
    status = place.story.stat()
    place.write(STORY.replace("[2-5s]", "[1-5s]"))
    os.utime(place.story, ns=(status.st_atime_ns, status.st_mtime_ns))


def swapped(place: Place) -> None:
    """Another file of the same size and time takes its place."""
    status = place.story.stat()
    place.write(OVERLAP, "b")
    os.utime(place.folder / "b", ns=(status.st_atime_ns, status.st_mtime_ns))
    (place.folder / "b").rename(place.story)


def linked(place: Place) -> None:
    other = place.folder.parent / "outside.story"
    place.story.rename(other)
    place.story.symlink_to(other)


def settings(place: Place) -> None:
    place.write("[rules]\nstrict = true\n", "storyc.toml")


def settings_above(place: Place) -> None:
    (place.folder.parent / "pyproject.toml").write_text("[tool.storyc.rules]\nstrict = true\n")


def repository_above(place: Place) -> None:
    (place.folder.parent / ".git").mkdir()


def template(place: Place) -> None:
    (place.folder / "templates" / "prompts").mkdir(parents=True)
    place.write("{{ nobody }}", "templates/prompts/wan.j2")


def profile(place: Place) -> None:
    (place.folder / "profiles").mkdir()
    place.write("no: profile", "profiles/wan-2.6-t2v@segmind.yaml")


def gone(place: Place) -> None:
    place.story.unlink()


CHANGES = (
    written, same_size_and_time, swapped, linked, settings, settings_above, repository_above, template, profile, gone,
)  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
@pytest.mark.parametrize("old", [False, True], ids=["young", "old"])
def test_what_has_changed_is_seen(place: Place, change: Callable[[Place], None], old: bool) -> None:
    if old:
        time.sleep(2 * YOUNG / 1e9)
    place.run("check", "a.story")
    assert place.run("check", "a.story").recalled
    change(place)
    answer = place.run("check", "a.story")
    assert not answer.recalled
    assert answer.said == place.run("check", "a.story", **OFF).said


def test_where_a_link_leads_is_seen(place: Place) -> None:
    """The story's own file stays as it was, and its path from the root does not."""
    films, moved = place.folder / "inner", place.folder / "moved"
    films.mkdir()
    place.write(OVERLAP, "inner/c.story")
    place.write("", "storyc.toml")
    place.run("check", "inner/c.story")
    assert place.run("check", "inner/c.story").recalled
    films.rename(moved)
    films.symlink_to(moved)
    assert "moved/c.story" in place.run("check", "inner/c.story").out


def test_what_a_chain_of_links_leads_to_is_seen(place: Place) -> None:
    """The links stay as they are; the file at their end changes in its place, in its size and time as it was."""
    target, middle = place.folder.parent / "outside.story", place.folder / "middle"
    place.story.rename(target)
    middle.symlink_to("../outside.story")
    place.story.symlink_to("middle")
    time.sleep(2 * YOUNG / 1e9)
    for text in (OVERLAP, STORY):
        place.run("check", "a.story")
        assert place.run("check", "a.story").recalled
        status = target.stat()
        target.write_text(text, encoding="utf-8")
        os.utime(target, ns=(status.st_atime_ns, status.st_mtime_ns))
        answer = place.run("check", "a.story")
        assert not answer.recalled
        assert answer.said == place.run("check", "a.story", **OFF).said


def test_each_folder_on_the_way_belongs_to_a_record(place: Place) -> None:
    """It does so, too, where a story's part is left of a record for which the folder was listed, and now it is not."""
    (place.folder / "parts").mkdir()
    place.write("vars:\n  hour: noon\n", "parts/part.txt")
    place.write(f"include: parts/part.txt\n\n{STORY}", "b.story")
    place.write(f"include: parts/part.tx\n\n{STORY}")
    assert "but there is `parts/part.txt`" in place.run("check", "a.story", "b.story").out
    place.write(STORY)
    assert place.run("check", "a.story", "b.story").compiled == 1
    (path,) = place.records
    _, _, looked, signed, ways, *_ = records.read(str(path.parent), path.name)
    known = {path for path, sign in zip(looked, signs.unpacked(signed), strict=True) if signs.leads(sign)}.union(ways)
    assert "parts/part.txt" in looked
    assert {path.rpartition("/")[0] for path in looked if "/" in path[1:]} <= known


def test_what_is_planned_is_answered_by_a_record_until_the_books_change(place: Place) -> None:
    """While a purchase is only begun, it counts whether its run lives, and no record tells that."""
    assert [place.run("plan", ".").recalled for _ in range(2)] == [False, True]
    for number in range(6):
        place.write(STORY.replace("lamp", f"lamp {number}"), f"{number}.story")
    place.run("plan", ".")
    buyer = Buyer(place.folder, random.Random(2))
    for number, steps in enumerate((2, 3, 5, 4, 1, 0)):
        buyer.buy(f"{number}.story", steps)
        buyer.leave()
        time.sleep(2 * YOUNG / 1e9)
        answers = [place.run("plan", ".") for _ in range(2)]
        assert [answer.recalled for answer in answers] == [False, steps > 1]
        assert answers[0].said == answers[1].said == place.run("plan", ".", **OFF).said


def recalled(record: records.Record, name: Name) -> Value | None:
    with witness.listening(parts.known(("name", record, signs.signs(record[2]), 0))) as present:
        return present.recalled(name)


def test_a_file_system_that_counts_by_seconds_is_not_believed_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A change that leaves the sign of a file as it was shows in what the file holds, and in what a folder lists."""
    fine = signs.state

    def coarse(status: os.stat_result) -> tuple[int, int, int, int, int]:
        changed, changed_too, *more = fine(status)
        return (changed // 10**12 * 10**12, changed_too // 10**12 * 10**12, *more)

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(signs, "state", coarse)
    monkeypatch.setattr(witness, "YOUNG", 10**13)
    story = tmp_path / "films" / "a"
    story.parent.mkdir()
    story.write_text("before")
    name = "root", "a", b""
    for change in (lambda: story.write_text("behind"), lambda: story.with_name("b").write_text("")):
        with witness.listening() as present:
            witness.listing(story.parent)
            witness.look(story)
            witness.have_read(story, None, story.read_bytes())
            present.parts[name] = Portion((1,), (str(story), str(story.parent)))
            record = present.record(0)
            assert record is not None
            assert keeping.keep("name", record, present.packed_parts(record))
        assert recalled(record, name) == (1,)
        assert records.holds(record, signs.signs(record[2]))
        change()
        assert not records.holds(record, signs.signs(record[2]))
        assert recalled(record, name) is None


def test_what_changes_after_it_was_recalled_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not looked at again in the run that recalls it: the sign stays the one by which it was known."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    story, name = tmp_path / "a", ("root", "a", b"")
    story.write_text("before")
    with witness.listening() as present:
        witness.look(story)
        present.parts[name] = Portion((1,), (str(story),))
        record = present.record(0)
        assert record is not None
        assert keeping.keep("name", record, present.packed_parts(record))
    with witness.listening(parts.known(("name", record, signs.signs(record[2]), 0))) as present:
        assert present.recalled(name) == (1,)
        story.write_text("behind")
        after = present.record(0)
    assert after is not None
    assert not records.holds(after, signs.signs(after[2]))


def test_a_folder_of_stories_is_listed_anew(place: Place) -> None:
    place.run("check", ".")
    assert place.run("check", ".").recalled
    place.write(STORY, "b.story")
    assert "2 stories" in place.run("check", ".").err


def test_folders_that_come_go_and_move_are_seen(place: Place) -> None:
    """After each change the same stories are seen as without records."""
    for folder in ("a", "a/deep", "b", "c", ".hidden"):
        (place.folder / folder).mkdir()
        place.write(STORY, f"{folder}/1.story")
    (place.folder / "c" / "linked.story").symlink_to(place.folder / "b" / "1.story")
    (place.folder / "c" / "there.story").symlink_to(place.folder / ".hidden")
    ours, b = place.folder / "a", place.folder / "b"

    def by_rename() -> None:
        (ours / "1.story~").write_text(STORY.replace("lamp", "torch"))
        (ours / "1.story~").replace(ours / "1.story")

    def link_turned() -> None:
        (place.folder / "c" / "there.story").unlink()
        (place.folder / "c" / "there.story").symlink_to(b)

    changes = {
        "a file saved by rename": by_rename,
        "a new story in a folder below": lambda: place.write(STORY, "a/deep/2.story"),
        "new folders": lambda: ((b / "new" / "newer").mkdir(parents=True), place.write(STORY, "b/new/newer/3.story")),
        "a folder moved": lambda: (ours / "deep").rename(b / "deep"),
        "a story where only a link leads": lambda: place.write(STORY, ".hidden/2.story"),
        "what a link leads to": lambda: (b.joinpath("1.story").unlink(), b.joinpath("1.story").mkdir()),
        "a link turned": link_turned,
        "a folder gone": lambda: shutil.rmtree(ours),
        "a folder comes to be hidden": lambda: b.rename(place.folder / ".b"),
    }
    for what, change in changes.items():
        time.sleep(2 * YOUNG / 1e9)
        place.run("check", ".")
        change()
        with_records, without = place.run("check", "."), place.run("check", ".", **OFF)
        assert not with_records.recalled, what
        assert with_records.said == without.said, what


def test_of_many_folders_only_those_that_changed_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    films = tmp_path / "films"
    for folder in ("a", "a/deep", "b"):
        (films / folder).mkdir(parents=True, exist_ok=True)
        (films / folder / "1.story").touch()
    before = ["a/1.story", "a/deep/1.story", "b/1.story"]

    def searched(known: parts.Remains | None) -> tuple[list[str], set[str], records.Record | None]:
        """The stories, the folders that were read for them, and the record."""
        read: set[str] = set()
        scandir = os.scandir

        def noting(path: str) -> object:
            read.add(os.path.relpath(path, films))
            return scandir(path)

        with monkeypatch.context() as patched, witness.listening(known) as present:
            patched.setattr(os, "scandir", noting)
            (located,) = finding.search([str(films)]).located
            record = present.record(0)
        assert record is None or keeping.keep("name", record, present.packed_parts(record))
        return list(located.stories), read, record

    stories, read, record = searched(None)
    assert (stories, read) == (before, {".", "a", "a/deep", "b"})
    assert record is not None
    (films / "a" / "deep" / "1.story").rename(films / "a" / "deep" / "2.story")
    known = parts.known(("name", record, signs.signs(record[2]), 0))
    stories, read, record = searched(known)
    assert (stories, read) == (["a/1.story", "a/deep/2.story", "b/1.story"], {"a/deep"})
    assert record is not None
    assert searched(parts.known(("name", record, signs.signs(record[2]), 0)))[:2] == (stories, set())


def test_a_program_that_is_started_as_a_module_keeps_records(place: Place) -> None:
    environment = {"PATH": os.environ["PATH"], "HOME": str(place.home), "PYTHONPATH": str(ROOT)}
    words = [sys.executable, "-m", "storyboard", "check", "a.story"]
    subprocess.run(words, cwd=place.folder, env=environment, capture_output=True, check=True)
    assert len(place.records) == 1


def test_what_the_environment_says_is_another_question(place: Place) -> None:
    place.run("check", "a.story")
    assert not place.run("check", "a.story", STORYC_RULES_STRICT="1").recalled
    assert not place.run("check", "a.story", FORCE_COLOR="1").recalled
    assert place.run("check", "a.story", SHLVL="7").recalled


def test_what_is_changed_in_the_installed_program_is_seen(place: Place, tmp_path: Path) -> None:
    """A file that is laid into it, and any other state of a file that a run loads or reads; of others none."""
    copy = tmp_path / "copy"
    for part in ("storyboard", "grammars", "templates"):
        shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
    package = copy / "storyboard"
    rule = package / "compiler" / "rules" / "shot_too_short.py"

    def recalled(young: int = YOUNG) -> bool:
        done = subprocess.run(
            [sys.executable, "-c", f"from storyboard.recall import witness; witness.YOUNG = {young}\n{LOADED}", "check", "a.story"],
            cwd=place.folder, capture_output=True, text=True, check=True,
            env={"PATH": os.environ["PATH"], "HOME": str(place.home), "PYTHONPATH": str(copy)},
        )  # fmt: skip
        return "storyboard.cli" not in done.stderr.splitlines()[-1].split()

    def lengthen(path: Path) -> None:
        path.write_bytes(path.read_bytes() + b"\n")

    for change, seen in (
        (lambda: None, True),
        (lambda: lengthen(rule), True),
        (lambda: lengthen(package / "profiles" / "hosts" / "segmind.yaml"), True),
        (lambda: shutil.copy(rule, rule.with_name("laid.py")), True),
        (lambda: lengthen(package / "film" / "mux.py"), False),
    ):
        change()
        time.sleep(2 * YOUNG / 1e9)
        assert [recalled() for _ in range(2)] == [not seen, True]
    lengthen(rule)  # perhaps after it was loaded
    assert [recalled(10**12) for _ in range(2)] == [False, False]


@pytest.mark.parametrize(
    "words", [["--unsafe-fixes", "a.story"], ["-o", "report.txt", "a.story"], ["-"]], ids=lambda words: words[0]
)
def test_what_writes_or_reads_a_stream_leaves_no_record(place: Place, words: list[str]) -> None:
    place.write("A lamp.\nShot 1 [0-2s] A hand.\n")
    place.run("check", *words)
    assert place.records == []


def test_a_summary_is_added_to_each_time(place: Place) -> None:
    for _ in range(2):
        place.run("check", "--format", "github", "a.story", GITHUB_STEP_SUMMARY=str(place.home / "summary"))
    assert (place.home / "summary").read_text().count("1 story") == 2


def only(place: Place) -> Path:
    (record,) = place.records
    return record


def damaged(place: Place) -> None:
    data = bytearray(only(place).read_bytes())
    data[-5] ^= 1
    only(place).write_bytes(data)


def short(place: Place) -> None:
    only(place).write_bytes(only(place).read_bytes()[:-1])


def empty(place: Place) -> None:
    only(place).write_bytes(b"")


def open_to_others(place: Place) -> None:
    only(place).chmod(0o644)


def in_an_open_folder(place: Place) -> None:
    only(place).parent.chmod(0o755)


def through_a_link(place: Place) -> None:
    record = only(place)
    record.rename(place.home / "elsewhere")
    record.symlink_to(place.home / "elsewhere")


def a_folder(place: Place) -> None:
    record = only(place)
    record.unlink()
    record.mkdir()


def a_pipe(place: Place) -> None:
    record = only(place)
    record.unlink()
    os.mkfifo(record, 0o600)


SPOILT = (damaged, short, empty, open_to_others, in_an_open_folder, through_a_link, a_folder, a_pipe)


@pytest.mark.parametrize("spoil", SPOILT, ids=lambda spoil: spoil.__name__)
def test_a_record_that_cannot_be_believed_is_not(place: Place, spoil: Callable[[Place], None]) -> None:
    first = place.run("check", "a.story")
    spoil(place)
    second = place.run("check", "a.story")
    assert not second.recalled
    assert first.said == second.said


@pytest.mark.parametrize("spoil", SPOILT, ids=lambda spoil: spoil.__name__)
def test_parts_that_cannot_be_believed_are_not(
    place: Place, spoil: Callable[[Place], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    place.write(STORY, "b.story")
    place.run("check", ".")
    place.write(STORY.replace("lamp", "match"))
    file = only(place).with_suffix(END)
    assert file.is_file()
    monkeypatch.setattr(f"{__name__}.only", lambda _: file)
    spoil(place)
    assert place.run("check", ".").compiled == 2


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give a file away")
@pytest.mark.parametrize("what", ["file", "folder"])
def test_a_record_of_somebody_else_is_not_believed(place: Place, what: str) -> None:
    place.run("check", "a.story")
    os.chown(only(place) if what == "file" else only(place).parent, 12345, 12345)
    assert not place.run("check", "a.story").recalled


def test_a_reader_that_has_gone_is_no_failure(place: Place) -> None:
    place.write(OVERLAP)
    code = "import time; time.sleep(1); from storyboard.front import main; main()"
    place.started(code, "check", "a.story")
    environment = {"PATH": os.environ["PATH"], "HOME": str(place.home), "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-c", code, "check", "a.story"],
        cwd=place.folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == b""
    assert process.returncode == 1


def test_records_are_bounded_and_the_oldest_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(keeping, "MOST_RECORDS", 3)
    record = (0, ((1, b"x"),), (), (), (), (), (), ((), ()))
    for number in range(5):
        assert keeping.keep(f"{number}", record)
        os.utime(tmp_path / "storyc" / "records" / f"{number}", ns=(number, number))
    folder = tmp_path / "storyc" / "records"
    assert sorted(path.name for path in folder.iterdir()) == ["2", "3", "4"]
    assert folder.stat().st_mode & 0o777 == 0o700
    assert keeping.clear() == 3
    assert list(folder.iterdir()) == []
