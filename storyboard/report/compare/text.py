"""The comparison for people: a table of models for each story, and what each of them would lose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from storyboard.compiler.losses import Loss
from storyboard.diagnostics import Level
from storyboard.project.models import Comparison, Fits, ModelStory
from storyboard.report.compare.lines import cells, losing, name, where, words
from storyboard.report.drawing.cells import shown, wrap
from storyboard.report.drawing.paint import Paint, painter
from storyboard.report.drawing.table import Column, table
from storyboard.report.drawing.words import count
from storyboard.timing import money

_COLORS = {Level.ERROR: "red", Level.WARNING: "yellow"}
_HEADS = (
    Column("model"),
    Column("clips", number=True),
    Column("s", number=True),
    Column("USD", number=True),
    Column("shots", number=True),
    Column("losses", colors={"none": "green"}),
)
_FIT = (
    Column("model"),
    Column("clips", number=True),
    Column("s", number=True),
    Column("USD", number=True),
    Column("remarks", cut=True),
)


def render(comparison: Comparison, *, color: bool = False, wide: int = 120) -> str:
    """The models of each story, those first that lose least; "" without stories."""
    return "\n".join([_story(rows, color, wide) for rows in comparison.by_story])


def _story(rows: Sequence[ModelStory], color: bool, wide: int) -> str:
    paint = painter(color)
    blocks = [f"{paint(shown(name(rows[0])), bold=True)}\n" + table(_HEADS, map(cells, rows), color=color, wide=wide)]
    for row in losing(rows):
        lines = [line for loss in row.losses for line in loss_lines(loss, len(row.clips), paint, wide)]
        blocks.append("".join(f"{line}\n" for line in [paint(row.profile.id, bold=True), *lines]))
    return "\n".join(blocks)


def loss_lines(loss: Loss, clips: int, paint: Paint, wide: int) -> Iterator[str]:
    """A loss in lines: which of so many clips lose it and where, how grave, what it is, and the words that are lost."""
    level = f"{loss.weight.value}[{loss.code}]"
    first, *more = wrap(shown(f"  {where(loss, clips)}: {level} {loss.message}"), wide, 4)
    yield first.replace(level, paint(level, fg=_COLORS[loss.weight], bold=True), 1)
    yield from more
    if words(loss):
        yield from wrap(shown(f"    lost: {words(loss)}"), wide, 10)


def fits(fitting: Fits, *, color: bool = False, wide: int = 120) -> str:
    """The models that lose nothing with their prices, and how many lose something."""
    rows = [
        (
            fit.profile.id,
            str(fit.takes),
            str(fit.seconds),
            money(fit.price),
            ", ".join(_remarks(fit.profile.status.state, fit.profile.price.evidence)),
        )
        for fit in fitting.models
    ]
    others = fitting.tried - len(rows)
    said = f"{count(len(rows), 'model takes', 'models take')} it all without a loss, {others} would lose something"
    return (table(_FIT, rows, color=color, wide=wide) + "\n" if rows else "") + f"{said}\n"


def _remarks(status: str, evidence: str) -> Iterator[str]:
    if status != "ok":
        yield "may be withdrawn"
    if evidence == "unverified":
        yield "price unverified"
