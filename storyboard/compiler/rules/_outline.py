"""What the rules share about outlines: lines such as `Scene 2` over shots whose times or numbers begin anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from storyboard.compiler.layout.fields import folded
from storyboard.compiler.rules._headings import heads, numbered, part, unspaced
from storyboard.language import words
from storyboard.language.story import Row, Script, ScriptClip, ScriptShot
from storyboard.language.syntax.timekeys import Stated, stated
from storyboard.patterns import lazy

_LONGEST = 80
_KINDS = ("TEXT", "PAIR", "SETTING")
_UNDERLINE = lazy(r"[ \t]*+(?:={3,}+|-{3,}+)[ \t]*+")
_SENTENCE_ENDS = (".", "!", "?", "…", "。", "！", "？")


def outlines(script: Script) -> Iterator[tuple[ScriptClip, tuple[Row, ...]]]:
    """Each clip with its lines that head shots of their own and would each have to be a heading, mostly none.

    Such a line is a mark whose label numbers parts of the film, with a time of its own or without, right above a shot
    that starts at 0 or whose number is 1; or a line of text that begins with such a label, or with `#` and no blank,
    where other shots stand before it.
    """
    for index, clip in enumerate(script.clips):
        yield clip, outline_of(script, index)


def outline_of(script: Script, index: int) -> tuple[Row, ...]:
    """The lines of one clip that head shots of their own."""
    clip = script.clips[index]
    head = clip.head if index or clip.heading is not None else script.head
    outline: list[Row] = []
    sure = before = False
    above = head
    for index, shot in enumerate(clip.shots):
        following = clip.shots[index + 1] if index + 1 < len(clip.shots) else None
        # Few shots start anew, and only above those it counts how the lines end.
        last = _last(above) if above and _starts(shot) else None
        if last is not None:
            outline.append(last)
            sure = sure or before
        if part(shot.mark) and following is not None and _starts(following):
            outline.append(shot.row)
            sure, above = True, ()
        else:
            before = before or not part(shot.mark)
            above = shot.rows
    return tuple(outline) if sure else ()


def _starts(shot: ScriptShot) -> bool:
    """Whether a shot begins anew: its time at 0, or where it has no range its number at 1."""
    if part(shot.mark):
        return False
    return shot.mark.start == 0 if shot.mark.form == "range" else shot.mark.number == 1


def _last(rows: tuple[Row, ...]) -> Row | None:
    """The last line of some rows where it is text that begins with a part of the film, or with `#`, else None.

    Of a line that is underlined as a title, that title.
    """
    title = underlined(rows)
    if title is not None:
        return title
    row = next((row for row in reversed(rows) if row.kind not in ("BLANK", "COMMENT", "BREAK")), None)
    if row is None or row.kind not in ("TEXT", "PAIR") or len(row.text) > _LONGEST:
        return None
    if unspaced(row.text) is not None:
        return row
    first = folded(row.text.strip(" \t*_>").replace(":", " ").replace("：", " ").split(" ")[0])
    counted = first.startswith(words.of("counting")) and first.endswith(
        (*words.of("parts"), *words.of("counted_parts"))
    )
    return row if counted or first in words.of("parts") else None


def underlined(rows: tuple[Row, ...]) -> Row | None:
    """The title that stands at the end of some rows above a line of `=` or `-`, as other programs write headings."""
    kept = [row for row in rows[-8:] if row.kind not in ("BLANK", "COMMENT")][-2:]
    if len(kept) < 2 or _UNDERLINE.fullmatch(kept[1].text) is None:
        return None
    title = kept[0]
    touches = title.start + len(title.text) + 1 == kept[1].start and title.kind in ("TEXT", "PAIR")
    plain = touches and len(title.text) <= _LONGEST and not title.text.rstrip().endswith(_SENTENCE_ENDS)
    return title if plain else None


def times_below(shots: Sequence[ScriptShot]) -> list[list[tuple[Row, Stated]]]:
    """The lines below each mark of a clip that has no time, which state it.

    One line alone may be the length of the film, unless it stands right below its mark.
    """
    lines = [_lines(shot) if shot.mark.form == "untimed" else [] for shot in shots]
    if sum(bool(below) for below in lines) == 1:
        return [_near(shot, below) for shot, below in zip(shots, lines, strict=True)]
    return lines


def covered(script: Script) -> list[tuple[int, int]]:
    """The stretches that shot-as-heading, time-below-mark and clip-without-heading speak of: headings and times."""
    rows: list[Row] = []
    for clip, outline in outlines(script):
        rows += outline
        if clip.heading is not None and numbered(clip.heading.text) is not None and all(map(heads, clip.shots)):
            rows += [clip.heading, *(row for row in clip.head if stated(row.text) is not None)]
        rows += [row for below in times_below(clip.shots) for row, _ in below]
    return [(row.start, row.start + len(row.text)) for row in rows]


def _lines(shot: ScriptShot) -> list[tuple[Row, Stated]]:
    """The lines of a shot that state its time."""
    times = [(row, stated(row.text)) for row in shot.rows if row.kind in _KINDS]
    return [(row, time) for row, time in times if time is not None]


def _near(shot: ScriptShot, below: list[tuple[Row, Stated]]) -> list[tuple[Row, Stated]]:
    """Those of the lines that stand before the first blank line behind words."""
    words = bool(shot.first.text.strip())
    for row in shot.rows:
        if row.kind == "BLANK" and words:
            return [(other, time) for other, time in below if other.start < row.start]
        words = words or row.kind not in ("BLANK", "COMMENT")
    return below


def untimed(shot: ScriptShot) -> str:
    """The line of a mark as a heading says it: without its time, which would make a shot of it."""
    row, span = shot.row, shot.mark.time_span
    if span is None:
        return row.text
    return (row.text[: span.start - row.start].rstrip() + row.text[span.end - row.start :]).rstrip(" :：")
