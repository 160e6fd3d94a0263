"""The cuts of a film, and the flashes and lamps that are none, from small copies of its pictures.

A cut is a picture that differs from the one before it far more than its neighbours differ from theirs. What returns
within a third of a second is a flash or an insert; what only becomes lighter or darker is a lamp. The figures were set
on generated clips (`make verify-bench`), not on films of a model.
"""

from __future__ import annotations

import math
from array import array
from bisect import bisect_right
from collections import deque
from collections.abc import Collection, Iterator
from fractions import Fraction
from operator import mul
from pathlib import Path
from typing import Literal

import msgspec
from av.video.frame import VideoFrame
from av.video.reformatter import Interpolation, VideoReformatter
from PIL import Image, ImageChops

from storyboard.film.fit import decoded
from storyboard.film.mux import frame_count
from storyboard.film.probe import NotMedia, Probe

_SIZE = (64, 36)
_BYTES = 3 * _SIZE[0] * _SIZE[1]
_LEVELS = range(256)

FLOOR, RATIO = 6.0, 3.0  # mean levels of 255, and how often the mean of the four neighbours
WEAK_FLOOR, WEAK_RATIO = 1.5, 6.0  # of a change that only counts where a cut is planned
_RETURN = 3.0  # levels by which a picture that comes back may differ
_LIGHT = 0.3  # part of a change that a lamp does not explain
_DARK, _DARK_SHARE = 26, 0.98  # a tenth of full light, and how much of a picture is darker
_SOFT = 10.0  # levels between the two ends of a soft change
_BLEND = 0.55  # how far its middle may be from the mean of its ends, as part of half their difference
_DIP = 0.4  # how dark the middle of a fade is beside its ends


class SuddenChange(msgspec.Struct, frozen=True):
    """A sudden change, by the number of the first picture after it.

    `strength` is the mean difference in levels of 255. A flash lasts `frames` pictures. A weak change is one that is
    only believed where a cut is planned.
    """

    frame: int
    strength: float
    kind: Literal["hard", "flash", "light"] = "hard"
    frames: int = 0
    weak: bool = False


class Seen(msgspec.Struct, frozen=True):
    """A film looked at: pictures counted at a steady rate, sudden changes, and stretches of black, end excluded.

    For each picture `steps` has its difference from the one before; `wide`, `blends` and `lights` serve `soft`.
    """

    fps: Fraction
    frames: int
    changes: tuple[SuddenChange, ...]
    black: tuple[tuple[int, int], ...]
    steps: array[float]
    wide: array[float]
    blends: array[float]
    lights: array[float]


def survey(path: Path, probe: Probe) -> Seen:
    """The changes and the light of a film, decoded once; memory grows by 16 bytes a picture. Raises `NotMedia`.

    Pictures are counted at the film's rate: one that stays, as in a film of still cards, counts as often as it is seen.
    """
    fps = probe.fps
    reach = max(2, round(fps / 2))  # half the way between the ends of a soft change
    back = max(2, round(fps / 3))
    window: deque[Image.Image] = deque(maxlen=max(2 * reach, back + 3) + 1)
    steps, wide, blends, lights = (array("f") for _ in range(4))
    dark = bytearray()
    candidates: list[SuddenChange] = []
    reformat = VideoReformatter()
    for frame, same in _shown(path, probe):
        thumb = window[-1] if same else _thumb(frame, reformat)
        window.append(thumb)
        steps.append(0.0 if same or len(window) == 1 else _difference(window[-2], thumb))
        levels = thumb.histogram()
        lights.append(sum(map(mul, levels, _LEVELS)) / _BYTES)
        dark.append(sum(levels[:_DARK]) >= _DARK_SHARE * _BYTES)
        if len(window) > 2 * reach:
            apart, middle = _ends(window[-1 - 2 * reach], window[-1 - reach], thumb)
            wide.append(apart)
            blends.append(middle)
        change = _change(len(steps) - 1 - back, steps, window, back)
        if change is not None:
            candidates.append(change)
    for number in range(max(0, len(steps) - back), len(steps)):
        change = _change(number, steps, window, back)
        if change is not None:
            candidates.append(change)
    changes = tuple(_settled(candidates, back))
    return Seen(fps, len(steps), changes, tuple(_stretches(dark)), steps, wide, blends, lights)


def soft(seen: Seen, near: int, within: int) -> SuddenChange | None:
    """The clearest middle of a dissolve or a fade through black near a picture, or None."""
    reach = max(2, round(seen.fps / 2))
    best: tuple[float, int] | None = None
    hard = [change.frame for change in seen.changes if change.kind == "hard" and not change.weak]
    for middle in range(max(reach, near - within), min(len(seen.wide) + reach, near + within + 1)):
        apart, blend = seen.wide[middle - reach], seen.blends[middle - reach]
        ends = min(seen.lights[middle - reach], seen.lights[middle + reach])
        score = 0.0
        if ends > _DARK / 2 and seen.lights[middle] < _DIP * ends:
            score = 1 + (1 - seen.lights[middle] / ends)
        elif apart >= _SOFT and blend < _BLEND:
            score = 1 - blend
        # With a hard cut between the ends their difference is its own.
        sudden = bisect_right(hard, middle + reach) > bisect_right(hard, middle - reach)
        if score and not sudden and (best is None or score > best[0]):
            best = (score, middle)
    return None if best is None else SuddenChange(best[1], round(seen.wide[best[1] - reach], 1))


def stills(path: Path, probe: Probe, numbers: Collection[int], room: tuple[int, int]) -> dict[int, Image.Image]:
    """The pictures of these numbers, as large as fits into a room. Raises `NotMedia`."""
    reformat = VideoReformatter()
    pictures: dict[int, Image.Image] = {}
    last = max(numbers, default=-1)
    for number, (frame, _) in enumerate(_shown(path, probe)):
        if number > last:
            break
        if number in numbers:
            scale = min(room[0] / frame.width, room[1] / frame.height)
            size = (max(2, round(frame.width * scale)), max(2, round(frame.height * scale)))
            small = reformat.reformat(frame, *size, "rgb24", interpolation=Interpolation.AREA)
            plane = small.planes[0]
            pictures[number] = Image.frombytes("RGB", size, bytes(plane), "raw", "RGB", plane.line_size, 1)
    return pictures


def _shown(path: Path, probe: Probe) -> Iterator[tuple[VideoFrame, bool]]:
    """The picture that is seen at each tick of the film's rate, and whether it is the one before still."""
    count, number = frame_count(probe.length, probe.fps), 0
    late = 1 / (4 * probe.fps)
    current, same = None, False
    for time, frame, _ in decoded(path, probe):
        while current is not None and number < count and number / probe.fps + late < time:
            yield current, same
            number, same = number + 1, True
        if number >= count:
            return
        current, same = frame, False
    if current is None:
        raise NotMedia(path, "holds no picture that can be decoded")
    for _ in range(count - number):
        yield current, same
        same = True


def _thumb(frame: VideoFrame, reformat: VideoReformatter) -> Image.Image:
    """The picture at 64x36, its three colours side by side as levels of one."""
    small = reformat.reformat(frame, *_SIZE, "rgb24", interpolation=Interpolation.AREA)
    plane = small.planes[0]
    return Image.frombytes("L", (3 * _SIZE[0], _SIZE[1]), bytes(plane), "raw", "L", plane.line_size, 1)


def _difference(before: Image.Image, after: Image.Image) -> float:
    """The mean of the differences of all levels."""
    return sum(map(mul, ImageChops.difference(before, after).histogram(), _LEVELS)) / _BYTES


def _ends(first: Image.Image, middle: Image.Image, last: Image.Image) -> tuple[float, float]:
    """How far the ends are apart, and how far the middle is from their mean as part of half of that."""
    apart = _difference(first, last)
    if apart < _SOFT:
        return apart, 1.0
    off = _difference(Image.blend(first, last, 0.5), middle) * 2 / apart
    # A lamp that is turned down slowly goes through the mean as well.
    return apart, 1.0 if off < _BLEND and _only_light(first, last, apart, flat=True) else off


def _change(number: int, steps: array[float], window: deque[Image.Image], back: int) -> SuddenChange | None:
    """The sudden change at a picture that still lies in `window` with the one before it, or None."""
    if number < 1 or steps[number] < WEAK_FLOOR:
        return None
    step = steps[number]
    beside = [steps[at] for at in (number - 2, number - 1, number + 1, number + 2) if 0 < at < len(steps)]
    usual = sum(beside) / max(1, len(beside))
    strong = step >= FLOOR and step >= RATIO * usual
    if not strong and step < WEAK_RATIO * usual:
        return None
    last = len(window) - 1
    at = last - (len(steps) - 1 - number)
    before = window[at - 1]
    strength = round(step, 1)
    for after in range(1, min(back, last - at) + 1):
        if _difference(before, window[at + after]) < max(min(_RETURN, step / 2), step / 4):
            return SuddenChange(number, strength, "flash", after, not strong)
    if _only_light(before, window[at], step):
        return SuddenChange(number, strength, "light", weak=not strong)
    return SuddenChange(number, strength, weak=not strong)


def _only_light(before: Image.Image, after: Image.Image, step: float, *, flat: bool = False) -> bool:
    """Whether a picture is the other one, lighter or darker: what is left after the best straight line is small.

    `flat` is the answer for two pictures of one level each.
    """
    first, second = before.tobytes(), after.tobytes()
    mean, other = sum(first) / _BYTES, sum(second) / _BYTES
    spread = sum(map(mul, first, first)) / _BYTES - mean * mean
    width = sum(map(mul, second, second)) / _BYTES - other * other
    both = sum(map(mul, first, second)) / _BYTES - mean * other
    if spread <= 1 and width <= 1:
        return flat
    if spread <= 1 or width <= 1 or both <= 0:
        return False
    # A picture that was squeezed to nothing would be explained by anything.
    if not 1 / 16 < width / spread < 16:
        return False
    rest = math.sqrt(max(0.0, width - both * both / spread))
    return rest * 0.8 < max(1.0, _LIGHT * step) and both * both / (spread * width) > 0.8


def _settled(changes: list[SuddenChange], back: int) -> Iterator[SuddenChange]:
    """The changes without the ends of flashes, and of several that follow within a third of a second the strongest."""
    until, kept = -1, list[SuddenChange]()
    for change in changes:
        if change.frame <= until and change.kind != "hard":
            continue
        if change.kind == "flash":
            until = change.frame + change.frames
        elif change.frame == until:
            continue
        kept.append(change)
    for place, change in enumerate(kept):
        if change.kind != "hard" or change.weak:
            yield change
            continue
        rivals = [
            rival
            for rival in kept[max(0, place - back) : place + back + 1]
            if rival is not change
            and rival.kind == "hard"
            and not rival.weak
            and abs(rival.frame - change.frame) <= back
        ]
        if all((change.strength, -change.frame) > (rival.strength, -rival.frame) for rival in rivals):
            yield change


def _stretches(flags: bytearray) -> Iterator[tuple[int, int]]:
    """First and end of each run of flags that are set."""
    start = flags.find(1)
    while start >= 0:
        end = flags.find(0, start)
        end = len(flags) if end < 0 else end
        yield start, end
        start = flags.find(1, end)
