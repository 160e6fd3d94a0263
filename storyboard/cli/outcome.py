"""What became of a build, however it ends: its report, and the summary of a step."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

import click
import msgspec

from storyboard.cli import exits, stories, terminal
from storyboard.production.build import Film, Place, Step
from storyboard.production.records import Built, State, filled
from storyboard.report.production.build import FORMATS


class _Part(msgspec.Struct):
    root: Path
    films: Sequence[Film]
    faulty: Sequence[tuple[str, str]]
    final: dict[Place, Step] = {}


class Outcome:
    """What is known of a build so far."""

    def __init__(self, target: str | None) -> None:
        """Take note of where the report goes. Raises click.UsageError for a format that there is none of."""
        self._target = target
        self._form = "" if target is None else os.path.splitext(target)[1].lower()
        if target is not None and self._form not in FORMATS:
            raise click.UsageError(f"`--report {target}` ends neither in `.json` nor in `.xml`")
        self._parts: dict[Path, _Part] = {}

    def begin(self, root: Path, films: Sequence[Film], faulty: Sequence[tuple[str, str]]) -> None:
        """Take note of what is meant in a project, and of the stories that could not be compiled."""
        self._parts[root] = _Part(root, films, faulty)

    def final(self, root: Path) -> dict[Place, Step]:
        """The last steps of a project, to be filled."""
        return self._parts[root].final

    def steps(self) -> list[Step]:
        """The last steps so far."""
        return [step for part in self._parts.values() for step in part.final.values()]

    def stands(self, root: Path, steps: Iterable[Step]) -> None:
        """Take note of how the clips of a project stand that is not built."""
        self._parts[root].final |= {step.place: step for step in steps}

    def write(self, state: State = "failed", why: str = "it was not reached") -> int:
        """Write the report and the summary; a clip of which nothing is known gets `state` and `why`.

        What cannot be written is said, and is the exit code: how the build went counts for more.
        """
        try:
            self._write(state, why)
        except click.UsageError as error:
            terminal.say(f"error: {error.message}")
            return exits.USAGE
        return exits.DONE

    def _write(self, state: State, why: str) -> None:
        built = [
            Built(part.root, tuple(part.films), filled(part.films, part.final, state, why), tuple(part.faulty))
            for part in self._parts.values()
        ]
        if self._target is not None:
            terminal.put(FORMATS[self._form](built), self._target)
        if os.environ.get(stories.SUMMARY):
            from storyboard.report.production.markdown import summary

            stories.add_to_summary(summary(built))
