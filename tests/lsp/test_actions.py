"""Code actions and formatting: what the server offers to write, and that it is what the command line writes."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types
from pytest_lsp import LanguageClient

from tests.lsp.desk import Page, editor, opened, plain_editor

__all__ = ["editor", "plain_editor"]
pytestmark = pytest.mark.asyncio(loop_scope="module")

STORY = "A lamp.\n# One\nduration: 10\nShot 1 [0-4s] A hand.\n---\nShot 2 [4-9s] A face.\n"


async def actions(page: Page, words: str, only: list[str] | None = None) -> list[types.CodeAction]:
    where = types.Range(page.at(words), page.at(words))
    context = types.CodeActionContext([], only=only)
    listed = await page.client.text_document_code_action_async(types.CodeActionParams(page.document, where, context))
    return [action for action in listed or () if isinstance(action, types.CodeAction)]


async def test_fixes_say_how_sure_they_are(editor: LanguageClient, tmp_path: Path) -> None:
    page = await opened(editor, tmp_path / "a.story", STORY)
    (fix,) = [action for action in await actions(page, "---") if action.kind == "quickfix"]
    assert (fix.title, fix.is_preferred) == ("delete the break", True)
    assert page.applied(fix.edit) == STORY.replace("---\n", "")

    unsafe = next(action for action in await actions(page, "9s]") if action.kind == "quickfix")
    assert unsafe.title.endswith("(unsafe)")
    assert unsafe.is_preferred is None
    assert "[4-10s]" in page.applied(unsafe.edit)


async def test_a_mistake_that_the_editor_names_is_mended_from_anywhere(editor: LanguageClient, tmp_path: Path) -> None:
    page = Page(editor, tmp_path / "a.story", STORY.replace("---\n", ""))
    (mistake,) = await page.open()
    here = types.Range(page.at("Shot 2"), page.at("Shot 2"))
    titles: list[list[str]] = []
    for named in ([], [mistake]):
        asked = types.CodeActionParams(page.document, here, types.CodeActionContext(named))
        actions = await editor.text_document_code_action_async(asked)
        titles.append([action.title for action in actions or () if action.kind == "quickfix"])
    assert titles[0] == []
    assert any("(unsafe)" in title for title in titles[1])


async def test_what_is_ignored_is_not_told_again(editor: LanguageClient, tmp_path: Path) -> None:
    page = await opened(editor, tmp_path / "a.story", STORY.replace("---\n", ""))
    (ignore,) = [action for action in await actions(page, "9s]") if "ignore" in action.title]
    assert await page.whole(page.applied(ignore.edit)) == []
    assert "\n// storyc: ignore[SB206]\nShot 2" in page.text


async def test_all_fixes_are_made_when_they_are_asked_for(editor: LanguageClient, tmp_path: Path) -> None:
    page = await opened(editor, tmp_path / "a.story", STORY)
    (safe,) = await actions(page, "A lamp", ["source.fixAll"])
    assert safe.edit is None
    resolved = await editor.code_action_resolve_async(safe)
    assert page.applied(resolved.edit) == STORY.replace("---\n", "")
    (every,) = await actions(page, "A lamp", ["source.unsafeFixAll.storyc"])
    resolved = await editor.code_action_resolve_async(every)
    assert page.applied(resolved.edit) == STORY.replace("---\n", "").replace("4-9s", "4-10s")


async def test_an_editor_that_asks_for_no_edits_later_has_them_at_once(
    plain_editor: LanguageClient, tmp_path: Path
) -> None:
    page = await opened(plain_editor, tmp_path / "a.story", STORY)
    (safe,) = await actions(page, "A lamp", ["source.fixAll"])
    assert page.applied(safe.edit) == STORY.replace("---\n", "")


async def test_a_story_is_laid_out_as_fmt_does_it(editor: LanguageClient, tmp_path: Path) -> None:
    text = "A lamp.\nshot 1 (0-4s): A hand.\nsound: wind\nshot 2 (4-10s): A face.\nsound: rain\n"
    page = await opened(editor, tmp_path / "a.story", text)
    options = types.FormattingOptions(tab_size=2, insert_spaces=True)
    edits = await editor.text_document_formatting_async(types.DocumentFormattingParams(page.document, options))
    whole = page.applied(types.WorkspaceEdit(changes={page.uri: list(edits or ())}))
    assert whole == "A lamp.\nshot 1 [0-4s] A hand.\n  sound: wind\nshot 2 [4-10s] A face.\n  sound: rain\n"

    lines = types.Range(types.Position(3, 0), types.Position(5, 0))
    edits = await editor.text_document_range_formatting_async(
        types.DocumentRangeFormattingParams(page.document, lines, options)
    )
    part = page.applied(types.WorkspaceEdit(changes={page.uri: list(edits or ())}))
    assert part.splitlines()[:3] == text.splitlines()[:3]
    assert part.splitlines()[3:] == whole.splitlines()[3:]


async def test_line_ends_stay_what_they_are(editor: LanguageClient, tmp_path: Path) -> None:
    text = STORY.replace("\n", "\r\n")
    page = await opened(editor, tmp_path / "a.story", text)
    fix = next(action for action in await actions(page, "9s]") if action.kind == "quickfix")
    assert page.applied(fix.edit) == text.replace("4-9s", "4-10s")
    (safe,) = await actions(page, "A lamp", ["source.fixAll.storyc"])
    resolved = await editor.code_action_resolve_async(safe)
    assert page.applied(resolved.edit) == text.replace("---\r\n", "")
