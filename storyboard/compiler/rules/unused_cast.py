"""A member of the cast is never mentioned.

A description reaches the model only where the text says `@NAME`, or where the member speaks. One that is never used is
most often a name that was written without its `@`: then the model is free to draw anybody. Members that come from a
shared file are not looked at, since other stories use them.

Bad:

    ---
    cast:
      CAVEMAN: a rugged explorer
    ---
    Shot 1 [0-5s] The caveman lifts an axe.

Good:

    ---
    cast:
      CAVEMAN: a rugged explorer
    ---
    Shot 1 [0-5s] @CAVEMAN lifts an axe.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from storyboard.compiler.rules import Facts
from storyboard.compiler.rules._text import Slips
from storyboard.diagnostics import Edit, Finding, Fix, Level, Note, Safety
from storyboard.language.story import Text
from storyboard.patterns import lazy
from storyboard.source import Span

CODE = "SB403"
LEVEL = Level.WARNING
SINCE = "0.1.0"
IGNORABLE = True
SIGNS = (":",)
_WORD = lazy(r"\w+")


def noticed(facts: Facts) -> frozenset[str] | None:
    """The members that these clips mention or let speak, and how often they name others without an `@`."""
    story = facts.story
    texts = [text for scene in story.scenes for text in scene.texts]
    used = {piece.name for text in texts for piece in text.pieces if piece.kind in ("mention", "stray")}
    used |= {speech.name for scene in story.scenes for shot in scene.shots for speech in shot.dialogue}
    bare = Counter(
        word[0].casefold()
        for text in texts
        for piece in text.pieces
        if piece.kind == "words"
        for word in _WORD.finditer(piece.text)
    )
    firsts = {name: match[0].casefold() for name in story.cast if (match := _WORD.match(name)) is not None}
    return frozenset(
        [*used, *(f"{name} {bare[word]}" for name, word in firsts.items() if bare[word] and name not in used)]
    )


def check_story(facts: Facts) -> Iterator[Finding]:
    """The members declared in this story's own file that no text mentions and who never speak."""
    story = facts.story
    if not story.cast:
        return
    named = tuple(story.mixed())
    used = {piece.name for text in named for piece in text.pieces if piece.kind == "mention"}
    # A member whom a misspelt mention means is unknown-cast's matter.
    strays = {piece.name for text in named for piece in text.pieces if piece.kind == "stray"}
    slips = Slips(story.cast)
    used |= {name for stray in strays if (name := slips.name(stray)) is not None}
    used |= {speech.name for scene in story.scenes for shot in scene.shots for speech in shot.dialogue}
    # Of names with a state in them, and of those that differ only in case, something else has been said.
    folded = Counter(name.casefold() for name in story.cast)
    used |= {name for name in story.cast if "/" in name or folded[name.casefold()] > 1}
    unused = [member for member in story.cast.values() if member.span.path == story.path and member.name not in used]
    bare = _bare([member.name for member in unused], story.texts()) if unused else {}
    for member in unused:
        place = bare.get(member.name)
        if place is not None and facts.sources[place.path].text[place.end : place.end + 1] in (":", "："):
            continue  # a line that was meant as speech is told as that
        write = f"write `@{member.name}`"
        yield Finding(
            f"`{member.name}` is in the cast but no clip mentions `@{member.name}`",
            member.span,
            f"{write} where this person is seen, or delete the line",
            related=(Note("the name stands here without its `@`", place),) if place else (),
            fix=Fix(Safety.UNSAFE, f"{write} there", (Edit(place, f"@{member.name}"),)) if place else None,
        )


def _bare(names: Iterable[str], texts: Iterable[Text]) -> dict[str, Span]:
    """Where each of the names first stands in plain words, in whatever case; those that stand nowhere are left out."""
    by_word: dict[str, list[str]] = {}
    for name in names:
        first = _WORD.match(name)
        by_word.setdefault(first[0].casefold() if first else "", []).append(name)
    places: dict[str, Span] = {}
    for text in texts:
        for piece in text.pieces:
            if piece.kind != "words" or len(piece.text) != piece.span.end - piece.span.start:
                continue
            for word in _WORD.finditer(piece.text):
                for name in by_word.get(word[0].casefold(), ()):
                    end = word.start() + len(name)
                    whole = piece.text[word.start() : end].casefold() == name.casefold()
                    if whole and name not in places and not _WORD.match(piece.text, end):
                        at = piece.span.start + word.start()
                        places[name] = Span(piece.span.path, at, at + len(name))
    return places
