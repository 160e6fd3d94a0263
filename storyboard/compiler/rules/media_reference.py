"""The text points at an upload, or names a picture's file, but the model takes none.

`@image1`, `@图片1` or `<<<image_1>>>` stand for pictures, videos or sounds that other models are given beside their
prompt. A model that takes text alone reads them as words: the person in the picture is not in the film, and `image1`
may be drawn as letters. Say in words what the upload shows. A name of the cast after `@` is no such reference.

The name of a picture's file among the words of a shot, `![a lamp](boards/03.png)`, is sent as words too. The free film
shows the picture that a line of its own names, `picture: boards/03.png`, and that line is never sent. So is the name of
a sound's file in a field of a shot: a clip's own sound is its setting `audio`, before its first shot.

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
from storyboard.compiler.rules._text import of_cast
from storyboard.diagnostics import Edit, Finding, Fix, Level, LostPart, Safety
from storyboard.language import words
from storyboard.language.story import Field, Text
from storyboard.language.syntax.pictures import SUFFIXES
from storyboard.patterns import lazy
from storyboard.source import Span

CODE = "SB407"
LEVEL = Level.WARNING
SINCE = "0.1.0"
IGNORABLE = True
# A picture's file in words, in the form of Markdown or behind `picture:`; not in an address.
_PART = r"[\w-]++(?:\.[\w-]++)*+"
_NAMED = lazy(
    r"(?i)(?:!\[[^\[\]\n]{0,200}+\]\(|\bpicture[ \t]*+[:：][ \t]*+)?+"
    rf"(?<![\w/:.\"“-])((?:\.{{0,2}}/)?(?:{_PART}/)*+{_PART}(?<=\.png|\.jpg|jpeg|webp))(?![\w/-])\)?+"
)


# A sound's file, alone in a field.
_SOUND = lazy(r"(?i)\S++(?<=\.wav|\.mp3|\.m4a|\.ogg|\.aac|flac)")


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
    """The pictures that shots name in words; one finding for each of overview, cast and clips with uploads."""
    story = facts.story
    for scene in story.scenes:
        for shot in scene.shots:
            yield from _named(shot.action, facts) if _may_name(shot.action.value) else ()
            if shot.fields:
                yield from (_heard(field) for field in shot.fields if _SOUND.fullmatch(field.text.value.strip()))
    if facts.profile.references:
        return
    groups: list[tuple[str, Iterable[Text]]] = [("the overview", (story.overview,))]
    groups.append(("the cast", of_cast(story)))
    angled = any("<" in source.text for source in facts.sources.values())
    groups += [("this clip", scene.texts if angled else scene.mixed) for scene in story.scenes]
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
                lost=LostPart(
                    "reference", ", ".join(facts.sources[span.path].text[span.start : span.end] for span in spans)
                ),
            )


def _named(action: Text, facts: Facts) -> Iterator[Finding]:
    """The names of pictures' files among the words of a shot; at a line's end they are moved to a line of their own."""
    for piece in action.pieces:
        source = facts.sources[piece.span.path]
        if piece.kind != "words" or not _may_name(piece.text) or len(piece.text) != piece.span.end - piece.span.start:
            continue
        for match in _NAMED.finditer(piece.text):
            start, end = piece.span.start + match.start(), piece.span.start + match.end()
            number = source.place(start).line
            begin, line = source.line_start(number), source.line(number)
            before, behind = line[: start - begin], line[end - begin :]
            if before.rstrip().endswith((":", "：")):
                continue  # which misspelt-field tells of
            written = f"picture: {match[1]}"
            indent = " " * (len(before) - len(before.lstrip()) + 2)
            edit = (
                Edit(source.span(begin + len(before.rstrip()), end), f"\n{indent}{written}")
                if before.strip()
                else Edit(source.span(start, end), written)
            )
            yield Finding(
                f"`{match[1]}` is sent as words, a shot's picture is named on a line of its own",
                source.span(start, end),
                f"write `{written}` on a line below the shot's mark, or take the name out",
                fix=None if behind.strip() else Fix(Safety.UNSAFE, f"write `{written}`", (edit,)),
            )


def _may_name(text: str) -> bool:
    """Whether words may hold the name of a picture's file, which nearly none do."""
    return "." in text[:-1] and any(suffix in text.lower() for suffix in SUFFIXES)


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


def _heard(field: Field) -> Finding:
    name = field.text.value.strip()
    return Finding(
        f"`{name}` names a file, and is sent as words: a shot has no sound of its own",
        field.text.pieces[0].span,
        f"write `audio: {name}` before the clip's first shot, or say what is heard",
    )
