"""One run over the films of a project: texts first, then what must be drawn, then each film whose clips are there."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from storyboard.build import names, pool, sidecar
from storyboard.build.owned import Owned, Refused, part_of, settle, sha256, sweep, write_part
from storyboard.build.plan import Claims, Work, differing, trouble, works
from storyboard.build.records import FINAL, Film, Settings, State, Step, Tell
from storyboard.build.worker import Draw, Drawn, Failed, Join, Joined, Progress, Task
from storyboard.source import Files
from storyboard.story import Clip

if TYPE_CHECKING:
    from storyboard.providers.animatic import Reel

# Counted up when the same clips come to be joined in another way.
_JOINT = 1


class _Whole(msgspec.Struct):
    """A film on its way: its works, and the SHA-256 of each clip that is there, by the clip's number."""

    film: Film
    works: tuple[Work, ...]
    base: Path
    trouble: str = ""
    digests: dict[int, str] = {}


class _Open(msgspec.Struct):
    """A task on its way: what it makes and where, with the key that its sidecar will carry."""

    whole: _Whole
    work: Work | None
    base: Path
    key: str
    part: Path
    since: float = 0.0
    clips: list[tuple[str, str]] = []
    reason: str = ""


class Run:
    """The state of one run; `all` is called once."""

    def __init__(self, settings: Settings, owned: Owned, files: Files, tell: Tell) -> None:
        self.settings, self.owned, self.files, self.tell = settings, owned, files, tell
        self.tasks: deque[Task] = deque()
        self.open: dict[int, _Open] = {}
        self.steps: dict[tuple[str, str, int], Step] = {}
        self.claims = Claims()

    def all(self, films: Sequence[Film], *, pictures: bool) -> tuple[Step, ...]:
        """The last step of each clip and film, in their order."""
        wholes = [self._whole(film) for film in films]
        sweep({place for whole in wholes for place in (whole.base.parent, *(each.base.parent for each in whole.works))})
        try:
            for whole in wholes:
                self._texts(whole)
            for whole in wholes if pictures else ():
                for work in whole.works:
                    if self._step(whole, work.clip.index) is None:
                        self._clip(whole, work)
                self._film(whole)
            with closing(pool.run(self.tasks, self.settings.jobs)) as messages:
                for message in messages:
                    if message is None:
                        self.tell(Step("progress"))
                    else:
                        self._hear(*message)
        finally:
            for each in self.open.values():
                each.part.unlink(missing_ok=True)
        if not pictures:
            for whole in wholes:
                for work in whole.works:
                    if self._step(whole, work.clip.index) is None:
                        self._say(whole, "written", work.clip.index, path=names.prompt(work.base, 1))
        order = [(whole.film, number) for whole in wholes for number in (*(each.clip.index for each in whole.works), 0)]
        found = [self.steps.get((film.story, film.variant, number)) for film, number in order]
        return tuple(step for step in found if step is not None)

    # ---- texts -------------------------------------------------------------------------------------------------------

    def _whole(self, film: Film) -> _Whole:
        found = works(film, self.settings, self.files)
        return _Whole(film, found, names.film_base(self.settings.out, film.story, film.variant))

    def _texts(self, whole: _Whole) -> None:
        """Write what lies beside the clips, and take note of what must not be written."""
        whole.trouble = self.claims.trouble(whole.film, names.animatic(whole.base))
        good: list[Work] = []
        for work in whole.works:
            why = trouble(work, self.claims, self.owned)
            if why:
                self._say(whole, "refused", work.clip.index, reason=why)
            else:
                good.append(work)
        new = [text for work in good for text in differing(work.texts)]
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
            return "failed", self._disk(error)
        finally:
            for part, _ in pairs:
                part.unlink(missing_ok=True)
        return "done", ""

    def _disk(self, error: OSError) -> str:
        place = error.filename2 or error.filename
        named = f"`{names.from_root(self.settings.root, Path(place))}`" if isinstance(place, str) else "a file"
        return f"{named} cannot be written: {error.strerror or error}"

    # ---- clips -------------------------------------------------------------------------------------------------------

    def _clip(self, whole: _Whole, work: Work) -> None:
        """Keep a clip's animatic, or have it drawn."""
        key = self._key(whole.film, work.clip)
        video, beside = names.animatic(work.base), names.sidecar(work.base)
        held = sidecar.known(beside, video)
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
            self._say(whole, "failed", work.clip.index, reason=self._disk(error))
            return
        number = self._begin(_Open(whole, work, work.base, key, part))
        self.tasks.append(Draw(number, _reel(whole.film, work.clip), part, not self.settings.draft))

    def _key(self, film: Film, clip: Clip) -> str:
        from storyboard.providers import animatic

        profile = film.requests[0].profile
        return sidecar.key_of(_reel(film, clip), profile, animatic.KEY, "still" if self.settings.draft else "moving")

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
                self._say(whole, "drawing", number, path=names.animatic(each.base))
            self._say(whole, "progress", number, done=message.done, total=message.total)
            return
        if isinstance(message, Failed):
            each.part.unlink(missing_ok=True)
            self._say(whole, "failed", number, reason=message.why)
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
            return sidecar.of_clip(
                work.requests[0], key=each.key, digest=digest, draft=self.settings.draft, fps=fps, frames=made.frames,
                cuts=made.cuts, duration=clip.duration or 0, planned=clip.planned or 0, warnings=made.warnings,
            )  # fmt: skip

        self._finish(each, beside, clip.index, ms=clip.duration or 0, warnings=made.warnings)

    def _finish(
        self, each: _Open, beside: Callable[[str], bytes], number: int, *, ms: int, warnings: tuple[str, ...] = ()
    ) -> None:
        """Put a finished animatic and its sidecar in place."""
        video = names.animatic(each.base)
        try:
            settle(each.part)
            digest = sha256(each.part)
        except OSError as error:
            self._say(each.whole, "failed", number, reason=self._disk(error))
            return
        state, why = self._put([(names.sidecar(each.base), beside(digest))], (each.part, video))
        if not why:
            each.whole.digests[number] = digest
        took = time.monotonic() - each.since if each.since else 0.0
        self._say(
            each.whole, state, number, path=None if why else video, reason=why or each.reason, ms=ms, took=took,
            warnings=warnings,
        )  # fmt: skip

    # ---- films -------------------------------------------------------------------------------------------------------

    def _film(self, whole: _Whole) -> None:
        """Join a film whose clips are all finished, or say what it lacks."""
        if self._step(whole, 0) is not None:
            return
        meant = [self._step(whole, work.clip.index) for work in whole.works]
        if any(step is None for step in meant):
            return
        bad = [step for step in meant if step is not None and step.state in ("failed", "refused")]
        if bad:
            self._say(whole, "lacking", 0, reason=f"{_clips(step.clip for step in bad)} missing")
            return
        paths: list[Path] = []
        gone: list[int] = []
        older: list[int] = []
        for clip in whole.film.clips:
            base = names.clip_base(self.settings.out, whole.film.story, whole.film.variant, clip, len(whole.film.clips))
            paths.append(names.animatic(base))
            if clip.index not in whole.digests:
                held = sidecar.known(names.sidecar(base), paths[-1])
                if held is None:
                    gone.append(clip.index)
                    continue
                whole.digests[clip.index] = held.sha256
                older += [clip.index] if held.key != self._key(whole.film, clip) else []
        if gone:
            self._say(whole, "lacking", 0, reason=f"{_clips(gone)} not drawn yet")
            return
        self._join(whole, paths, f"{_clips(older)} older than the story" if older else "")

    def _join(self, whole: _Whole, paths: list[Path], reason: str) -> None:
        video, beside = names.animatic(whole.base), names.sidecar(whole.base)
        digests = [whole.digests[clip.index] for clip in whole.film.clips]
        key = sidecar.key_of("film", _JOINT, digests)
        held = sidecar.known(beside, video)
        if held is not None and held.key == key and not whole.trouble:
            self._say(whole, "kept", 0, path=video, ms=_length(whole.film), reason=reason)
            return
        why = whole.trouble or self.owned.trouble(video) or self.owned.trouble(beside)
        if why:
            self._say(whole, "refused", 0, reason=why)
            return
        try:
            part = part_of(video)
        except OSError as error:
            self._say(whole, "failed", 0, reason=self._disk(error))
            return
        clips = [
            (names.from_root(self.settings.root, path), digest) for path, digest in zip(paths, digests, strict=True)
        ]
        number = self._begin(_Open(whole, None, whole.base, key, part, time.monotonic(), clips, reason))
        # Joining comes first: a film that is finished can be watched while others are drawn.
        self.tasks.appendleft(Join(number, tuple(paths), part))

    def _joined(self, each: _Open, made: Joined) -> None:
        def beside(digest: str) -> bytes:
            encoded = [names.from_root(self.settings.root, Path(path)) for path, _ in made.encoded]
            return sidecar.of_film(
                each.whole.film, key=each.key, digest=digest, ms=made.ms, clips=each.clips, encoded=encoded
            )

        self._finish(each, beside, 0, ms=made.ms)

    # ---- what is told ------------------------------------------------------------------------------------------------

    def _step(self, whole: _Whole, clip: int) -> Step | None:
        return self.steps.get((whole.film.story, whole.film.variant, clip))

    def _say(
        self, whole: _Whole, state: State, clip: int, *, path: Path | None = None, reason: str = "", ms: int = 0,
        done: int = 0, total: int = 0, took: float = 0.0, warnings: tuple[str, ...] = (),
    ) -> None:  # fmt: skip
        film = whole.film
        step = Step(state, film.story, film.variant, clip, path, reason, ms, done, total, took, warnings)
        if state in FINAL:
            self.steps[film.story, film.variant, clip] = step
        self.tell(step)


def _reel(film: Film, clip: Clip) -> Reel:
    from storyboard.providers.animatic import reel

    return reel(clip, film=film.title, count=len(film.clips))


def _length(film: Film) -> int:
    return sum(clip.duration or 0 for clip in film.clips)


def _clips(numbers: Iterable[int]) -> str:
    """`clip 2 is`, `clips 2, 3 and 5 are`, at most five of them by number."""
    found = [str(number) for number in numbers]
    if len(found) > 5:
        return f"{len(found)} clips are"
    return f"clip {found[0]} is" if len(found) == 1 else f"clips {', '.join(found[:-1])} and {found[-1]} are"
