"""Pictures composed: a plate doubled or a screen in place, still layers over it, and mixtures where little moves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import islice
from typing import NamedTuple

import av
from av.filter import Graph
from av.filter.context import FilterContext
from av.video.frame import VideoFrame
from av.video.reformatter import VideoReformatter
from PIL import Image

from storyboard.film.animatic import motion
from storyboard.film.animatic.motion import Box, Planes, fill, picture_of
from storyboard.film.animatic.paint import dimmed
from storyboard.film.animatic.travel import travel
from storyboard.film.encoder import BT709

_BASE = Fraction(1, 24)  # a tick of a graph's clock, which counts pictures whatever their rate is
# Ticks without a picture get a mixture of the two beside them.
_BETWEEN = f"fps={_BASE.denominator}:interp_start=0:interp_end=255:scene=100:flags=0"
_GROUND = "color=0x0a0a0c"  # round a screen
_BAND, _EDGE = 64, 16  # rows of a veil that are made at once, and those beside them that the conversion looks at


class Veil(NamedTuple):
    """A still layer over a film's pictures, as wide as they are: a frame with alpha, and the row at which it begins."""

    frame: VideoFrame
    top: int = 0


def composed(
    planes: Planes, size: tuple[int, int], veils: Sequence[Veil], boxes: Sequence[Box], shares: Sequence[float] = ()
) -> Iterator[VideoFrame]:
    """A picture of a size for each box: what it holds of the plate, and the veils over it from the first to the last.

    The last veil has the strength that `shares` says of each picture, else its own. What is written into a picture must
    be written into all that follow it too: they may be mixed from it.
    """
    graph = Graph()
    graph.threads = 1  # a picture is done before other threads have woken up
    wide, high = size
    passing = travel(planes, boxes, size)
    if passing:
        plate = _buffer(graph, passing.strip(0).width, passing.strip(0).height, "yuv420p")
        below = graph.add("crop", f"{wide}:{high}:{passing.crop}")
    else:
        plate = _buffer(graph, planes.width, planes.height, "yuv420p")
        if planes.at is None:
            below = graph.add("scale", f"{wide}:{high}:flags=bicubic")
        else:
            below = graph.add("pad", f"{wide}:{high}:{planes.at[0]}:{planes.at[1]}:{_GROUND}")
    plate.link_to(below)
    layers = [_buffer(graph, veil.frame.width, veil.frame.height, "yuva420p") for veil in veils]
    for layer, veil in zip(layers, veils, strict=True):
        over = graph.add("overlay", f"0:{veil.top}:eof_action=repeat:format=yuv420")
        below.link_to(over, 0, 0)
        layer.link_to(over, 0, 1)
        below = over
    between, out = graph.add("framerate", _BETWEEN), graph.add("buffersink")
    below.link_to(between)
    between.link_to(out)
    graph.configure()
    still = layers[:-1] if shares else layers
    for layer, veil in zip(still, veils, strict=False):
        _push(layer, veil.frame, 0)
        layer.push(None)
    if not passing:
        planes, boxes = motion.levelled(planes, boxes)

    def through() -> Iterator[VideoFrame]:
        """The pictures that come out of the graph; at the end some too many."""
        for at in range(len(boxes)) if shares or passing else motion.stops(boxes, planes.reach):
            _push(plate, passing.strip(at) if passing else motion.seen(planes, boxes[at]), at)
            if shares:
                _push(layers[-1], faded(veils[-1].frame, shares[at]), at)
            yield from _ready(out)
        for source in (plate, *layers[len(still) :]):
            source.push(None)
        yield from _ready(out)

    yield from islice(through(), len(boxes))


def _buffer(graph: Graph, width: int, height: int, form: str) -> FilterContext:
    return graph.add_buffer(width=width, height=height, format=av.VideoFormat(form), time_base=_BASE)


def _push(buffer: FilterContext, frame: VideoFrame, at: int) -> None:
    frame.pts, frame.time_base = at, _BASE
    buffer.push(frame)


def _ready(out: FilterContext) -> Iterator[VideoFrame]:
    """The pictures that wait at the end of a graph."""
    while True:
        try:
            picture = out.pull()
        except (BlockingIOError, EOFError):
            return
        assert isinstance(picture, VideoFrame)
        yield picture


def veil(layer: Image.Image) -> Veil:
    """The rows of a layer that show anything, as a frame with its alpha, which `from_image` would drop.

    It is made in bands, which match without a seam: whole, its copies would be the most that a film needs of memory.
    """
    shown = layer.getbbox() or (0, 0, 0, 2)
    first, height = shown[1] & ~1, (shown[3] - (shown[1] & ~1) + 1) & ~1
    frame, converter = VideoFrame(layer.width, height, "yuva420p"), VideoReformatter()  # which starts threads
    for top in range(0, height, _BAND):
        above = min(top, _EDGE)
        under = min(first + height, first + top + _BAND + _EDGE)
        band = layer.crop((0, first + top - above, layer.width, under))
        colours = VideoFrame(layer.width, band.height, "rgba")
        fill(colours.planes[0], band.tobytes())
        part = converter.reformat(
            colours, format="yuva420p", src_colorspace=BT709, dst_colorspace=BT709, dst_color_range=BT709
        )
        for source, plane, finer in zip(part.planes, frame.planes, (1, 2, 2, 1), strict=True):
            step, start, rows = plane.line_size, top // finer, min(_BAND // finer, plane.height - top // finer)
            begin = above // finer * step
            memoryview(plane).cast("B")[start * step : (start + rows) * step] = memoryview(source).cast("B")[
                begin : begin + rows * step
            ]
        frame.colorspace, frame.color_range = part.colorspace, part.color_range
    return Veil(frame, first)


def faded(veil: VideoFrame, share: float) -> VideoFrame:
    """A veil at a share of its strength, from 0 to 1."""
    frame = VideoFrame(veil.width, veil.height, veil.format.name)
    frame.colorspace, frame.color_range = veil.colorspace, veil.color_range
    *colours, alpha = zip(frame.planes, veil.planes, strict=True)
    for plane, source in colours:
        plane.update(source)  # pyright: ignore[reportArgumentType]  # any buffer will do
    fill(alpha[0], dimmed(picture_of(alpha[1]), share).tobytes())
    return frame
