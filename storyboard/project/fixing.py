"""The fixes of many stories: made, written or only shown, and counted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from storyboard.compiler.pipeline import Compiled, Options
from storyboard.compiler.rewriting import Mended, mended, unified
from storyboard.diagnostics import fixable
from storyboard.project.records import Project
from storyboard.project.writing import write


class Fixes:
    """The fixes of a run: with `shows` they are only shown, with `unsafe` those are made that need a look.

    `diffs` are what is to be shown, `piped` is the text of the story from stdin with its fixes, `mistakes` are phrases
    about files that could not be written. `fixed` is the number of mistakes that were fixed in `stories`, `more` of
    those that only `unsafe` would fix. `prices` are the stories whose price the fixes may have changed, as one types
    their paths, compiled before and after.
    """

    def __init__(self, typed: Callable[[Path], str], *, unsafe: bool, shows: bool) -> None:
        self.unsafe, self.shows = unsafe, shows
        self.diffs: list[str] = []
        self.piped: str | None = None
        self.mistakes: list[str] = []
        self.fixed = self.stories = self.more = 0
        self.prices: list[tuple[str, Compiled, Compiled]] = []
        self._typed = typed

    def mend(self, project: Project, path: str, chosen: Options) -> Compiled:
        """The story's compile after its fixes; the one before them where they are only shown or cannot be written."""
        result = mended(project.files, path, project.config, chosen, unsafe=self.unsafe, alone=project.piped)
        if self.shows:
            texts = sorted(result.texts.items())
            new = [unified(self._path(project, name), before, after) for name, (before, after) in texts]
            self.diffs += [diff for diff in new if diff not in self.diffs]  # an include that several stories share
        elif project.piped:
            self.piped = result.text
        elif not self._write(project, result):
            return result.before
        self._count(result, self._path(project, path))
        return result.before if self.shows else result.compiled

    def _write(self, project: Project, result: Mended) -> bool:
        """Whether all texts were written, those before the first that was not included."""
        for name, texts in sorted(result.texts.items()):
            why = write(project.root, name, *texts)
            if why:
                self.mistakes.append(f"`{self._path(project, name)}` is left as it is: {why}")
                return False
        return True

    def _path(self, project: Project, name: str) -> str:
        return name if project.piped else self._typed(project.root / name)

    def _count(self, result: Mended, path: str) -> None:
        self.fixed += result.fixed
        self.stories += bool(result.fixed)
        if not self.unsafe:
            self.more += fixable(result.compiled.diagnostics)[1]
        elif result.fixed and not result.compiled.has_errors:
            self.prices.append((path, result.before, result.compiled))
