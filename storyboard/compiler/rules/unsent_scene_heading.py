"""A heading says where a scene is, as a screenplay does, and no words of its clip do.

A heading names a clip for people and is never sent: the model is not told that `INT. KITCHEN - NIGHT` is a kitchen, or
that it is night. The fix says both in a line below the heading, which is unsafe, since it changes what is sent.

Bad:

    # INT. KITCHEN - NIGHT
    Shot 1 [0-5s] A woman waits.

Good:

    # INT. KITCHEN - NIGHT
    Kitchen, night.
    Shot 1 [0-5s] A woman waits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from storyboard.compiler.rules import Facts
from storyboard.diagnostics import Edit, Finding, Fix, Level, Safety
from storyboard.language import words
from storyboard.language.story import Clip, Text
from storyboard.patterns import lazy, of_words

CODE = "SB137"
LEVEL = Level.WARNING
SINCE = "0.2.0"
IGNORABLE = True


def _slug() -> str:
    """`INT. ` and the like, in capitals or with its point, perhaps behind the scene's number."""
    capitals = "|".join(re.escape(word.upper()) for word in words.of("slugs"))
    others = "|".join(re.escape(typed) for word in words.of("slugs") for typed in (word, word.capitalize()))
    number = r"(?:(?:[^\W\d_]{1,12}[ \t]++)?[0-9]{1,3}[A-Z]?[ \t]*+[:.)–—-]?[ \t]++)?"
    return rf"{number}(?:(?:{capitals})(?:\.[ \t]?|[ \t])|(?:{others})\.[ \t])"


_SLUG = of_words(
    _slug,
    lambda: (typed for word in words.of("slugs") for typed in (word.upper(), f"{word}.", f"{word.capitalize()}.")),
)
_NUMBER = lazy(r"[ \t]*#[^#\n]{1,12}#[ \t]*\Z")
_PART = lazy(r"[ \t][-–—]{1,2}[ \t]")
_WORD = lazy(r"[^\W\d_]{3,}")


def check_clip(clip: Clip, facts: Facts) -> Iterator[Finding]:
    """The finding for a clip whose heading alone says where it is; a clip that was split is told once."""
    slug = _SLUG.match(clip.title) if clip.part < 2 and clip.heading is not None else None
    if slug is None or clip.heading is None:
        return
    parts = [part.strip() for part in _PART.split(_NUMBER.sub("", clip.title[slug.end() :])) if part.strip()]
    place = _WORD.findall(words.fold(parts[0])) if parts else []
    said = words.fold("\n".join(text.value for text in _texts(clip)))
    if not place or any(word in said for word in place):
        return
    source = facts.sources[clip.heading.path]
    line = source.place(clip.heading.start).line
    end = source.line_start(line) + len(source.line(line))
    written = ", ".join(parts).lower()
    written = f"{written[:1].upper()}{written[1:]}."
    yield Finding(
        f"`{clip.title[:40]}` is a heading and is never sent, and no words of the clip say `{parts[0][:40]}`",
        clip.heading,
        f"say it in a line below the heading, like `{written[:60]}`",
        fix=Fix(
            Safety.UNSAFE, f"write `{written[:60]}` below the heading", (Edit(source.span(end, end), f"\n{written}"),)
        ),
    )


def _texts(clip: Clip) -> Iterator[Text]:
    yield clip.overview
    for shot in clip.shots:
        yield from shot.texts()
    yield clip.closing
