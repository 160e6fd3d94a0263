"""Shots that stand as data among the words of a story are unread marks; what only looks like data is words."""

from __future__ import annotations

import pytest

from storyboard.compiler.pipeline import compile_story
from storyboard.config import Config
from storyboard.language.syntax.fragments import fragments
from storyboard.source import MemoryFiles

JSON = '[{"prompt": "A rope.", "duration": 2}, {"prompt": "A boat.", "duration": 3}]'
DATA = {
    "JSON behind words": ("JSON", f"Grey light over a quay.\n{JSON}\n"),
    "JSON in a shot": ("JSON", f"Shot 1 [0-3s] A quay. {JSON}\n"),
    "JSON without its head": ("JSON", 'A qu "duration": 2}, {"prompt": "A boat.", "duration": 3}]\n'),
    "JSON without its tail": ("JSON", '{"shots": [\n  {"time": "0-2s", "action": "A rope dr\n'),
    "an object of Python": ("JSON", "A quay.\nshots = [{'start': 0, 'text': 'A rope.'}]\n"),
    "YAML without its tail": ("YAML", "shots:\n  - start: 0\n    end: 2\n    prompt: A ro over the water.\n"),
    "YAML behind words": ("YAML", "Grey light.\n\nscenes:\n- time: 0-2s\n  action: A rope.\n"),
    "CSV below front matter": ("CSV", "---\ntitle: Quay\n---\nstart,end,action\n0,2,A rope.\nGrey light.\n"),
    "JSON below a note of JSON": ("JSON", f"[[ {JSON} ]]\n\nA quay. {JSON}\n"),
    "CSV without its tail": ("CSV", 'start,end,action\n0,2,"A ro over the water.\n'),
    "a table behind words": (
        "a table",
        "A quay.\n\nRain.\n\nFog.\n\n| # | Time | Action |\n|---|---|---|\n| 1 | 2 sec | A rope. |\n",
    ),
}
WORDS = [
    f"\\{JSON} is painted on a wall.",
    f"A quay. [[ {JSON} ]]",
    f"A quay.\n// {JSON}",
    'A sign reads {"open": "late"} in red, "quay": grey.',
    'She says, "now": the rope falls. "Time": he nods.',
    "Shots:\n- a rope\n- a boat",
    "Cast:\n- Oda: a red coat\n  look: old",
    "| Time | Action |\n|---|---|\n| 0-2s | A rope. |\n| 2-5s | A boat. |",
    "A quay.\n\nRain.\n\n| Time | Place |\n|---|---|\n| night | a quay |",
    "Time, action, camera: all slow.\n3 ropes, a boat.",
    "Time, action\nNight, a rope.",
]


def codes(text: str) -> list[str]:
    return [each.code for each in compile_story(MemoryFiles({"a.story": text}), "a.story", Config()).diagnostics]


@pytest.mark.parametrize("name", DATA)
def test_data_among_words_is_reported(name: str) -> None:
    form, text = DATA[name]
    made = compile_story(MemoryFiles({"a.story": text}), "a.story", Config())
    said = [each.finding.message for each in made.diagnostics if each.code == "SB117"]
    assert f"shots stand here as {form}, and were taken as words" in said


@pytest.mark.parametrize("text", WORDS)
def test_words_are_no_data(text: str) -> None:
    assert not {"SB117", "SB118"} & set(codes(text + "\n"))


def test_data_alone_are_no_story_and_nothing_else() -> None:
    assert codes(JSON + "\n") == ["SB118"]


@pytest.mark.parametrize(
    "text", ['{"' * 50_000, "|a\n-|\n" * 20_000, "shots:\n- a: b\n" + "  c\n" * 50_000, "," * 90_000]
)
def test_hostile_shapes_end(text: str) -> None:
    assert list(fragments(text)) == []
