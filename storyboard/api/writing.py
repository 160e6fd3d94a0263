"""What comes back as text: JSON with a schema, reports for people and servers, requests for a shell."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias, cast

import msgspec

from storyboard import report
from storyboard.api.opening import Stories, Story
from storyboard.project.comparing import ComparedStories
from storyboard.project.compiling import CompiledStory
from storyboard.project.models import Comparison
from storyboard.project.planning import PlannedStories
from storyboard.records import Record, as_text, schemas
from storyboard.report.request import FORMATS
from storyboard.report.stories.merged import merged

_WithRecord: TypeAlias = Story | Stories | CompiledStory | PlannedStories | ComparedStories
Written: TypeAlias = _WithRecord | msgspec.Struct


def to_json(value: Written | Comparison | Iterable[Written]) -> str:
    """The JSON of anything that this package gives back, or of several, indented, ending with a line end.

    A value whose like a command prints has the same names and values there, as `storyc plan --format json`. The field
    `schema` names the form, whose JSON Schema `json_schema` gives.

    >>> import json, storyboard
    >>> story = storyboard.compile_story(storyboard.open_text("Shot 1 [0-5s] A lamp."))
    >>> json.loads(storyboard.to_json(story))["schema"]
    'storyc.compiled/1'
    >>> json.loads(storyboard.to_json(story.requests))[0]["price_usd"]
    0.625
    """
    if isinstance(value, Comparison):
        value = value.clips
    if isinstance(value, msgspec.Struct | Stories):
        return as_text(_record(value))
    return as_text([_record(item) for item in value])


def _record(value: Written) -> Record:
    if isinstance(value, Story | Stories | CompiledStory | PlannedStories | ComparedStories):
        return value.record
    return cast(Record, value)


def json_schema(name: str) -> dict[str, Any]:
    """The JSON Schema, of dialect 2020-12, of what has this name in its field `schema`, as `storyc.plan/1` or `plan`.

    Raises LookupError for a name that is not known.

    >>> import storyboard
    >>> storyboard.json_schema("storyc.diagnostic/1")["title"]
    'storyc.diagnostic/1'
    """
    return schemas.schema(name.removeprefix("storyc.").removesuffix("/1"))


def render_report(
    value: CompiledStory | Iterable[CompiledStory] | PlannedStories | ComparedStories | Comparison,
    form: str = "text",
    *,
    color: bool = False,
    width: int = 120,
) -> str:
    """The report of what is wrong with stories, of a plan, or of what `diff` or `compare` gives, "" if that is nothing.

    Of stories it is what `storyc check` prints: `text`, `concise`, `json`, `github`, `gitlab`, `sarif` or `junit`; of
    all else `text`, `json` or `markdown`. `width` is in columns. Raises LookupError for another form.

    >>> import storyboard
    >>> story = storyboard.compile_story(storyboard.open_text("Shot 1 [0-3s] A lamp.\\nShot 2 [2-5s] A hand."))
    >>> storyboard.render_report(story, "concise")
    'text.story:2:8: error[SB201] shot-overlap: shot 2 starts at 2s but shot 1 ends at 3s\\n'
    """
    if isinstance(value, PlannedStories):
        return _plan(value, form, color, width)
    if isinstance(value, ComparedStories):
        return _diff(value, form, color, width)
    if isinstance(value, Comparison):
        return _models(value, form, color, width)
    stories = (value,) if isinstance(value, CompiledStory) else tuple(value)
    module = report.load(form)
    return module.render(*merged(form, stories), color=color, width=width)


def _plan(value: PlannedStories, form: str, color: bool, width: int) -> str:
    from storyboard.report.plan import json, markdown, text

    forms: dict[str, Callable[[], str]] = {
        "text": lambda: text.render(value.parts, color=color, wide=width),
        "json": lambda: json.render(value.parts),
        "markdown": lambda: markdown.render(value.parts),
    }
    return forms[form]()


def _diff(value: ComparedStories, form: str, color: bool, width: int) -> str:
    from storyboard.report.diff import json, markdown, text

    forms: dict[str, Callable[[], str]] = {
        "text": lambda: text.render(value.record, color=color, columns=width),
        "json": lambda: json.render(value.record),
        "markdown": lambda: markdown.render(value.record),
    }
    return forms[form]()


def _models(value: Comparison, form: str, color: bool, width: int) -> str:
    from storyboard.report.compare import json, markdown, text

    forms: dict[str, Callable[[], str]] = {
        "text": lambda: text.render(value, color=color, wide=width),
        "json": lambda: json.render(value),
        "markdown": lambda: markdown.render(value),
    }
    return forms[form]()


def render_requests(stories: CompiledStory | Iterable[CompiledStory], form: str = "prompt") -> str:
    """The requests of stories as `storyc render` prints them: `prompt`, `json`, or `curl`, a shell script.

    Nothing is sent. Raises LookupError for another form.

    >>> import storyboard
    >>> print(storyboard.render_requests(storyboard.compile_story(storyboard.open_text("Shot 1 [0-5s] A lamp."))))
    Shot 1 [0-5s] A lamp.
    <BLANKLINE>
    """
    several = (stories,) if isinstance(stories, CompiledStory) else stories
    return FORMATS[form]([(story.project, sent) for story in several for sent in story.compiled.requests])
