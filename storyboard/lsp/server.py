"""The server itself: which features there are, and what happens when a document changes.

Nothing of the compiler is imported here: the editor waits for the answer of `initialize`, and only for that.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from storyboard import __version__
from storyboard.lsp.features import FEATURES
from storyboard.lsp.protocol import Protocol

if TYPE_CHECKING:
    from storyboard.lsp.desk import Desk
    from storyboard.lsp.diagnosing import Reports

# The longest that a check is put off where checks take long, in seconds.
_PATIENCE = 0.3
# How long nobody types before what was checked alone is held against a compile of the whole story.
_PAUSE = 1.0
# A check that takes less than this is made at each edit.
_QUICK = 0.03


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
        self._proof: asyncio.TimerHandle | None = None
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
        self._server.start_io(stdin, stdout)

    def _answering(self, method: str, module: str) -> Callable[[Any], Any]:
        """What answers a method: the function of its module that is named as the method's last word is."""
        name = method.rpartition("/")[2]

        def answer(params: Any) -> Any:
            function = getattr(import_module(f"storyboard.lsp.{module}"), _snake(name))
            return function(self._table(), params)

        return answer

    def _table(self) -> Desk:
        if self._desk is None:
            from storyboard.lsp.desk import Desk

            encoding = cast("str", self._server.workspace.position_encoding)
            document = self._server.client_capabilities.text_document
            completion = document.completion if document is not None else None
            item = completion.completion_item if completion is not None else None
            snippets = item is not None and bool(item.snippet_support)
            self._desk = Desk(types.PositionEncodingKind(encoding).value, snippets=snippets)
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
        """Check what has changed: at once where that is quick, else after as long as the last check took."""
        if self._waiting:
            return
        self._waiting = True
        loop = asyncio.get_running_loop()
        if self._took < _QUICK:
            loop.call_soon(self._check)
        else:
            loop.call_later(min(self._took, _PATIENCE), self._check)

    def _check(self) -> None:
        from storyboard.lsp.diagnosing import Reports

        self._waiting = False
        began = time.thread_time()
        if self._reports is None:
            self._reports = Reports(self._table())
        self._tell(self._reports)
        self._took = time.thread_time() - began
        if self._proof is not None:
            self._proof.cancel()
        self._proof = asyncio.get_running_loop().call_later(_PAUSE, self._prove)

    def _prove(self) -> None:
        """Hold what was said of edits inside clips against the whole stories, now that nobody waits."""
        if self._reports is not None and self._reports.disproved():
            self._tell(self._reports)

    def _tell(self, reports: Reports) -> None:
        protocol = cast("Protocol", self._server.protocol)
        for uri, version, diagnostics in reports.news():
            protocol.publish(uri, version, diagnostics)


def _function(method: Callable[[Any], None]) -> Callable[[Any], None]:
    """A method as a function, which pygls can mark as its own."""

    def hear(params: Any) -> None:
        method(params)

    return hear


def _snake(name: str) -> str:
    """A method's word as a function's name: `rangeFormatting` is `range_formatting`."""
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)
