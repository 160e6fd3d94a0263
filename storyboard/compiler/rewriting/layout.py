"""Canonical layout with a safety net: both texts are compiled, and what is not the same is not handed out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher

import msgspec

from storyboard.compiler.formatter import fmt
from storyboard.compiler.pipeline import Compiled, Options, compile_story
from storyboard.config import Config, Rules
from storyboard.diagnostics import Diagnostic, Level
from storyboard.language.story import Clip
from storyboard.source import Files, MemoryFiles, Source, Span

_EVERYTHING = Options(variant="all")
_SYNTAX = "SB1"
# How often a story is compiled to find the lines that cannot be laid out, and the most lines that are compared.
_TRIALS = 40
_LINES = 4000


class Laid(msgspec.Struct, frozen=True):
    """A story's text as it is and as it is laid out, the same where it may not be touched.

    `errors` are the mistakes of syntax that forbid it. `bug` says what the whole layout would have changed; `after` is
    then laid out without the lines that would have done so. `sources` holds the texts that errors stand in, by path.
    """

    before: str
    after: str
    errors: tuple[Diagnostic, ...] = ()
    bug: str = ""
    sources: dict[str, Source] = {}


def laid_out(files: Files, path: str, config: Config, within: tuple[int, int] | None = None) -> Laid:
    """The story at a path in canonical layout, proven to compile to the same requests and diagnostics.

    Of `within`, a first and a last line counted from 0, only what touches these lines is laid out.
    """
    config = msgspec.structs.replace(config, rules=Rules())
    compiled = compile_story(files, path, config, _EVERYTHING)
    nowhere = Span(path, 0, 0)
    errors = tuple(
        diagnostic
        for diagnostic in compiled.diagnostics
        if diagnostic.level is Level.ERROR and (diagnostic.code.startswith(_SYNTAX) or diagnostic.span == nowhere)
    )
    before = _text(files, path)
    after = fmt(files, path, config.limits) if not errors else before
    if after is None or after == before:
        return Laid(before, before, errors, sources=compiled.sources)

    def difference(text: str) -> str:
        return _difference(compiled, compile_story(MemoryFiles({path: text}, files), path, config, _EVERYTHING))

    bug = difference(after) if within is None else ""
    partly = bug or within is not None
    return Laid(before, _partly(before, after, difference, within) if partly else after, bug=bug)


def _partly(before: str, after: str, difference: Callable[[str], str], within: tuple[int, int] | None) -> str:
    """The text with as many of the layout's changes as leave its meaning alone; few trials, then it stays as it is.

    Changes are taken or left line by line where lines agree in number, and halved until the wrong ones are alone.
    """
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    matcher = SequenceMatcher(None, old, new, autojunk=False) if len(old) + len(new) <= _LINES else None
    changes = _single(code for code in matcher.get_opcodes() if code[0] != "equal") if matcher is not None else []
    if within is not None:
        first, last = within
        changes = [change for change in changes if change[1] <= last and first <= max(change[1], change[2] - 1)]
    left = _TRIALS

    def applied(chosen: Sequence[tuple[str, int, int, int, int]]) -> str:
        lines = list(old)
        for _, start, end, begin, stop in sorted(chosen, key=lambda change: change[1], reverse=True):
            lines[start:end] = new[begin:stop]
        return "".join(lines)

    def sound(
        kept: list[tuple[str, int, int, int, int]], asked: list[tuple[str, int, int, int, int]]
    ) -> list[tuple[str, int, int, int, int]]:
        nonlocal left
        left -= 1
        if left < 0 or not asked:
            return kept
        if not difference(applied([*kept, *asked])):
            return [*kept, *asked]
        if len(asked) == 1:
            return kept
        half = len(asked) // 2
        return sound(sound(kept, asked[:half]), asked[half:])

    return applied(sound([], changes))


def _single(changes: Iterable[tuple[str, int, int, int, int]]) -> list[tuple[str, int, int, int, int]]:
    """The changes, each that replaces as many lines as it writes parted into its lines."""
    parted: list[tuple[str, int, int, int, int]] = []
    for tag, start, end, begin, stop in changes:
        if end - start == stop - begin:
            parted += [(tag, start + at, start + at + 1, begin + at, begin + at + 1) for at in range(end - start)]
        else:
            parted.append((tag, start, end, begin, stop))
    return parted


def _text(files: Files, path: str) -> str:
    try:
        return files.read(path).decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""  # which is an error of the story's, and said as one


def _difference(before: Compiled, after: Compiled) -> str:
    """What two compiles do not have in common, as a phrase, empty where they are the same."""
    if [request.sha256 for request in before.requests] != [request.sha256 for request in after.requests]:
        return "a request would change"
    if [_meaning(clip) for clip in before.clips] != [_meaning(clip) for clip in after.clips]:
        return "a clip would change"
    codes = [Counter(diagnostic.code for diagnostic in compiled.diagnostics) for compiled in (before, after)]
    if codes[0] != codes[1]:
        return f"{', '.join(sorted((codes[0] - codes[1]) + (codes[1] - codes[0])))} would come or go"
    return ""


def _meaning(clip: Clip) -> tuple[object, ...]:
    """All of a clip that can be sent or exported, without its places in the file."""
    shots = [
        (
            (shot.start, shot.end, shot.title, shot.action.value),
            [(field.key, field.text.value) for field in shot.fields],
            [(speech.name, speech.state, speech.manner, speech.typed.value) for speech in shot.dialogue],
        )
        for shot in clip.shots
    ]
    settings = {key: setting.value for key, setting in clip.settings.items() if not isinstance(setting.value, tuple)}
    return (clip.title, clip.overview.value, clip.closing.value, clip.duration, clip.size, shots, settings)
