"""What the tests of the language server share: a real process, and an editor that types into it."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pytest_lsp", reason="the extra `lsp` is not installed")

import pytest_lsp
from lsprotocol import types
from pygls.uris import from_fs_path
from pytest_lsp import ClientServerConfig, LanguageClient, make_test_lsp_client

COMMAND = [sys.executable, "-m", "storyboard", "lsp"]
STORY = """---
title: Evolution
cast:
  CAVEMAN:
    look: a rugged caveman
    inventor: a suited inventor
  BEE: a very small bee
vars:
  tagline: What's next?
---
Humorous mini-trailer, photoreal.
# The old world
duration: 10
Shot 1 [0-4s] Macro close-up on @CAVEMAN clutching a stone axe.
  camera: slow push in
  CAVEMAN (grunting): "Better!"
Shot 2 [4-10s] An ancient forge at golden hour, and @BEE above it.
# The new world
Shot 1 [0-5s] @CAVEMAN/inventor smiles at a glowing orb.
  CAVEMAN: "Evolved. {{ tagline }}"
"""


PUBLISHED = types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS


def typing_client() -> LanguageClient:
    """A client that keeps all that it is told, in order: what comes before somebody waits for it is not lost."""
    client = make_test_lsp_client()
    client.said = asyncio.Queue()  # type: ignore[attr-defined]
    del client.protocol.fm.features[PUBLISHED]

    @client.feature(PUBLISHED)
    def hear(params: types.PublishDiagnosticsParams) -> None:
        client.said.put_nowait(params)  # type: ignore[attr-defined]

    return client


def capable(*, knows: bool) -> types.ClientCapabilities:
    """An editor that counts in UTF-16; it may know snippets and ask for the edits of actions, or neither."""
    item = types.ClientCompletionItemOptions(snippet_support=knows)
    completion = types.CompletionClientCapabilities(completion_item=item)
    later = types.ClientCodeActionResolveOptions(["edit"]) if knows else None
    action = types.CodeActionClientCapabilities(resolve_support=later)
    document = types.TextDocumentClientCapabilities(completion=completion, code_action=action)
    return types.ClientCapabilities(text_document=document)


@pytest_lsp.fixture(config=ClientServerConfig(COMMAND, typing_client), scope="module", loop_scope="module")
async def editor(lsp_client: LanguageClient):  # type: ignore[no-untyped-def]
    """An editor that is connected to a server."""
    await lsp_client.initialize_session(types.InitializeParams(capabilities=capable(knows=True)))
    yield
    await lsp_client.shutdown_session()


@pytest_lsp.fixture(config=ClientServerConfig(COMMAND, typing_client), scope="module", loop_scope="module")
async def plain_editor(lsp_client: LanguageClient):  # type: ignore[no-untyped-def]
    """One that knows no snippets, and takes actions as they are."""
    await lsp_client.initialize_session(types.InitializeParams(capabilities=capable(knows=False)))
    yield
    await lsp_client.shutdown_session()


class Page:
    """One document in the editor."""

    def __init__(self, client: LanguageClient, place: Path, text: str) -> None:
        self.client, self.place, self.text, self.version = client, place, text, 1
        self.uri = from_fs_path(str(place)) or ""

    @property
    def document(self) -> types.TextDocumentIdentifier:
        return types.TextDocumentIdentifier(self.uri)

    async def open(self) -> list[types.Diagnostic]:
        item = types.TextDocumentItem(self.uri, "story", self.version, self.text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return await self.told()

    async def edit(self, old: str, new: str) -> list[types.Diagnostic]:
        """Replace the first stretch of the text, as an editor that counts in UTF-16 says it."""
        where = types.Range(self.at(old), self.at(old, len(old)))
        self.text = self.text.replace(old, new, 1)
        return await self.send(types.TextDocumentContentChangePartial(range=where, text=new))

    async def whole(self, text: str) -> list[types.Diagnostic]:
        self.text = text
        return await self.send(types.TextDocumentContentChangeWholeDocument(text=text))

    async def send(self, *changes: Any) -> list[types.Diagnostic]:
        self.version += 1
        of = types.VersionedTextDocumentIdentifier(version=self.version, uri=self.uri)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(of, list(changes)))
        return await self.told()

    async def told(self) -> list[types.Diagnostic]:
        """The diagnostics of this version, the last of them: an answer comes after all that there is to tell."""
        await self.client.protocol.send_request_async("storyc/status", self.here())
        told: list[types.Diagnostic] | None = None
        others: list[types.PublishDiagnosticsParams] = []
        while told is None or not self.client.said.empty():  # type: ignore[attr-defined]
            said = await self.next()
            if said.uri != self.uri:
                others.append(said)
            elif said.version == self.version:
                told = list(said.diagnostics)
        for said in others:
            self.client.said.put_nowait(said)  # type: ignore[attr-defined]
        return told

    def here(self) -> types.HoverParams:
        """The parameters of a request that asks of the document's start."""
        return types.HoverParams(self.document, types.Position(0, 0))

    async def next(self) -> types.PublishDiagnosticsParams:
        """What the server tells next, of any document."""
        return await asyncio.wait_for(self.client.said.get(), 60)  # type: ignore[attr-defined]

    def close(self) -> None:
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(self.document))

    def range(self, words: str) -> types.Range:
        """The range of the first of some words, without the colon behind them."""
        return types.Range(self.at(words), self.at(words, len(words.rstrip(":"))))

    def words(self, where: types.Range) -> str:
        return self.text[self._offset(where.start) : self._offset(where.end)]

    def applied(self, edit: types.WorkspaceEdit | None) -> str:
        """The text with the edits of an answer, which must not overlap."""
        assert edit is not None
        text = self.text
        edits = list((edit.changes or {})[self.uri])
        for change in sorted(edits, key=lambda change: self._offset(change.range.start), reverse=True):
            text = text[: self._offset(change.range.start)] + change.new_text + text[self._offset(change.range.end) :]
        return text

    def _offset(self, position: types.Position) -> int:
        lines = self.text.split("\n")
        line = (lines[position.line] if position.line < len(lines) else "").encode("utf-16-le")
        before = line[: position.character * 2].decode("utf-16-le")
        return sum(len(line) + 1 for line in lines[: position.line]) + len(before)

    def at(self, words: str, more: int = 0) -> types.Position:
        """The position of the first of some words in UTF-16, or of a letter behind their start."""
        before = self.text[: self.text.index(words) + more]
        line = before.count("\n")
        return types.Position(line, len(before.rpartition("\n")[2].encode("utf-16-le")) // 2)


async def opened(client: LanguageClient, place: Path, text: str = STORY) -> Page:
    page = Page(client, place, text)
    await page.open()
    return page


def codes(diagnostics: list[types.Diagnostic]) -> list[str]:
    return [str(diagnostic.code) for diagnostic in diagnostics]
