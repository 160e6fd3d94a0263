"""Several stories exported at once: a file for each, in a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from storyboard.cli import run
from tests.cli.stories import GOOD
from tests.helpers import ROOT, all_hold

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def stories(folder: Path) -> Path:
    """The project of a good and a bad story, with one more below, and a file that is none."""
    (folder / "films").mkdir()
    (folder / "films/night.story").write_text(GOOD)
    return folder


def test_each_story_gets_a_file_as_it_lies_below_the_root(stories: Path, capsys: Captured) -> None:
    assert run(["export", "--format", "csv", ".", "-o", "handover/"]) == 0
    out, err = capsys.readouterr()
    assert out == "handover/bad.csv\nhandover/films/night.csv\nhandover/good.csv\n"
    assert err == "note: 1 error in `bad.story`; `storyc check` shows what is wrong\n"
    assert run(["export", "--format", "csv", "good.story", "-o", "alone.csv"]) == 0
    assert (stories / "handover/good.csv").read_bytes() == (stories / "alone.csv").read_bytes()
    # The folder need not end with a slash, nor be there.
    assert run(["export", "--format", "xmeml", "good.story", "films", "-o", "cuts"]) == 0
    out, err = capsys.readouterr()
    assert out == "cuts/good.xml\ncuts/films/night.xml\n"
    # What a timeline loses is said of each story.
    assert [line for line in err.splitlines() if line.endswith(".story:")] == ["good.story:", "films/night.story:"]
    # A single story goes into a folder, too, where one is named.
    assert run(["export", "--format", "srt", "good.story", "-o", "cuts/"]) == 0
    assert (stories / "cuts/good.srt").exists()


def test_one_that_cannot_be_written_does_not_stop_the_others(
    stories: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    (stories / "note.story").write_text("%PDF-1.7\n")
    assert run(["export", ".", "nowhere", "-o", "out"]) == 1
    out, err = capsys.readouterr()
    assert out == "out/bad.json\nout/films/night.json\nout/good.json\n"
    assert "SB118" in err
    assert "error: there is no file or folder `nowhere`" in err
    assert not (stories / "out/note.json").exists()
    monkeypatch.setattr("storyboard.film.contact.MOST", 1)
    assert run(["export", "--format", "png", "good.story", "films", "-o", "sheets"]) == 2
    assert capsys.readouterr().err.count("a contact sheet holds 1 shots, and there are 2") == 2


@pytest.mark.parametrize("target", [(), ("-o", "-"), ("-o", "storyc.toml")])
def test_several_stories_need_a_folder(stories: Path, capsys: Captured, target: tuple[str, ...]) -> None:
    assert run(["export", ".", *target]) == 2
    assert (
        "each story gets a file of its own, and `.` holds 3: name a folder, as `-o handover/`"
        in capsys.readouterr().err
    )
    assert (stories / "good.story").read_text() == GOOD


def test_two_stories_of_one_name_are_not_written_over_each_other(stories: Path, capsys: Captured) -> None:
    other = stories / "other"
    other.mkdir()
    (other / "storyc.toml").write_text("")
    (other / "good.story").write_text(GOOD)
    assert run(["export", "good.story", "other", "-o", "out"]) == 2
    assert "good.story` would both be `out/good.json`" in capsys.readouterr().err.replace("\n", " ")
    assert not (stories / "out/good.json").exists()
    assert run(["board", "good.story", "other", "-o", "out/"]) == 2


@pytest.mark.parametrize("words", [["export", "--format", "csv"], ["board"], ["render"], ["plan"]])
@pytest.mark.parametrize("path", ["good.story", "."])
def test_a_story_is_never_written_over(stories: Path, words: list[str], path: str, capsys: Captured) -> None:
    assert run([*words, path, "-o", "./good.story"]) == 2
    assert capsys.readouterr().err.startswith(
        "error: `./good.story` is a story, which `-o` would overwrite: name another file"
    )
    assert (stories / "good.story").read_text() == GOOD


def test_what_a_story_is_made_from_is_never_written_over(folder: Path, capsys: Captured) -> None:
    shipped = ROOT / "storyboard/profiles/wan-2.6-t2v@segmind.yaml"
    files = {
        "boards/1.png": (ROOT / "samples/boards/beam.png").read_bytes(),
        "frames/1-2.png": (ROOT / "samples/boards/1-2.png").read_bytes(),
        "teatime.wav": (ROOT / "samples/sounds/teatime.wav").read_bytes(),
        "shared/cast.yaml": b"cast:\n  ODA: an old clockmaker\n",
        "templates/prompts/terse.j2": b"{% for shot in shots %}{{ shot.number }}. {{ shot.text }}\n{% endfor %}",
        "profiles/mine@segmind.yaml": shipped.read_bytes()
        .replace(b"id: wan-2.6-t2v@", b"id: mine@")
        .replace(b"model: wan-2.6-t2v\n", b"model: mine\n"),
        "storyc.toml": b"",
        "lamp.txt": b"---\ninclude: shared/cast.yaml\nmodel: mine@segmind\ntemplate: terse\naudio: teatime.wav\n"
        b"frames: frames\n---\nShot 1 [0-3s] A lamp.\n  picture: boards/1.png\nShot 2 [3-5s] @ODA winds it.\n",
    }
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    assert run(["check", "lamp.txt"]) == 0, capsys.readouterr()

    said = "is what this is made from, and `-o` would overwrite it: name another file"

    def is_kept(name: str) -> None:
        for words in (["export", "--format", "csv"], ["export", "--format", "png"], ["board"], ["render"]):
            assert run([*words, "lamp.txt", "-o", f"./{name}"]) == 2
            assert f"error: `./{name}` {said}" in capsys.readouterr().err
        assert (folder / name).read_bytes() == files[name]

    all_hold(is_kept, files, str)
    # A file that an earlier command of this process read is no such file.
    assert run(["export", "--format", "csv", "lamp.txt", "-o", "shots.csv"]) == 0
    assert run(["import", "shots.csv", "-o", "shots.story"]) == 0
    assert run(["export", "--format", "csv", "lamp.txt", "-o", "shots.csv"]) == 0
