"""A plan as a table for people, and in one line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, get_args

from msgspec import structs

from storyboard.compiler.losses import Loss
from storyboard.production import plan
from storyboard.production.plan import BOUGHT, PlanRow, ProjectPlan
from storyboard.records.plan import State
from storyboard.report.drawing.cells import wrap
from storyboard.report.drawing.table import Column, table
from storyboard.report.drawing.words import generations
from storyboard.timing import money

_COLORS = {
    "new": "green",
    "changed": "yellow",
    "unknown": "red",
    "failed": "red",
    "running": "cyan",
    "elsewhere": "cyan",
}
Parts = Sequence[ProjectPlan]


def render(parts: Parts, *, color: bool = False, wide: int = 120) -> str:
    """A line for each take of each clip, and one for the whole; a price stands where there is something to pay."""
    rows = rows_of(parts)
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
            part.called(row.request.story),
            row.request.variant,
            str(row.request.clip.index),
            row.request.clip.title,
            str(row.request.take) if several else "",
            row.state,
            str(row.seconds),
            money(row.request.price) if row.state in BOUGHT else "-",
        )
        for part in parts
        for row in part.rows
    ]
    blocks = [table(heads, cells, color=color, wide=wide)]
    films = sums(parts)
    if len(films) > 1:
        sum_heads = (
            Column("sum of", cut=True),
            Column("variant"),
            Column("clips", number=True),
            Column("takes", number=True),
            Column("s", number=True),
            Column("USD", number=True),
        )
        blocks.append(table(sum_heads, [film.cells for film in films], color=color, wide=wide))
    head = "\n".join([*blocks, *wrap(summary(parts), wide)]) + "\n"
    return head + "".join([f"{line}\n" for line in _losses(parts, color, wide)])


def _losses(parts: Parts, color: bool, wide: int) -> Iterator[str]:
    """What each model cannot do of the clips that are planned for it, each loss once."""
    for model, losses in by_model(parts).items():
        from storyboard.report.compare.text import loss_lines  # most stories lose nothing
        from storyboard.report.drawing.paint import painter

        clips = len({(id(part), *_film(row), row.request.clip.index) for part in parts for row in part.rows
                     if row.request.profile == model})  # fmt: skip
        yield ""
        yield from wrap(f"What {model} cannot do:", wide)
        for loss in losses:
            yield from loss_lines(loss, clips, painter(color), wide)


def by_model(parts: Parts) -> dict[str, list[Loss]]:
    """The losses of a plan by model, each once, that of several variants too, in the order of the plan."""
    models: dict[str, dict[Loss, None]] = {}
    for part in parts:
        for row in part.rows if part.losses else ():
            if losses := part.losses_of(row):
                lost = (structs.replace(loss, variant="") for loss in losses)
                models.setdefault(row.request.profile, {}).update(dict.fromkeys(lost))
    return {model: list(losses) for model, losses in models.items()}


class FilmSum(NamedTuple):
    """What a plan would buy of one film: a story, or a variant of it."""

    story: str
    variant: str
    clips: int
    takes: int
    seconds: int
    price: int

    @property
    def cells(self) -> tuple[str, ...]:
        """The film as a row of a table."""
        return self.story, self.variant, str(self.clips), str(self.takes), str(self.seconds), money(self.price)


def sums(parts: Parts) -> list[FilmSum]:
    """What there is to pay for each film, in the order of the plan; films with nothing to pay are left out.

    A request that several films share is bought once, and counted where it comes first.
    """
    films: dict[tuple[int, str, str], list[PlanRow]] = {}
    for place, row in plan.bought(parts):
        films.setdefault((place, *_film(row)), []).append(row)
    return [
        FilmSum(
            parts[place].called(story),
            variant,
            len({row.request.clip.index for row in rows}),
            len(rows),
            sum(row.seconds for row in rows),
            sum(row.request.price for row in rows),
        )
        for (place, story, variant), rows in films.items()
    ]


def _film(row: PlanRow) -> tuple[str, str]:
    return row.request.story, row.request.variant


def summary(parts: Parts) -> str:
    """What a plan comes to: `2 clips: 1 new, 1 cached; 0.625 USD for 5 s, about 3 min a clip`."""
    rows = rows_of(parts)
    states = [f"{sum(row.state == state for row in rows)} {state}" for state in _states(rows)]
    clips = len({(id(part), *_film(row), row.request.clip.index) for part in parts for row in part.rows})
    # Two takes of one clip are two generations.
    head = generations(len(rows), clips)
    head += f": {', '.join(states)}" if states else ""
    # A request that several rows share is bought once.
    bought = [row for _, row in plan.bought(parts)]
    if not bought:
        return f"{head}; nothing to pay"
    price = money(plan.spending(parts))
    times = [part.typical for part in parts if part.typical is not None]
    time = f", about {_time(max(times))} a clip" if times else ""
    return f"{head}; {price} USD for {sum(row.seconds for row in bought)} s{time}"


def rows_of(parts: Parts) -> list[PlanRow]:
    """All rows of a plan."""
    return [row for part in parts for row in part.rows]


def _states(rows: Iterable[PlanRow]) -> list[str]:
    known = {row.state for row in rows}
    return [state for state in get_args(State) if state in known]


def _time(seconds: float) -> str:
    return f"{seconds / 60:.0f} min" if seconds >= 90 else f"{max(seconds, 1):.0f} s"
