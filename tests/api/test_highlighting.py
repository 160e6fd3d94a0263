"""The lexer of Pygments: it loses no letter, and what it says of words is what the compiler says."""

from __future__ import annotations

import tomllib
from importlib.metadata import EntryPoint

import pytest

pytest.importorskip("pygments", reason="Pygments is not installed")

from pygments.token import Generic, Name, Token

from storyboard.api.highlighting import StoryLexer
from tests.docs import Block, blocks, named, pages
from tests.helpers import ROOT, all_hold


def test_the_entry_point_names_the_lexer() -> None:
    (entry,) = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["entry-points"][
        "pygments.lexers"
    ].items()
    assert EntryPoint(*entry, "pygments.lexers").load() is StoryLexer
    assert StoryLexer.aliases[0] == "story"


def test_words_have_the_kinds_that_the_compiler_says() -> None:
    text = (
        "cast: {ANNA: a woman}\n# The door\nShot 1 [0-4s] @ANNA waits. // not a remark\n  // a remark\n  camera: pan\n"
    )
    kinds = [(str(kind).removeprefix("Token."), word) for kind, word in StoryLexer().get_tokens(text) if word.strip()]
    assert kinds == [
        ("Name.Attribute", "cast"),
        ("Text", ": {"),
        ("Name.Class", "ANNA"),
        ("Text", ": a woman}\n"),
        ("Generic.Heading", "# The door"),
        ("Keyword", "Shot"),
        ("Literal.Number", "1"),
        ("Literal.Number", "[0-4s]"),
        ("Text", " @"),
        ("Name.Class", "ANNA"),
        ("Text", " waits. // not a remark\n"),
        ("Comment", "  // a remark"),
        ("Name.Attribute", "camera"),
        ("Text", ": pan\n"),
    ]


def test_a_text_that_cannot_be_read_keeps_its_letters() -> None:
    text = "Shot 1 [0-4s] A \ud800 and a \x00.\n"
    assert list(StoryLexer().get_tokens_unprocessed(text)) == [(0, Token.Text, text)]


def test_every_block_of_the_documentation_has_colours() -> None:
    def holds(block: Block) -> None:
        tokens = list(StoryLexer().get_tokens_unprocessed(block.text))
        assert "".join(word for _, _, word in tokens) == block.text
        assert any(kind in Name or kind in Generic or kind in Token.Literal for _, kind, _ in tokens)

    stories = [block for page in pages() for block in blocks(page, "story") if not block.value("error")]
    assert len(stories) > 20
    all_hold(holds, stories, lambda block: f"{named(block.page)}:{block.line}")
