"""Where files come from: the disk, a git revision, memory. Nothing else in the project opens a source file."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Protocol


class Files(Protocol):
    """The files of one project, named by their path from its root with `/`.

    `read` raises `FileNotFoundError` for a file that is not there and `OSError` for one that cannot be read.
    """

    def read(self, path: str, limit: int | None = None) -> bytes:
        """The file's bytes, at most `limit` of them."""
        ...

    def exists(self, path: str) -> bool:
        """Whether a regular file is there."""
        ...

    def list(self, folder: str) -> list[str]:
        """All files below a folder, sorted by path; `""` is the root."""
        ...


class DiskFiles:
    """The working tree below `root`. A path that leaves the root, by `..` or by a link, does not exist."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()

    def _inside(self, path: str) -> Path:
        try:
            target = (self.root / path).resolve()
        except (RuntimeError, ValueError) as error:  # a circle of links, or a NUL in the path
            raise FileNotFoundError(path) from error
        if not target.is_relative_to(self.root) or not target.is_file():
            raise FileNotFoundError(path)
        return target

    def read(self, path: str, limit: int | None = None) -> bytes:
        """The file's bytes, at most `limit` of them."""
        with self._inside(path).open("rb") as stream:
            return stream.read() if limit is None else stream.read(limit)

    def exists(self, path: str) -> bool:
        """Whether a regular file is there."""
        try:
            return self._inside(path).is_file()
        except (OSError, ValueError):
            return False

    def list(self, folder: str) -> list[str]:
        """All files below a folder, hidden folders left out, sorted by path."""
        found: list[str] = []
        for base, folders, names in os.walk(self.root / folder):
            folders[:] = [name for name in folders if not name.startswith(".")]
            inside = Path(base).relative_to(self.root)
            found += [(inside / name).as_posix() for name in names]
        return sorted(found)


class MemoryFiles:
    """Files held in a mapping from path to text or bytes, over `under` where given."""

    def __init__(self, held: Mapping[str, str | bytes], under: Files | None = None) -> None:
        self.held = {path: data.encode("utf-8") if isinstance(data, str) else data for path, data in held.items()}
        self.under = under

    def read(self, path: str, limit: int | None = None) -> bytes:
        """The file's bytes, at most `limit` of them."""
        if path in self.held:
            return self.held[path][:limit]
        if self.under is None:
            raise FileNotFoundError(path)
        return self.under.read(path, limit)

    def exists(self, path: str) -> bool:
        """Whether the file is held here or below."""
        return path in self.held or (self.under is not None and self.under.exists(path))

    def list(self, folder: str) -> list[str]:
        """All files below a folder, sorted by path."""
        below: Iterable[str] = self.under.list(folder) if self.under else ()
        here = [path for path in self.held if folder in ("", ".") or path.startswith(folder.rstrip("/") + "/")]
        return sorted({*here, *below})


class MissingRevision(Exception):
    """Git knows no such revision, or this is no git repository; the text says which."""


class GitFiles:
    """The files of one git revision, read through a single `git cat-file --batch`.

    `root` is the project's root, which may lie inside the repository. Raises `MissingRevision` when git does not
    resolve `revision`.
    """

    def __init__(self, root: Path, revision: str) -> None:
        self.root = root.resolve()
        try:
            self._commit = self._git("rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}").strip()
            self._prefix = self._git("rev-parse", "--show-prefix").strip()
        except FileNotFoundError as error:
            raise MissingRevision("git is not installed") from error
        except subprocess.CalledProcessError as error:
            raise MissingRevision(error.stderr.decode("utf-8", "replace").strip()) from error
        self._batch: subprocess.Popen[bytes] | None = None
        self._paths: set[str] | None = None

    def _git(self, *words: str) -> str:
        done = subprocess.run(["git", *words], cwd=self.root, capture_output=True, check=True)
        return done.stdout.decode("utf-8", "surrogateescape")

    def _tree(self) -> set[str]:
        if self._paths is None:
            listed = self._git("ls-tree", "-r", "-z", "--name-only", "--full-tree", self._commit)
            size = len(self._prefix)
            self._paths = {path[size:] for path in listed.split("\0") if path and path.startswith(self._prefix)}
        return self._paths

    def read(self, path: str, limit: int | None = None) -> bytes:
        """The file's bytes at the revision, at most `limit` of them."""
        path = PurePosixPath(path).as_posix()
        if path not in self._tree():
            raise FileNotFoundError(path)
        if self._batch is None:
            self._batch = subprocess.Popen(
                ["git", "cat-file", "--batch"], cwd=self.root, stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
        ask, answer = self._batch.stdin, self._batch.stdout
        assert ask is not None
        assert answer is not None
        ask.write(f"{self._commit}:{self._prefix}{path}\n".encode("utf-8", "surrogateescape"))
        ask.flush()
        size = int(answer.readline().split()[2])
        data = answer.read(size)
        answer.read(1)
        return data[:limit]

    def exists(self, path: str) -> bool:
        """Whether the revision holds the file."""
        return PurePosixPath(path).as_posix() in self._tree()

    def list(self, folder: str) -> list[str]:
        """All files below a folder at the revision, sorted by path."""
        start = "" if folder in ("", ".") else folder.rstrip("/") + "/"
        return sorted(path for path in self._tree() if path.startswith(start))

    def close(self) -> None:
        """End the git process; reading again starts another."""
        if self._batch is not None:
            self._batch.communicate()
            self._batch = None

    def __enter__(self) -> GitFiles:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
