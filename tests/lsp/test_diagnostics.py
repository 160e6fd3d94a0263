"""Diagnostics while somebody types: over open buffers and the disk, exactly those of a fresh check."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types
from pytest_lsp import LanguageClient

from tests.lsp.desk import Page, codes, editor, opened

__all__ = ["editor"]
pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_mistake_is_told_while_it_stands(editor: LanguageClient, tmp_path: Path) -> None:
    page = await opened(editor, tmp_path / "a.story")
    (mistake,) = await page.edit("[4-10s]", "[4-11s]")
    assert (mistake.code, mistake.severity, mistake.source) == ("SB205", types.DiagnosticSeverity.Error, "storyc")
    assert mistake.range.start.line == page.at("[4-11s]").line
    assert "11s" in mistake.message
    (note,) = mistake.related_information or ()
    assert note.location.range.start == page.at("duration: 10", len("duration: "))
    assert await page.edit("[4-11s]", "[4-10s]") == []


async def test_what_other_clips_rest_on_is_told_of_first_and_of_all_after_it(
    editor: LanguageClient, tmp_path: Path
) -> None:
    page = await opened(editor, tmp_path / "a.story")
    page.version += 1
    where = types.Range(page.at("CAVEMAN:"), page.at("CAVEMAN:", len("CAVEMAN")))
    change = types.TextDocumentContentChangePartial(range=where, text="CAVEWOMAN")
    of = types.VersionedTextDocumentIdentifier(version=page.version, uri=page.uri)
    editor.text_document_did_change(types.DidChangeTextDocumentParams(of, [change]))
    first, all_of_it = await page.next(), await page.next()
    assert (first.version, all_of_it.version) == (page.version, page.version)
    assert codes(list(first.diagnostics)) == ["SB401"]
    assert codes(list(all_of_it.diagnostics)) == ["SB403", "SB401"]


async def test_columns_are_of_utf_16(editor: LanguageClient, tmp_path: Path) -> None:
    page = await opened(editor, tmp_path / "a.story")
    (mistake,) = await page.edit("clutching", "😀😀 {{ nobody }} clutching")
    assert mistake.range == types.Range(page.at("{{ nobody"), page.at("{{ nobody }}", len("{{ nobody }}")))
    # An edit behind such letters falls where the editor means it.
    assert await page.edit("{{ nobody }}", "{{ tagline }}") == []


async def test_what_ends_no_line_for_an_editor_moves_no_edit(editor: LanguageClient, tmp_path: Path) -> None:
    page = await opened(editor, tmp_path / "a.story")
    assert codes(await page.edit("smiles", "smiles\u2028and")) == ["SB127"]
    assert codes(await page.edit("glowing", "{{ nobody }} glowing")) == ["SB127", "SB404"]
    (mistake,) = await page.edit("\u2028", " ")
    assert mistake.code == "SB404"
    assert mistake.range.start == page.at("{{ nobody")


async def test_several_edits_at_once_are_made_in_order(editor: LanguageClient, tmp_path: Path) -> None:
    page = await opened(editor, tmp_path / "a.story")
    where = types.Range(page.at("Humorous"), page.at("Humorous"))
    first = types.TextDocumentContentChangePartial(range=where, text="{{ one }}\n")
    second = types.TextDocumentContentChangePartial(
        range=types.Range(types.Position(where.start.line, 3), types.Position(where.start.line, 6)), text="two"
    )
    (mistake,) = await page.send(first, second)
    assert "`two`" in mistake.message


async def test_a_file_that_two_stories_include_is_told_of_once(editor: LanguageClient, tmp_path: Path) -> None:
    (tmp_path / "storyc.toml").write_text("")
    (tmp_path / "cast.yaml").write_text("cast:\n  ANN: a woman\n  ANN: a girl\n")
    story = "---\ninclude: cast.yaml\n---\nA lamp.\nShot 1 [0-5s] @ANN.\n"
    page = Page(editor, tmp_path / "a.story", story)
    assert await page.open() == []
    said = await page.next()
    assert (said.uri.rpartition("/")[2], codes(said.diagnostics)) == ("cast.yaml", ["SB104"])
    await opened(editor, tmp_path / "b.story", story)

    # The open buffer of the include counts, and its stories are checked again while their own texts stay.
    cast = Page(editor, tmp_path / "cast.yaml", "cast:\n  ANNE: a woman\n")
    item = types.TextDocumentItem(cast.uri, "yaml", 1, cast.text)
    editor.text_document_did_open(types.DidOpenTextDocumentParams(item))
    assert codes(await page.told()) == ["SB401"]
    said = [await page.next(), await page.next()]
    assert [(report.uri.rpartition("/")[2], codes(report.diagnostics)) for report in said] == [
        ("b.story", ["SB401"]),
        ("cast.yaml", []),
    ]


async def test_settings_that_cannot_be_used_are_told_in_their_file(editor: LanguageClient, tmp_path: Path) -> None:
    settings = tmp_path / "storyc.toml"
    settings.write_text("jobbs = 4\n")
    page = Page(editor, tmp_path / "a.story", "A lamp.\nShot 1 [0-5s] {{ nobody }}.\n")
    await page.open()
    said = await page.next()
    assert said.uri.endswith("storyc.toml")
    assert "`jobs`" in said.diagnostics[0].message

    settings.write_text("[rules]\nstrict = true\n")
    saved = types.DidChangeWatchedFilesParams(
        [types.FileEvent(Page(editor, settings, "").uri, types.FileChangeType.Changed)]
    )
    editor.workspace_did_change_watched_files(saved)
    assert codes(await page.told()) == ["SB404"]
    said = await page.next()
    assert (said.uri.rpartition("/")[2], list(said.diagnostics)) == ("storyc.toml", [])


async def test_a_closed_story_has_no_diagnostics_any_more(editor: LanguageClient, tmp_path: Path) -> None:
    page = await opened(editor, tmp_path / "a.story", "A lamp.\nShot 1 [0-5s] {{ nobody }}.\n")
    page.close()
    said = await page.next()
    assert (said.uri, list(said.diagnostics)) == (page.uri, [])


async def test_a_story_that_was_never_saved_is_checked(editor: LanguageClient, tmp_path: Path) -> None:
    page = Page(editor, tmp_path / "a.story", "A lamp.\nShot 1 [0-5s] {{ nobody }}.\n")
    page.uri = "untitled:Untitled-1"
    assert codes(await page.open()) == ["SB404"]
