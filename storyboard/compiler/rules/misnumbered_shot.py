"""A shot's number is neither its place in the clip nor its place in the film.

Numbers are for people and for the prompt, which counts the shots of each clip from 1; the place decides. A number that
is neither place is usually what is left when a shot was moved, copied or taken out. The fix writes the place's number;
there is none where times run backwards, or numbers without times, since the shots may stand in the wrong order.

Bad:

    Shot 1 [0-3s] A lamp is lit.
    Shot 3 [3-5s] A hand reaches in.

Good:

    Shot 1 [0-3s] A lamp is lit.
    Shot 2 [3-5s] A hand reaches in.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from storyboard.compiler.rules import Facts
from storyboard.compiler.rules._outline import outline_of
from storyboard.compiler.rules._time import out_of_order
from storyboard.diagnostics import Edit, Finding, Fix, Level, Safety
from storyboard.language import words
from storyboard.language.story import Mark, Scene
from storyboard.source import Span

CODE = "SB213"
LEVEL = Level.WARNING
SINCE = "0.1.0"
IGNORABLE = True
AFTER = ("SB117", "SB122", "SB135")
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def check_story(facts: Facts) -> Iterator[Finding]:
    """The shots whose number is another than both of their places."""
    before = facts.before
    script = facts.story.script
    for index, scene in enumerate(facts.story.scenes):
        findings = [*_scene(scene, before, facts)]
        if findings and not outline_of(script, index) and not out_of_order(script.clips[index].shots):
            yield from findings
        before += len(scene.shots)


def _scene(scene: Scene, before: int, facts: Facts) -> Iterator[Finding]:
    # Where the clip's first number counts through the film, so does the number that a fix writes.
    first = scene.shots[0].mark if scene.shots else None
    by_film = before > 0 and first is not None and first.number == before + 1
    ordered = _in_order(scene)
    if any(shot.mark is not None and shot.mark.form == "broken" for shot in scene.shots):
        return  # what cannot be read may be several shots, or none
    for place, shot in enumerate(scene.shots, start=1):
        mark = shot.mark
        if mark is None or mark.words_only or mark.number is None or mark.number_span is None:
            continue  # the number of a word that is no label may count something else
        if mark.number in (place, before + place):
            continue
        right = before + place if by_film else place
        where = f"shot {place} of its clip" + (f" and {before + place} of the film" if before else "")
        source = facts.sources[mark.number_span.path]
        typed = source.text[mark.number_span.start : mark.number_span.end]
        number = str(right).translate(_WIDE) if not typed.isascii() else str(right)
        write = f"write the number {right}"
        yield Finding(
            f"`{_name(mark, mark.number_span, facts)}` is {where}",
            mark.number_span,
            write if ordered else f"put the shots in their order, or {write}",
            fix=Fix(Safety.SAFE, write, (Edit(mark.number_span, number),)) if ordered else None,
        )


def _in_order(scene: Scene) -> bool:
    """Whether the times of a clip's shots show that each is in its place, or its numbers where not all have a time."""
    marks = [shot.mark for shot in scene.shots if shot.mark is not None]
    numbers = [mark.number for mark in marks if mark.number is not None]
    starts = [mark.start for mark in marks if mark.start is not None]
    if any(before >= start for before, start in pairwise(starts)):
        return False
    return len(starts) == len(marks) or all(before <= number and number > 1 for before, number in pairwise(numbers))


def _name(mark: Mark, number: Span, facts: Facts) -> str:
    label = mark.label_span or number
    text, start = facts.sources[number.path].text, min(label.start, number.start)
    start -= text.startswith(words.of("counting"), start - 1) if start else 0
    return text[start : max(label.end, number.end)][:40]
