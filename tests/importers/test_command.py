"""`storyc import` on the command line, with hostile files."""

from __future__ import annotations

from pathlib import Path

import pytest

from storyboard.cli import run

PROMPT = "A quay. Shot 1 [0-3s] A rope. Shot 2 [4-5s] A boat. Shot 3 [6-10s] The sea."


def test_import_writes_a_story_and_says_what_it_changed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text(PROMPT, encoding="utf-8")
    assert run(["import", str(tmp_path / "a.txt"), "-o", str(tmp_path / "a.story")]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("note: the seconds were counted inclusively")
    assert run(["check", str(tmp_path / "a.story")]) == 0
    assert "Shot 2 [3-5s] A boat." in (tmp_path / "a.story").read_text(encoding="utf-8")


def test_what_is_imported_is_not_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    play = tmp_path / "a.fountain"
    play.write_text("INT. ROOM - DAY\n\nA lamp. (3s)\n")
    assert run(["import", str(play), "-o", f"{tmp_path}/./a.fountain"]) == 2
    assert "is what this is made from, and `-o` would overwrite it: name another file" in capsys.readouterr().err
    assert play.read_text() == "INT. ROOM - DAY\n\nA lamp. (3s)\n"


def test_import_without_a_file_to_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["import", str(tmp_path / "none.txt")]) == 2
    assert "none.txt` cannot be read" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"a rope\0", ":1:7: the control character U+0000 stands in the text"),
        (b"a rope \xff", ":1:8: byte 0xff is not UTF-8 text"),
        (b"[" * (10 * 1024 * 1024), ":1:1: the file is larger than the limit of 4 MB"),
        (b"[" * 100_000 + b"]" * 100_000, "cannot be imported: its brackets are nested deeper than 200"),
    ],
)
def test_hostile_files_are_refused(
    data: bytes, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.json").write_bytes(data)
    assert run(["import", str(tmp_path / "a.json"), "--from", "request"]) == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize(
    "text",
    ['{"prompt": "' + '\\"' * 20_000, "0-3s: " * 500, "(" * 20_000, "`" * 20_001, "1-2 " * 5_000, "| --- " * 5_000,
     "Shot 1" + " " * 20_000 + "x", "镜头1（0-3秒" * 3_000, "<p " * 10_000, "'''a" * 5_001, "Shot 1a: \n" * 300,
     "镜头三二：a\n" * 300, ". Shot 1" * 5_000, "shot 1, 3s, " * 3_000, "カット1（0.0-1.8" + " " * 20_000, "f('" * 9_000,
     "| Time | a |\n|-|-|\n" + "| 0:00 |\n" * 900, "(0s →" * 5_000, "x = [" + "'0-3s: a 3-5s: b', " * 60 + "]",
     "00:00:00,000 --> 00:00:01,000\n" * 300, "shots:\n" + "- start: 0\n  text: a\n" * 300, "- " * 20_000, "a: [" * 5_000,
     "WEBVTT\n" + "NOTE\n\n" * 500, "time,action\n" + "0-3s" + "," * 20_000, "prompt: |\n" + " " * 50_000],
)  # fmt: skip
def test_no_form_fails_on_odd_text(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    for form in ("auto", "prompt", "request", "csv", "markdown", "yaml", "subtitles"):
        assert run(["import", "-q", "--from", form, str(tmp_path / "a.txt")]) in (0, 2)
    assert "bug" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("0-3s: a lamp. " * 20, "it holds more than 10 numbers that may be times or labels: import it in parts, "),
        ("Shot one: a lamp. Shot two: a hand. " * 6, "it holds more than 10 numbers that may be times or labels: "),
        ("a lamp\n" * 31, "it holds more than 30 lines: import it in parts, or raise `lines` under"),
        ("a lamp. " * 20, ""),
        ("0-3s: a\n" * 3, "it holds more than 2 clips: import it in parts, "),
    ],
)
def test_an_import_keeps_the_limits_of_the_project(
    text: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "storyc.toml").write_text("[limits]\nnumbers = 10\nclips = 2\nlines = 30\n", encoding="utf-8")
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    assert run(["import", "-q", str(tmp_path / "a.txt")]) == (2 if message else 0)
    assert message in capsys.readouterr().err
