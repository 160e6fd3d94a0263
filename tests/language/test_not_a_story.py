"""What is no story, and the prose that looks a little like it and is one."""

from __future__ import annotations

from pathlib import Path

import pytest

from storyboard.compiler.formatter import fmt
from storyboard.compiler.pipeline import compile_story
from storyboard.config import Config, Limits
from storyboard.language.syntax import nature
from storyboard.source import MemoryFiles
from tests import helpers

ROWS = "A rope\tgrey\t0:02\nA boat\tblue\t0:03\nThe sea\tgreen\t0:05\n"
ODD = {
    "a table": [
        "| # | Time | Action |\n|---|---|---|\n| 1 | 0-2s | A rope. |\n| 2 | 2-5s | A boat. |\n",
        ROWS,
        "| # | Action |\n|---|---|\n| 1 | A rope. |\n",
    ],
    "CSV": [
        "Time,Action\n0-2s,A rope.\n2-5s,A boat.\n",
        "镜号;时长;画面\n1;2;绳子\n2;3;船\n",
        "Was,Wann\nSeil,0-2s\nBoot,2-5s\n",
    ],
    "JSON": [
        '{"a": {"b": [1]}}',
        '[{"prompt": "Shot 1 [0-2s] A rope."}]',
        '{"0": "A rope.", "60": "A boat."}',
        '{"a": 1}\n{"a": 2}\n',
    ],
    "YAML": [
        "- {time: 0-2s, action: A rope}\n- {time: 2-5s, action: A boat}\n",
        "shots:\n  - start: 0\n    text: A rope.\n  - start: 2\n    text: A boat.\n",
        "- time: 0-2s\n  action: A rope.\n- time: 2-5s\n  action: A boat.\n",
        "title: Quay\nscenes:\n- prompt: A rope.\n  camera: low\n- prompt: A boat.\n  camera: high\n",
        "shots:\n- {start: 0, text: A rope}\n- {start: 2, text: A boat}\n",
    ],
    "WebVTT subtitles": ["WEBVTT\n\n00:00.000 --> 00:02.000\nA rope.\n"],
    "SRT subtitles": ["1\n00:00:00,000 --> 00:00:02,000\nA rope.\n\n2\n00:00:02,000 --> 00:00:05,000\nA boat.\n"],
    "a screenplay": ["INT. QUAY - NIGHT\n\nRain.\n\nODA (V.O.)\nWell?\n\n2. EXT. SEA - DAWN\n\nMIRO\n(low)\nYes.\n"],
    "an HTML page": ["<!DOCTYPE html>\n<p>A rope.</p>\n", "  <html><body>A rope."],
    "a piece of HTML": ["<div class='a'>A rope.</div>"],
    "an RTF document": ["{\\rtf1\\ansi A rope.}"],
    "a command": ["curl -X POST https://example.com -d '{}'\n", "$ curl https://example.com\n"],
    "a program or a piece of data": [
        "#!/bin/sh\necho A rope\n",
        "import video\n\nbody = {\n    'prompt': 'A rope.',\n    'seed': 7,\n}\nvideo.make(body)\n",
        '"shots": [\n  {\n    "prompt": "A rope.",\n    "duration": "2",\n  },\n],\n',
    ],
}
PROSE = [
    "A rope, 0-2s\nA boat, 2-5s\nThe sea, 5-9s\n",
    "shot 1, 3s, a rope\nshot 2, 2s, a boat\nshot 3, 5s, the sea\n",
    "A rope, a boat, the sea.\nSoft light, grey sky, rain.\nSlow, calm, wide.\n",
    "Style: ink\nMood: calm\nLight: grey\nSound: wind\n",
    "Characters:\n- Anna: red coat\n- Tom: blue coat\n- Oda: no coat\n",
    "Characters:\n- Name: Anna\n  Look: red coat\n- Name: Tom\n  Look: blue coat\n",
    "title: Quay\nsize: 1280*720\nduration: 5\n\nA rope.\n",
    "Curl of smoke over a quay - slow.\n",
    "[[ a note ]] A rope.\n",
    '{"not": JSON} A rope.\n',
    "From the quay a boat leaves.\nImport of ropes.\nLet the light in.\n",
    "A man says: look (at the sea);\nthe sea (grey);\nthe rope (old);\n",
    "INT. QUAY - NIGHT\n\nA rope in the rain.\n",
    "THE SEA\nIS GREY\n\nTHE ROPE\nIS OLD\n",
    "A rope | a boat\nthe sea | the sky\n",
    "<subject> a rope </subject>\n",
    "Action, camera, light: all slow.\nA rope, a boat.\nThe sea, the sky.\n",
    "| # | Time | Action |\n|---|---|---|\n| 1 | 0-2s | A rope. |\n| 2 | 2-5s | A boat. |\n\nA quay.\n\nRain.\n\nFog.\n",
]


def codes(text: str | bytes) -> list[str]:
    data = text.encode() if isinstance(text, str) else text
    return [each.code for each in compile_story(MemoryFiles({"a.story": data}), "a.story", Config()).diagnostics]


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in ODD.items() for text in texts])
def test_what_is_no_story_is_named_and_nothing_else_is_said(name: str, text: str) -> None:
    made = compile_story(MemoryFiles({"a.story": text}), "a.story", Config())
    assert [each.code for each in made.diagnostics] == ["SB118"]
    assert made.diagnostics[0].finding.message == f"the file looks like {name}, not like a story"
    assert made.diagnostics[0].span.start == 0
    assert made.requests == ()
    assert fmt(MemoryFiles({"a.story": text}), "a.story", Limits()) is None


@pytest.mark.parametrize("text", PROSE)
def test_prose_is_a_story(text: str) -> None:
    assert "SB118" not in codes(text)


@pytest.mark.parametrize("text", [texts[0] for name, texts in ODD.items() if "RTF" not in name])
def test_a_backslash_as_the_first_character_makes_it_text(text: str) -> None:
    assert "SB118" not in codes("\\" + text)


@pytest.mark.parametrize("text", [texts[0] for name, texts in ODD.items() if "RTF" not in name])
def test_a_shot_mark_makes_it_a_story(text: str) -> None:
    assert "SB118" not in codes(text + "\nShot 1 [0-5s] A rope.\n")


def test_data_below_front_matter_is_no_story_either() -> None:
    assert codes("---\ntitle: Quay\n---\n" + ROWS) == ["SB118"]


def test_a_key_in_a_command_is_still_found() -> None:
    key = "SG_" + "0123456789abcdef"
    assert codes(f"curl https://example.com -H 'x-api-key: {key}'\n") == ["SB118", "SB408"]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"PK\x03\x04\x14\x00\x06\x00 [Content_Types].xml word/document.xml", "a Word document"),
        (b"PK\x03\x04\x14\x00 a.txt", "a zip archive"),
        (b"%PDF-1.7\n\xe2\xe3\xcf\xd3\n", "a PDF document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Office document"),
        (b"{\\rtf1\\ansi\\'e9 A rope.}", "an RTF document"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a picture"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "a picture"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "a sound"),
        (b"ID3\x03\x00", "a sound"),
        (b"\x00\x00\x00\x18ftypmp42", "a film"),
    ],
)
def test_a_document_is_named_before_its_bytes_are_read(data: bytes, name: str) -> None:
    made = compile_story(MemoryFiles({"a.story": data}), "a.story", Config())
    assert [(each.code, each.finding.message) for each in made.diagnostics] == [
        ("SB118", f"the file looks like {name}, not like a story")
    ]


@pytest.mark.parametrize("path", sorted((*helpers.SAMPLES.rglob("*.story"), *helpers.OK.rglob("*.story"))), ids=str)
def test_no_sample_is_taken_for_anything_else(path: Path) -> None:
    assert nature.of_text(path.read_text(encoding="utf-8")) is None


@pytest.mark.parametrize(
    "text", ["[" * 100_000 + "]" * 100_000, "{" + '"a":{' * 5000 + "}" * 5001, "|" * 100_000, "\t" * 100_000 + "x", "a,b\n" + '"' * 9999]
)  # fmt: skip
def test_hostile_shapes_end(text: str) -> None:
    nature.of_text(text)
