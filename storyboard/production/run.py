"""One run over the films of a project: texts first, then what must be drawn, then each film whose clips are there."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from storyboard.language.story import Clip
from storyboard.production import pool
from storyboard.production.files import drawn, paths
from storyboard.production.files.bought import there
from storyboard.production.files.hashes import Hashes
from storyboard.production.files.manifest import (
    FOLDER,
    Owned,
    Refused,
    drop,
    part_of,
    settle,
    sha256,
    sweep,
    write_part,
)
from storyboard.production.records import FINAL, Film, Place, Settings, State, Step, Tell, ordered
from storyboard.production.work import Claims, Work, differing, trouble, works
from storyboard.production.worker import Draw, Drawn, Failed, Join, Joined, Progress, Task
from storyboard.records import sidecars
from storyboard.source import Files

if TYPE_CHECKING:
    from storyboard.film.animatic import Reel

# Counted up when the same clips come to be joined in another way.
_JOINT = 1


class _Whole(msgspec.Struct):
    """A film on its way: its works, and by a clip's number the SHA-256 of its animatic and what is paid for."""

    film: Film
    works: tuple[Work, ...]
    base: Path
    trouble: str = ""
    digests: dict[int, str] = {}
    paid: dict[int, tuple[Path, str]] = {}


class _Open(msgspec.Struct):
    """A task on its way: what it makes and where, with the key that its sidecar will carry."""

    whole: _Whole
    work: Work | None
    video: Path
    beside: Path
    key: str
    part: Path
    since: float = 0.0
    clips: list[tuple[str, str]] = []
    reason: str = ""
    take: int = 0


class Run:
    """The state of one run: `texts` first, then `pictures` where there are any, then `steps`."""

    def __init__(
        self,
        films: Sequence[Film],
        settings: Settings,
        files: Files,
        tell: Tell,
        final: dict[Place, Step] | None = None,
    ) -> None:
        """Read what is to be made; the last steps go into `final`."""
        self.settings, self.files, self.tell = settings, files, tell
        self.tasks: deque[Task] = deque()
        self.open: dict[int, _Open] = {}
        self.final: dict[Place, Step] = {} if final is None else final
        self.claims = Claims()
        self.hashes = Hashes(settings.root)
        self.wholes = [self._whole(film) for film in films]

    def steps(self) -> tuple[Step, ...]:
        """The last step of each clip and film, in their order."""
        return ordered((whole.film for whole in self.wholes), self.final.values())

    def texts(self, owned: Owned) -> None:
        """Write what lies beside the clips, and take note of what must not be written."""
        self.owned = owned
        bases = [each.base for whole in self.wholes for each in (whole, *whole.works)]
        sweep({owned.root / FOLDER, *(base.parent for base in bases)})
        for whole in self.wholes:
            self._texts(whole)

    def say_written(self) -> None:
        """Tell that no more than texts was written."""
        for whole in self.wholes:
            for work in whole.works:
                if self._step(whole, work.clip.index) is None:
                    self._say(whole, "written", work.clip.index, path=paths.prompt(work.base, 1))

    def pictures(self, owned: Owned, *, paying: bool = False) -> None:
        """Draw what must be drawn, and join each film; with `paying` only clips that are not paid for are drawn."""
        self.owned = owned
        try:
            for whole in self.wholes:
                whole.paid = there(whole.film, self.settings.out, self.hashes.of)
                if paying and len(whole.paid) == len(whole.film.clips):
                    self._join_paid(whole)
                    continue
                for work in whole.works:
                    drawn = not (paying and work.clip.index in whole.paid)
                    if drawn and self._step(whole, work.clip.index) is None:
                        self._clip(whole, work)
                self._film(whole)
            with closing(pool.run(self.tasks, self.settings.drawn or self.settings.jobs)) as messages:
                for message in messages:
                    if message is None:
                        self.tell(Step("progress"))
                    else:
                        self._hear(*message)
        finally:
            drop(each.part for each in self.open.values())

    # ---- texts -------------------------------------------------------------------------------------------------------

    def _whole(self, film: Film) -> _Whole:
        found = works(film, self.settings, self.files)
        return _Whole(film, found, paths.film_base(self.settings.out, film.story, film.variant))

    def _texts(self, whole: _Whole) -> None:
        films = (paths.animatic(whole.base), paths.paid(whole.base))
        whole.trouble = next(filter(None, (self.claims.trouble(whole.film, path) for path in films)), "")
        good: list[Work] = []
        new: list[tuple[Path, bytes]] = []
        for work in whole.works:
            texts = differing(work.texts)
            why = trouble(work, texts, self.claims, self.owned)
            if why:
                self._say(whole, "refused", work.clip.index, reason=why)
            else:
                good.append(work)
                new += texts
        state, why = self._put(new)
        if why:
            for work in good:
                self._say(whole, state, work.clip.index, reason=why)

    def _put(self, texts: Iterable[tuple[Path, bytes]], *more: tuple[Path, Path]) -> tuple[State, str]:
        """Put texts and finished parts in place; what became of it, and why where it failed."""
        pairs = list(more)
        try:
            pairs += [(write_part(path, data), path) for path, data in texts]
            if pairs:
                self.owned.put(pairs)
        except Refused as refused:
            return "refused", str(refused)
        except OSError as error:
            return "failed", self.disk(error)
        finally:
            drop(part for part, _ in pairs)
        return "done", ""

    def disk(self, error: OSError) -> str:
        """Why a file cannot be written, in words."""
        place = error.filename2 or error.filename
        named = f"`{paths.from_root(self.settings.root, Path(place))}`" if isinstance(place, str) else "a file"
        return f"{named} cannot be written: {error.strerror or error}"

    # ---- clips -------------------------------------------------------------------------------------------------------

    def _clip(self, whole: _Whole, work: Work) -> None:
        """Keep a clip's animatic, or have it drawn."""
        key = self._key(whole.film, work.clip)
        video, beside = paths.animatic(work.base), paths.sidecar(work.base)
        held = drawn.known(beside, video, sidecars.Animatic, self.hashes.of)
        if held is not None and held.key == key:
            whole.digests[work.clip.index] = held.sha256
            self._say(whole, "kept", work.clip.index, path=video, ms=work.clip.duration or 0, warnings=held.warnings)
            return
        why = self.owned.trouble(video) or self.owned.trouble(beside)
        if why:
            self._say(whole, "refused", work.clip.index, reason=why)
            return
        try:
            part = part_of(video)
        except OSError as error:
            self._say(whole, "failed", work.clip.index, reason=self.disk(error))
            return
        number = self._begin(_Open(whole, work, video, beside, key, part))
        self.tasks.append(Draw(number, _reel(whole.film, work.clip), part, not self.settings.draft))

    def _key(self, film: Film, clip: Clip) -> str:
        from storyboard.film import animatic

        profile = film.requests[0].profile
        return drawn.key_of(_reel(film, clip), profile, animatic.KEY, "still" if self.settings.draft else "moving")

    def _begin(self, each: _Open) -> int:
        number = len(self.open) + 1
        self.open[number] = each
        return number

    def _hear(self, task: Task, message: Progress | Drawn | Joined | Failed) -> None:
        each = self.open[task.number]
        whole, number = each.whole, each.work.clip.index if each.work is not None else 0
        if isinstance(message, Progress):
            if not each.since:
                each.since = time.monotonic()
                self._say(whole, "drawing", number, path=each.video)
            self._say(whole, "progress", number, done=message.done, total=message.total)
            return
        if isinstance(message, Failed):
            drop([each.part])
            self._say(whole, "failed", number, take=each.take, reason=message.why)
        elif isinstance(message, Drawn):
            self._drawn(each, message)
        else:
            self._joined(each, message)
        if each.work is not None:
            self._film(whole)

    def _drawn(self, each: _Open, made: Drawn) -> None:
        work = each.work
        assert work is not None
        clip, fps = work.clip, _reel(work.film, work.clip).fps

        def beside(digest: str) -> bytes:
            return drawn.of_clip(
                work.requests[0], key=each.key, digest=digest, draft=self.settings.draft, fps=fps, frames=made.frames,
                cuts=made.cuts, duration=clip.duration or 0, planned=clip.planned or 0, warnings=made.warnings,
            )  # fmt: skip

        self._finish(each, beside, clip.index, ms=clip.duration or 0, warnings=made.warnings)

    def _finish(
        self, each: _Open, beside: Callable[[str], bytes], number: int, *, ms: int, warnings: tuple[str, ...] = ()
    ) -> None:
        """Put a finished video and its sidecar in place."""
        try:
            settle(each.part)
            digest = sha256(each.part)
        except OSError as error:
            self._say(each.whole, "failed", number, take=each.take, reason=self.disk(error))
            return
        state, why = self._put([(each.beside, beside(digest))], (each.part, each.video))
        if not why:
            each.whole.digests[number] = digest
        took = time.monotonic() - each.since if each.since else 0.0
        self._say(
            each.whole, state, number, take=each.take, path=None if why else each.video, reason=why or each.reason,
            ms=ms, took=took, warnings=warnings,
        )  # fmt: skip

    # ---- films -------------------------------------------------------------------------------------------------------

    def _film(self, whole: _Whole) -> None:
        """Join a film whose clips are all finished, or say what it lacks."""
        if self._step(whole, 0) is not None:
            return
        meant = [self._step(whole, work.clip.index) for work in whole.works if work.clip.index not in whole.paid]
        if any(step is None for step in meant):
            return
        bad = [step for step in meant if step is not None and step.state in ("failed", "refused")]
        if bad:
            self._say(whole, "lacking", 0, reason=f"{_clips(step.clip for step in bad)} missing")
            return
        clips: list[tuple[Path, str]] = []
        gone: list[int] = []
        older: list[int] = []
        for clip in whole.film.clips:
            if clip.index in whole.paid:
                clips.append(whole.paid[clip.index])
                continue
            base = paths.clip_base(self.settings.out, whole.film.story, whole.film.variant, clip, len(whole.film.clips))
            if clip.index not in whole.digests:
                held = drawn.known(paths.sidecar(base), paths.animatic(base), sidecars.Animatic, self.hashes.of)
                if held is None:
                    gone.append(clip.index)
                    continue
                whole.digests[clip.index] = held.sha256
                older += [clip.index] if held.key != self._key(whole.film, clip) else []
            clips.append((paths.animatic(base), whole.digests[clip.index]))
        if gone:
            self._say(whole, "lacking", 0, reason=f"{_clips(gone)} not drawn yet")
            return
        self._join(whole, clips, paths.animatic(whole.base), paths.sidecar(whole.base), _older(older))

    def _join_paid(self, whole: _Whole) -> None:
        clips = [whole.paid[clip.index] for clip in whole.film.clips]
        self._join(whole, clips, paths.paid(whole.base), paths.record(whole.base), take=1)

    def _join(
        self, whole: _Whole, clips: list[tuple[Path, str]], video: Path, beside: Path, reason: str = "", take: int = 0
    ) -> None:
        key = film_key([digest for _, digest in clips])
        held = drawn.known(beside, video, sidecars.Film, self.hashes.of)
        if held is not None and held.key == key and not whole.trouble:
            self._say(whole, "kept", 0, take=take, path=video, ms=_length(whole.film), reason=reason)
            return
        why = whole.trouble or self.owned.trouble(video) or self.owned.trouble(beside)
        if why:
            self._say(whole, "refused", 0, take=take, reason=why)
            return
        try:
            part = part_of(video)
        except OSError as error:
            self._say(whole, "failed", 0, take=take, reason=self.disk(error))
            return
        named = [(paths.from_root(self.settings.root, path), digest) for path, digest in clips]
        number = self._begin(_Open(whole, None, video, beside, key, part, time.monotonic(), named, reason, take))
        # Joining comes first: a film that is finished can be watched while others are drawn.
        self.tasks.appendleft(Join(number, tuple(path for path, _ in clips), part))

    def _joined(self, each: _Open, made: Joined) -> None:
        def beside(digest: str) -> bytes:
            encoded = [paths.from_root(self.settings.root, Path(path)) for path, _ in made.encoded]
            return drawn.of_film(
                each.whole.film, key=each.key, digest=digest, ms=made.ms, clips=each.clips, encoded=encoded
            )

        self._finish(each, beside, 0, ms=made.ms)

    # ---- what is told ------------------------------------------------------------------------------------------------

    def _step(self, whole: _Whole, clip: int) -> Step | None:
        """The last step of what is made here: a clip's animatic, or the film with clips that are not paid for."""
        return self.final.get((whole.film.story, whole.film.variant, clip, 0))

    def _say(
        self, whole: _Whole, state: State, clip: int, *, path: Path | None = None, reason: str = "", ms: int = 0,
        done: int = 0, total: int = 0, took: float = 0.0, warnings: tuple[str, ...] = (), take: int = 0,
    ) -> None:  # fmt: skip
        film = whole.film
        self.say(Step(state, film.story, film.variant, clip, path, reason, ms, done, total, took, warnings, take))

    def is_refused(self, work: Work) -> bool:
        """Whether somebody's file is in the way of a clip."""
        return (work.film.story, work.film.variant, work.clip.index, 0) in self.final

    def say(self, step: Step) -> None:
        """Tell a step, and keep it where it is a last one."""
        if step.state in FINAL:
            self.final[step.place] = step
        self.tell(step)


def film_key(digests: Sequence[str]) -> str:
    """The key of a film of these clips, each by its SHA-256."""
    return drawn.key_of("film", _JOINT, digests)


def _reel(film: Film, clip: Clip) -> Reel:
    from storyboard.film.animatic import reel

    return reel(clip, film=film.title, count=len(film.clips))


def _length(film: Film) -> int:
    return sum(clip.duration or 0 for clip in film.clips)


def _older(numbers: list[int]) -> str:
    return f"{_clips(numbers)} older than the story" if numbers else ""


def _clips(numbers: Iterable[int]) -> str:
    """`clip 2 is`, `clips 2, 3 and 5 are`, at most five of them by number."""
    found = [str(number) for number in numbers]
    if len(found) > 5:
        return f"{len(found)} clips are"
    return f"clip {found[0]} is" if len(found) == 1 else f"clips {', '.join(found[:-1])} and {found[-1]} are"
