"""The pictures of shots: which lines name one, which of a folder belongs to which shot, and that no request changes."""

from __future__ import annotations

import unicodedata

import pytest

from storyboard.compiler.formatter import fmt
from storyboard.config import Config
from storyboard.source import MemoryFiles
from tests.compiling import codes, compiled
from tests.helpers import BAD

PNG = (BAD / "files" / "lamp.png").read_bytes()
SHOT = "Shot 1 [0-5s] A lamp is lit.\n"


def shown(text: str, *paths: str) -> list[str]:
    """The pictures of the shots, with small ones at some paths; "" for a shot without one."""
    made = compiled(text, dict.fromkeys(paths, PNG))
    assert "SB413" not in codes(made)
    return [shot.picture.path or "" if shot.picture else "" for clip in made.clips for shot in clip.shots]


@pytest.mark.parametrize(
    "line",
    [
        "picture: a/b.png",
        "  Picture : a/b.png",
        '  image: "a/b.png"',
        "  - **Picture:** a/b.png",
        "  🖼️ picture: a/b.png",
        "  Bild: a/b.png",
        "  画面：a/b.png",
        "  चित्र: a/b.png",
        "  picture: /a/b.png",
        "  picture: ./c/../a/b.png",
    ],
)
def test_a_line_names_the_picture_in_any_language(line: str) -> None:
    assert shown(f"{SHOT}{line}\n", "a/b.png") == ["a/b.png"]
    plain, with_it = compiled(SHOT), compiled(f"{SHOT}{line}\n", {"a/b.png": PNG})
    assert with_it.requests == plain.requests
    assert codes(with_it) == []


@pytest.mark.parametrize(
    "line",
    [
        "picture: a lamp",
        "picture (wide): a/b.png",
        "a picture: a/b.png",
        "\\picture: a/b.png",
    ],
)
def test_other_lines_are_words(line: str) -> None:
    made = compiled(f"{SHOT}  {line}\n", {"a/b.png": PNG})
    assert made.clips[0].shots[0].picture is None
    assert line.lstrip("\\") in str(made.requests[0].fields["prompt"])


def test_a_name_of_the_cast_speaks() -> None:
    made = compiled(f"cast: {{Bild: a man}}\n{SHOT}  Bild: Look at a.png\n")
    assert [speech.name for speech in made.clips[0].shots[0].dialogue] == ["Bild"]
    assert made.clips[0].shots[0].picture is None


@pytest.mark.parametrize("name", ["boards/0-3s.png", "shot 2/5-8s.png", "5-8s, a hand.png", "Shot 3 [10-12s].png"])
def test_the_name_of_a_file_is_no_time_and_no_label(name: str) -> None:
    text = f"{SHOT}  picture: {name}\nShot 2 [5-10s] It goes out.\n"
    assert codes(compiled(text, {name: PNG})) == []


def test_a_picture_is_one_line_and_ends_no_shot() -> None:
    text = f"{SHOT}  picture: a.png\n    It burns low.\n\n  picture-perfect\n"
    made = compiled(text, {"a.png": PNG})
    assert "It burns low." in str(made.requests[0].fields["prompt"])
    assert compiled(f"{SHOT}\npicture: a.png\n", {"a.png": PNG}).clips[0].closing.value == ""


FOLDER = """frames: boards
# The lamp
Shot 1 [0-3s] A lamp.
Shot 2 [3-5s] A hand.
# Act 1
Shot 1 [0-5s] A door.
  picture: own.png
Shot 2 [5-10s] A key.
"""


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (("boards/1-1.png",), ["boards/1-1.png", "", "own.png", ""]),
        (("boards/01-002.jpg", "boards/2-2.webp"), ["", "boards/01-002.jpg", "own.png", "boards/2-2.webp"]),
        (
            ("boards/the-lamp-2.png", "boards/Act-1-2.PNG"),
            ["", "boards/the-lamp-2.png", "own.png", "boards/Act-1-2.PNG"],
        ),
        (("boards/1-1.png", "boards/2-1.png"), ["boards/1-1.png", "", "own.png", ""]),
        (("boards/1-1.png", "boards/old/1-2.png", "boards/1-2.txt"), ["boards/1-1.png", "", "own.png", ""]),
        (("boards/1-1.png", "boards/1-0.png", "boards/1-9.png"), ["boards/1-1.png", "", "own.png", ""]),
    ],
)
def test_a_folder_gives_pictures_to_the_shots_they_are_named_after(paths: tuple[str, ...], expected: list[str]) -> None:
    assert shown(FOLDER, "own.png", *paths) == expected


def test_a_name_with_accents_fits_however_its_system_writes_them() -> None:
    path = unicodedata.normalize("NFD", "boards/café-déjà-1.png")
    assert shown(f"frames: boards\n# Café déjà\n{SHOT}", path) == [path]


def test_shots_are_counted_before_a_long_clip_is_cut() -> None:
    text = "frames: b\nsplit: auto\n" + "".join(f"Shot {at} [{at * 5 - 5}-{at * 5}s] A lamp.\n" for at in range(1, 6))
    assert len(compiled(text, {"b/1-5.png": PNG}).clips) > 1
    assert shown(text, "b/1-5.png")[4] == "b/1-5.png"


def test_a_variant_may_have_a_folder_of_its_own() -> None:
    from storyboard.compiler.pipeline import Options

    text = f"---\nframes: a\nvariants: {{night: {{frames: b}}}}\n---\n{SHOT}"
    made = compiled(text, {"a/1-1.png": PNG, "b/1-1.png": PNG}, options=Options(variant="night"))
    picture = made.clips[0].shots[0].picture
    assert picture is not None
    assert picture.path == "b/1-1.png"


def test_a_file_that_many_shots_show_is_read_once() -> None:
    reads: list[str] = []

    class Counting(MemoryFiles):
        def read(self, path: str, limit: int | None = None) -> bytes:
            reads.append(path)
            return super().read(path, limit)

    from storyboard.compiler.pipeline import compile_story

    text = "".join(f"Shot {at} [{at * 2 - 2}-{at * 2}s] A lamp.\n  picture: a.png\n" for at in range(1, 6))
    compile_story(Counting({"s.story": text, "a.png": PNG}), "s.story", Config())
    assert reads.count("a.png") == 1


def test_fmt_lays_a_picture_out_as_a_field() -> None:
    text = f'{SHOT}- **Bild:**   "a b.png"\n'
    assert fmt(MemoryFiles({"s.story": text}), "s.story", Config().limits) == f'{SHOT}  Bild: "a b.png"\n'
