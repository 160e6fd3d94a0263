"""Where a build writes: in the project, through no link that a checkout may have brought, or where the user says."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from storyboard.cli import exits, run
from storyboard.production import build
from tests.cli.paying import Project, project
from tests.cli.stories import GOOD

Make = Callable[..., AbstractContextManager[Project]]


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Make:
    def made(*faults: str, **more: Any) -> AbstractContextManager[Project]:
        (tmp_path / "film").mkdir()
        return project(tmp_path / "film", monkeypatch, capsys, *faults, **more)

    return made


def spread(root: Path, *, inside: bool = False) -> Path:
    """A folder beside the project, or one in it, that links lead to; it holds what storyc would tidy up."""
    place = root / "innocent" if inside else root.parent / "victim"
    place.mkdir()
    (place / ".storyc-left").write_text("mine")
    return place


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


BUILDS = (("build", "a.story", "--draft"), ("build", "a.story", "--draft", "--provider", "segmind", "--yes"))


@pytest.mark.parametrize("inside", [False, True])
@pytest.mark.parametrize("words", BUILDS, ids=["drawn", "paid"])
@pytest.mark.parametrize("link", [".storyc", "build", "build/a", "build/_rehearsal", ".storyc/rehearsal"])
def test_nothing_is_written_through_a_folder_that_is_a_link(
    make: Make, link: str, words: tuple[str, ...], inside: bool
) -> None:
    rehearses = "rehearsal" in link
    with make(rehearses=rehearses) as it:
        victim = spread(it.root, inside=inside)
        before = contents(victim)
        (it.root / link).parent.mkdir(exist_ok=True)
        (it.root / link).symlink_to(victim, target_is_directory=True)
        if link == "build/_rehearsal" and "--provider" not in words:
            return  # what is drawn does not lie there
        assert it.call(*words) == exits.USAGE
        assert f"`{link}`" in it.err
        assert "is a link" in it.err
        assert contents(victim) == before
        assert it.submits() == 0


@pytest.mark.parametrize("name", ["ledger.db", "ledger.db-wal", "owners", "store", "files.json", "files.log", "lock"])
def test_nothing_is_written_through_a_file_of_ours_that_is_a_link(make: Make, name: str) -> None:
    with make() as it:
        victim = it.root.parent / "victim"
        (it.root / ".storyc").mkdir()
        (it.root / ".storyc" / name).symlink_to(victim)
        for words in BUILDS if name[:5] in ("files", "lock") else BUILDS[1:]:
            assert it.call(*words) == exits.USAGE
            assert f".storyc/{name}` is a link" in it.err
        assert not victim.exists()
        assert it.submits() == 0


@pytest.mark.parametrize("name", ["ledger.db", "owners", "store/tmp"])
def test_a_store_of_the_project_is_no_way_out(make: Make, name: str) -> None:
    with make() as it:
        victim = spread(it.root)
        (it.root / "storyc.toml").write_text('store = "books"\n')
        (it.root / "books" / name).parent.mkdir(parents=True)
        (it.root / "books" / name).symlink_to(victim)
        assert it.build("--yes") in (exits.USAGE, exits.GENERATION_FAILED)
        assert f"books/{name}` is a link" in it.err
        assert list(contents(victim)) == [".storyc-left"]
        assert it.submits() == 0


def test_a_lock_file_that_is_a_link_is_replaced(make: Make) -> None:
    with make() as it:
        victim = it.root.parent / "victim"
        (it.root / "storyc.lock").symlink_to(victim)
        assert it.build("--yes") == exits.DONE
        assert not victim.exists()
        assert not (it.root / "storyc.lock").is_symlink()


@pytest.mark.parametrize("words", [("plan", "a.story"), ("ledger", "list"), ("ledger", "audit"), ("doctor",)])
@pytest.mark.parametrize("link", [".storyc", ".storyc/ledger.db"])
def test_who_only_reads_follows_no_link_either(make: Make, words: tuple[str, ...], link: str) -> None:
    """A database is opened for writing also where it is read."""
    with make() as it:
        assert it.build("--yes", "--only", "1") == exits.DONE
        (it.root / link).rename(it.root.parent / "elsewhere")
        (it.root / link).symlink_to(it.root.parent / "elsewhere")
        # Nobody is paid here: doctor only warns of a ledger that is no good.
        assert it.call(*words) == (exits.DONE if words == ("doctor",) and link != ".storyc" else exits.USAGE)
        assert "is a link" in it.err + it.out


OUTSIDE = ["../x", "/tmp/storyc-nowhere", "a/../../x", "~/x"]


@pytest.mark.parametrize("typed", OUTSIDE)
@pytest.mark.parametrize("key", ["out", "store", "ledger"])
def test_a_project_names_no_folder_outside(make: Make, monkeypatch: pytest.MonkeyPatch, key: str, typed: str) -> None:
    with make() as it:
        monkeypatch.setenv("HOME", str(it.root.parent))
        (it.root / "storyc.toml").write_text(f'{key} = "{typed}"\n')
        assert it.build("--yes") == exits.USAGE
        assert f"`{typed}` ({it.root / 'storyc.toml'}) lies outside the project" in it.err
        assert it.submits() == 0
        assert [path.name for path in it.root.parent.iterdir()] == ["film"]


@pytest.mark.parametrize("typed", [".git/hooks", "a/../.Git"])
@pytest.mark.parametrize("key", ["out", "store", "ledger"])
def test_a_project_names_no_folder_of_gits(make: Make, key: str, typed: str) -> None:
    with make() as it:
        (it.root / ".git" / "hooks").mkdir(parents=True)
        (it.root / "storyc.toml").write_text(f'{key} = "{typed}"\n')
        assert it.build("--yes") == exits.USAGE
        assert f"`{typed}` ({it.root / 'storyc.toml'}) lies in git's own folder" in it.err
        assert it.submits() == 0
        assert list((it.root / ".git" / "hooks").iterdir()) == []


@pytest.mark.parametrize("key", ["store", "ledger"])
def test_a_project_names_no_address(make: Make, key: str) -> None:
    with make() as it:
        (it.root / "storyc.toml").write_text(f'{key} = "postgresql://books.example/all"\n')
        assert it.build("--yes") == exits.USAGE
        assert "is an address, and a project names folders of its own alone" in it.err
        (it.root / "storyc.toml").write_text(f'{key} = "{(it.root.parent / "x").as_uri()}"\n')
        assert it.build("--yes") == exits.USAGE
        assert "lies outside the project" in it.err


def test_folders_in_the_project_are_its_own(make: Make) -> None:
    with make() as it:
        (it.root / "storyc.toml").write_text('out = "films/made"\nstore = "books"\n')
        assert it.build("--yes") == exits.DONE
        assert (it.root / "films/made/a.mp4").is_file()
        assert (it.root / "books/ledger.db").is_file()


def test_a_users_own_store_and_out_may_lie_anywhere(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    with make() as it:
        real = spread(it.root)
        (it.root.parent / "way").symlink_to(real)
        way = str(it.root.parent / "way")
        assert it.build("--yes", "--store", f"{way}/books", "--out", f"{way}/films") == exits.DONE
        assert (real / "books/ledger.db").is_file()
        assert (real / "films/a.mp4").is_file()
        monkeypatch.setenv("STORYC_STORE", f"{way}/books")
        monkeypatch.setenv("STORYC_OUT", f"{way}/films")
        assert it.build() == exits.DONE
        assert it.charges() == 2


def test_a_folder_in_the_project_is_looked_at_whoever_names_it(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    with make() as it:
        victim = spread(it.root)
        (it.root / "cache").symlink_to(victim)
        monkeypatch.setenv("STORYC_STORE", "cache/books")
        assert it.build("--yes") == exits.USAGE
        assert "`cache` is a link" in it.err
        monkeypatch.delenv("STORYC_STORE")
        assert it.build("--yes", "--out", "cache/films") == exits.USAGE
        assert list(contents(victim)) == [".storyc-left"]


def test_what_is_measured_goes_through_no_link(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if build.lacks_video():
        pytest.skip("clips are measured with the extra `video`")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "storyc.toml").write_text("")
    (tmp_path / "a.story").write_text(GOOD)
    assert run(["build", "a.story", "--draft", "--quiet"]) == exits.DONE
    elsewhere = tmp_path / "elsewhere"
    (tmp_path / "build/a").rename(elsewhere)
    (tmp_path / "build/a").symlink_to(elsewhere)
    before = {path: path.stat().st_mtime_ns for path in (elsewhere, *elsewhere.iterdir())}
    run(["verify", "a.story", "--pictures"])
    assert {path: path.stat().st_mtime_ns for path in (elsewhere, *elsewhere.iterdir())} == before


@pytest.mark.parametrize("order", [("a.story", "a/01-the-match.story"), ("a/01-the-match.story", "a.story")])
def test_two_films_that_would_write_one_file_are_refused_before_anything_is_paid(
    make: Make, order: tuple[str, str]
) -> None:
    with make() as it:
        (it.root / "a").mkdir()
        (it.root / "a/01-the-match.story").write_text(GOOD)
        assert it.call("plan", *order) == exits.USAGE
        planned = it.err
        assert it.build("--yes", paths=order) == exits.USAGE
        for said in (planned, it.err):
            assert f"`01-the-match.mp4` of `{order[1]}` would be the same file as that of `{order[0]}`" in said
            assert "give one of them another name" in said
        assert (it.submits(), it.built()) == (0, [])
        # One alone writes what it always did.
        assert it.build("--yes", paths=order[:1]) == exits.DONE, it.err


NAMED = {
    "a plan": ("plan", "a.story", "-o"),
    "bytes": ("board", "a.story", "-o"),
    "a report": ("build", "a.story", "--draft", "--report"),
    "events": ("build", "a.story", "--draft", "--events"),
}


@pytest.mark.parametrize("words", NAMED.values(), ids=NAMED.keys())
@pytest.mark.parametrize("brought", ["../theirs.xml", ".git/config", "../theirs", "in/a.xml"])
def test_what_somebody_names_is_not_written_where_a_link_of_the_checkout_leads_out(
    make: Make, words: tuple[str, ...], brought: str
) -> None:
    """The folder `out` or the file in it is a link that the author of a pull request has laid there."""
    with make() as it:
        for folder in (it.root / "in", it.root / ".git", it.root.parent / "theirs"):
            folder.mkdir()
        link = it.root / "out" if brought == "../theirs" else it.root / "out" / "a.xml"
        link.parent.mkdir(exist_ok=True)
        link.symlink_to(brought if link.name == "out" else Path("..", brought))
        file = (it.root / "out" / "a.xml").resolve()
        stays = brought.startswith("in")
        assert it.call(*words, "out/a.xml") == (exits.DONE if stays else exits.USAGE), it.err
        assert file.exists() is stays
        assert stays or f"`{link}` is a link that leads out of the project" in it.err
        assert not (it.root / "build").exists() or stays
