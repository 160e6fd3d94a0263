"""Clips whose cuts are known: synthetic scenes with grain, drift and a disc that moves, cut in ten ways.

Each clip follows from its kind and its seed alone. What happens in it besides cuts is what a detector takes for one:
flashes, whip pans, lamps, inserts, dissolves, fades.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import msgspec
from av.video.frame import VideoFrame
from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter

from storyboard.film.encoder import Encoding
from storyboard.film.mux import Writer

SIZE = (320, 180)
_WIDE = (640, 360)
_RATES = (24, 24, 30, 25)


class Clip(msgspec.Struct, frozen=True):
    """What is in a clip, by the numbers of its pictures: hard cuts, middles of soft ones, flashes with their length.

    `decoys` are places where nothing happens.
    """

    fps: int
    frames: int
    hard: tuple[int, ...]
    soft: tuple[int, ...] = ()
    flashes: tuple[tuple[int, int], ...] = ()
    decoys: tuple[int, ...] = ()


class _Scene:
    """A place as a camera sees it that drifts: `at` gives the picture of a frame."""

    def __init__(
        self, rng: random.Random, palette: list[tuple[int, int, int]], drift: float, light: float = 1.0
    ) -> None:
        wide = Image.new("RGB", _WIDE, rng.choice(palette))
        draw = ImageDraw.Draw(wide)
        for _ in range(40):
            x, y, size = rng.randrange(_WIDE[0]), rng.randrange(_WIDE[1]), rng.randrange(12, 120)
            shape = draw.ellipse if rng.random() < 0.5 else draw.rectangle
            shape((x, y, x + size, y + size * rng.uniform(0.4, 1.6)), fill=_near(rng, rng.choice(palette)))
        wide = wide.filter(ImageFilter.GaussianBlur(rng.uniform(0.6, 2.5)))
        self.wide = ImageEnhance.Brightness(wide).enhance(light) if light != 1 else wide
        angle = rng.choice(((1, 0.2), (-1, 0.1), (0.3, 1), (0.6, -0.6)))
        self.start = (rng.randrange(100, 220), rng.randrange(50, 130))
        self.drift = (angle[0] * drift, angle[1] * drift)
        self.disc = (rng.randrange(SIZE[0]), rng.randrange(SIZE[1]), rng.uniform(-3, 3), rng.uniform(-2, 2))
        self.color = _near(rng, rng.choice(palette))

    def at(self, frame: int, extra: float = 0.0) -> Image.Image:
        x = _bounce(self.start[0] + self.drift[0] * frame + extra, _WIDE[0] - SIZE[0])
        y = _bounce(self.start[1] + self.drift[1] * frame, _WIDE[1] - SIZE[1])
        shown = self.wide.resize(SIZE, Image.Resampling.BILINEAR, (x, y, x + SIZE[0], y + SIZE[1]))
        left, top = self.disc[0] + self.disc[2] * frame, self.disc[1] + self.disc[3] * frame
        ImageDraw.Draw(shown).ellipse((left, top, left + 40, top + 40), fill=self.color)
        return shown


def _near(rng: random.Random, color: tuple[int, int, int]) -> tuple[int, int, int]:
    first, second, third = (min(255, max(0, each + rng.randrange(-30, 31))) for each in color)
    return first, second, third


def _bounce(value: float, room: int) -> float:
    value %= 2 * room
    return value if value <= room else 2 * room - value


def _palette(rng: random.Random, width: int = 70) -> list[tuple[int, int, int]]:
    base = rng.randrange(30, 200)
    return [
        tuple(min(255, max(0, base + rng.randrange(-width, width + 1))) for _ in range(3))  # type: ignore[misc]
        for _ in range(5)
    ]


_Event = Callable[[int, Image.Image], Image.Image]


class _Reel(msgspec.Struct):
    """A clip that is being put together: its shots, and what happens to its pictures."""

    rng: random.Random
    fps: int
    edges: list[int]
    scenes: list[_Scene]
    events: list[_Event]
    pans: list[tuple[int, int, float]]

    def spot(self, shot: int, room: int) -> int:
        """A picture in the middle of a shot after which so many of it follow, away from its cuts."""
        first, end = self.edges[shot] + self.fps // 2 + 2, self.edges[shot + 1] - self.fps // 2 - 2 - room
        return self.rng.randrange(first, max(first + 1, end))

    def scene(self, frame: int) -> int:
        return max(place for place, edge in enumerate(self.edges[:-1]) if edge <= frame)

    def extra(self, frame: int) -> float:
        return sum(speed * min(max(0, frame - start), lasts) for start, lasts, speed in self.pans)


def _reel(
    rng: random.Random, *, same: bool = False, drift: tuple[float, float] = (0, 2.0), light: float = 1.0
) -> _Reel:
    fps = rng.choice(_RATES)
    count = rng.choice((3, 4))
    edges = [0]
    for _ in range(count):
        edges.append(edges[-1] + rng.randrange(int(fps * 1.5), int(fps * 2.2)))
    palette = _palette(rng, 35)
    scenes: list[_Scene] = []
    for _ in range(count):
        palette = palette if same else _palette(rng)
        scenes.append(_Scene(rng, palette, rng.uniform(*drift), light))
    return _Reel(rng, fps, edges, scenes, [], [])


def _hard(rng: random.Random) -> tuple[_Reel, Clip]:
    return _plain(_reel(rng))


def _palette_kept(rng: random.Random) -> tuple[_Reel, Clip]:
    return _plain(_reel(rng, same=True))


def _night(rng: random.Random) -> tuple[_Reel, Clip]:
    return _plain(_reel(rng, light=rng.uniform(0.12, 0.3)))


def _moving(rng: random.Random) -> tuple[_Reel, Clip]:
    return _plain(_reel(rng, drift=(4.0, 12.0)))


def _plain(reel: _Reel) -> tuple[_Reel, Clip]:
    middles = tuple((one + two) // 2 for one, two in zip(reel.edges, reel.edges[1:], strict=False))
    return reel, Clip(reel.fps, reel.edges[-1], tuple(reel.edges[1:-1]), decoys=middles)


def _flash(rng: random.Random) -> tuple[_Reel, Clip]:
    reel = _reel(rng)
    white = Image.new("RGB", SIZE, (250, 250, 244))
    return _bursts(reel, lambda _, shown, strength: Image.blend(shown, white, strength), (1, 4), (0.6, 1.0))


def _insert(rng: random.Random) -> tuple[_Reel, Clip]:
    reel = _reel(rng)
    other = _Scene(rng, _palette(rng), 1)
    return _bursts(reel, lambda frame, _, __: other.at(frame), (3, 6), (1, 1))


def _bursts(
    reel: _Reel,
    show: Callable[[int, Image.Image, float], Image.Image],
    lasting: tuple[int, int],
    strong: tuple[float, float],
) -> tuple[_Reel, Clip]:
    flashes: list[tuple[int, int]] = []
    for shot in (0, len(reel.scenes) - 1):
        lasts, strength = reel.rng.randint(*lasting), reel.rng.uniform(*strong)
        first = reel.spot(shot, lasts)
        flashes.append((first, lasts))
        reel.events.append(
            lambda frame, shown, first=first, lasts=lasts, strength=strength: (
                show(frame, shown, strength) if first <= frame < first + lasts else shown
            )
        )
    return reel, Clip(reel.fps, reel.edges[-1], tuple(reel.edges[1:-1]), flashes=tuple(flashes))


def _whip(rng: random.Random) -> tuple[_Reel, Clip]:
    reel = _reel(rng)
    for shot in (0, len(reel.scenes) - 1):
        lasts = rng.randint(5, 10)
        reel.pans.append((reel.spot(shot, lasts), lasts, rng.uniform(25, 55)))
    return reel, Clip(reel.fps, reel.edges[-1], tuple(reel.edges[1:-1]))


def _lamp(rng: random.Random) -> tuple[_Reel, Clip]:
    """A lamp that flickers for a moment in one shot, and one that goes out for good in another."""
    reel = _reel(rng)
    flicker, lasts, level = reel.spot(0, 6), rng.randint(2, 6), rng.uniform(0.4, 0.7)
    out, dim = reel.spot(len(reel.scenes) - 1, 4), rng.uniform(0.35, 0.6)
    reel.events.append(
        lambda frame, shown: (
            ImageEnhance.Brightness(shown).enhance(level) if flicker <= frame < flicker + lasts
            else ImageEnhance.Brightness(shown).enhance(dim) if frame >= out else shown
        )
    )  # fmt: skip
    return reel, Clip(reel.fps, reel.edges[-1], tuple(reel.edges[1:-1]), flashes=((flicker, lasts),))


def _dissolve(rng: random.Random) -> tuple[_Reel, Clip]:
    reel = _reel(rng)
    cut, lasts = reel.edges[1], rng.choice((12, 16, 24)) * reel.fps // 24
    one, two = reel.scenes[0], reel.scenes[1]

    def melt(frame: int, shown: Image.Image) -> Image.Image:
        part = (frame - cut + lasts / 2) / lasts
        return Image.blend(one.at(frame), two.at(frame), part) if 0 < part < 1 else shown

    reel.events.append(melt)
    return reel, Clip(
        reel.fps, reel.edges[-1], tuple(reel.edges[2:-1]), soft=(cut,), decoys=(reel.edges[-1] - reel.fps,)
    )


def _fade(rng: random.Random) -> tuple[_Reel, Clip]:
    reel = _reel(rng)
    cut, half = reel.edges[1], rng.choice((6, 8, 12)) * reel.fps // 24

    def sink(frame: int, shown: Image.Image) -> Image.Image:
        part = min(1.0, abs(frame + 0.5 - cut) / half)
        return shown if part == 1 else ImageEnhance.Brightness(shown).enhance(part)

    reel.events.append(sink)
    return reel, Clip(
        reel.fps, reel.edges[-1], tuple(reel.edges[2:-1]), soft=(cut,), decoys=(reel.edges[-1] - reel.fps,)
    )


KINDS: dict[str, Callable[[random.Random], tuple[_Reel, Clip]]] = {
    "hard": _hard,
    "same palette": _palette_kept,
    "night": _night,
    "moving": _moving,
    "flash": _flash,
    "whip pan": _whip,
    "lamp": _lamp,
    "insert": _insert,
    "dissolve": _dissolve,
    "fade": _fade,
}


def make(kind: str, seed: int, out: Path) -> Clip:
    """Write the clip of a kind and a seed, and say what is in it."""
    rng = random.Random(f"{kind} {seed}")
    reel, clip = KINDS[kind](rng)
    encoding = Encoding(*SIZE, Fraction(clip.fps), crf=rng.choice((20, 24, 28)), preset="ultrafast")
    with Writer(out, encoding, Fraction(clip.frames, clip.fps), sound="") as film:
        for shown in _pictures(reel, clip):
            frame = VideoFrame(*SIZE, "rgb24")
            frame.planes[0].update(shown.tobytes())
            film.picture(frame.reformat(format="yuv420p"))
    return clip


def _pictures(reel: _Reel, clip: Clip) -> Iterator[Image.Image]:
    # Noise of a generator that is ours: that of Pillow is another on each machine.
    tiles = [Image.frombytes("L", SIZE, reel.rng.randbytes(SIZE[0] * SIZE[1])) for _ in range(3)]
    grain = reel.rng.uniform(0.01, 0.06)
    colored = [
        Image.merge("RGB", (tile, ImageChops.offset(tile, 31, 7), ImageChops.offset(tile, 5, 91))) for tile in tiles
    ]
    for frame in range(clip.frames):
        shown = reel.scenes[reel.scene(frame)].at(frame, reel.extra(frame))
        for event in reel.events:
            shown = event(frame, shown)
        noise = ImageChops.offset(colored[frame % 3], reel.rng.randrange(SIZE[0]), reel.rng.randrange(SIZE[1]))
        yield Image.blend(shown, noise, grain)
