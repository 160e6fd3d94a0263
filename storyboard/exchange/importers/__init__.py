"""Imports into `.story`: one module a format, which is its name, with `suits(text)` and `read(text)`.

`RANK` says in which order `auto` tries them; the last one takes any text.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol, cast

from msgspec.structs import replace

from storyboard.config import Limits
from storyboard.exchange.importers._agreement import agreed
from storyboard.exchange.importers._draft import Draft, Refused
from storyboard.exchange.importers._writer import written
from storyboard.language.reading import crowded
from storyboard.language.syntax import nature

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
    names = [module.name for module in iter_modules(__path__) if module.name[0] != "_"]
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


def read(text: str, form: str = AUTO, limits: Limits = _LIMITS) -> Draft | Refused:
    """The text as clips and shots, or why it cannot be read; what has no words is refused, since nothing was read."""
    if crowded(text, limits.numbers):
        return _too_many(f"{limits.numbers:,} numbers that may be times or labels", "numbers")
    its = nature.of_text(text) if form == AUTO else None
    if its is not None and its.advice:
        return Refused(f"it is {its.name}: {its.advice}")
    chosen = guess(text) if form == AUTO else form
    made = load(chosen).read(text)
    if isinstance(made, Draft) and not _worded(made):
        return Refused("no words for a shot were found in it")
    if isinstance(made, Draft) and its is not None and chosen == _PROMPT:
        if sum(len(clip.shots) for clip in made.clips) < 2 and its is not nature.FRAGMENT:
            return Refused(f"it looks like {its.name}, and no shots were found in it")
        asked = f"the text looks like {its.name}, and was read as a prompt: is all of it meant?"
        return replace(made, doubts=(asked, *made.doubts))
    if isinstance(made, Draft) and len(made.clips) > limits.clips:
        return _too_many(f"{limits.clips:,} clips", "clips")
    return agreed(text, made) if isinstance(made, Draft) else made


def _too_many(what: str, limit: str) -> Refused:
    return Refused(f"it holds more than {what}: import it in parts, or raise `{limit}` under `[limits]` in storyc.toml")


def _worded(draft: Draft) -> bool:
    """Whether any line of a draft holds words."""
    lines = [*draft.lines, *(line for clip in draft.clips for line in (*clip.lines, *clip.closing))]
    lines += [line for clip in draft.clips for shot in clip.shots for line in shot.lines]
    return any(line.text.strip() for line in lines) or any(shot.title for clip in draft.clips for shot in clip.shots)
