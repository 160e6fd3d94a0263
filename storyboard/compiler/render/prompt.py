"""Renders a prompt template in the sandbox, and keeps the map from the prompt's characters to the source."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import msgspec

from storyboard.compiler.render.context import PlacedText
from storyboard.patterns import lazy
from storyboard.source import Span
from storyboard.system import resources

if TYPE_CHECKING:
    from jinja2 import Template
    from jinja2.sandbox import ImmutableSandboxedEnvironment

_SAFE_NAME = lazy(r"[\w][\w.-]{0,63}")
_MOST_INCLUDES = 8
_VIEW = lazy(r"context\.(\w+) object' has no attribute '([^']{1,60})'")
_VIEWS = {"ShotView": "shot", "SpeechView": "line of dialogue", "CastView": "member of the cast", "PlacedText": "text"}
_UNDEFINED = lazy(r"'([^']{1,60})' is undefined")


class Stretch(msgspec.Struct, frozen=True, gc=False):
    """Characters `start` to `end` of a prompt and the place in the source that they come from."""

    start: int
    end: int
    span: Span


class Prompt(msgspec.Struct, frozen=True):
    """A rendered prompt and its map, in prompt order; what the template or the compiler added has no place."""

    text: str
    map: tuple[Stretch, ...]


class TemplateFault(Exception):
    """A template that cannot be used: what is wrong, and the path (`` for a shipped one) and line it is at."""

    def __init__(self, message: str, path: str, line: int) -> None:
        super().__init__(message)
        self.path = path
        self.line = line


def template_path(name: str) -> str:
    """Where a project keeps a template of its own, from its root."""
    return f"templates/prompts/{name}.j2"


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    from storyboard.compiler.render import sandbox

    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True, autoescape=False
    )
    environment.filters = dict(sandbox.FILTERS)
    environment.globals = {}
    return environment


@lru_cache(maxsize=64)
def _compiled(text: str, name: str, path: str, limit: int, sources: tuple[tuple[str, str, str], ...]) -> Template:
    """The template of a text, compiled once; `sources` are the templates that it includes (name, path, text)."""
    from jinja2 import DictLoader, TemplateSyntaxError

    from storyboard.compiler.render import sandbox

    environment = _environment().overlay(loader=DictLoader({source[0]: source[2] for source in sources}))
    for source_name, source_path, source in ((name, path, text), *sources):
        if len(source.encode("utf-8")) > limit:
            raise TemplateFault(
                f"the template `{source_name}` is larger than the limit of {limit:,} bytes", source_path, 1
            )
        try:
            sandbox.check(environment.parse(source))
        except TemplateSyntaxError as error:
            raise TemplateFault(str(error.message), source_path, error.lineno) from error
        except sandbox.NotAllowed as error:
            raise TemplateFault(str(error), source_path, error.line) from error
        except RecursionError as error:
            raise TemplateFault("the template is nested too deeply", source_path, 1) from error
        except ValueError as error:  # Python reads no number of more than 4,300 digits
            raise TemplateFault("a number in the template is too long to be read", source_path, 1) from error
    try:
        return environment.from_string(text)
    except (TemplateSyntaxError, SyntaxError) as error:
        raise TemplateFault("the template cannot be compiled", path, getattr(error, "lineno", 1) or 1) from error


_INCLUDE = lazy(r"\{%-?[ \t]*+include[ \t]++['\"]([^'\"\n]{1,80})['\"]")


def load(name: str, read: Callable[[str], str | None], limit: int) -> Template:
    """The compiled template of a name: the project's own, read by `read` from a path, else the shipped one.

    Raises TemplateFault for a template that is missing or may not be used.
    """
    text, path = _text(name, read)
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
    return _compiled(text, name, path, limit, tuple((key, value[1], value[0]) for key, value in sources.items()))


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
    from jinja2 import TemplateError

    from storyboard.compiler.render import sandbox

    chunks: list[str] = []
    parts: list[tuple[int, PlacedText]] = []
    size = 0
    try:
        for chunk in template.generate(given):
            if isinstance(chunk, PlacedText):
                parts.append((size, chunk))
            chunks.append(chunk)
            size += len(chunk)
            if size > sandbox.OUTPUT_LIMIT:
                raise sandbox.TooMuch
    except sandbox.TooMuch as error:
        raise TemplateFault(
            f"the prompt is longer than {sandbox.OUTPUT_LIMIT:,} characters", "", _line(error)
        ) from error
    except (TemplateError, TypeError, ValueError, AttributeError, KeyError, LookupError, RecursionError) as error:
        raise TemplateFault(_said(error), "", _line(error)) from error
    text = "".join(chunks)
    bare = text.strip()
    lead = len(text) - len(text.lstrip())
    stretches: list[Stretch] = []
    for at, placed in parts:
        for offset, length, span in placed.parts:
            start = max(0, at + offset - lead)
            end = min(len(bare), at + offset + length - lead)
            if start < end:
                stretches.append(Stretch(start, end, span))
    return Prompt(bare, tuple(stretches))


def _said(error: Exception) -> str:
    """Jinja's message in the words of whoever wrote the template."""
    said = str(error) or type(error).__name__
    view = _VIEW.search(said)
    if view is not None:
        return f"a {_VIEWS[view[1]]} has no `{view[2]}`"
    unknown = _UNDEFINED.fullmatch(said)
    return f"there is no `{unknown[1]}`" if unknown else said[:200]


def _line(error: BaseException) -> int:
    """The template's line at which an error was raised, from Jinja's rewritten traceback."""
    line, trace = 0, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename in ("<template>", "<unknown>"):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
