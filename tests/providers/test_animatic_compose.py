"""Pictures composed: as many as are asked for, mixed only where that is as good as another cut out of the plate."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from itertools import pairwise

import pytest
from av.video.frame import VideoFrame
from PIL import Image, ImageChops, ImageFilter, ImageStat

from storyboard.film.animatic import Card, Reel
from storyboard.film.animatic.compose import Veil, composed, faded, veil
from storyboard.film.animatic.motion import (
    Box,
    Planes,
    box_at,
    levelled,
    picture_of,
    planes_of,
    plate_size,
    seen,
    stops,
)
from storyboard.film.animatic.plate import draw_plate
from storyboard.film.animatic.poke import chroma, luma
from storyboard.film.animatic.travel import travel
from storyboard.film.staging.look import looks

SIZE = (640, 360)
LARGE = (1280, 720)
CAMERAS = ("push in", "pull out", "pan left", "tilt up", "orbit", "steadicam", "whip pan right", "static", "")


def plate(action: str, camera: str, frames: int = 48) -> tuple[Planes, list[Box]]:
    """The planes of a shot's plate and what is seen of them in each frame."""
    card = Card(1, 0, frames * 1000 // 24, action=action, camera=camera)
    look = looks(Reel("Film", "Clip", 1, 1, *SIZE, card.end, card.end, (card,)))[0]
    planes = planes_of(draw_plate(372, 210, look, (20, 30, 350, 140)), *SIZE)
    return planes, [box_at(look.motion, at / (frames - 1), planes, (0.5, 0.4), frames / 24) for at in range(frames)]


def glass(opacity: int = 0) -> Veil:
    return veil(Image.new("RGBA", SIZE, (240, 240, 240, opacity)))


def whole(frame: VideoFrame) -> list[bytes]:
    return [picture_of(plane).tobytes() for plane in frame.planes]


def copies(planes: Planes, veils: Sequence[Veil], boxes: Sequence[Box]) -> list[list[bytes]]:
    return [whole(frame) for frame in composed(planes, SIZE, veils, boxes)]


@pytest.mark.parametrize("camera", CAMERAS)
def test_between_two_stops_little_moves(camera: str) -> None:
    _, boxes = plate("A hill.", camera, 96)
    places = list(stops(boxes, 1.5))
    assert places[0] == 0
    assert places[-1] == 95
    assert places == sorted(set(places))
    for start, end in pairwise(places):
        for at in range(start + 1, end):
            for first, side, last in zip(boxes[start], boxes[at], boxes[end], strict=True):
                assert abs(last - first) <= 1.5
                assert abs(first + (last - first) * (at - start) / (end - start) - side) < 0.06


def test_a_camera_that_stands_still_needs_two_stops() -> None:
    boxes = plate("A hill.", "static")[1]
    assert list(stops(boxes, 0.01)) == [0, 47]
    assert list(stops(boxes[:1], 0.01)) == [0]


def test_the_softer_a_plate_is_the_further_it_may_move_while_it_is_mixed() -> None:
    noise = Image.frombytes("RGB", (372, 210), random.Random(1).randbytes(372 * 210 * 3))
    reaches = [planes_of(noise.filter(ImageFilter.GaussianBlur(blur)), *SIZE).reach for blur in (0, 1, 2, 3, 9)]
    assert reaches == sorted(reaches)
    assert reaches[0] < 0.5
    assert reaches[-1] == planes_of(Image.new("RGB", (372, 210)), *SIZE).reach == 2


@pytest.mark.parametrize("count", [1, 2, 3, 17])
def test_there_is_a_picture_for_each_box(count: int) -> None:
    planes, boxes = plate("A hill.", "")
    assert len(copies(planes, [glass()], boxes[:count])) == count


@pytest.mark.parametrize("camera", CAMERAS)
@pytest.mark.parametrize("action", ["A hill.", "Neon rain over the city.", "A forest at noon."])
def test_a_mixed_picture_is_hardly_another_than_one_cut_out(action: str, camera: str) -> None:
    planes, boxes = plate(action, camera)
    places = set(stops(boxes, planes.reach))
    pictures = list(composed(planes, SIZE, [glass()], boxes))
    for at in range(0, 48, 7):
        picture = pictures[at]
        (alone,) = composed(planes, SIZE, [glass()], boxes[at : at + 1])
        difference = ImageChops.difference(picture_of(picture.planes[0]), picture_of(alone.planes[0]))
        if at in places:
            assert difference.getextrema()[1] <= 2  # rounding: a level plate is cut in another order
        else:
            assert ImageStat.Stat(difference).rms[0] < 1.1


@pytest.mark.parametrize("camera", CAMERAS)
def test_a_plate_that_is_not_moved_up_or_down_is_levelled_and_looks_the_same(camera: str) -> None:
    planes, boxes = plate("Neon rain over the city.", camera)
    level, across = levelled(planes, boxes)
    assert (level.luma.height == planes.height) == (camera in ("pan left", "whip pan right", "static"))
    for box, other in zip(boxes[::9], across[::9], strict=True):
        for before, after in zip(seen(planes, box).planes, seen(level, other).planes, strict=True):
            assert ImageChops.difference(picture_of(before), picture_of(after)).getextrema()[1] <= 1


def large(action: str, camera: str, frames: int = 48) -> tuple[Planes, list[Box]]:
    """The planes of a film of 1280*720, and what is seen of them where the camera moves in even steps."""
    card = Card(1, 0, frames * 1000 // 24, action=action, camera=camera)
    look = looks(Reel("Film", "Clip", 1, 1, *LARGE, card.end, card.end, (card,)))[0]
    planes = planes_of(draw_plate(*plate_size(*LARGE), look, (40, 60, 700, 280)), *LARGE)
    aim = (0.5, 0.4)
    return planes, [
        box_at(look.motion, at / (frames - 1), planes, aim, frames / 24, frames - 1) for at in range(frames)
    ]


@pytest.mark.parametrize("camera", ["pan left", "pan right", "tilt up", "tilt down"])
def test_a_camera_that_travels_goes_by_halves_of_a_pixel_and_sees_what_would_be_cut_out(camera: str) -> None:
    planes, boxes = large("Neon rain over the city.", camera)
    passing = travel(planes, boxes, LARGE)
    assert passing is not None
    assert passing.begins.step < 0 if camera in ("pan left", "tilt up") else passing.begins.step > 0
    assert len(passing.strips) == 4 // math.gcd(4, passing.begins.step)
    pictures = list(composed(planes, LARGE, [veil(Image.new("RGBA", LARGE, (9, 9, 9, 0)))], boxes))
    assert len(pictures) == 48
    for at in (0, 1, 2, 3, 24, 47):
        (alone,) = composed(planes, LARGE, [veil(Image.new("RGBA", LARGE, (9, 9, 9, 0)))], boxes[at : at + 1])
        for place, most in enumerate((1.5, 0.5, 0.5)):
            difference = ImageChops.difference(*(picture_of(frame.planes[place]) for frame in (pictures[at], alone)))
            assert ImageStat.Stat(difference).rms[0] < most


@pytest.mark.parametrize("camera", ["push in", "orbit", "whip pan right", "static", "handheld", ""])
def test_a_camera_that_does_anything_else_does_not_travel(camera: str) -> None:
    planes, boxes = large("A hill.", camera)
    assert travel(planes, boxes, LARGE) is None


def test_a_travel_that_is_too_slow_for_half_a_pixel_keeps_its_speed() -> None:
    planes, boxes = large("A hill.", "pan right", 24 * 40)
    assert travel(planes, boxes, LARGE) is None
    assert boxes[-1][0] - boxes[0][0] == pytest.approx(0.12 * planes.luma.width, rel=0.01)


def test_veils_lie_over_one_another_and_do_not_move() -> None:
    planes, boxes = plate("A hill.", "push in")
    assert len({tuple(picture) for picture in copies(planes, [glass(255)], boxes)}) == 1
    below, above = Image.new("RGBA", SIZE, (200, 10, 10, 255)), Image.new("RGBA", SIZE)
    above.paste((10, 200, 10, 255), (0, 0, 320, 360))
    (picture,) = composed(planes, SIZE, [veil(below), veil(above)], boxes[:1])
    halves = [
        tuple(picture_of(plane).getpixel((plane.width * by // 4, 9)) for plane in picture.planes) for by in (1, 3)
    ]
    for half, colour in zip(halves, ((10, 200, 10), (200, 10, 10)), strict=True):
        assert half == pytest.approx((luma(*colour), *chroma(*colour)), abs=1)


@pytest.mark.parametrize("width", [320, 362])  # of which the second has padded rows
def test_a_faded_veil_is_the_same_under_a_weaker_alpha(width: int) -> None:
    layer = Image.frombytes("RGBA", (width, 192), random.Random(1).randbytes(width * 192 * 4))
    strong, weak = veil(layer).frame, faded(veil(layer).frame, 0.25)
    assert (weak.colorspace, weak.color_range) == (strong.colorspace, strong.color_range)
    assert whole(weak)[:3] == whole(strong)[:3]
    assert all(abs(value / 4 - less) <= 0.5 for value, less in zip(whole(strong)[3], whole(weak)[3], strict=True))


def test_a_veil_has_the_rows_that_show_anything_and_may_be_weaker_in_each_picture() -> None:
    planes, boxes = plate("A hill.", "static")
    layer = Image.new("RGBA", SIZE)
    layer.paste((240, 240, 240, 255), (0, 101, 640, 140))
    band = veil(layer)
    assert (band.top, band.frame.height) == (100, 40)
    bare, strong = copies(planes, [glass()], boxes[:3]), copies(planes, [glass(), band], boxes[:3])
    shares = (1.0, 0.5, 0.0)
    frames = [whole(frame) for frame in composed(planes, SIZE, [glass(), band], boxes[:3], shares)]
    assert len(frames) == 3
    at = SIZE[0] * 120 + 9
    for place, share in enumerate(shares):
        mixed = bare[place][0][at] + (strong[place][0][at] - bare[place][0][at]) * share
        assert abs(frames[place][0][at] - mixed) <= 2
        assert frames[place][0][SIZE[0] * 60 + 9] == bare[place][0][SIZE[0] * 60 + 9]
