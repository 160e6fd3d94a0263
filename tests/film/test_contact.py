"""The contact sheet: which pictures stand on it, and where."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from storyboard.compiler.pipeline import compile_story
from storyboard.config import Config
from storyboard.film import animatic, contact
from storyboard.film.animatic import Reel, reel
from storyboard.source import MemoryFiles

STORY = """title: Two rooms
size: 1280*720

# Red
Shot 1 [0-2s] A red wall.
Shot 2 [2-5s] A door.

# Blue
Shot 1 [0-5s] A blue wall.
  NARRATOR (V.O.): "Blue."
"""
EMPTY, PAPER = (226, 224, 218), (250, 249, 246)


def reels(text: str = STORY) -> list[Reel]:
    compiled = compile_story(MemoryFiles({"a.story": text.encode()}), "a.story", Config())
    return [reel(clip, film=compiled.title, count=len(compiled.clips)) for clip in compiled.clips]


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def cell(page: Image.Image, place: int) -> Image.Image:
    """A picture of a page of three columns."""
    left, top = 72 + place * (520 + 32), 200
    return page.crop((left, top, left + 520, top + 292))


def colours(picture: Image.Image) -> set[tuple[int, int, int]]:
    return {color for _, color in picture.getcolors(1 << 20) or ()}  # type: ignore[misc]


def test_a_drawn_film_has_a_picture_for_each_shot() -> None:
    page = opened(contact.drawn(reels()))
    pictures = [cell(page, place) for place in range(3)]
    assert page.width == 2 * 72 + 3 * 520 + 2 * 32
    assert all(len(colours(picture)) > 500 for picture in pictures)
    assert len({picture.tobytes() for picture in pictures}) == 3


def test_a_clip_that_is_missing_or_broken_leaves_its_places_empty_and_its_words_below(tmp_path: Path) -> None:
    one, two = reels()
    animatic.make(two, tmp_path / "2.mp4", moving=False, speak=False)
    (tmp_path / "1.mp4").write_bytes(b"no film")
    page = opened(contact.filmed([one, two], {1: tmp_path / "1.mp4"}, {2: tmp_path / "2.mp4"}))
    assert [colours(cell(page, place)) == {EMPTY} for place in range(3)] == [True, True, False]
    below = 200 + 292 + 46
    worded = [colours(page.crop((left, below, left + 520, below + 27))) != {PAPER} for left in (72, 624, 1176)]
    assert worded == [True, True, False]


def test_a_shot_is_shown_as_it_is_in_its_own_time(tmp_path: Path) -> None:
    one = reels()[0]
    animatic.make(one, tmp_path / "1.mp4", speak=False)
    moving, still = (
        opened(contact.filmed([one], {}, {1: tmp_path / "1.mp4"})),
        opened(contact.drawn([one])),
    )
    # The same shots, in two ways of drawing: each is nearer to itself than to the other one.
    for place in (0, 1):
        apart = [distance(cell(moving, place), cell(still, other)) for other in (0, 1)]
        assert apart[place] < apart[1 - place] / 2


def distance(one: Image.Image, two: Image.Image) -> float:
    from PIL import ImageChops, ImageStat

    return sum(ImageStat.Stat(ImageChops.difference(one, two)).mean)


def test_the_last_shot_is_shown_before_the_clip_goes_into_black(tmp_path: Path) -> None:
    text = "A snowy field at noon.\n\nShot 1 [0-2s] Snow.\nShot 2 [2-4s] Snow.\n\nFade to black. Logo: Snow\n"
    (short,) = reels(text)
    animatic.make(short, tmp_path / "dark.mp4", moving=False, speak=False)
    page = opened(contact.filmed([short], {}, {1: tmp_path / "dark.mp4"}))
    middle = cell(page, 1).resize((8, 8)).crop((2, 2, 6, 5)).convert("L")
    assert min(middle.tobytes()) > 60


@pytest.mark.parametrize(
    ("count", "tall", "columns"),
    [
        (1, False, 3),
        (4, False, 4),
        (6, False, 3),
        (9, False, 3),
        (10, False, 5),
        (12, False, 4),
        (30, False, 6),
        (9, True, 5),
    ],
)
def test_the_last_row_is_as_full_as_can_be(count: int, tall: bool, columns: int) -> None:
    assert contact._columns(count, tall) == columns


def test_a_page_has_an_end() -> None:
    shots = "".join(f"Shot {at + 1} [{at}-{at + 1}s] A wall.\n" for at in range(contact.MOST + 1))
    with pytest.raises(contact.TooMany, match="holds 200 shots, and there are 201"):
        contact.drawn(reels(f"split: auto\n\n{shots}"))


def test_the_closing_text_has_a_picture_behind_the_last_shot() -> None:
    closed = STORY + "\n“Blue is a room.” Fade to white.\n"
    page = opened(contact.drawn(reels(closed)))
    plain = opened(contact.drawn(reels()))
    assert page.size != plain.size
    last = page.crop((72 + 3 * 552, 200, 72 + 3 * 552 + 520, 492))
    assert last.getpixel((260, 40)) == pytest.approx((238, 238, 236), abs=2)
