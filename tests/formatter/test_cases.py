"""Ugly stories and what becomes of them: tests/cases/fmt/NAME.story and NAME.expected."""

from __future__ import annotations

from pathlib import Path

import pytest

from storyboard.compiler.rewriting import laid_out
from storyboard.config import Config
from storyboard.source import DiskFiles, MemoryFiles
from tests.helpers import CASES

FMT = CASES / "fmt"
STORIES = sorted(FMT.glob("*.story"))


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_layout_is_as_expected(path: Path, update: bool) -> None:
    laid = laid_out(DiskFiles(FMT), path.name, Config())
    assert laid.bug == ""
    out = laid.after.encode("utf-8")
    place = path.with_suffix(".expected")
    if update:
        place.write_bytes(out)
    assert place.is_file(), "nothing is expected; write it with --update, and read it"
    assert out == place.read_bytes()
    again = laid_out(MemoryFiles({path.name: out}), path.name, Config())
    assert again.after == laid.after


def test_no_expectation_is_an_orphan() -> None:
    stems = {path.stem for path in STORIES}
    assert [
        path.name for path in FMT.iterdir() if path.suffix not in (".story", ".expected") or path.stem not in stems
    ] == []


@pytest.mark.parametrize("sign", ["[", "{", "{{", "'", '"', "- ", "a: ", " #", "&a ", "\\", "\u2028", "| ", "1", "@a"])
def test_a_long_value_is_quoted_or_left(sign: str) -> None:
    text = f"---\ntitle: {sign * 20_000} x\nvars:\n  a: {sign * 500}z\n---\nA lamp.\n"
    laid = laid_out(MemoryFiles({"a.story": text}), "a.story", Config())
    assert laid.bug == ""


def test_what_would_read_otherwise_stays() -> None:
    # This label would make the clip's labels Chinese, where its kana say Japanese.
    text = "0-3秒画面：ネコ。\n3-5秒画面：イヌ。\n"
    assert laid_out(MemoryFiles({"a.story": text}), "a.story", Config()).after == text
