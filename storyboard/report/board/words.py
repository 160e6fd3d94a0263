"""What a page says of its own: times, numbers and labels, in the words of the story's language where it has some."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from storyboard.compiler.pipeline import Compiled
from storyboard.diagnostics import Diagnostic
from storyboard.film.staging.words import label
from storyboard.language.story import Clip, Shot, Text
from storyboard.report.board.markup import Markup, joined, tag, words
from storyboard.timing import minutes, money


def span(start: int, end: int) -> str:
    """A stretch of the film."""
    return f"{minutes(start)}–{minutes(end)}"


def figures(text: str) -> Markup:
    """Numbers with their signs, which run from left to right in every script."""
    return tag("bdi", text, dir="ltr")


def usd(micro: int) -> str:
    """Micro-dollars as one reads them."""
    return f"{money(micro)} USD"


def shots(count: int, language: str) -> str:
    """A number of shots."""
    return label("one_shot", language) if count == 1 else label("shots", language, count)


def code(text: str) -> Markup:
    """A message in which what stands between backticks is set as code."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return words(text)
    return joined(tag("code", part) if place % 2 else words(part) for place, part in enumerate(parts))


def notes(texts: Iterable[Text], compiled: Compiled) -> Iterator[str]:
    """The notes to colleagues that stand within texts, without their brackets."""
    for text in texts:
        for piece in text.pieces:
            source = compiled.sources.get(piece.span.path) if piece.kind == "note" else None
            if source is not None:
                yield (
                    source.text[piece.span.start : piece.span.end].strip().removeprefix("[[").removesuffix("]]").strip()
                )


def shot_texts(shot: Shot) -> tuple[Text, ...]:
    """All that is written in a shot."""
    fields, spoken = (field.text for field in shot.fields), (speech.words for speech in shot.dialogue)
    return (shot.action, *fields, *spoken)


class Placed:
    """The findings of a story by the shot or clip in which they stand."""

    def __init__(self, compiled: Compiled, clips: Iterable[Clip], *, prices: bool) -> None:
        """Take them up; without prices those that speak of one are left out."""
        anchors: list[tuple[int, object]] = [(-1, None)]
        for clip in clips:
            if clip.part <= 1:
                anchors.append(((clip.heading or clip.span).start, clip.index))
            anchors += [(shot.span.start, (clip.index, shot.number)) for shot in clip.shots]
        anchors.sort(key=lambda anchor: anchor[0])
        self._by: dict[object, list[Diagnostic]] = {}
        for diagnostic in compiled.diagnostics:
            if not prices and " USD" in diagnostic.finding.message + diagnostic.finding.help:
                continue
            place: object = None
            if diagnostic.finding.span.path == compiled.path:
                start = diagnostic.finding.span.start
                place = next(named for at, named in reversed(anchors) if at <= start)
            self._by.setdefault(place, []).append(diagnostic)

    def of_story(self) -> list[Diagnostic]:
        """What is wrong above all clips, or in another file."""
        return self._by.get(None, [])

    def of_clip(self, clip: Clip) -> list[Diagnostic]:
        """What is wrong above a clip's shots."""
        return self._by.get(clip.index, [])

    def of_shot(self, clip: Clip, shot: Shot) -> list[Diagnostic]:
        """What is wrong in a shot."""
        return self._by.get((clip.index, shot.number), [])
