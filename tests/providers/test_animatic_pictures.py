"""The writer's own pictures in the drawn film: whole, upright, moved only where words ask, and decoded within bounds."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import pytest
from av.video.frame import VideoFrame
from PIL import Image, ImageDraw

from storyboard.film import picture as files
from storyboard.film.animatic import Card, PictureFault, Reel, make
from storyboard.film.animatic.screen import box_at, planes_on
from storyboard.film.animatic.sheet import Frame, Screen, set_card
from storyboard.film.animatic.typeface import Typesetter
from storyboard.film.staging.camera import DRIFT, Motion

RED, GREEN, BLUE, GREY = (220, 30, 30), (30, 200, 40), (30, 60, 220), (128, 128, 128)
CLOSE = 40  # what encoding, and a pixel more or less, may change of a colour


def marked(width: int, height: int, left: tuple[int, ...] = RED, right: tuple[int, ...] = BLUE) -> Image.Image:
    """A grey picture whose left and right twelfths, or its upper and lower ones where it is tall, have colours."""
    image = Image.new("RGB", (width, height), GREY)
    pen, wide = ImageDraw.Draw(image), width // 12
    pen.rectangle((0, 0, wide, height), fill=left)
    pen.rectangle((width - wide, 0, width, height), fill=right)
    return image


def png(image: Image.Image, kind: str = "PNG", **how: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def shown(data: bytes, camera: str, tmp_path: Path, width: int = 480, height: int = 270) -> list[Image.Image]:
    """The frames of a clip of one shot with a picture, cut to its screen."""
    card = Card(1, 0, 2000, action="A lamp.", camera=camera, picture="a")
    reel = Reel("Film", "", 1, 1, width, height, 2000, 2000, (card,))
    make(reel, tmp_path / "clip.mp4", speak=False, files=lambda digest: data)
    screen = screen_of(reel, card)
    box = (screen.left, screen.top, screen.left + screen.width, screen.top + screen.height)
    with av.open(str(tmp_path / "clip.mp4")) as film:
        return [image_of(frame).crop(box) for frame in film.decode(video=0)]


def image_of(frame: VideoFrame) -> Image.Image:
    return frame.to_image()  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]


def screen_of(reel: Reel, card: Card) -> Screen:
    screen = set_card(Typesetter("en"), reel, card, "en").screen
    assert screen is not None
    return screen


def near(image: Image.Image, x: float, y: float, colour: tuple[int, ...]) -> bool:
    """Whether a picture has about a colour at a place, given in shares of its sides."""
    seen = image.convert("RGB").getpixel((round((image.width - 1) * x), round((image.height - 1) * y)))
    assert isinstance(seen, tuple)
    return all(abs(value - wanted) < CLOSE for value, wanted in zip(seen, colour, strict=True))


# ---- what is seen ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("camera", ["", "static"])
def test_a_picture_is_whole_throughout_where_no_word_moves_the_camera(camera: str, tmp_path: Path) -> None:
    frames = shown(png(marked(1600, 900)), camera, tmp_path)
    for frame in (frames[35], frames[-1]):  # behind the title
        assert [sum(near(frame, x / 300, 0.5, colour) for x in range(300)) // 4 for colour in (RED, BLUE)] == [6, 6]
        assert near(frame, 0.5, 0.5, GREY)


def test_a_push_in_begins_with_the_whole_picture_and_ends_inside_it(tmp_path: Path) -> None:
    frames = shown(png(marked(1600, 900)), "slow push in", tmp_path)
    edge = 0.05
    assert near(frames[-1], 0.5, 0.5, GREY)
    wide = [sum(near(frame, x / 200, 0.5, RED) for x in range(100)) for frame in (frames[35], frames[-1])]
    assert wide[0] > wide[1] > 0
    out = shown(png(marked(1600, 900)), "slow pull out", tmp_path)
    assert near(out[-1], edge, 0.5, RED)
    assert near(out[-1], 1 - edge, 0.5, BLUE)


@pytest.mark.parametrize(
    ("camera", "first", "last"),
    [("pan right", RED, BLUE), ("pan left", BLUE, RED)],
)
def test_a_pan_travels_over_the_whole_of_a_wide_picture(
    camera: str, first: tuple[int, ...], last: tuple[int, ...], tmp_path: Path
) -> None:
    frames = shown(png(marked(3600, 600)), camera, tmp_path)
    begin, end = (0.02, 0.98) if camera == "pan right" else (0.98, 0.02)
    # The title lies over the first frames: it darkens what is red or blue and changes neither.
    colour = frames[0].convert("RGB").getpixel((round((frames[0].width - 1) * begin), frames[0].height // 2))
    assert isinstance(colour, tuple)
    assert colour.index(max(colour)) == first.index(max(first))
    assert near(frames[-1], end, 0.5, last)
    assert near(frames[len(frames) // 2 + 12], 0.5, 0.5, GREY)


@pytest.mark.parametrize(("camera", "top"), [("tilt up", True), ("tilt down", False)])
def test_a_tilt_ends_at_the_top_or_the_foot_of_a_tall_picture(camera: str, top: bool, tmp_path: Path) -> None:
    frames = shown(png(marked(2400, 400).rotate(-90, expand=True)), camera, tmp_path)  # red above, blue below
    assert near(frames[-1], 0.5, 0.02 if top else 0.98, RED if top else BLUE)


@pytest.mark.parametrize("size", [(900, 1600), (1600, 400), (500, 500), (60, 1000), (20, 10)])
def test_a_picture_of_another_shape_is_whole_between_its_own_blurred_colours(
    size: tuple[int, int], tmp_path: Path
) -> None:
    frame = shown(png(Image.new("RGB", size, GREEN)), "", tmp_path)[-1]
    assert near(frame, 0.5, 0.5, GREEN)
    corner = frame.convert("RGB").getpixel((2, 2))
    assert isinstance(corner, tuple)
    assert 20 < corner[1] < 140  # darker than the picture, and not black


@pytest.mark.parametrize(("width", "height"), [(720, 1280), (1280, 720), (960, 720), (720, 720), (1920, 816)])
def test_words_and_screen_share_the_film(width: int, height: int) -> None:
    words = "A lamp burns low on the stone floor while the rain comes down. " * 5
    card = Card(1, 0, 5000, action=words, camera="static", picture="a")
    reel = Reel("Film", "", 1, 1, width, height, 5000, 5000, (card,))
    screen, frame = screen_of(reel, card), Frame(width, height)
    sheet = set_card(Typesetter("en"), reel, card, "en")
    assert all(edge % 2 == 0 for edge in screen)
    assert abs(screen.width / screen.height - width / height) < 0.02
    assert screen.width * screen.height > 0.15 * width * height
    assert screen.left >= frame.margin
    assert screen.left + screen.width <= width - frame.margin
    assert screen.top + screen.height < frame.ruler[0]
    beside = sheet.left >= screen.left + screen.width or sheet.top >= screen.top + screen.height
    assert beside
    for page in sheet.pages:
        assert sheet.top + sum(row.height for row in page) < frame.ruler[0]
    assert "".join(row.text for page in sheet.pages for row in page).replace(" ", "").startswith(words.replace(" ", ""))


def test_words_that_run_from_the_right_stand_on_the_other_side() -> None:
    card = Card(1, 0, 5000, action="مصباح على أرض حجرية", picture="a")
    reel = Reel("Film", "", 1, 1, 1280, 720, 5000, 5000, (card,))
    sheet = set_card(Typesetter("ar"), reel, card, "ar")
    assert sheet.screen is not None
    assert sheet.right <= sheet.screen.left


# ---- how it is read ----------------------------------------------------------------------------------------------

SCREEN = Screen(0, 0, 160, 90)


def read(data: bytes, move: Motion = DRIFT) -> Image.Image:
    """The picture as it stands on its screen, in grey."""
    return planes_on(SCREEN, data, move, grey=False).luma


def two(mode: str, **how: Any) -> bytes:
    """A picture that is dark on its left half and bright on its right one."""
    image = Image.new("RGB", (64, 36), (20, 20, 20))
    image.paste((230, 230, 230), (32, 0, 64, 36))
    return png(image.convert(mode, dither=Image.Dither.NONE), **how)


def deep() -> bytes:
    """The same with 16 bits a pixel."""
    image = Image.new("I;16", (64, 36), 20 * 257)
    image.paste(230 * 257, (32, 0, 64, 36))
    return png(image)


def deep_colour() -> bytes:
    """The same with 16 bits a colour, which Pillow reads and does not write."""
    rows = b"".join(
        b"\0" + struct.pack(">3H", *[20 * 257] * 3) * 32 + struct.pack(">3H", *[230 * 257] * 3) * 32 for _ in range(36)
    )

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 64, 36, 16, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def moving(kind: str) -> bytes:
    """An animation whose first picture is that one, and whose second is black."""
    first = Image.open(io.BytesIO(two("RGB")))
    return png(first, kind, save_all=True, append_images=[Image.new("RGB", first.size)], duration=100, lossless=True)


KINDS: dict[str, Callable[[], bytes]] = {
    "colour": lambda: two("RGB"),
    "grey": lambda: two("L"),
    "one bit": lambda: two("1"),
    "palette": lambda: two("P"),
    "CMYK": lambda: two("CMYK", kind="JPEG"),
    "grey JPEG": lambda: two("L", kind="JPEG"),
    "WebP": lambda: two("RGB", kind="WEBP"),
    "16 bit": deep,
    "16 bit colour": deep_colour,
    "alpha": lambda: two("RGBA"),
    "grey alpha": lambda: two("LA"),
    "a colour that is clear": lambda: two("RGB", transparency=(1, 2, 3)),
    "animated PNG": lambda: moving("PNG"),
    "animated WebP": lambda: moving("WEBP"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_picture_is_seen_as_it_is(kind: str) -> None:
    luma = read(KINDS[kind]())
    dark, bright = luma.getpixel((40, 45)), luma.getpixel((120, 45))
    assert isinstance(dark, int | float)
    assert isinstance(bright, int | float)
    assert dark < 50
    assert bright > 190


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_stands_upright(orientation: int) -> None:
    """The file of each of the eight ways to hold a camera, of one scene whose upper left quarter alone is bright."""
    scene = Image.new("L", (64, 36), 20)
    scene.paste(230, (0, 0, 32, 18))
    turned = {
        1: lambda: scene,
        2: lambda: scene.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
        3: lambda: scene.transpose(Image.Transpose.ROTATE_180),
        4: lambda: scene.transpose(Image.Transpose.FLIP_TOP_BOTTOM),
        5: lambda: scene.transpose(Image.Transpose.TRANSPOSE),
        6: lambda: scene.transpose(Image.Transpose.ROTATE_90),
        7: lambda: scene.transpose(Image.Transpose.TRANSVERSE),
        8: lambda: scene.transpose(Image.Transpose.ROTATE_270),
    }[orientation]()
    exif = Image.Exif()
    exif[0x0112] = orientation
    luma = read(png(turned, "JPEG", exif=exif.tobytes(), quality=95))
    corners = [luma.getpixel(place) for place in ((40, 22), (120, 22), (40, 68), (120, 68))]
    assert [isinstance(value, int | float) and value > 128 for value in corners] == [True, False, False, False]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_large_photo_stands_upright_too(kind: str) -> None:
    scene = Image.new("RGB", (900, 1600), (20, 20, 20))
    scene.paste((230, 230, 230), (450, 0, 900, 800))
    exif = Image.Exif()
    exif[0x0112] = 8  # the scene was turned to the right when it was stored
    luma = read(png(scene, kind, exif=exif.tobytes()))
    corners = [luma.getpixel(place) for place in ((40, 22), (120, 22), (40, 68), (120, 68))]
    assert [isinstance(value, int | float) and value > 128 for value in corners] == [True, False, False, False]


@pytest.mark.parametrize(("ink", "bright"), [(20, True), (240, False)])
def test_a_drawing_without_a_ground_gets_one_that_shows_it(ink: int, bright: bool) -> None:
    image = Image.new("RGBA", (160, 90), (ink, ink, ink, 0))
    ImageDraw.Draw(image).rectangle((60, 30, 100, 60), fill=(ink, ink, ink, 255))
    luma = read(png(image))
    inside, ground = luma.getpixel((80, 45)), luma.getpixel((10, 10))
    assert isinstance(inside, int | float)
    assert isinstance(ground, int | float)
    assert (ground > 128) == bright
    assert abs(ground - inside) > 120


def test_a_large_photo_is_decoded_no_larger_than_it_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[tuple[int, int]] = []

    def spied(real: Callable[..., Image.Image]) -> Callable[..., Image.Image]:
        def call(image: Image.Image, *given: Any, **more: Any) -> Image.Image:
            sizes.append(image.size)
            return real(image, *given, **more)

        return call

    data = png(Image.new("RGB", (4000, 2250), GREY), "JPEG")
    for name in ("resize", "reduce"):
        monkeypatch.setattr(Image.Image, name, spied(getattr(Image.Image, name)))
    read(data)
    assert max(side for size in sizes for side in size) <= 1000


def head(width: int, height: int) -> bytes:
    """A PNG that says it is so large and holds nothing."""
    data = bytearray(two("RGB"))
    data[16:24] = struct.pack(">II", width, height)
    data[29:33] = struct.pack(">I", zlib.crc32(data[12:29]))
    return bytes(data)


HOSTILE = {
    "more pixels than are taken": lambda: head(6000, 6000),
    "a bomb": lambda: head(2**31 - 1, 2**31 - 1),
    "rows that are missing": lambda: head(4000, 4000),
    "broken off": lambda: two("RGB")[:-60],
    "broken inside": lambda: two("RGB")[:60] + bytes(40) + two("RGB")[100:],
    "SVG": lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "GIF": lambda: png(Image.new("P", (9, 9)), "GIF"),
    "nothing": lambda: b"",
    "too many bytes": lambda: two("RGB") + bytes(files.BYTES),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_cannot_be_shown_is_a_fault_and_no_crash(kind: str) -> None:
    with pytest.raises(PictureFault, match=r"cannot be decoded|no picture that can be shown"):
        read(HOSTILE[kind]())


def test_nothing_is_decoded_of_a_picture_that_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    def opened(*given: object, **more: object) -> None:
        raise AssertionError("it was opened")

    monkeypatch.setattr(Image, "open", opened)
    with pytest.raises(PictureFault, match="no picture that can be shown"):
        read(head(6000, 6000))


def test_each_shot_decodes_its_picture_once(tmp_path: Path) -> None:
    data, reads = png(marked(160, 90)), list[str]()

    def given(digest: str) -> bytes:
        reads.append(digest)
        return data

    cards = tuple(Card(at + 1, at * 500, at * 500 + 500, action="A lamp.", picture=f"p{at % 2}") for at in range(3))
    make(Reel("Film", "", 1, 1, 320, 180, 1500, 1500, cards), tmp_path / "clip.mp4", speak=False, files=given)
    assert reads == ["p0", "p1", "p0"]


def test_a_picture_stands_where_the_camera_is_not_named_and_moves_evenly_where_it_is() -> None:
    data = png(marked(1600, 900))
    still, pushed = (planes_on(SCREEN, data, move, grey=False) for move in (DRIFT, Motion("in", named=True)))
    assert {box_at(DRIFT, at / 10, still, 3.0) for at in range(11)} == {(0.0, 0.0, 160, 90)}
    lefts = [box_at(Motion("in", named=True), at / 10, pushed, 3.0)[0] for at in range(11)]
    steps = [after - before for before, after in pairwise(lefts)]
    assert lefts[0] == 0
    assert max(steps) - min(steps) < 1e-6


@pytest.mark.parametrize(
    ("size", "camera"), [((1600, 900), "push in"), ((1600, 900), "pan left"), ((3600, 600), "pan right")]
)
def test_a_still_card_shows_the_whole_picture_whatever_the_camera_does(
    size: tuple[int, int], camera: str, tmp_path: Path
) -> None:
    card = Card(1, 0, 2000, action="A lamp.", camera=camera, picture="a")
    reel = Reel("Film", "", 1, 1, 480, 270, 4000, 4000, (card, Card(2, 2000, 4000, camera=camera, picture="a")))
    data = png(marked(*size))
    make(reel, tmp_path / "clip.mp4", moving=False, speak=False, files=lambda digest: data)
    place = screen_of(reel, card)
    with av.open(str(tmp_path / "clip.mp4")) as film:
        last = image_of(list(film.decode(video=0))[-1])
    seen = last.crop((place.left, place.top, place.left + place.width, place.top + place.height))
    # Above the arrow of a pan.
    assert [sum(near(seen, x / 300, 0.4, colour) for x in range(300)) // 4 for colour in (RED, BLUE)] == [6, 6]


def test_the_tail_that_is_not_planned_is_grey(tmp_path: Path) -> None:
    card = Card(1, 0, 1000, action="A lamp.", picture="a")
    reel = Reel("Film", "", 1, 1, 480, 270, 2000, 1000, (card,), unused=1000)
    data = png(Image.new("RGB", (160, 90), RED))
    make(reel, tmp_path / "clip.mp4", speak=False, files=lambda digest: data)
    screen = screen_of(reel, card)
    with av.open(str(tmp_path / "clip.mp4")) as film:
        last = image_of(list(film.decode(video=0))[-1])
    seen = last.convert("RGB").getpixel((screen.left + 8, screen.top + 8))
    assert isinstance(seen, tuple)
    assert max(seen) - min(seen) < 12
