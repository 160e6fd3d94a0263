"""A clip's plan above and what was found below, to scale, with the pictures on both sides of each cut."""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw

from storyboard.film.animatic.typeface import Ink, Typesetter
from storyboard.film.cuts import Seen, stills
from storyboard.film.probe import Probe
from storyboard.production.verify.judge import is_beyond, size_of
from storyboard.production.verify.match import frame_of
from storyboard.production.verify.records import Cut, CutPlan, Measured, Verdict
from storyboard.timing import seconds

WIDE, MARGIN, LABEL = 1600, 56, 118
_GROUND, _PANEL, _LINE = (19, 20, 24), (30, 32, 38), (62, 66, 76)
_INK: Ink = (240, 239, 235, 255)
_QUIET: Ink = (158, 162, 172, 255)
_GOOD, _FAIR, _BAD = (98, 190, 138), (240, 184, 84), (235, 98, 88)
_SHOTS = ((58, 92, 132), (92, 78, 134), (46, 108, 112), (128, 88, 68), (76, 104, 72))
_TRACK, _BRIDGE, _TRACE = 46, 58, 64  # heights: a ruler, the lines between both, the changes of each picture
_MOST = 24  # cuts that get pictures
_CAPTION = 300  # pixels below which a caption may be wider than its pictures
_STRONG = 60.0  # the change of a picture that fills its height


class _Scale:
    """The ruler: `at` gives the place of a time."""

    def __init__(self, length: int) -> None:
        self.length = max(1, length)
        self.left, self.right = MARGIN + LABEL, WIDE - MARGIN

    def at(self, ms: float) -> float:
        return self.left + (self.right - self.left) * min(1.0, ms / self.length)


def draw(verdict: Verdict, probe: Probe, seen: Seen, tolerance: int) -> bytes:
    """The picture of a verdict as a PNG; the clip is decoded once more for it. Raises `NotMedia`."""
    measured, plan, path = verdict.measured, verdict.plan, verdict.path
    assert measured is not None
    assert plan is not None
    assert path is not None
    shown = [cut for cut in measured.cuts if cut.kind != "flash" or cut.planned is None][:_MOST]
    frames = {id(cut): _frames(cut, seen) for cut in shown}
    tall = measured.height > measured.width
    columns = min(max(len(shown), 1), 6 if tall else 4)
    columns = max(columns, 4 if tall else 3)
    gap = 24
    cell = (WIDE - 2 * MARGIN - gap * (columns - 1)) // columns
    room = ((cell - 6) // 2, 300 if tall else 200)
    images = stills(path, probe, {number for pair in frames.values() for number in pair}, room)
    high = max((image.height for image in images.values()), default=0)
    top = 168
    rulers = top + 2 * _TRACK + _BRIDGE + _TRACE + 46
    rows = -(-len(shown) // columns)
    picture = Image.new("RGB", (WIDE, rulers + rows * (high + 66) + (24 if rows else 0)), _GROUND)
    types, pen = Typesetter("en"), ImageDraw.Draw(picture)
    _head(types, pen, verdict, measured, plan, tolerance)
    scale = _Scale(max(measured.length, plan.duration))
    _rulers(types, pen, scale, plan, measured, seen, top, tolerance)
    for place, cut in enumerate(shown):
        x = MARGIN + place % columns * (cell + gap)
        y = rulers + place // columns * (high + 66)
        _pair(types, picture, cut, [images.get(number) for number in frames[id(cut)]], (x, y, cell, high), tolerance)
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _frames(cut: Cut, seen: Seen) -> tuple[int, int]:
    """The pictures on both sides of a cut, farther apart where it is soft."""
    time = cut.found if cut.found is not None else cut.planned or 0
    after = min(max(1, frame_of(time, seen)), seen.frames - 1)
    away = max(1, round(seen.fps / 2)) if cut.kind == "soft" else 0
    return max(0, after - 1 - away), min(seen.frames - 1, after + away)


def _color(cut: Cut, tolerance: int) -> tuple[int, int, int]:
    if is_beyond(cut, tolerance):
        return _BAD
    return _GOOD if cut.kind == "hard" else _FAIR


def _head(
    types: Typesetter, pen: ImageDraw.ImageDraw, verdict: Verdict, measured: Measured, plan: CutPlan, tolerance: int
) -> None:
    name = f"{verdict.story}   clip {verdict.clip.index}"
    name += f" {verdict.clip.title}" if verdict.clip.title else ""
    name += f" ({verdict.variant})" if verdict.variant else ""
    name += f"   take {verdict.take}" if not verdict.free and (verdict.take > 1 or verdict.best) else ""
    count = len(verdict.problems)
    said = "keeps the plan" if not count else f"{count} {'difference' if count == 1 else 'differences'}"
    color = _GOOD if not count else _BAD
    right = types.width(said, "strong", 26)
    types.draw(pen, WIDE - MARGIN - right, 76, said, "strong", 26, (*color, 255))
    types.draw(pen, MARGIN, 76, _fitted(types, name, "strong", 30, WIDE - 2 * MARGIN - right - 40), "strong", 30, _INK)
    sound = (
        "no sound"
        if measured.sound is None
        else "silent"
        if measured.sound.peak is None
        else f"sound up to {measured.sound.peak:g} dB"
    )
    facts = [
        f"{seconds(measured.length)} s"
        + ("" if measured.length == plan.duration else f" of {seconds(plan.duration)} s"),
        size_of(measured),
        f"{measured.fps:g} fps",
        sound,
        f"tolerance {tolerance} ms",
    ]
    types.draw(pen, MARGIN, 114, "   ·   ".join(facts), "text", 20, _QUIET)


def _rulers(
    types: Typesetter,
    pen: ImageDraw.ImageDraw,
    scale: _Scale,
    plan: CutPlan,
    measured: Measured,
    seen: Seen,
    top: int,
    tolerance: int,
) -> None:
    second = top + _TRACK + _BRIDGE
    for y, word in ((top, "PLAN"), (second, "FOUND")):
        types.draw(pen, MARGIN, y + 30, word, "strong", 18, _QUIET, spread=1.5)
    starts = [0, *(cut.at for cut in plan.cuts)]
    shots = [1, *(cut.shot for cut in plan.cuts)]
    _track(types, pen, scale, starts, shots, plan.duration, top)
    cuts = sorted((cut.found, cut.shot) for cut in measured.cuts if cut.found is not None and cut.kind != "flash")
    _track(types, pen, scale, [0, *(at for at, _ in cuts)], [1, *(shot for _, shot in cuts)], measured.length, second)
    for start, end in measured.black:
        pen.rectangle((scale.at(start), second, scale.at(end), second + _TRACK), fill=(0, 0, 0), outline=_LINE)
    for cut in measured.cuts:
        _bridge(types, pen, scale, cut, top + _TRACK, second, tolerance)
    _trace(types, pen, scale, seen, measured, second + _TRACK + 8, tolerance)


def _track(
    types: Typesetter,
    pen: ImageDraw.ImageDraw,
    scale: _Scale,
    starts: Sequence[int],
    shots: Sequence[int],
    end: int,
    y: int,
) -> None:
    """One ruler: a bar for each shot with its number and its times; 0 is no shot."""
    for place, (start, stop) in enumerate(zip(starts, [*starts[1:], end], strict=True)):
        left, right = scale.at(start), scale.at(stop)
        if right - left < 2:
            continue
        shot = shots[place]
        fill = _SHOTS[(shot - 1) % len(_SHOTS)] if shot else _LINE
        pen.rounded_rectangle((left + 1, y, right - 1, y + _TRACK), 5, fill=fill)
        name = f"{shot}" if shot else ""
        times = f"{seconds(start)}-{seconds(stop)} s"
        if right - left > 24 + types.width(name, "strong", 20):
            types.draw(pen, left + 12, y + 31, name, "strong", 20, _INK)
            room = right - left - 36 - types.width(name, "strong", 20)
            if types.width(times, "text", 16) < room:
                types.draw(
                    pen, right - 12 - types.width(times, "text", 16), y + 30, times, "text", 16, (255, 255, 255, 200)
                )


def _bridge(
    types: Typesetter, pen: ImageDraw.ImageDraw, scale: _Scale, cut: Cut, top: int, bottom: int, tolerance: int
) -> None:
    """The line from a planned cut to its found one, with the error; a cross where there is none."""
    color = _color(cut, tolerance)
    if cut.kind == "flash":
        assert cut.found is not None
        x = scale.at(cut.found)
        pen.line((x, bottom - 6, x, bottom + _TRACK + 4), fill=_FAIR, width=2)
        return
    middle = (top + bottom) / 2
    if cut.planned is None or cut.found is None:
        x = scale.at(cut.planned if cut.planned is not None else cut.found or 0)
        ends = (x, top - _TRACK - 4, x, middle - 12) if cut.found is None else (x, middle + 12, x, bottom + _TRACK + 4)
        pen.line(ends, fill=color, width=3)
        pen.line((x - 7, middle - 7, x + 7, middle + 7), fill=color, width=3)
        pen.line((x - 7, middle + 7, x + 7, middle - 7), fill=color, width=3)
        types.draw(pen, x + 14, middle + 6, cut.kind, "strong", 17, (*color, 255))
        return
    first, second = scale.at(cut.planned), scale.at(cut.found)
    pen.line((first, top - _TRACK - 4, first, top + 8), fill=color, width=3)
    pen.line((first, top + 8, second, bottom - 8), fill=color, width=3)
    pen.line((second, bottom - 8, second, bottom + _TRACK + 4), fill=color, width=3)
    types.draw(pen, max(first, second) + 10, middle + 6, _error(cut), "strong", 17, (*color, 255))


def _error(cut: Cut) -> str:
    error = cut.error
    if error is None:
        return cut.kind
    words = "on time" if not error else f"{error:+d} ms"
    return words if cut.kind == "hard" else f"soft, {words}"


def _trace(
    types: Typesetter, pen: ImageDraw.ImageDraw, scale: _Scale, seen: Seen, measured: Measured, top: int, tolerance: int
) -> None:
    """How much each picture differs from the one before, and the seconds below."""
    types.draw(pen, MARGIN, top + 40, "CHANGE", "strong", 18, _QUIET, spread=1.5)
    bottom = top + _TRACE
    pen.rectangle((scale.left, top, scale.right, bottom), fill=_PANEL)
    marks = {frame_of(cut.found, seen): _color(cut, tolerance) for cut in measured.cuts if cut.found is not None}
    tallest: dict[int, tuple[float, tuple[int, int, int]]] = {}
    for number, step in enumerate(seen.steps):
        x = int(scale.at(number * 1000 / float(seen.fps)))
        color = marks.get(number, (120, 126, 140))
        if number in marks or step > tallest.get(x, (0.0, color))[0]:
            tallest[x] = (step, color)
    for x, (step, color) in tallest.items():
        height = max(1.0, _TRACE * min(1.0, step / _STRONG))
        pen.line((x, bottom - height, x, bottom), fill=color, width=2 if color != (120, 126, 140) else 1)
    every = next(
        step_seconds
        for step_seconds in (1, 2, 5, 10, 30, 60, 300, 1800, 1 << 30)
        if scale.length / 1000 / step_seconds <= 30
    )
    for mark in range(0, scale.length // 1000 + 1, every):
        x = scale.at(mark * 1000)
        pen.line((x, bottom, x, bottom + 6), fill=_LINE, width=1)
        word = f"{mark}"
        types.draw(pen, x - types.width(word, "text", 14) / 2, bottom + 22, word, "text", 14, _QUIET)


def _pair(
    types: Typesetter, picture: Image.Image, cut: Cut, images: Sequence[Image.Image | None],
    box: tuple[int, int, int, int], tolerance: int,
) -> None:  # fmt: skip
    """The last picture before a cut and the first after it, under what was planned and found."""
    x, y, wide, high = box
    shown = [image for image in images if image is not None]
    used = sum(image.width + 6 for image in shown) - 6
    wide = used if used >= _CAPTION else wide
    pen, color = ImageDraw.Draw(picture), _color(cut, tolerance)
    name = f"Shot {cut.shot}" if cut.shot else "Not planned"
    if cut.kind == "flash":
        name = "Flash or insert"
    types.draw(pen, x, y + 22, name, "strong", 19, _INK)
    planned = "" if cut.planned is None else f"{seconds(cut.planned)} s"
    at = "" if cut.found is None else f"{seconds(cut.found)} s"
    times = at or planned if cut.error is None else planned if not cut.error else f"{planned} → {at}"
    said = f"{times}   {cut.kind if cut.error is None else _error(cut)}"
    said = _fitted(types, said, "text", 17, wide - types.width(name, "strong", 19) - 20)
    types.draw(pen, x + wide - types.width(said, "text", 17), y + 22, said, "text", 17, (*color, 255))
    left = x
    for image in shown:
        picture.paste(image, (left, y + 34))
        left += image.width + 6
    if shown:
        pen.rectangle((x, y + 34 + high + 5, x + used - 1, y + 34 + high + 8), fill=color)


def _fitted(types: Typesetter, text: str, style: str, size: float, room: float) -> str:
    """The text itself, or its beginning with an ellipsis where it is too long."""
    text = types.clean(text)[:400]
    if types.width(text, style, size) <= room:
        return text
    while text and types.width(text + "…", style, size) > room:
        text = text[:-1]
    return text + "…"
