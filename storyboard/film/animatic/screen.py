"""A shot's own picture on the screen of its card: decoded once, whole on its ground, and seen as the camera moves."""

from __future__ import annotations

import io
import warnings

import msgspec
from PIL import Image, ImageFilter, ImageOps, ImageStat

from storyboard.film import picture as files
from storyboard.film.animatic import motion
from storyboard.film.animatic.motion import Box, Planes
from storyboard.film.animatic.paint import dimmed, levels
from storyboard.film.animatic.sheet import Screen
from storyboard.film.staging.camera import Motion

# From how much more of a picture than the screen holds, along the way of a pan or tilt, the camera travels over it.
_LONGER = 1.1
_LONGEST = 16.0
_STILL = frozenset({"still", "drift"})
_AROUND = 48  # the longer side of the ground before it is blurred
_PAPER, _BOARD = (255, 255, 255), (28, 28, 30)


class PictureFault(Exception):
    """A picture cannot be shown; the text says why, without naming the file."""


def no_picture(digest: str) -> bytes:
    """No bytes for any picture: raises PictureFault."""
    raise PictureFault("is not at hand")


def planes_on(screen: Screen, data: bytes, move: Motion, *, grey: bool) -> Planes:
    """The planes of a picture for its screen; raises PictureFault. `grey` takes its colour and most of its light."""
    image = decoded_picture(data, round(max(screen.width, screen.height) * motion.ROOM))
    across, down = _screens(image, screen, move)
    if across > 1 or down > 1:
        size = _even(screen.width * across), _even(screen.height * down)
        image = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3)
    else:
        room = 1.0 if _stands(move) else motion.ROOM
        image = _on_ground(image, _even(screen.width * room), _even(screen.height * room))
    if grey:
        image = Image.merge("RGB", (dimmed(image.convert("L"), 0.35),) * 3)
    planes = motion.planes_of(image, screen.width, screen.height)
    # Every picture of a sharp move is cut out: a mixture of two would show its edges twice.
    place = (screen.left, screen.top)
    return msgspec.structs.replace(planes, width=screen.width, height=screen.height, reach=0.0, at=place)


def box_at(move: Motion, time: float, planes: Planes, lasts: float) -> Box:
    """What is seen of a picture at a time from 0 to 1 of its shot: all of it, unless words ask the camera to move."""
    width, height = planes.luma.size
    if _stands(move):
        return 0.0, 0.0, width, height
    wide, high = min(width, height * planes.width / planes.height), min(height, width * planes.height / planes.width)
    if width - wide < 2 and height - high < 2:
        return motion.box_at(move, time, planes, (0.5, 0.5), lasts)
    at = time * time * (3 - 2 * time) if move.fast else time
    at = at if move.move in ("right", "down") else 1 - at
    left, top = (width - wide) * at, (height - high) * at
    return left, top, left + wide, top + high


def _stands(move: Motion) -> bool:
    """Whether the camera stands, as it does over a picture unless words say otherwise."""
    return not move.named or move.move in _STILL


def _screens(image: Image.Image, screen: Screen, move: Motion) -> tuple[float, float]:
    """How many screens wide and high a picture is for a camera that travels over it; 1 and 1 where it does not."""
    ratio = image.width / image.height * screen.height / screen.width
    if move.named and move.move in ("left", "right") and _LONGER < ratio <= _LONGEST:
        return ratio, 1.0
    if move.named and move.move in ("up", "down") and _LONGER < 1 / ratio <= _LONGEST:
        return 1.0, 1 / ratio
    return 1.0, 1.0


def _even(length: float) -> int:
    return round(length / 2) * 2


def _on_ground(picture: Image.Image, width: int, height: int) -> Image.Image:
    """The whole picture in the middle of its own blurred colours, which fill what it leaves free."""
    scale = min(width / picture.width, height / picture.height)
    size = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
    whole = picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3)
    if width - size[0] < 4 and height - size[1] < 4:
        return whole.resize((width, height), Image.Resampling.LANCZOS) if size != (width, height) else whole
    small = max(width, height) / _AROUND
    ground = ImageOps.fit(whole, (max(2, round(width / small)), max(2, round(height / small))))
    ground = ground.filter(ImageFilter.GaussianBlur(3)).resize((width, height), Image.Resampling.BICUBIC)
    ground = ground.point(lambda value: value * 0.4)
    ground.paste(whole, ((width - size[0]) // 2, (height - size[1]) // 2))
    return ground


def decoded_picture(data: bytes, side: int) -> Image.Image:
    """The picture in colour, upright and without alpha; raises PictureFault.

    Its format and area are read before it is decoded. `side` is the longer side that is wanted: a JPEG is decoded
    smaller where that is enough.
    """
    own = files.probe(data)
    if own is None or len(data) > files.BYTES or own.width * own.height > files.PIXELS:
        raise PictureFault("is no picture that can be shown")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of odd metadata, which nobody asked for
            image = Image.open(io.BytesIO(data), formats=[own.format.upper()])
            image.draft(None, (side, side))
            image.load()
            small = _reduced(image, side)
            ImageOps.exif_transpose(small, in_place=True)
            return _without_alpha(small)
    except Exception as error:
        raise PictureFault(f"cannot be decoded: {error}") from error


def _reduced(image: Image.Image, side: int) -> Image.Image:
    """A picture in grey or colour, still with its alpha, not much larger than is wanted: all else is done on that."""
    if image.mode.startswith(("I", "F")):  # 16 bits of grey
        reduced = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    elif "transparency" in image.info or image.mode in ("PA", "La", "RGBa"):
        reduced = image.convert("RGBA")
    else:
        reduced = image if image.mode in ("L", "LA", "RGB", "RGBA") else image.convert("RGB")
    factor = min(reduced.size) // side
    reduced = reduced.reduce(factor) if factor > 1 else reduced
    reduced.info.update({key: image.info[key] for key in ("exif", "xmp") if key in image.info})
    return reduced


def _without_alpha(image: Image.Image) -> Image.Image:
    if not image.has_transparency_data:
        return image.convert("RGB")
    image = image.convert("RGBA")
    alpha = image.getchannel("A")
    # A drawing in dark ink is meant for paper, one in light ink for a dark ground.
    light = ImageStat.Stat(image.convert("L"), levels(alpha, lambda value: 255 * (value > 127))).mean[0]
    ground = Image.new("RGB", image.size, _BOARD if light > 170 else _PAPER)
    ground.paste(image.convert("RGB"), (0, 0), alpha)
    return ground
