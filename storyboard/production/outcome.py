"""What became of a build so far, project by project, so that it can be told however the build ends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from storyboard.production.records import Built, FilmOrder, State, Step, TakeRef, filled
from storyboard.records.parts import ConsentRecord


class _Part(msgspec.Struct):
    root: Path
    films: Sequence[FilmOrder]
    faulty: Sequence[tuple[str, str]]
    final: dict[TakeRef, Step] = {}


class Outcome:
    """What is known of a build so far."""

    def __init__(self) -> None:
        self.consent: ConsentRecord | None = None  # who agreed to what is spent
        self._parts: dict[tuple[Path, str], _Part] = {}

    def begin(
        self, root: Path, films: Sequence[FilmOrder], faulty: Sequence[tuple[str, str]], host: str = ""
    ) -> None:  # fmt: skip
        """Take note of what is meant in a project, and of the stories that could not be compiled.

        `host` is where it is meant, where that is done host by host.
        """
        self._parts[root, host] = _Part(root, films, faulty)

    def final(self, root: Path, host: str = "") -> dict[TakeRef, Step]:
        """The last steps of a project, to be filled."""
        return self._parts[root, host].final

    def steps(self) -> list[Step]:
        """The last steps so far."""
        return [step for part in self._parts.values() for step in part.final.values()]

    def stands(self, root: Path, steps: Iterable[Step]) -> None:
        """Take note of how the clips of a project stand that is not built."""
        self._parts[root, ""].final |= {step.place: step for step in steps}

    def built(self, state: State, why: str) -> list[Built]:
        """What became of each project; a clip of which nothing is known gets `state` and `why`."""
        return [
            Built(
                part.root,
                tuple(part.films),
                filled(part.films, part.final, state, why),
                tuple(part.faulty),
                self.consent,
            )
            for part in self._parts.values()
        ]
