"""What reading costs: long texts made to be slow, half and whole, and the usual prompts."""

from __future__ import annotations

import signal
import statistics
import time
from collections.abc import Callable, Iterator

from storyboard.language.words import by_language
from tools.reading.loading import own
from tools.reading.scoring import compiled, imported

SIZE = 100_000  # letters
_LIMIT = 60.0  # seconds after which a reading is given up
_GLUED = by_language("shots")["zh"][0]
BOMBS: dict[str, Callable[[int], str]] = {
    "digits": lambda size: "7" * size,
    "Shot 1 and blanks": lambda size: "Shot 1" + " " * (size - 6),
    "opening brackets": lambda size: "[" * size,
    "brackets": lambda size: "[]" * (size // 2),
    "tags": lambda size: "<b>" * (size // 3),
    "line ends": lambda size: "\n" * size,
    "dashes": lambda size: "-" * size,
    "1-2 …": lambda size: "1-2 " * (size // 4),
    "00:00-00:03 …": lambda size: "00:00-00:03 " * (size // 12),
    "0-3s: a …": lambda size: "0-3s: a " * (size // 8),
    "0-3s: a ⏎ …": lambda size: "0-3s: a\n" * (size // 8),
    f"{_GLUED}1 …": lambda size: f"{_GLUED}1 " * (size // 4),
    "Shot 1 [0-3s] a ⏎ …": lambda size: "Shot 1 [0-3s] a\n" * (size // 16),
    "| a … ⏎ …": lambda size: "| 0-3s | a |\n" * (size // 13),
}


class _TooLong(Exception):
    """A reading that took longer than anybody waits."""


def lines() -> Iterator[str]:
    """The table, a row a bomb: seconds of CPU for all of it, and how much more that is than for half of it."""
    modes = {"check": compiled, "import": imported}
    yield f"{SIZE:,} letters of{'':10}{'check':>9}{'× half':>8}{'import':>9}{'× half':>8}"
    for read in modes.values():
        read(own()[0].text)  # expressions are compiled at their first use
    for name, bomb in BOMBS.items():
        cells = ""
        for read in modes.values():
            half, whole = _cost(read, bomb(SIZE // 2)), _cost(read, bomb(SIZE))
            growth = f"{whole / half:.1f}" if half and whole and whole < _LIMIT else "?"
            cells += f"{_said(whole):>9}{growth:>8}"
        yield f"{name:26}{cells}"
    for mode, read in modes.items():
        costs = [_cost(read, text.text) for text in own()]
        yield f"{mode}: median of {len(costs)} usual prompts {statistics.median(costs) * 1000:.1f} ms"


def _said(seconds: float) -> str:
    return f"> {_LIMIT:.0f} s" if seconds >= _LIMIT else f"{seconds:.2f} s"


def _cost(read: Callable[[str], object], text: str) -> float:
    """Seconds of CPU that a reading takes, at most the limit."""

    def stop(_signal: int, _frame: object) -> None:
        raise _TooLong

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, _LIMIT)
    since = time.process_time()
    try:
        read(text)
    except _TooLong:
        return _LIMIT
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    return min(time.process_time() - since, _LIMIT)
