"""An empty language server of pygls: it takes each edit up and says that nothing is wrong."""

from __future__ import annotations

from lsprotocol import types
from pygls.lsp.server import LanguageServer

server = LanguageServer("empty", "1")


def _said(uri: str, version: int) -> None:
    server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, [], version))


@server.feature(types.TEXT_DOCUMENT_DID_OPEN)
def opened(params: types.DidOpenTextDocumentParams) -> None:
    """Say that nothing is wrong with a document."""
    _said(params.text_document.uri, params.text_document.version)


@server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
def changed(params: types.DidChangeTextDocumentParams) -> None:
    """Say that nothing is wrong with an edited one."""
    _said(params.text_document.uri, params.text_document.version)


if __name__ == "__main__":
    server.start_io()
