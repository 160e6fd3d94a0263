"""Semantic tokens: what the words of a story are, told by the compiler and not by their looks."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol.types import SemanticTokens, SemanticTokensParams

from storyboard.language.story import Mark, Row, Script, Story
from storyboard.language.syntax.parser import pattern
from storyboard.lsp.desk import Desk
from storyboard.lsp.features import KINDS
from storyboard.lsp.lines import TextLines
from storyboard.lsp.naming import mentions, texts
from storyboard.lsp.sheet import StorySheet
from storyboard.patterns import lazy
from storyboard.source import Span

_KEY = lazy(r"^[ \t]*+(?:-[ \t]++)?+([^\s:#'\"{}\[\]][^:#\n]*?)[ \t]*+:(?=[ \t\n]|\Z)", 8)  # re.MULTILINE
_REMARK = lazy(r"(?:^|(?<=[ \t]))#[^\n]*", 8)
_OF_NAME = {"cast": "class", "state": "enumMember", "variable": "variable", "clip": "namespace"}
_Token = tuple[int, int, str]


def full(desk: Desk, params: SemanticTokensParams) -> SemanticTokens:
    """All tokens of a document, each by its distance from the one before, as the protocol has them."""
    sheet = desk.sheet(params.text_document.uri)
    story = sheet.compiled.story if sheet is not None else None
    if sheet is None or story is None:
        return SemanticTokens([])
    lines = sheet.lines(sheet.compiled.path)
    tokens = sorted(_tokens(sheet, story), key=lambda token: (token[0], -token[1]))
    return SemanticTokens(_encoded(lines, tokens))


def _tokens(sheet: StorySheet, story: Story) -> Iterator[_Token]:
    path = sheet.compiled.path
    yield from _of_script(story.script)
    for mention in mentions(sheet):
        if mention.span.path == path:
            yield mention.span.start, mention.span.end, _OF_NAME[mention.meant.kind]
    for text in texts(story):
        for piece in text.pieces:
            if piece.kind == "note" and piece.span.path == path:
                yield piece.span.start, piece.span.end, "comment"
    for scene in story.scenes:
        for setting in scene.settings.values():
            yield setting.key_span.start, setting.key_span.end, "property"
        for shot in scene.shots:
            spans = [field.span for field in shot.fields]
            spans += [Span(path, shot.picture.line.start, shot.picture.span.start)] if shot.picture is not None else []
            yield from ((span.start, span.end, "property") for span in spans if span.path == path)
            for speech in shot.dialogue:
                if not speech.member:
                    yield speech.name_span.start, speech.name_span.end, "class"


def _of_script(script: Script) -> Iterator[_Token]:
    for row in script.comments:
        yield row.start, row.start + len(row.text), "comment"
    if script.front is not None:
        yield from _of_front(script.front)
    for row in script.head:
        if row.kind == "SETTING" and (match := pattern("SETTING").match(row.text)) is not None:
            yield row.start + match.start(1), row.start + match.end(1), "property"
    for clip in script.clips:
        if clip.heading is not None:
            yield clip.heading.start, clip.heading.start + len(clip.heading.text), "namespace"
        for shot in clip.shots:
            yield from _of_mark(shot.mark)


def _of_front(front: Row) -> Iterator[_Token]:
    for match in _KEY.finditer(front.text):
        yield front.start + match.start(1), front.start + match.end(1), "property"
    for match in _REMARK.finditer(front.text):
        yield front.start + match.start(), front.start + match.end(), "comment"


def _of_mark(mark: Mark) -> Iterator[_Token]:
    for span, kind in (
        (mark.label_span, "keyword"),
        (mark.number_span, "number"),
        (mark.time_span, "number"),
        (mark.title_span, "string"),
    ):
        if span is not None:
            yield span.start, span.end, kind


def _encoded(lines: TextLines, tokens: list[_Token]) -> list[int]:
    """Five numbers for each token; where two meet the first counts, and one of several lines is parted into them."""
    data: list[int] = []
    line = column = done = 0
    for start, end, kind in tokens:
        at = max(start, done)
        while at < end:
            stop = lines.text.find("\n", at, end)
            stop = end if stop < 0 else stop
            if stop > at:
                place, until = lines.position(at), lines.position(stop)
                same = place.line == line
                data += [place.line - line, place.character - column * same, until.character - place.character]
                data += [KINDS.index(kind), 0]
                line, column = place.line, place.character
            done = at = stop + (stop < end)
    return data
