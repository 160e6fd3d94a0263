"""What there is to see of a film: the writer's pictures, frames of finished takes with their verdicts, the film itself.

Nothing is drawn and nothing is bought: what was never made is not there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

import msgspec

from storyboard.compiler.request import Request
from storyboard.film.staging.plan import Reel, reel, shown
from storyboard.film.staging.words import label
from storyboard.language.story import Clip, Shot
from storyboard.production import verify
from storyboard.production.build import lacks_video
from storyboard.production.files import paths
from storyboard.production.files.bought import known, paid_clips
from storyboard.production.files.drawn import known as known_drawn
from storyboard.production.files.manifest import Manifest
from storyboard.production.records import FilmOrder
from storyboard.production.verify import Verdict
from storyboard.records import decoded, sidecars
from storyboard.records.request import Request as SentRequest
from storyboard.source import Files
from storyboard.source.files import read_whole

MOST = 1000  # shots of a page; each of them would get too few bytes, and no mail would take the text
_BYTES = 5_000_000  # of all pictures of a page; as text they take a third more
_PICTURE, _FILM = 96_000, 3_000_000  # bytes of one picture, of the film
_LARGEST = 1 << 25

# The pictures of a writer, by their SHA-256 and the bytes that they may have, as a page shows them.
SmallPictures = dict[tuple[str, int], "Still | None"]
Holding = Callable[[], AbstractContextManager[Manifest]]


class TooManyShots(Exception):
    """There are more `shots` than a board holds."""

    def __init__(self, shots: int) -> None:
        """Word it for the page of `storyc board`."""
        super().__init__(f"a board holds {MOST} shots, and these are {shots}: name fewer stories, or clips by `--only`")
        self.shots = shots


class Still(msgspec.Struct, frozen=True):
    """A picture for a page: its bytes, and their kind as the web names it."""

    data: bytes
    kind: str = "image/jpeg"


class TakePanels(msgspec.Struct, frozen=True):
    """A finished take: a still for each shot, none where it cannot be read, what was paid for it, and its verdict.

    `used` is the one of several that the film is joined from; a local model's clip has the number 0.
    """

    number: int
    stills: tuple[Still, ...]
    price: int | None = None
    verdict: Verdict | None = None
    used: bool = False


class ClipPanels(msgspec.Struct, frozen=True):
    """A clip on a page: how it is laid out and drawn, the writer's picture of each shot, and the takes that are there.

    `begun` is where it starts in the film, in milliseconds, and `first` the number that its first shot has there.
    """

    clip: Clip
    reel: Reel
    requests: tuple[Request, ...]
    begun: int
    first: int
    own: tuple[Still | None, ...]
    takes: tuple[TakePanels, ...] = ()

    @property
    def stills(self) -> tuple[Still | None, ...]:
        """The picture of each shot: of the take that is in the film, else the writer's own, else None."""
        used = next((take.stills for take in self.takes if take.used), ())
        return tuple(used[place] if place < len(used) else own for place, own in enumerate(self.own))

    def called(self, language: str) -> str:
        """The clip's title, with its number among the parts of a clip that was cut, else its number in the film."""
        if not self.clip.title:
            return label("clip", language, self.reel.index, self.reel.count)
        return self.clip.title + (f" ({self.clip.part})" if self.clip.part > 1 else "")


class FilmPanels(msgspec.Struct, frozen=True):
    """A film on a page. `movie` is the film itself where it was made of these words, and small enough for a mail."""

    film: FilmOrder
    clips: tuple[ClipPanels, ...]
    movie: bytes = b""
    notes: tuple[str, ...] = ()

    @property
    def shots(self) -> int:
        """How many shots it has."""
        return sum(len(clip.reel.cards) for clip in self.clips)

    @property
    def length(self) -> int:
        """Its milliseconds."""
        return sum(clip.reel.duration for clip in self.clips)


class FilmSource(msgspec.Struct, frozen=True):
    """A film and where to look for what there is of it; `drawn` says that its local clips show what the text says."""

    film: FilmOrder
    root: Path
    out: Path
    files: Files
    drawn: bool = True


def panels(
    sources: Sequence[FilmSource],
    holding: Callable[[Path], Holding],
    *,
    movies: bool = True,
    pictured: bool = True,
    small: SmallPictures | None = None,
) -> list[FilmPanels]:
    """The films of one page, which share its bytes. Raises TooManyShots, unless no shot is `pictured`.

    `holding` gives the lock of a root, in which the measures of a take are kept beside it; `small` has the
    pictures that were made small before, and gets those that are now.
    """
    if not pictured:
        return [bare(source.film) for source in sources]
    small = {} if small is None else small
    shots = sum(len(shown(clip)) for source in sources for clip in source.film.clips)
    if shots > MOST:
        raise TooManyShots(shots)
    plain = lacks_video()
    takes = [[] if plain else list(_finished(source)) for source in sources]
    most = min(_PICTURE, _BYTES // max(1, shots + sum(len(shown(clip)) for row in takes for clip, _ in row)))
    films = [
        _panels(source, row, _Pictures(source.files, most, plain, small), holding(source.root))
        for source, row in zip(sources, takes, strict=True)
    ]
    if not movies:
        return films
    left = _BYTES - sum(_weight(film) for film in films)
    filled: list[FilmPanels] = []
    for source, film in zip(sources, films, strict=True):
        movie, note = _movie(source, min(left, _FILM))
        left -= len(movie)
        filled.append(msgspec.structs.replace(film, movie=movie, notes=(*film.notes, *note)))
    return filled


class _Take(msgspec.Struct, frozen=True):
    """A finished clip on the disk."""

    number: int
    path: Path
    price: int | None
    used: bool


def _finished(source: FilmSource) -> Iterator[tuple[Clip, _Take]]:
    """The takes that were made by the requests as they are now, in order; a local model's clip where none was paid."""
    film = source.film
    used = paid_clips(film, source.out)
    for clip in film.clips:
        base = paths.clip_base(source.out, film.story, film.variant, clip, len(film.clips))
        mine = [request for request in film.every or film.requests if request.clip.index == clip.index]
        for request in mine:
            path = paths.paid(base, request.take)
            record = known(paths.record(base, request.take), path, request.sha256) if path.exists() else None
            if record is not None:
                in_film = clip.index in used and used[clip.index][0] == path
                yield clip, _Take(request.take, path, round(record.price_usd * 1_000_000), in_film)
        if not source.drawn and clip.index not in used and mine and _is_as_built(base, mine[0]):
            yield clip, _Take(0, paths.animatic(base), None, used=True)


def _panels(
    source: FilmSource, takes: Sequence[tuple[Clip, _Take]], pictures: _Pictures, holding: Holding
) -> FilmPanels:
    verdicts = {(verdict.clip.index, verdict.take): verdict for verdict in _verdicts(source, takes, holding)}
    clips = [
        msgspec.structs.replace(
            clip,
            own=tuple(map(pictures.of, shown(clip.clip))),
            takes=tuple(
                TakePanels(
                    take.number,
                    _stills(clip.reel, take.path, pictures.most),
                    take.price,
                    verdicts.get((clip.clip.index, take.number)),
                    take.used,
                )
                for other, take in takes
                if other is clip.clip
            ),
        )
        for clip in _clips(source.film)
    ]
    return FilmPanels(source.film, tuple(clips), notes=tuple(pictures.notes))


def bare(film: FilmOrder) -> FilmPanels:
    """A film without pictures, of which nothing is looked up."""
    return FilmPanels(film, tuple(_clips(film)))


def _clips(film: FilmOrder) -> Iterator[ClipPanels]:
    """The clips of a film without pictures; what `--only` leaves out is counted, and not there."""
    count, begun, first = len(film.clips), 0, 1
    for clip in film.clips:
        drawn = reel(clip, film=film.title, count=count, cast=film.cast, unused=0)
        requests = tuple(request for request in film.requests if request.clip.index == clip.index)
        if requests or not film.every:
            yield ClipPanels(clip, drawn, requests, begun, first, (None,) * len(drawn.cards))
        begun += drawn.duration
        first += len(drawn.cards)


def _verdicts(source: FilmSource, takes: Iterable[tuple[Clip, _Take]], holding: Holding) -> list[Verdict]:
    """What `verify` says of the takes that were paid for."""
    meant = {take.path for _, take in takes if take.number}
    if not meant:
        return []
    every = msgspec.structs.replace(source.film, requests=source.film.every or source.film.requests)
    subjects = [subject for subject in verify.subjects(every, source.out, source.files, None) if subject.path in meant]
    looked = verify.verify(subjects, source.root, verify.TOLERANCE, holding)
    return list(verify.ranked([verdict for verdict, _ in looked]))


def _stills(drawn: Reel, path: Path, most: int) -> tuple[Still, ...]:
    from storyboard.film import stills
    from storyboard.film.animatic.timeline import seen_at

    cards = drawn.cards
    times = [seen_at(drawn, card, last=card is cards[-1]) for card in cards]
    return tuple(Still(stills.jpeg(image, most)) for image in stills.pictures_at(path, times))


class _Pictures:
    """The writer's pictures as the page shows them, each made once, and why some are not shown."""

    def __init__(self, files: Files, most: int, bare: bool, small: SmallPictures) -> None:
        self.files, self.most, self.bare, self.small = files, most, bare, small
        self.notes: list[str] = []
        self._known: dict[str, Still | None] = {}

    def of(self, shot: Shot) -> Still | None:
        """The picture of a shot that has one that can be shown."""
        path = shot.picture.path if shot.picture is not None else None
        if path is None:
            return None
        if path not in self._known:
            self._known[path] = self._shown(path)
        return self._known[path]

    def _shown(self, path: str) -> Still | None:
        from storyboard.film import picture

        try:
            data = self.files.read(path, picture.BYTES + 1)
        except OSError:
            return None
        if not self.bare:
            from storyboard.film.stills import own_jpeg

            key = (hashlib.sha256(data).hexdigest(), self.most)
            if key not in self.small:
                jpeg = own_jpeg(data, self.most)
                self.small[key] = None if jpeg is None else Still(jpeg)
            return self.small[key]
        probed = picture.probe(data)
        if probed is None or not probed.whole:
            return None
        if len(data) > self.most:
            self.notes.append(f"`{path}` is not shown: {len(data) // 1000} kB are too many for the page")
            return None
        return Still(data, f"image/{probed.format.lower()}")


def _weight(film: FilmPanels) -> int:
    """The bytes of a film's pictures, each once."""
    stills = [still for clip in film.clips for still in clip.own if still is not None]
    stills += [still for clip in film.clips for take in clip.takes for still in take.stills]
    return sum(len(still.data) for still in {hashlib.sha256(still.data).digest(): still for still in stills}.values())


def _movie(source: FilmSource, most: int) -> tuple[bytes, tuple[str, ...]]:
    """The film, where all of its clips are what they were joined from, and why it is left out where it is too large."""
    film = source.film
    base = paths.film_base(source.out, film.story, film.variant)
    paid = paid_clips(film, source.out)
    whole = bool(film.clips) and len(paid) == len(film.clips)
    path, beside = (paths.paid(base), paths.record(base)) if whole else (paths.animatic(base), paths.sidecar(base))
    record = known_drawn(beside, path, sidecars.Film)
    if record is None or not film.requests or len(record.clips) != len(film.clips):
        return b"", ()
    for clip, joined in zip(film.clips, record.clips, strict=True):
        head = paths.clip_base(source.out, film.story, film.variant, clip, len(film.clips))
        mine = [request for request in film.every or film.requests if request.clip.index == clip.index]
        digest = paid[clip.index][1] if clip.index in paid else _digest(head, mine)
        if joined.sha256 != digest:
            return b"", ()
    size = path.stat().st_size
    if size > most:
        name = paths.from_root(source.root, path)
        have, left = (f"{bytes_ / 1_000_000:.1f} MB" for bytes_ in (size, max(0, most)))
        return b"", (f"the film is not in the page: `{name}` has {have}, and {left} are left",)
    return path.read_bytes(), ()


def _digest(base: Path, mine: Sequence[Request]) -> str:
    """The SHA-256 of a clip that was drawn from its words as they are now, empty where it was not."""
    if not mine or not _is_as_built(base, mine[0]):
        return ""
    record = known_drawn(paths.sidecar(base), paths.animatic(base), sidecars.Animatic)
    return record.sha256 if record is not None else ""


def _is_as_built(base: Path, request: Request) -> bool:
    """Whether the last build wrote this very request: it draws a clip right after that."""
    try:
        sent = decoded(read_whole(paths.request(base, request.take)), SentRequest)
    except (OSError, msgspec.DecodeError):
        return False
    return sent.request_sha256 == request.sha256


__all__ = ["MOST", "ClipPanels", "FilmPanels", "FilmSource", "Still", "TakePanels", "TooManyShots", "bare", "panels"]
