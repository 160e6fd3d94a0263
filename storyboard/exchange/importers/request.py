"""A request to a video model as JSON, or as it stands in a Python, JavaScript or shell sample; lists of shots too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from msgspec.structs import replace

from storyboard.exchange.importers._data import drafts_of
from storyboard.exchange.importers._draft import Draft, DraftClip, Refused
from storyboard.exchange.importers._literal import DEPTH, Many, Table, TooDeep, Value, literals
from storyboard.exchange.importers.prompt import draft
from storyboard.language import words
from storyboard.patterns import lazy

RANK = 3
_LISTS = "|".join(re.escape(word).replace(r"\ ", "[_ ]?") for word in words.of("lists"))
_HINT = lazy(rf"""(?:^|[{{(\[,\s"'\\])(?:prompt|text_prompt|multi_prompt|{_LISTS})\\?["']?\s*+[:=]""", re.IGNORECASE)
# A string behind what a program has before one: call("…", x = '…', ["…", --prompt "…"
_STRING = lazy(r"""(?:[(\[{=]|\breturn\b)\s*+["'`]|--[\w-]{1,40}+[ =]["']""")
# A list of objects: = [{ start: 0, …
_OBJECTS = lazy(r"""\[\s*+\{\s*+["']?\w++["']?\s*+:""")
_CAMEL = lazy("(?<=[a-z0-9])[A-Z]")


def suits(text: str) -> bool:
    """Whether the text holds an object with a prompt, or a list of shots."""
    shaped = any(pattern.search(text) for pattern in (_HINT, _STRING, _OBJECTS))
    if not shaped and text.lstrip()[:1] not in ("{", "["):
        return False
    try:
        return bool(_stories(text))
    except TooDeep:
        return text.lstrip()[:1] in ("{", "[")


def read(text: str) -> Draft | Refused:
    """The requests of a text, each a clip; a list of prompts with durations is one clip of shots."""
    try:
        stories = _stories(text)
    except TooDeep:
        return Refused(f"its brackets are nested deeper than {DEPTH}")
    if not stories:
        return Refused("it holds no request: no object has a `prompt` or a list of shots")
    if len(stories) == 1:
        return stories[0]
    clips: list[DraftClip] = []
    for number, story in enumerate(stories, start=1):
        settings = dict(story.settings)
        title = settings.pop("title", "") or f"Clip {number}"
        own, *more = story.clips or (DraftClip(),)
        lines, doubts = (*story.lines, *own.lines), (*story.doubts, *own.doubts)
        clips.append(replace(own, title=title, settings={**own.settings, **settings}, lines=lines, doubts=doubts))
        clips += more
    notes = dict.fromkeys(note for story in stories for note in story.notes)
    return Draft(clips=tuple(clips), notes=tuple(notes))


@lru_cache(maxsize=1)  # `suits` asks, and then `read`
def _stories(text: str) -> tuple[Draft, ...]:
    """The stories of a text, none where it holds none. Raises TooDeep."""
    top = _respelt(literals(text))
    stories = drafts_of(top)
    if not stories:
        # A body that is itself a string: JSON.stringify, -d "{\"prompt\": …}"
        inner = [value for _, value in top.pairs if isinstance(value, str) and "{" in value and _HINT.search(value)]
        stories = [story for body in inner for story in drafts_of(_respelt(literals(body)))]
    return tuple(stories or _quoted(text, top))


def _respelt(value: Table) -> Table:
    """A table with its keys as Python spells them: `durationSeconds` is `duration_seconds`."""
    pairs = ((_CAMEL.sub(lambda match: f"_{match[0].lower()}", key), inner) for key, inner in value.pairs)
    return Table(tuple((key, _spelt(inner)) for key, inner in pairs))


def _spelt(value: Value) -> Value:
    if isinstance(value, Many):
        return Many(tuple(map(_spelt, value.items)))
    return _respelt(value) if isinstance(value, Table) else value


def _quoted(text: str, top: Table) -> list[Draft]:
    """The prompt of a program that gives it no name which tells: the longest string, where all shots stand in it."""
    longest = max(_strings(top), key=len, default="") if _STRING.search(text) is not None else ""
    quoted = draft(longest, several=True)
    if _count(quoted) < 2 or _count(quoted) < _count(draft(text, several=True)):
        return []
    return [replace(quoted, notes=("only what stood in quotation marks is taken over", *quoted.notes))]


def _count(story: Draft) -> int:
    return sum(len(clip.shots) for clip in story.clips)


def _strings(value: Value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Many):
        lines = [item for item in value.items if isinstance(item, str)]
        yield "\n".join(lines)
        for item in value.items:
            yield from _strings(item)
    elif isinstance(value, Table):
        for _, item in value.pairs:
            yield from _strings(item)
