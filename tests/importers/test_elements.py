"""Shots as elements of XML, as lines of pairs, as rows without a header, and as a list below settings."""

from __future__ import annotations

import pytest

from storyboard.compiler.pipeline import compile_story
from storyboard.config import Config, Limits
from storyboard.exchange.importers import Draft, Refused, read
from storyboard.language.syntax.elements import fields, first_shot
from storyboard.source import MemoryFiles
from tests.compiling import compiled
from tests.importers.reading import imported, times

# Two shots, 0-3 s and 3-5 s.
DATA = {
    "attributes": "<shot start=0 end=3>A kite.</shot>\n<shot start=3 end=5>A string.</shot>",
    "quoted attributes": '<shot start="0" end="3">A kite.</shot>\n<shot start="3" end="5">A string.</shot>',
    "a root": '<?xml version="1.0"?>\n<film>\n<!-- a draft -->\n<shot time="0-3s">A kite.</shot>\n'
    '<shot time="3-5s">A string.</shot>\n</film>',
    "elements alone": '<shot start="0" end="3" text="A kite."/>\n<shot start="3" end="5" text="A string."/>',
    "elements within": "<shots>\n<shot>\n<start>0</start>\n<end>3</end>\n<text>A kite.</text>\n</shot>\n<shot>\n"
    "<start>3</start>\n<end>5</end>\n<text>A string.</text>\n</shot>\n</shots>",
    "lengths": '<scene id="1" duration="3s">A kite.</scene>\n<scene id="2" duration="2s">A string.</scene>',
    "data of a page": '<li data-start="0" data-end="3">A kite.</li>\n<li data-start="3" data-end="5">A string.</li>',
    "pairs": "start=0 end=3 text=A kite.\nstart=3 end=5 text=A string.",
    "quoted pairs": 'shot=1 start=0 end=3 text="A kite."\nshot=2 start=3 end=5 text="A string."',
    "lengths in pairs": 'duration=3 text="A kite."\nduration=2 text="A string."',
    "rows": "1,0,3,A kite.\n2,3,5,A string.",
    "rows with semicolons": "0;3;A kite.\n3;5;A string.",
    "rows with tabs": "1\t0\t3\tA kite.\n2\t3\t5\tA string.",
    "rows with bars": "1|0|3|A kite.\n2|3|5|A string.",
    "a list below settings": "duration: 5\n- start: 0\n  end: 3\n  text: A kite.\n- start: 3\n  end: 5\n  text: A string.",
}
WORDS = [
    "steps=30 cfg=7 seed=12345 A kite.",
    "a=1 b=2\nc=3 d=4",
    "time=3 steps=30\ntime=5 steps=40",
    "<b>A kite.</b>\n<i>A string.</i>",
    "<lora:film:0.8> A kite.\n<lora:grain:0.4> A string.",
    "1,2,3,go\n4,5,6,stop",
    "Mood: calm\n- a kite\n- a string",
    "A kite, 3 metres.\nA string, 9 metres.",
]


@pytest.mark.parametrize("name", DATA)
def test_import_reads_the_shots_of_data(name: str) -> None:
    assert times(DATA[name]) == [[(0, 3), (3, 5)]]
    story = imported(DATA[name])
    assert "A kite." in story
    assert "<" not in story


@pytest.mark.parametrize("name", DATA)
def test_check_names_the_data(name: str) -> None:
    story = compile_story(MemoryFiles({"a.story": f"{DATA[name]}\n"}), "a.story", Config())
    assert {"SB117", "SB118"} & {finding.code for finding in story.diagnostics}


@pytest.mark.parametrize("name", ["attributes", "lengths", "data of a page", "quoted pairs", "lengths in pairs"])
def test_data_below_prose_are_named_too(name: str) -> None:
    text = f"A beach in the wind.\nFilm grain.\nWide lenses.\n\n{DATA[name]}\n\nA last word.\nAnd another.\nThe end.\n"
    assert {"SB117", "SB118"} & {finding.code for finding in compiled(text).diagnostics}


@pytest.mark.parametrize("text", WORDS)
def test_words_are_no_data(text: str) -> None:
    story = compile_story(MemoryFiles({"a.story": f"{text}\n"}), "a.story", Config())
    assert not {"SB117", "SB118"} & {finding.code for finding in story.diagnostics}


def test_the_words_round_elements_are_the_overview() -> None:
    text = f"<film title='Wind'>A beach.\n{DATA['attributes']}\n</film>"
    assert imported(text).startswith("title: Wind\n\nA beach.\n")


def test_elements_that_never_end_are_read() -> None:
    assert times("<shot start=0 end=3>A kite.\n<shot start=3 end=5>A string.") == [[(0, 3), (3, 5)]]


def test_elements_nested_too_deep_are_refused() -> None:
    refused = read("<?xml version='1.0'?>" + "<a>" * 60, "xml")
    assert isinstance(refused, Refused)
    assert "nested deeper than 50" in refused.message


def test_a_row_with_a_time_is_no_header() -> None:
    draft = read("0s\tA kite.\n3s\tA string.")
    assert isinstance(draft, Draft)
    assert [shot.start for shot in draft.clips[0].shots] == [0, 3000]


def test_a_line_of_pairs_holds_nothing_else() -> None:
    assert fields("start=0 end=3 text=A kite") == (("start", "0"), ("end", "3"), ("text", "A kite"))
    assert fields("A kite start=0 end=3") == ()
    assert fields("start=0") == ()
    assert first_shot("<shot start=0>") is None


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"{at + 1}\n00:00:{at % 60:02},000 --> 00:00:{at % 60:02},900\nA kite.\n\n" for at in range(30)),
        "| Shot | Time | Action |\n|---|---|---|\n"
        + "".join(f"| {at} | {at}-{at + 1}s | A kite |\n" for at in range(30)),
    ],
)
def test_numbers_are_counted_only_where_a_text_is_read_closely(text: str) -> None:
    draft = read(text, limits=Limits(numbers=20))
    assert isinstance(draft, Draft)
    assert len(draft.clips[0].shots) == 30


def test_marks_of_many_digits_are_read() -> None:
    text = "".join(f"Shot {at} [{2 * at}-{2 * at + 2}s] A kite.\n" for at in range(498, 1002))
    draft = read("Shot 1 [0-996s] A kite.\n" + text)
    assert isinstance(draft, Draft)
    assert len(draft.clips[0].shots) == 505


def test_typed_marks_with_numbers_in_their_words_are_not_too_many() -> None:
    text = "".join(f"Shot {at + 1} [{at}-{at + 1}s] A kite for 1 second.\n" for at in range(30))
    config = Config(limits=Limits(numbers=20))
    story = compile_story(MemoryFiles({"a.story": text}), "a.story", config)
    assert "SB113" not in {finding.code for finding in story.diagnostics}
    story = compile_story(MemoryFiles({"a.story": text + "0-3s: a kite. 3-5s: a string.\n"}), "a.story", config)
    assert "SB113" in {finding.code for finding in story.diagnostics}
