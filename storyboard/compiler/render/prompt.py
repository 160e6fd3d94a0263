"""Finds a prompt's template, renders it, and keeps the map from the prompt's characters to the source."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

import msgspec

from storyboard.compiler.render.context import PlacedText
from storyboard.compiler.render.shipped import SHIPPED
from storyboard.patterns import lazy
from storyboard.source import Span
from storyboard.system import resources

OUTPUT_LIMIT = 256 * 1024
_SAFE_NAME = lazy(r"[\w][\w.-]{0,63}")
_MOST_INCLUDES = 8

# What a clip's values give, piece by piece; a PlacedText comes out as it went in.
Template: TypeAlias = Callable[[dict[str, object]], Iterator[str]]


class Stretch(msgspec.Struct, frozen=True, gc=False):
    """Characters `start` to `end` of a prompt and the place in the source that they come from."""

    start: int
    end: int
    span: Span


class Prompt(msgspec.Struct, frozen=True):
    """A rendered prompt and its map, in prompt order; what the template or the compiler added has no place.

    For a model that takes an array of shots `parts` are their texts, which the prompt shows below each other.
    """

    text: str
    map: tuple[Stretch, ...]
    parts: tuple[Prompt, ...] = ()


class TemplateFault(Exception):
    """A template that cannot be used: what is wrong, and the path (`` for a shipped one) and line it is at."""

    def __init__(self, message: str, path: str, line: int) -> None:
        super().__init__(message)
        self.path = path
        self.line = line


def template_path(name: str) -> str:
    """Where a project keeps a template of its own, from its root."""
    return f"templates/prompts/{name}.j2"


_INCLUDE = lazy(r"\{%-?[ \t]*+include[ \t]++['\"]([^'\"\n]{1,80})['\"]")


def load(name: str, read: Callable[[str], str | None], limit: int) -> Template:
    """The template of a name: the project's own, read by `read` from a path, else the shipped one.

    One with the text of a shipped one is a function already, and Jinja is not imported for it. Raises TemplateFault for
    a template that is missing or may not be used.
    """
    text, path = _text(name, read)
    if text in SHIPPED and len(text.encode()) <= limit:
        return SHIPPED[text]
    sources: dict[str, tuple[str, str]] = {}
    wanted = _INCLUDE.findall(text)
    while wanted:
        included = wanted.pop()
        if included in sources:
            continue
        if len(sources) == _MOST_INCLUDES:
            raise TemplateFault(f"the template `{name}` includes more than {_MOST_INCLUDES} others", path, 1)
        sources[included] = _text(included.removesuffix(".j2"), read)
        wanted += _INCLUDE.findall(sources[included][0])
    _no_circle(name, text, sources, path)
    from storyboard.compiler.render.jinja import compiled

    return compiled(text, name, path, limit, tuple((key, value[1], value[0]) for key, value in sources.items()))


def _no_circle(name: str, text: str, sources: dict[str, tuple[str, str]], path: str) -> None:
    """Raise TemplateFault for templates that include each other in a circle, which would never end."""
    done: set[str] = set()

    def visit(file: str, body: str, chain: tuple[str, ...]) -> None:
        if file in chain:
            raise TemplateFault(f"the template includes itself: {' → '.join((*chain, file))}", path, 1)
        if file in done:
            return
        for below in _INCLUDE.findall(body):
            visit(below, sources[below][0], (*chain, file))
        done.add(file)

    visit(f"{name}.j2", text, ())


def _text(name: str, read: Callable[[str], str | None]) -> tuple[str, str]:
    if _SAFE_NAME.fullmatch(name):
        path = template_path(name)
        own = read(path)
        if own is not None:
            return own, path
        try:
            return resources.read("templates", f"prompts/{name}.j2"), ""
        except FileNotFoundError:
            pass
    raise TemplateFault(f"there is no prompt template `{name}`", "", 0)


def render(template: Template, given: dict[str, object]) -> Prompt:
    """The prompt of a clip and its map. Raises TemplateFault for what goes wrong while rendering."""
    chunks: list[str] = []
    parts: list[tuple[int, PlacedText]] = []
    size = 0
    for chunk in template(given):
        if isinstance(chunk, PlacedText):
            parts.append((size, chunk))
        chunks.append(chunk)
        size += len(chunk)
        if size > OUTPUT_LIMIT:
            raise too_long()
    text = "".join(chunks)
    bare = text.strip()
    lead, size = len(text) - len(text.lstrip()), len(bare)
    stretches: list[Stretch] = []
    for at, placed in parts:
        for offset, length, span in placed.parts:
            start = at + offset - lead
            end = start + length
            if start < 0 or end > size:  # of what was stripped
                start, end = max(0, start), min(size, end)
            if start < end:
                stretches.append(Stretch(start, end, span))
    return Prompt(bare, tuple(stretches))


def too_long(line: int = 0) -> TemplateFault:
    """The fault of a template whose output is larger than a prompt can be, at its line where that is known."""
    return TemplateFault(f"the prompt is longer than {OUTPUT_LIMIT:,} characters", "", line)
