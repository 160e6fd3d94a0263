"""`storyc fmt` and the fixes of `storyc check`, as they write to the disk."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from storyboard.cli import run
from storyboard.compiler import rewriting
from storyboard.project import writing
from tests.cli.stories import BAD, GOOD

Captured = pytest.CaptureFixture[str]
UGLY = "A lamp.\n[0-3s] A hand.\n  camera:slow\n\n\n[3-5s]: A face.  \n"
NEAT = "A lamp.\nShot 1 [0-3s] A hand.\n  camera: slow\n\nShot 2 [3-5s] A face.\n"
OFF = f"multi_shots: false\n{GOOD}"
SHORT = "Shot 1 [0-2s] A hand.\nShot 2 [2-4s] A face.\n"


def test_it_writes_in_place_and_keeps_the_mode(folder: Path, capsys: Captured) -> None:
    story = folder / "ugly.story"
    story.write_text(UGLY)
    story.chmod(0o640)
    assert run(["fmt", "ugly.story"]) == 0
    assert capsys.readouterr() == ("", "1 story formatted\n")
    assert story.read_text() == NEAT
    assert story.stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in folder.iterdir() if path.suffix != "") == [
        "bad.story", "good.story", "storyc.toml", "ugly.story",
    ]  # fmt: skip


def test_what_is_neat_is_not_written(folder: Path, capsys: Captured) -> None:
    os.utime(folder / "good.story", (1, 1))
    assert run(["fmt", "."]) == 0
    assert capsys.readouterr() == ("", "2 stories left as they are\n")
    assert (folder / "good.story").stat().st_mtime == 1


def test_check_names_and_changes_nothing(folder: Path, capsys: Captured) -> None:
    (folder / "ugly.story").write_text(UGLY)
    assert run(["fmt", "--check", "."]) == 1
    assert capsys.readouterr() == ("ugly.story\n", "1 story would be reformatted, 2 are already fine\n")
    assert run(["fmt", "--diff", "--color", "always", "ugly.story"]) == 1
    assert "\x1b[38;5;28m+Shot 1 [0-3s] A hand.\x1b[0m\n" in capsys.readouterr().out
    assert (folder / "ugly.story").read_text() == UGLY


def test_a_link_is_followed(folder: Path) -> None:
    (folder / "real.txt").write_text(UGLY)
    (folder / "ugly.story").symlink_to("real.txt")
    assert run(["fmt", "ugly.story"]) == 0
    assert (folder / "ugly.story").is_symlink()
    assert (folder / "real.txt").read_text() == NEAT


def test_a_story_with_mistakes_of_syntax_stops_no_other(folder: Path, capsys: Captured) -> None:
    (folder / "a.story").write_text("Shot 1 [0-3s A lamp.\n  Shot one:\n")
    (folder / "latin.story").write_bytes(b"caf\xe9\n")
    (folder / "ugly.story").write_text(UGLY)
    assert run(["fmt", "."]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == [
        "error: `a.story` is left as it is: SB110 malformed-mark, and 1 more error; see `storyc check`",
        "error: `latin.story` is left as it is: SB101 unreadable-text; see `storyc check`",
        "1 story formatted, 4 left as they are",
    ]
    assert (folder / "ugly.story").read_text() == NEAT
    assert (folder / "latin.story").read_bytes() == b"caf\xe9\n"


def test_a_layout_that_would_change_a_byte_is_not_written(
    folder: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rewriting.layout, "fmt", lambda *_: GOOD.replace("match", "torch"))
    assert run(["fmt", "good.story"]) == 0
    assert capsys.readouterr().err.startswith(
        "note: `good.story` keeps lines as they are: laid out, a request would change; please report"
    )
    assert (folder / "good.story").read_text() == GOOD


@pytest.mark.parametrize(
    "text", ["A lamp, and nothing else.\n\n[0-5s] A face.\n", GOOD.replace("0-2", "0-3").replace("2-5", "3-5")]
)
def test_the_net_sees_what_is_sent(folder: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(rewriting.layout, "fmt", lambda *_: text)
    assert run(["fmt", "good.story"]) == 0
    assert run(["fmt", "bad.story"]) == 0
    assert (folder / "bad.story").read_text() == BAD


def test_the_net_holds_a_story_with_errors_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rewriting.layout, "fmt", lambda *_: BAD.replace("match", "torch"))
    assert run(["fmt", "bad.story"]) == 0
    assert (folder / "bad.story").read_text() == BAD


def test_stdin_goes_to_stdout(folder: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    def given(text: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))

    given(UGLY.replace("\n", "\r\n"))
    assert run(["fmt", "-q", "-"]) == 0
    assert capsys.readouterr() == (NEAT.replace("\n", "\r\n"), "")
    given("Shot 1 [0-3s A lamp.\n")
    assert run(["fmt", "-q", "-"]) == 1
    assert capsys.readouterr().out == "Shot 1 [0-3s A lamp.\n"
    (folder / "acts").mkdir()
    (folder / "acts" / "cast.yaml").write_text("cast:\n  anna: a woman\n")
    given("include: cast.yaml\nShot 1 [0-5s] @anna.\n- anna: hello\n")
    assert run(["fmt", "-q", "--stdin-filename", "acts/new.story", "-"]) == 0
    assert capsys.readouterr().out == "include: cast.yaml\nShot 1 [0-5s] @anna.\n  anna: hello\n"


def test_what_changed_meanwhile_is_not_overwritten(folder: Path) -> None:
    assert writing.write(folder, "good.story", "another text", NEAT) == "it was changed while it was read"
    assert (folder / "good.story").read_text() == GOOD


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="whoever may do all is refused nothing")
def test_a_file_that_is_read_only_is_left(folder: Path, capsys: Captured) -> None:
    (folder / "ugly.story").write_text(UGLY)
    (folder / "ugly.story").chmod(0o444)
    assert run(["fmt", "ugly.story"]) == 2
    assert "permission denied" in capsys.readouterr().err


# ---- check --fix ----


def test_fix_writes_and_reports_the_rest(folder: Path, capsys: Captured) -> None:
    (folder / "off.story").write_text(OFF)
    assert run(["check", "off.story", "bad.story"]) == 1
    assert capsys.readouterr().out.endswith("2 errors in 2 stories\n1 fixable with --fix\n")
    assert run(["check", "--fix", "off.story", "bad.story"]) == 1
    out, err = capsys.readouterr()
    assert "SB201" in out
    assert "SB501" not in out
    assert err == "fixed 1 mistake in 1 story\nok: 1 story, 1 clip, 5 s, 0.625 USD\n"
    assert (folder / "off.story").read_text() == GOOD
    assert (folder / "bad.story").read_text() == BAD


def test_unsafe_fixes_say_both_prices(folder: Path, capsys: Captured) -> None:
    (folder / "long.story").write_text("duration: 10\n" + SHORT.replace("2-4", "2-5"))
    assert run(["check", "--fix", "long.story"]) == 0
    assert capsys.readouterr().err == ("fixed nothing (1 with --unsafe-fixes)\nok: 1 story, 1 clip, 10 s, 1.25 USD\n")
    assert run(["check", "--unsafe-fixes", "long.story"]) == 0
    assert capsys.readouterr().err == (
        "`long.story`: 1.25 USD before the fixes, 1.25 USD with them\n"
        "fixed 1 mistake in 1 story\nok: 1 story, 1 clip, 10 s, 1.25 USD\n"
    )
    assert (folder / "long.story").read_text() == "duration: 10\n" + SHORT.replace("2-4", "2-10")


def test_a_diff_writes_nothing(folder: Path, capsys: Captured) -> None:
    (folder / "off.story").write_text(OFF)
    assert run(["check", "--diff", "--color", "never", "."]) == 1
    out, err = capsys.readouterr()
    assert out == (
        "--- a/off.story\n+++ b/off.story\n@@ -1,4 +1,3 @@\n-multi_shots: false\n"
        + "".join(f" {line}\n" for line in GOOD.splitlines())
    )
    assert err.startswith("would fix 1 mistake in 1 story\n")
    assert (folder / "off.story").read_text() == OFF


def test_a_shared_include_is_fixed_once(folder: Path, capsys: Captured) -> None:
    (folder / "off.yaml").write_text("language: en\nmulti_shots: false\n")
    for name in ("one", "two"):
        (folder / f"{name}.story").write_text(f"include: off.yaml\n{GOOD}")
    assert run(["check", "--diff", "--color", "never", "one.story", "two.story"]) == 1
    assert capsys.readouterr().out.count("-multi_shots: false") == 1
    assert run(["check", "--fix", "one.story", "two.story"]) == 0
    assert (folder / "off.yaml").read_text() == "language: en\n"


def test_what_cannot_be_written_is_reported_as_it_was(
    folder: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "off.story").write_text(OFF)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing, "replace", full)
    assert run(["check", "--fix", "off.story"]) == 1
    out, err = capsys.readouterr()
    assert "SB501" in out
    assert "`off.story` is left as it is: No space left on device" in err
