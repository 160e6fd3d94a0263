"""One run over the films of a project: texts first, then what must be drawn, then each film whose clips are there."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import closing

from storyboard.production import pool
from storyboard.production.files import paths
from storyboard.production.files.bought import paid_clips
from storyboard.production.files.hashes import Hashes
from storyboard.production.files.manifest import Manifest, discard
from storyboard.production.records import BuildSettings, FilmOrder, Step, TakeRef, Tell
from storyboard.production.run import texts
from storyboard.production.run.drawn import draw, finish_drawn
from storyboard.production.run.joined import finish_joined, join, join_paid
from storyboard.production.run.log import StepLog
from storyboard.production.run.parts import FilmRun, Workshop
from storyboard.production.work import Work, works
from storyboard.production.worker import Failed, Message, Progress, Task
from storyboard.providers import Made
from storyboard.source import Files


class Run:
    """The state of one run: `write_texts` first, then `make_pictures` where there are any, then `steps`."""

    def __init__(
        self, films: Sequence[FilmOrder], settings: BuildSettings, files: Files, tell: Tell,
        final: dict[TakeRef, Step] | None = None,
    ) -> None:  # fmt: skip
        """Read what is to be made; the last steps go into `final`."""
        self.settings, self.files = settings, files
        self.log = StepLog(tell, final)
        self.hashes = Hashes(settings.root)
        self.films = [
            FilmRun(
                film,
                works(film, settings, files),
                paths.film_base(settings.out, film.story, film.variant),
                {request.clip.index: request for request in reversed((*film.requests, *film.every))},
            )
            for film in films
        ]

    def steps(self) -> tuple[Step, ...]:
        """The last step of each clip and film, in their order."""
        return self.log.steps(run.film for run in self.films)

    def write_texts(self, manifest: Manifest) -> None:
        """Write what lies beside the clips, and take note of what must not be written."""
        texts.write_texts(self.films, manifest, self.log)

    def say_written(self) -> None:
        """Tell that no more than texts was written."""
        texts.say_written(self.films, self.log)

    def is_refused(self, work: Work) -> bool:
        """Whether somebody's file is in the way of a clip."""
        return self.log.last(work.film, work.clip.index) is not None

    def make_pictures(self, manifest: Manifest, *, paying: bool = False, draws: bool = True) -> None:
        """Draw what must be drawn, and join each film; with `paying` only clips that are not paid for are drawn.

        Where nothing is drawn, a film is joined only once all its clips are paid for.
        """
        shop = Workshop(self.settings, self.hashes, manifest, self.log)
        try:
            for run in self.films:
                self._begin(shop, run, paying=paying, draws=draws)
            with closing(pool.run(shop.tasks, self.settings.drawn or self.settings.jobs)) as messages:
                for message in messages:
                    if message is None:
                        self.log.tell(Step("progress"))
                    else:
                        _hear(shop, *message)
        finally:
            shop.close()

    def _begin(self, shop: Workshop, run: FilmRun, *, paying: bool, draws: bool) -> None:
        run.paid = paid_clips(run.film, self.settings.out, self.hashes.of)
        if paying and len(run.paid) == len(run.film.clips):
            join_paid(shop, run)
            return
        if not draws:
            return
        for work in run.works:
            is_paid = paying and work.clip.index in run.paid
            if not is_paid and self.log.last(run.film, work.clip.index) is None:
                draw(shop, run, work)
        join(shop, run)


def _hear(shop: Workshop, task: Task, message: Message) -> None:
    """Tell how far a job is, and put what is finished in its place."""
    job = shop.jobs[task.number]
    film = job.run.film
    match message:
        case Progress(done, total):
            if not job.since:
                job.since = time.monotonic()
                shop.log.say_of(film, "drawing", job.clip, path=job.video)
            shop.log.say_of(film, "progress", job.clip, done=done, total=total)
            return
        case Failed(why):
            discard([job.part])
            shop.log.say_of(film, "failed", job.clip, take=job.take, reason=why)
        case Made():
            finish_drawn(shop, job, message)
        case _:
            finish_joined(shop, job, message)
    if job.work is not None:
        join(shop, job.run)
