"""The text points at an upload, but the model takes none.

`@image1`, `@图片1` or `<<<image_1>>>` stand for pictures, videos or sounds that other models are given beside their
prompt. A model that takes text alone reads them as words: the person in the picture is not in the film, and `image1`
may be drawn as letters. Say in words what the upload shows. A name of the cast after `@` is no such reference.

Bad:

    Shot 1 [0-5s] The woman of @image1 walks through the market.

Good:

    Shot 1 [0-5s] A woman in a red coat walks through the market.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from storyboard.compiler.rules import Facts
from storyboard.compiler.rules._text import of_cast, of_scene
from storyboard.diagnostics import Finding, Level
from storyboard.language import words
from storyboard.language.story import Text
from storyboard.source import Span

CODE = "SB407"
LEVEL = Level.WARNING
SINCE = "0.1.0"
IGNORABLE = True


@cache
def _stray() -> re.Pattern[str]:
    return re.compile(
        rf"@(?:<<<)?(?:{words.alternation(words.of('uploads'))})[ \t_-]?[0-9０-９]{{1,3}}+", re.IGNORECASE
    )


@cache
def _angled() -> re.Pattern[str]:
    uploads, tags = (words.alternation(words.of(role)) for role in ("uploads", "tags"))
    return re.compile(rf"<<<(?:{uploads})[_ -]?[0-9]{{1,3}}+>>>|<(?:{tags})_?[0-9]{{1,3}}+>", re.IGNORECASE)


def check_story(facts: Facts) -> Iterator[Finding]:
    """One finding for each of overview, cast and clips that points at uploads, at the first place."""
    if facts.profile.references:
        return
    story = facts.story
    groups: list[tuple[str, Iterable[Text]]] = [("the overview", (story.overview,))]
    groups.append(("the cast", of_cast(story)))
    groups += [("this clip", of_scene(scene)) for scene in story.scenes]
    for where, texts in groups:
        spans = [span for text in texts for span in _references(text, facts)]
        if spans:
            first = spans[0]
            shown = facts.sources[first.path].text[first.start : first.end]
            more = f" ({len(spans)} such references in {where})" if len(spans) > 1 else ""
            yield Finding(
                f"`{shown}` points at an upload but `{facts.profile.id}` takes none{more}",
                first,
                "say in words what the upload shows, or name a member of the cast after `@`",
            )


def _references(text: Text, facts: Facts) -> Iterator[Span]:
    for piece in text.pieces:
        path, start, end = piece.span.path, piece.span.start, piece.span.end
        if piece.kind == "stray":
            # `@video 2` goes on behind the word; a line ends it.
            match = _stray().match(facts.sources[path].text, start, end + 5)
            if match is not None:
                yield Span(path, match.start(), match.end())
        elif piece.kind == "words" and "<" in piece.text and len(piece.text) == end - start:
            for match in _angled().finditer(piece.text):
                yield Span(path, start + match.start(), start + match.end())
