"""The examples in the rules' pages: each Bad one gets its finding, each Good one does not."""

from __future__ import annotations

import importlib
import textwrap
from typing import Any

import pytest

from storyboard.compiler.pipeline import Compiled, compile_story
from storyboard.compiler.rules import Rule, all_rules
from storyboard.config import Config
from storyboard.diagnostics import Level
from storyboard.profiles import DEFAULT
from storyboard.source import DiskFiles, MemoryFiles
from tests.helpers import BAD

RULES = all_rules()
# What these rules are about, a sound file and a model of today, a page cannot hold; tests/cases/bad has both.
BESIDE_FILES = {
    "SB307": f"model: {DEFAULT}\nShot 1 [0-3s] A lamp is lit.\nShot 2 [3-5s] A hand reaches in.\n".encode(),
    "SB305": b"audio: files/eight.wav\nShot 1 [0-3s] A lamp is lit.\nShot 2 [3-5s] A hand reaches in.\n",
    "SB311": b"model: order@segmind\nShot 1 [0-3s] A lamp is lit.\nShot 2 [3-5s] A hand reaches in.\n",
    "SB314": b"model: rows@segmind\nShot 1 [0-2.5s] A lamp is lit.\nShot 2 [2.5-5s] A hand reaches in.\n",
    "SB312": b"model: rows@segmind\nShot 1 [0-1s] Rain.\nShot 2 [1-2s] A lamp.\nShot 3 [2-5s] A hand.\n",
    "SB313": b"model: rows@segmind\nseed: 7\nShot 1 [0-5s] A lamp is lit.\n",
    "SB309": b"model: plain@segmind\naudio: https://example.org/song.mp3\nShot 1 [0-5s] A lamp is lit.\n",
}


def examples(rule: Rule, kind: str) -> list[bytes]:
    """The stories under `Bad:` or `Good:` of a rule's page; the module's `BAD` or `GOOD` stands in for them."""
    module: Any = importlib.import_module(f"storyboard.compiler.rules.{rule.name.replace('-', '_')}")
    instead: bytes | None = getattr(module, kind.upper(), None)
    if instead is not None:
        return [instead]
    if kind == "Bad" and rule.code in BESIDE_FILES:
        return [BESIDE_FILES[rule.code]]
    found: list[bytes] = []
    lines: list[str] | None = None
    for line in [*rule.doc.splitlines(), "."]:
        if line == f"{kind}:":
            lines = []
        elif lines is not None and line and not line.startswith("    "):
            found.append(textwrap.dedent("\n".join(lines).strip("\n")).encode() + b"\n")
            lines = [] if line == f"{kind}:" else None
        elif lines is not None:
            lines.append(line)
    return found


def compiled(story: bytes) -> Compiled:
    return compile_story(MemoryFiles({"example.story": story}, DiskFiles(BAD)), "example.story", Config())


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_bad_example_gets_its_finding(rule: Rule) -> None:
    stories = examples(rule, "Bad")
    assert stories
    for story in stories:
        found = compiled(story).diagnostics
        assert rule.code in [each.code for each in found]
        assert all(each.level is rule.level for each in found if each.code == rule.code)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_good_example_does_not(rule: Rule) -> None:
    stories = examples(rule, "Good")
    assert stories
    for story in stories:
        found = compiled(story).diagnostics
        assert rule.code not in [each.code for each in found]
        assert [each.finding.message for each in found if each.level is Level.ERROR] == []
