"""`storyc retime` by the command line: shown or written, what it costs, and what is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from storyboard.cli import run

Captured = pytest.CaptureFixture[str]
STORY = """# One
duration: 10
Shot 1 [0-3s] A lamp.
Shot 2 [3-6s] A hand.
Shot 3 [6-10s] A face.
# Two
Shot 1 [0-2s] A door.
Shot 2 [2-5s] A stair.
"""


@pytest.fixture
def cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> Path:
    """An EDL of a story at 30 frames a second, of which the tests change lines."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "storyc.toml").write_text("")
    (tmp_path / "a.story").write_text(STORY)
    assert run(["export", "a.story", "--format", "edl", "-o", "a.edl"]) == 0
    capsys.readouterr()
    return tmp_path / "a.edl"


def change(cut: Path, *pairs: tuple[str, str]) -> None:
    text = cut.read_text()
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    cut.write_text(text)


READ = "note: the cut is read at 30 frames a second, the model's: `--fps` names another rate\n"
SHORTER = (
    ("00:00:03:00 00:00:06:00 00:00:03:00 00:00:06:00", "00:00:03:00 00:00:05:15 00:00:03:00 00:00:05:15"),
    ("00:00:06:00 00:00:10:00 00:00:06:00 00:00:10:00", "00:00:06:00 00:00:10:00 00:00:05:15 00:00:09:15"),
)
LONGER = (("00:00:02:00 00:00:05:00 00:00:12:00 00:00:15:00", "00:00:02:00 00:00:06:15 00:00:12:00 00:00:16:15"),)


def test_it_shows_a_diff_and_its_price_and_writes_only_when_told(cut: Path, capsys: Captured) -> None:
    assert run(["retime", "a.edl", "a.story"]) == 0
    assert capsys.readouterr() == ("", f"{READ}ok: no shot is longer or shorter in the cut\n")
    change(cut, *SHORTER)
    assert run(["retime", "--fps", "30", "a.edl", "a.story"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("--- a/a.story\n+++ b/a.story\n@@ ")
    assert (
        "-Shot 2 [3-6s] A hand.\n-Shot 3 [6-10s] A face.\n+Shot 2 [3-5.5s] A hand.\n+Shot 3 [5.5-9.5s] A face.\n" in out
    )
    gap = "note: the cut shows nothing for 0.5s, before `C02S01 Two`: only lengths are taken\n"
    assert err == f"{gap}ok: 1 clip has new times, 1.25 USD to make 1 take anew\n"
    assert Path("a.story").read_text() == STORY
    assert run(["retime", "--write", "a.edl", "a.story"]) == 0
    assert capsys.readouterr() == ("", f"{READ}{gap}ok: 1 clip has new times, 1.25 USD to make 1 take anew\n")
    assert Path("a.story").read_text() == STORY.replace("[3-6s]", "[3-5.5s]").replace("[6-10s]", "[5.5-9.5s]")
    assert run(["retime", "--write", "a.edl", "a.story"]) == 0
    assert capsys.readouterr().err == f"{READ}ok: no shot is longer or shorter in the cut\n"


def test_what_no_shot_uses_is_no_gap_of_the_editors(cut: Path, capsys: Captured) -> None:
    Path("a.story").write_text(STORY.replace("[6-10s]", "[6-9s]"))
    for form in ("edl", "otio", "fcpxml", "xmeml"):
        assert run(["export", "--quiet", "a.story", "--format", form, "-o", "b"]) == 0
        assert run(["retime", "--fps", "30", "b", "a.story"]) == 0
        assert capsys.readouterr().err == "ok: no shot is longer or shorter in the cut\n"


def test_a_longer_clip_is_priced_as_the_model_makes_it(cut: Path, capsys: Captured) -> None:
    change(cut, *LONGER)
    assert run(["retime", "a.edl", "a.story"]) == 0
    assert capsys.readouterr().err == f"{READ}ok: 1 clip has new times, 1.25 USD to make 1 take anew\n"


def test_a_sum_that_no_length_holds_is_written_and_the_error_names_a_price(cut: Path, capsys: Captured) -> None:
    Path("a.story").write_text(STORY.replace("# Two\n", "# Two\nduration: 5\n"))
    change(cut, *LONGER)
    assert run(["retime", "--write", "a.edl", "a.story"]) == 1
    err = capsys.readouterr().err
    assert "error[SB205] past-clip-end: shot 2 ends at 6.5s but the clip's duration is 5s" in err
    assert "1.25 USD" in err
    assert "[2-6.5s]" in Path("a.story").read_text()
    assert "duration: 5\n" in Path("a.story").read_text()


def test_what_is_left_alone_is_named_and_the_exit_code_says_so(cut: Path, capsys: Captured) -> None:
    change(cut, *LONGER, ("C01S02", "C09S02"), ("003  C01T1", "003  X9"), ("C01S03", "Drone"), ("01-one", "drone"))
    assert run(["retime", "a.edl", "a.story"]) == 1
    out, err = capsys.readouterr()
    assert "warning: `Drone One` in the cut is no shot of `a.story`\n" in err
    assert "error: left as it is, clip 1, One: shot 3 is missing\n" in err
    assert "[2-6.5s]" in out
    assert "[3-" not in "".join(line for line in out.splitlines() if line[0] in "+-")


def test_a_cut_of_which_no_clip_is_taken_is_not_said_to_change_nothing(cut: Path, capsys: Captured) -> None:
    change(cut, ("C01S01", "C01S02"), ("C02S01", "C02S02"))
    assert run(["retime", "a.edl", "a.story"]) == 1
    out, err = capsys.readouterr()
    assert (out, err.count("error: left as it is, ")) == ("", 2)
    assert "ok:" not in err


def test_what_cannot_be_read_is_a_mistake_of_usage(cut: Path, capsys: Captured) -> None:
    Path("b.xml").write_text('<!DOCTYPE xmeml [<!ENTITY a "b">]><xmeml/>')
    for words, why in (
        (["b.xml", "a.story"], "`b.xml` cannot be read: it has a DTD"),
        (["c.edl", "a.story"], "`c.edl` is not there"),
        (["a.story", "a.story"], "it is no timeline"),
        (["a.edl", "-"], "retime takes a file"),
        (["--diff", "--write", "a.edl", "a.story"], "name one of them"),
        (["--fps", "24", "a.edl", "a.story"], "00:00"),
    ):
        if words[0] == "--fps":
            change(cut, ("00:00:03:00 00:00:06:00", "00:00:03:00 00:00:05:29"))
        assert run(["retime", *words]) == 2, words
        assert why in capsys.readouterr().err


def test_the_cut_of_another_story_needs_a_word(cut: Path, capsys: Captured) -> None:
    assert run(["export", "a.story", "--format", "otio", "-o", "a.otio"]) == 0
    Path("b.story").write_text(STORY)
    assert run(["retime", "a.otio", "b.story"]) == 2
    assert "`a.otio` is a cut of another story: it was made of `a.story`; `--other-story`" in capsys.readouterr().err
    assert run(["retime", "--other-story", "a.otio", "b.story"]) == 0
    assert "note: this cut was made of `a.story`, and `b.story` is retimed\n" in capsys.readouterr().err
    # A story that bears another name than it did is no other one.
    Path("a.story").rename("c.story")
    assert run(["retime", "a.otio", "b.story"]) == 0
    # An EDL names no story: what its events are called tells.
    Path("b.story").write_text(STORY.replace("# One", "# Das Öl-Floß").replace("# Two", "# Der Fluß"))
    change(cut, *SHORTER)
    assert run(["retime", "--write", "a.edl", "b.story"]) == 2
    assert "it has `C01S01 One` where this story has `C01S01 Das Öl-Floß`" in capsys.readouterr().err
    assert "[3-6s]" in Path("b.story").read_text()
    # One name is enough, and letters that no list can hold are none.
    Path("b.story").write_text(STORY.replace("# One", "# Das Öl-Floß"))
    assert run(["retime", "a.edl", "b.story"]) == 0
    assert run(["export", "b.story", "--format", "edl", "-o", "b.edl"]) == 0
    assert run(["retime", "b.edl", "b.story"]) == 0
