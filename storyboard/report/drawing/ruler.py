"""The ruler under a time error: the clip's seconds, and each shot concerned as a bar."""

from __future__ import annotations

from storyboard.diagnostics import Bar, Ruler
from storyboard.report.drawing.cells import fit, shown, width
from storyboard.timing import seconds

CELLS = 60
PER_SECOND = 5
LEAST = 30
BARS = 12
_STEPS = (500, 1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000)


def draw(ruler: Ruler, cells: int = CELLS) -> list[str]:
    """The ruler's lines: the seconds, then one line a bar; where a bar passes the clip's end, the end is marked `┊`.

    At most twelve bars are drawn, and the line after them says how many more there are.
    """
    longest = max([ruler.length, *(bar.end for bar in ruler.bars)], default=0)
    if longest <= 0:
        return []
    room = min(cells, max(LEAST, longest * PER_SECOND // 1_000))
    end = _cell(ruler.length, longest, room) if 0 < ruler.length < longest else None
    lines = [_seconds(longest, room)]
    lines += [_bar(bar, longest, room, end) for bar in ruler.bars[:BARS]]
    if len(ruler.bars) > BARS:
        lines.append(f"and {len(ruler.bars) - BARS} more")
    return lines


def _cell(ms: int, longest: int, room: int) -> int:
    return (2 * ms * room + longest) // (2 * longest)


def _seconds(longest: int, room: int) -> str:
    widest = len(seconds(longest - longest % 500)) + 2
    step = next((step for step in _STEPS if step * room >= widest * longest), longest)
    # Half seconds are worth drawing only on a clip of a second or two.
    step = 1_000 if step == 500 and longest > 3_000 else step
    line = ""
    for ms in range(0, longest + 1, step):
        line = line.ljust(_cell(ms, longest, room)) + seconds(ms)
    return line


def _bar(bar: Bar, longest: int, room: int, end: int | None) -> str:
    first = _cell(max(bar.start, 0), longest, room)
    last = max(_cell(bar.end, longest, room), first)
    inner = last - first - 1
    name = fit(shown(bar.name), max(inner - 2, 0))
    if inner < 0:
        body = "│"
    elif not name:
        body = "├" + "─" * inner + "┤"
    else:
        left = (inner - width(name) - 2) // 2
        body = "├" + "─" * left + f" {name} " + "─" * (inner - left - width(name) - 2) + "┤"
    line = " " * first + body
    if inner <= 2 and bar.name and not name:
        line += f" {fit(shown(bar.name), 20)}"
    if end is not None:
        line = _mark(line, end)
    return line


def _mark(line: str, end: int) -> str:
    """The bar with the clip's end drawn at a cell where nothing but a blank or a dash stands."""
    at, cell = 0, 0
    while at < len(line) and cell < end:
        cell += width(line[at])
        at += 1
    if at >= len(line):
        return line + " " * (end - cell) + "┊"
    return line[:at] + "┊" + line[at + 1 :] if line[at] in " ─" else line
