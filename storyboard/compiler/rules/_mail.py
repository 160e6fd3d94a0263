"""The lines of a mail round a storyboard: who greets, who signs, and the keys above."""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.language import words
from storyboard.language.story import Story, Text
from storyboard.source import Source

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
