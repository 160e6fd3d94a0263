"""The desk of a writer: the open buffers, the projects that they belong to, and what the compiler says of them.

A buffer stands for its file, whatever the disk holds; all else is read from disk. What was compiled is kept until
something that it was made from, be it a buffer, a file or a setting, is another one.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import msgspec
from lsprotocol.types import Range
from pygls.uris import from_fs_path, to_fs_path

from storyboard.compiler.edited import Edited
from storyboard.compiler.pipeline import Compiled, compile_story, compile_whole
from storyboard.config import Config, ConfigError, load
from storyboard.lsp.lines import TextLines
from storyboard.lsp.sheet import State, StorySheet
from storyboard.project.finding import SUFFIX
from storyboard.project.gathering import checked
from storyboard.project.records import ProjectError
from storyboard.project.watch.known import stamp
from storyboard.roots import FILE, find_root
from storyboard.source import DiskFiles, MemoryFiles, NotingFiles

LANGUAGE = "story"


class Buffer(msgspec.Struct, frozen=True):
    """An open document: its text as the editor has it, and its project's root with its path from there."""

    uri: str
    version: int
    lines: TextLines
    root: Path
    path: str
    settings: Path | None
    is_story: bool


class Settings(msgspec.Struct, frozen=True):
    """The settings of a project: what they were read from, and why they cannot be used, "" where they can."""

    state: State
    config: Config
    wrong: str = ""


class Desk:
    """All that is open, in the units of columns that the client has chosen.

    `snippets` is whether it knows them, `resolves` whether it asks for the edits of an action that is taken.
    """

    def __init__(self, encoding: str = "utf-16", *, snippets: bool = False, resolves: bool = False) -> None:
        self.encoding, self.snippets, self.resolves = encoding, snippets, resolves
        self._buffers: dict[str, Buffer] = {}
        self._places: dict[tuple[Path, str], Buffer] = {}
        self._sheets: dict[str, StorySheet] = {}
        self._settings: dict[Path, Settings] = {}

    # ---- buffers -------------------------------------------------------------------------------------------------

    def open(self, uri: str, version: int, text: str, language: str) -> None:
        """Take a document up."""
        root, path, settings = _home(uri)
        is_story = language == LANGUAGE or path.endswith(SUFFIX)
        self._put(Buffer(uri, version, TextLines(text, self.encoding), root, path, settings, is_story))

    def change(self, uri: str, version: int, changes: Iterable[tuple[Range | None, str]]) -> None:
        """Take edits of a document up, in their order; one without a range is the whole text."""
        buffer = self._buffers.get(uri)
        if buffer is None:
            return
        lines = buffer.lines
        for where, text in changes:
            lines = TextLines(text, self.encoding) if where is None else lines.edited(where, text, self.encoding)
        self._put(msgspec.structs.replace(buffer, version=version, lines=lines))

    def close(self, uri: str) -> None:
        """Forget a document; its file is read from disk again."""
        buffer = self._buffers.pop(uri, None)
        if buffer is not None:
            self._places.pop((buffer.root, buffer.path), None)
            self._sheets.pop(uri, None)

    def look_again(self) -> None:
        """Find each buffer's project anew, since files of settings may have come or gone."""
        for buffer in list(self._buffers.values()):
            root, path, settings = _home(buffer.uri)
            if (root, path, settings) != (buffer.root, buffer.path, buffer.settings):
                self._places.pop((buffer.root, buffer.path), None)
                self._put(msgspec.structs.replace(buffer, root=root, path=path, settings=settings))

    def buffer(self, uri: str) -> Buffer | None:
        """The document at an address, where it is open."""
        return self._buffers.get(uri)

    def stories(self) -> tuple[Buffer, ...]:
        """The open documents that are stories."""
        return tuple(buffer for buffer in self._buffers.values() if buffer.is_story)

    def _put(self, buffer: Buffer) -> None:
        self._buffers[buffer.uri] = self._places[buffer.root, buffer.path] = buffer

    # ---- what is compiled ----------------------------------------------------------------------------------------

    def sheet(self, uri: str) -> StorySheet | None:
        """The story at an address as it is now, checked anew where anything has changed; None for no open story."""
        return self.quick(uri) or self.whole(uri)

    def quick(self, uri: str) -> StorySheet | None:
        """The same where it takes little time: nothing has changed but a stretch of its own text; else None."""
        buffer, before = self._buffers.get(uri), self._sheets.get(uri)
        if buffer is None or before is None or not self._stands(before, buffer):
            return None
        if before.states.get(buffer.path) is buffer.lines:
            return before
        states = dict(before.states)
        files = self._noting(buffer.root, states)
        # Where each line end is one character the compiler counts as the editor does.
        starts = buffer.lines.starts if "\r" not in buffer.lines.text and buffer.lines.text[:1] != "\ufeff" else None
        edited = before.edited
        if edited is None or not edited.edit(buffer.lines.text, files, starts):
            return None
        states[buffer.path] = buffer.lines
        sheet = self._sheets[uri] = StorySheet(self, uri, buffer.root, before.config, states, edited=edited)
        return sheet

    def whole(self, uri: str) -> StorySheet | None:
        """The story at an address as it is now, compiled as a whole; None for no open story."""
        work = self.work(uri)
        return self.take(work()) if work is not None else None

    def work(self, uri: str) -> Callable[[], StorySheet] | None:
        """What compiles the story at an address as a whole, as it is now; None for no open story.

        It may run in another thread: what it reads of the desk nobody changes.
        """
        buffer = self._buffers.get(uri)
        if buffer is None or not buffer.is_story:
            return None
        root, config, states = buffer.root, self.config(buffer), dict[str, State]()
        files = self._noting(root, states)

        def sheet() -> StorySheet:
            compiled, whole = compile_whole(files, buffer.path, config)
            edited = Edited(whole, config, compiled.diagnostics) if whole is not None else None
            return StorySheet(self, uri, root, config, states, compiled, edited)

        return sheet

    def take(self, sheet: StorySheet) -> StorySheet:
        """Keep a sheet that was made of a story, unless something else stands there now."""
        buffer = self._buffers.get(sheet.uri)
        if buffer is not None and self._stands(sheet, buffer) and sheet.states.get(buffer.path) is buffer.lines:
            self._sheets[sheet.uri] = sheet
        return sheet

    def others(self, sheet: StorySheet) -> Iterator[StorySheet]:
        """All other stories of a story's project, compiled as they are now."""
        for path in DiskFiles(sheet.root).list("", ending=SUFFIX):
            if path != sheet.compiled.path:
                compiled = compile_story(self.files(sheet.root), path, sheet.config)
                yield StorySheet(self, self.uri(sheet.root, path), sheet.root, sheet.config, {}, compiled)

    def config(self, buffer: Buffer) -> Config:
        """The settings of a buffer's project; the defaults where they cannot be used, which `mistakes` tells."""
        return self._of_project(buffer).config

    def mistakes(self) -> Iterator[tuple[str, str]]:
        """Address and mistake of each file of settings that cannot be used, as they were read last."""
        used = {buffer.settings for buffer in self.stories()}
        for place, settings in self._settings.items():
            if settings.wrong and place in used:
                yield self.uri(place.parent, place.name), settings.wrong

    def uri(self, root: Path, path: str) -> str:
        """The address of a file of a project, as the editor has it where it is open."""
        buffer = self._places.get((root, path))
        return buffer.uri if buffer is not None else from_fs_path(str(root / path)) or ""

    def lines(self, root: Path, path: str, text: str) -> TextLines:
        """The lines of a text that the compiler has read from a path of a project."""
        buffer = self._places.get((root, path))
        same = buffer is not None and buffer.lines.text == text
        return buffer.lines if buffer is not None and same else TextLines(text, self.encoding)

    def _stands(self, sheet: StorySheet, buffer: Buffer) -> bool:
        """Whether all that a sheet was made from is as it was, but for the story's own text."""
        if sheet.root != buffer.root or sheet.path != buffer.path or sheet.config is not self.config(buffer):
            return False
        states = sheet.states.items()
        return all(path == buffer.path or _state(self._places, sheet.root, path) == state for path, state in states)

    def _noting(self, root: Path, states: dict[str, State]) -> NotingFiles:
        """The files of a project; the state of each that is asked for, as it is now, enters `states`."""
        places = dict(self._places)

        def note(asked: str) -> None:
            if asked not in states:
                states[asked] = _state(places, root, asked)

        return NotingFiles(self.files(root), note)

    def compiling(self, sheet: StorySheet) -> Callable[[], Compiled]:
        """What compiles a story whose edits were checked alone, for all that the compiler knows of it."""
        files = self.files(sheet.root)
        return lambda: compile_story(files, sheet.path, sheet.config)

    def files(self, root: Path) -> MemoryFiles:
        """The files of a project, its open buffers over the disk."""
        open_here = {path: buffer.lines.text for (top, path), buffer in self._places.items() if top == root}
        return MemoryFiles({path: _encoded(text) for path, text in open_here.items()}, DiskFiles(root))

    def _of_project(self, buffer: Buffer) -> Settings:
        place = buffer.settings or buffer.root / FILE
        state = _state(self._places, place.parent, place.name)
        known = self._settings.get(place)
        if known is None or known.state != state:
            known = self._settings[place] = self._read(buffer, state)
        return known

    def _read(self, buffer: Buffer, state: State) -> Settings:
        data = _encoded(state.text) if isinstance(state, TextLines) else None
        try:
            config = load(buffer.settings, os.environ, {}, data)
            return Settings(state, checked(config, self.files(buffer.root)))
        except (ConfigError, ProjectError) as error:
            return Settings(state, Config(), str(error))


def _state(places: Mapping[tuple[Path, str], Buffer], root: Path, path: str) -> State:
    """What tells two states of a file apart: the buffer's lines, or the stamp of the file on disk."""
    buffer = places.get((root, path))
    return buffer.lines if buffer is not None else stamp(os.path.join(root, path))


def _encoded(text: str) -> bytes:
    """The text as it would be saved; half a letter, which an editor may send, becomes a byte that is no text."""
    return text.encode("utf-8", "surrogatepass")


def _home(uri: str) -> tuple[Path, str, Path | None]:
    """The root of a document's project, its path from there, and the file of the settings.

    What has no file, as a buffer that was never saved, lies in the working folder.
    """
    name = to_fs_path(uri) if uri.startswith("file:") else None
    if not name:
        root, settings = find_root(Path.cwd())
        return root, uri.replace("/", "_"), settings
    folder = Path(name).parent.resolve()
    root, settings = find_root(folder)
    return root, (folder / Path(name).name).relative_to(root).as_posix(), settings
