"""`storyc diff` in repositories whose authors want a program run or the network opened; honest ones go on working."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from storyboard.cli import run
from storyboard.source import gitprocess
from storyboard.source.git import GitFiles, MissingRevision
from tests.diff.repository import commit, edit, git

Captured = pytest.CaptureFixture[str]
ROOT = Path(__file__).resolve().parents[2]
STORY = "A lamp.\nShot 1 [0-2s] A hand.\nShot 2 [2-5s] A face.\n"
posix = pytest.mark.skipif(os.name == "nt", reason="the payloads are shell commands")


@pytest.fixture(autouse=True)
def own_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No configuration but the repository's, and no repository around the test's folder."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))


@pytest.fixture
def marker(tmp_path: Path) -> Path:
    """What each payload writes when it is run."""
    return tmp_path / "PWNED"


def origin(tmp_path: Path) -> Path:
    """A repository of two commits, the first with a face where the second has a fish."""
    root = tmp_path / "origin"
    root.mkdir()
    (root / "a.story").write_text(STORY)
    git(root, "init", "-q", "-b", "main")
    git(root, "config", "uploadpack.allowFilter", "true")
    git(root, "config", "uploadpack.allowAnySHA1InWant", "true")
    commit(root)
    edit(root / "a.story", "A face.", "A fish.")
    commit(root)
    return root


def partial(tmp_path: Path, *words: str) -> Path:
    """A clone of it without the files of the first commit."""
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--filter=blob:none", *words, origin(tmp_path).as_uri(), str(clone))
    return clone


@pytest.fixture
def refused(capsys: Captured, marker: Path) -> Callable[..., str]:
    """What `storyc diff` says where it ends with 2, and runs no payload."""

    def refused(*words: str) -> str:
        code = run(["diff", *words])
        assert not marker.exists()
        assert code == 2
        out, err = capsys.readouterr()
        assert out == ""
        return err

    return refused


def changed(capsys: Captured, *words: str) -> str:
    assert run(["diff", *words]) == 0
    out, _ = capsys.readouterr()
    assert "[-face-]{+fish+}" in out
    return out


# ---- a bare repository among the files ---------------------------------------------------------------------------


@pytest.fixture
def trap(tmp_path: Path, marker: Path) -> Path:
    """A fresh clone whose folder `films` is a bare repository as well."""
    evil = tmp_path / "evil"
    films = evil / "films"
    for name, text in {
        "HEAD": "ref: refs/heads/main\n",
        "refs/heads/main": "1" * 40 + "\n",
        "objects/.keep": "",
        "storyc.toml": "",
        "a.story": STORY,
        "acts/storyc.toml": "",
        "acts/b.story": STORY,
        "config": "[core]\n\trepositoryformatversion = 1\n\tbare = true\n[extensions]\n\tpartialClone = origin\n"
        f'[remote "origin"]\n\turl = .\n\tpromisor = true\n\tuploadpack = "touch {marker}; false"\n',
    }.items():
        (films / name).parent.mkdir(parents=True, exist_ok=True)
        (films / name).write_text(text)
    git(evil, "init", "-q")
    commit(evil)
    git(tmp_path, "clone", "-q", str(evil), "victim")
    return tmp_path / "victim"


@posix
@pytest.mark.parametrize("knows_setting", [True, False], ids=["git", "git before 2.38"])
@pytest.mark.parametrize("words", [["."], ["HEAD", "."], ["films/a.story"], ["films"], ["films/acts/b.story"]])
def test_a_bare_repository_among_the_files(
    trap: Path,
    marker: Path,
    refused: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
    words: list[str],
    knows_setting: bool,
) -> None:
    if not knows_setting:
        kept = [word for word in gitprocess._OPTIONS if "bareRepository" not in word]
        kept.remove("-c")
        monkeypatch.setattr(gitprocess, "_OPTIONS", tuple(kept))
    monkeypatch.chdir(trap)
    assert "is laid out as a bare git repository" in refused(*words)
    monkeypatch.chdir(trap / "films")
    assert "is laid out as a bare git repository" in refused(".")
    assert not marker.exists()


@posix
def test_a_bare_repository_that_is_not_asked_for(trap: Path, marker: Path, tmp_path: Path) -> None:
    (trap / "films" / "storyc.toml").unlink()
    with GitFiles(trap, "HEAD") as files:
        assert files.read("films/a.story") == STORY.encode()
    shutil.rmtree(trap / ".git")
    with pytest.raises(MissingRevision, match="lies in no git repository"):
        GitFiles(trap / "films", "HEAD")
    assert not marker.exists()


# ---- a configuration that names programs -------------------------------------------------------------------------

# What .git/config holds when somebody unpacks an archive, or was talked into a setting.
PAYLOADS = {
    "uploadpack": {"remote.origin.uploadpack": "touch {marker}; git-upload-pack"},
    "ssh": {"remote.origin.url": "ssh://127.0.0.1:1/x", "core.sshCommand": "touch {marker}; false"},
    "proxy": {"remote.origin.url": "git://127.0.0.1:1/x", "core.gitProxy": "{script}"},
    "credentials": {"remote.origin.url": "http://me@127.0.0.1:1/x", "http.emptyAuth": "true", "credential.helper": "!touch {marker}; false"},
    "askpass": {"remote.origin.url": "http://me@127.0.0.1:1/x", "http.emptyAuth": "true", "core.askPass": "{script}"},
    "ext": {"remote.origin.url": "ext::{script}", "protocol.ext.allow": "always"},
    "every protocol": {"remote.origin.url": "ext::{script}", "protocol.allow": "always"},
    "vcs": {"remote.origin.vcs": "ext", "remote.origin.url": "{script}", "protocol.ext.allow": "always"},
    "instead": {"url.ext::{script} .insteadOf": "file:", "protocol.ext.allow": "always"},
    "include": {"include.path": "../settings"},
    "included here": {"includeIf.gitdir:**.path": "../settings"},
    "a program of git's": {"core.fsmonitor": "{script}", "core.hooksPath": "{hooks}", "core.pager": "{script}"},
    "alternates": {"core.alternateRefsCommand": "{script}", "remote.origin.uploadpack": "touch {marker}; git-upload-pack"},
    "a helper for one address": {"remote.origin.url": "http://127.0.0.1:1/x", "credential.http://127.0.0.1:1.helper": "!touch {marker}; false", "http.emptyAuth": "true"},
    "another promisor": {"remote.origin.promisor": "false", "remote.more.promisor": "true", "remote.more.url": "ext::{script}", "protocol.ext.allow": "always", "extensions.partialClone": "more"},
    "a bundle": {"fetch.bundleURI": "ext::{script}", "protocol.ext.allow": "always"},
    "ssh of another kind": {"remote.origin.url": "ssh://-oProxyCommand={script}/x", "ssh.variant": "simple"},
    "a command as host": {"remote.origin.url": "ssh://127.0.0.1:1/x", "core.sshCommand": "{script}", "protocol.version": "0"},
    "filters": {f"filter.x.{key}": "{script}" for key in ("smudge", "clean", "process")} | {"filter.x.required": "true"},
    "pictures of files": {"diff.x.textconv": "{script}", "diff.x.command": "{script}", "diff.external": "{script}", "merge.x.driver": "{script}"},
    "editors": {"core.editor": "{script}", "sequence.editor": "{script}", "interactive.diffFilter": "{script}"},
    "signatures": {"gpg.program": "{script}", "gpg.ssh.program": "{script}", "gpg.ssh.defaultKeyCommand": "{script}", "log.showSignature": "true"},
    "upkeep": {"gc.auto": "1", "maintenance.auto": "true", "gc.recentObjectsHook": "{script}", "core.untrackedCache": "true"},
    "submodules": {"submodule.recurse": "true", "submodule.a.update": "!{script}", "submodule.a.url": "ext::{script}", "fetch.recurseSubmodules": "true"},
    "more of pagers": {"core.pager": "{script}", "pager.rev-parse": "{script}", "pager.ls-tree": "{script}", "pager.cat-file": "true", "pager.config": "{script}"},
    "what git asks first": {"uploadpack.packObjectsHook": "{script}", "core.gitProxy": "{script} for 127.0.0.1", "remote.origin.url": "git://127.0.0.1:1/x", "remote.origin.proxy": "{script}"},
    "another place": {"core.worktree": "..", "core.attributesFile": "{script}", "core.excludesFile": "{script}", "core.hooksPath": "{hooks}"},
    "aliases": {f"alias.{name}": "!touch {marker}" for name in ("rev-parse", "ls-tree", "cat-file", "fetch", "config")},
}  # fmt: skip


@posix
@pytest.mark.parametrize("lazy", [False, True], ids=["git", "git that fetches all the same"])
@pytest.mark.parametrize("name", PAYLOADS)
def test_a_configuration_runs_nothing(
    tmp_path: Path, marker: Path, refused: Callable[..., str], monkeypatch: pytest.MonkeyPatch, name: str, lazy: bool
) -> None:
    if lazy:
        monkeypatch.delitem(gitprocess._ENVIRONMENT, "GIT_NO_LAZY_FETCH")
    clone = partial(tmp_path)
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    script = hooks / "reference-transaction"
    script.write_text(f"#!/bin/sh\ntouch {marker}\n")
    script.chmod(0o755)
    for hook in ("post-checkout", "pre-auto-gc", "post-index-change"):
        shutil.copy(script, hooks / hook)
    (clone / ".git" / "info" / "attributes").write_text("* filter=x diff=x merge=x\n")
    (clone / "settings").write_text(f'[remote "origin"]\n\tuploadpack = "touch {marker}; git-upload-pack"\n')
    known = {"marker": marker, "script": script, "hooks": hooks}
    for key, value in PAYLOADS[name].items():
        git(clone, "config", key.format_map(known), value.format_map(known))
    monkeypatch.chdir(clone)
    assert not marker.exists()
    assert "is not there, and the clone is partial: run `git fetch --refetch --no-filter`" in refused("HEAD~1", ".")
    run(["diff", "."])
    assert not marker.exists()


@posix
def test_a_configuration_of_one_worktree_runs_nothing(
    tmp_path: Path, marker: Path, refused: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clone = partial(tmp_path)
    git(clone, "config", "extensions.worktreeConfig", "true")
    git(clone, "config", "--worktree", "remote.origin.uploadpack", f"touch {marker}; git-upload-pack")
    assert (clone / ".git" / "config.worktree").exists()
    monkeypatch.chdir(clone)
    assert "is not there" in refused("HEAD~1", ".")
    git(clone, "worktree", "add", "-q", "--no-checkout", "../tree", "HEAD~1")
    (tmp_path / "tree" / "a.story").write_text(STORY)
    git(tmp_path / "tree", "config", "--worktree", "remote.origin.uploadpack", f"touch {marker}; git-upload-pack")
    monkeypatch.chdir(tmp_path / "tree")
    assert "is not there" in refused(".")


@posix
@pytest.mark.parametrize("kind", ["remotes", "branches"])
def test_a_remote_in_a_file_of_its_own_runs_nothing(
    tmp_path: Path, marker: Path, refused: Callable[..., str], monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """As git kept remotes before it had them in its configuration."""
    clone = partial(tmp_path)
    address = f"ext::touch {marker}"
    (clone / ".git" / kind).mkdir(exist_ok=True)
    (clone / ".git" / kind / "old").write_text(f"URL: {address}\n" if kind == "remotes" else f"{address}\n")
    git(clone, "config", "extensions.partialClone", "old")
    git(clone, "config", "--remove-section", "remote.origin")
    git(clone, "config", "protocol.ext.allow", "always")
    monkeypatch.chdir(clone)
    assert "is not there" in refused("HEAD~1", ".")


# What somebody's shell, or a hook, may have set; the working folder is the checkout.
ENVIRONMENT = {
    "ssh": {"GIT_SSH": "{script}", "GIT_SSH_COMMAND": "{script}", "GIT_SSH_VARIANT": "simple"},
    "proxy": {"GIT_PROXY_COMMAND": "{script}", "GIT_ALLOW_PROTOCOL": "git:ext:ssh:file", "GIT_NO_LAZY_FETCH": "0"},
    "askpass": {"GIT_ASKPASS": "{script}", "SSH_ASKPASS": "{script}", "GIT_TERMINAL_PROMPT": "1"},
    "pagers": {"GIT_PAGER": "{script}", "PAGER": "{script}", "GIT_PAGER_IN_USE": "1"},
    "editors": {"GIT_EDITOR": "{script}", "GIT_SEQUENCE_EDITOR": "{script}", "EDITOR": "{script}", "VISUAL": "{script}"},
    "difference": {"GIT_EXTERNAL_DIFF": "{script}", "GIT_DIFF_OPTS": "-u1"},
    "parameters": {"GIT_CONFIG_PARAMETERS": "'remote.origin.uploadpack=touch {marker}; git-upload-pack' 'core.fsmonitor={script}'"},
    "counted": {"GIT_CONFIG_COUNT": "2", "GIT_CONFIG_KEY_0": "remote.origin.uploadpack", "GIT_CONFIG_VALUE_0": "{script}", "GIT_CONFIG_KEY_1": "protocol.allow", "GIT_CONFIG_VALUE_1": "always"},
    "a file of the checkout": {"GIT_CONFIG_GLOBAL": "settings", "GIT_CONFIG_SYSTEM": "settings", "GIT_CONFIG_NOSYSTEM": "0"},
    "a home in the checkout": {"HOME": "home", "XDG_CONFIG_HOME": "home", "GIT_CONFIG_GLOBAL": ""},
    "helpers in the checkout": {"GIT_EXEC_PATH": "home"},
    "helpers here": {"GIT_EXEC_PATH": "."},
    "templates": {"GIT_TEMPLATE_DIR": "home"},
    "elsewhere": {"GIT_DIR": "home", "GIT_WORK_TREE": ".", "GIT_OBJECT_DIRECTORY": "home", "GIT_COMMON_DIR": "home"},
    "alternates": {"GIT_ALTERNATE_OBJECT_DIRECTORIES": "home", "GIT_QUARANTINE_PATH": "home"},
}  # fmt: skip


@posix
@pytest.mark.parametrize("name", ENVIRONMENT)
def test_an_environment_runs_nothing(
    tmp_path: Path, marker: Path, refused: Callable[..., str], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    clone = partial(tmp_path)
    script = tmp_path / "script"
    script.write_text(f"#!/bin/sh\ntouch {marker}\n")
    script.chmod(0o755)
    (clone / "home").mkdir()
    for folder in (clone, clone / "home"):
        for program in ("git", "git-fetch", "git-upload-pack", "git-remote-ext", "git-rev-parse", "git-cat-file"):
            shutil.copy(script, folder / program)
    (clone / "settings").write_text(f'[remote "origin"]\n\tuploadpack = "touch {marker}; git-upload-pack"\n')
    shutil.copy(clone / "settings", clone / "home" / ".gitconfig")
    monkeypatch.chdir(clone)
    for key, value in ENVIRONMENT[name].items():
        monkeypatch.setenv(key, value.format(script=script, marker=marker))
    assert "is not there" in refused("HEAD~1", ".")


@posix
def test_a_git_file_that_points_among_the_files(
    tmp_path: Path, marker: Path, refused: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As an archive may hold it, in the place of a submodule."""
    clone = partial(tmp_path)
    git(clone, "config", "remote.origin.uploadpack", f"touch {marker}; git-upload-pack")
    (clone / ".git").rename(clone / "data")
    (clone / ".git").write_text("gitdir: data\n")
    monkeypatch.chdir(clone)
    assert "is not there" in refused("HEAD~1", ".")
    assert not marker.exists()


@posix
def test_a_tree_that_was_not_cloned(
    tmp_path: Path, marker: Path, refused: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--filter=tree:0", origin(tmp_path).as_uri(), str(clone))
    git(clone, "config", "remote.origin.uploadpack", f"touch {marker}; git-upload-pack")
    monkeypatch.chdir(clone)
    assert "git cannot list the files of the commit" in (said := refused("HEAD~1", "."))
    assert "the clone is partial: run `git fetch" in said
    assert not marker.exists()


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


@pytest.mark.parametrize("scheme", ["http", "git"])
def test_the_network_is_not_opened(
    tmp_path: Path, listener: socket.socket, refused: Callable[..., str], monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    clone = partial(tmp_path)
    git(clone, "config", "remote.origin.url", f"{scheme}://127.0.0.1:{listener.getsockname()[1]}/x")
    # Where somebody does answer, git must not be left waiting for more.
    git(clone, "config", "http.lowSpeedLimit", "1000")
    git(clone, "config", "http.lowSpeedTime", "1")
    monkeypatch.chdir(clone)
    monkeypatch.setenv("GIT_ALLOW_PROTOCOL", "http:git")
    assert "is not there" in refused("HEAD~1", ".")
    with pytest.raises(BlockingIOError):
        listener.accept()


@posix
@pytest.mark.parametrize("path", [".", "", "bin"])
def test_no_git_from_the_working_folder(
    tmp_path: Path, marker: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    root = origin(tmp_path)
    (root / "bin").mkdir()
    for folder in (root, root / "bin"):
        (folder / "git").write_text(f"#!/bin/sh\ntouch {marker}\n")
        (folder / "git").chmod(0o755)
    monkeypatch.chdir(root)
    monkeypatch.setenv("PATH", path + os.pathsep + os.environ["PATH"])
    changed(capsys, "HEAD~1", "a.story")
    assert not marker.exists()


@posix
def test_no_helper_of_git_from_the_checkout(
    tmp_path: Path, marker: Path, refused: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one protocol that is allowed is called `none`; its helper would be `git-remote-none`."""
    monkeypatch.delitem(gitprocess._ENVIRONMENT, "GIT_NO_LAZY_FETCH")
    clone = partial(tmp_path)
    git(clone, "config", "remote.origin.url", "none::x")
    (clone / "git-remote-none").write_text(f"#!/bin/sh\ntouch {marker}\n")
    (clone / "git-remote-none").chmod(0o755)
    monkeypatch.chdir(clone)
    monkeypatch.setenv("PATH", "." + os.pathsep + os.environ["PATH"])
    assert "is not there" in refused("HEAD~1", ".")


def advised(said: str) -> list[str]:
    """The words behind `git` of the command that a message names."""
    found = re.search("run `git ([^`]+)`", said)
    assert found is not None
    return found[1].split()


# ---- honest repositories -----------------------------------------------------------------------------------------


def test_the_advice_for_a_partial_clone_helps(
    tmp_path: Path, capsys: Captured, refused: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clone = partial(tmp_path)
    monkeypatch.chdir(clone)
    git(clone, *advised(refused("HEAD~1", ".")))
    changed(capsys, "HEAD~1", ".")


def test_the_advice_for_a_clone_that_is_shallow_and_partial_helps(
    tmp_path: Path, capsys: Captured, refused: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clone = partial(tmp_path, "--depth=1")
    monkeypatch.chdir(clone)
    said = refused("HEAD~1", "--", ".")
    assert "the clone is shallow and partial" in said
    git(clone, *advised(said))
    changed(capsys, "HEAD~1", ".")


def test_a_partial_clone_with_its_objects(tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    clone = partial(tmp_path)
    git(clone, "show", "HEAD~1:a.story")
    monkeypatch.chdir(clone)
    changed(capsys, "HEAD~1", ".")


def test_a_shallow_clone(tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    git(tmp_path, "clone", "-q", "--depth=1", origin(tmp_path).as_uri(), "clone")
    monkeypatch.chdir(tmp_path / "clone")
    edit(Path("a.story"), "A fish.", "A bird.")
    assert run(["diff", "."]) == 0
    assert "[-fish-]{+bird+}" in capsys.readouterr().out


def test_names_with_blanks_and_umlauts(tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    top = tmp_path / "Über den Wolken"
    film = top / "Größe 镜头"
    film.mkdir(parents=True)
    (film / "storyc.toml").write_text("")
    (film / "Ein Fuß.story").write_text(STORY)
    git(top, "init", "-q")
    commit(top)
    edit(film / "Ein Fuß.story", "A face.", "A fish.")
    monkeypatch.chdir(film)
    assert "Ein Fuß.story" in changed(capsys, ".")
    monkeypatch.chdir(tmp_path)
    changed(capsys, str(film))


def test_a_submodule(tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    outer = tmp_path / "outer"
    outer.mkdir()
    git(outer, "init", "-q")
    git(outer, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(origin(tmp_path)), "sub")
    monkeypatch.chdir(outer / "sub")
    changed(capsys, "HEAD~1", ".")
    monkeypatch.chdir(outer)
    monkeypatch.setenv("GIT_DIR", str(outer / ".git"))  # as a hook of the outer repository has it
    changed(capsys, "HEAD~1", "--", "sub")


@pytest.fixture
def worktree(tmp_path: Path) -> Path:
    """A project below the top of a second worktree, on a branch where nothing has changed yet."""
    root = origin(tmp_path)
    (root / "film").mkdir()
    (root / "film" / "storyc.toml").write_text("")
    (root / "film" / "b.story").write_text(STORY)
    commit(root)
    git(root, "worktree", "add", "-q", "../tree", "-b", "other")
    edit(tmp_path / "tree" / "film" / "b.story", "A face.", "A fish.")
    return tmp_path / "tree"


def test_a_worktree(worktree: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(worktree)
    changed(capsys, "film")
    changed(capsys, "main", "film")


@posix
def test_a_hook_in_a_worktree(worktree: Path, tmp_path: Path) -> None:
    """Git names its repository to a hook in GIT_DIR, which does not say where the project lies in it."""
    hook = tmp_path / "origin" / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(
        f'#!/bin/sh\necho "dir=$GIT_DIR" >"{tmp_path}/said"\ncd film\n'
        f'PYTHONPATH="{ROOT}" exec "{sys.executable}" -m storyboard diff . >>"{tmp_path}/said" 2>&1\n'
    )
    hook.chmod(0o755)
    git(worktree, "commit", "-qam", "two")
    said = (tmp_path / "said").read_text("utf-8")
    assert said.startswith("dir=/")
    assert "[-face-]{+fish+}" in said


@pytest.mark.parametrize("relative", [False, True])
def test_a_repository_that_the_environment_names(
    tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch, relative: bool
) -> None:
    root = origin(tmp_path)
    film = tmp_path / "film"
    git(tmp_path, "clone", "-q", "--bare", str(root), "film.git")
    film.mkdir()
    shutil.copy(root / "a.story", film)
    monkeypatch.chdir(film)
    monkeypatch.setenv("GIT_DIR", "../film.git" if relative else str(tmp_path / "film.git"))
    monkeypatch.setenv("GIT_WORK_TREE", "." if relative else str(film))
    changed(capsys, "HEAD~1", "a.story")


def test_a_checkout_of_another_user(
    tmp_path: Path, capsys: Captured, refused: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Git's own check goes on, and so does the way in which CI servers settle it."""
    monkeypatch.chdir(origin(tmp_path))
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    assert "dubious ownership" in refused("HEAD~1", "--", "a.story")
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "safe.directory")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "*")
    changed(capsys, "HEAD~1", "a.story")


def test_a_branch_without_its_commit_is_no_new_repository(tmp_path: Path) -> None:
    root = origin(tmp_path)
    (root / ".git" / "refs" / "heads" / "main").write_text("1" * 40 + "\n")
    with pytest.raises(MissingRevision, match="git knows no revision `HEAD`"):
        GitFiles(root, "HEAD")
    git(root, "symbolic-ref", "HEAD", "refs/heads/empty")
    with pytest.raises(MissingRevision, match="has no commit yet"):
        GitFiles(root, "HEAD")


def test_git_is_not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = origin(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingRevision, match="git is not installed"):
        GitFiles(root, "HEAD")


def test_git_runs_without_what_the_checkout_could_redirect(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The list of variables is git's own, so that one which a later git adds is not forgotten."""
    root = origin(tmp_path)
    done = subprocess.run(
        ["git", "rev-parse", "--local-env-vars"], cwd=root, capture_output=True, text=True, check=True
    )
    ours = {name for name in done.stdout.split() if not name.startswith("GIT_CONFIG")} - {"GIT_INTERNAL_SUPER_PREFIX"}
    assert ours <= set(gitprocess._REDIRECTING)


@posix
@pytest.mark.parametrize("name", ["HEAD", "config", "packed-refs", "index"])
@pytest.mark.parametrize("kind", ["a pipe", "a device"])
def test_a_pipe_in_the_repository_is_waited_for_by_nobody(
    tmp_path: Path, refused: Callable[..., str], monkeypatch: pytest.MonkeyPatch, name: str, kind: str
) -> None:
    root = origin(tmp_path)
    (root / ".git" / name).unlink(missing_ok=True)
    if kind == "a pipe":
        os.mkfifo(root / ".git" / name)
    else:
        (root / ".git" / name).symlink_to("/dev/tty")
    monkeypatch.chdir(root)
    assert f"`{name}` in it is a pipe or a device" in refused("HEAD~1", "--", "a.story")


@posix
def test_a_socket_that_git_left_in_the_repository_is_no_matter(
    tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = origin(tmp_path)
    monkeypatch.chdir(root / ".git")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("fsmonitor--daemon.ipc")
    monkeypatch.chdir(root)
    changed(capsys, "HEAD~1", "a.story")


@posix
def test_a_git_that_reads_the_index_runs_no_monitor(tmp_path: Path, marker: Path) -> None:
    """No command of ours reads it today; the one that will must not run what a configuration names for it."""
    root, script = origin(tmp_path), tmp_path / "script"
    script.write_text(f"#!/bin/sh\ntouch {marker}\n")
    script.chmod(0o755)
    git(root, "config", "core.fsmonitor", str(script))
    gitprocess.run(root, "status", "--porcelain")
    assert not marker.exists()


@posix
def test_git_that_does_not_answer_is_given_up(
    tmp_path: Path, refused: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = origin(tmp_path)
    main = next((root / ".git" / "refs" / "heads").iterdir())
    main.unlink()
    os.mkfifo(main)
    monkeypatch.chdir(root)
    monkeypatch.setattr(gitprocess, "_PATIENCE", 0.5)
    assert "git has not answered within 0.5 s" in refused("HEAD~1", "--", "a.story")
