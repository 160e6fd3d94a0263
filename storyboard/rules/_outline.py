"""What the rules share about outlines: lines such as `Scene 2` over shots whose times or numbers begin anew."""

from __future__ import annotations

from collections.abc import Iterator

from storyboard import words
from storyboard.layout.fields import folded
from storyboard.rules._headings import part
from storyboard.story import Row, Script, ScriptClip, ScriptShot

_LONGEST = 80


def outlines(script: Script) -> Iterator[tuple[ScriptClip, tuple[Row, ...]]]:
    """Each clip with its lines that head shots of their own and would each have to be a heading, mostly none.

    Such a line is a mark without a time whose label numbers parts of the film, right above a shot that starts at 0 or
    whose number is 1; or a line of text that begins with such a label, where other shots stand before it.
    """
    for index, clip in enumerate(script.clips):
        yield clip, _outline(clip, clip.head if index or clip.heading is not None else script.head)


def _outline(clip: ScriptClip, head: tuple[Row, ...]) -> tuple[Row, ...]:
    found: list[Row] = []
    sure = before = False
    last = _last(head)
    for index, shot in enumerate(clip.shots):
        following = clip.shots[index + 1] if index + 1 < len(clip.shots) else None
        if last is not None and _starts(shot):
            found.append(last)
            sure = sure or before
        if shot.mark.form == "untimed" and part(shot.mark) and following is not None and _starts(following):
            found.append(shot.row)
            sure, last = True, None
        else:
            before = before or not part(shot.mark)
            last = _last(shot.rows)
    return tuple(found) if sure else ()


def _starts(shot: ScriptShot) -> bool:
    """Whether a shot begins anew: its time at 0, or where it has no range its number at 1."""
    if part(shot.mark):
        return False
    return shot.mark.start == 0 if shot.mark.form == "range" else shot.mark.number == 1


def _last(rows: tuple[Row, ...]) -> Row | None:
    """The last line of some rows where it is text that begins with the name of a part of the film, else None."""
    row = next((row for row in reversed(rows) if row.kind not in ("BLANK", "COMMENT", "BREAK")), None)
    if row is None or row.kind not in ("TEXT", "PAIR") or len(row.text) > _LONGEST:
        return None
    first = folded(row.text.strip(" \t*_>").replace(":", " ").replace("：", " ").split(" ")[0])
    counted = first.startswith(words.of("counting")) and first.endswith(
        (*words.of("parts"), *words.of("counted_parts"))
    )
    return row if counted or first in words.of("parts") else None
