"""The lines of a mail or a document round a storyboard: who greets, who signs, who wrote it, and its pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from storyboard.language import words
from storyboard.language.story import Story, Text
from storyboard.patterns import of_words
from storyboard.source import Source

ROUND = ' \t*_"“”'
_STAMPED = of_words(lambda: words.whole(words.of("stamps")), lambda: words.stems(words.of("stamps")))
_JOINED = str.maketrans(dict.fromkeys(" _-"))
_TOTAL = r" ?(?:/|[^\W\d_]{1,4}) ?[0-9]{1,3}"  # of pages: `/ 7`, `of 7`
_FOOTER = of_words(
    lambda: rf"^[ \t]*+((?i:{words.alternation(words.of('pages'))}) [0-9]{{1,3}}{_TOTAL})[ \t]*+$",
    lambda: (form(stem) for stem in words.stems(words.of("pages")) for form in (str.lower, str.title, str.upper)),
    re.MULTILINE,
)
_STAMP = 8  # words of a stamp at most
_SALUTE, _SIGNED = 4, 3  # words of a greeting at most, and lines below a mail


def letter_lines(source: Source, story: Story) -> Iterator[tuple[int, str]]:
    """The lines that make a mail of a text: `Hi all,` above it and the keys over that, `Best, Anna` below it."""
    opened = False
    for text in (story.overview, *(scene.closing for scene in story.scenes)):
        lines = [(at, line) for at, line in own_lines(source, text) if line.strip()]
        greets = [place for place, (_, line) in enumerate(lines) if _is_salute(line)] if text is story.overview else []
        if greets:
            opened = True
            keys = [row for row in lines[: greets[0]] if words.fold(row[1].partition(":")[0].strip()) in _headers()]
            yield from (*keys, lines[greets[0]])
        elif text is not story.overview and len(lines) <= _SIGNED:
            ends = words.fold(lines[0][1].strip().rstrip(",.!")) if lines else ""
            if ends in words.known("regards") and (opened or len(lines) > 1):
                yield from lines
    for text in (story.overview, *(scene.shots[-1].action for scene in story.scenes[-1:] if scene.shots)):
        yield from _signature(list(own_lines(source, text)))


def _signature(lines: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """The lines with which a mail ends among others, `Best,` and one or two below it, perhaps quoted with `>`."""
    said = [line.strip(" \t>") for _, line in lines]
    for place, line in enumerate(said):
        if place and line.endswith((",", "!")) and words.fold(line.rstrip(",! ")) in words.known("regards"):
            end = next((at for at, below in enumerate(said[place:], place) if not below), len(said))
            if end - place <= _SIGNED:
                return lines[place:end]
    return []


def _is_salute(line: str) -> bool:
    """Whether a line greets somebody and nothing else: `Hi all,`."""
    said = words.fold(line.strip())
    return said.endswith((",", "!")) and len(said.split()) <= _SALUTE and begins(said, "salutes")


def stamps(source: Source, story: Story) -> Iterator[tuple[int, int]]:
    """Where a document says something of itself: `Slide 3` and `© Agency` round the shots, `Page 1 of 2` anywhere."""
    for text in (story.overview, *(scene.closing for scene in story.scenes)):
        for at, line in own_lines(source, text):
            said = words.fold(line.strip(ROUND))
            few = 0 < len(said.split()) <= _STAMP
            credited = few and text is story.overview and _credits(line.strip(ROUND))
            if few and (said[0] == "©" or credited or _STAMPED.search(said) or _page().fullmatch(said)):
                yield at + len(line) - len(line.lstrip()), at + len(line.rstrip())
    footers = [match.span(1) for match in _FOOTER.finditer(source.text)]
    for shot in (shot for scene in story.scenes for shot in scene.shots) if footers else ():
        for piece in shot.action.pieces:
            if piece.kind == "words" and piece.span.path == source.path:
                yield from (place for place in footers if piece.span.start <= place[0] < piece.span.end)


def _credits(line: str) -> bool:
    """Whether a line says who wrote it, or which version it is."""
    if line.isascii() and not line.lower().translate(_JOINED).startswith(_credited()):
        return False
    return _credit().fullmatch(line) is not None


@cache
def _credited() -> tuple[str, ...]:
    """What such a line begins with, once its words are joined."""
    return tuple(word.translate(_JOINED) for word in words.of("credits", "versions"))


@cache
def _credit() -> re.Pattern[str]:
    """Who wrote it, and which version it is: `by Jo Miller`, `Draft 2, 12 March`, `v3 FINAL (2026-03-12)`.

    A word that begins small goes on with a sentence: `V8 engines roar.`
    """
    by = words.alternation(words.of("credits"))
    version = words.alternation(words.of("versions"))
    name = r"(?:[^\W\d_a-z][\w.'’-]*(?: (?:& |and )?|$)){1,4}"
    behind = r"(?:[^\w\n]++[^\W_a-z]\w*+){0,12}[^\w\n]*+"
    return re.compile(rf"(?i:{by}):? {name}|(?i:{version}) ?[0-9]{{1,3}}(?:\.[0-9]{{1,2}})?{behind}")


@cache
def _page() -> re.Pattern[str]:
    return re.compile(rf"(?:{words.alternation(words.of('pages'))}) ?[0-9]{{1,3}}(?:{_TOTAL})?")


def _headers() -> frozenset[str]:
    return words.known("headers")


def own_lines(source: Source, text: Text) -> Iterator[tuple[int, str]]:
    """The lines that a text fills in the story's own file, each with its start."""
    if not text.pieces or text.pieces[0].span.path != source.path:
        return
    first, last = (source.place(at).line for at in (text.pieces[0].span.start, text.pieces[-1].span.end))
    yield from ((source.line_start(number), source.line(number)) for number in range(first, last + 1))


def begins(said: str, role: str) -> bool:
    """Whether a line begins with one of a role's words, or one that ends there."""
    return any(
        said.startswith(word) and (words.unspaced(word) or not said[len(word) : len(word) + 1].isalpha())
        for word in words.of(role)
    )
