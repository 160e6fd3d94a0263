"""Where a story names its cast, their states, its variables and its clips: descriptions and mentions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

import msgspec

from storyboard.compiler.pipeline import Compiled
from storyboard.language import yamltext
from storyboard.language.story import Piece, Shot, Speech, Story, Text
from storyboard.source import Source, Span

Kind = Literal["cast", "state", "variable", "clip"]
_NO_STATES = ("look", "voice")


class Name(msgspec.Struct, frozen=True):
    """What a word names; a state is named beside its member, a clip by its number."""

    kind: Kind
    name: str
    of: str = ""


class Mention(msgspec.Struct, frozen=True):
    """A word of a file and what it names; `defines` where it is described there."""

    meant: Name
    span: Span
    defines: bool = False


def mentions(compiled: Compiled) -> list[Mention]:
    """All words of a story and its includes that name something, the descriptions first."""
    story = compiled.story
    if story is None:
        return []
    return [*_described(compiled), *_clips(compiled), *_said(story, compiled.sources)]


def mention_at(compiled: Compiled, offset: int) -> Mention | None:
    """What the word at an offset of the story's own file names, the shortest such word."""
    here = [
        mention
        for mention in mentions(compiled)
        if mention.span.path == compiled.path and mention.span.start <= offset <= mention.span.end
    ]
    return min(here, key=lambda mention: mention.span.end - mention.span.start, default=None)


# ---- where names are described -----------------------------------------------------------------------------------


def _described(compiled: Compiled) -> Iterator[Mention]:
    own = compiled.scopes[""].own
    for key in ("cast", "vars", "variants"):
        if key in own and isinstance(own[key].value, yamltext.Mapping):
            yield from _entries(key, own[key].value)
    for path in compiled.includes:
        source = compiled.sources[path]
        mapping, _ = yamltext.read(source, 0, len(source.text))
        yield from _sections(mapping)


def _sections(mapping: yamltext.Mapping) -> Iterator[Mention]:
    for scalar, node in mapping.entries:
        if isinstance(node, yamltext.Mapping):
            yield from _entries(scalar.text.strip().lower(), node)


def _entries(key: str, mapping: yamltext.Mapping) -> Iterator[Mention]:
    for scalar, node in mapping.entries:
        name, span = scalar.text.strip(), yamltext.words(scalar)
        if key == "vars":
            yield Mention(Name("variable", name), span, defines=True)
        elif key == "cast":
            yield Mention(Name("cast", name), span, defines=True)
            for state, _ in node.entries if isinstance(node, yamltext.Mapping) else ():
                if state.text.strip() not in _NO_STATES:
                    yield Mention(Name("state", state.text.strip(), name), yamltext.words(state), defines=True)
        elif key == "variants" and isinstance(node, yamltext.Mapping):
            yield from _sections(node)


def _clips(compiled: Compiled) -> Iterator[Mention]:
    for clip in compiled.clips:
        if clip.heading is not None and clip.part < 2 and clip.title:
            yield Mention(Name("clip", clip.title, str(clip.index)), clip.heading, defines=True)


# ---- where they are mentioned ------------------------------------------------------------------------------------


def _said(story: Story, sources: dict[str, Source]) -> Iterator[Mention]:
    for text in texts(story):
        for piece in text.pieces:
            if piece.span.path in sources:
                yield from _of_piece(piece, sources[piece.span.path])
    for speech in (speech for scene in story.scenes for shot in scene.shots for speech in shot.dialogue):
        if speech.member:
            yield from _of_speaker(speech, sources[story.path])
    yield from _in_titles(story, sources)


def texts(story: Story) -> Iterator[Text]:
    """Every text of a story that is read for names, the descriptions of its cast among them."""
    for member in story.cast.values():
        yield from member.texts()
    yield from story.texts()


def _of_piece(piece: Piece, source: Source) -> Iterator[Mention]:
    span = piece.span
    typed = source.text[span.start : span.end]
    if piece.kind == "variable":
        at = span.start + typed.find(piece.name)
        yield Mention(Name("variable", piece.name), Span(span.path, at, at + len(piece.name)))
    elif piece.kind == "mention" and typed.startswith("@"):
        yield Mention(Name("cast", piece.name), Span(span.path, span.start + 1, span.start + 1 + len(piece.name)))
        if piece.state and typed.endswith(piece.state):
            yield Mention(
                Name("state", piece.state, piece.name), Span(span.path, span.end - len(piece.state), span.end)
            )


def _of_speaker(speech: Speech, source: Source) -> Iterator[Mention]:
    place = speech.name_span
    at = source.text.find(speech.name, place.start, place.end)
    if at >= 0:
        yield Mention(Name("cast", speech.name), Span(place.path, at, at + len(speech.name)))
    if speech.state:
        at = source.text.find(speech.state, place.end)
        yield Mention(Name("state", speech.state, speech.name), Span(place.path, at, at + len(speech.state)))


def _in_titles(story: Story, sources: dict[str, Source]) -> Iterator[Mention]:
    """The variables in the story's title and in the titles of its shots, which are read as values."""
    settings = [layer["title"].span for layer in (story.settings, story.overrides) if "title" in layer]
    shots: list[Shot] = [shot for scene in story.scenes for shot in scene.shots]
    marks = [shot.mark.title_span for shot in shots if shot.mark is not None and shot.mark.title_span is not None]
    for span in (*settings, *marks):
        source = sources.get(span.path)
        for match in re.finditer(r"\{\{[ \t]*([^\W\d][\w-]*)", source.text[span.start : span.end]) if source else ():
            place = Span(span.path, span.start + match.start(1), span.start + match.end(1))
            yield Mention(Name("variable", match[1]), place)
