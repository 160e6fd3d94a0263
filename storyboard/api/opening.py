"""Stories opened from the disk, from a revision of git, or from memory: handles, until they are compiled."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import TypeAlias, overload

import msgspec

from storyboard.config import ConfigError, given
from storyboard.project import comparing, finding, gathering
from storyboard.project.finding import SUFFIX, Search
from storyboard.project.records import Project, ProjectError
from storyboard.records import api
from storyboard.source import Files, MemoryFiles
from storyboard.source.git import MissingRevision

StrPath: TypeAlias = str | os.PathLike[str]
Settings: TypeAlias = Mapping[str, object]
_NONE: Settings = {}


class Story(msgspec.Struct, frozen=True):
    """One story with its project: the files that it may include, and the settings that count for it.

    Nothing of it has been read yet. `path` is its path from the project's root, with `/`.
    """

    project: Project
    path: str

    @property
    def root(self) -> Path:
        """The root of its project: a folder, `.` for stories in memory."""
        return self.project.root

    @property
    def record(self) -> api.StoriesRecord:
        """Where it is, to be written."""
        return api.StoriesRecord(stories=(self._place,), mistakes=())

    @property
    def _place(self) -> api.StoryPath:
        return api.StoryPath(str(self.root), self.path)


class Stories(Sequence[Story]):
    """Stories in the order in which they were named, and `mistakes`: a phrase for each that could not be opened.

    Those of a revision are read through git, which is ended by `close` or at the end of a `with`.
    """

    def __init__(
        self,
        projects: Iterable[Project],
        mistakes: Iterable[str] = (),
        *,
        revision: str = "",
        open_files: ExitStack | None = None,
    ) -> None:
        self.projects = tuple(projects)
        self.mistakes = tuple(mistakes)
        self.revision = revision
        self._stories = tuple(Story(project, path) for project in self.projects for path in project.stories)
        self._open_files = open_files or ExitStack()

    @overload
    def __getitem__(self, index: int) -> Story: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Story, ...]: ...

    def __getitem__(self, index: int | slice) -> Story | tuple[Story, ...]:
        return self._stories[index]

    def __len__(self) -> int:
        return len(self._stories)

    def __repr__(self) -> str:
        return f"Stories({[story.path for story in self._stories]}, mistakes={list(self.mistakes)})"

    @property
    def record(self) -> api.StoriesRecord:
        """Where they are, to be written."""
        places = (place for story in self._stories for place in story.record.stories)
        return api.StoriesRecord(stories=tuple(places), mistakes=self.mistakes)

    def close(self) -> None:
        """End what reads a revision."""
        self._open_files.close()

    def __enter__(self) -> Stories:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _RevisionFiles:
    """The files of a revision, where an object that a clone lacks is a file that cannot be read."""

    def __init__(self, under: Files) -> None:
        self._under = under

    def read(self, path: str, limit: int | None = None) -> bytes:
        """The file's bytes, at most `limit` of them."""
        try:
            return self._under.read(path, limit)
        except MissingRevision as error:
            raise OSError(errno.EIO, str(error)) from error

    def exists(self, path: str) -> bool:
        """Whether the revision holds the file."""
        return self._under.exists(path)

    def list(self, folder: str) -> list[str]:
        """All files below a folder, sorted by path."""
        return self._under.list(folder)


def open_stories(path: StrPath, *more: StrPath, settings: Settings = _NONE) -> Stories:
    """The stories that paths mean: a file each, or all `.story` files below a folder.

    Each counts in the project that it lies in, with that project's `storyc.toml` and with the variables `STORYC_…`;
    `settings` count before both, by their dotted keys, as `{"rules.strict": True}`. A path that leads nowhere and a
    project whose settings cannot be used are among the `mistakes`; the other stories are there.

    >>> import storyboard
    >>> stories = storyboard.open_stories("samples", "nowhere")
    >>> len(stories) > 10, stories.mistakes
    (True, ('there is no file or folder `nowhere`',))
    """
    flags, mistakes = _flags(settings)
    # A path `-` is a file here, not what is piped in.
    named = [f"./{name}" if name == finding.STDIN else name for name in _named(path, more)]
    search = finding.search(named)
    mistakes += search.mistakes
    projects: list[Project] = []
    for located in () if flags is None else search.located:
        try:
            projects += gathering.projects(Search((located,), (), piped=False), flags or {})
        except ProjectError as error:
            mistakes.append(str(error))
    return Stories(projects, mistakes)


def open_text(text: str | bytes) -> Story:
    """The one story of a project in memory that has this text, under the path `text.story`.

    >>> import storyboard
    >>> storyboard.compile_story(storyboard.open_text("Shot 1 [0-5s] A lamp.")).total_usd
    0.625
    """
    return open_texts({f"text{SUFFIX}": text})[0]


def open_texts(texts: Mapping[str, str | bytes], *, settings: Settings = _NONE) -> Stories:
    """The stories of a project that is held in memory: texts, or bytes, by their paths from its root.

    What ends in `.story` is a story; all else is there to be included: `cast.yaml`, `templates/prompts/own.j2`,
    `profiles/model@host.yaml`, `storyc.toml`. No file and no variable of this machine counts.

    >>> import storyboard
    >>> stories = storyboard.open_texts({
    ...     "film.story": "include: cast.yaml\\nShot 1 [0-5s] @ANNA waits.",
    ...     "cast.yaml": "cast: {ANNA: a woman in a red coat}",
    ... })
    >>> storyboard.compile_story(stories[0]).usable
    True
    """
    files = MemoryFiles({path: _encoded(data) for path, data in texts.items()})
    flags, mistakes = _flags(settings)
    if flags is None:
        return Stories((), mistakes)
    try:
        config = gathering.checked(gathering.settings_at(files, {}, flags), files)
    except ProjectError as error:
        return Stories((), (*mistakes, str(error)))
    return Stories([Project(Path(), files, config, tuple(path for path in texts if path.endswith(SUFFIX)))], mistakes)


def open_revision(revision: str, path: StrPath, *more: StrPath, settings: Settings = _NONE) -> Stories:
    """The stories that paths meant in a revision of git, as `HEAD`, `v1.2` or `main~3`, with all that they include.

    Settings, templates and profiles are the revision's too; nothing is checked out. Use it in a `with`, so that git is
    ended. A revision that git does not know, and a path that leads nowhere there and here, are among the `mistakes`;
    an object that a partial clone lacks is a file that cannot be read.

    >>> import storyboard
    >>> with storyboard.open_revision("no-such-revision", "samples") as stories:
    ...     len(stories), len(stories.mistakes)
    (0, 1)
    """
    flags, mistakes = _flags(settings)
    if flags is None:
        return Stories((), mistakes)
    open_files = ExitStack()
    meant = comparing.since(revision, _named(path, more))
    here = finding.search(meant.present)
    mistakes += here.mistakes
    projects: list[Project] = []
    try:
        for before, _, lost in comparing.at_revision(meant, here, flags, open_files):
            projects.append(msgspec.structs.replace(before, files=_RevisionFiles(before.files)))
            mistakes += lost
    except (ProjectError, MissingRevision) as error:
        open_files.close()
        return Stories((), (*mistakes, str(error)), revision=revision)
    return Stories(projects, mistakes, revision=revision, open_files=open_files)


def _named(path: StrPath, more: tuple[StrPath, ...]) -> list[str]:
    return [os.fspath(name) for name in (path, *more)]


def _flags(settings: Settings) -> tuple[dict[str, object] | None, list[str]]:
    """The settings as the configuration takes them, None where they cannot be used, and why in words."""
    try:
        return given(settings), []
    except ConfigError as error:
        return None, [str(error)]


def _encoded(data: str | bytes) -> bytes:
    # Half a pair of UTF-16 is no text; its bytes are no UTF-8, and so the compiler says.
    return data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
