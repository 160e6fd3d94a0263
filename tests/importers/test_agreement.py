"""What `import` reads without a question, `check` of the same text reads or reports."""

from __future__ import annotations

import pytest

from storyboard.compiler.pipeline import compile_story
from storyboard.config import Config
from storyboard.exchange.importers import Draft, agreed, read
from storyboard.source import MemoryFiles
from tests.importers.reading import drafted
from tools.reading.filling import made
from tools.reading.loading import own
from tools.reading.splices import splices, violates

# Texts whose marks are of two notations or broken, of which import takes some and check, without a word, others.
APART = {
    "headings over marks without times": "Shot 1: A lamp.\n\n# Two\nShot 1: A hand.\n\n# Three\nShot 1: A door.\n",
    "lengths behind a range": "0s - 5s: A rope falls.\nPart 2 (5s): A hut.\nPart 3 (4s): A sled.\n",
    "half a second range": "Scene 1, 0-5 s–5.0s) — A rope falls.\n",
    "a table without its rule": "| Cut | Time | Picture |\n| --- 3| --- | --- |\n| 1 | 5s | A rope. |\n| 2 | 5s A boat.\n",
}
ALIKE = {
    "ranges": "Shot 1 [0-2s] A rope.\nShot 2 [2-5s] A boat.\n",
    "lengths": "Shot 1 [2s] A rope.\nShot 2 [3s] A boat.\n",
    "labels": "Shot 1: A rope.\nShot 2: A boat.\n",
    "words": "A rope falls on a quay.\n",
    "running text, which check reports": "A quay. 0-2s: a rope falls. 2-5s: a boat leaves.\n",
    "data, which check reports": '[{"prompt": "A rope.", "duration": 2}, {"prompt": "A boat.", "duration": 3}]',
}


@pytest.mark.parametrize("name", APART)
def test_import_asks_where_check_reads_other_marks_without_a_word(name: str) -> None:
    text = APART[name]
    typed = compile_story(MemoryFiles({"a.story": text}), "a.story", Config())
    assert not [each.code for each in typed.diagnostics if each.code.startswith("SB1")]
    assert drafted(text).doubts == ()
    made = read(text)
    assert isinstance(made, Draft)
    assert len(made.doubts) == 1
    assert "as it stands, the text is a story with" in made.doubts[0]


@pytest.mark.parametrize("name", ALIKE)
def test_import_asks_nothing_where_both_agree_or_check_speaks(name: str) -> None:
    made = read(ALIKE[name])
    assert isinstance(made, Draft)
    assert made.doubts == ()


def test_question_names_the_marks_of_both() -> None:
    made = agreed(APART["lengths behind a range"], drafted(APART["lengths behind a range"]))
    assert made.doubts == (
        "read as 2 marks (0-5, 5-9 s); as it stands, the text is a story with 3 marks (0-5, 5-10, 10-14 s). "
        "Which is right?",
    )


@pytest.mark.parametrize(
    "text",
    [
        "**Part (0-3s)**Seconds : a rope falls.\n**Part (3-6s)** A boat leaves.",
        "[Quay 0-3 s]: seconds — a rope falls.\nPart 3-6 seconds — a boat leaves.",
    ],
)
def test_unit_that_begins_the_words_of_a_shot_is_one_of_them(text: str) -> None:
    assert not violates(text)


def test_import_and_check_agree_on_splices() -> None:
    texts = [each.text for each in (*own(), *made())]
    assert [text for text in splices(texts, 250, 11) if violates(text)] == []


def test_import_asks_where_headings_alone_would_begin_clips() -> None:
    made = read("## Ridge: the sled stands still.\nSnow falls.\n\n## Hut: the door opens.\nA dog runs out.\n")
    assert isinstance(made, Draft)
    assert made.doubts == (
        "its headings are words here; as it stands, the text is a story with 2 clips. Which is right?",
    )
