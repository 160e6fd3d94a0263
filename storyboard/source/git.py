"""The files of a git revision, read through git itself."""

from __future__ import annotations

import subprocess
from pathlib import Path, PurePosixPath
from typing import IO, NamedTuple

from storyboard.source import gitprocess

_REGULAR, _LINK = ("100644", "100755"), "120000"
_MOST_LINKS = 20
_CHUNK = 1 << 20


class MissingRevision(Exception):
    """Git knows no such revision, lacks a part of it, or this is no git repository; the text says which."""


class _Entry(NamedTuple):
    """What git's tree holds at a path: a file or a link, and its object."""

    mode: str
    object: str


class GitFiles:
    """The files of one git revision, read through a single `git cat-file --batch`.

    `root` is the project's root, which may lie inside the repository. Links are followed inside the project, as on the
    disk; a submodule's files are not there. Raises `MissingRevision` when git does not resolve `revision`, and from
    `read` when a clone lacks the object.
    """

    def __init__(self, root: Path, revision: str) -> None:
        self.root = root.resolve()
        self.commit, self._prefix = _resolved(self.root, revision)
        self._batch: subprocess.Popen[bytes] | None = None
        self._entries: dict[str, _Entry] | None = None
        self._linked = False

    def _tree(self) -> dict[str, _Entry]:
        """The entries below the root by path, submodules left out."""
        if self._entries is None:
            words = ["ls-tree", "-r", "-z", "--full-tree", self.commit]
            try:
                limits = ["--", f":(literal){self._prefix}"] if self._prefix else []
                listed = gitprocess.run(self.root, *words, *limits)
            except subprocess.CalledProcessError as error:
                what = f"git cannot list the files of the commit {self.commit[:12]}"
                raise MissingRevision(lacking(self.root, what)) from error
            entries: dict[str, _Entry] = {}
            for row in listed.split("\0"):
                head, _, path = row.partition("\t")
                mode, _, rest = head.partition(" ")
                if mode in (*_REGULAR, _LINK) and path.startswith(self._prefix):
                    entries[path[len(self._prefix) :]] = _Entry(mode, rest.partition(" ")[2])
                    self._linked = self._linked or mode == _LINK
            self._entries = entries
        return self._entries

    def _entry(self, path: str) -> _Entry | None:
        """The file at a path, links on the way followed; None where there is none inside the project."""
        tree = self._tree()
        entry = tree.get(PurePosixPath(path).as_posix())
        if not self._linked or (entry is not None and entry.mode != _LINK):
            return entry
        todo = list(reversed(PurePosixPath(path).parts))
        done: list[str] = []
        links = 0
        while todo:
            part = todo.pop()
            if part == "..":
                if not done:
                    return None
                done.pop()
                continue
            done.append(part)
            entry = tree.get("/".join(done))
            if entry is not None and entry.mode == _LINK:
                links += 1
                target = PurePosixPath(self._blob(entry.object, 4096).decode("utf-8", "surrogateescape"))
                if links > _MOST_LINKS or target.is_absolute():
                    return None
                done.pop()
                todo += reversed(target.parts)
        return tree.get("/".join(done))

    def read(self, path: str, limit: int | None = None) -> bytes:
        """The file's bytes at the revision, at most `limit` of them."""
        entry = self._entry(path)
        if entry is None:
            raise FileNotFoundError(path)
        return self._blob(entry.object, limit)

    def _blob(self, name: str, limit: int | None) -> bytes:
        if self._batch is None:
            self._batch = gitprocess.start(self.root, "cat-file", "--batch")
        ask, answer = self._batch.stdin, self._batch.stdout
        assert ask is not None
        assert answer is not None
        words: list[bytes] = []
        try:
            # An object is asked for by its name: a path may hold a line end.
            ask.write(f"{name}\n".encode("ascii"))
            ask.flush()
            words = answer.readline().split()
        except BrokenPipeError:  # it ended, which the empty answer says
            ask = None
        if len(words) != 3:
            self.close()
            raise MissingRevision(lacking(self.root, f"the object {name[:12]} is not there"))
        size = int(words[2])
        data = answer.read(size if limit is None else min(limit, size))
        _skip(answer, size - len(data) + 1)
        return data

    def exists(self, path: str) -> bool:
        """Whether the revision holds the file."""
        return self._entry(path) is not None

    def list(self, folder: str) -> list[str]:
        """All files below a folder at the revision, those of hidden folders left out, sorted by path."""
        start = "" if folder in ("", ".") else folder.rstrip("/") + "/"
        below = [path for path in self._tree() if path.startswith(start)]
        return sorted(path for path in below if "/." not in "/" + path[len(start) :].rpartition("/")[0])

    def close(self) -> None:
        """End the git process; reading again starts another."""
        if self._batch is not None:
            self._batch.communicate()
            self._batch = None

    def __enter__(self) -> GitFiles:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def resolves(folder: Path, revision: str) -> bool:
    """Whether git, asked in a folder, knows a commit of that name; False where there is no git."""
    try:
        return bool(_commit(folder, revision))
    except (OSError, ValueError, gitprocess.NoRepository, subprocess.CalledProcessError):
        return False


def _resolved(root: Path, revision: str) -> tuple[str, str]:
    """The commit that a revision means, and the path of the root in the repository, `` or ending with `/`."""
    nowhere = f"`{root}` lies in no git repository"
    try:
        prefix = _prefix(root)
        return _commit(root, revision), prefix
    except FileNotFoundError as error:
        raise MissingRevision("git is not installed") from error
    except ValueError as error:  # a NUL in the revision
        raise MissingRevision(f"git knows no revision `{revision!a}`") from error
    except gitprocess.NoRepository as error:
        raise MissingRevision(str(error) or nowhere) from error
    except subprocess.CalledProcessError as error:
        said = _said(error)
        if "--verify" not in error.cmd:
            if "safe.bareRepository" in said:
                raise MissingRevision(_bare(root)) from error
            raise MissingRevision(nowhere if "not a git repository" in said else f"`{root}`: {said}") from error
        if not _is_born(root):
            raise MissingRevision(f"the git repository of `{root}` has no commit yet") from error
        raise MissingRevision(lacking(root, f"git knows no revision `{revision}`")) from error


def _prefix(root: Path) -> str:
    """The path of the root in the repository, `` or ending with `/`; raises MissingRevision in a bare repository."""
    # Git before 2.38 takes the bare repository that the root lies in, and would give another prefix.
    inside, prefix = gitprocess.run(root, "rev-parse", "--is-inside-git-dir", "--show-prefix", inside=True).split(
        "\n", 1
    )
    if inside == "true":
        raise MissingRevision(_bare(root))
    return prefix.removesuffix("\n")


def _bare(root: Path) -> str:
    return f"`{root}` is laid out as a bare git repository, and storyc reads only repositories that have a `.git`"


def _commit(folder: Path, revision: str) -> str:
    words = ["rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"]
    return gitprocess.run(folder, *words).strip()


def _is_born(root: Path) -> bool:
    """Whether HEAD names a commit, be it there or not."""
    try:
        return bool(gitprocess.run(root, "rev-parse", "--verify", "--quiet", "HEAD"))
    except subprocess.CalledProcessError:
        return False


def lacking(root: Path, what: str) -> str:
    """What is missing, and how to get it where the clone does not hold all of the history or all of its objects."""
    kinds = {"shallow": "--unshallow", "partial": "--refetch --no-filter"}
    kinds = {kind: flags for kind, flags in kinds.items() if _is(root, kind)}
    if not kinds:
        return what
    return f"{what}, and the clone is {' and '.join(kinds)}: run `git fetch {' '.join(kinds.values())}`"


def _is(root: Path, kind: str) -> bool:
    """Whether the clone is shallow, or partial."""
    try:
        if kind == "shallow":
            return gitprocess.run(root, "rev-parse", "--is-shallow-repository").strip() == "true"
        return bool(
            gitprocess.run(root, "config", "--get-regexp", r"^(extensions\.partialclone|remote\..*\.promisor)$")
        )
    except (OSError, gitprocess.NoRepository, subprocess.CalledProcessError):
        return False


def _said(error: subprocess.CalledProcessError) -> str:
    lines = error.stderr.decode("utf-8", "replace").strip().splitlines()
    return lines[0].removeprefix("fatal: ") if lines else "git failed"


def _skip(stream: IO[bytes], size: int) -> None:
    while size > 0:
        size -= len(stream.read(min(size, _CHUNK))) or size
