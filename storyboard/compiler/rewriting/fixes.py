"""Fixes made to a fixed point: composed without overlap, each proven by a compile, in the order of their places."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter, deque
from collections.abc import Callable, Sequence

import msgspec

from storyboard.compiler.pipeline import Compiled, Options, compile_story
from storyboard.compiler.rewriting.texts import applied, typed
from storyboard.config import Config
from storyboard.diagnostics import Diagnostic, Edit, Level, Safety
from storyboard.source import Files, MemoryFiles

ROUNDS = 20
# What may be compiled to prove the fixes of a story: so many letters, where an edit counts as `_EDIT`.
_WORK = 200_000
_EDIT = 400
_EVERYTHING = Options(variant="all")
_Texts = dict[str, str]


class Mended(msgspec.Struct, frozen=True):
    """A story after its fixes: the compile before and after them, and how many were made.

    `texts` holds each file that changed, from the text it had to the one it has now, both with their line ends.
    """

    before: Compiled
    compiled: Compiled
    texts: dict[str, tuple[str, str]]
    fixed: int

    @property
    def text(self) -> str:
        """The story's own text with its fixes, byte order mark and line ends as they came."""
        path = self.before.path
        if path in self.texts:
            return self.texts[path][1]
        source = self.before.sources[path]
        return typed(source, source.text)


def mended(
    files: Files, path: str, config: Config, options: Options, *, unsafe: bool = False, alone: bool = False
) -> Mended:
    """The story with its safe fixes made, with `unsafe` also those that change a time, a price or a guess.

    A fix that leaves its own finding or wakes another is not made; an unsafe one may wake what rested on its mistake,
    as long as no more errors stand in the end than before. With `alone` no file but the story is changed.
    """

    def compiled(texts: _Texts, chosen: Options = options) -> Compiled:
        return compile_story(MemoryFiles(texts, files), path, config, chosen)

    first, only = compiled({}), path if alone else ""
    trials = _trials(first)
    after, texts, count = _rounds(compiled, first, only, trials, unsafe=unsafe, hoping=unsafe)
    if _errors(after) > _errors(first):
        after, texts, count = _rounds(compiled, first, only, trials, unsafe=unsafe, hoping=False)
    if texts and (
        options != Options() or _varied(first) or _varied(after)
    ):  # what helps the story must not harm a variant that was not asked for
        whole = {name: typed(first.sources[name], text) for name, text in texts.items()}
        if _errors(compiled(whole, _EVERYTHING)) > _errors(compiled({}, _EVERYTHING)):
            after, texts, count = first, _Texts(), 0
    changed = {
        name: (typed(first.sources[name], first.sources[name].text), typed(first.sources[name], text))
        for name, text in texts.items()
        if text != first.sources[name].text
    }
    return Mended(first, after, changed, count if changed else 0)


def _trials(first: Compiled) -> int:
    """How many compiles may be spent on the fixes of a story: few where it is large or needs many, one at least."""
    letters = sum(len(source.text) for source in first.sources.values())
    edits = sum(len(_edits(diagnostic)) for diagnostic in first.diagnostics)
    return 1 + _WORK // (letters + _EDIT * edits + 1)


def _varied(compiled: Compiled) -> bool:
    return "" not in compiled.scopes or bool(compiled.scopes[""].variants)


def _rounds(
    compiled: Callable[[_Texts], Compiled], first: Compiled, only: str, trials: int, *, unsafe: bool, hoping: bool
) -> tuple[Compiled, _Texts, int]:
    """The story after as many rounds as change something: its compile, the texts changed, the number of fixes.

    `hoping` lets a fix wake errors that have fixes themselves.
    """
    after, texts, count = first, _Texts(), 0
    refused: set[tuple[str, str, str]] = set()
    seen: set[str] = set()
    for _ in range(ROUNDS):
        chosen = [
            diagnostic
            for diagnostic in _disjoint(after.diagnostics, unsafe)
            if _name(diagnostic) not in refused
            and not (only and any(edit.span.path != only for edit in _edits(diagnostic)))
        ]
        if not chosen or trials <= 0:
            break
        trial = _Trial(compiled, after, texts, trials, hoping=hoping)
        kept = trial.most(chosen)
        trials = trial.left
        accepted = set(map(id, kept))  # as values, each of many would be compared with each
        refused |= {_name(diagnostic) for diagnostic in chosen if id(diagnostic) not in accepted}
        if not kept:
            continue
        state = "\0".join(f"{name}\0{text}" for name, text in sorted(trial.texts.items()))
        if state in seen:  # two fixes that undo each other
            break
        seen.add(state)
        texts, after, count = trial.texts, trial.compiled, count + len(kept)
    return after, texts, count


class _Trial:
    """One round: the texts with the fixes that were accepted so far, and what they compile to."""

    def __init__(
        self, compiled: Callable[[_Texts], Compiled], start: Compiled, texts: _Texts, left: int, *, hoping: bool
    ) -> None:
        self.left = left
        self.start, self.compiled, self.texts = start, start, texts
        self._compile, self._before, self._hoping = compiled, texts, hoping
        self._kept: list[Diagnostic] = []

    def most(self, chosen: Sequence[Diagnostic]) -> list[Diagnostic]:
        """The fixes that can be made together; where some cannot, halves are tried, so that few cost few compiles.

        The larger ones come first: where no compile is left, most that can be made are.
        """
        todo = deque([list(chosen)])
        while todo and self.left:
            self.left -= 1
            group = todo.popleft()
            together = [*self._kept, *group]
            texts = self._applied(together)
            compiled = self._compile({name: typed(self.start.sources[name], text) for name, text in texts.items()})
            if _accepted(self.start, compiled, together, hoping=self._hoping):
                self._kept, self.compiled, self.texts = together, compiled, texts
            elif len(group) > 1:
                half = len(group) // 2
                todo += [group[:half], group[half:]]
        return self._kept

    def _applied(self, chosen: Sequence[Diagnostic]) -> _Texts:
        texts = dict(self._before)
        by_path: dict[str, list[Edit]] = {}
        for diagnostic in chosen:
            for edit in _edits(diagnostic):
                by_path.setdefault(edit.span.path, []).append(edit)
        for name, edits in by_path.items():
            texts[name] = applied(self.start.sources[name].text, edits)
        return texts


def _edits(diagnostic: Diagnostic) -> tuple[Edit, ...]:
    return diagnostic.finding.fix.edits if diagnostic.finding.fix is not None else ()


def _name(diagnostic: Diagnostic) -> tuple[str, str, str]:
    title = diagnostic.finding.fix.title if diagnostic.finding.fix is not None else ""
    return diagnostic.code, diagnostic.finding.message, title


def _disjoint(diagnostics: Sequence[Diagnostic], unsafe: bool) -> list[Diagnostic]:
    """The diagnostics whose fixes may be made together, the first by place where two meet."""
    wanted = (Safety.SAFE, Safety.UNSAFE) if unsafe else (Safety.SAFE,)
    taken: dict[str, list[tuple[int, int]]] = {}
    chosen: list[Diagnostic] = []
    for diagnostic in diagnostics:
        fix = diagnostic.finding.fix
        if fix is None or not fix.edits or fix.safety not in wanted:
            continue
        if any(_meets(edit, taken.get(edit.span.path, [])) for edit in fix.edits):
            continue
        chosen.append(diagnostic)
        for edit in fix.edits:
            insort(taken.setdefault(edit.span.path, []), (edit.span.start, edit.span.end))
    return chosen


def _meets(edit: Edit, taken: list[tuple[int, int]]) -> bool:
    """Whether an edit overlaps or touches one that was taken; those are sorted and disjoint."""
    at = bisect_left(taken, (edit.span.start, edit.span.end))
    beside = taken[max(at - 1, 0) : at + 1]
    return any(start <= edit.span.end and edit.span.start <= end for start, end in beside)


def _accepted(before: Compiled, after: Compiled, chosen: Sequence[Diagnostic], *, hoping: bool) -> bool:
    old, new = (Counter(diagnostic.code for diagnostic in compiled.diagnostics) for compiled in (before, after))
    own = Counter(diagnostic.code for diagnostic in chosen)
    if all(
        diagnostic.finding.fix is not None and diagnostic.finding.fix.safety is Safety.SAFE for diagnostic in chosen
    ):
        return all(new[code] <= old[code] - count for code, count in own.items()) and not new - old
    messages = {(diagnostic.code, diagnostic.finding.message) for diagnostic in after.diagnostics}
    if any(
        (diagnostic.code, diagnostic.finding.message) in messages and new[diagnostic.code] >= old[diagnostic.code]
        for diagnostic in chosen
    ):
        return False
    return _errors(after, hoping=hoping) <= _errors(before)


def _errors(compiled: Compiled, *, hoping: bool = False) -> int:
    return sum(
        diagnostic.level is Level.ERROR and not (hoping and _edits(diagnostic)) for diagnostic in compiled.diagnostics
    )
