"""The lists that a set works from, a record a row: the shots of a film, and what is said in it."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from storyboard import timing
from storyboard.compiler.pipeline import Compiled
from storyboard.compiler.request import Request
from storyboard.exchange.cues import cues, offsets
from storyboard.language.story import Clip, Shot, Text, plain
from storyboard.production.files import paths

FIELDS = ("camera", "light", "sound", "music", "transition")


class ListedClip(msgspec.Struct, frozen=True, kw_only=True):
    """What a list says of a clip: `at` is where it starts in the film, `price` in micro-dollars for all its takes."""

    index: int
    title: str
    at: int
    overview: str
    closing: str
    length: int | None
    size: str
    takes: int
    price: int | None
    file: str


class ListedShot(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the list of shots: `number` counts in the clip, `film_number` through the film.

    `fields` holds a text for each of `FIELDS`, `people` are those of the cast who are named or speak.
    """

    clip: ListedClip
    number: int
    film_number: int
    start: int | None
    end: int | None
    title: str
    text: str
    fields: tuple[str, ...]
    dialogue: tuple[str, ...]
    people: tuple[str, ...]
    picture: str

    @property
    def film_start(self) -> int | None:
        """Where it starts in the film."""
        return None if self.start is None else self.clip.at + self.start

    @property
    def film_end(self) -> int | None:
        """Where it ends in the film."""
        return None if self.end is None else self.clip.at + self.end

    @property
    def length(self) -> int | None:
        """How long it lasts, None where start or end are not known."""
        return None if self.start is None or self.end is None else self.end - self.start


class ListedSpeech(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the list of dialogue: when it is spoken in the film, in which shot, by whom and how."""

    clip: ListedClip
    number: int
    film_number: int
    start: int
    end: int
    name: str
    manner: str
    text: str


def shots(compiled: Compiled) -> Iterator[ListedShot]:
    """The shots of a film in order; one whose mark could not be read is left out."""
    number = 0
    requests: dict[int, list[Request]] = {}
    for request in compiled.requests:
        requests.setdefault(request.clip.index, []).append(request)
    for at, clip in offsets(compiled.clips):
        listed = _clip(at, clip, compiled, requests.get(clip.index, []))
        for shot in clip.shots:
            number += 1
            if shot.mark is None or shot.mark.form != "broken":
                yield _shot(listed, shot, number)


def speeches(compiled: Compiled) -> Iterator[ListedSpeech]:
    """What is said in a film in order, with the times of its subtitles."""
    rows = [row for row in shots(compiled) if row.film_start is not None]
    starts = [row.film_start or 0 for row in rows]
    for cue in cues(compiled):
        row = rows[max(bisect_right(starts, cue.start) - 1, 0)]
        yield ListedSpeech(
            clip=row.clip,
            number=row.number,
            film_number=row.film_number,
            start=cue.start,
            end=cue.end,
            name=cue.name,
            manner=cue.manner,
            text=cue.text,
        )


def _clip(at: int, clip: Clip, compiled: Compiled, mine: Sequence[Request]) -> ListedClip:
    variants = Counter(request.variant for request in mine)
    variant = next(iter(variants), "")
    base = paths.clip_base(Path(), compiled.path, variant, clip, len(compiled.clips))
    return ListedClip(
        index=clip.index,
        title=clip.title,
        at=at,
        overview=plain(clip.overview),
        closing=plain(clip.closing),
        length=clip.duration,
        size=clip.size,
        takes=clip.takes,
        price=sum(request.price for request in mine) if mine else None,
        file=paths.paid(base).as_posix(),
    )


def _shot(clip: ListedClip, shot: Shot, number: int) -> ListedShot:
    return ListedShot(
        clip=clip,
        number=shot.number,
        film_number=number,
        start=shot.start,
        end=shot.end,
        title=shot.title,
        text=plain(shot.action),
        fields=tuple("\n".join(plain(field.text) for field in shot.fields if field.key == key) for key in FIELDS),
        dialogue=tuple(
            f"{speech.name}{f' ({speech.manner})' if speech.manner else ''}: {plain(speech.typed)}"
            for speech in shot.dialogue
        ),
        people=tuple(dict.fromkeys(_people(shot))),
        # From the root, so that an importer finds it from whatever folder the story is put in.
        picture=f"/{shot.picture.path}" if shot.picture is not None and shot.picture.path else "",
    )


def _people(shot: Shot) -> Iterator[str]:
    texts: Iterable[Text] = (shot.action, *(field.text for field in shot.fields))
    yield from (piece.name for text in texts for piece in text.pieces if piece.kind == "mention")
    yield from (speech.name for speech in shot.dialogue)


def seconds(ms: int | None) -> str:
    """Milliseconds as seconds, empty where they are not known."""
    return "" if ms is None else timing.seconds(ms)
