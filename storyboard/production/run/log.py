"""What a run tells: each step as it comes, and the last of each clip and film."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from storyboard.production.records import FINAL, FilmOrder, State, Step, TakeRef, Tell, ordered


class StepLog:
    """Tells the steps of a run; the last ones are in `final`."""

    def __init__(self, tell: Tell, final: dict[TakeRef, Step] | None) -> None:
        self.tell = tell
        self._final: dict[TakeRef, Step] = {} if final is None else final

    def say(self, step: Step) -> None:
        """Tell a step, and keep it where it is a last one."""
        if step.state in FINAL:
            self._final[step.place] = step
        self.tell(step)

    def say_of(
        self, film: FilmOrder, state: State, clip: int, *, path: Path | None = None, reason: str = "", ms: int = 0,
        done: int = 0, total: int = 0, took: float = 0.0, warnings: tuple[str, ...] = (), take: int = 0,
    ) -> None:  # fmt: skip
        """Tell a step of a film or one of its clips."""
        self.say(Step(state, film.story, film.variant, clip, path, reason, ms, done, total, took, warnings, take))

    def last(self, film: FilmOrder, clip: int) -> Step | None:
        """The last step of what is made here: a clip's animatic, or the film with clips that are not paid for."""
        return self._final.get((film.story, film.variant, clip, 0))

    def steps(self, films: Iterable[FilmOrder]) -> tuple[Step, ...]:
        """The last step of each clip and film, in their order."""
        return ordered(films, self._final.values())
