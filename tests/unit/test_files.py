"""Where files come from: the disk, a git revision, memory; none shows what lies outside the project."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from storyboard.source import DiskFiles, MemoryFiles
from storyboard.source.git import GitFiles, MissingRevision
from storyboard.source.paths import project_path

posix = pytest.mark.skipif(os.name == "nt", reason="links are those of POSIX")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "outer").mkdir()
    (tmp_path / "outer" / "x.story").write_text("outside")
    root = tmp_path / "film"
    (root / "acts").mkdir(parents=True)
    (root / ".hidden").mkdir()
    (root / ".hidden" / "h.story").write_text("hidden")
    (root / "a.story").write_text("A lamp.")
    (root / "acts" / "镜头.story").write_text("灯", encoding="utf-8")
    return root


def git(root: Path, *words: str) -> None:
    who = [
        "-c",
        "user.name=A",
        "-c",
        "user.email=a@example.org",
        "-c",
        "commit.gpgsign=false",
        "-c",
        "core.autocrlf=false",
    ]
    subprocess.run(["git", *who, *words], cwd=root, check=True, capture_output=True)


def test_disk(project: Path) -> None:
    files = DiskFiles(project)
    assert files.read("a.story") == b"A lamp."
    assert files.read("a.story", 3) == b"A l"
    assert files.exists("acts/镜头.story")
    assert not files.exists("acts")
    assert not files.exists("gone.story")
    assert files.list("") == ["a.story", "acts/镜头.story"]
    assert files.list("acts") == ["acts/镜头.story"]
    with pytest.raises(FileNotFoundError):
        files.read("gone.story")


@pytest.mark.parametrize(
    "path",
    [
        "../secret.txt",
        "acts/../../secret.txt",
        "/etc/passwd",
        "link.txt",
        "linked/x.story",
        "loop",
        "fifo",
        "a.story\0",
    ],
)
def test_disk_shows_nothing_outside_the_root(project: Path, path: str) -> None:
    (project / "link.txt").symlink_to(project.parent / "secret.txt")
    (project / "linked").symlink_to(project.parent / "outer")
    (project / "loop").symlink_to(project / "loop")
    if hasattr(os, "mkfifo"):
        os.mkfifo(project / "fifo")
    files = DiskFiles(project)
    assert not files.exists(path)
    with pytest.raises(FileNotFoundError):
        files.read(path)


def test_disk_follows_a_link_inside_the_root(project: Path) -> None:
    (project / "b.story").symlink_to(project / "a.story")
    assert DiskFiles(project).read("b.story") == b"A lamp."


@pytest.mark.parametrize(
    "path", [".git/config", "acts/../.git/config", "login.story", "git/config", "acts/.GIT/config", ".git. /config"]
)
def test_disk_shows_nothing_of_gits_own(project: Path, path: str) -> None:
    """A checkout in a pipeline has a login there, and a link of a stranger's story could bring it into a prompt."""
    for folder in (".git", "acts/.GIT", ".git. "):
        (project / folder).mkdir()
        (project / folder / "config").write_text("login")
    (project / "login.story").symlink_to(".git/config")
    (project / "git").symlink_to(".git")
    files = DiskFiles(project)
    assert not files.exists(path)
    with pytest.raises(FileNotFoundError):
        files.read(path)


def test_disk_shows_nothing_hidden_by_a_link(project: Path) -> None:
    """A pipeline keeps keys in `.env`, and a link of a stranger's story could bring them into a prompt."""
    (project / ".aws").mkdir()
    for hidden in (".env", ".aws/credentials", ".draft.story"):
        (project / hidden).write_text("key")
    for link, end in {"key.story": ".env", ".key.story": ".env", "aws": ".aws", "acts/k.yaml": "../.env"}.items():
        (project / link).symlink_to(end)
    files = DiskFiles(project)
    for path in ("key.story", ".key.story", "aws/credentials", "acts/k.yaml", "acts/../.env"):
        assert not files.exists(path)
        with pytest.raises(FileNotFoundError, match="a link out of the project or to a hidden file"):
            files.read(path)
    # Who names a hidden story means it.
    assert files.read(".draft.story") == b"key"


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        (".env", None), ("../.env", None), (".aws/credentials", None), ("../.a/../b", None),
        ("./a", "acts/a"), ("a.b", "acts/a.b"), ("../a", "a"),
    ],
)  # fmt: skip
def test_what_a_story_names_is_not_hidden(typed: str, path: str | None) -> None:
    assert project_path("acts/a.story", typed) == path
    # Beside a story that was named in a hidden folder lies what belongs to it.
    assert project_path(".drafts/a.story", "cast.yaml") == ".drafts/cast.yaml"


def test_git(project: Path) -> None:
    git(project, "init", "-q")
    git(project, "add", "-A")
    git(project, "commit", "-qm", "one")
    (project / "a.story").write_text("A hand.")
    (project / "new.story").write_text("new")
    with GitFiles(project, "HEAD") as files:
        assert files.read("a.story") == b"A lamp."
        assert files.read("a.story", 3) == b"A l"
        assert files.read("acts/镜头.story") == "灯".encode()
        assert files.read("./a.story") == b"A lamp."
        assert files.exists("acts/镜头.story")
        assert not files.exists("new.story")
        assert not files.exists("../secret.txt")
        assert files.list("acts") == ["acts/镜头.story"]
        with pytest.raises(FileNotFoundError):
            files.read("new.story")
        files.close()
        assert files.read("a.story") == b"A lamp."


def test_git_below_the_repositorys_root(project: Path) -> None:
    git(project.parent, "init", "-q")
    git(project.parent, "add", "-A")
    git(project.parent, "commit", "-qm", "one")
    with GitFiles(project, "HEAD") as files:
        assert files.read("a.story") == b"A lamp."
        assert "acts/镜头.story" in files.list("")
        assert not files.exists("secret.txt")
        assert not files.exists("../secret.txt")


def test_git_shows_no_link_as_a_file(project: Path) -> None:
    (project / "link.txt").symlink_to(project.parent / "secret.txt")
    git(project, "init", "-q")
    git(project, "add", "-A")
    git(project, "commit", "-qm", "one")
    with GitFiles(project, "HEAD") as files:
        # What git keeps of a link is its target's name; the file behind it is never read.
        assert not files.exists("link.txt") or files.read("link.txt") != b"secret"


def committed(root: Path) -> None:
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "one")


def test_git_follows_links_inside_the_project_only(project: Path) -> None:
    (project / "b.story").symlink_to("a.story")
    (project / "chapters").symlink_to("acts")
    (project / "acts" / "up.story").symlink_to("../b.story")
    (project / "loop").symlink_to("loop")
    (project / "out.txt").symlink_to("../secret.txt")
    (project / "over.txt").symlink_to("../a.story")
    (project / "whole.txt").symlink_to("/../a.story")
    committed(project.parent)
    with GitFiles(project, "HEAD") as files:
        assert files.read("b.story") == files.read("chapters/up.story") == b"A lamp."
        assert files.read("chapters/镜头.story") == "灯".encode()
        assert not any(
            files.exists(path) for path in ("loop", "out.txt", "over.txt", "whole.txt", "chapters", "chapters/none")
        )
        with pytest.raises(FileNotFoundError):
            files.read("out.txt")


@pytest.mark.skipif(os.name == "nt", reason="such names are refused there")
@pytest.mark.parametrize("name", ["two\nlines.story", 'a "b" \\c.story', "tab\t.story", "-n.story", ":(top)x.story"])
def test_git_reads_any_name(project: Path, name: str) -> None:
    (project / "acts" / name).write_text(name)
    committed(project)
    with GitFiles(project, "HEAD") as files:
        assert f"acts/{name}" in files.list("acts")
        assert files.read(f"acts/{name}") == name.encode()
        assert files.read("a.story") == b"A lamp."


@pytest.mark.skipif(os.name == "nt", reason="such names are refused there")
@pytest.mark.parametrize("name", ["*[a]é?", ":(top)a", "two\nlines"])
def test_git_below_a_folder_with_an_odd_name(tmp_path: Path, name: str) -> None:
    root = tmp_path / name
    root.mkdir()
    (root / "a.story").write_text("A lamp.")
    (tmp_path / "b.story").write_text("not here")
    committed(tmp_path)
    with GitFiles(root, "HEAD") as files:
        assert files.list("") == ["a.story"]
        assert files.read("a.story") == b"A lamp."


def test_git_shows_nothing_of_a_submodule(project: Path, tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "i.story").write_text("inside")
    committed(inner)
    git(project, "init", "-q")
    git(project, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(inner), "sub")
    committed(project)
    with GitFiles(project, "HEAD") as files:
        assert not files.exists("sub")
        assert not files.exists("sub/i.story")
        assert files.read("a.story") == b"A lamp."


def test_git_says_that_an_object_is_missing(project: Path) -> None:
    committed(project)
    name = subprocess.run(["git", "rev-parse", "HEAD:a.story"], cwd=project, capture_output=True, text=True, check=True)
    hexes = name.stdout.strip()
    (project / ".git" / "objects" / hexes[:2] / hexes[2:]).unlink()
    with GitFiles(project, "HEAD") as files:
        with pytest.raises(MissingRevision, match=hexes[:12]):
            files.read("a.story")
        assert files.read("acts/镜头.story") == "灯".encode()


def test_git_leaves_hidden_folders_out_as_the_disk_does(project: Path) -> None:
    committed(project)
    with GitFiles(project, "HEAD") as files:
        assert files.list("") == DiskFiles(project).list("")


@pytest.mark.parametrize("revision", ["nowhere", "--help", "-n1", "HEAD:a.story", ""])
def test_git_without_the_revision(project: Path, revision: str) -> None:
    git(project, "init", "-q")
    git(project, "add", "-A")
    git(project, "commit", "-qm", "one")
    with pytest.raises(MissingRevision):
        GitFiles(project, revision)


def test_no_repository(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(project.parent))
    with pytest.raises(MissingRevision):
        GitFiles(project, "HEAD")


def test_memory_over_disk(project: Path) -> None:
    files = MemoryFiles({"a.story": "A hand.", "acts/z.story": b"z"}, DiskFiles(project))
    assert files.read("a.story") == b"A hand."
    assert files.read("acts/镜头.story") == "灯".encode()
    assert files.exists("acts/z.story")
    assert files.list("acts") == ["acts/z.story", "acts/镜头.story"]
    with pytest.raises(FileNotFoundError):
        MemoryFiles({}).read("a.story")


@posix
def test_a_list_follows_no_link_and_enters_no_hidden_folder(tmp_path: Path) -> None:
    for name in (
        "b.story",
        "a/c.story",
        "a/d.txt",
        "a/.e.story",
        ".hidden/f.story",
        "a/deep/er/g.story",
        "h.storyboard",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    (tmp_path / "to-a").symlink_to("a")
    (tmp_path / "to-a.story").symlink_to("a")
    (tmp_path / "to-b.story").symlink_to("b.story")
    (tmp_path / "nowhere.story").symlink_to("gone")
    (tmp_path / "round.story").symlink_to("round.story")
    stories = ["a/.e.story", "a/c.story", "a/deep/er/g.story", "b.story", "nowhere.story", "round.story", "to-b.story"]
    files = DiskFiles(tmp_path)
    assert files.list("", ending=".story") == stories
    assert files.list("") == sorted([*stories, "a/d.txt", "h.storyboard"])
    assert files.list("a", ending=".story") == ["a/.e.story", "a/c.story", "a/deep/er/g.story"]


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    denied: list[OSError] = []
    assert DiskFiles(tmp_path).list("gone", denied.append) == []
    assert [error.filename for error in denied] == [str(tmp_path / "gone")]
    assert DiskFiles(tmp_path).list("gone") == []
