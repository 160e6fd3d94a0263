"""Shot marks stand inside a text instead of at the start of their lines.

A mark starts its line. Inside a text `[3-6s]` is only words, so the clip has fewer shots than its writer counted, is
sent as a single shot where it should be cut, and the seconds of the others are paid for nothing. A time in a text is
taken for a mark only where it goes on exactly where the shot before it ends, or where several follow each other from 0:
an age, a rhythm or a time within the shot is left alone.

The fix breaks the line before each such mark; it is unsafe, since it makes new shots.

Bad:

    [0-3s] A person walks. [3-6s] They stop. [6-10s] They turn around.

Good:

    [0-3s] A person walks.
    [3-6s] They stop.
    [6-10s] They turn around.
"""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.diagnostics import Edit, Finding, Fix, Level, Safety
from storyboard.layout.timeline import lay_out
from storyboard.profiles import durations
from storyboard.rules import Facts
from storyboard.rules._marks import Found, marks_in
from storyboard.source import Source
from storyboard.story import Scene, Shot, Text

CODE = "SB109"
LEVEL = Level.WARNING
SINCE = "0.1.0"
IGNORABLE = True
INCLUSIVE = 1000


def check_story(facts: Facts) -> Iterator[Finding]:
    """One finding for each text that holds marks: the overview, and the clips' own texts, actions and closing texts."""
    first = _starts(facts.story.scenes[0].shots)[0] if facts.story.scenes else None
    yield from _in_text(facts, facts.story.overview, 0, timed=False, following=first, where="the overview")
    for scene in facts.story.scenes:
        yield from _in_scene(facts, scene)


def _in_scene(facts: Facts, scene: Scene) -> Iterator[Finding]:
    layers = (facts.story.overrides, scene.settings, facts.story.settings)
    setting = next((layer["duration"] for layer in layers if "duration" in layer), None)
    shots = lay_out(scene.shots, setting.value if setting is not None else None, durations(facts.profile)[0])
    starts = _starts(shots)
    yield from _in_text(facts, scene.text, 0, timed=False, following=starts[0], where="the clip's own text")
    at: int | None = 0
    for shot, following in zip(shots, starts[1:], strict=True):
        timed = shot.mark is not None and shot.mark.form in ("range", "length")
        where = f"the text of shot {shot.number}" if shot.mark is not None else "the text"
        begin = shot.end if timed else at
        yield from _in_text(facts, shot.action, begin, timed=timed, following=following, where=where)
        at = shot.end
    if shots:
        yield from _in_text(facts, scene.closing, at, timed=True, following=None, where="the closing text")


def _starts(shots: tuple[Shot, ...]) -> list[int | None]:
    """The start that each shot's mark gives, and None for what comes after the last."""
    marks = [shot.mark for shot in shots]
    return [*(mark.start if mark is not None else None for mark in marks), None]


def _in_text(
    facts: Facts, text: Text, begin: int | None, *, timed: bool, following: int | None, where: str
) -> Iterator[Finding]:
    """The finding for a text whose marks go on from `begin`, where one does.

    Behind a shot with a time one mark is enough (`timed`); elsewhere another must follow it, in the text or as the next
    shot. `following` is where the next shot starts: what begins there or later is no mark.
    """
    if begin is None or not text.pieces or not any(letter.isdigit() for letter in text.value):
        return
    source = facts.sources[text.pieces[0].span.path]
    chain: list[Found] = []
    at = begin
    for found in marks_in(source, text):
        # One second later is how inclusive seconds go on (`0-3`, `4-8`), some of which start at 1.
        late = found.start - at
        goes_on = late == 0 or (late == INCLUSIVE and (chain or begin == 0))
        if goes_on and (following is None or at < following):
            chain.append(found)
            at = found.end
    if not chain or (len(chain) == 1 and at != following and (not timed or chain[0].start != begin)):
        return
    edits = tuple(edit for found in chain for edit in _broken(source, found))
    first, more = chain[0], len(chain) - 1
    shown = source.text[first.span.start : first.span.end]
    others = f" and {more} more {'mark' if more == 1 else 'marks'} stand" if more else " stands"
    yield Finding(
        f"`{shown}`{others} inside {where}, a mark counts only at the start of its line",
        first.span,
        "give each mark a line of its own, or write `\\` before it where it is text"
        if not first.bare
        else "write a colon behind the time, so that it is a mark",
        label="no shot starts here",
        fix=Fix(Safety.UNSAFE, f"start {len(chain)} {'shot' if not more else 'shots'} here", edits) if edits else None,
    )


def _broken(source: Source, found: Found) -> Iterator[Edit]:
    """The edits that make a mark of what was found: a line break for the blanks before it, or the missing colon."""
    if not found.at_line_start:
        at = found.begin
        start = at
        while start > 0 and source.text[start - 1] in " \t":
            start -= 1
        yield Edit(source.span(start, at), "\n")
    if found.bare:
        yield Edit(source.span(found.span.end, found.span.end), ":")
