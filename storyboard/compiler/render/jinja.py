"""Compiles prompt templates in Jinja's sandbox, and words what goes wrong in them for whoever wrote the template."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache

from jinja2 import DictLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from storyboard.compiler.render import sandbox
from storyboard.compiler.render.prompt import Template, TemplateFault, too_long
from storyboard.patterns import lazy

_VIEW = lazy(r"context\.(\w+) object' has no attribute '([^']{1,60})'")
_VIEWS = {"ShotView": "shot", "SpeechView": "line of dialogue", "CastView": "member of the cast", "PlacedText": "text"}
_UNDEFINED = lazy(r"'([^']{1,60})' is undefined")


@cache
def environment() -> ImmutableSandboxedEnvironment:
    """The sandbox in which prompt templates are parsed and run."""
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True, autoescape=False
    )
    environment.filters = dict(sandbox.FILTERS)
    environment.globals = {}
    return environment


@lru_cache(maxsize=64)
def compiled(text: str, name: str, path: str, limit: int, sources: tuple[tuple[str, str, str], ...]) -> Template:
    """The template of a text, compiled once; `sources` are the templates that it includes (name, path, text)."""
    sandboxed = environment().overlay(loader=DictLoader({source[0]: source[2] for source in sources}))
    for source_name, source_path, source in ((name, path, text), *sources):
        if len(source.encode("utf-8")) > limit:
            raise TemplateFault(
                f"the template `{source_name}` is larger than the limit of {limit:,} bytes", source_path, 1
            )
        try:
            sandbox.check(sandboxed.parse(source))
        except TemplateSyntaxError as error:
            raise TemplateFault(str(error.message), source_path, error.lineno) from error
        except sandbox.NotAllowed as error:
            raise TemplateFault(str(error), source_path, error.line) from error
        except RecursionError as error:
            raise TemplateFault("the template is nested too deeply", source_path, 1) from error
        except ValueError as error:  # Python reads no number of more than 4,300 digits
            raise TemplateFault("a number in the template is too long to be read", source_path, 1) from error
    try:
        template = sandboxed.from_string(text)
    except (TemplateSyntaxError, SyntaxError) as error:
        raise TemplateFault("the template cannot be compiled", path, getattr(error, "lineno", 1) or 1) from error

    def chunks(given: dict[str, object]) -> Iterator[str]:
        try:
            yield from template.generate(given)
        except sandbox.TooMuch as error:
            raise too_long(_line(error)) from error
        except (TemplateError, TypeError, ValueError, AttributeError, KeyError, LookupError, RecursionError) as error:
            raise TemplateFault(_said(error), "", _line(error)) from error

    return chunks


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
