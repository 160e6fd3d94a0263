"""Random edits: after each of them the server says exactly what a fresh check says, and its memory stays what it was.

STORYC_EDITS says how many edits there are; `make edits` makes 10,000 of them, and 20,000 for the memory.
"""

from __future__ import annotations

import os
import random
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pygls", reason="the extra `lsp` is not installed")

from storyboard.compiler.pipeline import compile_story
from storyboard.config import Config
from storyboard.source import MemoryFiles, Source
from tests.lsp.edits import edits, long_story, stories
from tools.bench.editor import Editor

EDITS = int(os.environ.get("STORYC_EDITS", "200"))
COMMAND = [sys.executable, "-m", "storyboard", "lsp"]
# A story is edited so often before another one comes.
ROUND = 20
SEVERITY = {"error": 1, "warning": 2, "notice": 3}


def place(source: Source, offset: int) -> tuple[int, int]:
    line = source.place(offset).line
    before = source.text[source.line_start(line) : offset]
    mark = source.bom and line == 1
    return line - 1, len(before.encode("utf-16-le")) // 2 + mark


def checked(text: str) -> list[tuple[Any, ...]]:
    """What a fresh check says of a story: code, severity, place and words of each diagnostic."""
    name = "typed.story"
    compiled = compile_story(MemoryFiles({name: text}), name, Config())
    source = compiled.sources[name]
    return [
        (
            diagnostic.code,
            SEVERITY[diagnostic.level.value],
            *place(source, diagnostic.span.start),
            *place(source, diagnostic.span.end),
            f"{diagnostic.message}\n{diagnostic.help}" if diagnostic.help else diagnostic.message,
        )
        for diagnostic in compiled.diagnostics
    ]


def told(diagnostics: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [
        (
            diagnostic["code"],
            diagnostic["severity"],
            *(diagnostic["range"][edge][part] for edge in ("start", "end") for part in ("line", "character")),
            diagnostic["message"],
        )
        for diagnostic in diagnostics
    ]


def position(text: str, offset: int) -> dict[str, int]:
    before = text[:offset].replace("\r\n", "\n").replace("\r", "\n").rpartition("\n")
    return {"line": before[0].count("\n") + bool(before[1]), "character": len(before[2].encode("utf-16-le")) // 2}


def test_each_random_edit_leaves_what_a_fresh_check_says(tmp_path: Path) -> None:
    chance = random.Random(int(os.environ.get("STORYC_SEED", "18")))
    kinds = list(stories().values())
    (tmp_path / "storyc.toml").write_text("")
    with Editor(COMMAND, tmp_path, dict(os.environ)) as editor:
        editor.open("")
        for _ in range(EDITS // ROUND):
            text = long_story(chance.randrange(2, 7)) if chance.random() < 0.6 else chance.choice(kinds)
            assert told(editor.change({"text": text})) == checked(text)
            typed = edits(text, chance)
            start, end, written = next(typed)
            for _ in range(ROUND):
                where = {"start": position(text, start), "end": position(text, end)}
                before, text = text, text[:start] + written + text[end:]
                editor.change({"range": where, "text": written})
                assert told(editor.settled()) == checked(text), (before[max(0, start - 80) : end + 40], written)
                # A writer mends what is wrong; else nothing but broken stories would be edited.
                if chance.random() < 0.6:
                    text = before
                    editor.change({"text": text})
                    assert told(editor.settled()) == checked(text)
                start, end, written = typed.send(text)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells how much memory a process has")
def test_memory_after_many_edits_is_what_it_was_after_a_tenth_of_them(tmp_path: Path) -> None:
    text = long_story(30)
    with Editor(COMMAND, tmp_path, dict(os.environ)) as editor:
        editor.open(text)
        chance, memory = random.Random(18), 0
        for number in range(2 * EDITS):
            if number == EDITS // 5:
                memory = editor.memory()
            at = text.index("of many", chance.randrange(len(text) - 400))
            editor.edit(text, at, at, "so ")
            if number % 7 == 0:
                editor.change({"text": text})
            else:
                editor.edit(text[:at] + "so " + text[at:], at, at + 3, "")
        assert editor.memory() <= 1.1 * memory
