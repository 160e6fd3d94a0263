"""Tokens: what the words of a story are, told by the compiler and not by their looks."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from storyboard.compiler.naming import mentions, texts
from storyboard.compiler.pipeline import Compiled
from storyboard.language.story import Mark, Row, Script, Story
from storyboard.language.syntax.parser import pattern
from storyboard.patterns import lazy
from storyboard.records.tokens import TokenKind
from storyboard.source import Span

_KEY = lazy(r"^[ \t]*+(?:-[ \t]++)?+([^\s:#'\"{}\[\]][^:#\n]*?)[ \t]*+:(?=[ \t\n]|\Z)", 8)  # re.MULTILINE
_REMARK = lazy(r"(?:^|(?<=[ \t]))#[^\n]*", 8)
_OF_NAME: dict[str, TokenKind] = {"cast": "class", "state": "enumMember", "variable": "variable", "clip": "namespace"}


class TokenSpan(msgspec.Struct, frozen=True):
    """A stretch of the story's own text within one line, and what its words are."""

    start: int
    end: int
    kind: TokenKind


def stretches(compiled: Compiled) -> Iterator[TokenSpan]:
    """The tokens of a story by place; where two meet the first counts, and one of several lines is parted into them."""
    if compiled.story is None:
        return
    text, done = compiled.sources[compiled.path].text, 0
    for token in sorted(_tokens(compiled, compiled.story), key=lambda token: (token.start, -token.end)):
        at = max(token.start, done)
        while at < token.end:
            stop = text.find("\n", at, token.end)
            stop = token.end if stop < 0 else stop
            if stop > at:
                yield TokenSpan(at, stop, token.kind)
            done = at = stop + (stop < token.end)


def _tokens(compiled: Compiled, story: Story) -> Iterator[TokenSpan]:
    path = compiled.path
    # A name of front matter is a key there too; of two that begin and end together the first counts.
    for mention in mentions(compiled):
        if mention.span.path == path:
            yield _stretch(mention.span, _OF_NAME[mention.meant.kind])
    yield from _of_script(story.script)
    for text in texts(story):
        for piece in text.pieces:
            if piece.kind == "note" and piece.span.path == path:
                yield _stretch(piece.span, "comment")
    yield from _of_settings(story, path)


def _of_settings(story: Story, path: str) -> Iterator[TokenSpan]:
    for scene in story.scenes:
        for setting in scene.settings.values():
            yield _stretch(setting.key_span, "property")
        for shot in scene.shots:
            spans = [field.span for field in shot.fields]
            spans += [Span(path, shot.picture.line.start, shot.picture.span.start)] if shot.picture is not None else []
            yield from (_stretch(span, "property") for span in spans if span.path == path)
            for speech in shot.dialogue:
                if not speech.member:
                    yield _stretch(speech.name_span, "class")


def _of_script(script: Script) -> Iterator[TokenSpan]:
    for row in script.comments:
        yield _of_row(row, "comment")
    if script.front is not None:
        yield from _of_front(script.front)
    for row in script.head:
        if row.kind == "SETTING" and (match := pattern("SETTING").match(row.text)) is not None:
            yield TokenSpan(row.start + match.start(1), row.start + match.end(1), "property")
    for clip in script.clips:
        if clip.heading is not None:
            yield _of_row(clip.heading, "namespace")
        for shot in clip.shots:
            yield from _of_mark(shot.mark)


def _of_front(front: Row) -> Iterator[TokenSpan]:
    for match in _KEY.finditer(front.text):
        yield TokenSpan(front.start + match.start(1), front.start + match.end(1), "property")
    for match in _REMARK.finditer(front.text):
        yield TokenSpan(front.start + match.start(), front.start + match.end(), "comment")


def _of_mark(mark: Mark) -> Iterator[TokenSpan]:
    kinds: tuple[tuple[Span | None, TokenKind], ...] = (
        (mark.label_span, "keyword"),
        (mark.number_span, "number"),
        (mark.time_span, "number"),
        (mark.title_span, "string"),
    )
    yield from (_stretch(span, kind) for span, kind in kinds if span is not None)


def _of_row(row: Row, kind: TokenKind) -> TokenSpan:
    return TokenSpan(row.start, row.start + len(row.text), kind)


def _stretch(span: Span, kind: TokenKind) -> TokenSpan:
    return TokenSpan(span.start, span.end, kind)
