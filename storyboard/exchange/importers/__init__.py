"""Imports into `.story`: one module a format, which is its name, with `suits(text)` and `read(text)`.

`RANK` says in which order `auto` tries them; the last one takes any text.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Protocol, cast

import msgspec
from msgspec.structs import replace

from storyboard.config import Limits
from storyboard.exchange.importers._agreement import agreed
from storyboard.exchange.importers._draft import Draft, Refused
from storyboard.exchange.importers._writer import written
from storyboard.language.reading import crowded
from storyboard.language.syntax import nature
from storyboard.language.syntax.nature import Nature
from storyboard.system.modules import modules

__all__ = ["AUTO", "Draft", "Importer", "Refused", "agreed", "formats", "guess", "load", "read", "written"]

AUTO = "auto"
_PROMPT = "prompt"
_LIMITS = Limits()


class Importer(Protocol):
    """What each format's module offers."""

    RANK: int

    def suits(self, text: str) -> bool:
        """Whether the text looks like this format."""
        ...

    def read(self, text: str) -> Draft | Refused:
        """The text as clips and shots, or why it cannot be read."""
        ...


@cache
def formats() -> tuple[str, ...]:
    """The names of all formats, in the order in which `auto` tries them."""
    names = [name for name in modules(__path__) if name[0] != "_"]
    return tuple(sorted(names, key=lambda name: _module(name).RANK))


def load(name: str) -> Importer:
    """The format of that name, imported now. Raises LookupError for a name that is not in `formats()`."""
    if name not in formats():
        raise LookupError(name)
    return _module(name)


def _module(name: str) -> Importer:
    return cast(Importer, import_module(f"{__name__}.{name}"))


def guess(text: str) -> str:
    """The name of the first format that the text suits."""
    return next(name for name in formats() if load(name).suits(text))


class _Import(msgspec.Struct, frozen=True):
    """A text on its way to a draft: its format, what it looks like where no format was named, and its draft."""

    text: str
    form: str
    limits: Limits
    nature: Nature | None = None
    draft: Draft = Draft()


def read(text: str, form: str = AUTO, limits: Limits = _LIMITS) -> Draft | Refused:
    """The text as clips and shots, or why it cannot be read; what has no words is refused, since nothing was read.

    `_PASSES` are the steps; `written` is what follows them.
    """
    step = _Import(text, form, limits)
    for run in _PASSES:
        outcome = run(step)
        if not isinstance(outcome, _Import):
            return outcome
        step = outcome
    return step.draft


def _count_numbers(step: _Import) -> _Import | Refused:
    """The prompt, unless it holds too many numbers to be read closely; data are read by their columns and keys."""
    most = step.limits.numbers
    if step.form == _PROMPT and crowded(step.text, most):
        return _too_many(f"{most:,} numbers that may be times or labels", "numbers")
    return step


def _count_lines(step: _Import) -> _Import | Refused:
    most = step.limits.lines
    return _too_many(f"{most:,} lines", "lines") if step.text.count("\n") > most else step


def _see_nature(step: _Import) -> _Import | Refused:
    seen = nature.of_text(step.text) if step.form == AUTO else None
    if seen is not None and seen.advice:
        return Refused(f"it is {seen.name}: {seen.advice}")
    return replace(step, nature=seen)


def _choose_format(step: _Import) -> _Import:
    return replace(step, form=guess(step.text)) if step.form == AUTO else step


def _read_format(step: _Import) -> _Import | Refused:
    draft = load(step.form).read(step.text)
    return draft if isinstance(draft, Refused) else replace(step, draft=draft)


def _seek_words(step: _Import) -> _Import | Refused:
    return step if _worded(step.draft) else Refused("no words for a shot were found in it")


def _doubt_nature(step: _Import) -> _Import | Draft | Refused:
    """A draft that ends the import, with a question, where a text that looks like another kind was read as a prompt."""
    seen, draft = step.nature, step.draft
    if seen is None or step.form != _PROMPT:
        return step
    if sum(len(clip.shots) for clip in draft.clips) < 2 and seen is not nature.FRAGMENT:
        return Refused(f"it looks like {seen.name}, and no shots were found in it")
    asked = f"the text looks like {seen.name}, and was read as a prompt: is all of it meant?"
    return replace(draft, doubts=(asked, *draft.doubts))


def _count_clips(step: _Import) -> _Import | Refused:
    most, clips = step.limits, step.draft.clips
    if len(clips) > most.clips:
        return _too_many(f"{most.clips:,} clips", "clips")
    return _too_many(f"{most.shots:,} shots", "shots") if sum(len(clip.shots) for clip in clips) > most.shots else step


def _ask_check(step: _Import) -> _Import:
    return replace(step, draft=agreed(step.text, step.draft))


# From a text to its draft, in this order; what is no further step ends it.
_PASSES: tuple[Callable[[_Import], _Import | Draft | Refused], ...] = (
    _count_lines,
    _see_nature,
    _choose_format,
    _count_numbers,
    _read_format,
    _seek_words,
    _count_clips,
    _doubt_nature,
    _ask_check,
)


def _too_many(what: str, limit: str) -> Refused:
    return Refused(f"it holds more than {what}: import it in parts, or raise `{limit}` under `[limits]` in storyc.toml")


def _worded(draft: Draft) -> bool:
    """Whether any line of a draft holds words."""
    lines = [*draft.lines, *(line for clip in draft.clips for line in (*clip.lines, *clip.closing))]
    lines += [line for clip in draft.clips for shot in clip.shots for line in shot.lines]
    return any(line.text.strip() for line in lines) or any(shot.title for clip in draft.clips for shot in clip.shots)
