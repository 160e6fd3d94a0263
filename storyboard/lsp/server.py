"""The server itself: which features there are, and what happens when a document changes.

Nothing of the compiler is imported here: the editor waits for the answer of `initialize`, and only for that.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine, Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar, cast

from lsprotocol import types
from pygls.exceptions import JsonRpcContentModified, JsonRpcInvalidParams
from pygls.lsp.server import LanguageServer
from pygls.protocol import json_rpc

from storyboard import __version__
from storyboard.lsp.features import AT_ONCE, FEATURES
from storyboard.lsp.protocol import Protocol

if TYPE_CHECKING:
    from storyboard.lsp.desk import Desk
    from storyboard.lsp.diagnosing import News, Reports
    from storyboard.lsp.sheet import StorySheet

_T = TypeVar("_T")
# The longest that nobody types before all is checked, where that takes long, in seconds.
_PATIENCE = 0.3
# How long nobody types before what was checked alone is held against a compile of the whole story.
_PAUSE = 1.0
# A check of all that takes less than this is made at each edit: what is typed meanwhile waits for it unnoticed.
_QUICK = 0.1


def serve(stdin: BinaryIO, stdout: BinaryIO) -> None:
    """Answer an editor on two streams until it says that it ends."""
    EditorServer().start(stdin, stdout)


class EditorServer:
    """A language server and its desk, which is set up when the editor first shows a document."""

    def __init__(self) -> None:
        self._server = LanguageServer(
            "storyc", __version__, types.TextDocumentSyncKind.Incremental, protocol_cls=Protocol
        )
        self._desk: Desk | None = None
        self._reports: Reports | None = None
        self._waiting = False
        self._took = 0.0
        self._next: asyncio.Handle | None = None
        # When something was edited last, and how often; for each request that waits, how often when it was made.
        self._typed, self._edits = 0.0, 0
        self._asked: dict[str, tuple[int, asyncio.Future[None]]] = {}
        # A long compile runs in a thread, one at a time, so that what is typed meanwhile is told of.
        self._long = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        events = {
            types.INITIALIZED: self._initialized,
            types.TEXT_DOCUMENT_DID_OPEN: self._opened,
            types.TEXT_DOCUMENT_DID_CHANGE: self._changed,
            types.TEXT_DOCUMENT_DID_CLOSE: self._closed,
            types.TEXT_DOCUMENT_DID_SAVE: self._stirred,
            types.WORKSPACE_DID_CHANGE_WATCHED_FILES: self._stirred,
        }
        for method, hear in events.items():
            self._server.feature(method)(_function(hear))
        for method, (module, options) in FEATURES.items():
            self._server.feature(method, options)(self._answering(method, module))

    def start(self, stdin: BinaryIO, stdout: BinaryIO) -> None:
        """Run until the client ends it."""
        logging.getLogger(json_rpc.__name__).addFilter(_is_news)
        self._server.start_io(stdin, stdout)

    def _answering(self, method: str, module: str) -> Callable[[Any], Any]:
        """What answers a method: the function of its module that is named as the method's last word is."""
        name = _snake(method.rpartition("/")[2])

        def answer(params: Any) -> Any:
            return getattr(import_module(f"storyboard.lsp.{module}"), name)(self._table(), params)

        def at_once(params: Any) -> Any:
            self._settle()
            return answer(params)

        async def later(params: Any) -> Any:
            key = f"{method} {params}"
            own = self._edits, asyncio.ensure_future(self._ready(_uri(params)))
            edits, older = self._asked.get(key, own)
            if edits < self._edits:
                older.cancel()
            self._asked[key] = own
            try:
                await own[1]
            except asyncio.CancelledError:
                if self._asked.get(key) is not own:
                    raise JsonRpcContentModified("asked again, of a later text") from None
                raise
            finally:
                if self._asked.get(key) is own:
                    del self._asked[key]
            return answer(params)

        return at_once if method in AT_ONCE else later

    def _table(self) -> Desk:
        if self._desk is None:
            from storyboard.lsp.desk import Desk

            encoding = cast("str", self._server.workspace.position_encoding)
            document = self._server.client_capabilities.text_document
            completion = document.completion if document is not None else None
            item = completion.completion_item if completion is not None else None
            snippets = item is not None and bool(item.snippet_support)
            action = document.code_action if document is not None else None
            later = action.resolve_support if action is not None else None
            resolves = later is not None and "edit" in later.properties
            self._desk = Desk(types.PositionEncodingKind(encoding).value, snippets=snippets, resolves=resolves)
        return self._desk

    # ---- documents -----------------------------------------------------------------------------------------------

    def _initialized(self, params: types.InitializedParams) -> None:
        """Ask to be told of files that change on disk, and import the compiler while the editor opens its document."""
        workspace = self._server.client_capabilities.workspace
        watching = workspace.did_change_watched_files if workspace is not None else None
        if watching is not None and watching.dynamic_registration:
            options = types.DidChangeWatchedFilesRegistrationOptions([types.FileSystemWatcher("**/*")])
            watched = types.Registration("files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
            self._server.client_register_capability(types.RegistrationParams([watched]))
        asyncio.get_running_loop().call_soon(self._table)

    def _opened(self, params: types.DidOpenTextDocumentParams) -> None:
        document = params.text_document
        self._table().open(document.uri, document.version, document.text, str(document.language_id))
        self._check_soon()

    def _changed(self, params: types.DidChangeTextDocumentParams) -> None:
        edits = [(getattr(change, "range", None), change.text) for change in params.content_changes]
        self._table().change(params.text_document.uri, params.text_document.version, edits)
        self._check_soon()

    def _closed(self, params: types.DidCloseTextDocumentParams) -> None:
        self._table().close(params.text_document.uri)
        self._check_soon()

    def _stirred(self, params: object) -> None:
        """A file was saved or has changed on disk: projects may have come, and what was included may be another."""
        self._table().look_again()
        self._check_soon()

    # ---- diagnostics ---------------------------------------------------------------------------------------------

    def _check_soon(self) -> None:
        """Tell of what was edited as soon as all that has come is read."""
        self._typed = asyncio.get_running_loop().time()
        self._edits += 1
        if not self._waiting:
            self._waiting = True
            asyncio.get_running_loop().call_soon(self._check)

    def _check(self) -> None:
        """Tell at once of what was edited, where that can be checked alone; all else is checked after it."""
        from storyboard.lsp.diagnosing import Reports

        if not self._waiting:
            return
        self._waiting = False
        if self._reports is None:
            self._reports = Reports(self._table())
        self._tell(self._reports.news())
        self._then(0, self._look_round)

    def _look_round(self) -> None:
        """Check all that what was edited may have changed: at once where that is quick, else when nobody types."""
        if self._is_settled():
            self._then(_PAUSE, lambda: self._go(self._prove()))
        elif self._took < _QUICK:
            self._check_all()
        else:
            self._then(min(self._took, _PATIENCE), lambda: self._go(self._check_long()))

    def _check_all(self) -> None:
        if self._reports is not None:
            began = time.thread_time()
            self._tell(self._reports.rest())
            self._took = time.thread_time() - began
            self._then(_PAUSE, lambda: self._go(self._prove()))

    async def _check_long(self) -> None:
        """Check all, each story in a thread; nothing is told where one was edited meanwhile, which asks anew."""
        async with self._long:
            edits, reports, desk = self._edits, self._reports, self._table()
            if reports is None or reports.is_settled():
                return
            took = 0.0
            for uri in reports.due():
                work = desk.work(uri)
                if work is not None:
                    sheet, spent = await _away(work)
                    desk.take(sheet)
                    took += spent
            self._took = took or self._took
        if edits == self._edits and not reports.due():
            self._tell(reports.rest())
            self._then(_PAUSE, lambda: self._go(self._prove()))

    def _settle(self) -> None:
        """Tell what is still to be told: an answer rests on the whole story, and on nothing that is not said."""
        self._check()
        if not self._is_settled():
            self._check_all()

    async def _ready(self, uri: str) -> None:
        """Wait until nobody types, and the story at an address is compiled as it is then."""
        while True:
            await self._quiet()
            if self._took < _QUICK:
                return self._settle()
            self._check()
            edits = self._edits
            await self._check_long()
            sheet = self._table().quick(uri)
            if sheet is not None:
                await self._compile(sheet)
            if edits == self._edits and self._is_settled():
                return None

    async def _quiet(self) -> None:
        """Wait until nothing was edited for as long as a check of all takes."""
        clock = asyncio.get_running_loop().time
        while (left := self._typed + min(self._took, _PATIENCE) - clock()) > 0:
            await asyncio.sleep(left)

    async def _compile(self, sheet: StorySheet) -> None:
        """Have ready what the compiler knows of a story whose edits were checked alone."""
        async with self._long:
            if not sheet.is_compiled:
                sheet.compiled, _ = await _away(self._table().compiling(sheet))

    async def _prove(self) -> None:
        """Hold what was said of edited stories against a compile of them, now that nobody waits."""
        if self._reports is None:
            return
        edits = self._edits
        if self._took >= _QUICK:
            for sheet in self._reports.alone():
                await self._compile(sheet)
        if edits == self._edits and self._reports.disproved():
            self._tell(self._reports.news())

    def _go(self, step: Coroutine[Any, Any, None]) -> None:
        """Let a step run by itself."""
        task = asyncio.get_running_loop().create_task(step)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _is_settled(self) -> bool:
        return self._reports is None or self._reports.is_settled()

    def _then(self, seconds: float, step: Callable[[], None]) -> None:
        """Take a step after a time in which nothing is edited, in place of the one that was to be taken."""
        if self._next is not None:
            self._next.cancel()
        self._next = asyncio.get_running_loop().call_later(seconds, step)

    def _tell(self, news: Iterable[News]) -> None:
        protocol = cast("Protocol", self._server.protocol)
        for uri, version, diagnostics in news:
            protocol.publish(uri, version, diagnostics)


async def _away(work: Callable[[], _T]) -> tuple[_T, float]:
    """What comes of work in another thread, and the seconds of a processor that it took."""

    def timed() -> tuple[_T, float]:
        began = time.thread_time()
        return work(), time.thread_time() - began

    return await asyncio.get_running_loop().run_in_executor(None, timed)


def _uri(params: Any) -> str:
    """The address of the document that a request is of; our own requests have the protocol's spelling."""
    document = params.text_document if hasattr(params, "text_document") else params.textDocument
    return str(document.uri)


def _is_news(entry: logging.LogRecord) -> bool:
    """Whether the editor's log needs an entry: a refusal is in the answer, and its traceback helps nobody."""
    return entry.exc_info is None or not isinstance(entry.exc_info[1], (JsonRpcInvalidParams, JsonRpcContentModified))


def _function(method: Callable[[Any], None]) -> Callable[[Any], None]:
    """A method as a function, which pygls can mark as its own."""

    def hear(params: Any) -> None:
        method(params)

    return hear


def _snake(name: str) -> str:
    """A method's word as a function's name: `rangeFormatting` is `range_formatting`."""
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)
