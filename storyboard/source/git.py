"""The files of a git revision, read through git itself."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path, PurePosixPath
from typing import IO, NamedTuple

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
                listed = _git(self.root, *words, *(["--", f":(literal){self._prefix}"] if self._prefix else []))
            except subprocess.CalledProcessError as error:
                raise MissingRevision(lacking(self.root, _said(error))) from error
            entries: dict[str, _Entry] = {}
            for row in listed.split("\0"):
                head, _, path = row.partition("\t")
                mode, _, rest = head.partition(" ")
                if mode in (*_REGULAR, _LINK) and path.startswith(self._prefix):
                    entries[path[len(self._prefix) :]] = _Entry(mode, rest.partition(" ")[2])
                    self._linked = self._linked or mode == _LINK
            self._entries = entries
        return self._entries

    def _found(self, path: str) -> _Entry | None:
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
        entry = self._found(path)
        if entry is None:
            raise FileNotFoundError(path)
        return self._blob(entry.object, limit)

    def _blob(self, name: str, limit: int | None) -> bytes:
        if self._batch is None:
            self._batch = subprocess.Popen(
                ["git", "cat-file", "--batch"],
                cwd=self.root,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
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
        return self._found(path) is not None

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
    except (OSError, ValueError, subprocess.CalledProcessError):
        return False


def _resolved(root: Path, revision: str) -> tuple[str, str]:
    """The commit that a revision means, and the path of the root in the repository, `` or ending with `/`."""
    try:
        prefix = _git(root, "rev-parse", "--show-prefix").removesuffix("\n")
        return _commit(root, revision), prefix
    except FileNotFoundError as error:
        raise MissingRevision("git is not installed") from error
    except ValueError as error:  # a NUL in the revision
        raise MissingRevision(f"git knows no revision `{revision!a}`") from error
    except subprocess.CalledProcessError as error:
        said = _said(error)
        if "rev-parse --verify" not in " ".join(error.cmd):
            here = f"`{root}` lies in no git repository"
            raise MissingRevision(here if "not a git repository" in said else f"`{root}`: {said}") from error
        if not resolves(root, "HEAD"):
            raise MissingRevision(f"the git repository of `{root}` has no commit yet") from error
        raise MissingRevision(lacking(root, f"git knows no revision `{revision}`")) from error


def _commit(folder: Path, revision: str) -> str:
    return _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}").strip()


def lacking(root: Path, what: str) -> str:
    """What is missing, and how to get it where the clone does not hold all of the history."""
    try:
        shallow = _git(root, "rev-parse", "--is-shallow-repository").strip() == "true"
    except (OSError, subprocess.CalledProcessError):
        shallow = False
    return f"{what}, and the clone is shallow: run `git fetch --unshallow`" if shallow else what


def _said(error: subprocess.CalledProcessError) -> str:
    lines = error.stderr.decode("utf-8", "replace").strip().splitlines()
    return lines[0].removeprefix("fatal: ") if lines else "git failed"


def _git(folder: Path, *words: str) -> str:
    done = subprocess.run(
        ["git", *words], cwd=folder, capture_output=True, check=True, env={**os.environ, "LC_ALL": "C"}
    )
    return done.stdout.decode("utf-8", "surrogateescape")


def _skip(stream: IO[bytes], size: int) -> None:
    while size > 0:
        size -= len(stream.read(min(size, _CHUNK))) or size
