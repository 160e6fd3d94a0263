"""A change of stories as its reviewer sees it: what `check`, `diff` and `plan` say of it, and its changed shots."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING

import msgspec

from storyboard.compiler.pipeline import Options, compile_story
from storyboard.diagnostics import Level
from storyboard.film.picture import BYTES
from storyboard.language.story import Clip
from storyboard.production.films import films
from storyboard.project import comparing, planning
from storyboard.project.comparing import Progress
from storyboard.project.compiling import CompiledStory, compile_stories
from storyboard.project.diff import Change, Version
from storyboard.project.diff.shots import SeenShot, differing, paired, seen
from storyboard.project.finding import search
from storyboard.project.records import Project
from storyboard.records.review import Review, ReviewedShot
from storyboard.source import Files, read_or_why

if TYPE_CHECKING:
    from PIL import Image

    from storyboard.film.animatic import Reel

MOST_SHOTS = 60  # that a review shows
SIDE = 800  # the longer side of a picture
_Pair = tuple[Project, Project]


class ReviewedStories(msgspec.Struct, frozen=True):
    """A review, its pictures as PNG by their SHA-256, the stories with errors, and phrases for people.

    `missing` is whether a PATH led nowhere, of which `mistakes` tell.
    """

    record: Review
    pictures: Mapping[str, bytes]
    unusable: tuple[CompiledStory, ...]
    notes: tuple[str, ...]
    mistakes: tuple[str, ...]
    missing: bool


def reviewed(base: str, paths: Sequence[str], chosen: Options, progress: Progress) -> ReviewedStories:
    """The working tree's stories under PATHs against a revision; needs the extra `video`.

    Raises ProjectError, MissingRevision, and what the books of a project raise.
    """
    meant = comparing.since(base, paths)
    here = search(meant.present)
    with ExitStack() as open_files:
        revised = list(comparing.at_revision(meant, here, {"model": chosen.model}, open_files))
        pairs = [(before, now) for before, now, _ in revised]
        sides = comparing.of_projects(pairs, msgspec.structs.replace(chosen, only=()), f"`{base}`")
        sides.mistakes += [mistake for _, _, mistakes in revised for mistake in mistakes]
        comparison = comparing.compared(sides, chosen)
        drawing = _Drawing(pairs, chosen, progress)
        shots = tuple(drawing.shots(comparison.changes))
    projects = [now for _, now in pairs]
    levels = [
        diagnostic.level
        for project in projects
        for story in compile_stories(project, chosen)
        for diagnostic in story.compiled.diagnostics
    ]
    record = Review(
        errors=levels.count(Level.ERROR),
        warnings=levels.count(Level.WARNING),
        diff=comparison.record,
        plan=planning.planned(projects, chosen).record,
        shots=shots,
        left_out=drawing.left_out,
    )
    mistakes = (*here.mistakes, *comparison.mistakes)
    return ReviewedStories(
        record, drawing.pictures, comparison.unusable, comparison.notes, mistakes, bool(here.mistakes)
    )


class _Film:
    """A film of one side: its reels by the clips' numbers, and the pictures that its shots show."""

    def __init__(self, files: Files, title: str, clips: Sequence[Clip], version: Version) -> None:
        from storyboard.film.staging.continuity import continued
        from storyboard.film.staging.plan import reel

        self._files = files
        self._paths: dict[str, str] = {}
        shown = {shot.picture.path for clip in clips for shot in clip.shots if shot.picture is not None}
        digests = {path: self._digest(path) for path in sorted(filter(None, shown))}
        reels = (
            reel(clip, film=title, count=len(clips), pictures=digests, cast=version.cast(), unused=0) for clip in clips
        )
        self.reels = {reel.index: msgspec.structs.replace(reel, before=None) for reel in continued(list(reels))}

    def _digest(self, path: str) -> str:
        data = read_or_why(self._files, path, BYTES + 1)
        if isinstance(data, str):  # then it is drawn from its words
            return ""
        digest = hashlib.sha256(data).hexdigest()
        self._paths[digest] = path
        return digest

    def read(self, digest: str) -> bytes:
        """The bytes of a picture."""
        data = read_or_why(self._files, self._paths[digest], BYTES + 1)
        return b"" if isinstance(data, str) else data


class _Drawing:
    """The pictures of changed shots, each drawn once; `left_out` counts the shots beyond the most that are drawn."""

    def __init__(self, pairs: Sequence[_Pair], chosen: Options, progress: Progress) -> None:
        self.pictures: dict[str, bytes] = {}
        self.left_out = 0
        self._pairs, self._chosen, self._progress = pairs, chosen, progress
        self._films: dict[tuple[bool, str, str], _Film] = {}

    def shots(self, changes: Sequence[Change]) -> Iterator[ReviewedShot]:
        """The shots of clips that are new, changed or gone, as far as what is seen of them has changed."""
        count = 0
        for place, change in enumerate(changes):
            self._progress(place, len(changes), change.home)
            wanted = differing(*self._seen(change)) if change.became != "same" else []
            kept = wanted[: MOST_SHOTS - count]
            self.left_out += len(wanted) - len(kept)
            count += len(kept)
            before = self._drawn(change.before, [was for was, _ in kept], old=True)
            after = self._drawn(change.after, [now for _, now in kept], old=False)
            for (was, now), old, new in zip(kept, before, after, strict=True):
                side, at = (change.after, now) if now is not None else (change.before, was)
                assert side is not None
                assert at is not None
                yield ReviewedShot(place, max(1, side.clip.shots[at].number), old, new)
        self._progress(len(changes), len(changes), "")

    def _film(self, version: Version, *, old: bool) -> _Film:
        key = (old, version.story, version.variant)
        if key not in self._films:
            project = next(
                side
                for before, now in self._pairs
                for side in (before if old else now,)
                if version.story in side.stories
            )
            options = msgspec.structs.replace(self._chosen, variant=version.variant, only=(), takes=())
            compiled = compile_story(project.files, version.story, project.config, options)
            (film,) = films(project.files, compiled, project.config, options)
            self._films[key] = _Film(project.files, film.title, film.clips, version)
        return self._films[key]

    def _reel(self, version: Version | None, *, old: bool) -> Reel | None:
        return None if version is None else self._film(version, old=old).reels[version.clip.index]

    def _seen(self, change: Change) -> tuple[list[SeenShot], list[SeenShot], dict[int, int]]:
        """What is seen of each shot before and after, and the old shot's place for each new one that has one."""
        before, after = self._reel(change.before, old=True), self._reel(change.after, old=False)
        pairs: dict[int, int] = {}
        if change.before is not None and change.after is not None:
            pairs = paired(change.before.clip.shots, change.after.clip.shots)
        return seen(before), seen(after), pairs

    def _drawn(self, version: Version | None, places: Sequence[int | None], *, old: bool) -> list[str | None]:
        """The SHA-256 of the picture of each shot, None for those that are not on this side."""
        if version is None or not any(place is not None for place in places):
            return [None] * len(places)
        reel, film = self._reel(version, old=old), self._film(version, old=old)
        assert reel is not None
        stills = _stills(reel, film)
        return [None if place is None else self._kept(stills[place]) for place in places]

    def _kept(self, image: Image.Image) -> str:
        image.thumbnail((SIDE, SIDE))
        data = io.BytesIO()
        image.save(data, "PNG")
        digest = hashlib.sha256(data.getvalue()).hexdigest()
        self.pictures[digest] = data.getvalue()
        return digest


def _stills(reel: Reel, film: _Film) -> list[Image.Image]:
    from storyboard.film.animatic import PictureFault, stills

    try:
        return list(stills(reel, files=film.read))
    except PictureFault:  # `check` says which; the shot is drawn from its words
        cards = tuple(msgspec.structs.replace(card, picture="") for card in reel.cards)
        return list(stills(msgspec.structs.replace(reel, cards=cards)))
