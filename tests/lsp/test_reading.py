"""What an editor shows of a story: outline, folds, hover, hints, lenses, links, colours, completion, the status bar."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from pytest_lsp import LanguageClient

from storyboard.lsp.features import KINDS
from tests.lsp.desk import STORY, Page, editor, opened, plain_editor

__all__ = ["editor", "plain_editor"]
pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_the_outline_has_the_cast_and_the_clips_with_times(editor: LanguageClient, tmp_path: Path) -> None:
    page = await opened(editor, tmp_path / "a.story")
    symbols = await editor.text_document_document_symbol_async(types.DocumentSymbolParams(page.document))
    listed = [symbol for symbol in symbols or () if isinstance(symbol, types.DocumentSymbol)]
    assert [(symbol.name, symbol.detail) for symbol in listed] == [
        ("CAVEMAN", "inventor"),
        ("BEE", ""),
        ("The old world", "10 s"),
        ("The new world", "5 s"),
    ]
    shots = listed[2].children or ()
    assert [shot.detail for shot in shots] == ["0-4 s", "4-10 s"]
    for symbol in (*listed, *shots):
        assert symbol.range.start <= symbol.selection_range.start <= symbol.selection_range.end <= symbol.range.end


async def test_front_matter_clips_and_shots_fold(editor: LanguageClient, tmp_path: Path) -> None:
    page = await opened(editor, tmp_path / "a.story", STORY + "// one\n// two\n")
    folds = await editor.text_document_folding_range_async(types.FoldingRangeParams(page.document))
    assert [(fold.start_line, fold.end_line) for fold in folds or ()] == [
        (0, 9), (11, 16), (13, 15), (17, 21), (18, 21), (20, 21),
    ]  # fmt: skip


async def test_hover_shows_the_prompt_and_what_the_words_became(editor: LanguageClient, tmp_path: Path) -> None:
    page = await opened(editor, tmp_path / "a.story")
    text = await hover(page, "slow push")
    assert "clip 1, The old world · 10 s · 1.25 USD · speech" in text
    assert "sent here:\n```\nslow push in\n```" in text
    assert "Camera: slow push in." in text.partition("the prompt:")[2]
    assert "of 4 s" in text
    # In a speech it is the words: the manner stands for the whole line.
    assert 'sent here:\n```\n"Better!"\n```' in await hover(page, "Better!")


async def test_hover_shows_what_a_name_stands_for(editor: LanguageClient, tmp_path: Path) -> None:
    page = await opened(
        editor, tmp_path / "a.story", STORY.replace("title: Ev", "model: wan-2.6-t2v@segmind\ntitle: Ev")
    )
    assert "**CAVEMAN**: a rugged caveman" in await hover(page, "CAVEMAN clutching")
    assert "**CAVEMAN/inventor**: a suited inventor" in await hover(page, "inventor smiles")
    assert "**tagline**: What's next?" in await hover(page, "tagline }}")
    # The name can be copied from there.
    assert (await hover(page, "wan-2.6")).startswith("**`wan-2.6-t2v@segmind`**")
    assert "USD" in await hover(page, "wan-2.6")
    await page.edit("Shot 2 [4-10s]", "// storyc: ignore[SB214]\nShot 2 [4-10s]")
    assert "speech-too-long" in await hover(page, "SB214")


async def hover(page: Page, words: str) -> str:
    answer = await page.client.text_document_hover_async(types.HoverParams(page.document, page.at(words, 1)))
    assert answer is not None
    assert isinstance(answer.contents, types.MarkupContent)
    return answer.contents.value


async def test_hints_say_lengths_what_is_left_and_prices(editor: LanguageClient, tmp_path: Path) -> None:
    story = STORY.replace("[4-10s]", "[4-9s]").replace("Shot 1 [0-5s]", "Shot 1 [5s]")
    page = await opened(editor, tmp_path / "a.story", story)
    whole = types.Range(types.Position(0, 0), types.Position(99, 0))
    hints = await editor.text_document_inlay_hint_async(types.InlayHintParams(page.document, whole))
    assert [(hint.position.line, hint.label) for hint in hints or ()] == [
        (11, "9 / 10 s · 1 s left · 1.25 USD"),
        (13, "4 s"),
        (16, "5 s"),
        (17, "5 / 5 s · 0.625 USD"),
        (18, "5 s, 0-5"),
    ]
    some = types.Range(types.Position(13, 0), types.Position(14, 0))
    hints = await editor.text_document_inlay_hint_async(types.InlayHintParams(page.document, some))
    assert [hint.position.line for hint in hints or ()] == [13]


async def test_lenses_and_the_status_bar_say_what_a_clip_comes_to(editor: LanguageClient, tmp_path: Path) -> None:
    story = STORY.replace("[4-10s]", "[4-9s]").replace("duration: 10\n", "duration: 10\ntakes: 2\n")
    page = await opened(editor, tmp_path / "a.story", story)
    lenses = await editor.text_document_code_lens_async(types.CodeLensParams(page.document))
    titles = [lens.command.title for lens in lenses or () if lens.command is not None]
    assert titles == ["2 shots · 10 s · 2.5 USD for 2 takes · 1 s without a shot", "1 shot · 5 s · 0.625 USD"]
    place = {"line": page.at("ancient").line, "character": 3}
    status = await editor.protocol.send_request_async(
        "storyc/status", {"textDocument": {"uri": page.uri}, "position": place}
    )
    assert (status.clip.index, status.clip.title, status.planned, status.paid, status.price_usd) == (
        1, "The old world", 9, 10, 2.5,
    )  # fmt: skip


async def test_the_preview_has_the_cards_of_the_clip_at_the_cursor_and_its_draft(
    editor: LanguageClient, tmp_path: Path
) -> None:
    page = await opened(editor, tmp_path / "a.story", STORY + "Shot 2 [oops 5-6s] A face.\n")

    async def shown(words: str) -> Any:
        place = {"line": page.at(words).line, "character": 2}
        return await editor.protocol.send_request_async(
            "storyc/cards", {"textDocument": {"uri": page.uri}, "position": place}
        )

    first = await shown("ancient")
    assert (first.clip.index, first.clips, first.shot, first.film) == (1, 2, 1, None)
    assert [(card.number, card.line, card.start, card.end) for card in first.cards] == [
        (1, page.at("Macro").line, 0, 4), (2, page.at("ancient").line, 4, 10),
    ]  # fmt: skip
    assert all(card.svg.startswith("<svg ") and "CLIP 1 OF 2" in card.svg for card in first.cards)
    draft = tmp_path / "build" / "_draft" / "a" / "01-the-old-world.animatic.mp4"
    draft.parent.mkdir(parents=True)
    draft.write_bytes(b"film")
    assert (await shown("The old world")).film == draft.as_uri()
    assert (await shown("The old world")).shot is None
    await page.edit("Macro close-up", "A very wide shot")
    assert "very wide" in (await shown("clutching")).cards[0].svg
    assert (await shown("orb")).clip.title == "The new world"


async def test_a_setting_that_the_model_has_no_place_for_is_said_to_be_lost(
    editor: LanguageClient, tmp_path: Path
) -> None:
    story = STORY.replace("title: Ev", "model: kling-v3@kling\ntitle: Ev").replace(
        "duration: 10", "duration: 10\nseed: 5"
    )
    page = await opened(editor, tmp_path / "a.story", story)
    lenses = await editor.text_document_code_lens_async(types.CodeLensParams(page.document))
    first = (lenses or ())[0].command
    assert first is not None
    assert "lost: `seed` is set" in first.title


async def test_files_that_are_there_are_links(editor: LanguageClient, tmp_path: Path) -> None:
    (tmp_path / "storyc.toml").write_text("")
    (tmp_path / "cast.yaml").write_text("cast: {ANN: a woman}\n")
    (tmp_path / "one.png").write_bytes(b"")
    story = (
        "---\ninclude: [cast.yaml, gone.yaml]\naudio: https://example.org/a.mp3\n---\n"
        "A lamp.\nShot 1 [0-5s] @ANN.\n  picture: one.png\n"
    )
    page = await opened(editor, tmp_path / "a.story", story)
    links = await editor.text_document_document_link_async(types.DocumentLinkParams(page.document))
    found = {page.words(link.range): (link.target or "").rpartition("/")[2] for link in links or ()}
    assert found == {"cast.yaml": "cast.yaml", "https://example.org/a.mp3": "a.mp3", "one.png": "one.png"}


async def test_words_have_the_colours_of_what_they_are(editor: LanguageClient, tmp_path: Path) -> None:
    story = STORY.replace("clutching", "😀 [[ note ]] clutching").replace("sample", "")
    page = await opened(editor, tmp_path / "a.story", story + "// a comment\n")
    tokens = await editor.text_document_semantic_tokens_full_async(types.SemanticTokensParams(page.document))
    words: list[tuple[str, str]] = []
    line = column = 0
    data = list(tokens.data) if tokens is not None else []
    for at in range(0, len(data), 5):
        down, along, length, kind, _ = data[at : at + 5]
        line, column = line + down, along if down else column + along
        start, end = types.Position(line, column), types.Position(line, column + length)
        words.append((page.words(types.Range(start, end)), KINDS[kind]))
    for word in [
        ("title", "property"), ("CAVEMAN", "class"), ("inventor", "enumMember"), ("# The old world", "namespace"),
        ("duration", "property"), ("Shot", "keyword"), ("[0-4s]", "number"), ("[[ note ]]", "comment"),
        ("camera", "property"), ("tagline", "variable"), ("// a comment", "comment"),
    ]:  # fmt: skip
        assert word in words, word
    # A name of the cast is one where it is defined too, and no setting.
    assert ("CAVEMAN", "property") not in words
    assert ("inventor", "property") not in words


async def complete(page: Page, before: str, typed: str, after: str = "") -> list[types.CompletionItem]:
    """What is offered where some words are typed behind others, and the editor has put something after them."""
    await page.edit(before, before + typed + after)
    at = page.at(before + typed, len(before + typed))
    answer = await page.client.text_document_completion_async(types.CompletionParams(page.document, at))
    assert isinstance(answer, types.CompletionList)
    await page.edit(before + typed + after, before)
    return list(answer.items)


def labels(items: list[types.CompletionItem]) -> list[str]:
    return [item.label for item in items]


async def test_completion_knows_names_settings_values_and_rules(editor: LanguageClient, tmp_path: Path) -> None:
    page = await opened(editor, tmp_path / "a.story")
    assert labels(await complete(page, "golden hour", " @")) == ["CAVEMAN", "BEE"]
    assert labels(await complete(page, "golden hour", " @CAVEMAN/")) == ["inventor"]
    for after, written in (("", "tagline }}"), ("}}", "tagline"), (" }}", "tagline")):
        (variable,) = await complete(page, "golden hour", " {{ t", after)
        assert isinstance(variable.text_edit, types.TextEdit)
        assert (variable.label, variable.text_edit.new_text) == ("tagline", written)
    rules = await complete(page, "golden hour, and @BEE above it.", "\n// storyc: ignore[SB2")
    assert "SB214" in labels(rules)
    models = await complete(page, "title: Evolution", "\nmodel: ")
    segmind = next(item for item in models if item.label == "wan-2.6-t2v@segmind")
    assert "5 s 0.625 USD" in (segmind.detail or "")
    assert "720*1280" in labels(await complete(page, "title: Evolution", "\nsize: "))
    lengths = await complete(page, "# The new world", "\nduration: ")
    assert ("5", "0.625 USD at 1280*720") in [(item.label, item.detail) for item in lengths]
    keys = labels(await complete(page, "title: Evolution", "\n"))
    assert "model:" in keys
    assert "title:" not in keys


async def test_completion_knows_fields_speakers_and_the_next_shot(editor: LanguageClient, tmp_path: Path) -> None:
    page = await opened(editor, tmp_path / "a.story")
    items = await complete(page, '"Better!"', "\n  ")
    assert {"camera:", "sound:", "picture:", "CAVEMAN:"} <= set(labels(items))
    assert labels(items)[0] == "camera:"  # a mark is not indented
    assert "dissolve" in labels(await complete(page, '"Better!"', "\n  transition: "))
    assert labels(await complete(page, "look: a rugged caveman", "\n    ")) == ["look:", "voice:"]
    items = await complete(page, "@BEE above it.", "\nSho")
    mark = items[0]
    assert mark.label == "Shot 3 [10-16s]"
    assert isinstance(mark.text_edit, types.TextEdit)
    assert page.at("@BEE above it.").line + 1 == mark.text_edit.range.start.line
    assert mark.text_edit.range.start.character == 0


async def test_an_editor_without_snippets_is_offered_none(tmp_path: Path, plain_editor: LanguageClient) -> None:
    page = await opened(plain_editor, tmp_path / "a.story")
    (mark, *_) = await complete(page, "@BEE above it.", "\nSho")
    assert isinstance(mark.text_edit, types.TextEdit)
    assert mark.text_edit.new_text == "Shot 3 [10-16s] "


async def test_completion_knows_the_files_of_the_project(editor: LanguageClient, tmp_path: Path) -> None:
    (tmp_path / "storyc.toml").write_text("")
    (tmp_path / "films").mkdir()
    (tmp_path / "films" / "cast.yaml").write_text("cast: {ANN: a woman}\n")
    (tmp_path / "all.yaml").write_text("")
    page = await opened(editor, tmp_path / "films" / "a.story")
    assert labels(await complete(page, "title: Evolution", "\ninclude: ")) == ["/all.yaml", "cast.yaml"]
