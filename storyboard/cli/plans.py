"""A plan as text: a table for people, JSON for programs, Markdown for a pull request."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence

import msgspec

from storyboard.cli.table import Column, table
from storyboard.cli.terminal import colored, columns
from storyboard.production import plan
from storyboard.production.plan import BOUGHT, Row
from storyboard.report.drawing.cells import shown, wrap
from storyboard.report.drawing.words import count
from storyboard.source import Files
from storyboard.timing import money

_COLORS = {"new": "green", "changed": "yellow", "unknown": "red", "running": "cyan", "elsewhere": "cyan"}
_ESCAPED = frozenset("\\`*_{}[]<>|~&!")
_CALLS = frozenset("@#")  # they call people and issues; an empty comment keeps them from it


class Part(msgspec.Struct, frozen=True):
    """What one project adds to a plan: its rows, its files, and the seconds that a generation takes as a rule."""

    rows: tuple[Row, ...]
    files: Files
    typical: float | None = None


Parts = Sequence[Part]


def report(form: str, parts: Parts, color: str, target: str | None = None) -> str:
    """A plan in one of the formats; colour and width are those of stdout, unless it goes to a file."""
    if form != "text":
        return FORMATS[form](parts)
    if target is not None and target != "-":
        return as_text(parts, color=color == "always")
    return as_text(parts, color=colored(color, sys.stdout), wide=columns(sys.stdout))


def as_text(parts: Parts, *, color: bool = False, wide: int = 120) -> str:
    """A line for each take of each clip, and one for the whole; a price stands where there is something to pay."""
    rows = _rows(parts)
    if not rows:
        return f"{summary(parts)}\n"
    several = len({row.request.take for row in rows}) > 1
    heads = (
        Column("story", cut=True),
        Column("variant"),
        Column("clip", number=True),
        Column("title", cut=True),
        Column("take", number=True),
        Column("state", colors=_COLORS),
        Column("s", number=True),
        Column("USD", number=True),
    )
    cells = [
        (
            row.request.story,
            row.request.variant,
            str(row.request.clip.index),
            row.request.clip.title,
            str(row.request.take) if several else "",
            row.state,
            str(row.seconds),
            money(row.request.price) if row.state in BOUGHT else "-",
        )
        for row in rows
    ]
    lines = wrap(summary(parts), wide)
    return "\n".join([table(heads, cells, color=color, wide=wide), *lines]) + "\n"


def as_json(parts: Parts) -> str:
    """A `storyc.plan/1`."""
    record = plan.record((part.rows, part.files) for part in parts)
    return msgspec.json.format(msgspec.json.encode(record), indent=2).decode("utf-8") + "\n"


def as_markdown(parts: Parts) -> str:
    """A table for a comment under a pull request, under its sum."""
    rows = _rows(parts)
    lines = [f"**storyc plan:** {summary(parts)}"]
    if rows:
        lines += ["", "| story | clip | take | state | s | USD |", "| --- | --- | ---: | --- | ---: | ---: |"]
    for row in rows:
        request = row.request
        story = request.story + (f" ({request.variant})" if request.variant else "")
        clip = f"{request.clip.index} {request.clip.title}".rstrip()
        price = money(request.price) if row.state in BOUGHT else "-"
        words = (_escape(story), _escape(clip), str(request.take), row.state, str(row.seconds), price)
        lines.append(f"| {' | '.join(words)} |")
    return "".join(f"{line}\n" for line in lines)


def summary(parts: Parts) -> str:
    """What a plan comes to: `2 clips: 1 new, 1 cached; 0.625 USD for 5 s, about 3 min a clip`."""
    rows = _rows(parts)
    states = [f"{sum(row.state == state for row in rows)} {state}" for state in _states(rows)]
    head = count(len(rows), "clip") + (f": {', '.join(states)}" if states else "")
    # A request that several rows share is bought once.
    bought = [{row.request.sha256: row.seconds for row in part.rows if row.state in BOUGHT} for part in parts]
    if not any(bought):
        return f"{head}; nothing to pay"
    price = money(sum(plan.total(part.rows) for part in parts))
    times = [part.typical for part in parts if part.typical is not None]
    time = f", about {_time(max(times))} a clip" if times else ""
    return f"{head}; {price} USD for {sum(sum(each.values()) for each in bought)} s{time}"


def _rows(parts: Parts) -> list[Row]:
    return [row for part in parts for row in part.rows]


def _states(rows: Iterable[Row]) -> list[str]:
    held = {row.state for row in rows}
    return [state for state in ("new", "changed", "cached", "running", "elsewhere", "unknown") if state in held]


def _time(seconds: float) -> str:
    return f"{seconds / 60:.0f} min" if seconds >= 90 else f"{max(seconds, 1):.0f} s"


def _escape(text: str) -> str:
    """Text that Markdown shows as it is; what a terminal obeys is spelt out, and no name calls anybody."""
    return "".join(
        f"\\{each}" if each in _ESCAPED else f"{each}<!-- -->" if each in _CALLS else each for each in shown(text)
    )


FORMATS: dict[str, Callable[[Parts], str]] = {"text": as_text, "json": as_json, "markdown": as_markdown}
