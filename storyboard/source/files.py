"""Where files come from: the disk and memory, and git beside this file. Nothing else opens a source file."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from storyboard.recall import witness
from storyboard.source.paths import is_hidden, is_in_git

if TYPE_CHECKING:
    from storyboard.recall.folders import Entries

# What is said of a name in a folder by which no file can be read.
NO_FILE = "is no file, or a link out of the project or to a hidden file"


class Files(Protocol):
    """The files of one project, named by their path from its root with `/`.

    `read` raises `FileNotFoundError` for a file that is not there and `OSError` for one that cannot be read.
    """

    def read(self, path: str, limit: int | None = None) -> bytes:
        """The file's bytes, at most `limit` of them."""
        ...

    def exists(self, path: str) -> bool:
        """Whether a regular file exists at the path."""
        ...

    def list(self, folder: str) -> list[str]:
        """All files below a folder, sorted by path; `""` is the root."""
        ...


def read_or_why(files: Files, path: str, limit: int) -> bytes | str:
    """The file's bytes, at most `limit` of them, or in words why it cannot be read."""
    try:
        return files.read(path, limit)
    except OSError as error:
        return error.strerror or "it is not there"


def is_taken(path: Path) -> bool:
    """Whether something has that name, be it a file, or what stands where a file should, as a link to nowhere."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:  # the folder may not be looked into: nobody knows
        return True
    return True


def read_regular(path: Path, limit: int) -> bytes:
    """The bytes of a file, at most `limit`. Raises OSError, also for what is waited for or never ends, as a device."""
    witness.look(path)
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError(errno.EINVAL, "it is no regular file", str(path))
    with path.open("rb") as stream:
        data = stream.read(limit)
    witness.have_read(path, limit, data)
    return data


def read_whole(path: Path) -> bytes:
    """The bytes of a file that storyc wrote. Raises OSError."""
    witness.look(path)
    data = path.read_bytes()
    witness.have_read(path, None, data)
    return data


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a circle of links
        return False


class DiskFiles:
    """The working tree below `root`.

    A path that leaves the root, by `..` or by a link, does not exist, nor does one into git's own folder, nor a link to
    a hidden file: a pipeline keeps keys in `.env`, and what a stranger's story leads to is sent to a host.
    """

    def __init__(self, root: Path) -> None:
        witness.way(root)
        self.root = root.resolve()

    def _inside(self, path: str) -> Path:
        try:
            target = (self.root / path).resolve()
        except (RuntimeError, ValueError) as error:  # a circle of links, or a NUL in the path
            raise FileNotFoundError(path) from error
        if not target.is_relative_to(self.root) or not target.is_file():
            raise FileNotFoundError(path)
        if self._is_kept_from(target, path):
            raise FileNotFoundError(errno.ENOENT, f"it {NO_FILE}", path)
        return target

    def _is_kept_from(self, target: Path, path: str) -> bool:
        """Whether what a path leads to is git's own, or is hidden and was not named so."""
        parts = target.relative_to(self.root).parts
        return is_in_git(parts) or (is_hidden(parts) and parts != Path(path).parts)

    def read(self, path: str, limit: int | None = None) -> bytes:
        """The file's bytes, at most `limit` of them."""
        witness.look(os.path.join(self.root, path))
        target = self._inside(path)
        witness.look(target)
        with target.open("rb") as stream:
            data = stream.read() if limit is None else stream.read(limit)
        witness.have_read(target, limit, data)
        return data

    def exists(self, path: str) -> bool:
        """Whether a regular file exists at the path."""
        witness.look(os.path.join(self.root, path))
        try:
            # Most paths that are asked for do not exist, which shows before any link is followed.
            return os.path.exists(os.path.join(self.root, path)) and self._inside(path).is_file()
        except (OSError, ValueError):
            return False

    def list(
        self,
        folder: str,
        denied: Callable[[OSError], object] | None = None,
        ending: str = "",
        known: Callable[[str], Entries | None] | None = None,
    ) -> list[str]:
        """All files below a folder whose names have an ending, hidden folders left out, sorted by path.

        `denied` hears why a folder cannot be read; what is `known` of a folder by its path need not be read.
        """
        paths: list[str] = []
        root, top = str(self.root), str(self.root / folder)
        witness.listing(top)
        left = [top]
        while left:
            base = left.pop()
            inside = base[len(root) :].replace(os.sep, "/").lstrip("/")
            before = f"{inside}/" if inside else ""
            entries = known(base) if known is not None else None
            if entries is not None:
                folders, names = entries
                left += folders
                paths += [before + name for name in names]
                continue
            witness.listing(base)
            try:
                with os.scandir(base) as entries:
                    listed = [*entries]
                for entry in listed:
                    if entry.is_dir(follow_symlinks=False):
                        if not entry.name.startswith("."):
                            left.append(entry.path)
                    elif entry.name.endswith(ending):
                        linked = entry.is_symlink()
                        if linked:  # to a folder today and to a file tomorrow, or the other way
                            witness.look(entry.path)
                        if not (linked and _is_folder(entry)):
                            paths.append(before + entry.name)
            except OSError as error:
                if denied is not None:
                    denied(error)
        return sorted(paths)


class MemoryFiles:
    """Files held in a mapping from path to text or bytes, over `under` where given."""

    def __init__(self, contents: Mapping[str, str | bytes], under: Files | None = None) -> None:
        self.contents = {
            path: data.encode("utf-8") if isinstance(data, str) else data for path, data in contents.items()
        }
        self.under = under

    def read(self, path: str, limit: int | None = None) -> bytes:
        """The file's bytes, at most `limit` of them."""
        if path in self.contents:
            return self.contents[path][:limit]
        if self.under is None:
            raise FileNotFoundError(path)
        return self.under.read(path, limit)

    def exists(self, path: str) -> bool:
        """Whether the file is in the mapping or in `under`."""
        return path in self.contents or (self.under is not None and self.under.exists(path))

    def list(self, folder: str) -> list[str]:
        """All files below a folder, sorted by path."""
        below: Iterable[str] = self.under.list(folder) if self.under else ()
        here = [path for path in self.contents if folder in ("", ".") or path.startswith(folder.rstrip("/") + "/")]
        return sorted({*here, *below})


class NotingFiles:
    """The files of a project, where `note` hears the path of each file and folder before it is asked for."""

    def __init__(self, under: Files, note: Callable[[str], object]) -> None:
        self.under, self.note = under, note

    def read(self, path: str, limit: int | None = None) -> bytes:
        """The file's bytes, at most `limit` of them."""
        self.note(path)
        return self.under.read(path, limit)

    def exists(self, path: str) -> bool:
        """Whether a regular file exists at the path."""
        self.note(path)
        return self.under.exists(path)

    def list(self, folder: str) -> list[str]:
        """All files below a folder, sorted by path."""
        self.note(folder)
        return self.under.list(folder)
