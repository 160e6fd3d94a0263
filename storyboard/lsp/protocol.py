"""The server's side of the protocol: our own buffers in place of pygls' workspace, and diagnostics sent as they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from lsprotocol import types
from pygls.protocol import LanguageServerProtocol, lsp_method


class Protocol(LanguageServerProtocol):
    """The protocol of pygls, but for the text of documents, which the desk keeps.

    pygls takes U+2028, form feeds and others for line ends, and then puts an edit where no editor has made it. It also
    keeps a record of each notification that a generator hears, for ever: these are none.
    """

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> Any:
        """Hand a new document on."""
        self._own(types.TEXT_DOCUMENT_DID_OPEN)(params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> Any:
        """Hand an edit on."""
        self._own(types.TEXT_DOCUMENT_DID_CHANGE)(params)

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> Any:
        """Hand the end of a document on."""
        self._own(types.TEXT_DOCUMENT_DID_CLOSE)(params)

    def _own(self, method: str) -> Callable[..., Any]:
        """The server's function for a method."""
        return cast("Any", self.fm).features[method]  # which pygls has given no types

    def publish(self, uri: str, version: int | None, diagnostics: list[dict[str, Any]]) -> None:
        """Send the diagnostics of a document, which are JSON already: cattrs takes ten times as long for many."""
        params: dict[str, Any] = {"uri": uri, "diagnostics": diagnostics}
        if version is not None:
            params["version"] = version
        self._send_data({"jsonrpc": "2.0", "method": types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS, "params": params})
