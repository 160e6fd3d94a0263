"""The times of a clip's shots join, but the shots stand in another order.

Shots are seen in the order in which they are written, so a shot that was moved, or pasted into the wrong place, makes a
gap and an overlap at once. Here the times tell the order: put into it, each shot starts where the one before it ends.
The fix moves the shots and changes no time; it is safe where the numbers tell the same order.

Bad:

    Shot 1 [0-2s] A lamp is lit.
    Shot 3 [5-10s] Steam rises.
    Shot 2 [2-5s] A hand reaches in.

Good:

    Shot 1 [0-2s] A lamp is lit.
    Shot 2 [2-5s] A hand reaches in.
    Shot 3 [5-10s] Steam rises.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from storyboard.compiler.rules import Facts
from storyboard.compiler.rules._time import out_of_order, span_of
from storyboard.diagnostics import Bar, Edit, Finding, Fix, Level, Note, Ruler, Safety
from storyboard.language.story import Row, Scene, ScriptShot, Shot
from storyboard.source import Source
from storyboard.timing import seconds

CODE = "SB219"
LEVEL = Level.ERROR
SINCE = "0.2.0"
UNEVEN = True


def check_story(facts: Facts) -> Iterator[Finding]:
    """One finding for each clip whose shots stand in another order than their times."""
    source = facts.sources[facts.story.path]
    for scene, clip in zip(facts.story.scenes, facts.story.script.clips, strict=True):
        order = out_of_order(clip.shots)
        if not order:
            continue
        late = [place for place in range(1, len(order)) if _start(clip.shots[place]) < _start(clip.shots[place - 1])]
        place, more = late[0], len(late) - 1
        before, shot = scene.shots[place - 1], scene.shots[place]
        name, other = _name(clip.shots[place], place), _name(clip.shots[place - 1], place - 1)
        others = f", and {more} more stand{'s' if more == 1 else ''} too late" if more else ""
        # Where a shot belongs: before the first one that starts later.
        first = next(at for at in range(place) if _start(clip.shots[at]) > _start(clip.shots[place]))
        yield Finding(
            f"shot {name} starts at {seconds(_start(clip.shots[place]))}s but stands behind shot {other}, which starts "
            f"at {seconds(_start(clip.shots[place - 1]))}s{others}",
            span_of(shot),
            "put the shots in the order of their times"
            if more
            else f"put shot {name} before shot {_name(clip.shots[first], first)}",
            label="stands too late",
            related=(Note(f"shot {other} is here", span_of(before)),),
            ruler=Ruler((_bar(before, other), _bar(shot, name)), max(_end(before), _end(shot))),
            fix=_moved(source, scene, clip.shots, order),
        )


def _start(shot: ScriptShot) -> int:
    return shot.mark.start or 0


def _end(shot: Shot) -> int:
    return shot.mark.end or 0 if shot.mark is not None else 0


def _bar(shot: Shot, name: str) -> Bar:
    return Bar(name, (shot.mark.start or 0) if shot.mark is not None else 0, _end(shot))


def _name(shot: ScriptShot, place: int) -> str:
    return str(place + 1 if shot.mark.number is None else shot.mark.number)


def _moved(source: Source, scene: Scene, shots: Sequence[ScriptShot], order: list[int]) -> Fix | None:
    """The fix that puts the shots in order, each with the comments right above it; the blanks between them stay."""
    starts = [_above(shots[place - 1].rows if place else (), shot) for place, shot in enumerate(shots)]
    closing = scene.closing.pieces[0].span.start if scene.closing.pieces else None
    last = shots[-1].rows[-1] if shots[-1].rows else shots[-1].row
    end = last.start + len(last.text) if closing is None else source.text.rfind("\n", 0, closing) + 1
    blocks = [source.text[start:stop] for start, stop in zip(starts, [*starts[1:], end], strict=True)]
    bodies = [block.rstrip() for block in blocks]
    if "\n\n" in bodies[order[-1]] and order[-1] != len(shots) - 1:
        return None  # a paragraph of the shot that comes last would be closing text there
    text = "".join(bodies[place] + block[len(body) :] for place, block, body in zip(order, blocks, bodies, strict=True))
    numbers = [number for place in order if (number := shots[place].mark.number) is not None]
    counted = all(before < number for before, number in pairwise(numbers))
    edit = Edit(source.span(starts[0], end), text)
    return Fix(Safety.SAFE if counted else Safety.UNSAFE, "put the shots in the order of their times", (edit,))


def _above(rows: Sequence[Row], shot: ScriptShot) -> int:
    """Where a shot begins with the comments right above its mark, which `rows` end with."""
    start = shot.row.start
    for row in reversed(rows):
        if row.kind != "COMMENT":
            break
        start = row.start
    return start
