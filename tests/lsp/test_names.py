"""Definition, references and rename: of the cast, states, variables and clips, also through an include."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pytest_lsp import LanguageClient

from tests.lsp.desk import STORY, Page, editor, opened

__all__ = ["editor"]
pytestmark = pytest.mark.asyncio(loop_scope="module")


async def defined(page: Page, at: types.Position) -> list[types.Range]:
    found = await page.client.text_document_definition_async(types.DefinitionParams(page.document, at))
    return [location.range for location in found or ()]


async def renamed(page: Page, at: types.Position, name: str) -> types.WorkspaceEdit:
    edit = await page.client.text_document_rename_async(
        types.RenameParams(text_document=page.document, position=at, new_name=name)
    )
    assert edit is not None
    return edit


async def test_names_lead_to_where_they_are_described(editor: LanguageClient, tmp_path: Path) -> None:
    page = await opened(editor, tmp_path / "a.story")
    assert await defined(page, page.at("@CAVEMAN/inventor", 3)) == [page.range("CAVEMAN:")]
    assert await defined(page, page.at("CAVEMAN/inventor", len("CAVEMAN/in"))) == [page.range("inventor:")]
    assert await defined(page, page.at("{{ tagline", 5)) == [page.range("tagline:")]
    assert await defined(page, page.at("CAVEMAN (grunting)", 2)) == [page.range("CAVEMAN:")]
    assert await defined(page, page.at("slow push")) == []


async def test_references_are_all_mentions(editor: LanguageClient, tmp_path: Path) -> None:
    page = await opened(editor, tmp_path / "a.story")
    for declared, count in ((True, 5), (False, 4)):
        found = await editor.text_document_references_async(
            types.ReferenceParams(
                text_document=page.document,
                position=page.at("CAVEMAN:"),
                context=types.ReferenceContext(declared),
            )
        )
        assert len(found or ()) == count
        lines = page.text.split("\n")
        for location in found or ():
            where = location.range
            assert lines[where.start.line][where.start.character : where.end.character] == "CAVEMAN"


@pytest.mark.parametrize(
    ("old", "new", "at"),
    [
        ("CAVEMAN", "MR OOG", "CAVEMAN (grunting)"),
        ("inventor", "scholar", "inventor smiles"),
        ("tagline", "last_words", "tagline }}"),
        ("The old world", "The older world", "old world"),
    ],
)
async def test_a_rename_writes_every_mention(
    editor: LanguageClient, tmp_path: Path, old: str, new: str, at: str
) -> None:
    page = await opened(editor, tmp_path / "a.story")
    prepared = await editor.text_document_prepare_rename_async(types.PrepareRenameParams(page.document, page.at(at)))
    assert isinstance(prepared, types.PrepareRenamePlaceholder)
    assert prepared.placeholder == old
    text = page.applied(await renamed(page, page.at(at), new))
    # A member of the cast is described by words that are not the name.
    expected = STORY.replace(old, new).replace("a suited scholar", "a suited inventor")
    assert text == expected


@pytest.mark.parametrize(
    ("at", "new", "why"),
    [
        ("CAVEMAN:", "BEE", "`BEE` is taken"),
        ("CAVEMAN:", "A: B", "is no name here"),
        ("tagline:", "2nd", "is no name here"),
        ("inventor:", "look out", "is no name here"),
        # With it the mention of the state would name nobody's state.
        ("inventor:", "look", "would be read as something else"),
    ],
)
async def test_a_name_that_would_break_the_story_is_refused(
    editor: LanguageClient, tmp_path: Path, at: str, new: str, why: str
) -> None:
    page = await opened(editor, tmp_path / "a.story")
    with pytest.raises(JsonRpcException, match=why):
        await renamed(page, page.at(at), new)


async def test_a_member_of_a_shared_cast_is_renamed_in_all_stories(editor: LanguageClient, tmp_path: Path) -> None:
    (tmp_path / "storyc.toml").write_text("")
    (tmp_path / "cast.yaml").write_text("cast:\n  ANN:\n    look: a woman\n    wet: a drenched woman\n")
    story = "---\ninclude: cast.yaml\n---\nA lamp.\nShot 1 [0-5s] @ANN/wet runs.\n"
    (tmp_path / "b.story").write_text(story)
    (tmp_path / "c.story").write_text("---\ncast: {ANN: a girl}\n---\nA lamp.\nShot 1 [0-5s] @ANN runs.\n")
    page = await opened(editor, tmp_path / "a.story", story)
    edit = await renamed(page, page.at("ANN/wet"), "EVE")
    assert sorted(uri.rpartition("/")[2] for uri in edit.changes or ()) == ["a.story", "b.story", "cast.yaml"]
    assert page.applied(edit) == story.replace("ANN", "EVE")
    assert [len(edits) for edits in (edit.changes or {}).values()] == [1, 1, 1]
    assert [where.start.line for where in await defined(page, page.at("wet runs"))] == [3]
