"""A list of the people of a story that stands above its shots as text: `CHARACTERS`, `**Cast**`, `# People`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from storyboard.diagnostics import Edit, Finding, Fix, Safety
from storyboard.language.story import Row
from storyboard.patterns import lazy
from storyboard.source import Source

_SHOWN = 40  # characters of a description that the help shows
# `- ANNA (30): a nurse`, `Tom - a barista`, `**Anna** = a nurse`.
_ENTRY = lazy(
    r"[ \t]*+(?:[-*•][ \t]++)?+[*_]{0,3}(?P<name>[^\W\d_](?:[\w.'’]|[ -](?=\w)){0,30}+)[*_]{0,3}[ \t]*+"
    r"(?:[(（](?P<aside>[^()（）\n]{1,40})[)）][*_]{0,3}[ \t]*+)?"
    r"(?:[:：=]|[-–—]{1,2}(?=[ \t]))[*_]{0,3}[ \t]*+(?P<look>\S.*)"
)


def cast_list(source: Source, head: Row, rows: Sequence[Row]) -> Finding | None:
    """The finding for a line that says that the people of the story follow, and the lines below it that name them.

    `rows` are those behind it. None where the first of them names nobody.
    """
    entries = list(_entries(rows))
    if not entries:
        return None
    begin = head.start + len(head.text) - len(head.text.lstrip())
    last = entries[-1][0]
    typed = head.text.strip()
    name, look = entries[0][1:]
    shown = look if len(look) <= _SHOWN else f"{look[: _SHOWN - 1]}…"
    count = f"{len(entries)} lines" if len(entries) > 1 else "line"
    wrong = "begins a clip of its own, which is paid for" if typed.startswith("#") else "is sent to the model as text"
    block = "".join(f"\n  {name}: {look}" for _, name, look in entries)
    return Finding(
        f"`{typed}` {wrong}; the people of a story stand under `cast:`",
        source.span(begin, begin + len(typed)),
        f"write `cast:`, and below it `  {name}: {shown}`",
        code="SB106",
        fix=Fix(
            Safety.UNSAFE,
            f"make a cast of the {count} below it",
            (Edit(source.span(head.start, last.start + len(last.text)), f"cast:{block}"),),
        ),
    )


def _entries(rows: Sequence[Row]) -> Iterator[tuple[Row, str, str]]:
    """The rows that name somebody, each with the name and what it says of that person."""
    below = 1 if rows and rows[0].kind == "BLANK" else 0
    for row in rows[below:]:
        match = _ENTRY.fullmatch(row.text.rstrip())
        if match is None or match["name"][0].islower():
            return
        aside = f"{match['aside']}, " if match["aside"] else ""
        yield row, match["name"], aside + match["look"]
