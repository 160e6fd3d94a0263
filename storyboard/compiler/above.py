"""What stands above the clips, read anew after an edit in the front matter."""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from storyboard.compiler.layout.scenes import read_words
from storyboard.compiler.layout.scope import Scope, read_scope
from storyboard.compiler.pipeline import WholeStory, model_of
from storyboard.config import Config
from storyboard.diagnostics import Bag, Finding
from storyboard.language.story import Row, Script, Setting, Text
from storyboard.language.syntax.parser import rows
from storyboard.source import Files, Source


class Above(msgspec.Struct, frozen=True):
    """What stands above the first clip: the story read with it, and the findings of the passes that read it.

    `meaning` is all of it that any clip may rest on.
    """

    whole: WholeStory
    findings: tuple[Finding, ...]
    meaning: tuple[object, ...]


def read_above(whole: WholeStory, source: Source, by: int, files: Files, config: Config) -> Above | None:
    """What stands above the clips in a text that is longer `by` so many characters in its front matter.

    None where that is no longer its front matter, or where it may change how the lines of all clips are read.
    """
    story, facts = whole.facts.story, whole.facts
    before = story.script.front
    if before is None:
        return None
    end = len(before.text) + by
    front = next(rows(source.text[: end + 1]), None)
    if front is None or front.kind != "FRONT" or len(front.text) != end or "storyc:" in front.text + before.text:
        return None
    head = tuple(Row(row.kind, row.start + by, row.text) for row in story.script.head)
    sources = {**facts.sources, source.path: source}
    reading = replace(whole.reading, files=files, sources=sources, bag=Bag(), ignores=[])
    scope = read_scope(reading, source, Script(source.path, front, head, (), (), ()), "", ())
    if _read_by(scope) != _read_by(whole.scope):
        return None
    # The words of fields are told by the clips, whose lines stay.
    scope = replace(scope, names=replace(scope.names, fields=whole.scope.names.fields))
    overview = read_words(source, list(scope.head), scope, reading)
    again = replace(
        story,
        settings=scope.settings,
        overrides=scope.overrides,
        cast=scope.names.cast,
        variables=scope.names.variables,
        overview=overview,
        script=replace(story.script, front=front, head=head),
    )
    profile, named = model_of(reading, again, config)
    facts = replace(facts, story=again, profile=profile, named=named, sources=sources, files=files)
    meaning = (*_meaning(scope), _pieces(overview))
    return Above(replace(whole, facts=facts, scope=scope), tuple(reading.bag), meaning)


def _read_by(scope: Scope) -> tuple[object, ...]:
    """What says how lines are read, or which files are shots."""
    settings = {**scope.settings, **scope.overrides}
    return tuple(settings[key].value if key in settings else None for key in ("language", "frames"))


def _meaning(scope: Scope) -> tuple[object, ...]:
    """All of a scope that a clip may rest on, without its places in the file; no clip has the story's title."""
    names = scope.names
    cast = {
        name: (_pieces(member.look), _pieces(member.voice), {key: _pieces(text) for key, text in member.states.items()})
        for name, member in names.cast.items()
    }
    variables = {name: value.text for name, value in names.variables.items()}
    return _values(scope.settings), _values(scope.overrides), list(cast.items()), variables, scope.variants


def _values(settings: dict[str, Setting]) -> dict[str, tuple[object, str]]:
    return {key: (setting.value, setting.typed) for key, setting in settings.items() if key != "title"}


def _pieces(text: Text | None) -> tuple[tuple[object, ...], ...] | None:
    if text is None:
        return None
    return tuple((piece.text, piece.kind, piece.name, piece.state, piece.known) for piece in text.pieces)
