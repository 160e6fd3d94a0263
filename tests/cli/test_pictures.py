"""Pictures of shots in a build: drawn once, again when one changes, told of when it cannot be shown; no request moves."""

from __future__ import annotations

import io
import json
import os
import shutil
from pathlib import Path

import pytest

pytest.importorskip("av")
pytest.importorskip("PIL")

from PIL import Image

from storyboard.cli import run
from storyboard.film import animatic
from tests.helpers import BAD

Captured = pytest.CaptureFixture[str]
STORY = "Shot 1 [0-3s] A lamp.\nShot 2 [3-5s] A hand.\n"


def png(colour: str, size: tuple[int, int] = (64, 36)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def film(folder: Path) -> Path:
    """A project with one story whose two shots have pictures."""
    for path in folder.glob("*.story"):
        path.unlink()
    (folder / "boards").mkdir()
    (folder / "boards" / "a.png").write_bytes(png("red"))
    (folder / "boards" / "1-2.png").write_bytes(png("blue"))
    (folder / "f.story").write_text(
        f"frames: boards\n{STORY.replace('lamp.', 'lamp.' + chr(10) + '  picture: boards/a.png')}"
    )
    return folder


def state(capsys: Captured) -> tuple[int, str]:
    """The exit code of a build and the state of its clip, or why it failed."""
    code = run(["build", "--draft", "--report", "r.json", "."])
    capsys.readouterr()
    row = json.loads(Path("r.json").read_bytes())["clips"][0]
    return code, row.get("reason") or row["state"]


def drawn(folder: Path) -> str:
    return json.loads((folder / "build" / "f" / "01-clip.animatic.json").read_bytes())["sha256"]


def test_a_clip_is_drawn_again_when_a_picture_changed_and_only_then(film: Path, capsys: Captured) -> None:
    assert state(capsys) == (0, "done")
    first = drawn(film)
    (film / "build" / "f" / "01-clip.animatic.json").read_bytes()
    os.utime(film / "boards" / "a.png")
    assert run(["build", "--draft", "."]) == 0
    assert "kept" in capsys.readouterr().err
    assert drawn(film) == first
    (film / "boards" / "1-2.png").write_bytes(png("green"))
    assert run(["build", "--draft", "."]) == 0
    assert "drawn" in capsys.readouterr().err
    assert drawn(film) != first


def test_no_request_changes_by_a_picture(film: Path, capsys: Captured) -> None:
    assert run(["render", "f.story"]) == 0
    with_pictures = json.loads(capsys.readouterr().out)
    (film / "f.story").write_text(STORY)
    assert run(["render", "f.story"]) == 0
    plain = json.loads(capsys.readouterr().out)
    keys = ("request", "request_sha256", "price_usd", "shots")
    assert [[row[key] for key in keys] for row in with_pictures] == [[row[key] for key in keys] for row in plain]


def test_a_picture_that_is_broken_inside_fails_its_clip_in_words(film: Path, capsys: Captured) -> None:
    out = io.BytesIO()
    Image.effect_noise((400, 300), 90).save(out, "PNG")
    data = bytearray(out.getvalue())
    data[2000:2400] = bytes(400)
    (film / "boards" / "a.png").write_bytes(data)
    code, why = state(capsys)
    assert code == 3
    assert why.startswith("the picture `boards/a.png` cannot be decoded: ")


def test_a_picture_that_changes_while_the_film_is_drawn_fails_it(
    film: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    from storyboard.production.files.hashes import Hashes

    real = Hashes.of

    def of(hashes: Hashes, path: Path) -> str:
        digest = real(hashes, path)
        if path.name == "a.png":
            path.write_bytes(png("black"))
        return digest

    monkeypatch.setattr(Hashes, "of", of)
    assert state(capsys) == (3, "the picture `boards/a.png` was changed meanwhile: build once more")


@pytest.mark.parametrize("what", ["a pipe", "a folder", "a link out of the project", "a link to nowhere", "no file"])
def test_what_is_no_file_of_the_project_is_an_error_and_is_not_waited_for(
    what: str, film: Path, tmp_path_factory: pytest.TempPathFactory, capsys: Captured
) -> None:
    path = film / "boards" / "a.png"
    path.unlink()
    outside = tmp_path_factory.mktemp("outside") / "a.png"
    outside.write_bytes(png("red"))
    if what == "a pipe":
        os.mkfifo(path)
    elif what == "a folder":
        path.mkdir()
    elif what != "no file":
        path.symlink_to(outside if "project" in what else "nowhere.png")
    assert run(["check", "f.story"]) == 1
    out = capsys.readouterr()
    assert "SB413" in out.out + out.err
    assert run(["build", "--draft", "f.story"]) == 1
    assert not (film / "build").exists()


def test_a_folder_of_pictures_that_is_a_link_out_of_the_project_gives_none(
    film: Path, tmp_path_factory: pytest.TempPathFactory, capsys: Captured
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    shutil.move(film / "boards", outside / "boards")
    (film / "boards").symlink_to(outside / "boards")
    assert run(["check", "f.story"]) == 1
    out = capsys.readouterr()
    assert out.out.count("SB413") + out.err.count("SB413") == 2


def test_a_link_within_the_project_is_followed(film: Path, capsys: Captured) -> None:
    shutil.move(film / "boards" / "a.png", film / "lamp.png")
    (film / "boards" / "a.png").symlink_to("../lamp.png")
    assert state(capsys) == (0, "done")


def test_a_picture_is_not_decoded_by_a_check(film: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    def opened(*given: object, **more: object) -> None:
        raise AssertionError("it was opened")

    monkeypatch.setattr(Image, "open", opened)
    assert run(["check", "f.story"]) == 0
    assert animatic.KEY
    assert (BAD / "files" / "huge.png").stat().st_size < 1000
    shutil.copy(BAD / "files" / "huge.png", film / "boards" / "a.png")
    assert run(["check", "f.story"]) == 1
    assert "1,526 megapixels" in "".join(capsys.readouterr())


def test_pictures_come_through_csv(film: Path, capsys: Captured) -> None:
    assert run(["export", "--format", "csv", "f.story"]) == 0
    (film / "f.csv").write_text(capsys.readouterr().out, encoding="utf-8")
    assert run(["import", "f.csv"]) == 0
    story = capsys.readouterr().out
    assert "  picture: /boards/a.png\n" in story
    assert "  picture: /boards/1-2.png\n" in story
