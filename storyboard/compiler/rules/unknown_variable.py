"""A variable has no value, or stands where none is read.

`{{ name }}` takes its words from `vars` or from `--set name=…`, and holds a name and nothing else. Variables are read
in text, fields, dialogue, titles and the cast. Anywhere else, and where the name is not known, the model would be sent
the braces: they can end up as letters in the picture.

Bad:

    ---
    vars:
      tagline: What's next?
    ---
    Shot 1 [0-5s] A sign reads "{{ tagine }}".

Good:

    ---
    vars:
      tagline: What's next?
    ---
    Shot 1 [0-5s] A sign reads "{{ tagline }}".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from storyboard.compiler.rules import Facts
from storyboard.compiler.rules._text import mixed, opened
from storyboard.diagnostics import Edit, Finding, Fix, Level, Note, Safety, nearest
from storyboard.language.story import Piece, Setting, Shot, Story, Value
from storyboard.patterns import lazy
from storyboard.source import Source, Span

CODE = "SB404"
LEVEL = Level.ERROR
SINCE = "0.1.0"
SIGNS = ("{{",)

_BRACES = lazy(r"\{\{[^{}\n]*+\}\}")
_NAME = lazy(r"[^\W\d][\w-]*+")


def check_story(facts: Facts) -> Iterator[Finding]:
    """The variables that have no value, that are not closed, and those in settings, manners of speech and pictures."""
    story = facts.story
    for text in mixed(story):
        for piece in text.pieces:
            if piece.kind == "variable" and not piece.known:
                yield _unknown(piece, story.variables)
        for piece, count in opened(text, "{{", "\n"):
            more = f", the first of {count:,}" if count > 1 else ""
            yield Finding(
                f"`{{{{` opens a variable but no `}}}}` closes it on this line{more}",
                piece.span,
                "write `{{ name }}`, or `\\{{` if it is text",
            )
    for setting in _settings(story):
        if setting.span.path in facts.sources and "{{" in setting.typed:
            yield from _unread(facts.sources[setting.span.path], setting.span, f"the setting `{setting.key}`")
    for shot in _shots(story):
        if shot.picture is not None and "{{" in shot.picture.typed:
            place = shot.picture.span
            yield from _unread(facts.sources[place.path], place, "the name of a picture")
    for speech in (speech for shot in _shots(story) for speech in shot.dialogue):
        if "{{" in speech.manner:
            place = Span(speech.span.path, speech.name_span.end, speech.span.end)
            yield from list(_unread(facts.sources[place.path], place, "a manner of speech"))[:1]


def _unknown(piece: Piece, variables: dict[str, Value]) -> Finding:
    if not _NAME.fullmatch(piece.name):
        near = nearest(piece.name.replace(" ", ""), variables)
        write = f"write `{{{{ {near} }}}}`"
        return Finding(
            f"`{piece.text[:40]}` holds more than a name, and only a plain name can stand inside `{{{{ }}}}`",
            piece.span,
            write if near else "write `{{ name }}` and put its words under `vars`",
            fix=Fix(Safety.UNSAFE, write, (Edit(piece.span, f"{{{{ {near} }}}}"),)) if near else None,
        )
    near = nearest(piece.name, variables)
    related = (Note(f"`{near}` is here", variables[near].span),) if near and variables[near].span.end else ()
    return Finding(
        f"the variable `{piece.name}` has no value" + (f", `vars` has `{near}`" if near else ""),
        piece.span,
        f"write `{near}`, or add `{piece.name}:` under `vars`"
        if near
        else f"add `{piece.name}:` under `vars`, or give it with `--set {piece.name}=…`",
        related=related,
    )


def _settings(story: Story) -> Iterator[Setting]:
    layers: Iterable[dict[str, Setting]] = (
        story.settings,
        story.overrides,
        *(scene.settings for scene in story.scenes),
    )
    for layer in layers:
        for setting in layer.values():
            if setting.key != "title":
                yield setting


def _shots(story: Story) -> Iterator[Shot]:
    for scene in story.scenes:
        yield from scene.shots


def _unread(source: Source, span: Span, where: str) -> Iterator[Finding]:
    for match in _BRACES.finditer(source.text, span.start, span.end):
        yield Finding(
            f"`{match[0][:40]}` stands in {where}, variables are read in text, titles and the cast",
            source.span(match.start(), match.end()),
            "write the words themselves, or set them in a variant",
        )
