"""What the reports of models share: the cells of a model's row, and a loss in words."""

from __future__ import annotations

from collections.abc import Sequence

from storyboard.compiler.losses import Loss
from storyboard.diagnostics import Level
from storyboard.project.models import ModelStory
from storyboard.report.drawing.markdown import escaped
from storyboard.report.drawing.words import count
from storyboard.timing import money

_WORDS = 120  # characters of the words that are lost


def cells(row: ModelStory) -> tuple[str, ...]:
    """Model, clips, seconds, price, shots kept of shots, and how many losses of each weight."""
    kept, shots = sum(clip.kept for clip in row.clips), sum(clip.shots for clip in row.clips)
    counts = [(row.count(Level.ERROR), "error"), (row.count(Level.WARNING), "warning")]
    return (
        row.profile.id,
        str(row.takes),
        "-" if row.seconds is None else str(row.seconds),
        "-" if row.price is None else money(row.price),
        f"{kept}/{shots}",
        ", ".join(count(number, word) for number, word in counts if number) or "none",
    )


def name(row: ModelStory) -> str:
    """The story, with its variant."""
    return row.story + (f" ({row.variant})" if row.variant else "")


def where(loss: Loss, clips: int) -> str:
    """Which of so many clips lose it, and its place: `clip 2, film.story:7:12`."""
    every = len(loss.clips) >= clips > 1
    numbers = "all clips" if every else f"clip{'s' * (len(loss.clips) > 1)} {', '.join(map(str, loss.clips))}"
    return f"{numbers}, {loss.span.path}:{loss.start.line}:{loss.start.column}"


def words(loss: Loss) -> str:
    """The words or numbers that are lost, in one line; nothing where the message has them."""
    text = " ".join(loss.lost.words.split())
    if not text or text in loss.message:
        return ""
    return text if len(text) <= _WORDS else f"{text[:_WORDS]}…"


def plain(loss: Loss) -> str:
    """A loss as Markdown in one line."""
    lost = f" Lost: {escaped(words(loss))}" if words(loss) else ""
    return f"**{loss.weight.value}** {loss.code}, {escaped(loss.message.replace('`', ''))}.{lost}"


def losing(rows: Sequence[ModelStory]) -> list[ModelStory]:
    """The models that lose something."""
    return [row for row in rows if row.losses]
