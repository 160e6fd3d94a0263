"""The comparison for people: each clip that changed, under its story, and what changed in it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from itertools import groupby

from storyboard.patterns import lazy
from storyboard.project.diff.words import compared, shortened
from storyboard.records.diff import Diff, DiffClip, Word
from storyboard.report.diff.counts import by_story, name, totals
from storyboard.report.drawing.cells import fit, shown, width
from storyboard.report.drawing.paint import Paint, painter
from storyboard.timing import micro, money

_SIGNS = {"same": "=", "changed": "~", "new": "+", "gone": "-"}
_COLORS = {"same": "cyan", "changed": "yellow", "new": "green", "gone": "red"}
_INDENT, _HANG = 6, 8
_NARROW = 40
_TOKENS = lazy(r"[^ ]++| ")


def render(diff: Diff, *, color: bool = False, columns: int = 80) -> str:
    """The changes story by story, and what they come to; "" where nothing has changed."""
    stories = by_story(diff.clips)
    if not stories:
        return ""
    paint = painter(color)
    columns = max(columns, _NARROW)
    lines: list[str] = []
    for story, changed in stories:
        lines.append(paint(shown(story), bold=True))
        for clip in changed:
            lines += _change(clip, paint, columns)
        lines.append("")
    return "\n".join([*lines, *textwrap.wrap(totals(diff), columns)]) + "\n"


def _change(clip: DiffClip, paint: Paint, columns: int) -> list[str]:
    cost = micro(clip.price_usd)
    price = f"{money(cost)} USD" if cost else {"gone": "gone", "same": "same"}.get(clip.change, "")
    if clip.change == "new":
        price = f"new, {price}"
    room = columns - len(price) - 3
    title = shown(name(clip))
    title = title if width(title) + 4 <= room else fit(title, room - 5) + "…"
    gap = " " * max(room - 2 - width(title), 1)
    sign = paint(_SIGNS[clip.change], fg=_COLORS[clip.change], bold=True)
    lines = [f"  {sign} {paint(title, bold=True)}{gap} {price}".rstrip()]
    for word in clip.words:
        lines += _wrapped(_pieces(word), paint, columns)
    return lines


def _pieces(word: Word) -> list[tuple[str, str | None]]:
    """The line of one word, as stretches with their colours."""
    if word.kind == "phrase":
        return [(shown(word.what), None)]
    lead = (f"{shown(word.what)}: ", None)
    if word.kind == "value":
        return [lead, (f"{shown(word.before)} → {shown(word.after)}", None)]
    pieces: list[tuple[str, str | None]] = [lead]
    for part in shortened(compared(word.before, word.after)):
        text = shown(part.text)
        if part.sign == " ":
            pieces.append((text, None))
        else:
            opening, closing, tone = ("[-", "-]", "red") if part.sign == "-" else ("{+", "+}", "green")
            pieces.append((f"{opening}{text}{closing}", tone))
    return pieces


def _wrapped(pieces: list[tuple[str, str | None]], paint: Paint, columns: int) -> list[str]:
    """The stretches in lines that keep to the columns, broken at blanks, and anywhere in a word without end."""
    lines: list[str] = []
    line: list[tuple[str, str | None]] = []
    used = _INDENT
    for atom, tone in _atoms(pieces, columns - _HANG):
        size = width(atom)
        if used + size > columns and line:
            lines.append(_line(line, paint, first=not lines))
            line, used = [], _HANG
        if atom != " " or line:
            line.append((atom, tone))
            used += size
    return [*lines, _line(line, paint, first=not lines)] if line else lines


def _atoms(pieces: list[tuple[str, str | None]], most: int) -> Iterator[tuple[str, str | None]]:
    """What a line may be broken between: words and blanks; the letters of wide scripts and of words too long."""
    for text, tone in pieces:
        for token in _TOKENS.findall(text):
            if width(token) > most or width(token) > len(token):
                yield from ((letter, tone) for letter in token)
            else:
                yield token, tone


def _line(atoms: list[tuple[str, str | None]], paint: Paint, *, first: bool) -> str:
    while atoms and atoms[-1][0] == " ":
        atoms.pop()
    stretches = [(tone, "".join(atom for atom, _ in group)) for tone, group in groupby(atoms, key=lambda atom: atom[1])]
    indent = " " * (_INDENT if first else _HANG)
    return indent + "".join(paint(text, fg=tone) if tone else text for tone, text in stretches)
